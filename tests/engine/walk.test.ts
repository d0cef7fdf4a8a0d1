import { defineEntity, definePlugin, series, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Deal, deals, Firm } from './note.ts'

const Paper = defineEntity('papers.paper', { title: 'subject', fields: { subject: text({ required: true }), number: series('P-{000}') } })
const papers = definePlugin({
  id: 'papers',
  version: '1.0.0',
  title: 'Papers',
  description: 'Letters with numbers.',
  engines: { sangam: '^0.1.0' },
  entities: [Paper],
  parts: [],
})

let platform: TestPlatform
const steps: string[] = []
beforeAll(async () => {
  const watch = (step: string, entity: string): void => void (/^(deals|papers)/.test(entity) && steps.push(`${step} ${entity}`))
  platform = await createTestPlatform({ plugins: [deals, papers], watch })
})
afterAll(() => platform.stop())

test('a change takes exactly these steps, in this order', async () => {
  steps.length = 0
  await platform.admin.repo(Deal).create({ title: 'A walk' })
  expect(steps).toEqual(
    ['lock', 'merge', 'derive', 'validate', 'check', 'write', 'sight', 'react', 'number', 'history', 'answer'].map(step => `${step} deals.deal`),
  )
})

test('where no plugin hears of what is written, its number goes with it', async () => {
  steps.length = 0
  expect(await platform.admin.repo(Paper).create({ subject: 'A letter' })).toMatchObject({ number: 'P-001' })
  expect(steps).toEqual(
    ['lock', 'merge', 'derive', 'validate', 'check', 'number', 'write', 'sight', 'react', 'history', 'answer'].map(step => `${step} papers.paper`),
  )
})

test('a record is made with its number, its defaults, what hooks derive and its lines, and is read back the same', async () => {
  const firm = await platform.admin.repo(Firm).create({ name: 'Gupta Mills', kind: 'customer' })
  const made = await platform.admin.repo(Deal).create({
    title: '  Ten looms ',
    firm: firm.id,
    value: { amount: '12500.50', currency: 'INR' },
    score: 21,
    closing: '2027-04-30',
    tags: ['a', 'b', 'a'],
    lines: [{ item: 'Loom', quantity: '10' }, { item: 'Visit' }],
  })
  expect(made).toMatchObject({
    number: 'D-2027-002',
    title: 'Ten looms',
    firm: firm.id,
    owner: platform.admin.userId,
    state: 'open',
    value: { amount: '12500.5', currency: 'INR' },
    score: 21,
    doubled: 42,
    hot: false,
    tags: ['a', 'b'],
    version: 1,
    lines: [
      { item: 'Loom', quantity: '10', position: 0 },
      { item: 'Visit', quantity: '1', position: 1 },
    ],
  })
  const { lines: _made, ...plain } = made
  const { lines, ...read } = await platform.admin.repo(Deal).get(made.id)
  expect(read).toEqual(plain)
  expect(lines.map(line => line.item)).toEqual(['Loom', 'Visit'])
  const history = await platform.admin.repo(Deal).history(made.id)
  expect(history).toMatchObject([{ version: 1, verb: 'create', by: { name: 'Asha Owner' }, origin: 'api' }])
})
