import {
  allow,
  defineEntity,
  definePlugin,
  defineSettings,
  extendEntity,
  integer,
  lines,
  listScreen,
  type Plugin,
  reference,
  references,
  role,
  seed,
  text,
  translations,
} from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { applyPlugin, planPlugin } from '../../core/plans/plugins/lifecycle.ts'
import { finishPuttingAway } from '../../core/plans/plugins/perform.ts'
import { deleteForGood } from '../../core/plans/plugins/purge.ts'
import { updateWorkspace } from '../../core/plans/workspace.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { schemaOf } from '../../sdk/testing/check/schema.ts'
import { Random } from '../faults/torture/random.ts'
import { dyingAt, overtakenAt } from './dying.ts'
import { Deal, deals } from './note.ts'

const Trip = defineEntity('vans.trip', {
  title: 'to',
  fields: { van: reference('vans.van', { required: true }), to: text({ required: true }), km: integer() },
})
const Van = defineEntity('vans.van', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    deal: reference('deals.deal', { onRemove: 'clear' }),
    also: references('deals.deal'),
    trips: lines(Trip, 'van'),
  },
})
const vans = definePlugin({
  id: 'vans',
  version: '1.2.0',
  title: 'Vans',
  description: 'Vans that bring what was sold.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Van, Trip],
  extensions: [
    extendEntity(Deal, {
      fields: { van: reference('vans.van', { index: true }), gate: text({ unique: true, search: true }), helpers: references('vans.van') },
    }),
  ],
  parts: [
    listScreen(Van, { menu: 'Deals', columns: ['name', 'deal'] }),
    defineSettings('vans.rates', 'Rates', { perKm: integer({ default: 12 }) }),
    seed('vans.first', { run: async ctx => void (await ctx.repo(Van).create({ name: 'The first van' })) }),
    role('vans.driver', { label: 'Driver', grants: [allow(Van, ['read', 'create', 'update'])] }),
    translations('hi', { Vans: 'वैन', Gate: 'फाटक' }),
  ],
})
const Ride = defineEntity('rides.ride', { title: 'name', fields: { name: text({ required: true }), van: reference('vans.van') } })
const rides = definePlugin({
  id: 'rides',
  version: '1.0.0',
  title: 'Rides',
  description: 'Needs vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Ride],
})
const Hire = defineEntity('hires.hire', { title: 'name', fields: { name: text({ required: true }), van: reference('vans.van', { required: true }) } })
const hires = definePlugin({
  id: 'hires',
  version: '1.0.0',
  title: 'Hires',
  description: 'Must have vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Hire],
})
const Tour = defineEntity('tours.tour', { title: 'name', fields: { name: text({ required: true }), vans: references('vans.van', { required: true }) } })
const tours = definePlugin({
  id: 'tours',
  version: '1.0.0',
  title: 'Tours',
  description: 'Must have some vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Tour],
})
const Paper = defineEntity('papers.paper', { title: 'name', keep: { years: 8 }, fields: { name: text({ required: true }) } })
const papers = definePlugin({
  id: 'papers',
  version: '1.0.0',
  title: 'Papers',
  description: 'What a law keeps.',
  engines: { sangam: '^0.1.0' },
  entities: [Paper],
})

const clash = definePlugin({
  id: 'clash',
  version: '1.0.0',
  title: 'Clash',
  description: 'Adds a field that Vans adds too.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  extensions: [extendEntity(Deal, { fields: { gate: text() } })],
})
const later = definePlugin({ id: 'later', version: '2.0.0', title: 'Later', description: 'For a newer platform.', engines: { sangam: '^9.0.0' } })
const onLater = definePlugin({
  id: 'onlater',
  version: '1.0.0',
  title: 'On later',
  description: 'Needs it.',
  engines: { sangam: '^0.1.0' },
  needs: { later: '*' },
})
const Rack = defineEntity('racks.rack', { title: 'name', fields: { name: text({ required: true }) } })
const racks = definePlugin({
  id: 'racks',
  version: '1.0.0',
  title: 'Racks',
  description: 'Adds to what vans have.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Rack],
  extensions: [extendEntity(Van, { fields: { rack: text({ index: true }) } })],
})
const others: readonly Plugin[] = [vans, rides, hires, tours, racks, papers, clash, later, onLater]
let platform: TestPlatform
const turn = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/apply`, { to }) as Promise<{ steps: string[] }>
const planned = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/plan`, { to }) as Promise<{ steps: string[]; refused?: string }>
const standing = async (id: string) => {
  const { items } = (await platform.admin.get('/api/plugins')) as { items: { id: string; state: string; away: object | null; undo: boolean }[] }
  const { state, away, undo } = items.find(one => one.id === id) as (typeof items)[number]
  return { state, away, undo }
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: others })
})
afterAll(() => platform.stop())

