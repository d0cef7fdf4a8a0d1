import type { EntityMeta, FieldMeta, Formula, Meta } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { metaStore } from '../data/meta.ts'
import { asked } from './asked.ts'
import { workedOut } from './formulas.ts'

const named = (path: string): Formula => ({ op: 'field', kind: 'decimal', path })
const total: Formula = { op: 'call', kind: 'decimal', name: 'multiply', args: [named('quantity'), named('price.amount')] }
const field = (name: string, more: Partial<FieldMeta>): FieldMeta => asked(name, 'decimal', name, more)
const shape = {
  fields: { quantity: field('quantity', {}), total: field('total', { computed: 'formula', formula: total }), sum: field('sum', { computed: 'rollup' }) },
} as unknown as EntityMeta

test.each([
  [{ quantity: '3', price: { amount: '0.1', currency: 'INR' }, total: '99', sum: '5' }, '0.3'],
  [{ quantity: null, price: { amount: '0.1', currency: 'INR' }, total: '99', sum: '5' }, null],
  [{ quantity: '3', total: '99', sum: '5' }, null],
])('a formula shows what follows from %j, and what is worked out elsewhere stays as it was read', (record, expected) => {
  metaStore.set({ company: null } as Meta)
  expect(workedOut(shape, record)).toEqual({ ...record, total: expected })
})
