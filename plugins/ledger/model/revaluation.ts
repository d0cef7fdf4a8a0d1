import { choice, date, decimal, defineAction, defineEntity, lines, reference, text } from '@sangam/sdk'
import { Entry } from './entry.ts'

/** What one of a currency was worth on the day, where the rates of the workspace are not meant. */
export const RevaluationRate = defineEntity('ledger.revaluationRate', {
  title: 'currency',
  label: 'Revaluation rate',
  fields: {
    revaluation: reference('ledger.revaluation', { required: true, onRemove: 'cascade' }),
    currency: text({ required: true, min: 3, max: 3 }),
    rate: decimal({ required: true, digits: 10, min: '0', label: 'Exchange rate' }),
  },
})

/** What is owed in other currencies, valued at the rates of a day: posted on it, and taken back on the next. */
export const Revaluation = defineEntity('ledger.revaluation', {
  title: 'on',
  description: 'What is open in other currencies, valued at the rates of a day.',
  sort: ['-on'],
  unique: [['company', 'on']],
  rules: [{ lock: ['on', 'rates', 'company'], when: { state: 'posted' }, because: 'It is posted. Take it back, and post what is right.' }],
  merges: false,
  fields: {
    on: date({ required: true, default: '$today', label: 'As of' }),
    rates: lines(RevaluationRate, 'revaluation', { label: 'Rates', help: 'Where they are not those of the workspace.' }),
    state: choice({ draft: { label: 'Draft' }, posted: { label: 'Posted', colour: 'green' } }, { required: true, default: 'draft', readonly: true }),
    difference: decimal({ digits: 3, least: 2, readonly: true, help: 'What the books gained by it; a loss is negative.' }),
    entry: reference(Entry, { readonly: true, label: 'Journal entry' }),
    back: reference(Entry, { readonly: true, label: 'Taken back by' }),
    company: reference('core.company', { index: true }),
  },
})

export const revalue = defineAction(Revaluation, 'revalue', {
  label: 'Post the differences',
  help: 'Posts what the rates of the day make of it as unrealised, and takes it back on the next day.',
  when: { state: 'draft' },
  primary: true,
})

export const takeBackRevaluation = defineAction(Revaluation, 'takeBack', {
  label: 'Take back',
  help: 'Posts the opposite on the same two days, so that it can be put right and posted again.',
  when: { state: 'posted' },
})
