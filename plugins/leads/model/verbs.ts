import { choice, date, defineAction, defineEvent, defineSettings, integer, json, money, reference, text } from '@sangam/sdk'
import { Lead, lostReasons } from './lead.ts'
import { Stage } from './pipeline.ts'

/** What "Make a customer" did: the party it found or made, and whether it made it. */
export type Customer = { readonly party: string; readonly contact: string | null; readonly account: string | null; readonly created: boolean }

export const makeCustomer = defineAction<'leads.lead', typeof Lead.fields, Customer>(Lead, 'makeCustomer', {
  label: 'Make a customer',
  help: 'Finds the party by e-mail, phone or name, or makes it, and opens a customer account.',
  primary: { party: { isEmpty: true } },
})

export const win = defineAction(Lead, 'win', { label: 'Win', help: 'Moves it to the pipeline’s won stage.', when: { state: 'open' }, primary: true })

export const lose = defineAction(Lead, 'lose', {
  label: 'Lose',
  help: 'Moves it to the pipeline’s lost stage.',
  when: { state: 'open' },
  input: {
    lostReason: choice(lostReasons, { label: 'Why it was lost', required: true }),
    lostNote: text({ label: 'More about the loss', multiline: true, max: 2000 }),
  },
})

export const reopen = defineAction(Lead, 'reopen', {
  label: 'Reopen',
  when: { state: { in: ['won', 'lost'] } },
  input: { stage: reference(Stage, { help: 'Where to take it up again; the pipeline’s first unless told.' }) },
})

/** A lead was won: what an order that follows from it needs to know. */
export const LeadWon = defineEvent(
  'leads.leadWon',
  {
    lead: reference(Lead, { required: true }),
    title: text({ required: true, max: 200 }),
    party: reference('parties.party'),
    contact: reference('parties.party'),
    owner: reference('core.user'),
    value: money(),
    /** `{ item, description, quantity, price }`, in order. */
    lines: json({ required: true }),
    wonOn: date({ required: true }),
  },
  { label: 'Lead won' },
)

export const settings = defineSettings('leads', 'Leads', {
  quietDays: integer({
    label: 'Remind after so many quiet days',
    default: 7,
    min: 1,
    max: 90,
    help: 'The owner of an open lead is told once when nothing has happened for so long.',
  }),
})
