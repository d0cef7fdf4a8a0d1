import { boolean, date, defineAction, defineEntity, lines, reference, text } from '@sangam/sdk'
import { Entry, Journal } from './entry.ts'
import { writtenAgainFields } from './written-again.ts'

/** One line of the entries that are begun from a template. */
export const TemplateLine = defineEntity('ledger.templateLine', {
  title: 'account',
  label: 'Line of an entry template',
  plural: 'Lines of entry templates',
  fields: {
    template: reference('ledger.template', { required: true, onRemove: 'cascade' }),
    ...writtenAgainFields,
  },
})

/** An entry that is written again and again, on no days of its own: whoever needs it begins one from it. */
export const Template = defineEntity('ledger.template', {
  title: 'name',
  label: 'Entry template',
  plural: 'Entry templates',
  description: 'Entries as they are written again and again, to begin one from; amounts may be left open.',
  sort: ['name'],
  unique: [['company', 'name']],
  steady: true,
  fields: {
    name: text({ required: true, max: 100, search: true }),
    narration: text({ required: true, max: 300 }),
    journal: reference(Journal, { help: 'The general one unless told.' }),
    active: boolean({ required: true, default: true }),
    lines: lines(TemplateLine, 'template', { begins: true }),
    company: reference('core.company', { index: true }),
  },
})

/** The record that was made, for who wants to open it. */
export type MadeOf = { readonly entity: string; readonly id: string }

/** A draft that was begun: the screen goes on with it. */
export type BegunOf = MadeOf & { readonly open: true }

const saved = {
  name: text({ max: 100, label: 'Name of the template', help: 'As the narration unless told.' }),
  amounts: boolean({ required: true, default: true, label: 'With its amounts', help: 'Without them whoever begins an entry says how much.' }),
}

export const saveTemplate = defineAction<'ledger.entry', typeof Entry.fields, MadeOf, typeof saved>(Entry, 'saveTemplate', {
  label: 'Save as a template',
  help: 'Entries like it may then be begun from the template.',
  input: saved,
})

const begun = {
  date: date({ required: true, default: '$today' }),
  narration: text({ max: 300, help: 'As the template says unless told.' }),
}

export const beginEntry = defineAction<'ledger.template', typeof Template.fields, BegunOf, typeof begun>(Template, 'begin', {
  label: 'Begin an entry',
  help: 'Writes a draft with the lines of the template. It counts once it is posted.',
  when: { active: true },
  primary: true,
  input: begun,
})
