import {
  allow,
  boolean,
  defineEntity,
  definePlugin,
  defineSettings,
  hooks,
  integer,
  parent,
  type Refusal,
  reference,
  role,
  rollup,
  text,
  UserError,
} from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { boot, type Platform } from '../../core/boot.ts'
import type { CoreCtx } from '../../core/data/context.ts'
import { statementsOf } from '../../sdk/testing/check/statements.ts'
import { clientOf } from '../../sdk/testing/client.ts'

const Zone = defineEntity('depot.zone', { title: 'name', fields: { name: text({ required: true, max: 60 }), up: parent('depot.zone') } })

/** Set-up: where parcels are put. How many tags a shelf has changes without it. */
const Shelf = defineEntity('depot.shelf', {
  title: 'name',
  steady: true,
  fields: {
    name: text({ required: true, max: 60 }),
    place: integer({ required: true }),
    open: boolean({ default: true }),
    zone: reference(Zone),
    tags: rollup('count', 'depot.tag', 'shelf'),
  },
})

const Tag = defineEntity('depot.tag', {
  title: 'text',
  fields: { text: text({ required: true, max: 60 }), mark: text({ max: 20, unique: true }), shelf: reference(Shelf) },
})

const Parcel = defineEntity('depot.parcel', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 60 }),
    shelf: text({ max: 60 }),
    on: reference(Shelf),
    /** A tag that its making brings, with a shelf that is there or is not; and whether the attempt stands by itself. */
    tag: text({ max: 60 }),
    mark: text({ max: 20 }),
    /** What its hooks do with the shelves they find: see there. */
    mode: text({ max: 20 }),
    under: text({ max: 60 }),
    apart: boolean(),
    tagged: text({ max: 60 }),
  },
})

const signs = defineSettings('depot', 'Depot', { sign: text({ max: 60, default: 'To the depot' }) })

/** How often the shelves were really asked for is the database's business; what the hook was told is ours. */
const parcelHooks = hooks(Parcel, {
  derive: (ctx, changes) =>
    ctx.asSystem('Looks for a shelf', async system => {
      const { mode, under } = changes[0]?.next ?? {}
      if (mode === 'signed') {
        const { sign } = await system.settings(signs)
        return changes.map(() => ({ shelf: sign }))
      }
      const where = mode === 'under' ? { zone: { under: String(under) } } : { open: true, ...(mode === 'tagged' && { tags: { gte: 1 } }) }
      const open = (await system.repo(Shelf).find({ where: where as never, fields: ['name'], sort: ['place', 'id'] })).items
      if (mode === 'refuses' && !open[0]) throw new UserError('no_shelf', 'No shelf is open. Open one.')
      if (mode === 'breaks') return changes.map(() => ({ shelf: (open[0] as { name: string }).name }))
      return changes.map(({ before, next }) => (before === null && next ? { shelf: open[0]?.name ?? null } : null))
    }),
  check: async (_ctx, changes) =>
    changes.flatMap(({ next }, index): Refusal[] =>
      next && next.shelf === null && next.mode === null ? [{ index, field: 'shelf', code: 'no_shelf', message: 'No shelf is open. Open one.' }] : [],
    ),
  async react(ctx, changes) {
    for (const { before, next } of changes) {
      if (before === null && next?.mode === 'attempts') await getOverIt(ctx as CoreCtx)
      if (before !== null || !next?.tag) continue
      const make = async (): Promise<string> => (await ctx.repo(Tag).create({ text: String(next.name), mark: next.mark, shelf: next.tag as never })).text
      const tagged = await (next.apart ? (ctx as CoreCtx).attempt(make) : make()).catch(error => String((error as { code?: string }).code))
      await ctx.repo(Parcel).update(next.id, { tagged })
    }
  },
})

/** A change of set-up that fails because of what nobody waited for, and a hook that gets over it. */
async function getOverIt(ctx: CoreCtx): Promise<void> {
  const work = async (): Promise<void> => {
    ctx.tx.later(sql`select 1 / 0`)
    await ctx.asSystem('Makes a shelf', system => system.repo(Shelf).create({ name: 'Tried', place: 9 }))
  }
  await ctx.attempt(work).catch(() => undefined)
}

