import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import parties from '@sangam/plugin-parties'
import type { NewOf } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Lead, Pipeline, Stage } from './model.ts'
import leads from './plugin.ts'

const now = '2027-03-31T09:30:00.000Z'
let platform: TestPlatform
let seller: TestClient
let manager: TestClient
let stages: { readonly [name: string]: string }

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
  manager = await platform.as('leads.manager')
  const found = await manager.repo(Stage).find({ sort: ['position'] })
  stages = Object.fromEntries(found.items.map(stage => [stage.name, stage.id]))
})

beforeEach(async () => {
  platform.clock.set(now)
  seller = await platform.as('leads.salesperson')
})

afterAll(() => platform.stop())

const enquiry = (more: Partial<NewOf<typeof Lead>> = {}): NewOf<typeof Lead> => ({ title: 'Roof plant, Indore', ...more })
const stands = (lead: object, ...names: readonly string[]): object =>
  Object.fromEntries(names.map(name => [name, (lead as { [field: string]: unknown })[name]]))

describe('where a lead stands', () => {
  test('an enquiry begins in the first stage of the usual pipeline, as its owner’s', async () => {
    const lead = await seller.repo(Lead).create(enquiry())

    expect(stands(lead, 'state', 'stage', 'stageSince', 'probability', 'owner', 'actualClose')).toEqual({
      state: 'open',
      stage: stages.New,
      stageSince: now,
      probability: 10,
      owner: seller.userId,
      actualClose: null,
    })
  })

  test.each([
    ['Proposal', { state: 'open', probability: 60, actualClose: null }],
    ['Won', { state: 'won', probability: 100, actualClose: '2027-03-31' }],
  ] as const)('a card dragged to %s takes status and probability with it', async (stage, expected) => {
    const lead = await seller.repo(Lead).create(enquiry({ probability: 33 }))
    const moved = await seller.repo(Lead).update(lead.id, { stage: stages[stage] ?? null })

    expect(stands(moved, 'state', 'probability', 'actualClose')).toEqual(expected)
  })

  test('a probability that is given stays until the stage changes', async () => {
    const lead = await seller.repo(Lead).create(enquiry({ probability: 33 }))
    const renamed = await seller.repo(Lead).update(lead.id, { title: 'Roof plant, Dewas' })
    const moved = await seller.repo(Lead).update(lead.id, { stage: stages.Engaging ?? null, probability: 55 })

    expect([lead.probability, renamed.probability, moved.probability]).toEqual([33, 33, 55])
  })

  test('a status alone brings the pipeline’s first stage of that kind', async () => {
    const pipeline = await manager.repo(Pipeline).create({ name: 'Tenders' })
    await manager.repo(Stage).createMany([
      { pipeline: pipeline.id, name: 'Awarded', kind: 'won', position: 2, probability: 100 },
      { pipeline: pipeline.id, name: 'Bid sent', kind: 'open', position: 1, probability: 25 },
    ])
    const lead = await seller.repo(Lead).create(enquiry({ pipeline: pipeline.id }))
    const won = await seller.repo(Lead).update(lead.id, { state: 'won' }, { version: lead.version })

    expect([lead.probability, won.probability, won.pipeline]).toEqual([25, 100, pipeline.id])
    const problem = await seller.refused(seller.repo(Lead).create(enquiry({ pipeline: pipeline.id, stage: stages.New ?? null })))
    expect(problem).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'stage', code: 'stage_elsewhere', message: 'New is a stage of another pipeline. Choose one of this pipeline.' }],
    })
  })

  test('a stage and a status that contradict each other are refused', async () => {
    const lead = await seller.repo(Lead).create(enquiry())
    const problem = await seller.refused(seller.repo(Lead).update(lead.id, { stage: stages.Proposal ?? null, state: 'won' }))

    expect(problem).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'state', code: 'stage_mismatch', message: 'The status does not fit the stage Proposal. Give one of them.' }],
    })
  })

  test('what is lost says why, and forgets it when it is reopened', async () => {
    const lead = await seller.repo(Lead).create(enquiry())
    const problem = await seller.refused(seller.repo(Lead).update(lead.id, { stage: stages.Lost ?? null }))
    await seller.run({ entity: 'leads.lead', name: 'lose' }, lead.id, { lostReason: 'price', lostNote: 'Wanted it for half.' })
    const lost = await seller.repo(Lead).get(lead.id)
    await seller.run({ entity: 'leads.lead', name: 'reopen' }, lead.id, { stage: stages.Negotiation })
    const open = await seller.repo(Lead).get(lead.id)

    expect(problem).toMatchObject({ code: 'invalid', errors: [{ field: 'lostReason', code: 'required', message: 'Say why it was lost.' }] })
    const fields = ['state', 'stage', 'probability', 'actualClose', 'lostReason', 'lostNote']
    expect([stands(lost, ...fields), stands(open, ...fields)]).toEqual([
      { state: 'lost', stage: stages.Lost, probability: 0, actualClose: '2027-03-31', lostReason: 'price', lostNote: 'Wanted it for half.' },
      { state: 'open', stage: stages.Negotiation, probability: 80, actualClose: null, lostReason: null, lostNote: null },
    ])
  })

  test('only a manager begins a lead as won', async () => {
    const closed = enquiry({ title: 'Old deal', stage: stages.Won ?? null, actualClose: '2026-12-01', owner: manager.userId })

    expect(await seller.refused(seller.repo(Lead).create({ ...closed, owner: seller.userId }))).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'state', code: 'flow_start' }],
    })
    expect(stands(await manager.repo(Lead).create(closed), 'state', 'actualClose', 'probability')).toEqual({
      state: 'won',
      actualClose: '2026-12-01',
      probability: 100,
    })
  })

  test('a stage keeps its kind while leads stand in it', async () => {
    await seller.repo(Lead).create(enquiry())
    const problem = await manager.refused(manager.repo(Stage).update(stages.New ?? '', { kind: 'won' }))

    expect(problem).toMatchObject({ code: 'invalid', errors: [{ field: 'kind', code: 'stage_in_use' }] })
  })

  test('one pipeline is the usual one: the last that was marked', async () => {
    const before = await manager.repo(Pipeline).find({ where: { isDefault: true } })
    const made = await manager.repo(Pipeline).create({ name: 'Exports', isDefault: true })
    const after = await manager.repo(Pipeline).find({ where: { isDefault: true } })
    await manager.repo(Pipeline).update(before.items[0]?.id ?? '', { isDefault: true })

    expect(after.items.map(pipeline => pipeline.id)).toEqual([made.id])
    expect((await manager.repo(Pipeline).find({ where: { isDefault: true } })).items.map(pipeline => pipeline.name)).toEqual(['Sales'])
  })
})

