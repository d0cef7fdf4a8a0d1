import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import { createTestPlatform, type TestClient } from '@sangam/testing'
import { startEmbedded } from '../../core/data/embedded.ts'
import { prepareTestServer } from '../../core/data/testing.ts'
import { evidence } from '../faults/torture/evidence.ts'
import { madeOf } from '../isolation/made.ts'
import { dataFolder } from '../setup/folder.ts'

/** A hook of each kind, as small as they are: what is measured is the way there and back. */
const text = `
import { allow, defineEntity, definePlugin, hooks, role, text } from '@sangam/sdk'
const Note = defineEntity('notes.note', { title: 'title', fields: { title: text({ required: true }), shout: text() } })
export default definePlugin({
  id: 'notes', version: '1.0.0', title: 'Notes', description: 'Notes.', engines: { sangam: '^0.1.0' }, entities: [Note],
  parts: [
    role('notes.keeper', { label: 'Keeper', grants: [allow(Note, ['read', 'create'])] }),
    hooks(Note, {
      derive: async (ctx, changes) => changes.map(({ next }) => ({ shout: String(next.title).toUpperCase() })),
      check: async (ctx, changes) => changes.flatMap(({ next }, index) => (next.title === 'no' ? [{ index, code: 'no', message: 'Write something.' }] : [])),
    }),
  ],
})
`
const rounds = process.argv.includes('--quick') ? 100 : 400
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const server = await startEmbedded({ dataDir: join(dataFolder('sangam-bench-'), 'server'), info: () => undefined })
process.env.SANGAM_TEST_DATABASE_URL = server.url('postgres', 'postgres')
prepareTestServer()
await using apart = await madeOf(text, {}, true)
const { default: within } = (await import(pathToFileURL(apart.entry).href)) as { readonly default: Plugin }
const one = await createTestPlatform({ plugins: [within] })
const other = await createTestPlatform({ plugins: [apart.plugin] })
const [here, there] = [await one.as('notes.keeper'), await other.as('notes.keeper')]

const figures: { [name: string]: number } = {}
for (const [name, count, times] of [
  ['one', 1, rounds],
  ['thousand', 1000, rounds / 20],
] as const) {
  const took: { readonly [way: string]: number[] } = { within: [], apart: [] }
  // In turns, so that whatever else the machine does meets both alike.
  for (let round = 0; round < times + 10; round += 1)
    for (const [way, client] of [
      ['within', here],
      ['apart', there],
    ] as const) {
      const ms = await create(client, count)
      if (round >= 10) took[way]?.push(ms)
    }
  for (const [way, list] of Object.entries(took)) {
    list.sort((a, b) => a - b)
    for (const [share, at] of Object.entries({ P50: 0.5, P99: 0.99 }))
      figures[`${name}${share}${way === 'apart' ? 'Apart' : ''}Ms`] = rounded(list[Math.floor(list.length * at)] ?? 0)
  }
}
await one.stop()
await other.stop()
await server.stop()
for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(24)} ${value}`)
say(
  `a hook call apart costs ${rounded(((figures.oneP50ApartMs ?? 0) - (figures.oneP50Ms ?? 0)) / 2)} ms more with one record, ${rounded(((figures.thousandP50ApartMs ?? 0) - (figures.thousandP50Ms ?? 0)) / 2)} ms with a thousand`,
)
const folder = join(import.meta.dirname, '..', '..', '.cache')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'bench-boundary.json'), JSON.stringify(figures, null, 2))
// A quick turn shows that it runs, and no figure that one would keep.
if (rounds === 400) evidence('bench-boundary')(figures)

async function create(client: TestClient, count: number): Promise<number> {
  const body = count === 1 ? { title: 'Call Gupta' } : Array.from({ length: count }, (_, at) => ({ title: `Note ${at}` }))
  const began = performance.now()
  await client.post('/api/records/notes.note', body)
  return performance.now() - began
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
