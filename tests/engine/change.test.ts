import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'
import { counted } from '../../sdk/testing/check/statements.ts'
import { Deal, DealWon, deals, Firm, heard, praise } from './note.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
})
afterAll(() => platform.stop())
const repo = () => platform.admin.repo(Deal)

describe('what is sent', () => {
  test.each([
    ['an unknown field', { title: 'x', colour: 'red' }, 'colour', 'unknown_field'],
    ['a prototype’s name', { title: 'x', toString: 'x' }, 'toString', 'unknown_field'],
    ['nothing where something must be', { title: '   ' }, 'title', 'required'],
    ['too long a text', { title: 'x'.repeat(121) }, 'title', 'too_long'],
    ['a number for a text', { title: 5 }, 'title', 'text'],
    ['a text for a number', { title: 'x', score: '5' }, 'score', 'integer'],
    ['half a number', { title: 'x', score: 5.5 }, 'score', 'integer'],
    ['too large a number', { title: 'x', score: 101 }, 'score', 'too_large'],
    ['too many digits', { title: 'x', weight: '1.2345' }, 'weight', 'decimal'],
    ['a float as money', { title: 'x', value: { amount: 12.5, currency: 'INR' } }, 'value', 'money'],
    ['money without currency', { title: 'x', value: { amount: '12' } }, 'value', 'money'],
    ['money below zero', { title: 'x', value: { amount: '-1', currency: 'INR' } }, 'value', 'too_small'],
    ['a day that is none', { title: 'x', closing: '2027-02-30' }, 'closing', 'date'],
    ['a moment that is none', { title: 'x', seenAt: 'yesterday' }, 'seenAt', 'datetime'],
    ['a moment of a day that is none', { title: 'x', seenAt: '2027-02-30T09:30:00Z' }, 'seenAt', 'datetime'],
    ['the end of a day as a moment of it', { title: 'x', seenAt: '2027-03-31T24:00:00Z' }, 'seenAt', 'datetime'],
    ['a second that clocks leave out', { title: 'x', seenAt: '2027-03-31T23:59:60Z' }, 'seenAt', 'datetime'],
    ['a moment without its zone', { title: 'x', seenAt: '2027-03-31T09:30:00' }, 'seenAt', 'datetime'],
    ['a text for yes or no', { title: 'x', hot: 'yes' }, 'hot', 'boolean'],
    ['tags that are no list', { title: 'x', tags: 'a' }, 'tags', 'choices'],
    ['an id that is none', { title: 'x', firm: 'Gupta' }, 'firm', 'reference'],
    ['a state that is none', { title: 'x', state: 'sold' }, 'state', 'not_a_choice'],
    ['what only the system sets', { title: 'x', doubled: 4 }, 'doubled', 'readonly'],
    ['lines that are no list', { title: 'x', lines: 'Loom' }, 'lines', 'lines'],
    ['a line without what it must have', { title: 'x', lines: [{ item: 'ok' }, { quantity: '2' }] }, 'lines.1.item', 'required'],
  ])('%s is refused, with its field and a sentence', async (_, values, field, code) => {
    const problem = await platform.admin.refused(platform.admin.post('/api/records/deals.deal', values))
    expect(problem).toMatchObject({ status: 422, errors: [{ field, code, message: expect.stringMatching(/\.$/) }] })
  })

  test('all that is wrong is said at once', async () => {
    const problem = await platform.admin.refused(platform.admin.post('/api/records/deals.deal', { title: '', score: 'x', closing: 'x', lines: [{}] }))
    expect(problem.errors?.map(issue => issue.field).sort()).toEqual(['closing', 'lines.0.item', 'score', 'title'])
  })

  test('a hook refuses with its own sentence', async () => {
    expect(await platform.admin.refused(repo().create({ title: 'forbidden' }))).toMatchObject({
      status: 422,
      detail: 'Choose another title.',
      errors: [{ field: 'title', code: 'bad_title' }],
    })
  })

  test('a set is all or nothing, and says which records are wrong', async () => {
    const problem = await platform.admin.refused(repo().createMany([{ title: 'One of three' }, { title: '' }, { title: 'Three', score: 500 }]))
    expect(problem.errors).toMatchObject([
      { row: 1, field: 'title' },
      { row: 2, field: 'score' },
    ])
    expect(await repo().count({ title: 'One of three' })).toBe(0)
  })
})

