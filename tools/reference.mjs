import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { root } from './paths.mjs'
import { main, step } from './steps.mjs'

const pagesFolder = join(root, 'dist', 'docs', 'plugin-reference')

/** What authors import from, and the file that says what it gives. */
const doors = { '@sangam/sdk': 'sdk/index.ts', '@sangam/sdk/web': 'sdk/web.ts', '@sangam/testing': 'sdk/testing/index.ts' }

/**
 * Everything that authors of plugins can import: its name, from where, the room it lies in, its signature and what its doc comment says.
 * Read from the sources by the bundler's own parser, which keeps comments.
 */
export async function readReference() {
  const { parseSync } = await import('vite')
  const files = new Map()
  const open = path => {
    if (!files.has(path)) files.set(path, readFile(parseSync, path))
    return files.get(path)
  }
  const all = Object.entries(doors).flatMap(([from, door]) =>
    exportsOf(open, join(root, door)).map(({ name, path, found }) => ({ name, from, room: roomOf(from, path), ...found })),
  )
  return all.map(one => ({ ...one, seenIn: one.isType ? seenIn(all, one) : [] }))
}

/** What speaks of a type in its signature, values first: there one sees what it is for. */
function seenIn(all, { name, from }) {
  const said = new RegExp(`(?<![\\w$.'])${name}(?![\\w$'])`)
  const found = all.filter(one => one.from === from && one.name !== name && said.test(one.signature))
  return [...found.filter(one => !one.isType), ...found.filter(one => one.isType)].map(one => one.name)
}

/** Names that a file exports, each where it is declared; what comes out of a library is not ours to describe. */
function exportsOf(open, path) {
  const { text, program, declared } = open(path)
  const own = [...declared].map(([name, found]) => ({ name, path, found }))
  const passed = program.body
    .filter(node => node.type === 'ExportNamedDeclaration' && node.source?.value.startsWith('.'))
    .flatMap(node => {
      const there = join(dirname(path), node.source.value)
      return node.specifiers.map(({ local, exported }) => {
        const found = open(there).declared.get(local.name)
        if (!found)
          throw new Error(`${relative(root, path)} exports ${local.name}, which ${relative(root, there)} does not declare: ${text.slice(node.start, node.end)}`)
        return { name: exported.name, path: there, found }
      })
    })
  return [...own, ...passed]
}

function readFile(parseSync, path) {
  const text = readFileSync(path, 'utf8')
  const { program, comments } = parseSync(path, text)
  const declared = new Map()
  let before = 0
  for (const node of program.body) {
    // One comment says it of all shapes of a function, so the first that was told counts.
    const doc = comments.findLast(one => one.type === 'Block' && one.value.startsWith('*') && one.start >= before && one.end <= node.start)
    const close = doc && /^(\s|\/\/[^\n]*\n)*$/.test(text.slice(doc.end, node.start)) ? readDoc(doc.value) : null
    before = node.end
    if (node.type !== 'ExportNamedDeclaration' || !node.declaration) continue
    for (const [name, signature] of signaturesOf(text, node.declaration)) {
      const known = declared.get(name)
      declared.set(name, {
        doc: known?.doc ?? close,
        signature: known ? `${known.signature}\n${signature}` : signature,
        isType: node.declaration.type.startsWith('TSType') || node.declaration.type.startsWith('TSInterface'),
      })
    }
  }
  return { text, program, declared }
}

