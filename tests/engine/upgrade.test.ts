import {
  allow,
  choice,
  defineEntity,
  defineEvent,
  definePlugin,
  type Fields,
  host,
  integer,
  job,
  listScreen,
  type Migration,
  type MigrationStep,
  migration,
  on,
  type Plugin,
  role,
  route,
  text,
} from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { withSetupLock } from '../../core/data/database.ts'
import { upgrade } from '../../core/plans/upgrade/perform.ts'
import { bringUp } from '../../core/plans/workspace.ts'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { cardOf } from '../../sdk/testing/check/released.ts'
import { schemaOf, shapeOfSchema, stillToMake } from '../../sdk/testing/check/schema.ts'
import { dyingAt } from './dying.ts'

const plain = { title: 'Jobs', description: 'Jobs in a workshop.', engines: { sangam: '^0.1.0' } }
const Job1 = defineEntity('shop.job', {
  title: 'subject',
  sort: ['hours'],
  counted: [['state', 'subject']],
  fields: {
    subject: text({ required: true, search: true }),
    state: choice(['open', 'started', 'done']),
    hours: text(),
    note: text({ index: true, unique: true }),
    code: text({ unique: true, index: true }),
  },
})
const Scrap = defineEntity('shop.scrap', { title: 'name', fields: { name: text({ required: true }) } })
const shop1 = definePlugin({ ...plain, id: 'shop', version: '1.0.0', entities: [Job1, Scrap], parts: [listScreen(Job1, { columns: ['subject', 'state'] })] })
const Job11 = defineEntity('shop.job', {
  title: 'subject',
  sort: ['place'],
  counted: [['subject', 'state']],
  fields: { ...Job1.fields, note: text({ index: true }), code: text({ unique: true }), place: text() },
})
const Done = defineEvent('shop.jobDone', { hours: integer() })
const idle = async () => undefined
const none = async () => ({})
const shop11 = definePlugin({
  ...{ ...plain, id: 'shop', version: '1.1.0', entities: [Job11, Scrap], permissions: { read: ['core.user'] } },
  parts: [
    listScreen(Job11, { columns: ['subject', 'place'] }),
    ...[Done, on(Done, { name: 'shop.count', as: 'actor' }, idle), job('shop.sweep', { schedule: '0 8 * * *', as: 'system', run: idle })],
    ...[job('shop.tally', { as: 'system', run: idle }), host('shop.bank', { label: 'The bank', address: 'https://bank.example' })],
    ...[route('GET', '/open', { permission: 'shop.job:read', run: none }), route('GET', '/sums', { permission: 'shop.job:read', run: none })],
  ],
})

/** The names and the choices change, hours become a number, and how long a title is, is kept. */
const Job2 = defineEntity('shop.job', {
  title: 'title',
  fields: {
    title: text({ required: true, search: true }),
    state: choice(['open', 'done']),
    hours: integer(),
    size: integer({ required: true }),
    code: text({ unique: true }),
    place: text(),
  },
})
const to2 = migration('2.0.0', {
  steps: [
    { step: 'rename', entity: 'shop.job', field: 'subject', to: 'title' },
    { step: 'map', entity: 'shop.job', field: 'state', choices: { started: 'open' } },
    { step: 'convert', entity: 'shop.job', field: 'hours' },
    { step: 'fill', entity: 'shop.job', field: 'size', formula: 'size(title)' },
    { step: 'drop', entity: 'shop.job', field: 'note' },
    { step: 'drop', entity: 'shop.scrap' },
  ],
  proof: [{ entity: 'shop.job', always: { size: { gt: 0 } } }],
})
const shop2With = (...steps: readonly Migration[]): Plugin =>
  definePlugin({
    ...{ ...plain, id: 'shop', version: '2.0.0', entities: [Job2] },
    permissions: { read: ['core.user'], write: ['core.activity'] },
    parts: [
      listScreen(Job2, { menu: 'Workshop', columns: ['title', 'size'] }),
      ...[Done, on(Done, { name: 'shop.count', as: 'system' }, idle), job('shop.sweep', { schedule: '0 9 * * *', as: 'system', run: idle })],
      ...[defineEvent('shop.jobBegun', {}), host('shop.bank', { label: 'The bank', address: 'https://new.example' })],
      ...[route('GET', '/open', { permission: 'signedIn', run: none }), route('POST', '/plan', { permission: 'signedIn', run: none })],
      role('shop.reader', { label: 'Reader', grants: [allow(Job2, ['read'])] }),
      ...steps,
    ],
  })