let inside: () => void = () => undefined
let gate: Promise<void> = Promise.resolve()

/** Who makes a shelf called "Slow" waits at the gate, in the middle of a transaction. */
const shelfHooks = hooks(Shelf, {
  async check(_ctx, changes) {
    if (changes.some(({ next }) => next?.name === 'Slow')) {
      inside()
      await gate
    }
    return []
  },
})

const depot = definePlugin({
  id: 'depot',
  version: '1.0.0',
  title: 'Depot',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Zone, Shelf, Tag, Parcel],
  parts: [
    signs,
    parcelHooks,
    shelfHooks,
    role('depot.keeper', {
      label: 'Keeper',
      grants: [
        allow(Zone, ['read', 'create', 'update']),
        allow(Shelf, ['read', 'create', 'update', 'remove']),
        allow(Tag, ['read', 'create']),
        allow(Parcel, ['read', 'create', 'update']),
      ],
    }),
  ],
})

let platform: TestPlatform
let second: Platform
/** The same person on two nodes of one workspace. */
let nodes: readonly TestClient[]

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [depot] })
  const { world } = platform.platform
  second = await boot({ config: world.config, plugins: world.plugins, log: world.log, clock: world.clock, background: false })
  const keeper = await platform.as('depot.keeper')
  nodes = [keeper, await elsewhere(keeper.userId)]
})
afterAll(async () => {
  await second.stop()
  await platform.stop()
})

/** A person's way in at the second node. */
async function elsewhere(userId: string): Promise<TestClient> {
  const { db, clock } = platform.platform.world
  const { account } = (await platform.admin.get(`/api/records/core.user/${userId}`)) as { account: string }
  const expiresAt = new Date(clock.now().getTime() + 86_400_000).toISOString()
  const { key } = await makeKey(db.app, { account, workspace: 'main', name: 'elsewhere', role: null, expiresAt }, clock.now())
  return clientOf(async (path, init) => second.app.request(`http://localhost:4000${path}`, init), { Authorization: `Bearer ${key}` }, userId)
}

interface Made {
  readonly id: string
  readonly shelf: string | null
  readonly tagged: string | null
}