describe('rules and states', () => {
  test('a state follows its arrows, with what they ask for', async () => {
    const deal = await repo().create({ title: 'States' })
    expect(await platform.admin.refused(repo().update(deal.id, { state: 'won' }))).toMatchObject({ errors: [{ field: 'value', code: 'required' }] })
    expect(await platform.admin.refused(repo().update(deal.id, { state: 'lost' }))).toMatchObject({
      detail: 'Say why it was lost.',
      errors: [{ field: 'reason', code: 'required' }],
    })
    await repo().update(deal.id, { state: 'won', value: { amount: '5', currency: 'INR' } })
    expect(await platform.admin.refused(repo().update(deal.id, { state: 'open' }))).toMatchObject({ detail: 'What is Won can’t become Open.' })
    expect(await platform.admin.refused(repo().update(deal.id, { value: { amount: '6', currency: 'INR' } }))).toMatchObject({
      errors: [{ field: 'value', code: 'locked' }],
    })
  })

  test('to begin elsewhere, and to go an arrow that asks for a verb, one needs the right to', async () => {
    const [seller, manager] = [await platform.as('deals.seller'), await platform.as('deals.manager')]
    const closed = { title: 'Closed', state: 'lost', reason: 'Price' } as const
    expect(await seller.refused(seller.repo(Deal).create(closed))).toMatchObject({ errors: [{ field: 'state', code: 'flow_start' }] })
    const deal = await manager.repo(Deal).create({ ...closed, owner: seller.userId })
    expect(await manager.refused(manager.repo(Deal).create({ title: 'No reason', state: 'lost' }))).toMatchObject({
      errors: [{ field: 'reason', code: 'required' }],
    })
    expect(await seller.refused(seller.repo(Deal).update(deal.id, { state: 'open' }))).toMatchObject({ errors: [{ code: 'forbidden' }] })
    await manager.repo(Deal).update(deal.id, { state: 'open' })
  })

  test('a rule looks through a reference, and what it can’t know it refuses', async () => {
    const [supplier, unknown] = await platform.admin.repo(Firm).createMany([{ name: 'Supplier', kind: 'supplier' }, { name: 'Unknown kind' }])
    expect(await platform.admin.refused(repo().create({ title: 'x', firm: supplier?.id ?? null }))).toMatchObject({
      errors: [{ field: 'firm', code: 'refused' }],
    })
    expect(await platform.admin.refused(repo().create({ title: 'x', firm: unknown?.id ?? null }))).toMatchObject({
      errors: [{ field: 'firm', code: 'refused' }],
    })
  })
})

describe('two writers', () => {
  test('the second to save is told, and nothing of theirs is written', async () => {
    const deal = await repo().create({ title: 'Two' })
    await repo().update(deal.id, { score: 1 }, { version: 1 })
    expect(await platform.admin.refused(repo().update(deal.id, { score: 2 }, { version: 1 }))).toMatchObject({ status: 409, code: 'changed_meanwhile' })
    expect(await repo().get(deal.id)).toMatchObject({ score: 1, version: 2 })
  })

  test('who changes other fields than the one before takes nothing from them, and both stand', async () => {
    const deal = await repo().create({ title: 'Both', score: 1 })
    await repo().update(deal.id, { score: 2 }, { version: 1 })
    await repo().update(deal.id, { reason: 'Mine' }, { version: 1 })
    expect(await repo().get(deal.id)).toMatchObject({ score: 2, reason: 'Mine', version: 3 })
    expect(await platform.admin.refused(repo().remove(deal.id, { version: 1 }))).toMatchObject({ code: 'changed_meanwhile' })
  })

  test('twenty at once make twenty versions, and none is lost', async () => {
    const deal = await repo().create({ title: 'Many' })
    await Promise.all(Array.from({ length: 20 }, (_, at) => repo().update(deal.id, { score: at })))
    expect((await repo().get(deal.id)).version).toBe(21)
    expect((await repo().history(deal.id)).map(entry => entry.version)).toEqual(Array.from({ length: 21 }, (_, at) => 21 - at))
  })

  test('numbers have no gap and no twin, whoever fails meanwhile', async () => {
    const before = await repo().find({ sort: ['-number'], limit: 1, fields: ['number'] })
    const last = Number(before.items[0]?.number.split('-')[2])
    await Promise.allSettled(Array.from({ length: 30 }, (_, at) => repo().create({ title: at % 3 === 0 ? 'forbidden' : `Number ${at}` })))
    const made = await repo().find({ where: { title: { startsWith: 'Number ' } }, fields: ['number'], sort: ['number'], limit: 100 })
    expect(made.items.map(item => Number(item.number.split('-')[2]))).toEqual(Array.from({ length: 20 }, (_, at) => last + 1 + at))
  })

  test('of two who give the same unique value one is told', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => platform.admin.ask('POST', '/api/records/deals.firm', { name: 'Twin', code: 'TWIN' })))
    expect(outcomes.map(answer => answer.status).sort()).toEqual([201, 409, 409, 409, 409])
  })
})

