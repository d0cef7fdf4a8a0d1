import { Document } from '@sangam/plugin-invoicing/model'
import { type InterestDays, Item, interestLeft, Reminder, ReminderLine } from '@sangam/plugin-ledger/model'
import { type Condition, type Ctx, compareDecimals, handle, type Id, type RecordOf, UserError } from '@sangam/sdk'
import { BookedReminder, chargeLate } from '../model.ts'
import { chargedReminders } from './charged-reminders.ts'

type ReminderRecord = RecordOf<typeof BookedReminder>
type LineRecord = ReminderRecord['lines'][number]

/** Interest is part of what was sold: it has the tax of the paper that is late. */
async function taxesOf(ctx: Ctx, lines: readonly LineRecord[]): Promise<ReadonlyMap<string, string>> {
  return ctx.asSystem('Looks how what is late was taxed', async system => {
    const found = new Map<string, string>()
    const ids = lines.map(line => line.item)
    const { items } = await system.repo(Item).find({ where: { id: { in: ids.slice(0, 500) }, sourceEntity: Document.name }, fields: ['sourceId'], limit: 500 })
    const papers = items.flatMap(one => (one.sourceId === null ? [] : [one.sourceId as Id<'invoicing.document'>]))
    const taxed = new Map<string, string>()
    await system.repo(Document).each({ where: { id: { in: papers } }, fields: ['lines'] }, async page => {
      for (const { id, lines: of } of page) {
        const tax = of.find(line => line.tax !== null)?.tax
        if (tax) taxed.set(id, tax)
      }
    })
    for (const { id, sourceId } of items) {
      const tax = taxed.get(String(sourceId))
      if (tax !== undefined) found.set(id, tax)
    }
    return found
  })
}

type Claimed = RecordOf<typeof ReminderLine> & { readonly 'reminder.on'?: string }

/** For which days interest of items is charged with other reminders, or will be once a draft is posted. */
async function claimedOf(system: Ctx, reminder: string, items: readonly string[]): Promise<ReadonlyMap<string, readonly InterestDays[]>> {
  const found = new Map<string, InterestDays[]>()
  const where = {
    ...{ item: { in: items.slice(0, 500) }, reminder: { ne: reminder }, 'interest.amount': { gt: '0' } },
    or: [{ 'reminder.charged': { isEmpty: false } }, { 'reminder.invoice': { isEmpty: false } }],
  } as unknown as Condition<RecordOf<typeof ReminderLine>>
  await system.repo(ReminderLine).each({ where, fields: ['item', 'from', 'due', 'reminder.on'] }, async page => {
    for (const { item, from, due, ...more } of page as readonly Claimed[]) {
      const to = more['reminder.on'] ?? ''
      found.set(item, [...(found.get(item) ?? []), { from: from ?? due ?? to, to }])
    }
  })
  return found
}

/** What a letter asks for is charged for the days that are not charged with another, earlier or later one: a day bears interest once. */
async function stillToCharge(ctx: Ctx, { id, on, lines }: ReminderRecord): Promise<readonly { readonly line: LineRecord; readonly interest: string }[]> {
  const asked = lines.filter(line => isSome(line.interest?.amount))
  if (asked.length === 0) return []
  const items = asked.map(line => line.item)
  // Of two who draft over letters of the same items the second sees what the first did.
  await ctx.lock(items.map(item => `interest charged ${item}`))
  const claimed = await ctx.asSystem('Looks what is charged with other reminders', system => claimedOf(system, id, items))
  return asked.flatMap(line => {
    const { amount, currency } = line.interest ?? { amount: '0', currency: 'INR' }
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    const interest = interestLeft(amount, { from: line.from ?? line.due ?? on, to: on }, claimed.get(line.item) ?? [], digits)
    return isSome(interest) ? [{ line, interest }] : []
  })
}

/** A draft over what a letter says may be charged: whoever posts it looks at it first. */
const drafting = handle(chargeLate, async (ctx, { id }) => {
  const reminder = await ctx.repo(BookedReminder).get(id)
  const { party, company, fee, interest, subject, on } = reminder
  const left = await stillToCharge(ctx, reminder)
  if (left.length === 0 && !isSome(fee?.amount))
    throw new UserError('nothing_left', 'Its interest was charged with another reminder, and it has no fee. There is nothing left to charge.')
  const late = left.map(one => one.line)
  const taxes = await taxesOf(ctx, late.length > 0 ? late : reminder.lines)
  const source = { quantity: '1', sourceEntity: Reminder.name, sourceId: id }
  const charged = [
    ...(isSome(fee?.amount)
      ? [{ description: ctx.t('Fee for a reminder of {day}', { day: on }), price: fee?.amount ?? '0', tax: [...taxes.values()][0] ?? null }]
      : []),
    ...left.map(({ line, interest: price }) => ({
      description: ctx.t('Interest up to {day} on {document}', { day: on, document: line.document ?? subject }),
      price,
      tax: taxes.get(line.item) ?? null,
    })),
  ]
  const lines = charged.map((one, at) => ({ ...one, description: one.description.slice(0, 500), ...source, sourceLine: String(at) }))
  const currency = (interest ?? fee)?.currency ?? null
  const [made] = await ctx.repo(Document).make([{ kind: 'invoice', party, company, currency, lines }] as never)
  if (!made) throw new Error('An invoice that was made was not given back.')
  return { entity: Document.name, id: made.id, open: true }
})

function isSome(amount: string | undefined): boolean {
  return amount !== undefined && compareDecimals(amount, '0') > 0
}

export const lateCharges = [chargeLate, drafting, chargedReminders]
