import {
  allow,
  dashboard,
  date,
  defineEntity,
  definePlugin,
  extendEntity,
  hooks,
  integer,
  listCard,
  listScreen,
  numberCard,
  pageScreen,
  parent,
  reference,
  role,
  route,
  text,
} from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { compile } from '../../core/data/connection.ts'
import { OutboxReader } from '../../core/http/outbox-reader.ts'
import { Deal, deals, Firm } from './note.ts'

const Stamp = defineEntity('stamps.stamp', {
  title: 'name',
  fields: { name: text({ required: true }), deal: reference('deals.deal'), day: date(), until: date(), worth: integer(), under: parent('stamps.stamp') },
})
const stampViews = [
  { label: 'By day', kind: 'calendar', by: 'day', card: ['name', 'deal'] },
  { label: 'Over time', kind: 'gantt', start: 'day', end: 'until', group: ['deal'] },
  { label: 'By branch', kind: 'tree', columns: ['name', 'deal'] },
  {
    label: 'Late',
    columns: ['name', 'day'],
    pinned: 2,
    colours: [
      { where: { deal: { isEmpty: true } }, colour: 'grey', label: 'Of no deal' },
      { where: { day: { lt: '$today' } }, colour: 'red', label: 'Late', column: 'day' },
    ],
    waits: { measure: 'sum:worth', late: true, page: 'stamps.book' },
  },
  { label: 'Loose', where: { deal: { isEmpty: true } }, waits: { verb: 'update' } },
] as const
const stamps = definePlugin({
  id: 'stamps',
  version: '1.0.0',
  title: 'Stamps',
  description: 'Stamps on deals.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Stamp],
  extensions: [extendEntity(Deal, { fields: { stampCount: integer({ default: 0 }) } })],
  parts: [
    hooks(Deal, {
      check: async (_, changes) =>
        changes.flatMap((change, index) =>
          change.next?.title === 'Unstampable' ? [{ index, field: 'title', code: 'stamped', message: 'It can’t be stamped.' }] : [],
        ),
    }),
    route('GET', '/newest', { permission: 'stamps.stamp:read', run: async ctx => (await ctx.repo(Stamp).find({ limit: 1 })).items.map(one => one.name) }),
    listScreen(Stamp, { menu: 'Deals', columns: ['name'], views: stampViews }),
    pageScreen('stamps.book', Stamp, { label: 'Book', element: 'stamps-book', verb: 'update' }),
    dashboard('stamps.desk', {
      label: 'Stamping',
      home: ['stamps.clerk'],
      filters: [{ entity: Stamp.name, field: 'deal' }],
      cards: [
        numberCard(Stamp, { label: 'Stamps', by: 'day', period: 'month' }),
        listCard(Stamp, { label: 'Newest', columns: ['name', 'deal'], width: 6 }),
        numberCard(Deal, { label: 'Deals', width: 3, height: 2 }),
        { kind: 'tasks' },
      ],
    }),
    role('stamps.clerk', { label: 'Clerk', grants: [allow(Stamp, ['read'], { hide: ['deal'] })] }),
    role('stamps.blind', { label: 'Blind', grants: [allow(Stamp, ['read'], { hide: ['day', 'worth', 'under'] })] }),
    role('stamps.part', { label: 'Part', grants: [allow(Stamp, ['read', 'update'], { where: { name: { ne: 'Closed' } } })] }),
  ],
})

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: [stamps] })
})
afterAll(() => platform.stop())

