import { defineEntity, definePlugin, type Migration, migration, type Plugin, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSetupLock } from '../../core/data/database.ts'
import { upgrade } from '../../core/plans/upgrade/perform.ts'
import { findPlugins } from '../../core/plugins.ts'
import { type Model, type ModelEntity, systemFields } from '../../core/registry/model.ts'
import { stillToMake } from '../../sdk/testing/check/schema.ts'

const plugins: readonly Plugin[] = [...(await findPlugins()).plugins.values()]

let platform: TestPlatform
let model: Model
/** The columns that lead an index of the database, each with its table. */
let led: ReadonlySet<string>
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: plugins.filter(one => one.id !== 'core') })
  model = await platform.platform.world.models.current('main')
  const rows = await platform.platform.world.db.owner.run<{ name: string }>(sql`
    select pg_catalog.concat_ws('.', t.relname, a.attname) as name from pg_catalog.pg_index i join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0] where t.relnamespace = 'main'::regnamespace and i.indisvalid`)
  led = new Set(rows.map(row => row.name))
})
afterAll(() => platform.stop())

/** The column by which a path is found, with its table: of another record's field the one that names that record. */
function columnOf(entity: ModelEntity, path: string): string {
  const [name = '', part] = path.split('.')
  const columns = entity.fields.get(name)?.columns ?? []
  return `${entity.table}.${(columns.find(one => one.part === part) ?? columns[0])?.name ?? systemFields.get(name)?.column}`
}

const lookedAt = (condition: object): readonly string[] =>
  Object.entries(condition).flatMap(([name, value]) => (['or', 'and'].includes(name) ? (value as object[]).flatMap(lookedAt) : name))

/** What is looked for in lists as they come, before anybody has chosen anything. */
function looked(entity: ModelEntity): readonly (readonly [why: string, path: string])[] {
  const lists = model.lists.filter(list => list.entity === entity.name)
  const views = lists.flatMap(list => list.views ?? [])
  const pointing = [...entity.fields.values()].filter(field => field.type.type === 'reference').map(field => field.name)
  // Lines that no list shows, and that say no order, come by their ids, the newest first.
  const usual = entity.linesOf && !entity.definition.sort && lists.length === 0 ? ['-id'] : entity.sort
  const sorts = [...usual, ...views.flatMap(view => ('sort' in view ? (view.sort ?? []) : []))].map(sort => sort.replace('-', ''))
  const filters = views.flatMap(view => lookedAt(view.where ?? {}))
  return [
    ...pointing.map(path => ['points by', path] as const),
    ...sorts.map(path => ['is sorted by', path] as const),
    ...filters.map(path => ['is filtered by', path] as const),
  ]
}

test.each(plugins)('an index stands behind all that points and all that lists go by: $id', ({ id, entities = [] }) => {
  const own = [...model.entities.values()].filter(entity => entity.plugin === id)
  const all = own.flatMap(entity => looked(entity).map(([why, path]) => ({ column: columnOf(entity, path), said: `${entity.name} ${why} ${path}` })))
  expect({ without: all.filter(one => !led.has(one.column)), some: all.length > 0 }).toEqual({ without: [], some: entities.length > 0 })
})

/** The indexes of the tables that are written to most, each as it is. */
async function indexesOf(...tables: readonly string[]): Promise<readonly string[]> {
  const rows = await platform.platform.world.db.owner.run<{ def: string }>(sql`
    select pg_catalog.pg_get_indexdef(i.indexrelid) as def from pg_catalog.pg_index i join pg_catalog.pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'main'::regnamespace and t.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb)) and i.indisvalid order by 1`)
  return rows.map(row => row.def)
}

test('no table that is written to much has two indexes of which one would do, nor one by which nobody looks', async () => {
  const of = async (table: string) =>
    (await indexesOf(table)).flatMap(def => {
      const [, name = '', rest = ''] = /INDEX (\w+) ON main\.\w+ USING btree (.*)/.exec(def) ?? []
      return name && !name.endsWith('_pkey') ? [[name.slice(table.length + 1), rest.replaceAll('deleted_at IS NULL', 'live')]] : []
    })
  expect({ lines: await of('ledger_line'), entries: await of('ledger_entry'), leads: (await of('leads_lead')).length }).toEqual({
    lines: [
      ['account_ref', '(account) WHERE (account IS NOT NULL)'],
      ['cost_centre_ref', '(cost_centre) WHERE (cost_centre IS NOT NULL)'],
      ['entry_position_refs', '(entry, "position", deleted_at)'],
      ['party_ref', '(party) WHERE (party IS NOT NULL)'],
      ['project_ref', '(project) WHERE (project IS NOT NULL)'],
    ],
    entries: [
      ['company_date_state_kind_refs', '(company, date, state, kind, deleted_at)'],
      ['date_ix', '(date, id) WHERE (live)'],
      ['journal_ref', '(journal) WHERE (journal IS NOT NULL)'],
      ['number_sort', '(number, id) WHERE (live)'],
      ['reference_ix', '(reference, id) WHERE (live)'],
      ['reverses_ref', '(reverses) WHERE (reverses IS NOT NULL)'],
      ['state_date_rows', '(state, date, id) WHERE (live)'],
      ['company_number_uq', "(company, number) NULLS NOT DISTINCT WHERE ((live) AND (number <> ''::text))"],
      ['reverses_uqf', '(reverses) WHERE ((live) AND (reverses IS NOT NULL))'],
      ['source_entity_source_id_source_version_uqf', '(source_entity, source_id, source_version) WHERE ((live) AND (source_entity IS NOT NULL))'],
    ],
    leads: 16,
  })
})

