import { Party } from '@sangam/plugin-parties/model'
import { boolean, choice, date, datetime, decimal, defineAction, defineEntity, integer, lines, money, percent, reference, text, user } from '@sangam/sdk'
import { Item } from './item.ts'

/** What may stand in braces in the words of a reminder. */
export const reminderFields = ['party', 'amount', 'days', 'documents', 'company', 'date', 'charges'] as const

/** From how many days late on customers are reminded, and in which words. Each item is raised at a level once. */
export const ReminderLevel = defineEntity('ledger.reminderLevel', {
  title: 'name',
  label: 'Reminder level',
  description: 'From how many days late on customers are reminded of what they owe, and in which words.',
  sort: ['days'],
  unique: [['company', 'days']],
  steady: true,
  fields: {
    name: text({ required: true, max: 80 }),
    days: integer({ required: true, min: 1, max: 730, adds: false, label: 'Days late', help: 'From so many days after the due day on.' }),
    subject: text({ required: true, max: 200 }),
    body: text({
      ...{ required: true, multiline: true, max: 4000, label: 'Words' },
      help: 'In braces: {party}, {amount}, {days}, {documents}, {company}, {date}, {charges}.',
    }),
    subjectHindi: text({ max: 200, label: 'Subject in Hindi', help: 'For parties whose language is Hindi. Empty, they are written to in English.' }),
    bodyHindi: text({ multiline: true, max: 4000, label: 'Words in Hindi' }),
    fee: decimal({ digits: 3, min: '0', adds: false, label: 'Fee', help: 'That may be charged for the letter, in the money of the books.' }),
    interest: percent({
      ...{ digits: 4, min: '0', max: '100', label: 'Interest a year' },
      help: 'On what is late, by the day. The letter says both; they are owed only once somebody writes an invoice over them.',
    }),
    byItself: boolean({
      required: true,
      default: false,
      label: 'Sent by itself',
      help: 'Each morning. Off, it waits under Reminders until somebody sends it.',
    }),
    tell: user({ label: 'Who is told', help: 'In the morning on which something reaches this level.' }),
    active: boolean({ required: true, default: true }),
    company: reference('core.company', { index: true }),
  },
  rules: [{ require: ['bodyHindi'], when: { subjectHindi: { isEmpty: false } } }],
})

/** What stood on a reminder of one item, as it was that day. */
export const ReminderLine = defineEntity('ledger.reminderLine', {
  title: 'document',
  label: 'Item of a reminder',
  plural: 'Items of reminders',
  // What makes “once for each level” true, whoever asks how often.
  unique: [['item', 'level']],
  fields: {
    reminder: reference('ledger.reminder', { required: true, onRemove: 'cascade' }),
    item: reference(Item, { required: true, readonly: true, label: 'Open item' }),
    document: text({ max: 300, readonly: true }),
    date: date({ readonly: true }),
    due: date({ readonly: true, label: 'Due on' }),
    days: integer({ readonly: true, adds: false, label: 'Days late' }),
    amount: money({ readonly: true }),
    open: money({ readonly: true }),
    interest: money({ readonly: true }),
    from: date({ readonly: true, label: 'Interest after', help: 'It is for the days after this one, up to the day of the letter.' }),
    level: reference(ReminderLevel, { readonly: true, label: 'Raised at', help: 'Empty where it is listed with the others alone.' }),
  },
})

/** A reminder as it went out: to whom, in which words, and what was open. */
export const Reminder = defineEntity('ledger.reminder', {
  title: 'subject',
  label: 'Payment reminder',
  description: 'Letters that reminded customers of what was late, as they went out.',
  sort: ['-on', '-createdAt'],
  keep: { years: 8 },
  activities: true,
  merges: false,
  fields: {
    subject: text({ required: true, max: 240, readonly: true }),
    party: reference(Party, { required: true, readonly: true, index: true }),
    level: reference(ReminderLevel, { required: true, readonly: true }),
    on: date({ required: true, readonly: true, index: true, label: 'Sent on' }),
    to: text({ required: true, max: 254, readonly: true, label: 'Sent to' }),
    language: choice({ en: { label: 'English' }, hi: { label: 'Hindi' } }, { required: true, readonly: true, default: 'en' }),
    body: text({ required: true, multiline: true, max: 8000, readonly: true, label: 'Words' }),
    late: text({ max: 200, readonly: true, label: 'What is late' }),
    balance: text({ max: 200, readonly: true, help: 'All that is open, less what was paid without an invoice.' }),
    fee: money({ readonly: true, label: 'Fee' }),
    interest: money({ readonly: true }),
    charged: text({
      max: 60,
      readonly: true,
      index: true,
      label: 'Charged by',
      help: 'The document by which fee and interest were charged. Interest runs on from the day of this letter.',
    }),
    lines: lines(ReminderLine, 'reminder', { label: 'What is open', readonly: true }),
    times: integer({ required: true, default: 1, readonly: true, label: 'How often it was sent' }),
    lastAt: datetime({ readonly: true, label: 'Last sent at' }),
    lastTo: text({ max: 254, readonly: true, label: 'Last sent to' }),
    company: reference('core.company', { index: true, readonly: true }),
  },
})

/** Nobody is reminded of it until a day: what a party disputes, or has promised to pay. */
export const ReminderHold = defineEntity('ledger.reminderHold', {
  title: 'reason',
  label: 'Held back from reminders',
  plural: 'Held back from reminders',
  description: 'Parties and items of which nobody is reminded for some time, and why.',
  sort: ['-createdAt'],
  steady: true,
  fields: {
    party: reference(Party, { required: true, index: true }),
    item: reference(Item, { label: 'Open item', help: 'All that the party owes unless told.' }),
    reason: text({ required: true, max: 200, help: 'Such as “Promised for the 15th” or “Says that two pieces were broken”.' }),
    disputed: boolean({ required: true, default: false, help: 'The party does not agree that it owes it.' }),
    until: date({ label: 'Until', help: 'That day with it. Empty, until it is taken away.' }),
    company: reference('core.company', { index: true }),
  },
})

export const sendReminder = defineAction(Reminder, 'send', {
  label: 'Send again',
  help: 'Mails the same once more, such as to another address; at most once an hour.',
  input: { to: text({ label: 'To whom', format: 'email', help: 'Where it went before unless told.' }) },
})

export const chargeReminder = defineAction(Reminder, 'charge', {
  label: 'Fee and interest are charged',
  help: 'Write an invoice over them first, with its tax. Later reminders ask for interest from the day of this letter on.',
  when: { charged: { isEmpty: true }, or: [{ 'fee.amount': { gt: '0' } }, { 'interest.amount': { gt: '0' } }] },
  input: { number: text({ required: true, max: 60, label: 'Number of the invoice' }) },
})
