import { groupCondition } from '@sangam/sdk'
import { describe, expect, it } from 'vitest'
import { conditionOf, countTests, groupOf, nothing } from './conditions.ts'
import { both } from './source.ts'

describe('The condition builder', () => {
  it.each([
    [{}],
    [{ stage: { eq: 'won' } }],
    [{ and: [{ stage: { eq: 'won' } }, { 'value.amount': { gte: '1000' } }] }],
    [{ or: [{ owner: { eq: '$me' } }, { and: [{ team: { in: ['a', 'b'] } }, { expectedClose: { within: 'this_month' } }] }] }],
    [{ not: { stage: { eq: 'lost' } } }],
    [{ lostReason: { isEmpty: true } }],
    [{ 'leads.task:lead': { none: { and: [{ state: { eq: 'open' } }, { owner: { eq: '$me' } }] } } }],
    [{ lines: { some: { 'leads.offer:line': { every: { won: { eq: true } } } } } }],
  ])('shows %j and gives it back', condition => {
    expect(conditionOf(groupOf(condition))).toEqual(condition)
  })

  it('reads the short forms of a view written by a plugin', () => {
    expect(conditionOf(groupOf({ owner: '$me', lostReason: null }))).toEqual({ and: [{ owner: { eq: '$me' } }, { lostReason: { isEmpty: true } }] })
  })

  it('leaves out what is not finished', () => {
    const built = {
      ...nothing,
      parts: [
        { kind: 'test', path: 'title', operator: 'contains', value: '' } as const,
        { kind: 'test', path: 'value.amount', operator: 'between', value: ['1', ''] } as const,
      ],
    }
    expect([conditionOf(built), countTests(built)]).toEqual([{}, 2])
  })
})

describe('A group of a list', () => {
  it.each([
    ['stage', 'won', { stage: { eq: 'won' } }],
    ['stage', null, { stage: { isEmpty: true } }],
    ['expectedClose:month', '2027-12-01', { expectedClose: { gte: '2027-12-01', lt: '2028-01-01' } }],
    ['expectedClose:quarter', '2027-10-01', { expectedClose: { gte: '2027-10-01', lt: '2028-01-01' } }],
    ['closedAt:fiscal_year', '2027-04-01', { closedAt: { gte: '2027-04-01', lt: '2028-04-01' } }],
    ['closedAt:week', '2027-12-27', { closedAt: { gte: '2027-12-27', lt: '2028-01-03' } }],
    ['title', '$me', { title: { eq: '$$me' } }],
    ['createdAt:day', '2028-02-29', { createdAt: { gte: '2028-02-29', lt: '2028-03-01' } }],
  ])('by %s of %s holds the records with %j', (path, key, condition) => {
    expect(groupCondition(path, key)).toEqual(condition)
  })

  it('asks for the list’s own condition too', () => {
    expect([both({}, { a: 1 }), both({ a: 1 }, {}), both({ a: 1 }, { b: 2 })]).toEqual([{ a: 1 }, { a: 1 }, { and: [{ a: 1 }, { b: 2 }] }])
  })
})
