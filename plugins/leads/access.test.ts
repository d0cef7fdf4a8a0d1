import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lead } from './model.ts'
import leads from './plugin.ts'
import { Team } from './server/core.ts'

let platform: TestPlatform
let seller: TestClient
let other: TestClient
let leader: TestClient
let manager: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
  seller = await platform.as('leads.salesperson')
  other = await platform.as('leads.salesperson')
  leader = await platform.as('leads.teamLeader')
  manager = await platform.as('leads.manager')
  await platform.admin.repo(Team).create({ name: 'North', leader: leader.userId, members: [{ user: seller.userId }] })
})

afterAll(() => platform.stop())

test('a lead is seen by its owner, the leader of the owner’s team and the manager, and by nobody else', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Roof plant' })
  const sees = async (who: TestClient): Promise<string> =>
    who
      .repo(Lead)
      .get(lead.id)
      .then(
        found => found.title,
        error => error.problem.code,
      )

  expect([await sees(seller), await sees(leader), await sees(manager), await sees(other)]).toEqual(['Roof plant', 'Roof plant', 'Roof plant', 'not_found'])
})

test('nobody counts, groups or forecasts what they do not see', async () => {
  await seller.repo(Lead).create({ title: 'Second plant', value: { amount: '1000', currency: 'INR' }, expectedClose: '2027-05-20' })

  expect(await other.repo(Lead).count()).toBe(0)
  expect(await other.repo(Lead).group({ group: ['stage'], measures: ['count'] })).toEqual([])
  expect(await other.get('/api/plugins/leads/x/forecast')).toEqual({ months: [] })
})

test('a seller does not take another’s lead, nor give their own out of sight', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Mine' })

  expect((await other.refused(other.repo(Lead).update(lead.id, { owner: other.userId }))).code).toBe('not_found')
  expect((await other.refused(other.run({ entity: 'leads.lead', name: 'win' }, lead.id))).code).toBe('not_found')
  expect((await seller.refused(seller.repo(Lead).update(lead.id, { owner: other.userId }))).code).toBe('out_of_sight')
})

test('a seller removes nothing; a manager does', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Twice by mistake' })

  expect((await seller.refused(seller.repo(Lead).remove(lead.id))).code).toBe('forbidden')
  await manager.repo(Lead).remove(lead.id)
  expect((await seller.refused(seller.repo(Lead).get(lead.id))).code).toBe('not_found')
})

test('a lead goes to the team of its new owner', async () => {
  const lead = await manager.repo(Lead).create({ title: 'From the fair' })
  const given = await manager.repo(Lead).update(lead.id, { owner: seller.userId })

  expect(lead.team).toBeNull()
  expect(given.team).not.toBeNull()
  expect((await leader.repo(Lead).get(lead.id)).team).toBe(given.team)
})

test('the Monday review is a screen of whoever sees leads, and of nobody else', async () => {
  const pages = async (who: TestClient): Promise<unknown> =>
    ((await who.get('/api/meta')) as { pages: readonly { source: unknown }[] }).pages.map(({ source: _, ...page }) => page)

  const review = { name: 'leads.review', entity: 'leads.lead', label: 'Monday review', element: 'leads-review', menu: 'Sales', icon: 'calendar', position: 20 }
  expect(await Promise.all([seller, manager].map(pages))).toEqual([[review], [review]])
  expect(await pages(await platform.as('parties.reader'))).toEqual([])
})

test('the board of sales is the first page of who works in sales, is there for who looks after all, and not for others', async () => {
  const boards = async (who: TestClient): Promise<unknown> =>
    ((await who.get('/api/meta')) as { dashboards: readonly { name: string; home: boolean; cards: readonly { kind: string }[] }[] }).dashboards.map(
      ({ name, home, cards }) => [name, home, cards.filter(card => card.kind === 'hidden').length],
    )

  expect(await Promise.all([seller, leader, manager, platform.admin].map(boards))).toEqual([
    [['leads.sales', true, 0]],
    [['leads.sales', true, 0]],
    [['leads.sales', true, 0]],
    [['leads.sales', false, 0]],
  ])
  expect(await boards(await platform.as('parties.reader'))).toEqual([])
})
