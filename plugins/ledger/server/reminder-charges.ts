import { type Ctx, compareDecimals, handle, type Id, over, type RecordOf, Timeline, times, total, UserError } from '@sangam/sdk'
import type { LateParty } from '../model/reminding.ts'
import { chargeReminder, LateCharge, Reminder, type ReminderLevel } from '../model.ts'
import { moneyOf } from './currencies.ts'
import { chargedTo, isCharged, lateCharging, leftToCharge } from './late-charges.ts'
import { moneyWords } from './reminder-words.ts'

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

/** By hand, too, a letter is charged once, and of its days those that no other charges. */
const chargeHandler = handle(chargeReminder, async (ctx, { id }, { number }) => {
  const { left, fee, whole, currency } = await ctx.asSystem('Notes by which document fee and interest are charged', async system => {
    const reminder = await system.repo(Reminder).get(id)
    const { on, company, lines, fee } = reminder
    const left = await leftToCharge(system, reminder)
    if (await isCharged(system, id))
      throw new UserError(
        'drafted',
        'Somebody charged this reminder meanwhile, or a draft of an invoice does. Load the page again; a draft is posted, or thrown away to charge it by hand.',
      )
    const asked = total(lines.map(line => line.interest?.amount ?? '0'))
    if (left.length === 0 && compareDecimals(fee?.amount ?? '0', '0') <= 0)
      throw new UserError('nothing_left', 'Its interest was charged with another reminder, and it has no fee. There is nothing left to charge.')
    const days = left.flatMap(one => one.days.map(of => ({ ...of, item: one.item as Id<'ledger.item'> })))
    await system.repo(LateCharge).make([{ to: on }, ...days].map(one => ({ ...one, reminder: id, company })))
    // What went out changes for nobody but by this.
    await system.repo(Reminder).set([{ id, patch: { charged: number } }])
    const sum = total(left.map(one => one.interest))
    return { left: sum, fee: fee?.amount ?? '0', whole: compareDecimals(sum, asked) === 0, currency: (reminder.interest ?? fee)?.currency ?? 'INR' }
  })
  const about = { entity: Reminder.name, id }
  if (whole) return ctx.use(Timeline).add({ about, text: 'charged fee and interest by {number}', values: { number }, icon: 'money' })
  // The rest of its days is charged with others, so whoever wrote the invoice is told how much was theirs.
  const amount = moneyWords([{ currency, amount: total([fee, left]) }], 'en')
  await ctx
    .use(Timeline)
    .add({ about, text: 'charged by {number} the {amount} that no other reminder is charged with', values: { number, amount }, icon: 'money' })
})

export const reminderCharging = [chargeReminder, chargeHandler, ...lateCharging]
