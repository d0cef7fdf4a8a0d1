import { type InterestDays, interestLeft, ReminderLine } from '@sangam/plugin-ledger/model'
import { type Condition, type Ctx, compareDecimals, type RecordOf } from '@sangam/sdk'
import type { BookedReminder } from '../model.ts'

export type ReminderRecord = RecordOf<typeof BookedReminder>
export type LineRecord = ReminderRecord['lines'][number]

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
export async function stillToCharge(ctx: Ctx, { id, on, lines }: ReminderRecord): Promise<readonly { readonly line: LineRecord; readonly interest: string }[]> {
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

export function isSome(amount: string | undefined): boolean {
  return amount !== undefined && compareDecimals(amount, '0') > 0
}