/** A declaration without what it does inside. */
function signaturesOf(text, node) {
  const upTo = end => text.slice(node.start, end).trim()
  if (node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction') return [[node.id.name, upTo(node.body?.start ?? node.end)]]
  if (node.type === 'ClassDeclaration') return [[node.id.name, `${upTo(node.body.start)} { … }`]]
  if (node.type !== 'VariableDeclaration') return [[node.id.name, upTo(node.end)]]
  return node.declarations.map(({ id, init }) => {
    const whole = text.slice(id.start, init?.end ?? id.end)
    const bare = text.slice(id.start, id.end)
    const short = whole.length <= 600 && init?.type !== 'ArrowFunctionExpression' && init?.type !== 'FunctionExpression'
    return [id.name, `${node.kind} ${short ? whole : init?.body ? `${bare} = ${text.slice(init.start, init.body.start).trim()} …` : bare}`]
  })
}

/** A doc comment, taken apart: what it says, its parameters, its examples. */
function readDoc(value) {
  const lines = value
    .replace(/^\*/, '')
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trimEnd())
  const parts = lines
    .join('\n')
    .trim()
    .split(/^@(?=param|example|returns|throws)/m)
  const words = parts[0].trim()
  const tagged = kind => parts.slice(1).flatMap(part => (part.startsWith(kind) ? [part.slice(kind.length).trim()] : []))
  return { words, params: tagged('param'), returns: tagged('returns'), examples: tagged('example') }
}

function roomOf(from, path) {
  if (from !== '@sangam/sdk') return from.split('/').at(-1)
  const folder = relative(join(root, 'sdk'), dirname(path))
  return folder === '' ? basename(path, '.ts') : folder
}

/** Writes a page for each room and one that names all, anew. Gives their number. */
export async function writeReference(folder = pagesFolder) {
  const all = await readReference()
  const rooms = new Map([...new Set(all.map(one => one.room))].map(room => [room, all.filter(one => one.room === room)]))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [room, entries] of rooms) writeFileSync(join(folder, `${room}.md`), pageOf(room, entries))
  writeFileSync(join(folder, 'README.md'), contentsOf(rooms))
  return rooms.size + 1
}

function pageOf(room, entries) {
  const from = [...new Set(entries.map(one => one.from))].map(one => `\`${one}\``).join(', ')
  return `# ${room}\n\nImport it from ${from}.\n\n${[...entries].sort(byName).map(entryOf).join('\n\n')}\n`
}

function entryOf({ name, signature, doc, seenIn }) {
  const params = doc?.params.map(one => one.replace(/^(\S+)\s+-?\s*/, '- `$1`: ').replaceAll('\n', ' ')) ?? []
  return [
    `## ${name}`,
    doc?.words,
    `\`\`\`ts\n${signature}\n\`\`\``,
    params.join('\n'),
    ...(doc?.returns.map(one => `Gives ${one}`) ?? []),
    seenIn.length > 0 ? `Seen in ${seenIn.map(one => `\`${one}\``).join(', ')}.` : '',
    ...(doc?.examples.map(one => `Example:\n\n\`\`\`ts\n${one}\n\`\`\``) ?? []),
  ]
    .filter(part => part)
    .join('\n\n')
}

function contentsOf(rooms) {
  const blocks = [...rooms].map(([room, entries]) => {
    const sorted = [...entries].sort(byName)
    // `Numbering` and `numbering` are one heading to whoever makes addresses of them: the second gets a number.
    const place = at => {
      const same = sorted.slice(0, at).filter(one => one.name.toLowerCase() === sorted[at].name.toLowerCase()).length
      return `${sorted[at].name.toLowerCase()}${same > 0 ? `-${same}` : ''}`
    }
    const lines = sorted.map(({ name, doc }, at) => `- [${name}](${room}.md#${place(at)}): ${firstSentence(doc?.words ?? '')}`)
    return `## ${room}\n\n${lines.join('\n')}`
  })
  return `# What plugins import\n\nWritten from the doc comments of the SDK by \`npm run reference\`. How to use it is in docs/plugin-guide.md.\n\n${blocks.join('\n\n')}\n`
}

function firstSentence(words) {
  return (/^.*?[.:](?=\s|$)/s.exec(words)?.[0] ?? words).replaceAll('\n', ' ').replace(/:$/, '.')
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(async () => {
    await ensureInstalled()
    await step('Wrote the reference', () => writeReference())
    console.log(join(pagesFolder, 'README.md'))
  })
}
