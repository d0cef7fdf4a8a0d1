import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { readReference, writeReference } from '../../tools/reference.mjs'
import first from '../data/sdk-0.1.json' with { type: 'json' }
import { doorsOf, modulesOf, type Result, runnable } from './examples.ts'
import { complaintsAbout, imported, shownIn } from './pasted.ts'

const all = await readReference()

test('whatever a plugin can import is said in a sentence', () => {
  expect(new Set(all.map(one => one.from))).toEqual(new Set(['@sangam/sdk', '@sangam/sdk/web', '@sangam/testing']))
  expect(all.filter(one => !/\p{L}{2}.*\./su.test(one.doc?.words ?? '')).map(one => `${one.from} ${one.name}`)).toEqual([])
})

test('what a plugin of an older version imports is still there', () => {
  const gone = Object.entries(first).flatMap(([from, names]) => names.filter(name => !all.some(one => one.from === from && one.name === name && !one.isType)))
  expect([first['@sangam/sdk'].length > 100, gone]).toEqual([true, []])
})

test('every value has an example of its own, every type one too, or it is seen in what has one', () => {
  const shown = new Set(all.filter(one => one.doc?.examples.length).map(one => one.name))
  expect(all.filter(one => !one.isType && !shown.has(one.name)).map(one => `${one.from} ${one.name}`)).toEqual([])
  // A card is seen in a dashboard, a dashboard in what makes one.
  const reach = (names: ReadonlySet<string>): ReadonlySet<string> => {
    const more = all.filter(one => !names.has(one.name) && one.seenIn.some(other => names.has(other))).map(one => one.name)
    return more.length > 0 ? reach(new Set([...names, ...more])) : names
  }
  expect(all.filter(one => !reach(shown).has(one.name)).map(one => `${one.from} ${one.name}`)).toEqual([])
})

test('what an example says that comes out, comes out', async () => {
  const codes = all.filter(one => one.from === '@sangam/sdk' && !one.isType).flatMap(one => one.doc?.examples ?? [])
  // One that is wrong is found, so the others were looked at.
  codes.push("addDays('2027-03-31', 1) // '2027-03-32'")
  const { results } = await imported<{ readonly results: readonly Result[] }>(
    await runnable(codes, doorsOf(all, '@sangam/sdk'), code => parseSync('one.ts', `(${code})`).errors.length === 0),
  )
  expect(results.length).toBeGreaterThan(40)
  expect(results.filter(one => !isDeepStrictEqual(one.gave, one.said))).toEqual([{ code: "addDays('2027-03-31', 1)", gave: '2027-04-01', said: '2027-03-32' }])
})

test('each of its examples, and each of the guide, compiles, written where one writes such', () => {
  const examples = all.flatMap(({ name, from, doc }) => (doc?.examples ?? []).map(code => ({ name, from, code })))
  const shown = shownIn('docs/plugin-guide.md')
  expect([examples.length > 100, shown.length]).toEqual([true, 8])
  const files = [
    ...examples.flatMap(({ name, from, code }, at) => modulesOf(code, doorsOf(all, from)).map((text, part) => [`${name}-${at}-${part}.ts`, text] as const)),
    ...shown.flatMap(({ name, code }) => modulesOf(code, doorsOf(all, '@sangam/sdk')).map((text, part) => [`guide/${part}/${name}`, text] as const)),
    ['guide/0/model.ts', "export { Lead } from '@sangam/plugin-leads/model'\n"] as const,
    // One that is wrong is found, so the others were looked at.
    ['wrong.ts', modulesOf("name: text({ max: 'ten' })", doorsOf(all, '@sangam/sdk'))[0] ?? ''] as const,
  ]
  expect(complaintsAbout(Object.fromEntries(files))).toMatch(/^\S+wrong\.ts\(\d+,\d+\): error TS2322: Type 'string' is not assignable to type 'number'\.\n$/)
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
