import { boolean, choice, date, decimal, defineAction, defineEntity, integer, lines, reference, text, user } from '@sangam/sdk'
import { Entry, Journal } from './entry.ts'
import { writtenAgainFields } from './written-again.ts'

const everies = { month: { label: 'Month' }, quarter: { label: 'Quarter' }, year: { label: 'Year' } } as const

/** One line of the entries that a template writes. */
export const RecurringLine = defineEntity('ledger.recurringLine', {
  title: 'account',
  label: 'Line of a recurring entry',
  plural: 'Lines of recurring entries',
  fields: {
    recurring: reference('ledger.recurring', { required: true, onRemove: 'cascade' }),
    ...writtenAgainFields,
  },
})

/** An entry that is written by itself on its days: rent each month, an accrual that is taken back on the first of the next. */
export const Recurring = defineEntity('ledger.recurring', {
  title: 'narration',
  label: 'Recurring entry',
  plural: 'Recurring entries',
  description: 'An entry that is written by itself on its days, such as rent each month.',
  sort: ['next', 'narration'],
  activities: true,
  keep: { years: 8 },
  fields: {
    narration: text({ required: true, max: 300 }),
    journal: reference(Journal, { help: 'The general one unless told.' }),
    every: choice(everies, { required: true, default: 'month', label: 'Every' }),
    from: date({ required: true, default: '$today', label: 'From', help: 'Days before today are written too.' }),
    until: date({ label: 'Until' }),
    day: integer({ min: 1, max: 31, label: 'Day of the month', help: 'That of the first day unless told; the last day where a month is shorter.' }),
    writes: choice(
      { posted: { label: 'Posted entries' }, draft: { label: 'Drafts' } },
      { required: true, default: 'posted', label: 'Writes', help: 'Above the amount that two look at, drafts always.' },
    ),
    reverses: boolean({ required: true, default: false, label: 'Reverses itself', help: 'On the first day of the next month: for accruals.' }),
    active: boolean({ required: true, default: true }),
    lines: lines(RecurringLine, 'recurring', { begins: true }),
    next: date({ readonly: true, index: true, label: 'Next on' }),
    writtenTo: date({ readonly: true, label: 'Written up to' }),
    problem: text({ readonly: true, max: 500, label: 'What it met last' }),
    author: user({ readonly: true, label: 'Written by' }),
    total: decimal({ digits: 3, least: 2, readonly: true, required: true, default: '0', help: 'What its debits come to.' }),
    company: reference('core.company', { index: true }),
  },
})

export const writeDue = defineAction(Recurring, 'write', {
  label: 'Write what is due',
  help: 'Each night it happens by itself. What is written already is not written again.',
  when: { active: true },
  input: {
    since: date({ label: 'Again from', help: 'Where days were passed over, such as locked ones: from this day on what is not written is written now.' }),
  },
})

/** The template that was made of an entry. */
export type MadeTemplate = { readonly recurring: string; readonly next: string | null }

const wanted = {
  every: choice(everies, { required: true, default: 'month', label: 'Every' }),
  from: date({ label: 'From', help: 'The next turn after this entry unless told.' }),
}

export const makeRecurring = defineAction<'ledger.entry', typeof Entry.fields, MadeTemplate, typeof wanted>(Entry, 'makeRecurring', {
  label: 'Make it recurring',
  help: 'Makes a template of it, which writes the same on its days.',
  input: wanted,
})
