import { allow, defineEntity, definePlugin, reference, role, seed, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { checkSeeds } from '../../core/cli/seeds.ts'
import { type Made, madeOf } from '../isolation/made.ts'
import { deals, Firm } from './note.ts'

const Cart = defineEntity('carts.cart', { title: 'name', fields: { name: text({ required: true }), firm: reference(Firm, { required: true }) } })
/** Its first cart belongs to a firm that the business has to have. */
const carts = definePlugin({
  ...{ id: 'carts', version: '1.0.0', title: 'Carts', description: 'For tests.', engines: { sangam: '^0.1.0' }, needs: { deals: '^1.0.0' } },
  entities: [Cart],
  parts: [
    role('carts.pusher', { label: 'Pusher', grants: [allow(Cart, ['read'])] }),
    seed('carts.first', {
      run: async ctx => {
        const [firm] = (await ctx.repo(Firm).find({ where: { code: 'G1' } })).items
        await ctx.repo(Cart).create({ name: 'First cart', firm: firm?.id as string })
      },
    }),
    seed('carts.second', { run: async ctx => void (await ctx.repo(Firm).create({ name: 'Cartwrights', code: 'CW' })) }),
  ],
})
const Sled = defineEntity('sleds.sled', { title: 'name', fields: { name: text({ required: true }) } })
const sleds = definePlugin({
  ...{ id: 'sleds', version: '1.0.0', title: 'Sleds', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Sled] },
  parts: [seed('sleds.first', { run: async ctx => void (await ctx.repo(Sled).create({ name: 'First sled' })) })],
})

/** In our own process; its first record waits for what never comes. */
const waits = definePlugin({
  ...{ id: 'waits', version: '1.0.0', title: 'Waits', description: 'For tests.', engines: { sangam: '^0.1.0' } },
  parts: [seed('waits.first', { run: () => new Promise(() => undefined) })],
})

/** Its first record waits for somebody to open the gate, or finds it shut. */
let gate = async (): Promise<void> => {
  throw new Error('It is shut.')
}
const Gate = defineEntity('gates.gate', { title: 'name', fields: { name: text({ required: true }) } })
const gates = definePlugin({
  ...{ id: 'gates', version: '1.0.0', title: 'Gates', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Gate] },
  parts: [
    seed('gates.first', {
      run: async ctx => {
        await gate()
        await ctx.repo(Gate).create({ name: 'First gate' })
      },
    }),
  ],
})
/** One that stands on it, whose first record belongs to the first gate, and one that has nothing to do with either; both as long as they may. */
let isOpen = false
const first = (what: string): void => {
  if (!isOpen) throw new Error(`No ${what} yet.`)
}
const Key = defineEntity('keys.key', { title: 'name', fields: { name: text({ required: true }), gate: reference(Gate, { required: true }) } })
const keys = definePlugin({
  ...{ id: 'keys', version: '1.0.0', title: 'Keys', description: 'For tests.', engines: { sangam: '^0.1.0' }, needs: { gates: '^1.0.0' }, entities: [Key] },
  parts: [
    seed('keys.first', {
      run: async ctx => {
        first('key')
        await ctx.repo(Key).create({ name: 'First key', gate: (await ctx.repo(Gate).first({ name: 'First gate' }))?.id as never })
      },
    }),
  ],
})
const Lamp = defineEntity('lamps.lamp', { title: 'name', fields: { name: text({ required: true }) } })
const lamps = definePlugin({
  ...{ id: 'lamps', version: '1.0.0', title: 'Lamps', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Lamp] },
  parts: [
    seed('lamps.first', {
      run: async ctx => {
        first('lamp')
        await ctx.repo(Lamp).create({ name: 'First lamp' })
      },
    }),
  ],
})
/** A next version of it, whose new first record asks without an end. */
const asks = definePlugin({
  ...gates,
  parts: [
    ...(gates.parts ?? []),
    seed('gates.second', {
      run: async ctx => {
        for (;;) await Promise.all([ctx.repo(Gate).count(), new Promise(resolve => setTimeout(resolve, 5))])
      },
    }),
  ],
})

