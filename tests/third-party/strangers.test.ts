import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import { Lead, win } from '@sangam/plugin-leads/model'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccount, setPassword } from '../../core/auth/accounts.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import { shapeOfSchema, stillToMake } from '../../sdk/testing/check/schema.ts'
import { packedStrangers, type Stranger, typesOfStranger } from './packed.ts'

const password = 'a horse, correctly stapled'
const headers = { 'Content-Type': 'application/octet-stream', 'Sangam-Password': encodeURIComponent(password) }

type Item = { readonly [field: string]: unknown }
let platform: TestPlatform
let packed: Awaited<ReturnType<typeof packedStrangers<Exclude<Stranger, 'loyalty-1.1.0' | 'vehicles-3.0.0'>>>>
let before: readonly string[]

const install = async (archive: Buffer) => (await platform.admin.ask('POST', '/api/plugins/install', archive, headers)) as { status: number; json: Item }
const plan = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/plan`, { to }) as Promise<{ steps: string[]; refused?: string }>
const turn = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/apply`, { to }) as Promise<{ steps: string[] }>
const cards = async () =>
  (
    (await platform.admin.get('/api/plugins')) as {
      items: { id: string; version: string; state: string; problems: string[]; upgrade: object | null; installed: object | null }[]
    }
  ).items
const states = async () => Object.fromEntries((await cards()).map(({ id, state }) => [id, state]))
const listed = async (who: TestClient, entity: string, query: string) =>
  ((await who.get(`/api/records/${entity}?${query}`)) as { items: Item[] }).items.map(({ id: _, version: __, ...one }) => one)
const made = (who: TestClient, entity: string, values: object) => who.post(`/api/records/${entity}`, values) as Promise<never> as Promise<{ id: string }>

beforeAll(async () => {
  ;[platform, packed] = await Promise.all([
    createTestPlatform({ plugins: [parties, items, leads] }),
    packedStrangers(
      ...(['vehicles-1.0.0', 'vehicles-1.1.0', 'vehicles-2.0.0', 'loyalty-1.0.0', 'loyalty-3.0.0', 'commission-1.0.0', 'commission-1.1.0'] as const),
    ),
  ])
  const { app } = platform.platform.world.db
  const account = await findAccount(app, 'person1@example.com')
  await setPassword(app, account?.id ?? '', await hashPassword(password))
  before = await shapeOfSchema(platform.platform)
})
afterAll(() => platform.stop())

test('one who stands on another stranger’s plugin has its model, with types, of its package', async () => {
  expect(await typesOfStranger('commission-1.0.0')).toBe('')
  const wrong = await typesOfStranger('commission-1.0.0', [['plugin.ts', "customer?.tier === 'gold'", "customer?.tier === 'bronze'"]])
  expect(wrong).toContain(`have no overlap`)
})

test('the packages of strangers say what they ask for, and are installed', async () => {
  const asks = async (archive: Buffer) => ((await platform.admin.ask('POST', '/api/plugins/look', archive, headers)).json as { asks: string[] }).asks
  expect([await asks(packed['vehicles-1.0.0']), await asks(packed['loyalty-1.0.0']), await asks(packed['commission-1.0.0'])]).toEqual([
    [
      'It brings records: Vehicle, Service.',
      'It needs parties.',
      'It adds fields to parties.party.',
      'It calls the services of parties, and reads what its own records point at.',
      'It works by itself: 1 job.',
    ],
    [
      'It brings records: Entry.',
      'It draws screens of its own: Loyal customers.',
      'It needs parties, leads.',
      'It adds fields to leads.lead, parties.party.',
      'It calls the services of parties, leads, and reads what its own records point at.',
      'It is told of leads.leadWon.',
    ],
    [
      'It brings records: Share.',
      'It joins leads, loyalty: where all of them are enabled, it is enabled by itself, at once where they are now.',
      'It reads parties.party.',
      'It calls the services of leads, loyalty, and reads what its own records point at.',
      'It is told of leads.leadWon.',
    ],
  ])
  for (const one of ['vehicles-1.0.0', 'commission-1.0.0', 'loyalty-1.0.0'] as const) expect([one, (await install(packed[one])).status]).toEqual([one, 201])
  expect((await cards()).filter(one => one.installed).map(({ id, state, problems }) => [id, state, problems])).toEqual([
    ['commission', 'available', []],
    ['loyalty', 'available', []],
    ['vehicles', 'available', []],
  ])
})