test('a workspace from before has the same after a start, and what an operator made stays', async () => {
  const { owner } = platform.platform.world.db
  const tables = ['leads_lead', 'leads_lead_line', 'ledger_entry'] as const
  const lead = (await platform.admin.post('/api/records/leads.lead', { title: 'Pumps', externalId: 'A1' })) as { id: string }
  const now = await indexesOf(...tables)
  const old: readonly (readonly [made: string, table: string])[] = [
    ['leads_lead_owner_ref', 'leads_lead (owner) where owner is not null'],
    ['leads_lead_owner_sort', 'leads_lead (owner, id) where deleted_at is null'],
    ['leads_lead_owner_created_at_rows', 'leads_lead (owner, created_at, id) where deleted_at is null'],
    ['leads_lead_line_lead_ref', 'leads_lead_line (lead) where lead is not null'],
    ['leads_lead_line_lead_lines', 'leads_lead_line (lead, position) where deleted_at is null'],
    ['leads_lead_line_created_at_sort', 'leads_lead_line (created_at, id) where deleted_at is null'],
    ['ledger_entry_company_ref', 'ledger_entry (company) where company is not null'],
    ['ledger_entry_company_date_state_kind_counted', 'ledger_entry (company, date, state, kind) where deleted_at is null'],
  ]
  const theirs = ['leads_lead_of_the_house_refs', 'leads_lead_stage_ref', 'leads_lead_line_item_lines'] as const
  await owner.run(sql`drop index main.leads_lead_owner_created_at_refs, main.leads_lead_external_id_uqf, main.leads_lead_line_lead_position_refs,
    main.ledger_entry_company_date_state_kind_refs`)
  for (const [name, on] of old) await owner.run(sql`create index ${sql.identifier(name)} on ${sql.raw(`main.${on}`)}`)
  await owner.run(sql`create unique index leads_lead_external_id_uq on main.leads_lead (external_id) where deleted_at is null`)
  await owner.run(sql`create index ${sql.identifier(theirs[0])} on main.leads_lead (owner, value_amount, deleted_at)`)
  await owner.run(sql`create index ${sql.identifier(theirs[1])} on main.leads_lead (stage, party)`)
  await owner.run(sql`create index ${sql.identifier(theirs[2])} on main.leads_lead_line (item, lead)`)
  await owner.run(sql`update main.core_model set hash = 'before'`)
  await platform.restart()
  const after = await indexesOf(...tables)
  const isTheirs = (def: string): boolean => theirs.some(name => def.includes(` ${name} `))
  expect({ left: await stillToMake(platform.platform), after: after.filter(def => !isTheirs(def)), theirs: after.filter(isTheirs).length }).toEqual({
    left: [],
    after: now,
    theirs: 3,
  })
  expect(await platform.admin.ask('POST', '/api/records/leads.lead', { title: 'Again', externalId: 'A1' })).toMatchObject({ status: 409 })
  expect(await platform.admin.get(`/api/records/leads.lead/${lead.id}`)).toMatchObject({ title: 'Pumps', externalId: 'A1' })
})

test('lines that nobody asks for in an order come page by page, the newest first', async () => {
  const lines = ['Panels', 'Frames', 'Cable'].map(description => ({ description, quantity: '1', price: { amount: '5', currency: 'INR' } }))
  const lead = (await platform.admin.post('/api/records/leads.lead', { title: 'A roof', lines })) as { id: string }
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const where = encodeURIComponent(JSON.stringify({ lead: lead.id }))
    const page = (await platform.admin.get(`/api/records/leads.leadLine?where=${where}&limit=2${next && `&after=${next}`}`)) as {
      items: { description: string }[]
      next: string | null
    }
    seen.push(...page.items.map(item => item.description))
    next = page.next
  }
  expect(seen).toEqual(['Cable', 'Frames', 'Panels'])
})

test('the upgrade of a plugin in a workspace from before makes nothing unique anew that is unique already; that comes beside the work', async () => {
  const shop = (version: string, field: string, ...parts: readonly Migration[]): Plugin =>
    definePlugin({
      ...{ id: 'shop', version, title: 'Shop', description: 'A shop.', engines: { sangam: '^0.1.0' }, parts },
      entities: [
        defineEntity('shop.item', { title: 'name', fields: { name: text({ required: true }), code: text({ unique: true }), [field]: text({ unique: true }) } }),
      ],
    })
  const renamed = migration('2.0.0', {
    steps: [{ step: 'rename', entity: 'shop.item', field: 'mark', to: 'sign' }],
    proof: [{ entity: 'shop.item', never: { name: { isEmpty: true } } }],
  })
  const two = shop('2.0.0', 'sign', renamed)
  const one = await createTestPlatform({ plugins: [shop('1.0.0', 'mark')] })
  try {
    const { world } = one.platform
    await world.db.owner.run(sql`drop index main.shop_item_code_uqf; create unique index shop_item_code_uq on main.shop_item (code) where deleted_at is null`)
    const held = async () => {
      const rows = await one.platform.world.db.owner.run<{ name: string }>(
        sql`select indexname as name from pg_indexes where schemaname = 'main' and tablename = 'shop_item' and indexname ~ '_uq' order by 1`,
      )
      return rows.map(row => row.name.slice('shop_item_'.length))
    }
    const seen: (readonly string[])[] = []
    await withSetupLock(world.db, async () => {
      await upgrade(world, 'main', two, { owner: true })
      seen.push(await held())
    })
    await one.restart(two)
    expect([...seen, await held(), (await stillToMake(one.platform)).length]).toEqual([['code_uq', 'sign_uqf'], ['code_uqf', 'sign_uqf'], 0])
  } finally {
    await one.stop()
  }
})