describe('a plugin is enabled while people work', () => {
  test('its plan says what will be, and changes nothing', async () => {
    const plan = await platform.admin.post('/api/plugins/stamps/plan', { to: 'enabled' })
    expect(plan).toEqual({
      steps: [
        'Makes 1 table with 7 columns. Nothing that is there is changed.',
        'Adds to the navigation: Stamps.',
        'Brings 1 dashboard: Stamping.',
        'Adds 1 field to records of others: Deals › Stamp count.',
        'Brings the roles Clerk, Blind, Part. Give them to people under Users.',
        'Answers at 1 address of its own, about: Stamps.',
        'Has a say in every change of Deals.',
      ],
      technical: [{ step: 5, names: ['GET /api/plugins/stamps/x/newest'] }],
      tables: 1,
      columns: 7,
      schema: expect.any(Array),
      takes: expect.objectContaining({ on: 'copy' }),
    })
    expect((await platform.admin.ask('GET', '/api/records/stamps.stamp')).status).toBe(404)
  })

  test('it is there with the next request: its records, and its field on what is there already', async () => {
    const deal = await platform.admin.repo(Deal).create({ title: 'Before' })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'enabled' })
    await platform.admin.repo(Stamp).create({ name: 'First', deal: deal.id })
    expect(await platform.admin.get(`/api/records/deals.deal/${deal.id}?fields=stampCount`)).toMatchObject({ stampCount: 0 })
    await platform.admin.patch(`/api/records/deals.deal/${deal.id}`, { stampCount: 3 })
    expect(((await platform.admin.get('/api/meta')) as { entities: object }).entities).toHaveProperty(['stamps.stamp'])
  })

  test('what others stand on can’t be taken away under them', async () => {
    expect(await platform.admin.refused(platform.admin.post('/api/plugins/deals/apply', { to: 'disabled' }))).toMatchObject({
      status: 409,
      code: 'plan_refused',
      detail: 'Stamps needs it. Disable that first.',
    })
  })

  test('disabled, all of it is gone and its records stay; enabled again, all of it is back', async () => {
    const status = async (path: string) => (await platform.admin.ask('GET', path)).status
    const { items } = await platform.admin.repo(Deal).find({ where: { title: 'Before' } })
    const deal = items[0]?.id
    const refusesTitle = async () => {
      const { status } = await platform.admin.ask('PATCH', `/api/records/deals.deal/${deal}`, { title: 'Unstampable' })
      if (status === 200) await platform.admin.patch(`/api/records/deals.deal/${deal}`, { title: 'Before' })
      return status === 422
    }
    const look = async () => {
      const meta = (await platform.admin.get('/api/meta')) as {
        readonly entities: { readonly [name: string]: { readonly fields: object } }
        readonly lists: readonly { readonly entity: string; readonly menu?: string }[]
        readonly dashboards: readonly { readonly name: string }[]
        readonly plugins: readonly { readonly id: string }[]
      }
      const roles = (await platform.admin.get('/api/roles')) as object
      const { owner } = platform.platform.world.db
      return {
        records: await status('/api/records/stamps.stamp'),
        route: await status('/api/plugins/stamps/x/newest'),
        hook: await refusesTitle(),
        field: { told: 'stampCount' in (meta.entities['deals.deal']?.fields ?? {}), asked: await status(`/api/records/deals.deal/${deal}?fields=stampCount`) },
        entity: 'stamps.stamp' in meta.entities,
        navigation: meta.lists.flatMap(({ entity, menu }) => (entity === 'stamps.stamp' ? [menu] : [])),
        screens: meta.dashboards.map(one => one.name),
        plugins: meta.plugins.map(one => one.id),
        roles: JSON.stringify(roles).includes('stamps.clerk'),
        kept: await owner.run(sql`select s.name, d.stamp_count as count from main.stamps_stamp s join main.deals_deal d on d.id = s.deal`),
      }
    }
    const here = await look()
    expect(here).toEqual({
      records: 200,
      route: 200,
      hook: true,
      field: { told: true, asked: 200 },
      entity: true,
      navigation: ['Deals'],
      screens: ['stamps.desk'],
      plugins: ['core', 'deals', 'stamps'],
      roles: true,
      kept: [{ name: 'First', count: 3 }],
    })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'disabled' })
    expect(await look()).toEqual({
      records: 404,
      route: 404,
      hook: false,
      field: { told: false, asked: 400 },
      entity: false,
      navigation: [],
      screens: [],
      plugins: ['core', 'deals'],
      roles: false,
      kept: here.kept,
    })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'enabled' })
    expect(await look()).toEqual(here)
  })

  test('only an administrator may', async () => {
    const manager = await platform.as('deals.manager')
    expect(await manager.refused(manager.post('/api/plugins/stamps/apply', { to: 'disabled' }))).toMatchObject({ status: 403 })
  })
})

