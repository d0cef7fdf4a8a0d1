import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let seller: TestClient
let looker: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  looker = await platform.as('deals.looker')
  const [apple, zebra] = await platform.admin.repo(Firm).createMany([
    { name: 'Apple', kind: 'customer', secret: 'gold' },
    { name: 'Zebra', kind: 'customer' },
    { name: 'Lonely', kind: 'customer' },
  ])
  await platform.admin.repo(Firm).update(zebra?.id ?? '', { parent: apple?.id ?? null })
  await platform.admin.repo(Deal).createMany([
    { title: 'Looms', firm: apple?.id ?? null, owner: seller.userId, score: 80, margin: '9', closing: '2027-03-31', seenAt: '2027-03-31T18:29:59.999Z' },
    { title: 'Yarn', firm: apple?.id ?? null, score: 10, margin: '1', closing: '2027-04-01', seenAt: '2027-03-31T18:30:00.000Z' },
    { title: 'Silk', firm: zebra?.id ?? null, score: 90, closing: '2026-04-01', seenAt: '2026-12-31T20:00:00.000Z' },
    { title: 'Stray', owner: seller.userId, score: 50 },
  ])
})
afterAll(() => platform.stop())

const names = async (client: TestClient, entity: string, where: object, title: string): Promise<unknown[]> => {
  const { items } = (await client.post(`/api/query/${entity}`, { where, fields: [title], sort: [title] })) as { items: { [field: string]: unknown }[] }
  return items.map(item => item[title])
}

describe('A condition over the records that point at one', () => {
  it.each([
    [{ 'deals.deal:firm': { some: { score: { gte: 80 } } } }, ['Apple', 'Zebra']],
    [{ 'deals.deal:firm': { every: { score: { gte: 80 } } } }, ['First firm', 'Lonely', 'Zebra']],
    [{ 'deals.deal:firm': { none: { title: 'Yarn' } } }, ['First firm', 'Lonely', 'Zebra']],
    [{ 'deals.deal:firm': { isEmpty: true } }, ['First firm', 'Lonely']],
    [{ 'deals.deal:firm': { some: { 'firm.parent.name': 'Apple' } } }, ['Zebra']],
    [{ 'deals.firm:parent': { some: { 'deals.deal:firm': { some: { title: 'Silk' } } } } }, ['Apple']],
    [{ 'parent.deals.deal:firm': { some: { title: 'Yarn' } } }, ['Zebra']],
    [{ not: { 'parent.deals.deal:firm': { none: { title: 'Yarn' } } } }, ['Zebra']],
  ])('%j finds %j', async (where, found) => {
    expect(await names(platform.admin, 'deals.firm', where, 'name')).toEqual(found)
  })

  it('counts for a seller only the deals that are theirs', async () => {
    const ask = (where: object): Promise<unknown[]> => names(seller, 'deals.firm', where, 'name')
    expect([
      await ask({ 'deals.deal:firm': { some: {} } }),
      await ask({ 'deals.deal:firm': { every: { score: { gte: 80 } } } }),
      await ask({ 'deals.deal:firm': { isEmpty: false } }),
      await names(seller, 'deals.deal', { 'firm.deals.deal:firm': { some: { title: 'Yarn' } } }, 'title'),
    ]).toEqual([['Apple'], ['Apple', 'First firm', 'Lonely', 'Zebra'], ['Apple'], []])
  })

  it.each([
    ['a field that is hidden', 'deals.firm', { 'deals.deal:firm': { some: { margin: { gte: '1' } } } }, 'margin'],
    ['a hidden field two steps away', 'deals.deal', { 'firm.deals.deal:firm': { some: { 'firm.secret': 'gold' } } }, 'secret'],
    ['a field that does not point here', 'deals.firm', { 'deals.deal:team': { some: {} } }, 'deals.deal:team'],
    ['an entity that is not there', 'deals.firm', { 'deals.nothing:firm': { some: {} } }, 'deals.nothing:firm'],
  ])('refuses a seller %s, and says no more than that', async (_, entity, where, name) => {
    const problem = await seller.refused(seller.post(`/api/query/${entity}`, { where }))
    expect(problem).toMatchObject({ status: 400, code: 'bad_query', detail: `There is no field "${name}" here.` })
  })

  it('refuses who may not read what points here, and what leads there', async () => {
    const problem = await looker.refused(looker.post('/api/query/deals.deal', { where: { 'firm.deals.deal:firm': { some: {} } } }))
    expect(problem.detail).toBe('There is no field "firm" here.')
  })
})