describe('the same request again', () => {
  test('gives the same answer, however many come at once', async () => {
    const send = () => platform.admin.ask('POST', '/api/records/deals.deal', { title: 'Once' }, { 'Idempotency-Key': 'key-1' })
    const answers = await Promise.all([send(), send(), send(), send(), send()])
    expect(new Set(answers.map(answer => JSON.stringify(answer.json))).size).toBe(1)
    expect(answers.map(answer => answer.status)).toEqual([201, 201, 201, 201, 201])
    expect(await repo().count({ title: 'Once' })).toBe(1)
    expect((await platform.admin.ask('POST', '/api/records/deals.deal', { title: 'Other' }, { 'Idempotency-Key': 'key-1' })).json).toMatchObject({
      code: 'key_reused',
    })
  })

  test('a request that was refused may be corrected under the same key', async () => {
    const send = (title: string) => platform.admin.ask('POST', '/api/records/deals.deal', { title }, { 'Idempotency-Key': 'key-2' })
    expect((await send('')).status).toBe(422)
    expect((await send('Corrected')).status).toBe(201)
  })
})

describe('removing', () => {
  test('a removed record is gone from lists, comes back whole, and its lines with it', async () => {
    const deal = await repo().create({ title: 'Bin', lines: [{ item: 'A' }] })
    await repo().remove(deal.id)
    expect(await repo().count({ title: 'Bin' })).toBe(0)
    expect(await platform.admin.refused(repo().get(deal.id))).toMatchObject({ status: 404 })
    expect(await repo().restore(deal.id)).toMatchObject({ version: 3 })
    expect((await repo().get(deal.id)).lines).toMatchObject([{ item: 'A' }])
    expect((await repo().history(deal.id)).map(entry => entry.verb)).toEqual(['restore', 'remove', 'create'])
  })

  test('a line that was taken out stays out, also in the very instant in which its record goes', async () => {
    const deal = await repo().create({ title: 'Bin of two', lines: [{ item: 'A' }, { item: 'B' }] })
    const [first] = (await repo().get(deal.id)).lines as unknown as { id: string }[]
    await repo().update(deal.id, { lines: [{ id: first?.id ?? '' }] } as never)
    await repo().remove(deal.id)
    await repo().restore(deal.id)
    expect((await repo().get(deal.id)).lines).toMatchObject([{ item: 'A' }])
    await repo().remove(deal.id)
    await repo().restore(deal.id)
    expect((await repo().get(deal.id)).lines).toMatchObject([{ item: 'A' }])
  })

  test('what is still used stays', async () => {
    const firm = await platform.admin.repo(Firm).create({ name: 'Used', kind: 'customer' })
    await repo().create({ title: 'User', firm: firm.id })
    expect(await platform.admin.refused(platform.admin.repo(Firm).remove(firm.id))).toMatchObject({
      status: 409,
      code: 'referred_to',
      detail: 'It is still used by 1 Deal. Change those first.',
    })
  })
})

