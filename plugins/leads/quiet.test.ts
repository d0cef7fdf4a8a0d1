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

test('notes, calls, meetings and tasks about a lead are planned, done and said what came of them, by whoever sees the lead and nobody else', async () => {
  const lead = await seller.repo(Lead).create({ title: 'Roof plant' })
  const other = await platform?.as('leads.salesperson')
  const path = '/api/records/core.activity'
  const add = async (values: object) => (await seller.post(path, { ...about(lead), ...values })) as { readonly id: string }
  const [due, doneAt] = ['2027-03-02T09:00:00.000Z', '2027-03-01T05:00:00.000Z']
  await add({ kind: 'note', subject: 'They have two halls' })
  await add({ kind: 'call', subject: 'Asked for a price', doneAt, outcome: 'Wants thirty' })
  const [meeting, task] = [await add({ kind: 'meeting', subject: 'See the halls', due }), await add({ kind: 'task', subject: 'Send the drawing', due })]
  platform?.clock.set('2027-03-02T11:00:00.000Z')
  await seller.patch(`${path}/${meeting.id}`, { doneAt: due, outcome: 'Twenty looms fit' })

  const where = (more: object) => encodeURIComponent(JSON.stringify({ ...about(lead), ...more }))
  const fields = 'fields=kind,subject,due,doneAt,outcome,assignee,recordTitle'
  const { items: all } = (await seller.get(`${path}?where=${where({})}&sort=subject&${fields}`)) as { items: object[] }
  const common = { assignee: seller.userId, recordTitle: 'Roof plant' }
  expect(all).toMatchObject([
    { ...common, kind: 'call', subject: 'Asked for a price', due: null, doneAt, outcome: 'Wants thirty' },
    { ...common, kind: 'meeting', subject: 'See the halls', due, doneAt: due, outcome: 'Twenty looms fit' },
    { ...common, kind: 'task', subject: 'Send the drawing', due, doneAt: null, outcome: null },
    { ...common, kind: 'note', subject: 'They have two halls', due: null, doneAt: null, outcome: null },
  ])
  expect(await seller.get(`${path}?where=${where({ due: { lt: '$now' }, doneAt: { isEmpty: true } })}&${fields}`)).toMatchObject({
    items: [{ subject: 'Send the drawing' }],
  })
  expect(await other?.get(`${path}?where=${where({})}`)).toMatchObject({ items: [] })
  expect(await other?.ask('PATCH', `${path}/${task.id}`, { doneAt })).toMatchObject({ status: 404 })
  expect(await seller.ask('POST', path, { kind: 'lunch', subject: 'x' })).toMatchObject({ json: { errors: [{ field: 'kind', code: 'not_a_choice' }] } })
  expect(await seller.ask('POST', path, { kind: 'call', entity: 'leads.lead', subject: 'x' })).toMatchObject({
    json: { errors: [{ field: 'record', message: 'Say which record it is about.' }] },
  })
})
