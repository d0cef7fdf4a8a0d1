import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { Lead } from './model.ts'
import leads from './plugin.ts'
import { Activity } from './server/core.ts'

let platform: TestPlatform | undefined
let seller: TestClient

beforeEach(async () => {
  platform ??= await createTestPlatform({ plugins: [parties, items, leads] })
  platform.clock.set('2027-03-01T04:00:00.000Z')
  seller = await platform.as('leads.salesperson')
})

afterAll(() => platform?.stop())

const about = (lead: { readonly id: string }) => ({ entity: 'leads.lead', record: lead.id })

async function morning(day: string): Promise<void> {
  platform?.clock.set(`${day}T02:30:00.000Z`)
  await platform?.job('leads.remind')
}

async function messages(): Promise<unknown[]> {
  const { items: told } = (await seller.get('/api/notifications')) as { items: { text: string; about: unknown }[] }
  return told.map(({ text }) => text)
}

test('the owner hears once of a lead about which nothing happened for a week, and again after the next silence', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Roof plant' })
  await morning('2027-03-07')
  expect(await messages()).toEqual([])

  await morning('2027-03-09')
  await morning('2027-03-10')
  const once = 'Nothing has happened about Roof plant for 7 days. Call or write to them.'
  expect(await messages()).toEqual([once])

  platform?.clock.set('2027-03-11T06:00:00.000Z')
  await seller.repo(Activity).create({ kind: 'note', subject: 'They are back from leave', ...about(lead) })
  await morning('2027-03-12')
  expect(await messages()).toEqual([once])
  await morning('2027-03-19')
  expect(await messages()).toEqual([once, once])
})

test('many quiet leads are one message, and closed ones none', async () => {
  const many = await seller.repo(Lead).createMany(Array.from({ length: 3 }, () => ({ title: 'Solar pumps' })))
  await seller.run({ entity: 'leads.lead', name: 'win' }, many[0]?.id ?? '')
  await morning('2027-03-09')

  expect(await messages()).toEqual(['Nothing has happened about 2 of your leads for 7 days, Solar pumps among them.'])
})

test('a lead knows when something was last done about it, and when it was first answered', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Battery backup' })
  const times = async () => {
    const { lastActivityAt, firstResponseAt } = await seller.repo(Lead).get(lead.id)
    return { lastActivityAt, firstResponseAt }
  }
  expect(await times()).toEqual({ lastActivityAt: null, firstResponseAt: null })

  platform?.clock.set('2027-03-02T05:00:00.000Z')
  const call = await seller.repo(Activity).create({ kind: 'call', subject: 'Ring them', due: '2027-03-03T05:00:00.000Z', ...about(lead) })
  expect(await times()).toEqual({ lastActivityAt: '2027-03-02T05:00:00.000Z', firstResponseAt: null })

  platform?.clock.set('2027-03-03T06:00:00.000Z')
  await seller.repo(Activity).update(call.id, { doneAt: '2027-03-03T05:30:00.000Z' })
  expect(await times()).toEqual({ lastActivityAt: '2027-03-03T05:30:00.000Z', firstResponseAt: '2027-03-03T05:30:00.000Z' })
})