const shop2 = shop2With(to2)

let platform: TestPlatform
const post = (path: string, body: object) => platform.admin.post(path, body) as Promise<never>
const plan = (to: string) => post('/api/plugins/shop/plan', { to }) as Promise<{ steps: string[]; refused?: string }>
const card = async () => {
  const { items } = (await platform.admin.get('/api/plugins')) as { items: { id: string; version: string; problems: string[]; upgrade: object | null }[] }
  const { version, problems, upgrade } = items.find(one => one.id === 'shop') as (typeof items)[number]
  return { version, problems, upgrade }
}
const jobs = async (fields: string) =>
  ((await platform.admin.get(`/api/records/shop.job?sort=code&fields=${fields}`)) as { items: object[] }).items.map(one => ({
    ...one,
    id: undefined,
    version: undefined,
  }))

/** The indexes by which lists of jobs go, whoever sees some only finds them, many are counted, and values are looked up. */
const orders = async () => {
  const rows = await platform.platform.world.db.owner.run<{ name: string }>(
    sql`select indexname as name from pg_indexes where schemaname = 'main' and tablename = 'shop_job' and indexname ~ '_(sort|rows|counted|ix)$' order by 1`,
  )
  return rows.map(({ name }) => name)
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [shop1] })
  await post('/api/records/shop.job', [
    { subject: 'Weld the gate', state: 'started', hours: '3', note: 'Hot', code: 'A' },
    { subject: 'Paint it', state: 'done', hours: null, code: 'B' },
  ] as never)
  await post('/api/records/shop.scrap', { name: 'Old iron' })
  await post('/api/model/apply', {
    operations: [
      { op: 'addField', entity: 'shop.job', field: 'x_loud', type: 'formula', options: { expression: 'upper(concat(subject, "subject"))', result: 'text' } },
      { op: 'setRole', role: 'x.helper', label: 'Helper', grants: [{ entity: 'shop.job', verbs: ['read'], where: { subject: { startsWith: 'Weld' } } }] },
      { op: 'setRules', entity: 'shop.job', rules: [{ refuse: 'No secrets', when: { subject: { contains: 'secret' } } }] },
    ],
  })
  expect(await orders()).toEqual([
    'shop_job_code_ix',
    'shop_job_hours_sort',
    'shop_job_note_ix',
    'shop_job_state_subject_counted',
    'shop_job_subject_hours_rows',
  ])
  const [on, entity] = [{ on: 'created' }, 'shop.job']
  await post('/api/automations', {
    name: 'Marks gates',
    entity,
    trigger: on,
    condition: { subject: { startsWith: 'Gate' } },
    steps: [{ do: 'set', values: { note: 'Gate' } }],
  })
  await post('/api/automations', { name: 'Marks all', entity, trigger: on, steps: [{ do: 'set', values: { note: 'No subjects' } }] })
  await post('/api/webhooks', { name: 'Tells of gates', url: 'https://example.com/in', entity, verbs: ['create'], condition: { subject: 'Gate' } })
  const definition = { columns: ['state', 'subject'], sort: ['-subject'], where: { subject: { ne: 'subject' } } }
  await post('/api/records/core.view', { entity: 'shop.job', name: 'By subject', definition })
})
afterAll(() => platform.stop())