describe('a view', () => {
  test('of a plugin is told without what one may not see, and not at all where that is what it stands on', async () => {
    const viewsOf = async (...roles: string[]): Promise<unknown> => {
      const { lists } = (await (await platform.as(...roles)).get('/api/meta')) as { lists: readonly { entity: string; views?: unknown }[] }
      return lists.find(list => list.entity === 'stamps.stamp')?.views
    }
    expect([await viewsOf('stamps.clerk'), await viewsOf('stamps.blind')]).toEqual([
      [
        { label: 'By day', kind: 'calendar', by: 'day', card: ['name'] },
        { label: 'Over time', kind: 'gantt', start: 'day', end: 'until' },
        { label: 'By branch', kind: 'tree', columns: ['name'] },
        {
          ...{ label: 'Late', columns: ['name', 'day'], pinned: 2, waits: { measure: 'sum:worth', late: true } },
          colours: [{ where: { day: { lt: '$today' } }, colour: 'red', label: 'Late', column: 'day' }],
        },
      ],
      [
        {
          label: 'Late',
          columns: ['name'],
          pinned: 2,
          colours: [{ where: { deal: { isEmpty: true } }, colour: 'grey', label: 'Of no deal' }],
          waits: { late: true },
        },
        { label: 'Loose', where: { deal: { isEmpty: true } } },
      ],
    ])
    // What waits is told to who does something about it, with the page on which that is done.
    expect(((await viewsOf('stamps.part')) as readonly { waits?: object }[]).flatMap(({ waits }) => waits ?? [])).toEqual([
      { measure: 'sum:worth', late: true, page: 'stamps.book' },
      { verb: 'update' },
    ])
  })

  test('as a tree begins with what stands under nothing that one sees; a circle is refused with a sentence, and what is hidden is not counted', async () => {
    const make = async (name: string, under: string | null = null): Promise<string> =>
      ((await platform.admin.post('/api/records/stamps.stamp', { name, under })) as { id: string }).id
    const top = await make('Top')
    const closed = await make('Closed', top)
    const inner = await make('Inner', closed)
    const leaf = await make('Leaf', inner)
    const part = await platform.as('stamps.part')
    const names = async (client: TestClient, where: object): Promise<readonly string[]> =>
      ((await client.post('/api/query/stamps.stamp', { where, sort: ['name'], fields: ['name'] })) as { items: { name: string }[] }).items.map(one => one.name)
    const tops = { and: [{ name: { in: ['Top', 'Closed', 'Inner', 'Leaf'] } }, { or: [{ under: { isEmpty: true } }, { 'under.id': { isEmpty: true } }] }] }
    expect([await names(platform.admin, tops), await names(part, tops), await names(part, { under: { under: inner } })]).toEqual([
      ['Top'],
      ['Inner', 'Top'],
      ['Leaf'],
    ])
    const counts = await part.post('/api/query/stamps.stamp', { where: { under: { in: [top, inner] } }, group: ['under'], measures: ['count'] })
    expect(counts).toMatchObject({ items: [{ under: inner, count: 1 }] })
    expect(await part.refused(part.patch(`/api/records/stamps.stamp/${inner}`, { under: leaf }))).toMatchObject({
      status: 422,
      errors: [{ field: 'under', code: 'circle', message: 'Under: nothing can stand below itself. Choose another.' }],
    })
  })

  test('that someone saves keeps its kind and settings; colleagues see it once it is shared, and never change it', async () => {
    const [seller, looker] = [await platform.as('deals.seller'), await platform.as('deals.looker')]
    const definition = { where: { state: 'open' }, by: 'closing', span: 'week' }
    const mine = (await seller.post('/api/records/core.view', { name: 'Closings', entity: 'deals.deal', kind: 'calendar', definition })) as { id: string }
    const path = `/api/records/core.view/${mine.id}`
    expect((await looker.ask('GET', path)).status).toBe(404)
    await seller.patch(path, { shared: true })
    expect(await looker.get(path)).toMatchObject({ name: 'Closings', kind: 'calendar', shared: true, definition, owner: seller.userId })
    expect((await looker.ask('PATCH', path, { name: 'Ours' })).status).toBe(403)
    const bars = { name: 'Bars', entity: 'deals.deal', kind: 'gantt', definition: { start: 'createdAt', end: 'closing', group: ['state'], scale: 'month' } }
    expect(await seller.post('/api/records/core.view', bars)).toMatchObject({ ...bars, shared: false })
    expect(await seller.refused(seller.post('/api/records/core.view', { name: 'X', entity: 'deals.deal', kind: 'map', definition }))).toMatchObject({
      status: 422,
      errors: [{ field: 'kind', code: 'not_a_choice' }],
    })
  })
})

