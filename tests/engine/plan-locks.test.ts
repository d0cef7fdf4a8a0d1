import {
  allow,
  appendOnly,
  date,
  defineEntity,
  definePlugin,
  extendEntity,
  integer,
  listScreen,
  migration,
  reference,
  role,
  text,
  translations,
} from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { applyPlugin } from '../../core/plans/plugins/lifecycle.ts'
import { dropLeftCopies } from '../../core/plans/rehearsal/copy.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { Deal, deals, Firm, Line } from './note.ts'

const Tag = defineEntity('tags.tag', { title: 'name', fields: { name: text({ required: true, unique: true }), firm: reference(Firm) } })
const plain = { version: '1.0.0', description: 'For deals.', engines: { sangam: '^0.1.0' }, needs: { deals: '^1.0.0' } }
const tags = definePlugin({
  ...{ ...plain, id: 'tags', title: 'Tags', entities: [Tag] },
  extensions: [extendEntity(Deal, { fields: { tag: reference(Tag), rank: integer({ index: true }) } })],
  parts: [listScreen(Tag, { columns: ['name'] }), appendOnly(Tag, { when: { name: 'Fixed' }, because: 'It stays as it is.' })],
})
/** No database takes this day. */
const broken = definePlugin({ ...plain, id: 'broken', title: 'Broken', extensions: [extendEntity(Deal, { fields: { due: date({ default: '2027-02-30' }) } })] })
const marker = (options: { readonly hide?: readonly 'value'[] }, ...verbs: readonly string[]) =>
  role('marks.marker', { label: 'Marker', grants: [allow(Deal, ['read', ...verbs], options)] })
const marks1 = definePlugin({
  ...{ ...plain, id: 'marks', title: 'Marks', extensions: [extendEntity(Deal, { fields: { mark: text(), sign: text() } })] },
  parts: [marker({ hide: ['value'] })],
})
const marks2 = definePlugin({
  ...{
    ...plain,
    id: 'marks',
    title: 'Marks',
    version: '2.0.0',
    extensions: [extendEntity(Deal, { fields: { sign: text(), badge: text(), grade: integer() } })],
  },
  parts: [
    marker({}, 'update'),
    migration('2.0.0', {
      steps: [{ step: 'drop', entity: 'deals.deal', field: 'mark' }],
      proof: [{ entity: 'deals.deal', never: { title: { isEmpty: true } } }],
    }),
  ],
})
const Thing = defineEntity('taken.thing', { title: 'name', fields: { name: text() } })
const taken = definePlugin({ ...plain, id: 'taken', title: 'Taken', entities: [Thing] })
const wide = definePlugin({
  ...{ ...plain, id: 'wide', title: 'Wide', extensions: [extendEntity(Line, { fields: { width: integer({ label: 'Width' }) } })] },
  parts: [translations('hi', { Wide: 'चौड़ाई', 'For deals.': 'सौदों के लिए।', Width: 'माप' })],
})

interface Lock {
  readonly table: string
  readonly mode: string
  readonly waits: string
}
interface Plan {
  readonly refused?: string | readonly string[]
  readonly schema?: readonly {
    readonly what: string
    readonly how: string
    readonly table: string | null
    readonly name: string
    readonly rows: number
    readonly ms: number
    readonly locks: readonly Lock[]
  }[]
  readonly takes?: { readonly ms: number; readonly on: string; readonly said: readonly string[] }
}