/** A small generator with a seed: the same steps in every run that fails. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

test('whichever node changed the shelves a moment ago, and whatever failed meanwhile, the next parcel goes where they say', async () => {
  const throws = dice(20_270_331)
  const shelves = new Map<string, { name: string; place: number; open: boolean; there: boolean }>()
  const expected = (): string | null =>
    [...shelves.entries()]
      .filter(([, shelf]) => shelf.open && shelf.there)
      .sort(([a, one], [b, other]) => one.place - other.place || (a < b ? -1 : 1))
      .map(([, shelf]) => shelf.name)[0] ?? null
  const told: (readonly [string | null, string | null])[] = []
  for (let step = 0; step < 160; step += 1) {
    const node = nodes[throws(2)] as TestClient
    const [id, shelf] = [...shelves][throws(Math.max(1, shelves.size))] ?? []
    switch (id && shelf ? throws(9) : 0) {
      case 0: {
        const values = { name: `Shelf ${step}`, place: throws(4), open: throws(3) > 0 }
        if (shelves.size < 6) shelves.set(((await node.post('/api/records/depot.shelf', values)) as { id: string }).id, { ...values, there: true })
        break
      }
      case 1:
        if (!shelf?.there) break
        shelf.place = throws(4)
        await node.patch(`/api/records/depot.shelf/${id}`, { place: shelf.place })
        break
      case 2:
        if (!shelf?.there) break
        shelf.open = !shelf.open
        await node.patch(`/api/records/depot.shelf/${id}`, { open: shelf.open })
        break
      case 3:
        if (id && shelf) {
          await (shelf.there ? node.delete(`/api/records/depot.shelf/${id}`) : node.post('/api/batch', [{ entity: 'depot.shelf', verb: 'restore', id }]))
          shelf.there = !shelf.there
        }
        break
      case 4: {
        // All of it or nothing: what a refused batch would have changed nobody else ever sees, and nobody remembers.
        if (!id || !shelf?.there) break
        const writes = [
          { entity: 'depot.shelf', verb: 'update', id, patch: { place: -1, open: true, name: 'Never' } },
          { entity: 'depot.parcel', verb: 'create', values: { name: 'Lost' } },
          { entity: 'depot.parcel', verb: 'create', values: {} },
        ]
        expect((await node.ask('POST', '/api/batch', writes)).status).toBe(422)
        break
      }
      case 5: {
        if (!id || !shelf?.there) break
        // In one batch a change of a shelf counts for the parcel behind it.
        Object.assign(shelf, { name: `Renamed ${step}`, open: true })
        const [, parcel] = (await node.post('/api/batch', [
          { entity: 'depot.shelf', verb: 'update', id, patch: { name: shelf.name, open: true } },
          { entity: 'depot.parcel', verb: 'create', values: { name: 'Behind it' } },
        ])) as unknown as Made[]
        told.push([parcel?.shelf ?? null, expected()])
        break
      }
      default: {
        const { status, json } = await node.ask('POST', '/api/records/depot.parcel', { name: `Parcel ${step}` })
        const { shelf: put, code } = json as unknown as { shelf: string; code?: string }
        told.push([status === 201 ? put : (code ?? null), expected() ?? 'invalid'])
      }
    }
  }
  expect(told.length).toBeGreaterThan(50)
  expect(told.filter(([put, right]) => put !== right)).toEqual([])
})

test('an automation and a webhook that one node was given are heard of by the next change on the other', async () => {
  const owners = [platform.admin, await elsewhere(platform.admin.userId)] as const
  await openShelf()
  const waiting = async (): Promise<string[]> =>
    (
      await platform.platform.world.db.app.run<{ name: string }>(
        sql`select name from main.core_job where done_at is null and (name = 'core.automate' or name like 'core.webhook%')`,
      )
    ).map(({ name }) => name.replace(/#.*/, ''))
  for (const [here, there] of [owners, [owners[1], owners[0]] as const]) {
    for (let again = 0; again < 3; again += 1) await there.post('/api/records/depot.parcel', { name: 'Unheard' })
    expect(await waiting()).toEqual([])
    const made = (await here.post('/api/automations', {
      name: 'Marks',
      entity: 'depot.parcel',
      trigger: { on: 'created' },
      steps: [{ do: 'set', values: { tagged: 'seen' } }],
    })) as { id: string }
    await there.post('/api/records/depot.parcel', { name: 'Heard' })
    expect(await waiting()).toEqual(['core.automate'])
    await here.delete(`/api/automations/${made.id}`)
    const { id } = (await here.post('/api/webhooks', { name: 'Tells', url: 'https://example.com/in', entity: 'depot.parcel', verbs: ['create'] })) as {
      id: string
    }
    await there.post('/api/records/depot.parcel', { name: 'Told' })
    expect((await waiting()).sort()).toEqual(['core.automate', 'core.webhook'])
    await here.delete(`/api/records/core.webhook/${id}`)
    await platform.settle()
    await there.post('/api/records/depot.parcel', { name: 'Unheard again' })
    expect(await waiting()).toEqual([])
  }
})

async function openShelf(): Promise<string> {
  return ((await platform.admin.post('/api/records/depot.shelf', { name: 'Open', place: 0 })) as { id: string }).id
}