test('what a version only adds comes by itself', async () => {
  await platform.restart(shop11)
  expect(await card()).toEqual({ version: '1.1.0', problems: [], upgrade: null })
  expect(await jobs('subject,place')).toEqual([
    { subject: 'Weld the gate', place: null },
    { subject: 'Paint it', place: null },
  ])
  expect(await orders()).toEqual(['shop_job_note_ix', 'shop_job_place_sort', 'shop_job_subject_place_rows', 'shop_job_subject_state_counted'])
})

test('what a version no longer calls unique two may have', async () => {
  const { items } = (await platform.admin.get('/api/records/shop.job?sort=code&fields=code')) as { items: { id: string }[] }
  const noted = async (note: string | null) => (await platform.admin.ask('PATCH', `/api/records/shop.job/${items[1]?.id}`, { note })).status
  expect([await noted('Hot'), await noted(null)]).toEqual([200, 200])
})

test('where something goes it waits for an owner, says what it will do, and whoever is killed while doing it has done nothing or all', async () => {
  await platform.restart(shop2)
  expect(await card()).toMatchObject({ version: '2.0.0', upgrade: { from: '1.1.0' } })
  expect((await platform.admin.ask('GET', '/api/records/shop.job')).status).toBe(404)
  expect(await plan('3.0.0')).toMatchObject({ steps: [], refused: 'Version 3.0.0 is not installed here; 2.0.0 is. Install it first.' })
  const news = [
    'Adds to the navigation: Jobs.',
    'Answers at 1 address of its own, about: Jobs.',
    'Answers otherwise, or to others, than before at 1 address, about: Jobs.',
    'No longer answers at 1 address, about: Jobs.',
    'Calls another address than before: The bank (https://new.example).',
    'Reads and changes of others: Activities.',
    'Tells others when something happens: Job begun.',
    'Does what it is told of with other rights than before: Job done.',
    'Runs at other times than before: Sweep.',
    'No longer runs by itself: Tally.',
  ]
  const steps = [
    'Brings the roles Reader. Give them to people under Users.',
    ...news,
    'Brings the records of Jobs from version 1.1.0 to 2.0.0, all of it or nothing.',
    'Calls the field Subject of Job “Title”. Its values stay.',
    'Makes other choices in State of Job, in 1 record: Started → Open',
    'Turns Hours of Job into “Whole number”, in 1 record. What it was is put away for thirty days.',
    'Fills Size of Job in 2 records: size(title)',
    'Takes Note out of Job. What it held is put away for thirty days.',
    'Takes Scrap out, with 1 record. They are put away for thirty days.',
    'These name a field by its old name, and do not follow. Look at them afterwards: Marks gates, Tells of gates',
    'Proves of 2 records of Job what version 2.0.0 promises.',
    'There is no way back but a backup from before.',
  ]
  const before = await schemaOf(platform.platform)
  expect((await plan('2.0.0')).steps).toEqual(steps)
  expect(await schemaOf(platform.platform)).toEqual(before)
  const { world } = platform.platform
  const dying = async (nth: number): Promise<void> => {
    const { world: failing } = dyingAt(world, nth)
    await withSetupLock(world.db, async () => {
      await upgrade(failing, 'main', shop2, { owner: true })
      await bringUp(failing, 'main', [])
    })
  }
  // From another statement on each time; the last one is behind the moment that decides.
  let nth = 1 + (Date.now() % 2)
  for (let old = true; old; nth += 2) {
    await expect(dying(nth), `statement ${nth}`).rejects.toThrow('The process is killed.')
    const [row] = await world.db.owner.run<{ version: string }>(sql`select version from main.core_plugin where id = 'shop'`)
    old = row?.version === '1.1.0'
    if (old) expect([nth, await schemaOf(platform.platform)]).toEqual([nth, before])
  }
  expect(nth).toBeGreaterThan(30)
  await platform.restart()
  expect(await stillToMake(platform.platform)).toEqual([])
})

