import { Document } from '@sangam/plugin-invoicing/model'
import { Item, Reminder } from '@sangam/plugin-ledger/model'
import { type Ctx, handle, type Id, UserError } from '@sangam/sdk'
import { BookedReminder, chargeLate } from '../model.ts'
import { isSome, type LineRecord, stillToCharge } from './charged-days.ts'
import { chargedReminders } from './charged-reminders.ts'

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

export const lateCharges = [chargeLate, drafting, chargedReminders]