describe('a plugin that is uninstalled', () => {
  let deal: string
  let lost: string
  let van: string
  let before: Awaited<ReturnType<typeof look>>

  const look = async () => ({
    van: (await platform.admin.get(`/api/records/vans.van/${van}`)) as { readonly [field: string]: unknown },
    deal: (await platform.admin.get(`/api/records/deals.deal/${deal}?fields=title,gate,van,helpers`)) as { readonly [field: string]: unknown },
    history: await platform.admin.get(`/api/records/vans.van/${van}/history`),
    comments: await platform.admin.get(`/api/records/core.activity?where=${encodeURIComponent(JSON.stringify({ entity: 'vans.van' }))}&fields=subject`),
    schema: await schemaOf(platform.platform),
  })

  beforeAll(async () => {
    await turn('vans', 'enabled')
    deal = (await platform.admin.repo(Deal).create({ title: 'Five pumps' })).id
    lost = (await platform.admin.repo(Deal).create({ title: 'A mistake' })).id
    const made = await platform.admin.post('/api/records/vans.van', {
      name: 'White van',
      deal: lost,
      also: [deal, lost],
      trips: [
        { to: 'Pune', km: 149 },
        { to: 'Nashik', km: 166 },
      ],
    })
    van = (made as { id: string }).id
    await platform.admin.patch(`/api/records/deals.deal/${deal}`, { gate: 'G-7', van, helpers: [van] })
    await platform.admin.patch(`/api/records/vans.van/${van}`, { name: 'Old white van' })
    await platform.admin.post('/api/records/core.activity', { entity: 'vans.van', record: van, kind: 'task', subject: 'Change the oil' })
    await platform.admin.post('/api/records/core.view', { entity: 'vans.van', kind: 'list', name: 'All vans', definition: {} })
    await platform.admin.ask('PUT', '/api/settings/vans.rates', { values: { perKm: 15 } })
    before = await look()
  })

  test('says first what is put away, for how long and what will miss it, and changes nothing yet', async () => {
    expect(await planned('vans', 'uninstalled')).toMatchObject({
      steps: [
        'Takes from the navigation: Vans.',
        'Takes 3 fields from records of others: Deals › Van, Deals › Gate, Deals › Helpers.',
        'Takes away 1 page of settings: Rates.',
        'Whoever has these roles may do nothing by them meanwhile: Driver.',
        'Puts away 4 tables with 2 records for 30 days. Until then all of it can be put back.',
        'Takes 2 columns out of what other plugins have; their values are kept with it.',
        '1 saved view says that what they show is missing, until it is back.',
      ],
    })
    expect(await look()).toEqual(before)
  })

  test('has its records out of everybody’s reach and leaves those of others as they were', async () => {
    await turn('vans', 'uninstalled')
    expect(await standing('vans')).toEqual({ state: 'uninstalled', away: { until: '2027-04-30', tables: 4, records: 2 }, undo: true })
    expect((await platform.admin.ask('GET', `/api/records/vans.van/${van}`)).status).toBe(404)
    const { owner, app } = platform.platform.world.db
    const tables = await owner.run<{ schema: string; name: string }>(sql`
      select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and c.relname ~ 'van|helpers' order by 1, 2`)
    expect(tables).toEqual(['deals_deal_helpers_links', 'vans_trip', 'vans_van', 'vans_van_also_links'].map(name => ({ schema: 'main_trash', name })))
    await expect(app.run(sql`select * from main_trash.vans_van`)).rejects.toThrow('permission denied')
    expect(await platform.admin.get(`/api/records/deals.deal/${deal}?fields=title`)).toMatchObject({ title: 'Five pumps' })
    await platform.admin.patch(`/api/records/deals.deal/${deal}`, { title: 'Five pumps and a hose' })
    expect(((await platform.admin.get('/api/records/core.view?fields=name')) as { items: object[] }).items).toHaveLength(1)
  })

  test('holds nobody up: what its records point at can be deleted for good', async () => {
    await platform.admin.ask('DELETE', `/api/records/deals.deal/${lost}`)
    expect((await platform.admin.ask('DELETE', `/api/bin/deals.deal/${lost}`)).status).toBe(200)
  })

  test('comes back with all it had; what leads to something that is gone is emptied, and the plan says so', async () => {
    expect((await planned('vans', 'enabled')).steps.slice(0, 2)).toEqual([
      'Puts back Vans as it was on 2027-03-31: 4 tables with 2 records.',
      '2 references lead to what was deleted for good meanwhile, and will be empty.',
    ])
    await turn('vans', 'enabled')
    const now = await look()
    expect(now).toEqual({
      ...before,
      van: { ...before.van, deal: null, also: [deal] },
      deal: { ...before.deal, title: 'Five pumps and a hose', version: 3 },
    })
    expect(await platform.admin.get('/api/settings/vans.rates')).toEqual({ values: { perKm: 15 } })
    expect(await platform.admin.repo(Van).count()).toBe(2)
    const twice = await platform.admin.ask('POST', '/api/records/deals.deal', { title: 'Another', gate: 'G-7' })
    expect(twice.status).toBe(409)
    expect((await platform.admin.ask('DELETE', `/api/records/vans.van/${van}`)).status).toBe(409)
  })

  test('is put back by taking its uninstalling back, once', async () => {
    await turn('vans', 'uninstalled')
    expect(await platform.admin.post('/api/plugins/vans/undo/plan', {})).toEqual({
      steps: [
        'Puts back Vans as it was on 2027-03-31: 4 tables with 2 records.',
        'Adds to the navigation: Vans.',
        'Adds 3 fields to records of others: Deals › Van, Deals › Gate, Deals › Helpers.',
        'Brings 1 page of settings: Rates.',
        'Brings the roles Driver. Give them to people under Users.',
      ],
      tables: 0,
      columns: 0,
      schema: expect.any(Array),
      takes: expect.objectContaining({ on: 'copy' }),
    })
    expect((await standing('vans')).state).toBe('uninstalled')
    await platform.admin.post('/api/plugins/vans/undo', {})
    expect(await standing('vans')).toEqual({ state: 'enabled', away: null, undo: false })
    expect(await platform.admin.get(`/api/records/vans.van/${van}`)).toMatchObject({ name: 'Old white van' })
    for (const path of ['undo/plan', 'undo'])
      expect(await platform.admin.refused(platform.admin.post(`/api/plugins/vans/${path}`, {}))).toMatchObject({ status: 409, code: 'nothing_to_undo' })
  })

  test('takes what it alone needed along when its enabling is taken back', async () => {
    await turn('vans', 'uninstalled')
    await turn('rides', 'enabled')
    expect([(await standing('vans')).state, (await standing('rides')).state]).toEqual(['enabled', 'enabled'])
    await platform.admin.post('/api/plugins/rides/undo', {})
    expect([(await standing('vans')).state, (await standing('rides')).state]).toEqual(['uninstalled', 'uninstalled'])
    await turn('vans', 'enabled')
  })

  test.each<[string, string, string, string]>([
    ['others stand on it', 'deals', 'uninstalled', 'Vans needs it. Disable that first.'],
    ['it stands there already', 'vans', 'enabled', 'It is enabled already.'],
    ['it was never here', 'papers', 'uninstalled', 'It was never enabled here. There is nothing to put away.'],
    ['it is in use', 'vans', 'available', 'Uninstall it first. What is put away can be deleted for good.'],
  ])('is refused with a sentence where %s', async (_, id, to, sentence) => {
    expect(await planned(id, to)).toMatchObject({ steps: [], refused: sentence })
    expect(await platform.admin.refused(platform.admin.post(`/api/plugins/${id}/apply`, { to }))).toMatchObject({ status: 409, detail: sentence })
  })

  test('is deleted for good by an owner alone, and begins from nothing when it is enabled again', async () => {
    const driver = await platform.as('vans.driver')
    await driver.get('/api/records/vans.van')
    await turn('vans', 'uninstalled')
    const administrator = await platform.as('core.admin')
    expect(await administrator.refused(administrator.post('/api/plugins/vans/apply', { to: 'available' }))).toMatchObject({ status: 403 })
    expect((await planned('vans', 'available')).steps).toEqual([
      'Deletes 4 tables with 2 records for good, and what people wrote, shared and saved about them. This can’t be taken back.',
      'The history of these records stays. By itself this would be done on 2027-04-30.',
    ])
    await turn('vans', 'available')
    expect(await standing('vans')).toEqual({ state: 'available', away: null, undo: false })
    expect(await platform.admin.repo(Deal).count()).toBe(1)

    await turn('vans', 'enabled')
    const { items } = (await platform.admin.get('/api/records/vans.van?fields=name')) as { items: { name: string }[] }
    expect(items.map(({ name }) => name)).toEqual(['The first van'])
    expect(await platform.admin.get(`/api/records/deals.deal/${deal}?fields=gate,van`)).toMatchObject({ gate: null, van: null })
    expect(await platform.admin.get('/api/settings/vans.rates')).toEqual({ values: { perKm: 12 } })
    expect(((await platform.admin.get('/api/records/core.view?fields=name')) as { items: object[] }).items).toEqual([])
    expect((await driver.ask('GET', '/api/records/vans.van')).status).toBe(404)
  })
})