test('they are enabled by what their plans say, and the bridge with the last of what it joins', async () => {
  const { steps } = await plan('loyalty', 'enabled')
  expect(steps).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Makes 2 tables/),
      'Adds to the navigation: Points, Loyal customers, Commission.',
      'Enables Commission too, as it joins Leads, Loyalty. Of what is made, these are its own: 1 table.',
    ]),
  )
  await turn('loyalty', 'enabled')
  await turn('vehicles', 'enabled')
  expect([await states(), await stillToMake(platform.platform)]).toEqual([
    { parties: 'enabled', items: 'enabled', leads: 'enabled', loyalty: 'enabled', commission: 'enabled', vehicles: 'enabled' },
    [],
  ])
})

describe('used over HTTP by people with their roles', () => {
  test('a fleet manager keeps vehicles, whose drivers see their own and are told when a service is due', async () => {
    const [fleet, driver] = [await platform.as('vehicles.fleet'), await platform.person({ name: 'Ravi Kale', roles: ['vehicles.driver'] })]
    const van = await made(fleet, 'vehicles.vehicle', { plate: 'MH 12 AB 1234', make: 'Tata Ace', km: 41200, due: '2027-03-30' })
    const car = await made(fleet, 'vehicles.vehicle', { plate: 'DL 3C 9090', make: 'Maruti', due: '2027-09-01' })
    const handOut = (id: string) => fleet.post(`/api/records/vehicles.vehicle/${id}/actions/handOut`, { keeper: driver.userId })
    expect(await fleet.refused(handOut(van.id))).toMatchObject({ code: 'service_due', detail: 'MH 12 AB 1234 must go to the workshop first.' })
    for (const [day, cost] of [
      ['2027-03-29', '1250.50'],
      ['2027-03-31', '480'],
    ])
      await made(fleet, 'vehicles.service', { vehicle: van.id, day, what: 'tyres', cost, note: `On ${day}` })
    await handOut(van.id)
    expect(await listed(driver, 'vehicles.vehicle', 'fields=plate,due,state')).toEqual([{ plate: 'MH 12 AB 1234', due: '2027-09-29', state: 'out' }])
    expect((await driver.ask('GET', `/api/records/vehicles.vehicle/${car.id}`)).status).toBe(404)

    platform.clock.set('2027-09-30T04:00:00Z')
    await platform.job('vehicles.lookForDue')
    expect(await driver.get('/api/notifications')).toMatchObject({ items: [{ text: 'MH 12 AB 1234 is due for its service' }] })
    platform.clock.set('2027-03-31T09:30:00Z')
  })

  test('a lead that is won brings its customer points and its seller a commission, once, and more where the customer is gold', async () => {
    const seller = await platform.as('leads.salesperson', 'commission.seller')
    const other = await platform.as('leads.salesperson', 'commission.seller')
    const desk = await platform.as('loyalty.desk')
    const party = await made(seller, 'parties.party', { name: 'Gupta Mills', licence: 'MH-14' })
    const sell = async (who: TestClient, title: string, amount: string) => {
      const lead = await who.repo(Lead).create({ title, party: party.id as never, value: { amount, currency: 'INR' } })
      await who.run(win, lead.id)
      expect(await platform.settle()).toEqual([])
    }
    await sell(seller, 'Forty looms', '482000')
    await desk.patch(`/api/records/parties.party/${party.id}`, { tier: 'gold' })
    await platform.admin.put('/api/settings/loyalty', { values: { perThousand: 20 } })
    await sell(other, 'Four more', '10000')

    expect(await desk.get(`/api/records/parties.party/${party.id}?fields=name,points,tier,licence`)).toMatchObject({
      name: 'Gupta Mills',
      points: '5020',
      tier: 'gold',
      licence: 'MH-14',
    })
    expect(await listed(desk, 'loyalty.entry', 'fields=why,points&sort=why')).toEqual([
      { why: 'Forty looms', points: 4820 },
      { why: 'Four more', points: 200 },
    ])
    const shares = 'fields=rate,amount,state'
    expect([await listed(seller, 'commission.share', shares), await listed(other, 'commission.share', shares)]).toEqual([
      [{ rate: '2', amount: '9640', state: 'due' }],
      [{ rate: '3', amount: '300', state: 'due' }],
    ])
    const payer = await platform.as('commission.payer')
    expect(await payer.post('/api/query/commission.share', { group: ['state'], measures: ['sum:amount', 'count'] })).toMatchObject({
      items: [{ state: 'due', 'sum:amount': '9940', count: 2 }],
    })
    expect((await desk.ask('GET', '/api/records/commission.share')).status).toBe(404)
  })
})

