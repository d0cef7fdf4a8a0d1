import { Document, DocumentLine, WithheldAdvance, WithholdingSection } from '@sangam/plugin-invoicing/model'
import { Account, CostCentre, Payment, Project, Reminder } from '@sangam/plugin-ledger/model'
import { date, decimal, defineAction, defineEntity, extendEntity, flow, integer, json, percent, reference } from '@sangam/sdk'

/** From which day on the documents of a company are posted; those of days before are covered by its opening balances. */
export const Beginning = defineEntity('invoicebooks.beginning', {
  title: 'from',
  label: 'Invoices into the books',
  plural: 'Invoices into the books',
  description: 'From which day on the invoices and bills of a company stand in its books: those of days before are covered by the opening balances.',
  sort: ['-from'],
  steady: true,
  // The books of a company begin once: a second one would cover or post the same documents again.
  unique: [['company']],
  fields: {
    from: date({ label: 'Books begin on', required: true, help: 'Documents of earlier days are covered by the opening balances, and are never posted.' }),
    state: flow({ draft: { to: { done: { verb: 'takeOver' } } }, done: { label: 'Done', colour: 'green', to: [] } }),
    waiting: integer({ label: 'To be posted', readonly: true, help: 'Posted documents from that day on of which the books know nothing.' }),
    waitingTotal: decimal({ label: 'Of a worth of', digits: 4, readonly: true }),
    covered: integer({ label: 'Covered by the opening', readonly: true }),
    coveredTotal: decimal({ label: 'Covered, of a worth of', digits: 4, readonly: true }),
    paidInto: reference(Account, {
      label: 'Payments went through',
      help: 'The account, such as the bank, through which went what was recorded as paid on these documents. It is posted on the day of taking over.',
    }),
    posted: integer({ label: 'Posted by it', readonly: true }),
    company: reference('core.company', { index: true }),
  },
  rules: [{ lock: 'all', when: { state: 'done' }, because: 'The books have begun on this day. It stays.' }],
})

export const takeOver = defineAction(Beginning, 'takeOver', {
  label: 'Post them',
  help: 'Posts what is to be posted, once each. From then on earlier days are covered by the opening.',
  when: { state: 'draft' },
  primary: true,
})

/** A voucher says where its money came, so that it is in the books at once. */
export const BookedDocument = extendEntity(Document, {
  fields: { moneyAccount: reference(Account, { label: 'Received into', help: 'The bank or cash account of a voucher; the usual bank unless told.' }) },
  rules: [
    { show: ['moneyAccount'], when: { kind: { in: ['receipt', 'refund'] } } },
    { lock: ['moneyAccount'], when: { state: 'posted' }, because: 'A posted document stays as it is. Credit or cancel it, and post what is right.' },
  ],
})

/** A line says of which part of the business it is, and its line in the books with it. */
export const DividedLine = extendEntity(DocumentLine, { fields: { costCentre: reference(CostCentre), project: reference(Project) } })

/** Which line of an invoice charges the fee of a reminder; of those over interest `sourceLine` is the item. */
export const ofFee = 'fee'

/** A reminder says which invoice charges its fee and interest. */
export const BookedReminder = extendEntity(Reminder, {
  fields: {
    invoice: reference(Document, {
      readonly: true,
      onRemove: 'clear',
      label: 'Charged with',
      help: 'The invoice over its fee and interest, a draft until it is posted.',
    }),
  },
})

/** The draft that was made, which the screen goes on with. */
type Made = { readonly entity: string; readonly id: string; readonly open: true }

export const chargeLate = defineAction<'ledger.reminder', typeof BookedReminder.fields, Made>(BookedReminder, 'draftInvoice', {
  label: 'Draft an invoice over fee and interest',
  help: 'Look at its lines and their tax, then post it: its number then stands on this reminder, and later ones ask for interest from this letter on.',
  when: { charged: { isEmpty: true }, invoice: { isEmpty: true }, or: [{ 'fee.amount': { gt: '0' } }, { 'interest.amount': { gt: '0' } }] },
})

const ofAdvance = ['withholding', 'withhold', 'advance', 'advanceNet'] as const

/** What is paid to a supplier says under which section tax is withheld of what of it stays as an advance. */
export const BookedPayment = extendEntity(Payment, {
  fields: {
    withholding: reference(WithholdingSection, {
      label: 'Withheld under',
      help: 'The section by which tax is kept back of what stays as an advance; that of the supplier unless told.',
    }),
    withhold: percent({
      ...{ label: 'Tax withheld at', digits: 4, min: '0', max: '100' },
      help: 'As by a certificate: it counts instead of the rate of the section.',
    }),
    advance: decimal({
      ...{ label: 'Advance before tax', digits: 3, least: 2, min: '0', adds: 'direction' },
      help: 'What was agreed to be paid ahead: tax is kept back of it, and the rest is paid.',
    }),
    advanceNet: decimal({
      ...{ label: 'Advance without GST', digits: 3, least: 2, min: '0', adds: 'direction' },
      help: 'Where GST is in it and stands apart: tax is withheld on the rest alone.',
    }),
    withheldBy: json({ label: 'Withheld by', readonly: true }),
  },
  rules: [
    { show: [...ofAdvance], when: { direction: 'pay' } },
    // How it came is told beside the form.
    { show: ['withheldBy'], when: { direction: { in: [] } } },
    { lock: [...ofAdvance], when: { state: { ne: 'draft' } }, because: 'A posted payment stays as it is. Cancel it, and enter it anew.' },
  ],
})

/** What was withheld of an advance knows its payment. */
export const PaidAdvance = extendEntity(WithheldAdvance, { fields: { payment: reference(Payment, { readonly: true, unique: true }) } })
