import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deals } from './note.ts'
import { stamps } from './stamps.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, stamps] })
})
afterAll(() => platform.stop())

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