describe('what administrators arranged of a plugin that is gone', () => {
  interface Screens {
    readonly lists: { readonly [entity: string]: object }
    readonly forms: { readonly [entity: string]: object }
    readonly layouts: { readonly [entity: string]: readonly object[] }
    readonly boards: { readonly [entity: string]: object }
  }
  const kept = async () => {
    const { lists, forms, layouts, boards } = (await platform.admin.get('/api/model')) as unknown as Screens
    return { list: lists['deals.deal'], form: forms['deals.deal'], layouts: layouts['deals.deal'], board: boards['deals.deal'] }
  }
  const arranged = (screens: Awaited<ReturnType<typeof kept>>) =>
    (['list', 'form', 'layouts', 'board'] as const).map(part => ({
      op: `set${part.charAt(0).toUpperCase()}${part.slice(1)}`,
      entity: 'deals.deal',
      [part]: screens[part],
    }))
  const rides = { entity: 'vans.van', by: 'deal', columns: ['name'] }
  const form = {
    tabs: [{ name: 'way', label: 'On its way', when: { van: { isEmpty: false } } }],
    sections: [
      { label: 'Deal', fields: [['gate', 'title'], 'van', 'state'], when: { gate: { isEmpty: false } } },
      { label: 'Money', tab: 'way', fields: ['value'], related: [rides] },
    ],
    hidden: ['helpers', 'owner'],
  }
  const screens = {
    list: {
      menu: 'Deals',
      columns: ['title', 'gate', 'state', 'van.name', 'value'],
      views: [{ label: 'At a gate', where: { gate: { isEmpty: false } } }, { label: 'All' }],
    },
    form,
    layouts: [{ ...form, role: 'deals.seller' }],
    board: { by: 'state', card: ['title', 'van.$title', 'value'] },
  }

  test('is out of sight, is kept when the list, the page and the board are arranged meanwhile, and comes back where it stood', async () => {
    await platform.admin.post('/api/model/apply', { operations: arranged(screens) })
    await turn('vans', 'disabled')
    const { screens: shown } = (await platform.admin.get('/api/model')) as unknown as {
      screens: { lists: (object & { entity: string })[]; forms: Screens['forms']; layouts: Screens['layouts']; boards: (object & { entity: string })[] }
    }
    const bare = (of: object | undefined) => Object.fromEntries(Object.entries(of ?? {}).filter(([name]) => !['kind', 'entity', 'plugin'].includes(name)))
    const seen = {
      list: bare(shown.lists.find(one => one.entity === 'deals.deal')),
      form: bare(shown.forms['deals.deal']),
      layouts: (shown.layouts['deals.deal'] ?? []).map(bare).filter(({ role }) => role === 'deals.seller'),
      board: bare(shown.boards.find(one => one.entity === 'deals.deal')),
    }
    const without = {
      tabs: [{ name: 'way', label: 'On its way' }],
      sections: [
        { label: 'Deal', fields: [['title'], 'state'] },
        { label: 'Money', tab: 'way', fields: ['value'], related: [] },
      ],
      hidden: ['owner'],
    }
    expect(seen).toEqual({
      list: { menu: 'Deals', columns: ['title', 'state', 'value'], views: [{ label: 'All' }] },
      form: without,
      layouts: [{ ...without, role: 'deals.seller' }],
      board: { by: 'state', card: ['title', 'value'] },
    })
    const named = async () => ((await platform.admin.get('/api/model')) as unknown as { aside: { [entity: string]: object } }).aside['deals.deal']
    const [plugin, van] = ['Vans', { label: 'Van', plugin: 'Vans' }]
    const called = {
      gate: { label: 'Gate', plugin },
      van,
      'van.$title': van,
      'van.name': { label: 'Van · Name', plugin },
      helpers: { label: 'Helpers', plugin },
    }
    expect(await named()).toEqual({ ...called, 'vans.van': { label: 'Vans', plugin } })
    await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'hi' })
    expect(await named()).toMatchObject({ gate: { label: 'फाटक', plugin: 'वैन' }, 'vans.van': { label: 'वैन', plugin: 'वैन' } })
    await platform.admin.patch(`/api/records/core.user/${platform.admin.userId}`, { locale: 'en' })
    // Arranged as the Studio does it, from what one sees: the state goes first, the heading of a section is another.
    const turned = <F extends typeof without>(one: F): F => ({
      ...one,
      sections: [
        { label: 'Sale', fields: ['state', ['title']] },
        { label: 'Money', tab: 'way', fields: ['value'], related: [] },
      ],
    })
    const set = (await platform.admin.post('/api/model/sets', { title: 'Arranged', operations: [] })) as { id: string }
    const operations = arranged({
      list: { menu: 'Deals', columns: ['state', 'title', 'value'], views: [{ label: 'All' }, { label: 'More' }] },
      form: turned(without),
      layouts: [{ ...turned(without), role: 'deals.seller' }],
      board: { by: 'state', card: ['value', 'title'] },
    })
    await platform.admin.post(`/api/model/sets/${set.id}/operations`, { operations })
    await platform.admin.post('/api/model/apply', { set: set.id })
    await turn('vans', 'enabled')
    const back = {
      ...form,
      sections: [
        { label: 'Sale', fields: ['state', ['gate', 'title'], 'van'], when: { gate: { isEmpty: false } } },
        { label: 'Money', tab: 'way', fields: ['value'], related: [rides] },
      ],
    }
    expect(await kept()).toEqual({
      list: {
        menu: 'Deals',
        columns: ['state', 'van.name', 'title', 'gate', 'value'],
        views: [{ label: 'At a gate', where: { gate: { isEmpty: false } } }, { label: 'All' }, { label: 'More' }],
      },
      form: back,
      layouts: [{ ...back, role: 'deals.seller' }],
      board: { by: 'state', card: ['value', 'title', 'van.$title'] },
    })
    expect((await platform.admin.get('/api/model')) as object).toMatchObject({
      setAside: [],
      aside: { 'deals.deal': {} },
      screens: { forms: { 'deals.deal': back } },
    })
  })
})