test('after it nothing goes by an index of the version before', async () =>
  expect(await orders()).toEqual(['shop_job_created_at_sort', 'shop_job_title_created_at_rows']))

test('after it the records are of the version that is here, and whatever named a field by its old name names it by the new one', async () => {
  expect(await card()).toEqual({ version: '2.0.0', problems: [], upgrade: null })
  expect(await jobs('title,state,hours,size,x_loud')).toEqual([
    { title: 'Weld the gate', state: 'open', hours: 3, size: 13, x_loud: 'WELD THE GATESUBJECT' },
    { title: 'Paint it', state: 'done', hours: null, size: 8, x_loud: 'PAINT ITSUBJECT' },
  ])
  const { items } = (await platform.admin.get('/api/records/core.view?fields=definition')) as { items: { definition: object }[] }
  expect(items.map(one => one.definition)).toEqual([{ columns: ['state', 'title'], sort: ['-title'], where: { title: { ne: 'subject' } } }])
  const helper = await platform.as('x.helper')
  expect(((await helper.get('/api/records/shop.job?fields=title')) as { items: { title: string }[] }).items.map(one => one.title)).toEqual(['Weld the gate'])
  expect((await platform.admin.ask('POST', '/api/records/shop.job', { title: 'A secret', size: 1 })).status).toBe(422)
  expect(await plan('2.0.0')).toMatchObject({ steps: [], refused: 'Its records are of version 2.0.0 already.' })
})

test('the history tells what a field held when it had its old name, and a look back shows it', async () => {
  const { items } = (await platform.admin.get('/api/records/shop.job?sort=code&fields=title')) as { items: { id: string }[] }
  const at = `/api/records/shop.job/${items[0]?.id}`
  platform.clock.set('2027-04-02T09:30:00Z')
  await platform.admin.patch(at, { title: 'Weld it' })
  expect(((await platform.admin.get(`${at}/history`)) as { items: { changes: { title: object } }[] }).items.map(one => one.changes.title)).toEqual([
    { from: 'Weld the gate', to: 'Weld it' },
    { from: null, to: 'Weld the gate' },
  ])
  expect(await platform.admin.get(`${at}?fields=title&asOf=2027-04-01T00:00:00Z`)).toMatchObject({ title: 'Weld the gate' })
  // Back to what it was before the upgrade goes by the rules of now.
  const { errors } = await platform.admin.refused(platform.admin.post(`${at}/restore`, { version: 1 }))
  expect(errors?.map(({ field }) => field)).toEqual(['state', 'hours', 'size'])
})

test('a record of it is kept with its proof, and an older version is refused', async () => {
  const { owner } = platform.platform.world.db
  const [row] = await owner.run(
    sql`select upgrade->>'from' as "from", upgrade->>'to' as "to", upgrade->'proof' as proof, upgrade->>'followed' as followed from main.core_plugin_change where upgrade is not null`,
  )
  expect(row).toEqual({
    from: '1.1.0',
    to: '2.0.0',
    followed: 'true',
    proof: [{ version: '2.0.0', entity: 'shop.job', condition: '{"size":{"gt":0}}', records: 2, broken: 0 }],
  })
  await platform.restart(shop11)
  expect((await card()).problems).toEqual([
    'Plugin shop is here in version 1.1.0, and its records are of version 2.0.0. Install 2.0.0 or a later one; there is no way back but a backup from before.',
  ])
  expect((await platform.admin.ask('GET', '/api/records/shop.job')).status).toBe(404)
  await platform.restart(shop2)
  expect(await jobs('title')).toHaveLength(2)
})

