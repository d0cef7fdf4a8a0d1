import { boolean, date, decimal, defineAction, text } from '@sangam/sdk'
import { Document } from './document.ts'

export const post = defineAction(Document, 'post', {
  label: 'Post',
  help: 'Numbers it; from then on it stays as it is.',
  when: { state: 'draft' },
  primary: true,
})

const taken = { state: 'posted', kind: { in: ['invoice', 'debitNote', 'bill'] } } as const
const why = {
  reason: text({ label: 'Why', required: true, max: 200 }),
  on: date({ label: 'Dated', help: 'Today unless told.' }),
}

/** The note that was made. */
export type Note = { readonly note: string; readonly number: string }

export const credit = defineAction<'invoicing.document', typeof Document.fields, Note, typeof why>(Document, 'credit', {
  label: 'Give credit',
  help: 'Begins a note with all that is left of it. Take lines out, or lower quantities.',
  when: taken,
  input: why,
})

export const cancel = defineAction<'invoicing.document', typeof Document.fields, Note, typeof why>(Document, 'cancel', {
  label: 'Cancel',
  help: 'Posts a note over all that is left of it. It keeps its number.',
  when: taken,
  input: why,
})

export const send = defineAction(Document, 'send', {
  label: 'Send',
  help: 'Mails it as a PDF.',
  when: { state: 'posted', kind: { in: ['invoice', 'creditNote', 'debitNote', 'receipt', 'refund'] } },
  input: {
    to: text({ label: 'To whom', format: 'email', help: 'The party’s own address unless told.' }),
    message: text({ label: 'Words above it', multiline: true, max: 2000 }),
    link: boolean({ label: 'With a link to it', default: true, help: 'By which it is seen without signing in, and what is still to be paid.' }),
  },
})

export const settle = defineAction(Document, 'settle', {
  label: 'Record a payment',
  help: 'Notes what was paid of it, where no books say so.',
  when: { state: 'posted', settlement: { in: ['open', 'part'] }, inBooks: false, kind: { notIn: ['receipt', 'refund'] } },
  input: {
    amount: decimal({ digits: 4, min: '0', help: 'All that is open unless told.' }),
    on: date({ label: 'Paid on', help: 'Today unless told.' }),
  },
})