describe('a saved view', () => {
  const definition = { where: { state: 'open' } }
  const make = async (client: TestClient, name: string, more: object = {}): Promise<string> =>
    ((await client.post('/api/records/core.view', { name, entity: 'deals.deal', definition, ...more })) as { id: string }).id
  const names = async (client: TestClient): Promise<readonly string[]> => {
    const where = encodeURIComponent(JSON.stringify({ name: { startsWith: 'Saved' } }))
    return ((await client.get(`/api/records/core.view?sort=position,name&fields=name&where=${where}`)) as { items: readonly { name: string }[] }).items.map(
      one => one.name,
    )
  }

  test('is one’s own, a team’s or everyone’s, in the order one puts it, and changed by its owner alone', async () => {
    const [seller, mate, other] = [await platform.as('deals.seller'), await platform.as('deals.seller'), await platform.as('deals.seller')]
    const members = [{ user: seller.userId }, { user: mate.userId }]
    const { id: team } = (await platform.admin.post('/api/records/core.team', { name: 'South', members })) as { id: string }
    const mine = await make(seller, 'Saved mine', { position: 2 })
    const ours = await make(seller, 'Saved ours', { team, pinned: true })
    const open = await make(seller, 'Saved open', { shared: true, position: 1 })
    expect([await names(seller), await names(mate), await names(other)]).toEqual([
      ['Saved open', 'Saved mine', 'Saved ours'],
      ['Saved open', 'Saved ours'],
      ['Saved open'],
    ])
    expect(await mate.get(`/api/records/core.view/${ours}`)).toMatchObject({ team, pinned: true, definition })
    expect((await mate.ask('PATCH', `/api/records/core.view/${ours}`, { name: 'Taken' })).status).toBe(403)
    await seller.patch(`/api/records/core.view/${mine}`, { name: 'Saved by me', position: 0 })
    expect(await names(seller)).toEqual(['Saved by me', 'Saved open', 'Saved ours'])
    await seller.patch(`/api/records/core.view/${open}`, { shared: false })
    expect(await names(other)).toEqual([])
  })

  test('becomes the first view of a role by an administrator, once everyone sees it, and stays so until another is chosen', async () => {
    const seller = await platform.as('deals.seller')
    const path = `/api/records/core.view/${await make(seller, 'First')}`
    expect(await seller.refused(seller.patch(path, { firstOf: ['deals.seller'] }))).toMatchObject({
      status: 422,
      errors: [{ field: 'firstOf', code: 'forbidden' }],
    })
    expect(await platform.admin.refused(platform.admin.patch(path, { firstOf: ['deals.seller'] }))).toMatchObject({
      status: 422,
      errors: [{ field: 'shared', message: 'The first view of a role is for everyone who has it. Show it to everyone first.' }],
    })
    expect(await platform.admin.refused(platform.admin.patch(path, { firstOf: ['deals.nobody'], shared: true }))).toMatchObject({
      errors: [{ field: 'firstOf', message: 'Name roles that there are, such as "core.member".' }],
    })
    await platform.admin.patch(path, { firstOf: ['deals.seller'], shared: true })
    expect(await (await platform.as('deals.seller')).get(path)).toMatchObject({ firstOf: ['deals.seller'] })
    expect(await seller.refused(seller.patch(path, { shared: false }))).toMatchObject({
      errors: [{ field: 'shared', message: 'This is the first view of Seller. An administrator has to choose another for them first.' }],
    })
    expect(await seller.refused(seller.delete(path))).toMatchObject({
      status: 422,
      errors: [{ message: 'This is the first view of Seller. An administrator has to choose another for them first.' }],
    })
    await platform.admin.patch(path, { firstOf: null })
    await seller.delete(path)
  })

  test('has a place in everyone’s navigation by an administrator alone; whose view it is may change it as before', async () => {
    const seller = await platform.as('deals.seller')
    const refusal = {
      status: 422,
      errors: [
        {
          field: 'pinned',
          code: 'pinned_for_all',
          message: 'Only an administrator gives a view a place in everyone’s navigation. Take the place away, or show the view to yourself or your team alone.',
        },
      ],
    }
    expect(await seller.refused(make(seller, 'Loud', { shared: true, pinned: true, position: -1 }))).toMatchObject(refusal)
    const path = `/api/records/core.view/${await make(seller, 'Own', { pinned: true })}`
    expect(await seller.refused(seller.patch(path, { shared: true }))).toMatchObject(refusal)
    await seller.patch(path, { shared: true, pinned: false })
    expect(await seller.refused(seller.patch(path, { pinned: true }))).toMatchObject(refusal)
    await platform.admin.patch(path, { pinned: true })
    await seller.patch(path, { name: 'Ours' })
    expect(await seller.get(path)).toMatchObject({ name: 'Ours', shared: true, pinned: true })
  })
})