test('indexes that nothing goes by any more, for orders, conditions and lookups, are dropped with the next change, which says so; an operator’s own stay', async () => {
  const { owner } = platform.platform.world.db
  for (const [name, columns] of [
    ['deals_deal_score_sort', sql`(score, id) where deleted_at is null`],
    ['deals_deal_hot_ix', sql`(hot, id) where deleted_at is null`],
    ['deals_deal_score_hot_rows', sql`(score, hot, id) where deleted_at is null`],
    ['of_the_house_sort', sql`(score, hot)`],
    ['deals_deal_score_ix', sql`(score)`],
    ['of_the_house_rows', sql`(score, hot, id) where deleted_at is null`],
  ] as const)
    await owner.run(sql`create index ${sql.identifier(name)} on main.deals_deal ${columns}`)
  const dropped = async (to: string) => {
    const { schema = [] } = (await planned('vans', to)) as {
      schema?: { phase: string; how: string; name: string; locks: { mode: string; waits: string }[] }[]
    }
    return schema
      .filter(({ how, name }) => how === 'drop' && /_(sort|ix|rows)$/.test(name))
      .map(({ phase, name, locks }) => [phase, name, ...locks.map(one => `${one.mode}: ${one.waits} waits`)])
  }
  const beside = 'ShareUpdateExclusiveLock: nobody waits'
  expect((await dropped('disabled')).toSorted()).toEqual([
    ['switch', 'deals_deal_hot_ix', beside],
    ['switch', 'deals_deal_score_hot_rows', beside],
    ['switch', 'deals_deal_score_sort', beside],
  ])
  await turn('vans', 'disabled')
  expect(await dropped('enabled')).toEqual([])
  const rows = await owner.run<{ name: string }>(
    sql`select indexname as name from pg_indexes where tablename = 'deals_deal' and indexdef ~ 'score|hot' order by 1`,
  )
  const theirs = ['deals_deal_score_ix', 'of_the_house_rows', 'of_the_house_sort']
  expect(rows.map(({ name }) => name)).toEqual(theirs)
  for (const name of theirs) await owner.run(sql`drop index main.${sql.identifier(name)}`)
  await turn('vans', 'enabled')
})