/** In a process of its own; each of its first records fails in another way. */
const apart = `
import { defineEntity, definePlugin, seed, text, UserError } from '@sangam/sdk'
const Boat = defineEntity('boats.boat', { title: 'name', fields: { name: text({ required: true, max: 20 }), berth: text({ max: 3 }) } })
export default definePlugin({
  id: 'boats', version: '1.0.0', title: 'Boats', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Boat],
  parts: [
    seed('boats.berths', { run: async ctx => void (await ctx.repo(Boat).createMany([{ name: 'Asha' }, { name: 'Ganga', berth: 'A1234' }])) }),
    seed('boats.broken', { run: async ctx => { await ctx.repo(Boat).create({ name: 'Half done' }); throw new Error('It is broken.') } }),
    seed('boats.tide', { run: async () => { throw new UserError('tide', 'The tide is out at {hour}.', { hour: 4 }) } }),
    seed('boats.dies', { run: () => process.exit(3) }),
  ],
})`

let made: Made
let platform: TestPlatform
const put = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/apply`, { to }) as Promise<{ unmade?: unknown }>
const again = (id: string) => platform.admin.post(`/api/plugins/${id}/seed`, {})
const standing = async (id: string) => {
  const { items } = (await platform.admin.get('/api/plugins')) as {
    items: { id: string; state: string; problems: string[]; unmade: { seed: string; why: string | null }[] }[]
  }
  const { state, problems, unmade } = items.find(one => one.id === id) as (typeof items)[number]
  return { state, problems, unmade }
}
/** What `sangam doctor` says of them. */
const doctor = async () => {
  const { world } = platform.platform
  return checkSeeds(world.db.owner, { name: 'main', sample: false }, world.plugins)
}
const names = async (entity: string) =>
  ((await platform.admin.get(`/api/records/${entity}?sort=name`)) as { items: { name: string }[] }).items.map(one => one.name)

beforeAll(async () => {
  made = await madeOf(apart)
  platform = await createTestPlatform({ plugins: [deals], installed: [carts, sleds, waits, gates, keys, lamps, made.plugin] })
})
afterAll(async () => {
  await platform?.stop()
  await made?.[Symbol.asyncDispose]()
})

const missing = {
  plugin: 'carts',
  seed: 'carts.first',
  text: 'Carts is enabled without its first records (carts.first), which could not be made. Cart “First cart”: Fill in Firm. Have them made again on the page of plugins once this is mended.',
}

const lacks = { good: false, text: `Workspace main: ${missing.text} Or here: sangam plugin seed carts` }
/** Another process begins on the same data, and ends. */
const startAgain = async (more: Partial<Parameters<typeof boot>[0]> = {}) => {
  const { config, plugins, log, clock } = platform.platform.world
  await (await boot({ config, plugins, log, clock, background: false, ...more })).stop()
}

test('a plugin whose first records can’t be made is enabled, and whoever enabled it reads which, why and what to do', async () => {
  expect((await put('carts', 'enabled')).unmade).toEqual([missing])
  expect(await standing('carts')).toEqual({ state: 'enabled', problems: [], unmade: [{ seed: 'carts.first', why: 'Cart “First cart”: Fill in Firm.' }] })
  // The others of it are there, and who has its role works with it.
  expect(await names('deals.firm')).toEqual(['Cartwrights', 'First firm'])
  expect(await (await platform.as('carts.pusher')).get('/api/records/carts.cart')).toMatchObject({ items: [] })
})

test('in a workspace that an earlier version left, the doctor says why as soon as this one was started', async () => {
  const { owner } = platform.platform.world.db
  await owner.run(sql`drop table main.core_unmade`)
  await owner.run(sql`delete from main.core_seed where name like 'base %'`)
  const never = 'Carts is enabled without its first records (carts.first), which were never made. Have them made on the page of plugins.'
  expect(await doctor()).toEqual([{ good: false, text: `Workspace main: ${never} Or here: sangam plugin seed carts` }])
  await startAgain()
  expect(await doctor()).toEqual([lacks])
})

test('they are made again when an administrator asks, once what was in their way is mended, and no second time', async () => {
  const member = await platform.as('carts.pusher')
  expect((await member.ask('POST', '/api/plugins/carts/seed', {})).status).toBe(403)
  expect(await again('carts')).toEqual({ unmade: [missing] })
  expect(await doctor()).toEqual([lacks])
  await platform.admin.post('/api/records/deals.firm', { name: 'Gupta', code: 'G1' })
  expect([await again('carts'), await again('carts'), await standing('carts'), await names('carts.cart')]).toEqual([
    { unmade: [] },
    { unmade: [] },
    { state: 'enabled', problems: [], unmade: [] },
    ['First cart'],
  ])
  expect(await doctor()).toEqual([{ good: true, text: 'Workspace main: every plugin has its first records.' }])
  expect(await platform.admin.refused(again('sleds'))).toMatchObject({ status: 409, code: 'plan_refused', detail: 'It does not run here. Enable it first.' })
})

test('of one in a process of its own each failure is told by itself, nothing of it is half done, and other plugins and starts go on', async () => {
  const whys = [
    'Boat “Ganga”: Berth takes at most 3 characters.',
    'The plugin says: It is broken.',
    'The tide is out at 4.',
    'The plugin Boats failed, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
  ]
  const [berths, broken, tide, dies] = whys.map(why => expect.stringContaining(`which could not be made. ${why} Have them made again`))
  const unmade = [
    { plugin: 'boats', seed: 'boats.berths', text: berths },
    { plugin: 'boats', seed: 'boats.broken', text: broken },
    { plugin: 'boats', seed: 'boats.tide', text: tide },
    { plugin: 'boats', seed: 'boats.dies', text: dies },
  ]
  expect((await put('boats', 'enabled')).unmade).toEqual(unmade)
  expect(await names('boats.boat')).toEqual([])
  // Whoever enables another plugin hears nothing of it.
  expect([(await put('sleds', 'enabled')).unmade, await names('sleds.sled')]).toEqual([undefined, ['First sled']])

  await startAgain()
  expect(await standing('boats')).toEqual({ state: 'enabled', problems: [], unmade: unmade.map(({ seed }, at) => ({ seed, why: whys[at] })) })
})

test('a first record that never ends is ended, and told as one that could not be made', async () => {
  Object.assign(platform.platform.world, { patience: { everyMs: 20, still: 10, whole: 25, long: 25 } })
  const unmade = [{ plugin: 'waits', seed: 'waits.first', text: expect.stringContaining('The plugin Waits took too long (waits.first of waits)') }]
  expect((await put('waits', 'enabled')).unmade).toEqual(unmade)
  Object.assign(platform.platform.world, { patience: undefined })
})

test('what failed before is tried again beside a start, which serves meanwhile; only what stands on it waits for what takes long', async () => {
  const { config, plugins, log, clock } = platform.platform.world
  for (const id of ['boats', 'waits']) await put(id, 'disabled')
  for (const id of ['gates', 'keys', 'lamps']) await put(id, 'enabled')
  isOpen = true
  let open: () => void = () => undefined
  const reached = new Promise<void>(tell => {
    gate = () => {
      tell()
      return new Promise(resolve => {
        open = resolve
      })
    }
  })
  const other = await boot({ config, plugins, log, clock })
  await reached
  const ready = await other.app.request('http://localhost:4000/health/ready')
  expect([ready.status, (await standing('gates')).unmade]).toEqual([200, [{ seed: 'gates.first', why: 'The plugin says: It is shut.' }]])
  await expect.poll(() => names('lamps.lamp')).toEqual(['First lamp'])
  expect(await standing('keys')).toMatchObject({ unmade: [{ seed: 'keys.first', why: 'The plugin says: No key yet.' }] })
  open()
  await expect.poll(() => names('keys.key')).toEqual(['First key'])
  // What began may end.
  await other.stop()
  expect([(await standing('gates')).unmade, await names('gates.gate')]).toEqual([[], ['First gate']])
  await put('keys', 'disabled')
})

test('a start waits for new first records that never end no longer than for what shows no sign of life', async () => {
  const plugins = new Map([...platform.platform.world.plugins, ['gates', asks]])
  await startAgain({ plugins, patience: { everyMs: 20, still: 10, whole: 100_000, long: 100_000 } })
  const { world } = platform.platform
  expect(await checkSeeds(world.db.owner, { name: 'main', sample: false }, plugins)).toContainEqual({
    good: false,
    text: expect.stringMatching(/The plugin Gates took too long \(gates\.second of gates\).* Or here: sangam plugin seed gates$/),
  })
})

test('a test of a plugin whose first records can’t be made fails with the same words', async () => {
  await expect(createTestPlatform({ plugins: [deals, carts] })).rejects.toThrow(missing.text)
})
