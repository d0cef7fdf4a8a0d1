import { type Condition, type Ctx, compareDecimals, handle, type Id, over, type RecordOf, Timeline, times, total, UserError } from '@sangam/sdk'
import { type InterestDays, interestLeft } from '../model/interest.ts'
import type { LateParty } from '../model/reminding.ts'
import { chargeReminder, Reminder, type ReminderLevel, ReminderLine } from '../model.ts'
import { moneyOf } from './currencies.ts'
import { moneyWords } from './reminder-words.ts'
import { chunks } from './reminders.ts'

/** What may be charged with a letter, in the money of the books. */
export interface Charges {
  readonly currency: string
  readonly fee: string
  readonly interest: string
  readonly rate: string | null
  readonly byItem: ReadonlyMap<string, string>
  /** The day after which the interest of an item is counted. */
  readonly since: ReadonlyMap<string, string>
}

/**
 * The fee of a level, and interest of so much a year on what is late and not held back, by the day: from its due day, or from the day of the last reminder whose interest was charged. What
 * is owed in another currency bears none here.
 */
export async function chargesOf(
  system: Ctx,
  company: Id<'core.company'>,
  { fee, interest: rate }: Pick<RecordOf<typeof ReminderLevel>, 'fee' | 'interest'>,
  { found, on }: { readonly found: LateParty; readonly on: string },
): Promise<Charges> {
  const { currency = 'INR', digits = 2 } = (await moneyOf(system, [company])).get(company) ?? {}
  const byItem = new Map<string, string>()
  const late = rate === null ? [] : found.items.filter(item => item.held === null && item.currency === currency)
  const charged = await chargedTo(
    system,
    late.map(item => item.item),
  )
  const since = new Map<string, string>()
  for (const { item, open, due } of late) {
    const from = charged.get(item) ?? due
    const days = Math.round((Date.parse(on) - Date.parse(from)) / 86_400_000)
    if (days <= 0) continue
    byItem.set(item, over(times(open, rate ?? '0', String(days)), '36500', digits) ?? '0')
    since.set(item, from)
  }
  return { currency, fee: fee ?? '0', interest: total([...byItem.values()]), rate, byItem, since }
}

/** Until when interest of items was charged; a letter that asked for a fee alone charged none. */
async function chargedTo(system: Ctx, items: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const { item, to } of await chargedDays(system, items)) if (to > (found.get(item) ?? '')) found.set(item, to)
  return found
}

type ChargedDays = InterestDays & { readonly item: string; readonly reminder: string }

/** For which days interest of items was charged, and with which reminder. */
async function chargedDays(system: Ctx, items: readonly string[]): Promise<readonly ChargedDays[]> {
  const found: ChargedDays[] = []
  for (const some of chunks(items)) {
    const where = { item: { in: some }, 'interest.amount': { gt: '0' }, 'reminder.charged': { isEmpty: false } } as unknown as Condition<
      RecordOf<typeof ReminderLine>
    >
    await system.repo(ReminderLine).each({ where, fields: ['item', 'reminder', 'from', 'due', 'reminder.on'] }, async page => {
      for (const { item, reminder, from, due, ...more } of page as readonly (RecordOf<typeof ReminderLine> & { readonly 'reminder.on'?: string })[]) {
        const to = more['reminder.on'] ?? ''
        found.push({ item, reminder, from: from ?? due ?? to, to })
      }
    })
  }
  return found
}

/** A day bears interest once: a letter without a fee whose days were charged with others has nothing that could be charged. */
async function refuseNothing(system: Ctx, { id, on, fee, lines }: RecordOf<typeof Reminder>): Promise<void> {
  const asking = lines.filter(line => compareDecimals(line.interest?.amount ?? '0', '0') > 0)
  if (compareDecimals(fee?.amount ?? '0', '0') > 0 || asking.length === 0) return
  const items = asking.map(line => line.item)
  // Of two who charge letters of the same items the second sees what the first did.
  await system.lock(items.map(item => `interest charged ${item}`))
  const charged = await chargedDays(system, items)
  const left = asking.some(({ item, interest, from, due }) => {
    const others = charged.filter(one => one.item === item && one.reminder !== id)
    return interestLeft(interest?.amount ?? '0', { from: from ?? due ?? on, to: on }, others, 3) !== '0'
  })
  if (!left) throw new UserError('nothing_left', 'Its interest was charged with another reminder, and it has no fee. There is nothing left to charge.')
}

/** What a letter says of them; nothing where there is nothing. */
export function chargeWords({ currency, fee, interest, rate }: Charges, { language, day }: { readonly language: 'en' | 'hi'; readonly day: string }): string {
  const of = (amount: string): string => moneyWords([{ currency, amount }], language)
  const [isFee, isInterest] = [fee !== '0', interest !== '0']
  if (!isFee && !isInterest) return ''
  if (language === 'hi') {
    const parts = [...(isFee ? [`${of(fee)} शुल्क`] : []), ...(isInterest ? [`${day} तक ${rate} % वार्षिक की दर से ${of(interest)} ब्याज`] : [])]
    return `देर से भुगतान के लिए हम ${parts.join(' और ')} ले सकते हैं।`
  }
  const parts = [...(isFee ? [`a fee of ${of(fee)}`] : []), ...(isInterest ? [`${of(interest)} of interest at ${rate} % a year up to ${day}`] : [])]
  return `For late payment we may charge ${parts.join(' and ')}.`
}

const chargeHandler = handle(chargeReminder, async (ctx, { id }, { number }) => {
  await ctx.asSystem('Looks what was charged with other reminders', async system => refuseNothing(system, await system.repo(Reminder).get(id)))
  // What went out changes for nobody but by this.
  await ctx.asSystem('Notes by which document fee and interest are charged', system => system.repo(Reminder).set([{ id, patch: { charged: number } }]))
  await ctx.use(Timeline).add({ about: { entity: Reminder.name, id }, text: 'charged fee and interest by {number}', values: { number }, icon: 'money' })
})

export const reminderCharging = [chargeReminder, chargeHandler]