describe('put away or out of sight in an older version', () => {
  const at1 = async (to: string) => {
    const one = await createTestPlatform({ plugins: [shop1] })
    await one.admin.post('/api/records/shop.job', { subject: 'Weld', state: 'started', hours: '3', code: 'A' })
    await one.admin.post('/api/plugins/shop/apply', { to })
    await one.restart(shop2)
    return one
  }

  test.each(['disabled', 'uninstalled'])('%s, it is brought to the version that is here when it is enabled, with the schema of a fresh start', async to => {
    await using one = await at1(to)
    await using fresh = await createTestPlatform({ plugins: [shop2] })
    const { steps } = (await one.admin.post('/api/plugins/shop/plan', { to: 'enabled' })) as { steps: string[] }
    expect(steps).toContain('Brings the records of Jobs from version 1.0.0 to 2.0.0, all of it or nothing.')
    // No administrator gets round the owner, by enabling it or by taking back that it went.
    const administrator = await one.as('core.admin')
    const forOwner = { status: 403, json: { detail: 'Something goes when Jobs is brought to version 2.0.0. Ask an owner to do this.' } }
    expect([
      await administrator.ask('POST', '/api/plugins/shop/apply', { to: 'enabled' }),
      await administrator.ask('POST', '/api/plugins/shop/undo', {}),
    ]).toMatchObject([forOwner, forOwner])
    await one.admin.post('/api/plugins/shop/apply', { to: 'enabled' })
    const { items } = (await one.admin.get('/api/records/shop.job?fields=title,state,hours,size')) as { items: object[] }
    expect(items).toMatchObject([{ title: 'Weld', state: 'open', hours: 3, size: 4 }])
    expect(await shapeOfSchema(one.platform)).toEqual(await shapeOfSchema(fresh.platform))
    one.clock.set('2027-06-01T09:30:00Z')
    await one.job('core.deletePutAway')
    const left = await one.platform.world.db.owner.run(
      sql`select attname from pg_catalog.pg_attribute where attname like 'kept%' union all select relname from pg_catalog.pg_class where relname like 'kept%'`,
    )
    expect(left).toEqual([])
    if (to === 'disabled') await one.admin.post('/api/plugins/shop/apply', { to: 'uninstalled' })
  })
})

test('deleted for good, a plugin leaves nothing of what its upgrade took out, comes anew in its old version and is upgraded again', async () => {
  await using one = await createTestPlatform({ plugins: [shop1] })
  const upgraded = async () => {
    await one.restart(shop1)
    await one.admin.post('/api/plugins/shop/apply', { to: 'enabled' })
    await one.admin.post('/api/records/shop.job', { subject: 'Weld', state: 'started', hours: '3', code: 'A' })
    await one.restart(shop2)
    await one.admin.post('/api/plugins/shop/apply', { to: '2.0.0' })
    return ((await one.admin.get('/api/records/shop.job?fields=title,hours')) as { items: object[] }).items
  }
  const deleted = async () => {
    for (const to of ['uninstalled', 'available']) await one.admin.post('/api/plugins/shop/apply', { to })
    return one.platform.world.db.owner.run(sql`select relname from pg_catalog.pg_class where relname like 'kept%'`)
  }
  for (const to of ['uninstalled', 'available']) await one.admin.post('/api/plugins/shop/apply', { to })
  const jobs = [{ title: 'Weld', hours: 3 }]
  expect([await upgraded(), await deleted(), await upgraded()]).toMatchObject([jobs, [], jobs])
})

const Tool = defineEntity('tools.tool', { title: 'name', fields: { name: text({ required: true }), size: text() } })
const tools = (version: string, fields: Fields, ...parts: readonly Migration[]): Plugin =>
  definePlugin({
    ...plain,
    id: 'tools',
    version,
    entities: [defineEntity('tools.tool', { title: 'name', fields: { name: text({ required: true }), ...fields } })],
    parts,
  })
const proof = [{ entity: 'tools.tool', never: { name: { isEmpty: true } } }] as const
const steps = (...all: readonly MigrationStep[]): Migration => migration('2.0.0', { steps: all, proof })