describe('a plugin that can’t run', () => {
  const told = async (id: string) => {
    const { items } = (await platform.admin.get('/api/plugins')) as { items: { id: string; state: string; problems: string[] }[] }
    const { state, problems } = items.find(one => one.id === id) as (typeof items)[number]
    return { state, problems }
  }

  test('is set aside at the start with a sentence, with all that needs it, and the others run', async () => {
    const [mend, first] = [
      'Plugin later is made for Sangam ^9.0.0; this is 0.1.0. Install a version of it that fits.',
      'Plugin onlater needs later, which was set aside. Mend later first.',
    ]
    expect(await told('later')).toEqual({ state: 'available', problems: [mend] })
    expect(await told('onlater')).toEqual({ state: 'available', problems: [first] })
    expect(await planned('onlater', 'enabled')).toMatchObject({ steps: [], refused: `It can’t run: ${first}` })
    await platform.admin.get('/api/records/deals.deal')
  })

  test('beside another one is not enabled there; enabled by a version from before, it is left out and the rest runs', async () => {
    if ((await standing('vans')).state !== 'enabled') await turn('vans', 'enabled')
    const { refused } = await planned('clash', 'enabled')
    expect(refused).toMatch(/^It can’t run beside what is enabled here: .*gate/)
    const { owner } = platform.platform.world.db
    await owner.run(sql`insert into main.core_plugin (id, version, state) values ('clash', '1.0.0', 'enabled')`)
    const { world } = platform.platform
    const again = await boot({ config: world.config, plugins: new Map([...world.plugins]), log: world.log, clock: world.clock, background: false })
    const model = await again.world.models.current('main')
    expect({ vans: model.plugins.has('vans'), clash: model.plugins.has('clash') }).toEqual({ vans: true, clash: false })
    await again.stop()
    await owner.run(sql`delete from main.core_plugin where id = 'clash'`)
    await world.models.refresh('main')
  })
})

