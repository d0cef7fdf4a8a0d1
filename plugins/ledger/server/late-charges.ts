import { type Condition, type Ctx, compareDecimals, everyOf, hooks, type Id, inParts, provide, type RecordOf, type Refusal } from '@sangam/sdk'
import { daysLeft, type InterestDays, interestLeft, shareDays } from '../model/interest.ts'
import type { LeftToCharge } from '../model/late-charge.ts'
import { LateCharge, LateCharges, Reminder } from '../model.ts'

type ChargeRecord = RecordOf<typeof LateCharge>
type ReminderRecord = RecordOf<typeof Reminder>

/** Items before letters, whoever asks: so that two who charge never wait for each other. */
async function holdBack(system: Ctx, charges: readonly Pick<ChargeRecord, 'item' | 'reminder'>[]): Promise<void> {
  await system.lock([...new Set(charges.flatMap(({ item }) => (item === null ? [] : [`interest charged ${item}`])))])
  await system.lock([...new Set(charges.flatMap(({ item, reminder }) => (item === null ? [`reminder charged ${reminder}`] : [])))])
}

/** What is charged and was not freed again. */
async function standing(system: Ctx, by: 'item' | 'reminder', ids: readonly string[], more: object = {}): Promise<readonly ChargeRecord[]> {
  return everyOf(system.repo(LateCharge), by, ids, { where: { ...more, freedAt: { isEmpty: true } } })
}

export const daysOf = ({ from, to }: { readonly from: string | null; readonly to: string }): InterestDays => ({ from: from ?? to, to })

/** Until when interest of items was charged, by drafts not yet. */
export async function chargedTo(system: Ctx, items: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const { item, to } of await standing(system, 'item', items, { 'reminder.charged': { isEmpty: false } }))
    if (item !== null && to > (found.get(item) ?? '')) found.set(item, to)
  return found
}

/** A day of what is late bears interest once: what nobody charges with another letter, or has drafted. */
export async function leftToCharge(system: Ctx, { on, lines }: Pick<ReminderRecord, 'on' | 'lines'>): Promise<readonly LeftToCharge[]> {
  const asked = lines.filter(line => compareDecimals(line.interest?.amount ?? '0', '0') > 0)
  if (asked.length === 0) return []
  const items = asked.map(line => line.item)
  await system.lock(items.map(item => `interest charged ${item}`))
  const charged = await standing(system, 'item', items)
  return asked.flatMap(({ item, interest, from, due }) => {
    const { amount, currency } = interest ?? { amount: '0', currency: 'INR' }
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    const all = { from: from ?? due ?? on, to: on }
    const others = charged.filter(one => one.item === item).map(daysOf)
    const left = interestLeft(amount, all, others, digits)
    return compareDecimals(left, '0') > 0 ? [{ item, interest: left, days: daysLeft(all, others) }] : []
  })
}

/** Whether a letter is charged, or a draft charges it; it stays so until the transaction ends. */
export async function isCharged(system: Ctx, id: Id<'ledger.reminder'>): Promise<boolean> {
  await system.lock([`reminder charged ${id}`])
  return (await standing(system, 'reminder', [id], { item: { isEmpty: true } })).length > 0
}

async function placesOf(system: Ctx, made: readonly ChargeRecord[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const count = async (by: 'item' | 'reminder', ids: readonly string[], more: object): Promise<void> => {
    for (const some of inParts(ids)) {
      const where = { ...more, [by]: { in: some } } as unknown as Condition<ChargeRecord>
      for (const row of await system.repo(LateCharge).group({ where, group: [by], measures: ['count'], limit: 10_000 }))
        found.set(String(row[by]), Number(row.count))
    }
  }
  await count(
    'item',
    made.flatMap(one => one.item ?? []),
    {},
  )
  await count(
    'reminder',
    made.flatMap(one => (one.item === null ? [one.reminder] : [])),
    { item: { isEmpty: true } },
  )
  return found
}

const stays = 'What was charged stays as it was. Take the lines out of the invoice, or credit it, and it is free.'
const charged = 'This reminder is charged by now, or a draft charges it. Load the page again.'
const taken = 'Some of these days are charged with another reminder by now, or a draft charges them. Load the page again, and charge what is left.'

/** What holds whoever charges: a letter is charged once, and so is a day of what is late. */
const chargeHooks = hooks(LateCharge, {
  async derive(ctx, changes) {
    const made = changes.flatMap(({ before, next }) => (!before && next ? [next] : []))
    if (made.length === 0) return []
    const places = await ctx.asSystem('Finds the place of a charge among those of its item', async system => {
      await holdBack(system, made)
      return placesOf(system, made)
    })
    const place = (id: string): number => {
      const next = (places.get(id) ?? 0) + 1
      places.set(id, next)
      return next
    }
    return changes.map(({ before, next }) => {
      if (before || !next) return null
      return next.item === null ? { letterPlace: place(next.reminder) } : { itemPlace: place(next.item) }
    })
  },

  async check(ctx, changes) {
    const refused = changes.flatMap(({ verb, before }, index): Refusal[] =>
      verb === 'remove' || (before && before.freedAt !== null) ? [{ index, code: 'stays', message: stays }] : [],
    )
    const made = changes.flatMap(({ before, next }, index) => (!before && next && next.freedAt === null ? [{ next, index }] : []))
    if (made.length === 0) return refused
    const seen = await ctx.asSystem('Looks what is charged by now', async system => [
      ...(await standing(
        system,
        'item',
        made.flatMap(({ next }) => next.item ?? []),
      )),
      ...(await standing(
        system,
        'reminder',
        made.flatMap(({ next }) => (next.item === null ? [next.reminder] : [])),
        { item: { isEmpty: true } },
      )),
    ])
    const all = [...seen]
    for (const { next, index } of made) {
      if (next.item === null && all.some(one => one.item === null && one.reminder === next.reminder))
        refused.push({ index, field: 'reminder', code: 'charged_already', message: charged })
      if (next.item !== null && all.some(one => one.item === next.item && shareDays(daysOf(one), daysOf(next))))
        refused.push({ index, field: 'item', code: 'days_charged', message: taken })
      all.push(next)
    }
    return refused
  },
})

const charges = provide(LateCharges, ctx => ({
  left: reminder =>
    ctx.asSystem('Looks what of a reminder is charged already', async system =>
      leftToCharge(system, await system.repo(Reminder).get(reminder as Id<'ledger.reminder'>)),
    ),
}))

export const lateCharging = [chargeHooks, charges]