let platform: TestPlatform
let admin: Pool
let firm: string
const post = (path: string, body: object) => platform.admin.post(path, body) as Promise<Plan>

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, marks1], installed: [tags, broken, taken, wide] })
  admin = openPool({ url: platform.platform.world.config.databaseUrl ?? '', size: 2, name: 'looks on' })
  firm = (await platform.admin.repo(Firm).create({ name: 'Gupta', code: 'G', kind: 'customer' })).id
  await platform.admin.repo(Deal).create({ title: 'Before', firm })
  // Whatever alters a table of the workspace writes down what its transaction holds.
  await admin.run(sql`
    create table public.seen (tag text, "table" text, mode text);
    create function public.look() returns event_trigger language plpgsql security definer as $$ begin
      insert into public.seen select tg_tag, c.relname, l.mode from pg_locks l join pg_class c on c.oid = l.relation
        where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relnamespace = 'main'::regnamespace and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock'); end $$;
    create event trigger look on ddl_command_end execute function public.look(); create event trigger drops on sql_drop execute function public.look()`)
})
afterAll(async () => {
  await admin.close()
  await platform.stop()
})

const order = ['ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']
/** Of each table the strongest lock. */
function strongest(locks: readonly { readonly table: string; readonly mode: string }[]): { [table: string]: string } {
  const sorted = locks.toSorted((a, b) => order.indexOf(a.mode) - order.indexOf(b.mode))
  return Object.fromEntries(sorted.map(({ table, mode }) => [table, mode.replace(/Lock$/, '')]).toSorted(([a = ''], [b = '']) => a.localeCompare(b)))
}

/** What a plan says is held, and what its apply holds in truth, of the tables that were there before. */
async function saidAndTrue(plan: string, apply: string, body: object) {
  const before = new Set(
    (await admin.run<{ name: string }>(sql`select relname as name from pg_class where relnamespace = 'main'::regnamespace and relkind = 'r'`)).map(
      one => one.name,
    ),
  )
  const { schema = [], takes } = await post(plan, body)
  const leftBehind = await admin.run(sql`select nspname from pg_namespace where nspname like 'sangam\_rehearsal%'`)
  await admin.run(sql`truncate public.seen`)
  await post(apply, body)
  const seen = (await admin.run<Lock>(sql`select distinct "table", mode from public.seen`)).filter(one => before.has(one.table))
  // An index that is built beside the work lets go before the trigger is asked; it has a test of its own.
  const said = schema.flatMap(({ what, how, locks }) =>
    locks.filter(({ mode }) => !(what === 'index' && how === 'make' && mode === 'ShareUpdateExclusiveLock')),
  )
  return { said: strongest(said), truth: strongest(seen), words: takes?.said ?? [], leftBehind }
}

const deal = { entity: 'deals.deal' } as const
const estimate =
  'All of it takes less than a second. That is an estimate: it was rehearsed on an empty copy of the tables, and what goes through rows is reckoned from how many there are.'
const beside = 'Goes through 1 row of Deals beside the work, while everyone goes on: less than a second.'
const nobody = 'Nobody waits: nothing that is in use is held.'
const everyone = (names: string) => expect.stringMatching(new RegExp(`^Whoever reads or changes ${names} waits for about \\d+ ms\\.$`)) as string
const writers = (names: string) => expect.stringMatching(new RegExp(`^Whoever changes ${names} waits for about \\d+ ms; reading goes on\\.$`)) as string

