import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { readReference, writeReference } from '../../tools/reference.mjs'

const all = await readReference()

test('whatever a plugin can import is said in a sentence', () => {
  expect(new Set(all.map(one => one.from))).toEqual(new Set(['@sangam/sdk', '@sangam/sdk/web', '@sangam/testing']))
  expect(all.filter(one => !/\p{L}{2}.*\./su.test(one.doc?.words ?? '')).map(one => `${one.from} ${one.name}`)).toEqual([])
})

test('each of its examples can be read as code: statements, a value, or fields of an entity', () => {
  const examples = all.flatMap(({ name, doc }) => (doc?.examples ?? []).map(code => ({ name, code: code.replaceAll('…', '') })))
  const reads = (code: string): boolean => parseSync('example.ts', code).errors.length === 0
  expect(examples.length).toBeGreaterThan(100)
  expect(examples.filter(({ code }) => ![code, `(${code})`, `({ ${code} })`].some(reads))).toEqual([])
})

test('the reference has a page for each room, with the signature, the words, the parameters and the example of each name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-reference-'))
  try {
    const pages = await writeReference(folder)
    expect([pages, (await readdir(folder)).length]).toEqual([new Set(all.map(one => one.room)).size + 1, pages])
    const numbering = (await readFile(join(folder, 'numbering.md'), 'utf8')).split('\n## ').find(part => part.startsWith('numbering\n'))
    expect(numbering).toBe(`numbering

Another pattern for a series that a plugin in \`needs\` brings: as the law of a country asks for it. What the administrators of a workspace say goes
before it; of several plugins the one that comes last counts. A field that is no series, or a pattern that makes no numbers, is refused when the
server starts.

\`\`\`ts
function numbering<N extends string, F extends Fields>(entity: Entity<N, F>, field: keyof F & string, pattern: string): Numbering
\`\`\`

- \`entity\`: the definition that has the series, from the other plugin's \`model.ts\`
- \`field\`: the name of the series field
- \`pattern\`: as in \`series()\`

Example:

\`\`\`ts
numbering(Invoice, 'number', '{company}/{fy2}/{0000}')
\`\`\`
`)
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain(
      '- [numbering](numbering.md#numbering-1): Another pattern for a series that a plugin in `needs` brings.',
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
