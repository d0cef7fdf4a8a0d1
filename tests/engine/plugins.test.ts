import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { schemaOf } from '../../sdk/testing/check/schema.ts'
import { Deal, deals } from './note.ts'
import { others, turning, Van } from './vans.ts'

let platform: TestPlatform
const { turn, planned, standing } = turning(() => platform)

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

test('a second start finds nothing left to do', async () => {
  await turn('vans', 'enabled').catch(() => undefined)
  await turn('vans', 'uninstalled')
  const { world } = platform.platform
  const before = await schemaOf(platform.platform)
  const again = await boot({ config: world.config, plugins: world.plugins, log: world.log, clock: world.clock, background: false })
  await again.stop()
  expect(await schemaOf(platform.platform)).toEqual(before)
})
