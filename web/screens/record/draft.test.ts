import type { EntityMeta, FieldMeta } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { asked } from '../../fields/asked.ts'
import { beginning, conflicts, patchOf, rebased, same, type Values } from './draft.ts'
import { ruleState } from './rules.ts'

const field = (name: string, type = 'text', more: Partial<FieldMeta> = {}): FieldMeta => asked(name, type, name, more)

const line = entity('sales.line', [field('order', 'reference', { to: 'sales.order' }), field('what'), field('amount', 'money', { readonly: true })])
const order = entity('sales.order', [
  field('number', 'series', { readonly: true }),
  field('customer', 'reference', { to: 'parties.party' }),
  field('company', 'reference', { to: 'core.company', required: true }),
  field('note'),
  field('day', 'date', { default: '$today' }),
  field('owner', 'reference', { to: 'core.user', default: '$me' }),
  field('lines', 'lines', { to: 'sales.line', by: 'order' }),
])
const lineShape = (): EntityMeta => line

describe('What is sent when a record is saved', () => {
  const before: Values = {
    customer: 'a',
    'customer.$title': 'Acme',
    note: 'old',
    day: '2026-11-24',
    lines: [{ id: '1', what: 'panel', amount: { amount: '5', currency: 'INR' } }],
  }

  test('is only what was changed', () => {
    expect(patchOf(order, before, { ...before, note: 'new', 'customer.$title': null }, lineShape)).toEqual({ note: 'new' })
  })

  test('is all lines when one of them changed, without what the server gives', () => {
    const after = { ...before, lines: [{ id: '1', what: 'inverter', order: 'x', position: 0, amount: { amount: '5', currency: 'INR' } }, { what: 'cable' }] }
    expect(patchOf(order, before, after, lineShape)).toEqual({ lines: [{ id: '1', what: 'inverter' }, { what: 'cable' }] })
  })

  test('is nothing when keys merely stand in another order', () => {
    expect(same({ amount: '1', currency: 'INR' }, { currency: 'INR', amount: '1' })).toBe(true)
  })
})

describe('When two people change a record at once', () => {
  const before: Values = { note: 'old', day: '2026-11-24' }

  test('they meet only where both changed the same field to something else', () => {
    expect(
      conflicts(order, before, { note: 'mine', day: '2026-11-25' }, { note: 'theirs', day: '2026-11-24' }).map(({ field: { name }, mine, theirs }) => [
        name,
        mine,
        theirs,
      ]),
    ).toEqual([['note', 'mine', 'theirs']])
    expect(conflicts(order, before, { ...before, note: 'alike' }, { ...before, note: 'alike' })).toEqual([])
  })

  test('one’s own changes are laid over the newer record, save those given up', () => {
    const mine = { note: 'mine', day: '2026-11-25' }
    const theirs = { note: 'theirs', day: '2026-11-24', customer: 'b' }
    expect(rebased(order, before, mine, theirs, new Set())).toEqual({ note: 'mine', day: '2026-11-25', customer: 'b' })
    expect(rebased(order, before, mine, theirs, new Set(['note']))).toEqual({ note: 'theirs', day: '2026-11-25', customer: 'b' })
  })
})

test('What is looked up through a reference is left to the server once another record is chosen', () => {
  metaStore.set({ user: { id: 'asha' }, company: null, entities: {} } as never)
  const shape: EntityMeta = {
    ...entity('sales.quote', [field('customer', 'reference', { to: 'parties.party' }), field('blocked', 'boolean', { computed: 'lookup' }), field('note')]),
    rules: [{ refuse: 'Blocked.', when: { blocked: true } as never, field: 'customer' }],
  }
  const saved: Values = { customer: 'a', blocked: true, note: 'old' }
  const refused = (typed: Values): number => ruleState(shape, saved, typed).refused.length
  expect([refused({ ...saved, note: 'new' }), refused({ ...saved, customer: 'b' })]).toEqual([1, 0])
})

test('Who was merged is who they are now to the rules of a form, by whichever id the rule and the record name them', () => {
  const [stays, goes, other] = ['a', 'b', 'c']
  const shape = (named: string): EntityMeta => ({
    ...entity('sales.order', [field('customer', 'reference', { to: 'parties.party' }), field('lines', 'lines'), field('note'), field('terms')]),
    rules: [
      { show: ['note'], when: { customer: named } as never },
      { require: ['terms'], when: { or: [{ customer: { in: [named] } }, { lines: { some: { customer: named } } }] } as never },
      { lock: ['terms'], when: { customer: { ne: named } } as never },
    ],
  })
  const told = (named: string, customer: string, standing?: object) => {
    metaStore.set({ user: { id: 'asha' }, company: null, entities: {}, ...(standing && { standing }) } as never)
    const saved: Values = { customer, lines: [] }
    const { hidden, required, locked } = ruleState(shape(named), saved, saved)
    const { required: ofLines } = ruleState(shape(named), null, { customer: other, lines: [{ customer }] })
    return [hidden.has('note'), required.has('terms'), locked.has('terms'), ofLines.has('terms')]
  }
  const [meant, another] = [
    [false, true, false, true],
    [true, false, true, false],
  ]
  const merged = { [goes]: stays }
  expect([told(stays, stays), told(stays, goes), told(goes, stays)]).toEqual([meant, another, another])
  expect([told(stays, goes, merged), told(goes, stays, merged), told(goes, goes, merged), told(stays, other, merged)]).toEqual([meant, meant, meant, another])
})

test('A new record begins with its defaults and what the address names', () => {
  const now = { me: 'asha', company: 'suryodaya', today: '2026-11-24', now: '2026-11-24T10:00:00Z' }
  expect(beginning(order, { customer: 'a', unknown: 'x' }, now)).toEqual({ company: 'suryodaya', day: '2026-11-24', owner: 'asha', customer: 'a' })
})

function entity(name: string, fields: readonly FieldMeta[]): EntityMeta {
  return {
    name,
    plugin: 'sales',
    label: name,
    plural: name,
    description: null,
    title: 'number',
    sort: [],
    fields: Object.fromEntries(fields.map(one => [one.name, one])),
    rules: [],
    verbs: [],
    actions: [],
    documents: [],
    activities: false,
    duplicates: [],
    trial: false,
    bin: true,
    external: null,
    linesOf: null,
  }
}