test('the bridge goes with what it joins and comes back with its records', async () => {
  const { steps } = await turn('loyalty', 'disabled')
  expect([steps[0], (await states()).commission]).toEqual([
    'Disables Commission too: it is there only with all that it joins. Its records stay, and it comes back by itself.',
    'disabled',
  ])
  const seller = await platform.as('leads.salesperson')
  const lead = await seller.repo(Lead).create({ title: 'Without both', value: { amount: '1000', currency: 'INR' } })
  await seller.run(win, lead.id)
  expect(await platform.settle()).toEqual([])
  expect((await turn('loyalty', 'enabled')).steps).toContain('Enables Commission too, as it joins Leads, Loyalty. What it had is still there.')
  expect([(await states()).commission, await listed(platform.admin, 'commission.share', 'fields=amount&sort=-amount')]).toEqual([
    'enabled',
    [{ amount: '9640' }, { amount: '300' }],
  ])
})

describe('a newer version, as a package, with the records of the one before', () => {
  test('that adds something takes its place while people work', async () => {
    expect((await install(packed['vehicles-1.1.0'])).json).toMatchObject({ version: '1.1.0', replaces: '1.0.0' })
    const fleet = await platform.as('vehicles.fleet')
    await made(fleet, 'vehicles.vehicle', { plate: 'MH 14 XY 7', colour: 'Red' })
    expect(await listed(fleet, 'vehicles.vehicle', 'fields=plate,make,colour&sort=plate')).toEqual([
      { plate: 'DL 3C 9090', make: 'Maruti', colour: null },
      { plate: 'MH 12 AB 1234', make: 'Tata Ace', colour: null },
      { plate: 'MH 14 XY 7', make: null, colour: 'Red' },
    ])
  })

  test('that converts them waits for the word of an owner, who reads what it will do; nothing is lost, and the proof is kept', async () => {
    expect((await install(packed['vehicles-2.0.0'])).json).toMatchObject({ version: '2.0.0', replaces: '1.1.0' })
    expect((await cards()).find(one => one.id === 'vehicles')).toMatchObject({ version: '2.0.0', upgrade: { from: '1.1.0' } })
    expect((await platform.admin.ask('GET', '/api/records/vehicles.vehicle')).status).toBe(404)
    const steps = [
      'Brings the records of Vehicles from version 1.1.0 to 2.0.0, all of it or nothing.',
      'Calls the field Make of Vehicle “Model”. Its values stay.',
      'Turns Cost of Service into “Decimal number”, in 2 records. What it was is put away for thirty days.',
      'Makes other choices in What of Service, in 2 records: Tyres → Wheels',
      'Fills State of registration of Vehicle in 3 records: startsWith(plate, "MH") ? "MH" : "DL"',
      'Proves of 3 records of Vehicle what version 2.0.0 promises.',
      'Proves of 2 records of Service what version 2.0.0 promises.',
      'There is no way back but a backup from before.',
    ]
    expect((await plan('vehicles', '2.0.0')).steps).toEqual(steps)
    expect((await turn('vehicles', '2.0.0')).steps).toEqual(steps)
    const fleet = await platform.as('vehicles.fleet')
    expect([
      await listed(fleet, 'vehicles.vehicle', 'fields=plate,model,colour,group,fuel&sort=plate'),
      await listed(fleet, 'vehicles.service', 'fields=cost,what,note&sort=day'),
      await stillToMake(platform.platform),
    ]).toEqual([
      [
        { plate: 'DL 3C 9090', model: 'Maruti', colour: null, group: 'DL', fuel: null },
        { plate: 'MH 12 AB 1234', model: 'Tata Ace', colour: null, group: 'MH', fuel: null },
        { plate: 'MH 14 XY 7', model: null, colour: 'Red', group: 'MH', fuel: null },
      ],
      [
        { cost: '1250.5', what: 'wheels', note: 'On 2027-03-29' },
        { cost: '480', what: 'wheels', note: 'On 2027-03-31' },
      ],
      [],
    ])
    const [row] = await platform.platform.world.db.owner.run(
      sql`select upgrade->>'from' as "from", upgrade->>'to' as "to", upgrade->'proof' as proof from main.core_plugin_change where upgrade is not null`,
    )
    expect(row).toEqual({
      ...{ from: '1.1.0', to: '2.0.0' },
      proof: [
        { version: '2.0.0', entity: 'vehicles.vehicle', condition: '{"not":{"group":{"isEmpty":true}}}', records: 3, broken: 0 },
        { version: '2.0.0', entity: 'vehicles.service', condition: '{"not":{"cost":{"lt":"0"}}}', records: 2, broken: 0 },
      ],
    })
  })

  test('is uninstalled and put back as it was', async () => {
    const all = async () => [
      await listed(platform.admin, 'vehicles.vehicle', 'sort=plate'),
      await listed(platform.admin, 'vehicles.service', 'sort=day'),
      await listed(platform.admin, 'parties.party', 'fields=name,licence'),
    ]
    const there = await all()
    await turn('vehicles', 'uninstalled')
    expect([(await platform.admin.ask('GET', '/api/records/vehicles.vehicle')).status, await listed(platform.admin, 'parties.party', 'fields=name')]).toEqual([
      404,
      [{ name: 'Gupta Mills' }],
    ])
    await turn('vehicles', 'enabled')
    expect(await all()).toEqual(there)
  })
})

