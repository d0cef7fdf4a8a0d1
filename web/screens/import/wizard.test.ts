import { expect, test } from 'vitest'
import { assign, type Column, fieldOf, type Mapping, questions, refine, type StagedImport, translateText } from './wizard.ts'

const column = (index: number, header: string, more: Partial<Column> = {}): Column => ({
  index,
  header,
  samples: [],
  filled: 1,
  kind: 'text',
  dateOrder: null,
  ...more,
})
const columns = [
  column(0, 'opportunity_id'),
  column(1, 'account'),
  column(2, 'close_date', { kind: 'date', dateOrder: 'unsure' }),
  column(3, 'close_value', { kind: 'number' }),
]
const empty: Mapping = { fields: {}, key: null }
const staged: StagedImport = {
  id: 'i',
  entity: 'leads.lead',
  file: 'deals.csv',
  state: 'staged',
  rows: 1,
  done: 0,
  counts: null,
  columns,
  suggestion: empty,
  fields: [
    { path: 'title', label: 'Title', type: 'text', required: true, to: null },
    { path: 'actualClose', label: 'Closed on', type: 'date', required: false, to: null },
    { path: 'value', label: 'Value', type: 'money', required: false, to: null },
  ],
}

test('a title falls back to the second column where the first is empty', () => {
  const mapping = assign(assign(empty, columns[1] as Column, 'title'), columns[0] as Column, 'title')

  expect(mapping.fields).toEqual({ title: { columns: [1, 0] } })
})

test('a column moved to another field leaves the first, and the key goes with it', () => {
  const first = { ...assign(empty, columns[0] as Column, 'externalId'), key: 'externalId' }

  expect(assign(first, columns[0] as Column, 'title')).toEqual({ fields: { title: { columns: [0] } }, key: null })
})

test('what is unsure is asked, and only that', () => {
  const mapped = assign(assign(empty, columns[2] as Column, 'actualClose'), columns[3] as Column, 'value')
  expect(questions(staged, mapped)).toEqual([
    { kind: 'required', path: 'title' },
    { kind: 'dateOrder', path: 'actualClose' },
    { kind: 'currency', path: 'value' },
  ])

  const answered = refine(refine(assign(mapped, columns[0] as Column, 'title'), 'actualClose', { dateOrder: 'mdy' }), 'value', { currency: 'USD' })

  expect(questions(staged, answered)).toEqual([])
})

test('a text of the file is told what it stands for, and untold', () => {
  const mapped = translateText(assign(empty, columns[1] as Column, 'party'), 'party', 'GTXPro', 'id-1')
  expect(mapped.fields.party).toEqual({ columns: [1], values: { GTXPro: 'id-1' } })
  expect(translateText(mapped, 'party', 'GTXPro', undefined).fields.party).toEqual({ columns: [1], values: {} })
  expect(fieldOf(mapped, 1)).toBe('party')
})