test('records that a law keeps are put away and never deleted, also not when their time is over', async () => {
  await turn('papers', 'enabled')
  const paper = await platform.admin.repo(Paper).create({ name: 'Invoice 1' })
  // In the bin it is kept too.
  await platform.admin.delete(`/api/records/papers.paper/${paper.id}`)
  await turn('papers', 'uninstalled')
  expect(await planned('papers', 'available')).toMatchObject({ refused: 'It holds records that must be kept by law. They stay put away and can be put back.' })
  platform.clock.set('2027-06-01T09:30:00Z')
  await platform.job('core.deletePutAway')
  expect(await standing('papers')).toMatchObject({ state: 'uninstalled', away: { records: 0 } })
  await turn('papers', 'enabled')
  await platform.admin.post(`/api/records/papers.paper/${paper.id}/restore`, {})
  expect(await platform.admin.repo(Paper).count()).toBe(1)
})

test('what a disabled plugin points at may be deleted for good; it says so when it is enabled again, and runs', async () => {
  await turn('rides', 'enabled')
  const van = await platform.admin.repo(Van).create({ name: 'Short-lived' })
  const ride = await platform.admin.repo(Ride).create({ name: 'To Pune', van: van.id })
  await turn('rides', 'disabled')
  await turn('vans', 'uninstalled')
  await turn('vans', 'available')
  expect((await planned('rides', 'enabled')).steps).toContain('1 reference leads to what was deleted for good meanwhile, and will be empty.')
  await turn('rides', 'enabled')
  expect(await platform.admin.get(`/api/records/rides.ride/${ride.id}`)).toMatchObject({ name: 'To Pune', van: null })
  await turn('rides', 'uninstalled')
})

test('a record that comes back without what it must have is named in the plan, and only an owner brings it back so', async () => {
  await turn('hires', 'enabled')
  const [gone, stays] = await platform.admin.repo(Van).createMany([{ name: 'Sold' }, { name: 'Kept' }])
  const [first, second, third] = await platform.admin.repo(Hire).createMany([
    { name: 'To Pune', van: gone?.id ?? '' },
    { name: 'To Nashik', van: gone?.id ?? '' },
    { name: 'To Goa', van: stays?.id ?? '' },
  ] as never)
  await turn('hires', 'uninstalled')
  await platform.admin.ask('DELETE', `/api/records/vans.van/${gone?.id}`)
  await platform.admin.ask('DELETE', `/api/bin/vans.van/${gone?.id}`)

  const { steps } = await planned('hires', 'enabled')
  expect(steps.slice(0, 2)).toEqual([
    expect.stringMatching(/^Puts back Hires as it was on .*: 1 table with 3 records\.$/),
    '2 records of Hire must have Van, and what it was is deleted for good. They come back with it empty, until somebody chooses another: To Pune, To Nashik.',
  ])
  const administrator = await platform.as('core.admin')
  expect(await administrator.ask('POST', '/api/plugins/hires/apply', { to: 'enabled' })).toMatchObject({
    status: 403,
    json: { detail: 'Records of Hires come back without what they must refer to. Ask an owner to do this.' },
  })
  expect((await standing('hires')).state).toBe('uninstalled')
  await turn('hires', 'enabled')
  const { items } = (await platform.admin.get('/api/records/hires.hire?fields=id,van&sort=id')) as { items: object[] }
  expect(items).toMatchObject([
    { id: first?.id, van: null },
    { id: second?.id, van: null },
    { id: third?.id, van: stays?.id },
  ])
  await platform.admin.patch(`/api/records/hires.hire/${first?.id}`, { van: stays?.id ?? '' })
  await turn('hires', 'uninstalled')
})

