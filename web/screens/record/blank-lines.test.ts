import type { EntityMeta, FieldMeta } from '@sangam/sdk'
import { describe, expect, test } from 'vitest'
import { asked } from '../../fields/asked.ts'
import { BlankLines } from './blank-lines.ts'

const field = (name: string, type = 'text', more: Partial<FieldMeta> = {}): FieldMeta => asked(name, type, name, more)

const line = entity('shop.line', 'words', [
  field('invoice', 'reference', { to: 'shop.invoice', required: true }),
  field('words'),
  field('quantity', 'decimal', { required: true, default: '1' }),
  field('tax', 'reference', { to: 'shop.tax' }),
  field('net', 'decimal', { readonly: true }),
])
const part = entity('shop.part', 'share', [
  field('invoice', 'reference', { to: 'shop.invoice', required: true }),
  field('share', 'decimal', { default: '100' }),
])
const invoice = entity('shop.invoice', 'note', [
  field('note'),
  field('lines', 'lines', { to: 'shop.line', by: 'invoice', begins: true }),
  field('parts', 'lines', { to: 'shop.part', by: 'invoice' }),
])
const blank = (shape: EntityMeta = invoice): BlankLines => new BlankLines(shape, name => ({ 'shop.line': line, 'shop.part': part })[name])

describe('A new record that is nothing without lines', () => {
  test('begins with one that is ready to be typed into, and where it is given some, with those', () => {
    const given = { lines: [{ words: 'Panel' }] }
    expect([blank().begun({ note: 'x' }), blank().begun(given)]).toEqual([{ note: 'x', lines: [{ quantity: '1' }] }, given])
  })

  test('begins with none where lines are as one likes, and where a line is whole as it begins', () => {
    const whole = entity('shop.plan', 'note', [field('note'), field('parts', 'lines', { to: 'shop.part', by: 'invoice', required: true })])
    const free = entity('shop.lead', 'note', [field('note'), field('lines', 'lines', { to: 'shop.line', by: 'invoice' })])
    expect([blank(whole).begun({ note: 'x' }), blank(free).begun({ note: 'x' })]).toEqual([{ note: 'x' }, { note: 'x' }])
  })
})

describe('A line that nobody typed into', () => {
  const typed = { words: 'Panel', quantity: '1' }

  test('is no line, wherever it stands, and is one as soon as anything of it is said', () => {
    const values = { note: 'x', lines: [{ quantity: '1' }, typed, { quantity: '2' }, { quantity: '1', words: null, net: '0' }] }
    expect(blank().without(values)).toEqual({ note: 'x', lines: [typed, { quantity: '2' }] })
  })

  test('stays none with what was filled in by itself, which makes no line of what a person says likewise', () => {
    const lines = blank()
    const filled = { quantity: '1', tax: '18', 'tax.$title': 'GST 18 %', net: '0' }
    const before = lines.without({ lines: [filled] })
    lines.filledIn('lines', [{ quantity: '1' }, typed], [filled, { ...typed, tax: '5' }])
    const after = lines.without({ lines: [filled, { ...typed, tax: '5' }] })
    expect([before, after]).toEqual([{ lines: [filled] }, { lines: [{ ...typed, tax: '5' }] }])
  })

  test('is one that is stored, and one that is whole as it begins', () => {
    const values = { lines: [{ id: '1', quantity: '1' }], parts: [{ share: '100' }] }
    expect(blank().without(values)).toBe(values)
  })
})

function entity(name: string, title: string, fields: readonly FieldMeta[]): EntityMeta {
  return {
    ...{
      name,
      plugin: 'shop',
      label: name,
      plural: name,
      description: null,
      title,
      sort: [],
      verbs: ['create', 'read', 'update'],
      linesOf: null,
      external: null,
    },
    ...{
      activities: false,
      duplicates: [],
      trial: false,
      bin: false,
      fields: Object.fromEntries(fields.map(one => [one.name, one])),
      rules: [],
      actions: [],
      documents: [],
    },
  }
}