describe('Groups by a part of a day', () => {
  const group = async (body: object): Promise<unknown> => ((await platform.admin.post('/api/query/deals.deal', body)) as { items: unknown }).items

  it('follow the company’s fiscal year from April to March', async () => {
    expect(await group({ group: ['closing:fiscal_year'], measures: ['count', 'sum:score'] })).toEqual([
      { 'closing:fiscal_year': '2026-04-01', count: 2, 'sum:score': '170' },
      { 'closing:fiscal_year': '2027-04-01', count: 1, 'sum:score': '10' },
      { 'closing:fiscal_year': null, count: 1, 'sum:score': '50' },
    ])
  })

  it('take a moment for the day it is at the company', async () => {
    expect(await group({ group: ['seenAt:month'], where: { seenAt: { isEmpty: false } } })).toEqual([
      { 'seenAt:month': '2027-01-01', count: 1 },
      { 'seenAt:month': '2027-03-01', count: 1 },
      { 'seenAt:month': '2027-04-01', count: 1 },
    ])
  })

  it.each(['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'])(
    'each tell by %s the condition that finds their records',
    async part => {
      for (const field of ['closing', 'seenAt']) {
        const body = { group: [`${field}:${part}`, 'state'], where: { score: { gte: 0 } }, sort: [`${field}:${part}`], drill: true }
        const groups = (await group(body)) as { count: number; $where: object }[]
        const found = await Promise.all(groups.map(async one => (await names(platform.admin, 'deals.deal', one.$where, 'title')).length))
        expect(found).toEqual(groups.map(one => one.count))
        expect(found.reduce((sum, one) => sum + one, 0)).toBe(4)
      }
    },
  )

  it.each([
    ['as is usual in India', null, ['2027-03-21 1', '2027-03-28 3', '2027-04-04 1'], ['Sun 28', 'Mon 29', 'Sat 3']],
    ['Monday', 'monday', ['2027-03-22 2', '2027-03-29 3'], ['Mon 29', 'Sat 3', 'Sun 4']],
    ['Saturday', 'saturday', ['2027-03-27 3', '2027-04-03 2'], ['Sat 27', 'Sun 28', 'Mon 29']],
  ] as const)('begin their weeks on the day that the company chose, as “this week” does: %s', async (_, weekStart, weeks, current) => {
    const { company } = (await platform.admin.get('/api/meta')) as { company: { id: string } }
    await platform.admin.patch(`/api/records/core.company/${company.id}`, { weekStart })
    const days = { 'Sat 27': '2027-03-27', 'Sun 28': '2027-03-28', 'Mon 29': '2027-03-29', 'Sat 3': '2027-04-03', 'Sun 4': '2027-04-04' }
    const made = await seller.repo(Deal).createMany(Object.entries(days).map(([title, closing]) => ({ title, closing, reason: 'weekly' })))
    const where = { reason: 'weekly' }
    const { items } = (await seller.post('/api/query/deals.deal', { group: ['closing:week'], where })) as { items: { 'closing:week': string; count: number }[] }
    const now = (await seller.post('/api/query/deals.deal', {
      where: { ...where, closing: { within: 'this_week' } },
      sort: ['closing'],
      fields: ['title'],
    })) as { items: { title: string }[] }
    await Promise.all(made.map(({ id }) => platform.admin.repo(Deal).remove(id)))
    await platform.admin.patch(`/api/records/core.company/${company.id}`, { weekStart: null })
    expect([items.map(one => `${one['closing:week']} ${one.count}`), now.items.map(one => one.title)]).toEqual([weeks, current])
  })

  it('are kept, sorted and cut by their measures', async () => {
    expect(await group({ group: ['firm.name'], measures: ['count', 'max:score'], having: { count: { gte: 1 } }, sort: ['-max:score'], limit: 2 })).toEqual([
      { 'firm.name': 'Zebra', count: 1, 'max:score': '90' },
      { 'firm.name': 'Apple', count: 2, 'max:score': '80' },
    ])
  })
})

describe('A stretch of time', () => {
  it.each([
    ['this_fiscal_year', ['2026-04-01', '2027-03-31']],
    ['next_fiscal_year', ['2027-04-01']],
    ['next_1_days', ['2027-03-31']],
    ['next_2_days', ['2027-03-31', '2027-04-01']],
    ['next_1_months', ['2027-04-01']],
    ['last_11_months', ['2026-04-01']],
    ['last_3_fiscal_quarters', ['2026-04-01']],
  ])('%s holds the deals that close on %j', async (period, days) => {
    const { items } = (await platform.admin.post('/api/query/deals.deal', {
      where: { closing: { within: period } },
      fields: ['closing'],
      sort: ['closing'],
    })) as {
      items: { closing: string }[]
    }
    expect(items.map(item => item.closing)).toEqual(days)
  })

  it.each(['last_0_days', 'last_3661_days', 'next_11_years', 'last_2_decades', 'next_03_days'])('%s is none', async period => {
    const problem = await platform.admin.refused(platform.admin.post('/api/query/deals.deal', { where: { closing: { within: period } } }))
    expect(problem).toMatchObject({ status: 400, code: 'bad_query' })
  })
})