test('what a hook tries and gets over ends the same whether the change was tried on hope or not, and says why', async () => {
  const node = nodes[0] as TestClient
  const shelf = await openShelf()
  const nowhere = '00000000-0000-7000-8000-00000000dead'
  for (const apart of [true, false]) {
    const mark = `Red ${apart}`
    const good = (await node.post('/api/records/depot.parcel', { name: 'Good', tag: shelf, mark, apart })) as unknown as Made
    const bad = (await node.post('/api/records/depot.parcel', { name: 'Bad', tag: nowhere, apart })) as unknown as Made
    const twice = (await node.post('/api/records/depot.parcel', { name: 'Twice', tag: shelf, mark, apart })) as unknown as Made
    expect([good.tagged, bad.tagged, twice.tagged]).toEqual(['Good', 'invalid', 'not_unique'])
  }
  const tags = (await node.get('/api/records/depot.tag?fields=text')) as { items: { text: string }[] }
  expect(tags.items.map(tag => tag.text)).toEqual(['Good', 'Good'])
  const { status, json } = await node.ask('POST', '/api/records/depot.parcel', { on: nowhere })
  expect([status, (json as unknown as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => [field, code])]).toEqual([
    422,
    [
      ['name', 'required'],
      ['on', 'reference_unknown'],
    ],
  ])
})

test('in a database that an older version prepared nothing is remembered until its number is there', async () => {
  const [one, other] = nodes as [TestClient, TestClient]
  const put = async (node: TestClient): Promise<string | null> => ((await node.post('/api/records/depot.parcel', { name: 'Old' })) as unknown as Made).shelf
  const there = (await one.get('/api/records/depot.shelf?fields=id')) as { items: { id: string }[] }
  for (const { id } of there.items) await one.patch(`/api/records/depot.shelf/${id}`, { open: false })
  const { id } = (await one.post('/api/records/depot.shelf', { name: 'First', place: 0 })) as { id: string }
  expect([await put(one), await put(other), await put(one)]).toEqual(['First', 'First', 'First'])
  await platform.platform.world.db.owner.run(sql`delete from main.core_number where name = 'steady'`)
  expect([await put(one), await put(one), await put(other)]).toEqual(['First', 'First', 'First'])
  await other.patch(`/api/records/depot.shelf/${id}`, { name: 'Second' })
  expect([await put(one), await put(other), await put(one)]).toEqual(['Second', 'Second', 'Second'])
  await one.patch(`/api/records/depot.shelf/${id}`, { name: 'Third' })
  expect([await put(other), await put(one), await put(other)]).toEqual(['Third', 'Third', 'Third'])
})

async function closeAll(): Promise<void> {
  const { items } = (await platform.admin.get('/api/records/depot.shelf?fields=open')) as { items: { id: string; open: boolean }[] }
  for (const { id, open } of items) if (open) await platform.admin.patch(`/api/records/depot.shelf/${id}`, { open: false })
}

/** What comes of making a parcel: the shelf it is put on, or why not. */
async function put(node: TestClient, values: object = {}): Promise<string | null> {
  const { status, json } = await node.ask('POST', '/api/records/depot.parcel', { name: 'Parcel', ...values })
  const { shelf, code } = json as unknown as { shelf: string | null; code: string }
  return status === 201 ? shelf : code
}

test.each(['refuses', 'breaks'])('a hook that %s on what was remembered is asked again on what is there', async mode => {
  const [one, other] = nodes as [TestClient, TestClient]
  await closeAll()
  const warm = [await put(one), await put(one), await put(one, { mode })]
  await other.post('/api/records/depot.shelf', { name: `For ${mode}`, place: 0 })
  expect([...warm, await put(one, { mode }), await put(other, { mode })]).toEqual([
    'invalid',
    'invalid',
    mode === 'refuses' ? 'no_shelf' : 'internal',
    `For ${mode}`,
    `For ${mode}`,
  ])
})

test('what a hook got over leaves no doubt of what was remembered', async () => {
  const [one, other] = nodes as [TestClient, TestClient]
  await closeAll()
  const id = await openShelf()
  const warm = [await put(one, { mode: 'attempts' }), await put(one), await put(one)]
  await other.patch(`/api/records/depot.shelf/${id}`, { name: 'Renamed' })
  expect([...warm, await put(one, { mode: 'attempts' })]).toEqual(['Open', 'Open', 'Open', 'Renamed'])
})