/** What is changed, what the plan says is held, and what people are told. */
const kinds: readonly [string, readonly object[], { readonly [table: string]: string }, readonly string[]][] = [
  ['an entity', [{ op: 'addEntity', entity: 'x.van', label: 'Van', fields: [{ field: 'name', type: 'text' }] }], {}, [nobody, estimate]],
  ['a field', [{ op: 'addField', ...deal, field: 'x_note', type: 'text' }], { deals_deal: 'AccessExclusive' }, [everyone('Deals'), estimate]],
  [
    'a field with a value for nothing',
    [{ op: 'addField', ...deal, field: 'x_size', type: 'integer', options: { default: 3 } }],
    { deals_deal: 'AccessExclusive' },
    [everyone('Deals'), estimate],
  ],
  ['an index on a table with rows', [{ op: 'changeField', ...deal, field: 'x_note', options: { index: true } }], {}, [nobody, beside, estimate]],
  [
    'an index on an empty table',
    [{ op: 'changeField', entity: 'x.van', field: 'name', options: { unique: true } }],
    { x_van: 'Share' },
    [writers('Vans'), estimate],
  ],
  [
    'a field that no index is for any more',
    [{ op: 'changeField', ...deal, field: 'x_note', options: { index: false } }],
    { deals_deal: 'ShareUpdateExclusive' },
    [nobody, estimate],
  ],
  ['what must be unique', [{ op: 'setUnique', ...deal, unique: [['x_note']] }], {}, [nobody, beside, estimate]],
  ['what need not be unique any more', [{ op: 'setUnique', ...deal, unique: [] }], { deals_deal: 'ShareUpdateExclusive' }, [nobody, estimate]],
  [
    'a reference',
    [{ op: 'addField', ...deal, field: 'x_van', type: 'reference', options: { to: 'x.van' } }],
    { deals_deal: 'AccessExclusive', x_van: 'ShareRowExclusive' },
    [everyone('Deals'), writers('Vans'), beside, estimate],
  ],
  [
    'a new entity that refers to one in use',
    [
      {
        op: 'addEntity',
        entity: 'x.stop',
        label: 'Stop',
        fields: [
          { field: 'name', type: 'text' },
          { field: 'deal', type: 'reference', options: { to: 'deals.deal' } },
        ],
      },
    ],
    { deals_deal: 'ShareRowExclusive' },
    [writers('Deals'), estimate],
  ],
  [
    'a list of references',
    [{ op: 'addField', ...deal, field: 'x_vans', type: 'references', options: { to: 'x.van' } }],
    { deals_deal: 'ShareRowExclusive', x_van: 'ShareRowExclusive' },
    [writers('Deals, Vans'), estimate],
  ],
  [
    'a sum that is kept up',
    [{ op: 'addField', entity: 'x.van', field: 'deals', type: 'rollup', options: { how: 'count', of: 'deals.deal', by: 'x_van' } }],
    { deals_deal: 'ShareRowExclusive' },
    [writers('Deals'), beside, estimate],
  ],
  [
    'a field of another type',
    [{ op: 'convertField', ...deal, field: 'x_size', type: 'decimal' }],
    { deals_deal: 'AccessExclusive' },
    [everyone('Deals'), beside, estimate],
  ],
  ['a sum that is kept up no more', [{ op: 'removeField', entity: 'x.van', field: 'deals' }], { deals_deal: 'AccessExclusive' }, [everyone('Deals'), estimate]],
]

test.each(kinds)(
  'a change set with %s says what the database holds in truth, and leaves nothing of its rehearsal behind',
  async (_, operations, locks, words) => {
    expect(await saidAndTrue('/api/model/plan', '/api/model/apply', { operations })).toEqual({ said: locks, truth: locks, words, leftBehind: [] })
  },
)

test('an index of an empty table that was cut off while it was made or dropped is made anew with the next change', async () => {
  await admin.run(sql`update pg_index set indisvalid = false where indexrelid = 'main.x_van_name_uqf'::regclass`)
  await post('/api/model/apply', { operations: [{ op: 'addField', entity: 'x.van', field: 'note', type: 'text' }] })
  expect(
    await admin.run(sql`select i.indisvalid as valid, i.indisunique as unique from pg_index i where i.indexrelid = 'main.x_van_name_uqf'::regclass`),
  ).toEqual([{ valid: true, unique: true }])
})

