import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyPlugin, planPlugin } from '../../core/plans/plugins/lifecycle.ts'
import { finishPuttingAway } from '../../core/plans/plugins/perform.ts'
import { deleteForGood } from '../../core/plans/plugins/purge.ts'
import { updateWorkspace } from '../../core/plans/workspace.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { schemaOf } from '../../sdk/testing/check/schema.ts'
import { Random } from '../faults/torture/random.ts'
import { dyingAt, overtakenAt } from './dying.ts'
import { deals } from './note.ts'
import { Hire, others, Paper, Ride, Tour, turning, Van } from './vans.ts'

let platform: TestPlatform
const { turn, planned, standing } = turning(() => platform)

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: others })
})
afterAll(() => platform.stop())

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