test('what is set is remembered, and what was saved on one node holds for the next change on the other', async () => {
  const [one] = nodes as [TestClient, TestClient]
  const away = async (sign: string): Promise<unknown> => {
    const owner = await elsewhere(platform.admin.userId)
    return owner.put('/api/settings/depot', { values: { sign } })
  }
  const signed = [await put(one, { mode: 'signed' }), await put(one, { mode: 'signed' }), await put(one, { mode: 'signed' })]
  await away('To the pier')
  signed.push(await put(one, { mode: 'signed' }), await put(one, { mode: 'signed' }))
  await away('To the mill')
  signed.push(await put(one, { mode: 'signed' }), await put(one, { mode: 'signed' }))
  expect(signed).toEqual(['To the depot', 'To the depot', 'To the depot', 'To the pier', 'To the pier', 'To the mill', 'To the mill'])
  const { sent } = await statementsOf(platform, () => put(one, { mode: 'signed' }))
  expect(sent.filter(text => text.includes('"core_setting"'))).toEqual([])
})

test('what is set-up’s own is remembered, and what is counted of it from others is asked', async () => {
  const [one, other] = nodes as [TestClient, TestClient]
  await closeAll()
  const shelf = await openShelf()
  for (let turn = 0; turn < 3; turn += 1) await put(one)
  const { result, sent } = await statementsOf(platform, () => put(one))
  expect([result, sent.filter(text => text.includes('"depot_shelf"'))]).toEqual(['Open', []])
  const before = [await put(one, { mode: 'tagged' }), await put(one, { mode: 'tagged' })]
  await other.post('/api/records/depot.tag', { text: 'Fragile', shelf })
  expect([...before, await put(one, { mode: 'tagged' })]).toEqual([null, null, 'Open'])
})

test('shelves under a zone are no set-up alone: zones may change at any time', async () => {
  const [one, other] = nodes as [TestClient, TestClient]
  const zone = async (values: object): Promise<string> => ((await other.post('/api/records/depot.zone', values)) as { id: string }).id
  const top = await zone({ name: 'Top' })
  const low = await zone({ name: 'Low', up: top })
  await other.post('/api/records/depot.shelf', { name: 'In low', place: 1, zone: low })
  const asked = { mode: 'under', under: top }
  const before = [await put(one, asked), await put(one, asked), await put(one, asked)]
  await other.patch(`/api/records/depot.zone/${low}`, { up: null })
  expect([...before, await put(one, asked), await put(other, asked)]).toEqual(['In low', 'In low', 'In low', null, null])
})

test('who changes set-up in a long batch keeps nobody else from changing set-up, nor rights, meanwhile', async () => {
  const { admin } = platform
  const shelf = async (name: string): Promise<string> => ((await admin.post('/api/records/depot.shelf', { name, place: 1 })) as { id: string }).id
  const [first, second] = [await shelf('First'), await shelf('Second')]
  const team = (await admin.post('/api/records/core.team', { name: 'North' })) as { id: string }
  const arrived = new Promise<void>(resolve => {
    inside = resolve
  })
  let open: () => void = () => undefined
  gate = new Promise(resolve => {
    open = resolve
  })
  const batch = admin.ask('POST', '/api/batch', [
    { entity: 'depot.shelf', verb: 'update', id: first, patch: { place: 5 } },
    { entity: 'depot.shelf', verb: 'create', values: { name: 'Slow', place: 6 } },
    { entity: 'depot.shelf', verb: 'update', id: second, patch: { place: 7 } },
    { entity: 'core.company', verb: 'update', id: platform.company, patch: { name: 'Renamed Ltd' } },
  ])
  await arrived
  const others = await Promise.all([
    admin.ask('PATCH', `/api/records/depot.shelf/${second}`, { place: 8 }),
    admin.ask('PATCH', `/api/records/core.team/${team.id}`, { region: 'North' }),
  ])
  open()
  expect([...others, await batch].map(({ status }) => status)).toEqual([200, 200, 200])
})