test('a record whose list must not be empty and loses all that stood in it is named as well, and one that keeps a part is not', async () => {
  if ((await standing('vans')).state !== 'enabled') await turn('vans', 'enabled')
  await turn('tours', 'enabled')
  const [sold, wrecked, kept] = await platform.admin.repo(Van).createMany([{ name: 'Sold' }, { name: 'Wrecked' }, { name: 'Kept' }])
  const [[a, b, c], tour] = [[sold, wrecked, kept].map(one => one?.id ?? ''), platform.admin.repo(Tour)]
  const [, , third, fourth] = await tour.createMany([
    { name: 'To Pune', vans: [a, b] },
    { name: 'To Nashik', vans: [b] },
    { name: 'To Goa', vans: [a, c] },
    { name: 'To Agra', vans: [c] },
  ] as never)
  await turn('tours', 'uninstalled')
  for (const id of [a, b]) {
    await platform.admin.ask('DELETE', `/api/records/vans.van/${id}`)
    await platform.admin.ask('DELETE', `/api/bin/vans.van/${id}`)
  }

  const { steps } = await planned('tours', 'enabled')
  expect(steps.slice(0, 3)).toEqual([
    expect.stringMatching(/^Puts back Tours as it was on .*: 2 tables with 4 records\.$/),
    '1 reference leads to what was deleted for good meanwhile, and will be empty.',
    '2 records of Tour must have Vans, and all that stood there is deleted for good. They come back with an empty list, until somebody chooses others: To Pune, To Nashik.',
  ])
  const administrator = await platform.as('core.admin')
  expect((await administrator.ask('POST', '/api/plugins/tours/apply', { to: 'enabled' })).status).toBe(403)
  await turn('tours', 'enabled')
  const { items } = (await platform.admin.get('/api/records/tours.tour?fields=id,vans&sort=id')) as { items: object[] }
  expect(items).toMatchObject([{ vans: [] }, { vans: [] }, { id: third?.id, vans: [c] }, { id: fourth?.id, vans: [c] }])
  await turn('tours', 'uninstalled')
})

test('of two that were put away, the one below is deleted for good: the one above loses what it had in it, and comes back', async () => {
  const state = async (id: string) => (await standing(id)).state
  for (const id of ['rides', 'vans']) if ((await state(id)) === 'enabled') await turn(id, 'uninstalled')
  await turn('racks', 'enabled')
  const van = await platform.admin.repo(Van).create({ name: 'With a rack' })
  await platform.admin.patch(`/api/records/vans.van/${van.id}`, { rack: 'steel' })
  const rack = (await platform.admin.post('/api/records/racks.rack', { name: 'Big' })) as { readonly id: string }
  await turn('racks', 'uninstalled')
  await turn('vans', 'uninstalled')
  expect((await planned('vans', 'available')).steps).toContain('What Racks had added to its records goes with them.')
  await turn('vans', 'available')
  await turn('racks', 'enabled')
  expect(await platform.admin.get(`/api/records/racks.rack/${rack.id}`)).toMatchObject({ name: 'Big' })
  expect(await platform.admin.get('/api/records/vans.van?fields=name,rack')).toMatchObject({ items: [{ name: 'The first van', rack: null }] })
  for (const id of ['racks', 'vans']) await turn(id, 'uninstalled')
  // What was put away above, and lies in what is put away below, goes too.
  await turn('racks', 'available')
  await turn('vans', 'enabled')
  expect(await platform.admin.repo(Van).count()).toBe(1)
})

test('whoever deletes for good what another has put back meanwhile deletes nothing', async () => {
  if ((await standing('vans')).state !== 'enabled') await turn('vans', 'enabled')
  const { id } = await platform.admin.repo(Van).create({ name: 'Kept' })
  await platform.admin.post('/api/records/core.activity', { entity: 'vans.van', record: id, kind: 'task', subject: 'Wash it' })
  await expect(deleteForGood(platform.platform.world, 'main', 'vans')).rejects.toMatchObject({ code: 'plan_refused' })
  const told = await platform.admin.get(`/api/records/core.activity?where=${encodeURIComponent(JSON.stringify({ entity: 'vans.van' }))}&fields=subject`)
  expect(told).toMatchObject({ items: [{ subject: 'Wash it' }] })
})

test('what was put away is not put back where another plugin made a column of that name meanwhile, before that one is put away', async () => {
  if ((await standing('vans')).state !== 'uninstalled') await turn('vans', 'uninstalled')
  await turn('clash', 'enabled')
  // Enabled it would not fit beside it at all; disabled its column is still there.
  await turn('clash', 'disabled')
  const detail = 'Another plugin made gate in deals_deal meanwhile. Uninstall that one first.'
  expect(await planned('vans', 'enabled')).toEqual({ steps: [], tables: 0, columns: 0, refused: detail })
  expect(await platform.admin.refused(turn('vans', 'enabled'))).toMatchObject({ status: 409, code: 'plan_refused', detail })
  await turn('clash', 'uninstalled')
  expect(await planned('vans', 'enabled')).not.toHaveProperty('refused')
})