describe('lines', () => {
  test('are changed, added, moved and taken out by sending the list as it shall be', async () => {
    const deal = await repo().create({ title: 'Lines', lines: [{ item: 'A' }, { item: 'B' }, { item: 'C' }] })
    const [a, b, c] = deal.lines.map(line => line.id)
    await repo().update(deal.id, { lines: [{ id: c ?? '', quantity: '3' }, { item: 'New' }, { id: a ?? '' }] })
    expect((await repo().get(deal.id)).lines).toMatchObject([
      { id: c, item: 'C', quantity: '3', position: 0 },
      { item: 'New', position: 1 },
      { id: a, item: 'A', position: 2 },
    ])
    expect(await platform.admin.refused(repo().update(deal.id, { lines: [{ id: b ?? '' }] }))).toMatchObject({
      errors: [{ field: 'lines.0', code: 'line_unknown' }],
    })
  })

  test('are no records to be written past their parent', async () => {
    expect(await platform.admin.refused(platform.admin.post('/api/records/deals.line', { item: 'x' }))).toMatchObject({ status: 400, code: 'lines' })
  })
})

describe('actions and events', () => {
  test('an action is offered by its condition, and what it does is in the history', async () => {
    const deal = await repo().create({ title: 'Act', value: { amount: '1', currency: 'INR' } })
    expect(await platform.admin.refused(platform.admin.run(praise, deal.id, { words: 'Good' }))).toMatchObject({ status: 409, code: 'not_now' })
    await repo().update(deal.id, { state: 'won' })
    expect(await platform.admin.refused(platform.admin.run(praise, deal.id, {}))).toMatchObject({ errors: [{ field: 'words', code: 'required' }] })
    await platform.admin.run(praise, deal.id, { words: 'Good' })
    expect((await repo().get(deal.id)).reason).toBe('Good')
    expect(await platform.events(DealWon)).toContainEqual({ deal: deal.id })
    expect(await platform.settle()).toEqual([])
    expect(heard).toContainEqual({ deal: deal.id })
  })

  test('an event of a change that fails is never told', async () => {
    const before = (await platform.events(DealWon)).length
    await platform.admin.refused(
      platform.admin.post('/api/batch', [
        { entity: 'deals.deal', verb: 'create', values: { title: 'W', value: { amount: '1', currency: 'INR' } }, as: 'w' },
        { entity: 'deals.deal', verb: 'create', values: { title: '' } },
      ]),
    )
    expect((await platform.events(DealWon)).length).toBe(before)
  })

  test('a route of a plugin is asked for yes or no and for whole numbers by its address', async () => {
    const asked = (query: string) => platform.admin.get(`/api/plugins/deals/x/asked?${query}`)
    expect(await asked('loud=true&most=3')).toEqual({ loud: true, most: 3 })
    expect(await asked('loud=false')).toMatchObject({ loud: false })
    expect(await platform.admin.refused(asked('loud=perhaps'))).toMatchObject({ errors: [{ field: 'loud', code: 'boolean' }] })
    expect(await platform.admin.refused(asked('most=three'))).toMatchObject({ errors: [{ field: 'most', code: 'integer' }] })
  })

  test('a route of a plugin answers with the caller’s rights', async () => {
    expect(await platform.admin.get('/api/plugins/deals/x/top/1')).toHaveLength(1)
    const nobody = await platform.as()
    expect(await nobody.refused(nobody.get('/api/plugins/deals/x/top/1'))).toMatchObject({ status: 403 })
  })
})

test('a thousand records cost as many statements as one', async () => {
  const values = (at: number) => ({ title: `Set ${at}`, lines: [{ item: 'A' }], score: at % 100 })
  const one = await counted(platform, () => repo().createMany([values(0)]))
  const thousand = await counted(platform, () => repo().createMany(Array.from({ length: 1000 }, (_, at) => values(at))))
  expect(thousand).toBe(one)
})

test('the history can’t be changed by the server’s own role', async () => {
  const { app } = platform.platform.world.db
  await expect(app.run(throughDoor(sql`update main.core_history set verb = 'x'`))).rejects.toThrow(/permission denied/)
  await expect(app.run(throughDoor(sql`delete from main.core_history`))).rejects.toThrow(/permission denied/)
})
