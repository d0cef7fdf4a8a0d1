import { definePlugin, extendEntity, integer, migration, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { Deal, deals, Firm } from './note.ts'

const plain = { id: 'marks', title: 'Marks', description: 'For deals.', engines: { sangam: '^0.1.0' }, needs: { deals: '^1.0.0' } }
const marks1 = definePlugin({ ...plain, version: '1.0.0', extensions: [extendEntity(Deal, { fields: { mark: text(), size: text() } })] })
const marks2 = definePlugin({
  ...{ ...plain, version: '2.0.0' },
  extensions: [extendEntity(Deal, { fields: { size: integer({ index: true }), grade: text({ index: true }), house: text() } })],
  parts: [
    migration('2.0.0', {
      steps: [
        { step: 'convert', entity: 'deals.deal', field: 'size' },
        { step: 'fill', entity: 'deals.deal', field: 'grade', formula: 'startsWith(mark, "A") ? "A" : "B"' },
        // What is read of others is read in the plan as well.
        { step: 'fill', entity: 'deals.deal', field: 'house', formula: 'upper(firm.name)', where: { 'firm.kind': 'customer' } },
        { step: 'drop', entity: 'deals.deal', field: 'mark' },
      ],
      proof: [
        { entity: 'deals.deal', never: { grade: { isEmpty: true } } },
        { entity: 'deals.deal', never: { 'firm.kind': 'customer', house: { isEmpty: true } } },
      ],
    }),
  ],
})

interface Plan {
  readonly steps?: readonly string[]
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
  const gupta = await platform.admin.repo(Firm).create({ name: 'Gupta', kind: 'customer' })
  await looking.run(sql`insert into main.deals_deal (id, created_at, updated_at, title, state, mark, size, firm)
    select gen_random_uuid(), now(), now(), 'Deal ' || i, 'open', case when i % 2 = 0 then 'A' else 'C' end, (i % 90)::text, case when i % 3 = 0 then ${gupta.id}::uuid end from generate_series(1, 12000) i`)
  await looking.run(sql`analyze main.deals_deal`)
  await countAltered(looking)
  await platform.restart(marks2)
})
afterAll(async () => {
  await looking?.close()
  await platform?.stop()
})

/** Somebody who changes deals and firms while it is done, one after another, and waits for none of them a tenth of a second; how many they changed. */
async function whileSomebodyWrites<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const pool = openPool({ url: platform.platform.world.config.databaseUrl ?? '', size: 1, name: 'writes' })
  let [over, times] = [false, 0]
  const writing = (async () => {
    for (; !over; times += 1)
      await pool.transaction(async tx => {
        await tx.run(sql`set local lock_timeout = '100ms'`)
        await tx.run(sql`update main.deals_firm set kind = kind`)
        await tx.run(sql`update main.deals_deal set score = 1 where id in (select id from main.deals_deal limit 50)`)
      })
  })()
  try {
    const done = await work()
    over = true
    await writing
    return [done, times]
  } finally {
    over = true
    await pool.close()
  }
}

test('the plan of an upgrade is made beside those who write, tells of the indexes that are built behind it, and comes true', async () => {
  const began = await altered(looking)
  const [{ steps, schema = [], takes }, written] = await whileSomebodyWrites(() => post('plan'))
  expect([await altered(looking), written > 0]).toEqual([began, true])
  const before = await indexes()
  expect(takes?.said).toEqual([
    expect.stringMatching(/^Whoever reads or changes Deals waits for about \d+ ms\.$/),
    'Goes through 12,000 rows of Deals beside the work, while everyone goes on: less than a second.',
    expect.stringMatching(
      /^All of it takes .+\. So long it took when it was rehearsed on a copy of the records; what is built beside the work is reckoned from how many rows there are\.$/,
    ),
  ])
  expect(steps?.filter(step => /12,000|4,000/.test(step))).toEqual([
    'Turns Size of Deal into “Whole number”, in 12,000 records. What it was is put away for thirty days.',
    'Fills Grade of Deal in 12,000 records: startsWith(mark, "A") ? "A" : "B"',
    'Fills House of Deal in 4,000 records: upper(firm.name)',
    'Proves of 12,000 records of Deal what version 2.0.0 promises.',
    'Proves of 12,000 records of Deal what version 2.0.0 promises.',
  ])
  const done = await post('apply')
  const told = schema.filter(one => one.what === 'index')
  const made = (await indexes()).filter(name => !before.includes(name))
  expect({ steps: done.steps, made: made.sort(), rows: told.map(one => one.rows) }).toEqual({
    steps,
    made: told.map(one => one.name).sort(),
    rows: told.map(() => 12_000),
  })
  expect([made.length > 0, (await altered(looking)) > began, takes?.ms]).toEqual([true, true, schema.reduce((sum, one) => sum + one.ms, 0)])
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