describe('a dashboard', () => {
  const cards = [
    { kind: 'number', entity: 'deals.deal', label: 'Won', where: { state: 'won' }, measure: 'sum:value.amount', by: 'closing', period: 'month' },
    { kind: 'chart', entity: 'deals.deal', label: 'By state', chart: 'funnel', group: ['state'] },
    { kind: 'tasks' },
  ]
  const names = async (client: TestClient): Promise<readonly string[]> =>
    ((await client.get('/api/records/core.dashboard?sort=name&fields=name')) as { items: readonly { name: string }[] }).items.map(one => one.name)

  test('of a plugin is told without the cards one may not see, is the home of its roles, and is not there for who sees nothing of it', async () => {
    const told = async (...roles: string[]): Promise<unknown> => ((await (await platform.as(...roles)).get('/api/meta')) as { dashboards: unknown }).dashboards
    const [number, list] = [
      { kind: 'number', entity: 'stamps.stamp', label: 'Stamps', by: 'day', period: 'month' },
      { kind: 'list', entity: 'stamps.stamp', label: 'Newest', columns: ['name'], width: 6 },
    ]
    const away = { kind: 'hidden', width: 3, height: 2 }
    const desk = { name: 'stamps.desk', label: 'Stamping', filters: [{ entity: 'stamps.stamp', field: 'deal' }] }
    expect(await told('stamps.clerk')).toEqual([{ ...desk, home: true, filters: [], cards: [number, list, away, { kind: 'tasks' }] }])
    const blind = [{ kind: 'hidden' }, { ...list, columns: ['name', 'deal'] }, away, { kind: 'tasks' }]
    expect(await told('stamps.blind')).toEqual([{ ...desk, home: false, cards: blind }])
    expect(await told()).toEqual([])
  })

  test('is one’s own, a team’s or everyone’s, and changed by its owner alone', async () => {
    const [seller, mate, other] = [await platform.as('deals.seller'), await platform.as('deals.seller'), await platform.as('deals.seller')]
    const { id: team } = (await platform.admin.post('/api/records/core.team', {
      name: 'North',
      members: [{ user: seller.userId }, { user: mate.userId }],
    })) as { id: string }
    const make = async (name: string, more: object) =>
      ((await seller.post('/api/records/core.dashboard', { name, definition: { cards }, ...more })) as { id: string }).id
    await make('Mine', {})
    await make('Ours', { team })
    const open = await make('Open', { shared: true })
    expect([await names(seller), await names(mate), await names(other)]).toEqual([['Mine', 'Open', 'Ours'], ['Open', 'Ours'], ['Open']])
    expect(await other.get(`/api/records/core.dashboard/${open}`)).toMatchObject({ owner: seller.userId, definition: { cards } })
    expect((await other.ask('PATCH', `/api/records/core.dashboard/${open}`, { name: 'Taken' })).status).toBe(403)
  })

  test('becomes the home of a role by an administrator, once everyone sees it', async () => {
    const seller = await platform.as('deals.seller')
    const { id } = (await seller.post('/api/records/core.dashboard', { name: 'Home', definition: { cards } })) as { id: string }
    const path = `/api/records/core.dashboard/${id}`
    expect(await seller.refused(seller.patch(path, { homeOf: ['deals.seller'] }))).toMatchObject({
      status: 422,
      errors: [{ field: 'homeOf', code: 'forbidden' }],
    })
    expect(await platform.admin.refused(platform.admin.patch(path, { homeOf: ['deals.seller'] }))).toMatchObject({
      status: 422,
      errors: [{ field: 'shared', message: 'A home is for everyone who has the role. Show it to everyone first.' }],
    })
    expect(await platform.admin.refused(platform.admin.patch(path, { homeOf: ['deals.nobody'], shared: true }))).toMatchObject({
      errors: [{ field: 'homeOf', message: 'Name roles that there are, such as "core.member".' }],
    })
    await platform.admin.patch(path, { homeOf: ['deals.seller'], shared: true })
    expect(await (await platform.as('deals.seller')).get(path)).toMatchObject({ homeOf: ['deals.seller'] })
    expect(await seller.refused(seller.patch(path, { shared: false }))).toMatchObject({
      status: 422,
      errors: [{ field: 'shared', message: 'This is the first page of Seller. An administrator has to choose another for them first.' }],
    })
    expect((await seller.refused(seller.delete(path))).errors?.[0]?.code).toBe('home_not_shared')
    await platform.admin.patch(path, { homeOf: null })
    expect(await seller.patch(path, { shared: false })).toMatchObject({ shared: false })
  })

  test('is refused with cards that can’t be shown to who makes it, and keeps those whose field went since', async () => {
    const clerk = await platform.as('stamps.clerk')
    const refusal = async (definition: object): Promise<unknown> =>
      (
        (await clerk.refused(clerk.post('/api/records/core.dashboard', { name: 'X', definition }))) as unknown as { errors: readonly { message: string }[] }
      ).errors.map(one => one.message)
    const said = (card: string): string[] => [
      `The card “${card}” asks for what is not there, what you may not see, or what can’t be shown so. Change it, or take it out.`,
    ]
    const shape = ['A dashboard is a list of cards, each of a kind: number, chart, list, tasks or heading.']
    const number = { kind: 'number', entity: 'stamps.stamp', label: 'N' }
    for (const [card, message] of [
      [{ ...number, measure: 'sum:nothing' }, said('N')],
      [{ ...number, where: { deal: { isEmpty: true } } }, said('N')],
      [{ ...number, where: { 'deal.title': 'x' } }, said('N')],
      [{ ...number, entity: 'deals.deal' }, said('N')],
      [{ ...number, entity: 'nowhere.thing' }, said('N')],
      [{ ...number, width: 40 }, said('N')],
      [{ kind: 'clock', label: 'Now' }, shape],
      [{ kind: 'list', label: 'L', entity: 'deals.deal', columns: 'title' }, shape],
      [{ kind: 'chart', label: 'C', entity: 'deals.deal' }, shape],
      ['text', shape],
    ] as const)
      expect([card, await refusal({ cards: [card] })]).toEqual([card, message])
    expect(await refusal({ cards: Array.from({ length: 41 }, () => ({ kind: 'tasks' })) })).toEqual(['A dashboard has at most 40 cards. Make a second one.'])
    const filters = Array.from({ length: 11 }, () => ({ entity: 'stamps.stamp', field: 'day' }))
    expect(await refusal({ cards: [], filters })).toEqual(['A dashboard has at most 10 filters. Take one out.'])

    const { admin } = platform
    const gone = { kind: 'number', entity: 'deals.deal', label: 'Stamped', measure: 'sum:stampCount' }
    const { id } = (await admin.post('/api/records/core.dashboard', { name: 'Kept', definition: { cards: [gone] } })) as { id: string }
    await admin.post('/api/plugins/stamps/apply', { to: 'disabled' })
    const path = `/api/records/core.dashboard/${id}`
    await admin.patch(path, { definition: { cards: [{ kind: 'tasks' }, gone] } })
    expect(await admin.get(path)).toMatchObject({ definition: { cards: [{ kind: 'tasks' }, gone] } })
    expect(await admin.refused(admin.patch(path, { definition: { cards: [{ ...gone, width: 6 }] } }))).toMatchObject({ status: 422 })
    await admin.post('/api/plugins/stamps/apply', { to: 'enabled' })
  })
})