test('a bridge that does not know a newer side sleeps, as was said before that came, and is back with a version that knows it', async () => {
  const { asks } = (await platform.admin.ask('POST', '/api/plugins/look', packed['loyalty-3.0.0'], headers)).json as { asks: string[] }
  expect(asks.at(-1)).toBe('Commission joins other versions of it, and is out of sight until there is one that knows this version.')
  await install(packed['loyalty-3.0.0'])
  expect((await cards()).find(one => one.id === 'commission')?.problems).toEqual([
    'Plugin commission joins loyalty >=1.0.0 <3.0.0; version 3.0.0 is here. Install one that fits.',
  ])
  expect([
    (await platform.admin.ask('GET', '/api/records/commission.share')).status,
    await listed(platform.admin, 'loyalty.entry', 'fields=points&sort=points'),
  ]).toEqual([404, [{ points: 200 }, { points: 4820 }]])
  await install(packed['commission-1.1.0'])
  expect(await listed(platform.admin, 'commission.share', 'fields=amount&sort=-amount')).toEqual([{ amount: '9640' }, { amount: '300' }])
})

test('when they are gone for good, the plugins that came with Sangam are as they were', async () => {
  for (const [id, to] of [
    ['vehicles', 'uninstalled'],
    ['loyalty', 'uninstalled'],
    ['commission', 'uninstalled'],
    ['vehicles', 'available'],
    ['loyalty', 'available'],
    ['commission', 'available'],
  ] as const)
    await turn(id, to)
  expect(await shapeOfSchema(platform.platform)).toEqual(before)
  for (const id of ['vehicles', 'loyalty', 'commission'])
    expect((await platform.admin.ask('POST', `/api/plugins/${id}/remove`, {}, headers)).json).toEqual({ removed: true })
  expect([await states(), await listed(platform.admin, 'leads.lead', 'fields=title&sort=title')]).toEqual([
    { parties: 'enabled', items: 'enabled', leads: 'enabled' },
    [{ title: 'Forty looms' }, { title: 'Four more' }, { title: 'Without both' }],
  ])
})