describe('what a lead is worth', () => {
  test('lines take name and price of their items, and their sum is exact', async () => {
    const cable = await platform.admin.repo(Item).create({ name: 'Cable', price: { amount: '78.55', currency: 'INR' } })
    const lead = await seller.repo(Lead).create(
      enquiry({
        lines: [
          { item: cable.id, quantity: '2.5' },
          { description: 'Fitting', price: { amount: '0.1', currency: 'INR' }, quantity: '3' },
        ],
      }),
    )

    expect(lead.value).toEqual({ amount: '196.675', currency: 'INR' })
    expect(lead.lines.map(({ description, price, amount }) => ({ description, price, amount }))).toEqual([
      { description: 'Cable', price: { amount: '78.55', currency: 'INR' }, amount: { amount: '196.375', currency: 'INR' } },
      { description: 'Fitting', price: { amount: '0.1', currency: 'INR' }, amount: { amount: '0.3', currency: 'INR' } },
    ])
  })

  test('lines without a price, or in two currencies, leave the value as it was given', async () => {
    const value = { amount: '500', currency: 'INR' }
    const unpriced = await seller.repo(Lead).create(enquiry({ value, lines: [{ description: 'Survey' }] }))
    const mixed = await seller.repo(Lead).create(
      enquiry({
        value,
        lines: [
          { description: 'A', price: { amount: '1', currency: 'INR' } },
          { description: 'B', price: { amount: '1', currency: 'USD' } },
        ],
      }),
    )

    expect([unpriced.value, mixed.value]).toEqual([value, value])
  })
})

describe('winning', () => {
  test('a won lead tells once what an order needs', async () => {
    const before = (await platform.events('leads.leadWon')).length
    const lead = await seller.repo(Lead).create(enquiry({ lines: [{ description: 'Panels', quantity: '2', price: { amount: '8450', currency: 'INR' } }] }))
    await seller.run({ entity: 'leads.lead', name: 'win' }, lead.id)
    const again = await seller.refused(seller.run({ entity: 'leads.lead', name: 'win' }, lead.id))
    await seller.repo(Lead).update(lead.id, { title: 'Roof plant, signed' })

    expect(again.code).toBe('not_now')
    expect((await platform.events('leads.leadWon')).slice(before)).toEqual([
      {
        lead: lead.id,
        title: 'Roof plant, Indore',
        party: null,
        contact: null,
        owner: seller.userId,
        value: { amount: '16900', currency: 'INR' },
        wonOn: '2027-03-31',
        lines: [{ item: null, description: 'Panels', quantity: '2', price: { amount: '8450', currency: 'INR' } }],
      },
    ])
  })
})
