import { definePlugin, extendEntity, integer, migration, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { Deal, deals } from './note.ts'

const plain = { id: 'marks', title: 'Marks', description: 'For deals.', engines: { sangam: '^0.1.0' }, needs: { deals: '^1.0.0' } }
const marks1 = definePlugin({ ...plain, version: '1.0.0', extensions: [extendEntity(Deal, { fields: { mark: text(), size: text() } })] })
const marks2 = definePlugin({
  ...{ ...plain, version: '2.0.0' },
  extensions: [extendEntity(Deal, { fields: { size: integer({ index: true }), grade: text({ index: true }) } })],
  parts: [
    migration('2.0.0', {
      steps: [
        { step: 'convert', entity: 'deals.deal', field: 'size' },
        { step: 'fill', entity: 'deals.deal', field: 'grade', formula: 'startsWith(mark, "A") ? "A" : "B"' },
        { step: 'drop', entity: 'deals.deal', field: 'mark' },
      ],
      proof: [{ entity: 'deals.deal', never: { grade: { isEmpty: true } } }],
    }),
  ],
})

interface Plan {
  readonly schema?: readonly { readonly what: string; readonly name: string; readonly rows: number; readonly ms: number }[]
  readonly takes?: { readonly ms: number; readonly said: readonly string[] }
}
let platform: TestPlatform
let looking: Pool
const post = (what: string) => platform.admin.post(`/api/plugins/marks/${what}`, { to: '2.0.0' }) as Promise<Plan>
const indexes = async () =>
  (await looking.run<{ name: string }>(sql`select indexname as name from pg_indexes where schemaname = 'main' and tablename = 'deals_deal'`)).map(
    one => one.name,
  )

/** Counts how often the table of deals is altered, also where that is taken back. */
async function countAltered(pool: Pool): Promise<void> {
  await pool.run(sql`
    create sequence public.altered;
    create function public.look() returns event_trigger language plpgsql security definer as $$ begin
      if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'main.deals_deal') then perform nextval('public.altered'); end if; end $$;
    create event trigger look on ddl_command_end when tag in ('ALTER TABLE') execute function public.look()`)
}
async function altered(pool: Pool): Promise<number> {
  return (await pool.run<{ times: number }>(sql`select (case when is_called then last_value else 0 end)::int as times from public.altered`))[0]?.times ?? 0
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, marks1] })
  looking = openPool({ url: platform.platform.world.config.databaseUrl ?? '', size: 2, name: 'looks on' })
  await looking.run(sql`insert into main.deals_deal (id, created_at, updated_at, title, state, mark, size)
    select gen_random_uuid(), now(), now(), 'Deal ' || i, 'open', case when i % 2 = 0 then 'A' else 'C' end, (i % 90)::text from generate_series(1, 12000) i`)
  await looking.run(sql`analyze main.deals_deal`)
  await countAltered(looking)
  await platform.restart(marks2)
})
afterAll(async () => {
  await looking?.close()
  await platform?.stop()
})

test('the plan of an upgrade tells of the indexes that are built behind it, and that they waited for the plan; doing it does it once', async () => {
  const began = await altered(looking)
  const { schema = [], takes } = await post('plan')
  const rehearsed = await altered(looking)
  const before = await indexes()
  expect(takes?.said).toEqual([
    expect.stringMatching(/^Whoever reads or changes Deals waits for about \d+ ms\.$/),
    'Goes through 12,000 rows of Deals beside the work, while everyone goes on: less than a second.',
    expect.stringMatching(
      /^All of it takes .+\. So long it took when it was rehearsed on the records and taken back; what is built beside the work is reckoned from how many rows there are\.$/,
    ),
    'For this plan they waited as long: it was done on the records, and taken back. Doing it takes that once more.',
  ])
  await post('apply')
  const told = schema.filter(one => one.what === 'index')
  const made = (await indexes()).filter(name => !before.includes(name))
  expect({ made: made.sort(), rows: told.map(one => one.rows), times: (await altered(looking)) - rehearsed }).toEqual({
    made: told.map(one => one.name).sort(),
    rows: told.map(() => 12_000),
    times: rehearsed - began,
  })
  expect([made.length > 0, rehearsed > began, takes?.ms]).toEqual([true, true, schema.reduce((sum, one) => sum + one.ms, 0)])
})

test('a version that only adds is planned on an empty copy, says so, and alters nothing that is in use until it is done', async () => {
  const more = definePlugin({
    ...plain,
    version: '1.1.0',
    extensions: [extendEntity(Deal, { fields: { mark: text(), size: text(), heft: integer({ index: true }) } })],
  })
  await using other = await createTestPlatform({ plugins: [deals, marks1] })
  const pool = openPool({ url: other.platform.world.config.databaseUrl ?? '', size: 1, name: 'looks on' })
  const turn = (what: string, to: string) => other.admin.post(`/api/plugins/marks/${what}`, { to }) as Promise<Plan>
  await turn('apply', 'disabled')
  await countAltered(pool)
  await other.restart(more)
  const { takes } = await turn('plan', 'enabled')
  expect({ said: takes?.said.at(-1), altered: await altered(pool) }).toEqual({
    said: 'All of it takes less than a second. That is an estimate: it was rehearsed on an empty copy of the tables, and what goes through rows is reckoned from how many there are.',
    altered: 0,
  })
  await turn('apply', 'enabled')
  expect(await altered(pool)).toBeGreaterThan(0)
  await pool.close()
})