describe('a plugin', () => {
  const moves: readonly [string, string, { readonly [table: string]: string }, readonly string[]][] = [
    [
      'enabled',
      'enabled',
      { core_sealed: 'ShareRowExclusive', deals_deal: 'AccessExclusive', deals_firm: 'ShareRowExclusive' },
      [everyone('Deals'), writers('Firms, Sealed records'), beside, estimate],
    ],
    ['disabled', 'disabled', {}, [nobody, estimate]],
    [
      'uninstalled',
      'uninstalled',
      { deals_deal: 'AccessExclusive', deals_firm: 'AccessExclusive', tags_tag: 'AccessExclusive' },
      [everyone('Deals, Firms'), estimate],
    ],
    ['put back', 'enabled', { deals_deal: 'AccessExclusive', deals_firm: 'ShareRowExclusive' }, [everyone('Deals'), writers('Firms'), beside, estimate]],
  ]
  test.each(moves)('that is %s says so too', async (_, to, locks, words) => {
    const { said, ...found } = await saidAndTrue('/api/plugins/tags/plan', '/api/plugins/tags/apply', { to })
    // What comes out of where it was put away is nobody’s yet.
    expect({ said: { ...said, ...(to === 'enabled' && { tags_tag: undefined }) }, ...found }).toEqual({ said: locks, truth: locks, words, leftBehind: [] })
  })
})

test('an index is built beside the work in truth: whoever writes meanwhile does not wait', async () => {
  const operations = [{ op: 'changeField', ...deal, field: 'x_size', options: { index: true } }]
  const { schema = [] } = await post('/api/model/plan', { operations })
  expect(schema.find(one => one.what === 'index')?.locks).toMatchObject([{ table: 'deals_deal', mode: 'ShareUpdateExclusiveLock', waits: 'nobody' }])
  const held = () =>
    admin.run(
      sql`select distinct l.mode from pg_locks l join pg_stat_activity a using (pid) where l.relation = 'main.deals_deal'::regclass and l.granted and a.query like 'create index concurrently%' and l.mode not like 'Access%'`,
    )
  const applied = await admin.transaction(async writer => {
    // It waits for who has written and is not done, and nobody waits for it.
    await writer.run(sql`update main.deals_deal set reason = reason`)
    const running = post('/api/model/apply', { operations })
    await expect.poll(held).toEqual([{ mode: 'ShareUpdateExclusiveLock' }])
    await platform.admin.repo(Deal).create({ title: 'Meanwhile', firm })
    return { running }
  })
  await applied.running
})

describe('what the database would refuse is said before anything is done', () => {
  // As many as it takes, and all of them gone again: PostgreSQL counts them still.
  const widest = `do $do$ declare had integer := (select count(*) from pg_attribute where attrelid = 'main.deals_line'::regclass and attnum > 0); begin
    execute (select 'alter table main.deals_line ' || string_agg('add column pad_' || i || ' integer', ', ') from generate_series(had + 1, 1600) i);
    execute (select 'alter table main.deals_line ' || string_agg('drop column pad_' || i, ', ') from generate_series(had + 1, 1600) i); end $do$`
  const refusals: readonly [string, string, string, string][] = [
    ['a value for nothing that is none', 'broken', 'select 1', 'date/time field value out of range: "2027-02-30"'],
    ['a name that something else has', 'taken', 'create sequence main.taken_thing', 'relation "taken_thing" already exists'],
    ['a table that has had too many columns', 'wide', widest, 'tables can have at most 1600 columns'],
  ]
  test.each(refusals)('%s, in the words in which it refuses it then', async (_, id, first, problem) => {
    await admin.run({ text: first, params: [] })
    expect(await post(`/api/plugins/${id}/plan`, { to: 'enabled' })).toMatchObject({
      refused: `It was rehearsed on an empty copy of the tables, and the database refused it: ${problem}`,
    })
    const { world } = platform.platform
    await expect(applyPlugin(world, mainWorkspace, id, 'enabled')).rejects.toThrow(problem)
  })
})

test('what stands in the way of the rehearsal alone refuses nothing', async () => {
  const [{ name = '' } = {}] = await admin.run<{ name: string }>(sql`select current_database() as name`)
  await admin.run({ text: `revoke create on database ${name} from sangam_owner`, params: [] })
  try {
    const plan = await post('/api/model/plan', { operations: [{ op: 'addField', ...deal, field: 'x_more', type: 'text' }] })
    expect(plan).toMatchObject({
      refused: [],
      takes: { on: null, said: ['How long it takes and who waits for it could not be rehearsed here. The log of the server says why.'] },
    })
  } finally {
    await admin.run({ text: `grant create on database ${name} to sangam_owner`, params: [] })
  }
})