describe('groups as a file', () => {
  test('are those one may export, exactly, each currency by itself; the name of what they refer to stands for it', async () => {
    const [seller, other] = [await platform.as('deals.seller'), await platform.as('deals.seller')]
    const firm = await platform.admin.repo(Firm).create({ name: '=Gupta, Mills', kind: 'customer' })
    const amounts = ['900719925474099.31', '0.75'].map(amount => ({ amount, currency: 'INR' }))
    const values = [...amounts, { amount: '5', currency: 'USD' }]
    for (const value of values) await seller.repo(Deal).create({ title: 'Counted', firm: firm.id, closing: '2027-03-09', value })
    await other.repo(Deal).create({ title: 'Counted', value: { amount: '1', currency: 'INR' } })
    const where = encodeURIComponent(JSON.stringify({ title: 'Counted' }))
    const path = `/api/export/deals.deal?where=${where}&group=firm,closing:month&measures=count,sum:value.amount`
    expect(await seller.get(`${path}&format=csv`)).toBe(
      'Firm,Closing (month),Currency,Number of records,Value: Sum\r\n"\'=Gupta, Mills",2027-03-01,INR,2,900719925474100.06\r\n"\'=Gupta, Mills",2027-03-01,USD,1,5\r\n',
    )
    expect(String(await seller.get(`${path}&format=xlsx`)).slice(0, 2)).toBe('PK')
  })

  test('are refused to who may not export, of what one may not read, and in other forms', async () => {
    const [seller, looker] = [await platform.as('deals.seller'), await platform.as('deals.looker')]
    const refusals = [
      await looker.refused(looker.get('/api/export/deals.deal?group=state')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&measures=sum:margin')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&format=pdf')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&fields=title')),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([403, 400, 400, 400])
  })
})

describe('settings', () => {
  test('are checked like any field, and secrets are not shown again', async () => {
    expect(await platform.admin.refused(platform.admin.put('/api/settings/core.mail', { values: { port: 70_000, colour: 'x' } }))).toMatchObject({
      status: 422,
      errors: [
        { field: 'port', code: 'too_large' },
        { field: 'colour', code: 'unknown_field' },
      ],
    })
    const saved = await platform.admin.put('/api/settings/core.mail', { values: { host: 'mail.example.com', password: 'hush' } })
    expect(saved).toMatchObject({ values: { host: 'mail.example.com', port: 587, password: '••••••••' } })
    await platform.admin.put('/api/settings/core.mail', { values: { password: '••••••••', port: 25 } })
    const [row] = await platform.platform.world.db.owner.run<{ values: object }>(sql`select values from main.core_setting where name = 'core.mail'`)
    expect(row?.values).toMatchObject({ password: 'hush', port: 25 })
    await platform.admin.put('/api/settings/core.mail', { values: { host: null } })
  })

  test('a password is for the server it was given for: it goes with that one, however the page comes to name another', async () => {
    const save = async (values: object) => ((await platform.admin.put('/api/settings/core.mail', { values })) as { values: object }).values
    for (const way of [
      [{ host: 'other.example.com', password: '••••••••' }],
      [{ host: 'other.example.com' }],
      [{ host: null }, { host: 'other.example.com' }],
    ]) {
      expect(await save({ host: 'mail.example.com', password: 'hush' })).toMatchObject({ password: '••••••••' })
      const saved = []
      for (const values of way) saved.push(await save(values))
      expect(saved.at(-1)).toMatchObject({ host: 'other.example.com', password: null })
    }
    expect(await save({ host: 'mail.example.com', password: 'new' })).toMatchObject({ password: '••••••••' })
    await save({ host: null })
  })
})

describe('the model over HTTP', () => {
  test('is sent once for as long as it is the same', async () => {
    const first = await platform.admin.ask('GET', '/api/meta')
    const again = await platform.admin.ask('GET', '/api/meta', undefined, { 'If-None-Match': first.headers.get('ETag') ?? '' })
    expect([first.status, again.status, again.json]).toEqual([200, 304, ''])
  })

  test('is described for programs, with what the caller may see and do only', async () => {
    const looker = await platform.as('deals.looker')
    const described = (await looker.get('/api/openapi.json')) as { openapi: string; paths: { [path: string]: object } }
    expect(described.openapi).toBe('3.1.0')
    expect(Object.keys(described.paths['/api/records/deals.deal'] ?? {})).toEqual(['get'])
    expect(described.paths).not.toHaveProperty(['/api/records/deals.firm'])
    expect(described.paths).not.toHaveProperty(['/api/records/core.setting'])
  })
})

test('several writes over several entities are one, and later ones name earlier ones', async () => {
  const [firm, deal] = (await platform.admin.post('/api/batch', [
    { entity: 'deals.firm', verb: 'create', values: { name: 'Batch & Sons', kind: 'customer' }, as: 'firm' },
    { entity: 'deals.deal', verb: 'create', values: { title: 'For them', firm: '$ref:firm' } },
  ])) as { id: string; firm: string }[]
  expect(deal?.firm).toBe(firm?.id)
})

test('pages follow each other without a gap or a twin, whatever is sorted by and whatever is empty', async () => {
  const firm = await platform.admin.repo(Firm).create({ name: 'Pages', kind: 'customer' })
  await platform.admin.repo(Deal).createMany(
    Array.from({ length: 57 }, (_, at) => ({
      title: `Page ${at % 9}`,
      firm: firm.id,
      score: at % 4 === 0 ? null : at % 5,
      hot: at % 3 !== 1,
      closing: at % 3 === 0 ? null : `2027-0${(at % 8) + 1}-11`,
    })),
  )
  for (const sort of [
    ['score'],
    ['-score'],
    ['closing', '-title'],
    ['-closing', 'score'],
    ['firm.name', 'title'],
    ['-value', 'title'],
    ['createdAt'],
    ['hot', 'title'],
    ['-hot'],
  ]) {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = (await platform.admin.post('/api/query/deals.deal', {
        where: { firm: firm.id },
        sort,
        fields: ['id'],
        limit: 10,
        ...(after && { after }),
      })) as { items: { id: string }[]; next: string | null }
      seen.push(...page.items.map(item => item.id))
      after = page.next ?? undefined
    } while (after)
    const whole = (await platform.admin.post('/api/query/deals.deal', { where: { firm: firm.id }, sort, fields: ['id'], limit: 100 })) as {
      items: { id: string }[]
    }
    expect({ sort, seen }).toEqual({ sort, seen: whole.items.map(item => item.id) })
    expect(new Set(seen).size).toBe(57)
  }
})

