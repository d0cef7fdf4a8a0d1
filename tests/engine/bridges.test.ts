import { allow, defineEntity, definePlugin, extendEntity, type PluginDefinition, role, seed, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { applyPlugin } from '../../core/plans/plugins/lifecycle.ts'
import { buildModel } from '../../core/registry/build.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { shapeOfSchema, stillToMake } from '../../sdk/testing/check/schema.ts'
import { Deal, deals } from './note.ts'

const plain = { version: '1.0.0', description: 'For a test.', engines: { sangam: '^0.1.0' } }
const Box = defineEntity('stock.box', { title: 'name', fields: { name: text({ required: true }) } })
const stock = definePlugin({
  ...plain,
  id: 'stock',
  title: 'Stock',
  entities: [Box],
  parts: [role('stock.keeper', { label: 'Keeper', grants: [allow(Box, ['read'])] })],
})
const Van = defineEntity('vans.van', { title: 'name', fields: { name: text({ required: true }) } })
const vans = definePlugin({ ...plain, id: 'vans', title: 'Vans', entities: [Van] })

/** What is picked for a deal out of the boxes. */
const Pick = defineEntity('picking.pick', { title: 'note', fields: { note: text({ required: true }) } })
const picking = definePlugin({
  ...{ ...plain, id: 'picking', title: 'Picking', joins: { deals: '^1.0.0', stock: '^1.0.0' } },
  entities: [Pick],
  extensions: [extendEntity(Deal, { fields: { shelf: text() } }), extendEntity(Box, { fields: { dealt: text() } })],
  parts: [seed('picking.first', { run: async ctx => void (await ctx.repo(Pick).create({ note: 'The first pick' })) })],
})
/** A bridge of a bridge. */
const rounds = definePlugin({ ...plain, id: 'rounds', title: 'Rounds', joins: ['picking', 'vans'] })
/** One that can't come where Picking is. */
const rival = definePlugin({ ...plain, id: 'rival', title: 'Rival', joins: ['deals', 'vans'], extensions: [extendEntity(Deal, { fields: { shelf: text() } })] })
const asleep = definePlugin({ ...plain, id: 'asleep', title: 'Asleep', joins: ['deals', 'nowhere'] })
const lame = definePlugin({ ...plain, id: 'lame', title: 'Lame', joins: ['deals'] })

let platform: TestPlatform
const ask = (id: string, what: string, to?: string) =>
  platform.admin.post(`/api/plugins/${id}/${what}`, to ? { to } : {}) as Promise<{ steps: string[]; refused?: string }>
const plan = (id: string, to: string) => ask(id, 'plan', to)
const turn = (id: string, to: string) => ask(id, 'apply', to)
const cards = async () =>
  ((await platform.admin.get('/api/plugins')) as { items: { id: string; state: string; joins: string[]; undo: boolean; problems: string[] }[] }).items
const states = async () => Object.fromEntries((await cards()).map(({ id, state }) => [id, state]))
const picks = async () => ((await platform.admin.get('/api/records/picking.pick?fields=note')) as { items: { note: string }[] }).items.map(one => one.note)

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: [stock, vans, picking, rounds, asleep, lame] })
})
afterAll(() => platform.stop())

test('a bridge is shown with what it joins, and nobody enables it by hand', async () => {
  const shown = (await cards())
    .filter(one => one.joins.length > 0 || one.problems.length > 0)
    .map(({ id, state, joins, problems }) => [id, state, joins, problems])
  expect(shown).toEqual([
    ['picking', 'available', ['deals', 'stock'], []],
    ['rounds', 'available', ['picking', 'vans'], []],
    ['asleep', 'available', ['deals', 'nowhere'], []],
    ['lame', 'available', [], ['Plugin lame joins fewer than two plugins. Name two or more in `joins`; what stands on one says so in `needs`.']],
  ])
  const refused = 'It joins Deals, Stock, and is enabled by itself where all of them are. What is missing here: Stock.'
  expect([await plan('picking', 'enabled'), await platform.admin.refused(turn('picking', 'enabled'))]).toMatchObject([
    { steps: [], refused },
    { detail: refused },
  ])
})

test('it is enabled by the plan that enables the last it joins, which says so; then there is nothing to do', async () => {
  const bridge = 'Enables Picking too, as it joins Deals, Stock. Of what is made, these are its own: 1 table, 2 columns in tables of others.'
  const { steps } = await plan('stock', 'enabled')
  expect(steps).toEqual([
    expect.stringMatching(/^Makes 2 tables with \d+ columns/),
    'Adds 2 fields to records of others: Deals › Shelf, Boxes › Dealt.',
    'Brings the roles Keeper. Give them to people under Users.',
    bridge,
  ])
  expect((await turn('stock', 'enabled')).steps).toEqual(steps)
  expect([await states(), await picks(), await stillToMake(platform.platform)]).toMatchObject([
    { stock: 'enabled', picking: 'enabled', rounds: 'available' },
    ['The first pick'],
    [],
  ])
  await platform.restart()
  expect([await picks(), await plan('stock', 'enabled')]).toMatchObject([['The first pick'], { steps: [], refused: 'It is enabled already.' }])
})

