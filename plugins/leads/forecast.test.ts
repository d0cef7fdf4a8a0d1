import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Lead } from './model.ts'
import leads from './plugin.ts'

let platform: TestPlatform

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
})

afterAll(() => platform.stop())

test('the forecast weighs open leads by their probability, month by month and currency by currency, to the last paisa', async () => {
  const seller = await platform.as('leads.salesperson')
  const rupees = (amount: string) => ({ amount, currency: 'INR' })
  await seller.repo(Lead).createMany([
    { title: 'A', value: rupees('1000.01'), probability: 33, expectedClose: '2027-04-02' },
    { title: 'B', value: rupees('500'), probability: 50, expectedClose: '2027-04-30' },
    { title: 'C', value: { amount: '70', currency: 'USD' }, probability: 10, expectedClose: '2027-04-15' },
    { title: 'D', value: rupees('900'), probability: 100, expectedClose: '2027-06-01' },
    { title: 'E', probability: 20 },
  ])
  const won = await seller.repo(Lead).create({ title: 'F', value: rupees('9999'), expectedClose: '2027-04-10' })
  await seller.run({ entity: 'leads.lead', name: 'win' }, won.id)

  expect(await seller.get('/api/plugins/leads/x/forecast')).toEqual({
    months: [
      { month: '2027-04-01', currency: 'INR', count: 2, total: '1500.01', weighted: '580.0033' },
      { month: '2027-04-01', currency: 'USD', count: 1, total: '70', weighted: '7' },
      { month: '2027-06-01', currency: 'INR', count: 1, total: '900', weighted: '900' },
      { month: null, currency: null, count: 1, total: '0', weighted: '0' },
    ],
  })

  // The list's own view by month adds up the same.
  const groups = await seller.repo(Lead).group({
    where: { state: 'open', expectedClose: { isEmpty: false }, 'value.currency': 'INR' },
    group: ['expectedClose:month'],
    measures: ['sum:weighted.amount'],
  })
  expect(groups).toEqual([
    { 'expectedClose:month': '2027-04-01', 'sum:weighted.amount': '580.0033' },
    { 'expectedClose:month': '2027-06-01', 'sum:weighted.amount': '900' },
  ])
})