test('the copy of a process that was killed goes at the next start or in the night, one that is in use stays', async () => {
  const [left, used] = ['sangam_rehearsal_0123456789ab', 'sangam_rehearsal_ba9876543210']
  for (const name of [left, used])
    await admin.run({ text: `create schema ${name} authorization sangam_owner; create table ${name}.t (id integer)`, params: [] })
  const copies = () => admin.run(sql`select nspname as name from pg_namespace where nspname like 'sangam\_rehearsal%' order by 1`)
  await admin.transaction(async tx => {
    await tx.run(sql`select pg_advisory_xact_lock(728391, hashtext(${used}))`)
    await dropLeftCopies(platform.platform.world)
    expect(await copies()).toEqual([{ name: used }])
  })
  await platform.job('core.deletePutAway')
  expect(await copies()).toEqual([])
})

test('an upgrade says what its roles open beyond before, what it will hold and how long it took when it was rehearsed on a copy of them', async () => {
  await platform.restart(marks2)
  const [{ name = '' } = {}] = await admin.run<{ name: string }>(sql`select current_database() as name`)
  await admin.run({ text: `revoke create on database ${name} from sangam_owner`, params: [] })
  expect(await post('/api/plugins/marks/plan', { to: '2.0.0' })).toMatchObject({
    takes: { on: null },
    steps: expect.arrayContaining(['Brings the records of Marks from version 1.0.0 to 2.0.0, all of it or nothing.']),
  })
  await admin.run({ text: `grant create on database ${name} to sangam_owner`, params: [] })
  expect(await post('/api/plugins/marks/plan', { to: '2.0.0' })).toMatchObject({
    steps: expect.arrayContaining(['The role Marker opens more than before: change Deals, see Value of Deals.']),
    roles: [
      {
        role: 'marks.marker',
        gains: [
          { entity: 'deals.deal', verb: 'update', on: 'all' },
          { verb: 'read', fields: ['value'] },
        ],
        loses: [],
      },
    ],
  })
  expect(await saidAndTrue('/api/plugins/marks/plan', '/api/plugins/marks/apply', { to: '2.0.0' })).toEqual({
    ...{ said: { deals_deal: 'AccessExclusive' }, truth: { deals_deal: 'AccessExclusive' }, leftBehind: [] },
    words: [everyone('Deals'), 'All of it takes less than a second. So long it took when it was rehearsed on a copy of the records.'],
  })
  // What goes is put by, and what comes, two columns, is made in one.
  expect(await admin.run(sql`select tag, count(*)::int as times from public.seen where "table" = 'deals_deal' group by tag`)).toEqual([
    { tag: 'ALTER TABLE', times: 2 },
  ])
})

test('whoever reads Hindi reads it in Hindi, and what a plugin is called before it is enabled', async () => {
  const { admin: reader } = platform
  await reader.patch(`/api/records/core.user/${reader.userId}`, { locale: 'hi' })
  const { takes } = await post('/api/model/plan', { operations: [{ op: 'addField', ...deal, field: 'x_more', type: 'text' }] })
  expect(takes?.said).toEqual([
    expect.stringMatching(/^जो Deals पढ़े या बदले, वह लगभग \d+ मिलीसेकंड रुकेगा।$/),
    'पूरे में समय लगेगा: एक सेकंड से कम। यह अनुमान है: इसे तालिकाओं की खाली प्रति पर आज़माया गया, और जो हर पंक्ति से गुज़रता है उसका हिसाब उनकी गिनती से लगाया गया।',
  ])
  const { items } = (await reader.get('/api/plugins')) as { items: { id: string }[] }
  expect(items.find(one => one.id === 'wide')).toMatchObject({ state: 'available', title: 'चौड़ाई', description: 'सौदों के लिए।' })
})
