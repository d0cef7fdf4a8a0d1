import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from '@sangam/sdk'
import { writePlugin } from '../../core/cli/new-plugin.ts'

const root = join(import.meta.dirname, '..', '..')

export interface Pasted {
  readonly plugin: Plugin
  /** Everything the file exports. */
  readonly exports: { readonly [name: string]: unknown }
  /** What the compiler says against it, and against the tests the document shows beside it; empty when all is well. */
  readonly complaints: string
}

/** The first plugin of a document, as it is shown. */
export function firstPlugin(document: string): string {
  const [code] = pluginsOf(document)
  return code
}

function pluginsOf(document: string): [string, ...string[]] {
  const [code, ...more] = blocksOf(document).filter(block => block.includes('export default definePlugin('))
  if (!code) throw new Error(`${document} has no plugin to paste.`)
  return [code, ...more]
}

/** The last plugin of a document, which has the most, put into a file of its own as a reader would, checked (with other files, by their names) and imported. */
export async function pasted(document: string, others: { readonly [name: string]: string } = {}): Promise<Pasted> {
  const [blocks, code] = [blocksOf(document), pluginsOf(document).at(-1) ?? '']
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'pasted-'))
  try {
    writeFileSync(join(folder, 'plugin.ts'), code)
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text)
    for (const [at, block] of blocks.entries()) if (isBeside(block)) writeFileSync(join(folder, `beside${at}.ts`), block)
    const exports = (await import(join(folder, 'plugin.ts'))) as { readonly default: Plugin; readonly [name: string]: unknown }
    return { plugin: exports.default, exports, complaints: compiled(folder) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function blocksOf(document: string): string[] {
  return [...readFileSync(join(root, document), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(match => match[1] ?? '')
}

/** What a document shows beside its plugin, and belongs to it. */
function isBeside(block: string): boolean {
  return /from '.\/plugin.ts'|= migration\(/.test(block)
}

/** What a document shows by itself, besides its plugin: each file of it, by its name where it says one. */
export function shownIn(document: string): { readonly name: string; readonly code: string }[] {
  return blocksOf(document)
    .filter(block => !block.includes('export default definePlugin(') && !isBeside(block))
    .flatMap((block, at) => block.split(/^(?=\/\/ [\w/]+\.ts$)/m).map(code => ({ name: /^\/\/ ([\w/]+\.ts)$/m.exec(code)?.[1] ?? `shown${at}.ts`, code })))
}

/** What the compiler says against a folder below `.cache`; empty when all is well. Nothing it notes for itself is written over what the check of the sources noted. */
function compiled(folder: string, compilerOptions: { readonly [option: string]: boolean } = {}): string {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { ...compilerOptions, incremental: false, tsBuildInfoFile: null },
      include: ['.'],
      exclude: [],
    }),
  )
  try {
    execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { cwd: root, encoding: 'utf8' })
    return ''
  } catch (error) {
    return String((error as { stdout: string }).stdout)
  }
}

/** What the compiler says against files, by their names, of which each may import the SDK. What an example makes and shows no use of is well. */
export function complaintsAbout(files: { readonly [name: string]: string }): string {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'examples-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return compiled(folder, { noUnusedLocals: false, noUnusedParameters: false, verbatimModuleSyntax: false })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a module of plain JavaScript exports that a test wrote. */
export async function imported<T>(code: string): Promise<T> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'imported-'))
  try {
    writeFileSync(join(folder, 'module.mjs'), code)
    return (await import(join(folder, 'module.mjs'))) as T
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Written extends AsyncDisposable {
  /** Of the plugin. */
  readonly folder: string
  readonly plugin: Plugin
  readonly files: readonly string[]
  readonly complaints: string
  /** All that was written, one file behind another. */
  text(): Promise<string>
}

/** A plugin that the command writes, in a project of its own that has nothing but the template; removed when it is let go. */
export async function writtenPlugin(id: string, record: string): Promise<Written> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'written-'))
  cpSync(join(root, 'tools', 'template'), join(folder, 'tools', 'template'), { recursive: true })
  const files = await writePlugin(folder, { id, record })
  const { default: plugin } = (await import(join(folder, 'plugins', id, 'plugin.ts'))) as { readonly default: Plugin }
  return {
    folder: join(folder, 'plugins', id),
    plugin,
    files,
    get complaints() {
      return compiled(folder)
    },
    text: async () => files.map(file => readFileSync(join(folder, file), 'utf8')).join('\n'),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