describe('the live line', () => {
  test('tells of a change to who may see the record, and nobody else', async () => {
    const seller = await platform.as('deals.seller')
    const heard = listen(seller.userId)
    await heard.ready
    await platform.admin.repo(Deal).create({ title: 'Not theirs' })
    const mine = await platform.admin.repo(Deal).create({ title: 'Theirs', owner: seller.userId })
    expect(await heard.next('change')).toEqual({ entity: 'deals.deal', id: mine.id, verb: 'create', version: 1 })
    heard.close()
  })

  test('says to who sees the record that stays that it is others, too, without a word of whom, and to nobody else', async () => {
    const [seller, other, stranger] = await Promise.all([platform.as('deals.seller'), platform.as('deals.seller'), platform.as()])
    const [winner = '', loser = ''] = (await platform.admin.repo(Deal).createMany([{ title: 'Stays', owner: seller.userId }, { title: 'Goes' }])).map(
      ({ id }) => id,
    )
    const [heard, nothing, none] = [listen(seller.userId), listen(other.userId), listen(stranger.userId)]
    await Promise.all([heard.ready, nothing.ready, none.ready])
    const { batch } = (await platform.admin.post('/api/duplicates/deals.deal/merge', { winner, loser })) as { batch: string }
    expect(await heard.next('merge')).toEqual({})
    await platform.admin.post(`/api/undo/${batch}`)
    const { db } = platform.platform.world
    for (const { userId } of [seller, other, stranger])
      await db.owner.run(sql`insert into main.core_outbox (at, kind, name, payload, origin)
        values (now(), 'notice', 'core.notification', jsonb_build_object('user', ${userId}::text), 'api')`)
    await db.owner.run(sql`notify sangam_outbox, 'main'`)
    const merges = async (line: typeof heard) => {
      await line.next('notice')
      return line.text().split('event: merge').length - 1
    }
    // Made one, and taken back: of what is out of sight nothing at all.
    expect([await merges(heard), await merges(nothing), await merges(none)]).toEqual([2, 0, 0])
    for (const one of [heard, nothing, none]) one.close()
  })

  test('looks for numbers that were passed over just now, and for none that were missing long ago', async () => {
    const { world } = platform.platform
    const outbox = async (statement: SQL): Promise<number> => {
      const reader = await OutboxReader.open(world, 'main', null)
      await world.db.owner.run(sql`select setval(pg_get_serial_sequence('main.core_outbox', 'id'), (select max(id) + 3000 from main.core_outbox))`)
      await world.db.owner.run(statement)
      const asked = vi.spyOn(world.db.app, 'run')
      expect((await reader.next()).rows.length).toBe(1)
      await reader.next()
      const told = asked.mock.calls.filter(([query]) => 'queryChunks' in query && compile(query).text.includes('"core_outbox"'))
      asked.mockRestore()
      return told.length
    }
    const row = (at: SQL): SQL => sql`insert into main.core_outbox (at, kind, name) values (${at}, 'change', 'deals.deal')`
    expect(await outbox(row(sql`now() - interval '2 hours'`))).toBe(2)
    expect(await outbox(row(sql`now()`))).toBe(3)
  })

  test('tells also of what a slow writer began before others and ended after them', async () => {
    const seller = await platform.as('deals.seller')
    const slow = await platform.admin.repo(Deal).create({ title: 'Slow', owner: seller.userId })
    const heard = listen(seller.userId)
    await heard.ready
    const { db } = platform.platform.world
    await db.owner.transaction(async tx => {
      await tx.run(sql`insert into main.core_outbox (at, kind, name, verb, record_id, version, origin)
        values (now(), 'change', 'deals.deal', 'update', ${slow.id}::uuid, 2, 'api')`)
      const quick = await platform.admin.repo(Deal).create({ title: 'Quick', owner: seller.userId })
      expect(await heard.next('change')).toEqual({ entity: 'deals.deal', id: quick.id, verb: 'create', version: 1 })
    })
    expect(await heard.of(slow.id)).toEqual({ entity: 'deals.deal', id: slow.id, verb: 'update', version: 2 })
    heard.close()
  })

  test('ends for whoever listens by a key, once that is taken away', async () => {
    const seller = await platform.as('deals.seller')
    const heard = listen(seller.userId)
    await heard.ready
    const { world } = platform.platform
    await world.db.app.run(sql`update sangam.api_key set revoked_at = now() where name = 'live' and revoked_at is null`)
    await platform.admin.repo(Deal).create({ title: 'Heard by nobody', owner: seller.userId })
    await heard.ended
    expect(heard.text()).not.toContain('event: change')
  })

  function listen(user: string): {
    ready: Promise<void>
    /** The server closed the line. */
    ended: Promise<void>
    text(): string
    next(event: string): Promise<unknown>
    of(id: string): Promise<unknown>
    close(): void
  } {
    const controller = new AbortController()
    let text = ''
    let wake: () => void = () => undefined
    let end: () => void = () => undefined
    const ended = new Promise<void>(resolve => (end = resolve))
    const opened = (async () => {
      const key = await keyOf(user)
      const answer = await platform.platform.app.request('http://localhost:4000/api/live', {
        headers: { Authorization: `Bearer ${key}` },
        signal: controller.signal,
      })
      const reader = answer.body?.getReader()
      void (async () => {
        for (;;) {
          const { value, done } = (await reader?.read().catch(() => ({ value: undefined, done: true }))) ?? { done: true, value: undefined }
          if (done) return end()
          text += new TextDecoder().decode(value)
          wake()
        }
      })()
    })()
    const until = async (found: () => unknown): Promise<unknown> => {
      for (;;) {
        const value = found()
        if (value !== undefined) return value
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
    return {
      ready: opened.then(async () => void (await until(() => (text.includes('event: hello') ? true : undefined)))),
      next: event =>
        until(() => {
          const found = new RegExp(`event: ${event}\\ndata: (.*)`).exec(text)
          return found ? JSON.parse(found[1] ?? 'null') : undefined
        }),
      of: id =>
        until(() => {
          const found = new RegExp(`event: change\\ndata: (.*${id}.*)`).exec(text)
          return found ? JSON.parse(found[1] ?? 'null') : undefined
        }),
      close: () => controller.abort(),
      ended,
      text: () => text,
    }
  }

  async function keyOf(user: string): Promise<string> {
    const { makeKey } = await import('../../core/auth/keys.ts')
    const { world } = platform.platform
    const [row] = await world.db.app.run<{ account: string }>(sql`select account from main.core_user where id = ${user}::uuid`)
    return (
      await makeKey(
        world.db.app,
        { account: row?.account ?? '', workspace: 'main', name: 'live', role: null, expiresAt: '2027-12-31T00:00:00Z' },
        world.clock.now(),
      )
    ).key
  }
})
