import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allow, choice, date, decimal, defineEntity, definePlugin, integer, money, reference, role, text } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { startEmbedded } from '../../core/data/embedded.ts'
import { dataFolder } from '../setup/folder.ts'

/** Records of an entity, every one of which has changed since the moment that is asked for. */
const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 100_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const Port = defineEntity('bench.port', { title: 'name', fields: { name: text({ required: true }) } })
const Load = defineEntity('bench.load', {
  title: 'name',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 120 }),
    kind: choice(['dry', 'wet', 'cold', 'live'], { index: true }),
    units: integer({ index: true }),
    weight: decimal({ digits: 3 }),
    value: money(),
    due: date({ index: true }),
    note: text({ max: 400 }),
    city: text(),
    email: text(),
    port: reference(Port),
    owner: reference('core.user'),
  },
})
const bench = definePlugin({
  id: 'bench',
  version: '1.0.0',
  title: 'Bench',
  description: 'For a figure.',
  engines: { sangam: '^0.1.0' },
  entities: [Port, Load],
  parts: [
    role('bench.all', { label: 'All', grants: [allow(Load, ['read']), allow(Port, ['read', 'create'])] }),
    role('bench.own', { label: 'Own', grants: [allow(Load, ['read'], { where: { owner: '$me' } }), allow(Port, ['read'])] }),
  ],
})

const folder = dataFolder('sangam-bench-')
const server = await startEmbedded({ dataDir: folder, info: () => undefined })
process.env.SANGAM_TEST_DATABASE_URL = server.url('postgres', 'postgres')
const platform = await createTestPlatform({ plugins: [bench] })
const figures: { [name: string]: number } = { rows }
const [made, moment, since] = ['2027-04-01T09:00:00Z', '2027-04-02T09:00:00Z', '2027-04-03T09:00:00Z']
try {
  const [all, own] = [await platform.as('bench.all'), await platform.as('bench.own')]
  await load(own.userId)
  platform.clock.set('2027-04-04T09:00:00.000Z')
  const fields = ['name', 'kind', 'units', 'value', 'due', 'city', 'port.$title']
  const lists = {
    'a page by name': { fields, sort: ['name'] },
    'a page by a condition, an order and a count': { fields, where: { kind: 'dry', units: { gte: 500 } }, sort: ['-due'], count: 'exact' },
    'a page by a condition on what it points at': { fields, where: { 'port.name': 'Port 7' }, sort: ['-units'] },
    'all, counted': { fields: ['name'], limit: 1, count: 'exact' },
  }
  for (const [who, person] of [
    ['who sees all', all],
    ['who sees a tenth', own],
  ] as const)
    for (const [name, query] of Object.entries(lists)) {
      await timed(`${name}, ${who}, today`, () => person.post('/api/query/bench.load', query))
      await timed(`${name}, ${who}, as of`, () => person.post('/api/query/bench.load', { ...query, asOf: moment }))
      await timed(`${name}, ${who}, as of a moment since which nothing changed`, () => person.post('/api/query/bench.load', { ...query, asOf: since }))
    }
  await timed('groups, as of', () => all.post('/api/query/bench.load', { group: ['kind'], measures: ['count', 'sum:value.amount'], asOf: moment }))
  const { items } = (await all.post('/api/query/bench.load', { limit: 1, fields: ['name'] })) as unknown as { items: { id: string }[] }
  await timed('one record, today', () => all.get(`/api/records/bench.load/${items[0]?.id}`))
  await timed('one record, as of', () => all.get(`/api/records/bench.load/${items[0]?.id}?asOf=${moment}`))
} finally {
  await platform.stop()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
mkdirSync(join(import.meta.dirname, '..', '..', '.cache'), { recursive: true })
writeFileSync(join(import.meta.dirname, '..', '..', '.cache', 'bench-as-of.json'), JSON.stringify(figures, null, 2))

/** Each record made, then changed once: a row, and two snapshots as the pipeline writes them. */
async function load(owner: string): Promise<void> {
  const { owner: pool } = platform.platform.world.db
  await pool.run(
    sql`insert into main.bench_port (id, created_at, updated_at, name) select gen_random_uuid(), ${made}::timestamptz, ${made}::timestamptz, 'Port ' || g from generate_series(1, 100) g`,
  )
  await pool.run(sql`
    insert into main.bench_load (id, version, created_at, updated_at, name, kind, units, weight, value_amount, value_currency, due, note, city, email, port, owner)
    select gen_random_uuid(), 2, ${made}::timestamptz, ${since}::timestamptz, 'Load ' || abs(hashint4(g)), (array['dry', 'wet', 'cold', 'live'])[1 + g % 4], g % 1000, g / 1000.0, g % 9973, 'INR',
      date '2027-01-01' + g % 365, repeat('note ', 20), 'City ' || g % 300, 'person' || g || '@example.com', p.ids[1 + g % 100], case when g % 10 = 0 then ${owner}::uuid end
    from generate_series(1, ${rows}::int) g, (select array_agg(id) as ids from main.bench_port) p`)
  await pool.run(sql`
    insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot)
    select 'bench.load', id, v, case v when 1 then 'create' else 'update' end, case v when 1 then ${made}::timestamptz else ${since}::timestamptz end, 'api', jsonb_build_object('name', name, 'kind', kind, 'units', case v when 1 then 999 - units else units end,
      'weight', weight::text, 'value', jsonb_build_object('amount', value_amount::text, 'currency', 'INR'), 'due', due, 'note', note, 'city', city, 'email', email, 'port', port, 'owner', owner)
    from main.bench_load, generate_series(1, 2) v order by v, id`)
  await pool.run(
    sql`insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot) select 'bench.port', id, 1, 'create', created_at, 'api', jsonb_build_object('name', name) from main.bench_port`,
  )
  for (const table of [sql`main.bench_port`, sql`main.bench_load`, sql`main.core_history`]) await pool.run(sql`vacuum analyze ${table}`)
}

async function timed(name: string, ask: () => Promise<unknown>): Promise<void> {
  const took: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const began = performance.now()
    await ask()
    if (round > 0) took.push(performance.now() - began)
  }
  const middle = Math.round((took.sort((a, b) => a - b)[1] ?? 0) * 10) / 10
  figures[`${name}, ms`] = middle
  say(`${name.padEnd(100)} ${String(middle).padStart(8)} ms`)
}
