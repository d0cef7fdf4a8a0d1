import { Party } from '@sangam/plugin-parties/model'
import {
  boolean,
  choice,
  date,
  decimal,
  defineAction,
  defineEntity,
  defineSettings,
  flow,
  integer,
  lines,
  type RecordOf,
  reference,
  series,
  text,
} from '@sangam/sdk'
import { Account } from './account.ts'
import { dimensionFields } from './dimension.ts'
import { Entry } from './entry.ts'
import { Item } from './item.ts'

/** How much of a payment goes to one open item. */
export const Allocation = defineEntity('ledger.allocation', {
  title: 'item',
  fields: {
    payment: reference('ledger.payment', { required: true, onRemove: 'cascade' }),
    item: reference(Item, { required: true, label: 'Open item' }),
    amount: decimal({ digits: 3, least: 2, min: '0', help: 'As much as is open unless told.' }),
    discount: decimal({
      digits: 3,
      least: 2,
      min: '0',
      label: 'Early-payment discount',
      help: 'In that amount, or beside it where a note gives it with its tax.',
    }),
  },
})

const given = [
  ...(['direction', 'party', 'account', 'date', 'amount', 'currency', 'rate', 'instrument', 'instrumentNumber', 'instrumentDate'] as const),
  ...(['withheld', 'charges', 'writeOff', 'narration', 'oldestFirst', 'overTo', 'allocations', 'company', 'costCentre', 'project'] as const),
]

/** Money that came from a party or went to one: posted by itself, and matched with what it pays. */
export const Payment = defineEntity('ledger.payment', {
  title: 'number',
  description: 'Money that came from a party or went to one, and what it settles.',
  sort: ['-date', '-number'],
  keep: { years: 8 },
  rules: [
    { lock: given, when: { state: { ne: 'draft' } }, because: 'A posted payment stays as it is. Cancel it, and enter it anew.' },
    { require: ['rate'], when: { currency: { isEmpty: false } } },
  ],
  merges: false,
  fields: {
    number: series('PAY/{fy2}/{00000}', { max: 16, per: 'company', when: { state: { ne: 'draft' } }, date: 'date' }),
    direction: choice(
      { receive: { label: 'Received', colour: 'green' }, pay: { label: 'Paid out', colour: 'orange' } },
      { required: true, default: 'receive' },
    ),
    party: reference(Party, { required: true }),
    account: reference(Account, { required: true, label: 'Bank or cash account' }),
    date: date({ required: true, default: '$today', index: true }),
    amount: decimal({ digits: 3, least: 2, min: '0', required: true, adds: 'direction', help: 'What the party paid, or was paid.' }),
    currency: text({ min: 3, max: 3, help: 'Where it is not the currency of the books.' }),
    rate: decimal({ digits: 10, min: '0', label: 'Exchange rate', help: 'What one of it is worth in the currency of the books.' }),
    instrument: choice(
      {
        cash: { label: 'Cash' },
        transfer: { label: 'Bank transfer' },
        upi: { label: 'UPI' },
        cheque: { label: 'Cheque' },
        card: { label: 'Card' },
      },
      { required: true, default: 'transfer', label: 'Paid by' },
    ),
    instrumentNumber: text({ max: 60, search: true, label: 'Cheque or transfer number' }),
    instrumentDate: date({
      label: 'Date of the cheque',
      help: 'One that is later than the payment is in hand until then: on that day it is in the books, and settles.',
    }),
    state: flow(
      {
        draft: { to: { received: { verb: 'post' }, cleared: { verb: 'post' } } },
        received: {
          label: 'In hand',
          colour: 'orange',
          to: { deposited: { label: 'Deposit' }, cleared: { label: 'Clear' }, bounced: { verb: 'bounce' }, cancelled: { verb: 'cancel' } },
        },
        deposited: { label: 'Deposited', colour: 'blue', to: { cleared: { label: 'Clear' }, bounced: { verb: 'bounce' }, cancelled: { verb: 'cancel' } } },
        cleared: { label: 'Cleared', colour: 'green', to: { bounced: { verb: 'bounce' }, cancelled: { verb: 'cancel' } } },
        bounced: { label: 'Bounced', colour: 'red', to: [] },
        cancelled: { label: 'Cancelled', to: [] },
      },
      { index: true },
    ),
    clearedOn: date({ help: 'The day on which the bank has it.' }),
    withheld: decimal({ digits: 3, least: 2, min: '0', label: 'Tax withheld', help: 'Beside the amount: it settles as much more.' }),
    charges: decimal({ digits: 3, least: 2, min: '0', label: 'Bank charges', help: 'Kept by the bank from what was received, or taken beside what was paid.' }),
    writeOff: decimal({ digits: 3, least: 2, min: '0', label: 'Written off', help: 'A small rest that nobody will pay: it settles as much more.' }),
    narration: text({ max: 300 }),
    ...dimensionFields,
    oldestFirst: boolean({
      required: true,
      default: true,
      label: 'Settles the oldest first',
      help: 'Where no open items are named. Off, it stays as an advance.',
    }),
    overTo: reference(Account, {
      label: 'What is left over goes to',
      help: 'The account of what others owe, or are owed, unless told: one for advances, which keep what they cost, or for deposits.',
    }),
    allocations: lines(Allocation, 'payment', { label: 'What it settles' }),
    leftOver: decimal({
      ...{ digits: 3, least: 2, readonly: true, adds: 'direction', label: 'Stays as an advance' },
      help: 'What was left over beside what it settled as it was posted, with the tax withheld of it.',
    }),
    entry: reference(Entry, { readonly: true, label: 'Journal entry' }),
    company: reference('core.company', { index: true }),
  },
})

/** The day on which a payment is money: a cheque that is dated later is in hand until then, and neither at the bank nor paid. */
export function moneyDay({ date, instrument, instrumentDate }: Pick<RecordOf<typeof Payment>, 'date' | 'instrument' | 'instrumentDate'>): string {
  return instrument === 'cheque' && instrumentDate !== null && instrumentDate > date ? instrumentDate : date
}

export const postPayment = defineAction(Payment, 'post', {
  label: 'Post',
  help: 'Puts it into the books and settles what it pays.',
  when: { state: 'draft' },
  primary: true,
})

const takingBack = {
  on: date({ label: 'Dated', help: 'Today, or the first day after what is locked, unless told; never before the entry.' }),
  because: text({ label: 'Why', max: 200 }),
}

export const bounce = defineAction(Payment, 'bounce', {
  label: 'Bounced',
  help: 'Its entry is reversed, and what it settled is open again.',
  when: { state: { in: ['received', 'deposited', 'cleared'] }, instrument: 'cheque' },
  input: takingBack,
})

export const cancelPayment = defineAction(Payment, 'cancel', {
  label: 'Cancel',
  help: 'Its entry is reversed, and what it settled is open again.',
  when: { state: { in: ['received', 'deposited', 'cleared'] } },
  input: takingBack,
})

export const paymentSettings = defineSettings('ledger', 'Ledger', {
  twoAbove: decimal({
    ...{ digits: 3, min: '0', label: 'Entries above this are posted by another' },
    help: 'Whoever wrote such an entry can’t post it. Empty, whoever may post does.',
  }),
  writeOffLimit: decimal({
    digits: 3,
    min: '0',
    default: '100',
    label: 'Written off at most',
    help: 'With one payment and of one item, in the currency of the books.',
  }),
  reminderPause: integer({
    ...{ default: 7, min: 0, max: 365, label: 'Days between two reminders of a customer' },
    help: 'Of those that are sent by themselves. Who sends them by hand is not held to it.',
  }),
})