test.each(['disabled', 'uninstalled'])('while it is there nobody puts it to %s by hand', async to => {
  expect(await plan('picking', to)).toMatchObject({
    steps: [],
    refused: 'It joins Deals, Stock, and is there as long as all of them are enabled. Disable one of them; it goes by itself.',
  })
})

test('a bridge of a bridge comes and goes along', async () => {
  expect((await turn('vans', 'enabled')).steps.at(-1)).toBe('Enables Rounds too, as it joins Picking, Vans.')
  expect(await states()).toMatchObject({ picking: 'enabled', rounds: 'enabled' })
  const { steps } = await turn('stock', 'disabled')
  expect(steps.slice(0, 2)).toEqual(
    ['Picking', 'Rounds'].map(name => `Disables ${name} too: it is there only with all that it joins. Its records stay, and it comes back by itself.`),
  )
  expect(await states()).toMatchObject({ stock: 'disabled', picking: 'disabled', rounds: 'disabled', vans: 'enabled' })
  expect((await platform.admin.ask('GET', '/api/records/picking.pick')).status).toBe(404)
})

test('taken back, all of it is as it was; by the bridge itself it is not taken back', async () => {
  expect((await cards()).find(one => one.id === 'picking')?.undo).toBe(false)
  expect(await platform.admin.refused(ask('picking', 'undo'))).toMatchObject({
    detail: 'It came or went with Rounds, Stock. Take the change of that one back.',
  })
  await ask('stock', 'undo')
  expect([await states(), await picks()]).toMatchObject([{ stock: 'enabled', picking: 'enabled', rounds: 'enabled' }, ['The first pick']])
})

test('what it joins is uninstalled with its fields in it and comes back whole, with the bridge', async () => {
  const deal = await platform.admin.repo(Deal).create({ title: 'Five pumps' })
  await platform.admin.patch(`/api/records/deals.deal/${deal.id}`, { shelf: 'A7' })
  const { id } = (await platform.admin.post('/api/records/stock.box', { name: 'Box 1', dealt: 'yes' })) as { id: string }
  const before = await shapeOfSchema(platform.platform)
  await turn('stock', 'uninstalled')
  expect(await states()).toMatchObject({ stock: 'uninstalled', picking: 'disabled' })
  // Out of sight, it may be put away itself; it comes back all the same.
  await turn('picking', 'uninstalled')
  expect((await cards()).find(one => one.id === 'picking')?.undo).toBe(true)
  const { steps } = await turn('stock', 'enabled')
  expect(steps).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Puts back Stock/),
      expect.stringMatching(/^Puts back Picking/),
      expect.stringMatching(/^Enables Picking too/),
    ]),
  )
  expect([
    await platform.admin.get(`/api/records/deals.deal/${deal.id}?fields=shelf`),
    await platform.admin.get(`/api/records/stock.box/${id}?fields=dealt`),
    await picks(),
    await stillToMake(platform.platform),
  ]).toMatchObject([{ shelf: 'A7' }, { dealt: 'yes' }, ['The first pick'], []])
  expect(await shapeOfSchema(platform.platform)).toEqual(before)
})

test('one that can’t run beside the others keeps nothing from being enabled, and the plan says why it stays away', async () => {
  await turn('vans', 'disabled')
  await platform.restart(rival)
  const { steps } = await turn('vans', 'enabled')
  expect(steps.slice(-2)).toEqual([
    'Rival joins what is enabled then, and can’t come:',
    'It can’t run beside what is enabled here: Plugins picking and rival both add the field "shelf" to deals.deal. Rename one, or disable one of the plugins.',
  ])
  expect(await states()).toMatchObject({ vans: 'enabled', rounds: 'enabled', rival: 'available' })
  // Mended, it is there from the next start on.
  await platform.restart(definePlugin({ ...plain, id: 'rival', title: 'Rival', joins: ['deals', 'vans'] }))
  expect(await states()).toMatchObject({ rival: 'enabled' })
})

test('it sleeps while what it joins is in a version that it does not know, and is back with one that it knows', async () => {
  await platform.restart(definePlugin({ ...stock, version: '2.0.0' }))
  expect(await cards()).toContainEqual(
    expect.objectContaining({ id: 'picking', problems: ['Plugin picking joins stock ^1.0.0; version 2.0.0 is here. Install one that fits.'] }),
  )
  expect((await platform.admin.ask('GET', '/api/records/stock.box')).status).toBe(200)
  await platform.restart(definePlugin({ ...picking, version: '1.1.0', joins: { deals: '^1.0.0', stock: '>=1.0.0 <3.0.0' } }))
  expect(await picks()).toEqual(['The first pick'])
})