describe('at the start', () => {
  let one: TestPlatform
  const told = async () => {
    const card = await cardOf(one, 'tools')
    const { refused } = (await one.admin.post('/api/plugins/tools/plan', { to: '2.0.0' })) as { refused?: string }
    return { problem: card.problems[0] ?? null, refused: refused ?? null }
  }
  beforeAll(async () => {
    one = await createTestPlatform({ plugins: [shop1, tools('1.0.0', Tool.fields)] })
    await one.admin.post('/api/records/tools.tool', { name: 'Saw', size: 'large' })
  })
  afterAll(() => one.stop())

  const waits = 'Plugin tools: its records are of version 1.0.0. Upgrade them to 2.0.0 on the page of plugins, or with: sangam plugin upgrade tools'
  test.each<[string, Plugin, string, string | null]>([
    [
      'a field goes and nothing says where',
      tools('2.0.0', {}),
      "Plugin tools 2.0.0: field \"size\" of tools.tool is gone. Say in a migration where it went: { step: 'rename', … }, or { step: 'drop', … }.",
      null,
    ],
    [
      'a field is of another type and nothing says how',
      tools('2.0.0', { size: integer() }),
      'Plugin tools 2.0.0: field "size" of tools.tool was text and is integer. Write a migration with { step: \'convert\', … }, or give the field another name.',
      null,
    ],
    [
      'a value does not fit its new type',
      tools('2.0.0', { size: integer() }, steps({ step: 'convert', entity: 'tools.tool', field: 'size' })),
      waits,
      '1 record holds something in Size of Tool that is no “Whole number”. Mend them with the version before, then upgrade.',
    ],
    [
      'a proof does not hold',
      tools(
        '2.0.0',
        { big: text() },
        migration('2.0.0', {
          steps: [{ step: 'rename', entity: 'tools.tool', field: 'size', to: 'big' }],
          proof: [{ entity: 'tools.tool', never: { big: 'large' } }],
        }),
      ),
      waits,
      'The proof of version 2.0.0 does not hold: 1 record of tools.tool would break {"not":{"big":"large"}}. Mend them with the version before, or mend the migration.',
    ],
    [
      'its migrations leave something out',
      tools('2.0.0', {}, steps()),
      waits,
      "Its migrations leave something out: Plugin tools 2.0.0: field \"size\" of tools.tool is gone. Say in a migration where it went: { step: 'rename', … }, or { step: 'drop', … }.",
    ],
    [
      'what must be there is not filled',
      tools('2.0.0', { ...Tool.fields, weight: integer({ required: true }) }, steps()),
      waits,
      'Version 2.0.0 of Jobs asks for weight of tools.tool, which 1 record has not. Its migration must fill it: a step "fill".',
    ],
    [
      'a step names what is not there',
      tools('2.0.0', Tool.fields, steps({ step: 'rename', entity: 'tools.tool', field: 'shape', to: 'size' })),
      waits,
      'The migration of Jobs to 2.0.0 names the field "shape" of tools.tool, which version 1.0.0 does not have. Mend its migration.',
    ],
  ])('where %s, the plugin is set aside with a sentence and the rest runs', async (_, plugin, problem, refused) => {
    await one.restart(plugin)
    expect(await told()).toEqual({ problem, refused: refused ?? `It can’t be upgraded: ${problem}` })
    await one.admin.get('/api/records/shop.job')
  })

  test('what the database refuses in a step keeps its plugin from running and no server from starting', async () => {
    await one.platform.world.db.owner.run(sql`alter table main.tools_tool add constraint of_the_house check (size <> 'LARGE')`)
    const louder = steps({ step: 'fill', entity: 'tools.tool', field: 'size', formula: 'upper(size)', where: { name: 'Saw' } })
    await one.restart(tools('2.0.0', Tool.fields, louder))
    expect(await told()).toEqual({
      problem: waits,
      refused:
        'The migration of Jobs to 2.0.0 has a step "fill" of tools.tool · size that can’t be done here: new row for relation "tools_tool" violates check constraint "of_the_house"',
    })
    await one.admin.get('/api/records/shop.job')
    await one.platform.world.db.owner.run(sql`alter table main.tools_tool drop constraint of_the_house`)
  })

  test('with the version from before its records are there as they were', async () => {
    await one.restart(tools('1.0.0', Tool.fields))
    expect(((await one.admin.get('/api/records/tools.tool?fields=name,size')) as { items: object[] }).items).toMatchObject([{ name: 'Saw', size: 'large' }])
  })

  test('of two nodes that start at once with another name of a field, one does it, by itself, and both run', async () => {
    const renamed = tools('2.0.0', { big: text() }, steps({ step: 'rename', entity: 'tools.tool', field: 'size', to: 'big' }))
    await one.admin.post('/api/automations', {
      ...{ name: 'Says how large', entity: 'tools.tool', trigger: { on: 'created' } },
      steps: [{ do: 'set', values: { name: '{{ record.name }}, {{ record.size }}' } }],
    })
    const { world } = one.platform
    const warned: unknown[] = []
    const log = { ...world.log, warn: (_: string, values: { readonly names?: unknown } = {}) => void (values.names && warned.push(values.names)) }
    const start = () => boot({ config: world.config, plugins: new Map([...world.plugins, ['tools', renamed]]), log, clock: world.clock, background: false })
    const nodes = await Promise.all([start(), start()])
    const versions = await Promise.all(nodes.map(async node => (await node.world.models.current('main')).plugins.get('tools')?.version))
    const [done] = await world.db.owner.run(sql`select count(*)::int as count from main.core_plugin_change where upgrade is not null`)
    await Promise.all(nodes.map(node => node.stop()))
    expect({ versions, done, warned }).toEqual({ versions: ['2.0.0', '2.0.0'], done: { count: 1 }, warned: [['Says how large']] })
    await one.restart(renamed)
    expect(((await one.admin.get('/api/records/tools.tool?fields=name,big')) as { items: object[] }).items).toMatchObject([{ name: 'Saw', big: 'large' }])
  })

  test('what goes, goes when an owner says so by HTTP; an administrator may look at the plan and no more', async () => {
    const gone = migration('3.0.0', { steps: [{ step: 'drop', entity: 'tools.tool', field: 'big' }], proof })
    await one.restart(tools('3.0.0', {}, gone))
    const administrator = await one.as('core.admin')
    const { steps } = (await administrator.post('/api/plugins/tools/plan', { to: '3.0.0' })) as { steps: string[] }
    expect(steps).toContain('Takes Big out of Tool. What it held is put away for thirty days.')
    expect((await administrator.ask('POST', '/api/plugins/tools/apply', { to: '3.0.0' })).status).toBe(403)
    expect(await one.admin.post('/api/plugins/tools/apply', { to: '3.0.0' })).toMatchObject({ steps })
    expect(((await one.admin.get('/api/records/tools.tool?fields=name')) as { items: object[] }).items).toMatchObject([{ name: 'Saw' }])
  })
})

test.each<[string, Plugin, string]>([
  [
    'leads beyond its plugin',
    tools('1.0.0', {}, steps()),
    'Plugin tools: the migration to 2.0.0 leads beyond the plugin, which is 1.0.0. Raise the version in plugin.ts.',
  ],
  [
    'holds live code',
    tools('2.0.0', {}, { ...steps(), steps: [(() => 1) as never] }),
    'Plugin tools: the migration to 2.0.0 holds something that is no plain data. Write names and values out: it must mean the same when the plugin has long become another.',
  ],
  [
    'proves nothing',
    tools('2.0.0', {}, { ...steps(), proof: [] as never }),
    'Plugin tools: the migration to 2.0.0 has no proof. Say what must hold of the records when it is done.',
  ],
])('a migration that %s is refused when the plugin is put together', (_, plugin, problem) => {
  expect(() => buildModel([corePlugin, plugin])).toThrow(problem)
})
