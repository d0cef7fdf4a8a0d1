import type { Lead } from '@sangam/plugin-leads/model'
import { Party } from '@sangam/plugin-parties/model'
import {
  type ConditionScope,
  type Ctx,
  choice,
  choices,
  date,
  datetime,
  decimal,
  defineEntity,
  extendEntity,
  type Formula,
  file,
  flow,
  type Id,
  integer,
  type Json,
  lines,
  money,
  type Part,
  type Plugin,
  type RecordOf,
  rating,
  reference,
  series,
  text,
  type WorkItem,
  type Worklist,
} from '@sangam/sdk'
import type { WebHost } from '@sangam/sdk/web'
import type { TestClient } from '@sangam/testing'

// What the examples of the reference and the guide speak of without showing it. Nothing here runs: they are compiled.

export { Lead, LeadWon, makeCustomer, Pipeline, win } from '@sangam/plugin-leads/model'
export { Party } from '@sangam/plugin-parties/model'

const name = text({ required: true, max: 120 })

export const Note = defineEntity('notes.note', { title: 'subject', fields: { subject: name, body: text({ multiline: true }), due: date() } })
export const Ticket = defineEntity('helpdesk.ticket', { title: 'name', fields: { name } })
export const Contact = defineEntity('people.contact', { title: 'name', fields: { name, phone: text({ format: 'phone' }) } })
export const Visit = defineEntity('visits.visit', { title: 'purpose', fields: { purpose: name, planned: date() } })
export const Order = defineEntity('sales.order', { title: 'name', fields: { name, owner: reference('core.user', { required: true }) } })
export const Line = defineEntity('sales.line', { title: 'name', fields: { name, order: reference('sales.order') } })
export const LeadLine = defineEntity('leads.line', { title: 'name', fields: { name, lead: reference('leads.lead') } })
export const Invoice = defineEntity('billing.invoice', {
  title: 'number',
  fields: { number: series('INV-{0000}'), paper: file(), company: reference('core.company') },
})
export const Payment = defineEntity('billing.payment', {
  title: 'name',
  fields: { name, order: reference('sales.order'), amount: money(), day: date(), state: flow({ draft: { to: ['posted'] }, posted: { to: [] } }) },
})
export const EntryLine = defineEntity('books.line', {
  title: 'account',
  fields: { entry: reference('books.entry', { required: true }), account: name, base: decimal({ required: true }), dueDate: date() },
})
export const Entry = defineEntity('books.entry', {
  title: 'narration',
  fields: {
    ...{ narration: name, date: date({ required: true }), company: reference('core.company'), kinds: choices(['sales', 'tax']), note: text() },
    state: flow({ draft: { to: ['posted'] }, posted: { to: [] } }),
    lines: lines(EntryLine, 'entry'),
  },
})
export const PeriodLock = defineEntity('books.lock', {
  title: 'reason',
  fields: { reason: name, until: date({ required: true }), company: reference('core.company'), kind: choice(['sales', 'tax', 'hard']) },
})
export const LockException = defineEntity('books.lockException', {
  title: 'reason',
  fields: { reason: name, lock: reference(PeriodLock, { onRemove: 'keep' }), person: reference('core.user'), until: datetime(), ended: datetime() },
})
export const Balance = defineEntity('books.balance', {
  title: 'account',
  bin: false,
  fields: { account: name, company: reference('core.company'), day: date({ required: true }), base: decimal() },
})
export const LoyalParty = extendEntity(Party, { fields: { points: integer({ default: 0 }) } })
export const RatedParty = extendEntity(Party, { fields: { stars: rating() } })

/** Fields that rules and duplicates of examples are about. */
export const fields = {
  name,
  email: text({ format: 'email' }),
  birthday: date(),
  city: text(),
  discount: decimal(),
  lostReason: choice(['price', 'other']),
  state: flow({ open: { to: ['won', 'lost'] }, won: { to: [] }, lost: { to: [] } }),
}

export declare const list: Part
export declare const notes: Plugin
export declare const ctx: Ctx
export declare const scope: ConditionScope
export declare const tree: Formula
export declare const lead: RecordOf<typeof Lead>
export declare const note: RecordOf<typeof Note>
export declare const company: Id<'core.company'>
export declare const order: RecordOf<typeof Order>
export declare const invoice: RecordOf<typeof Invoice>
export declare const worklist: Worklist
export declare const shell: WebHost
export declare const asha: TestClient
export declare const items: readonly WorkItem[]
export declare const chosen: readonly RecordOf<typeof Lead>[]
export declare function remind(): void
export declare function back(): Promise<void>
export declare function putOff(leads: readonly RecordOf<typeof Lead>[]): Promise<void>

/** The screen in which a part stands. */
export interface Screen {
  saving: boolean
  asking: boolean
  readonly error: unknown
  save(): Promise<void>
  read(): Promise<void>
  narrow(party: string | undefined): void
  show(tab: string): void
  putOff(one: RecordOf<typeof Lead>): Promise<Json>
}
