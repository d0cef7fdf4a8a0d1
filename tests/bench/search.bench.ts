import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allow, defineEntity, definePlugin, listScreen, reference, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { startEmbedded } from '../../core/data/embedded.ts'
import { tableName } from '../../core/data/identifiers.ts'
import { dataFolder } from '../setup/folder.ts'

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 1_000_000)
const kinds = 20
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const firsts =
  'Asha Ravi Meena Vijay Sunita Ramesh Farhan Zoya Kabir Divya Arjun Leela Mohan Nisha Omkar Priya Rahul Sanjay Tara Usha Anil Bina Chetan Deepak Esha'
const lasts =
  'Sharma Gupta Verma Singh Patel Reddy Iyer Nair Khan Das Mehta Joshi Kulkarni Agarwal Chatterjee Bose Rao Pillai Menon Shah Malhotra Kapoor Bhat Sethi Dutta'
const hindi = 'शर्मा गुप्ता वर्मा सिंह पटेल रेड्डी मेहता जोशी अग्रवाल कपूर'
const trades = 'Traders Mills Stores Foods Textiles Motors Pumps Cables Solar Logistics Exports Steel Pharma Papers Tools'
const cities = 'Pune Mumbai Delhi Jaipur Surat Indore Nagpur Kochi Chennai Kolkata Lucknow Patna Bhopal Mysuru Guwahati'
/** As people type: names, parts of them, two words, other scripts, slips, codes, and words that a fifteenth of all records hold. */
const searches =
  'sharma|meena|gupta traders|शर्मा|kulkarni pune|vijay|K17-4|ravi sharma|chatterjee|agarwl|solar|मेहता|pune|N77123|zoya kapoor foods|malhotr|omkar|exports surat|bose|iyer'.split(
    '|',
  )

const entities = Array.from({ length: kinds }, (_, at) =>
  defineEntity(`bench.kind${at}`, {
    title: 'name',
    sort: ['name'],
    fields: {
      name: text({ required: true, max: 120 }),
      code: text({ search: true, max: 20 }),
      city: text({ search: true, max: 60 }),
      owner: reference('core.user'),
    },
  }),
)
const bench = definePlugin({
  id: 'bench',
  version: '1.0.0',
  title: 'Bench',
  description: 'For a figure.',
  engines: { sangam: '^0.1.0' },
  entities,
  parts: [
    ...entities.map(entity => listScreen(entity, { menu: 'Bench', columns: ['name', 'code', 'city'] })),
    role('bench.all', { label: 'All', grants: entities.map(entity => allow(entity, ['read'])) }),
    role('bench.own', { label: 'Own', grants: entities.map(entity => allow(entity, ['read'], { where: { owner: '$me' } })) }),
  ],
})

const folder = dataFolder('sangam-bench-')
const server = await startEmbedded({ dataDir: folder, info: () => undefined })
process.env.SANGAM_TEST_DATABASE_URL = server.url('postgres', 'postgres')
const platform = await createTestPlatform({ plugins: [bench] })
const figures: { [name: string]: number | string } = { rows, entities: kinds }
try {
  const [all, own] = [await platform.as('bench.all'), await platform.as('bench.own')]
  await load(own.userId)
  for (const [name, person] of [
    ['all rows', all],
    ['a tenth of the rows', own],
  ] as const) {
    await timed(
      `global search, ${name}`,
      person,
      searches.map(words => `/api/search?q=${encodeURIComponent(words)}`),
    )
    await timed(
      `search a list, ${name}`,
      person,
      searches.map(words => `/api/records/bench.kind3?search=${encodeURIComponent(words)}&fields=name,city`),
    )
  }
} finally {
  await platform.stop()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
mkdirSync(join(import.meta.dirname, '..', '..', '.cache'), { recursive: true })
writeFileSync(join(import.meta.dirname, '..', '..', '.cache', 'bench-search.json'), JSON.stringify(figures, null, 2))

async function load(owner: string): Promise<void> {
  const { owner: pool } = platform.platform.world.db
  const of = (words: string, by: number) => sql`(string_to_array(${words}, ' '))[1 + (h.n / ${by}::int) % array_length(string_to_array(${words}, ' '), 1)]`
  for (let at = 0; at < kinds; at += 1) {
    const table = tableName('main', `bench_kind${at}`)
    // A scramble of the number, so that names do not repeat in step with each other.
    await pool.run(sql`
      insert into ${table} (id, created_at, updated_at, name, code, city, owner)
      select gen_random_uuid(), now(), now(), ${of(firsts, 1)} || ' ' || case when h.n % 10 = 3 then ${of(hindi, 31)} else ${of(lasts, 31)} end || ' ' || ${of(trades, 1009)},
        'K' || ${at}::int || '-' || g, ${of(cities, 7)}, case when g % 10 = 0 then ${owner}::uuid end
      from generate_series(1, ${Math.round(rows / kinds)}::int) g, lateral (select abs(hashint4(g + ${at * 7}::int))::int as n) h`)
    await pool.run(sql`analyze ${table}`)
  }
  await pool.run(sql`vacuum`).catch(() => undefined)
}

/** One after the other, as a person types; each several times after a first round that is not counted. */
async function timed(name: string, person: TestClient, paths: readonly string[]): Promise<void> {
  const took: { path: string; ms: number }[] = []
  for (let round = 0; round < 11; round += 1)
    for (const path of paths) {
      const began = performance.now()
      await person.get(path)
      if (round > 0) took.push({ path, ms: performance.now() - began })
    }
  const sorted = took.map(one => one.ms).sort((a, b) => a - b)
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10
  figures[`${name}, p50 ms`] = at(0.5)
  figures[`${name}, p95 ms`] = at(0.95)
  const slowest = took.reduce((a, b) => (b.ms > a.ms ? b : a))
  say(
    `${name.padEnd(40)} p50 ${String(at(0.5)).padStart(6)} ms   p95 ${String(at(0.95)).padStart(6)} ms   slowest ${decodeURIComponent(slowest.path)} ${Math.round(slowest.ms)} ms`,
  )
  if (process.argv.includes('--each'))
    for (const path of paths)
      say(
        `  ${decodeURIComponent(path).padEnd(60)} ${
          Math.round(
            (took
              .filter(one => one.path === path)
              .map(one => one.ms)
              .sort((a, b) => a - b)[4] ?? 0) * 10,
          ) / 10
        }`,
      )
}
