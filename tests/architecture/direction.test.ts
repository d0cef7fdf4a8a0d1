import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** What stands at its place whichever way the page reads, and why. */
const allowed: readonly (readonly [file: string, declaration: string, why: string])[] = [
  ['web/studio/layout/layout-screen.ts', 'left:', 'what is dragged hangs at the pointer, whose place is counted from the left'],
  ['web/style/parts.ts', 'background-position:', 'the mark of a select is a picture behind it; :dir(rtl) has it at the other side'],
  ['web/fields/money.ts', 'background-position:', 'the same mark in a cell'],
]

const physical =
  /(?:^|[;{\s])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:/g
const sided = /(?:^|[;{\s])((?:text-align|float|clear|justify-content|justify-items|justify-self)\s*:\s*(?:left|right))\b/g
const drawn = /translateX\(|linear-gradient\(to (?:left|right)|background-position:[^;}]*(?:left|right|100%)|box-shadow:[^;}]*\binset -?[1-9][\d.]*px 0/g
const shorthand = /(?:^|[;{\s])(inset|margin|padding|scroll-margin|scroll-padding|border-width|border-style|border-color|border-radius)\s*:\s*([^;{}]+)/g

/** The values of a shorthand; those within brackets are one. */
function valuesOf(text: string): string[] {
  return text.trim().match(/(?:[^\s(]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g) ?? []
}

/** Whether a shorthand says something else of the left than of the right. */
function lopsided(name: string, values: readonly string[]): boolean {
  const [a, b = a, c = a, d = b] = values
  return name === 'border-radius' ? a !== b || c !== d : b !== d
}

/** What of a text is styles: sheets whole, of code what stands in css`` and in style attributes. */
function stylesIn(file: string, text: string): string[] {
  if (file.endsWith('.css')) return [text]
  const sheets = [...text.matchAll(/\bcss`([\s\S]*?)`/g)].map(found => found[1] ?? '')
  const attributes = [...text.matchAll(/\bstyle=(?:"([^"]*)"|\$\{`([^`]*)`)/g)].map(found => found[1] ?? found[2] ?? '')
  const set = [...text.matchAll(/\.style\.(left|right|marginLeft|marginRight|paddingLeft|paddingRight|borderLeft|borderRight)\b/g)].map(found => `${found[1]}:`)
  return [...sheets, ...attributes, ...set]
}

function wrongIn(styles: string): string[] {
  const plain = styles.replace(/\/\*[\s\S]*?\*\//g, '')
  return [
    ...[...plain.matchAll(physical)].map(found => `${found[1]}:`),
    ...[...plain.matchAll(sided)].map(found => found[1] ?? ''),
    ...[...plain.matchAll(drawn)].map(found => found[0]),
    ...[...plain.matchAll(shorthand)].flatMap(([, name = '', text = '']) => (lopsided(name, valuesOf(text)) ? [`${name}: ${text.trim()}`] : [])),
  ]
}

test('styles say start and end, never left and right, so that a page can read from right to left', () => {
  const plugins = readdirSync(join(root, 'plugins')).map(plugin => `plugins/${plugin}/web`)
  const files = ['web', ...plugins.filter(folder => existsSync(join(root, folder)))].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => /\.(ts|css)$/.test(file) && !file.endsWith('.test.ts'))
      .map(file => join(folder, file)),
  )
  const found = files.flatMap(file =>
    stylesIn(file, readFileSync(join(root, file), 'utf8'))
      .flatMap(wrongIn)
      .map(wrong => ({ file, wrong })),
  )
  const used = new Set(allowed.filter(([file, start]) => found.some(one => one.file === file && one.wrong.startsWith(start))))
  expect(files.length).toBeGreaterThan(200)
  expect(found.filter(one => !allowed.some(([file, start]) => one.file === file && one.wrong.startsWith(start)))).toEqual([])
  expect(allowed.filter(one => !used.has(one))).toEqual([])
})

test.each<[styles: string, wrong: string[]]>([
  ['a { margin-left: 4px; left: 0; }', ['margin-left:', 'left:']],
  ['a { text-align: right; float: left; }', ['text-align: right', 'float: left']],
  ['a { inset: 0 4px 0 auto; padding: 1px 2px 3px 2px; }', ['inset: 0 4px 0 auto']],
  ['a { padding: var(--a) calc(1px + 2px) 0 calc(1px + 3px); }', ['padding: var(--a) calc(1px + 2px) 0 calc(1px + 3px)']],
  ['a { border-radius: 8px 8px 0 0; } b { border-radius: 8px 0; }', ['border-radius: 8px 0']],
  ['a { box-shadow: inset 2px 0 0 red; } b { box-shadow: inset 0 0 0 2px red; }', ['box-shadow: inset 2px 0']],
  ['a { inset-inline: 0 auto; border-inline-start: 1px solid; text-align: end; }', []],
])('%s', (styles, wrong) => expect(wrongIn(styles)).toEqual(wrong))
