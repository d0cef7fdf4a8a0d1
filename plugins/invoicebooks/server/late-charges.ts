import { Document } from '@sangam/plugin-invoicing/model'
import { Item, LateCharges, Reminder } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, handle, type Id, type RecordOf, UserError } from '@sangam/sdk'
import { BookedReminder, chargeLate, ofFee } from '../model.ts'
import { chargedReminders } from './charged-reminders.ts'

type LineRecord = RecordOf<typeof BookedReminder>['lines'][number]

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
  const left = new Map((await ctx.use(LateCharges).left(id)).map(one => [one.item, one.interest]))
  const isFee = compareDecimals(fee?.amount ?? '0', '0') > 0
  if (left.size === 0 && !isFee)
    throw new UserError('nothing_left', 'Its interest was charged with another reminder, and it has no fee. There is nothing left to charge.')
  const late = reminder.lines.filter(line => left.has(line.item))
  const taxes = await taxesOf(ctx, late.length > 0 ? late : reminder.lines)
  const charged = [
    ...(isFee
      ? [
          {
            ...{ sourceLine: ofFee, description: ctx.t('Fee for a reminder of {day}', { day: on }) },
            ...{ price: fee?.amount ?? '0', tax: [...taxes.values()][0] ?? null },
          },
        ]
      : []),
    ...late.map(({ item, document }) => ({
      ...{ sourceLine: item, description: ctx.t('Interest up to {day} on {document}', { day: on, document: document ?? subject }) },
      ...{ price: left.get(item) ?? '0', tax: taxes.get(item) ?? null },
    })),
  ]
  const source = { quantity: '1', sourceEntity: Reminder.name, sourceId: id }
  const lines = charged.map(one => ({ ...one, ...source, description: one.description.slice(0, 500) }))
  const currency = (interest ?? fee)?.currency ?? null
  const [made] = await ctx.repo(Document).make([{ kind: 'invoice', party, company, currency, lines }] as never)
  if (!made) throw new Error('An invoice that was made was not given back.')
  return { entity: Document.name, id: made.id, open: true }
})

export const lateCharges = [chargeLate, drafting, chargedReminders]