test('of two nodes on which the two sides are enabled at once, the bridge comes once; one that comes late is there after the start', async () => {
  await turn('stock', 'disabled')
  await turn('vans', 'disabled')
  const { world } = platform.platform
  await using other = Object.assign(await boot({ config: world.config, plugins: world.plugins, log: world.log, clock: world.clock, background: false }), {
    [Symbol.asyncDispose]: () => other.stop(),
  })
  const both = await Promise.allSettled([applyPlugin(world, mainWorkspace, 'stock', 'enabled'), applyPlugin(other.world, mainWorkspace, 'vans', 'enabled')])
  const failed = both.filter(one => one.status === 'rejected').map(one => one.reason)
  for (const reason of failed)
    expect(reason).toMatchObject({ code: 'plan_refused', detail: 'Somebody changed it meanwhile. Look at the page of plugins again.' })
  for (const id of ['stock', 'vans']) if ((await states())[id] !== 'enabled') await turn(id, 'enabled')
  expect(await states()).toMatchObject({ stock: 'enabled', vans: 'enabled', picking: 'enabled', rounds: 'enabled' })

  await world.db.owner.run(sql`update main.core_plugin set state = 'disabled' where id in ('picking', 'rounds')`)
  await platform.restart()
  expect([await states(), await picks()]).toMatchObject([{ picking: 'enabled', rounds: 'enabled' }, ['The first pick']])
})

test('the first run does not offer it, and sets it up with what it joins', async () => {
  const database = await createTestDatabase('bridges')
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const plugins = new Map([corePlugin, deals, stock, vans, picking].map(plugin => [plugin.id, plugin]))
  const first = await boot({ config: readConfig({ DATABASE_URL: database.url, SANGAM_POOL: '2' }), plugins, log, background: false })
  const ask = async (method: string, body?: object) => {
    const init = { method, ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }) }
    return first.app.request('http://localhost:4000/api/setup', init)
  }
  const { plugins: offered } = (await (await ask('GET')).json()) as { plugins: { id: string }[] }
  const answer = await ask('POST', {
    ...{ code: await first.setupCode(), name: 'Asha Sharma', email: 'asha@example.com', password: 'correct horse battery', locale: 'en' },
    company: { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
    plugins: ['deals', 'stock'],
  })
  const enabled = [...(await first.world.models.current('main')).plugins.keys()]
  await first.stop()
  await database.drop()
  expect([offered.map(one => one.id), answer.status, enabled.toSorted()]).toEqual([['deals', 'stock', 'vans'], 201, ['core', 'deals', 'picking', 'stock']])
})

describe('put together wrongly it is refused with a sentence', () => {
  const bridge = (definition: Partial<PluginDefinition>) => definePlugin({ ...plain, id: 'bridge', title: 'Bridge', ...definition })
  const fewer = 'Plugin bridge joins fewer than two plugins. Name two or more in `joins`; what stands on one says so in `needs`.'
  test.each<[string, Partial<PluginDefinition>, string]>([
    ['one side', { joins: ['stock'] }, fewer],
    ['the same side twice', { joins: ['stock', 'stock'] }, fewer],
    ['itself', { joins: ['bridge', 'stock', 'vans'] }, 'Plugin bridge joins itself. Leave it out of `joins`.'],
    ['core', { joins: ['core', 'stock', 'vans'] }, 'Plugin bridge joins core, which is always there. Leave it out of `joins`.'],
    [
      'what it needs',
      { joins: ['stock', 'vans'], needs: { vans: '*' } },
      'Plugin bridge needs vans and joins it. Leave it out of `needs`: a bridge is there only where it is.',
    ],
    ['no range', { joins: { stock: 'one', vans: '*' } }, 'Plugin bridge: it joins stock "one". Write a range such as ^1.2.0.'],
    ['another version', { joins: { stock: '^2.0.0', vans: '*' } }, 'Plugin bridge joins stock ^2.0.0; version 1.0.0 is here. Install one that fits.'],
    [
      'one that joins it',
      { joins: ['stock', 'ring'] },
      'Plugins bridge → ring → bridge need each other. Break the circle with a bridge or a reference by name.',
    ],
  ])('%s', (_, definition, problem) => {
    const ring = definePlugin({ ...plain, id: 'ring', title: 'Ring', joins: ['bridge', 'vans'] })
    const others = definition.joins && 'ring' in Object.fromEntries(Object.values(definition.joins).map(id => [id, true])) ? [ring] : []
    expect(() => buildModel([corePlugin, stock, vans, bridge(definition), ...others])).toThrow(problem)
  })
})