test('what was put away for thirty days is deleted in the night after, and not a night before', async () => {
  if ((await standing('vans')).state !== 'uninstalled') await turn('vans', 'uninstalled')
  const at = Date.parse(platform.clock.now())
  platform.clock.set(new Date(at + 29.9 * 86_400_000).toISOString())
  await platform.job('core.deletePutAway')
  expect((await standing('vans')).state).toBe('uninstalled')
  platform.clock.set(new Date(at + 30.1 * 86_400_000).toISOString())
  await platform.job('core.deletePutAway')
  expect((await standing('vans')).state).toBe('available')
})

test('a node that dies at any statement of a change of a plugin leaves all or nothing, and the next start ends it', async () => {
  const { world } = platform.platform
  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const random = new Random(seed)
  const stand = async () => (await standing('vans')).state
  const bring = async (to: string): Promise<void> => {
    if ((await stand()) === to) return
    if (to === 'available' && (await stand()) !== 'uninstalled') await turn('vans', 'uninstalled')
    await turn('vans', to)
  }
  const schemas = new Map<string, object>()
  for (const [from, to, times] of [
    ['available', 'enabled', 3],
    ['enabled', 'disabled', 2],
    ['enabled', 'uninstalled', 2],
    ['uninstalled', 'enabled', 2],
  ] as const) {
    await bring(from)
    const counted = dyingAt(world, Number.POSITIVE_INFINITY)
    await applyPlugin(counted.world, mainWorkspace, 'vans', to)
    const all = counted.statements()
    expect(all).toBeGreaterThan(10)
    schemas.set(to, schemas.get(to) ?? (await schemaOf(platform.platform)))
    // What is known already is not asked again: it may be a statement fewer.
    const part = Math.floor((all - 3) / times)
    for (const nth of Array.from({ length: times }, (_, at) => at * part + random.between(1, part))) {
      const where = { seed, from, to, nth, all }
      await bring(from)
      await expect(applyPlugin(dyingAt(world, nth).world, mainWorkspace, 'vans', to), JSON.stringify(where)).rejects.toThrow('The process is killed.')
      // What was in its memory is gone with it.
      await world.models.refresh('main')
      await updateWorkspace(world, mainWorkspace)
      await finishPuttingAway(world, 'main')
      const known = (await world.models.refresh('main')).plugins.has('vans')
      const { state, away } = await standing('vans')
      const nothing = { ...where, known: from === 'enabled', state: from, putAway: from === 'uninstalled' }
      const done = { ...where, known: to === 'enabled', state: to, putAway: to === 'uninstalled' }
      expect([nothing, done]).toContainEqual({ ...where, known, state, putAway: away !== null })
      // Of what never was here there may be empty tables: the next enabling goes on with them.
      if (state === 'available') await turn('vans', to)
      const stands = await stand()
      expect({ ...where, schema: await schemaOf(platform.platform) }).toEqual({ ...where, schema: schemas.get(stands) })
      if (from === 'available') expect({ ...where, first: await platform.admin.repo(Van).count() }).toEqual({ ...where, first: 1 })
    }
  }
})

test('whoever plans to put a plugin back while another node does it reads a plan, whichever statement it happens at', async () => {
  const { world } = platform.platform
  const random = new Random(Number(process.env.SANGAM_SEED ?? 1))
  if ((await standing('vans')).state === 'available') await turn('vans', 'enabled')
  if ((await standing('vans')).state !== 'uninstalled') await turn('vans', 'uninstalled')
  const counted = dyingAt(world, Number.POSITIVE_INFINITY)
  await planPlugin(counted.world, mainWorkspace, 'vans', 'enabled')
  const all = counted.statements()
  expect(all).toBeGreaterThan(5)
  const places = process.env.SANGAM_EACH ? Array.from({ length: all }, (_, at) => at + 1) : [2, 3, random.between(4, all)]
  for (const nth of places) {
    if ((await standing('vans')).state !== 'uninstalled') await turn('vans', 'uninstalled')
    const plan = await planPlugin(
      overtakenAt(world, nth, () => turn('vans', 'enabled')),
      mainWorkspace,
      'vans',
      'enabled',
    )
    expect({ nth, refused: plan.refused?.text ?? null, state: (await standing('vans')).state }).toEqual({
      nth,
      refused: expect.toBeOneOf([null, 'It is enabled already.']),
      state: 'enabled',
    })
  }
})

test('a second start finds nothing left to do', async () => {
  await turn('vans', 'enabled').catch(() => undefined)
  await turn('vans', 'uninstalled')
  const { world } = platform.platform
  const before = await schemaOf(platform.platform)
  const again = await boot({ config: world.config, plugins: world.plugins, log: world.log, clock: world.clock, background: false })
  await again.stop()
  expect(await schemaOf(platform.platform)).toEqual(before)
})
