import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, compareDecimals, everyOf, type Id, inParts, type RecordOf, total } from '@sangam/sdk'
import type { LateItem, LateParty, ReminderStatus, Sum } from '../model/reminding.ts'
import { type OpenRow, Reminder, ReminderHold, ReminderLevel, ReminderLine } from '../model.ts'
import { openOn } from './open-items.ts'

type Level = RecordOf<typeof ReminderLevel>
type Hold = RecordOf<typeof ReminderHold>
type PartyId = Id<'parties.party'>

/** Who of a company's customers has something late on a day, how far it was raised, and who is to be reminded of it now. */
export async function lateParties(ctx: Ctx, company: Id<'core.company'>, on: string, party: PartyId | null = null): Promise<LateParty[]> {
  const open = await openOn(ctx, { company, on, side: 'receivable', party })
  const late = open.filter(isLate)
  const owing = [...new Set(late.map(row => row.party))] as PartyId[]
  if (owing.length === 0) return []
  const levels: Level[] = []
  // One that is off raises nothing any more, and what was raised at it was raised.
  await ctx.repo(ReminderLevel).each({ where: { company }, sort: ['days'] }, async page => void levels.push(...page))
  const active = levels.filter(level => level.active)
  const [holds, raised, last, reached] = [
    await holdsOn(ctx, company, on, owing),
    await raisedOf(ctx, late),
    await lastOf(ctx, company, owing),
    await addressesOf(ctx, owing),
  ]
  return owing
    .map(id => {
      const rows = open.filter(row => row.party === id)
      const mine = holds.filter(hold => hold.party === id)
      const held = mine.find(hold => hold.item === null) ?? null
      const items = rows.filter(isLate).map(row =>
        lateItem(
          row,
          levels,
          raised.get(row.item) ?? [],
          mine.find(hold => hold.item === row.item),
        ),
      )
      const { to = null, language = 'en' } = reached.get(id) ?? {}
      const days = Math.max(...items.map(item => item.days))
      const level = active.findLast(one => items.some(item => item.level === one.id)) ?? active.findLast(one => one.days <= days) ?? null
      return {
        ...{ party: id, name: rows[0]?.partyName ?? '', status: statusOf(rows, items, { held: held !== null, to }), to, language, items, days },
        level: level && { id: level.id, name: level.name, byItself: level.byItself },
        late: sums(items.filter(item => item.held === null)),
        balance: sums(rows),
        paid: sums(rows.filter(isPaid)),
        last: last.get(id) ?? null,
        held: held && { reason: held.reason, until: held.until, disputed: held.disputed },
      }
    })
    .sort((a, b) => b.days - a.days || a.name.localeCompare(b.name))
}

/** What a cheque in hand settles on its day is not raised. */
function isLate({ late, free }: OpenRow): boolean {
  return late > 0 && free !== '0' && !free.startsWith('-')
}

/** What was paid without an invoice. */
function isPaid({ open }: OpenRow): boolean {
  return open.startsWith('-')
}

/** The highest level that an item has come to, unless it was raised at that one or a higher one already. */
function lateItem(row: OpenRow, levels: readonly Level[], raised: readonly string[], hold: Hold | undefined): LateItem {
  const { item, entry, name, date, due, late, currency, amount, free } = row
  const reached = levels.findLast(level => level.active && level.days <= late)
  const before = levels.findLast(level => raised.includes(level.id))
  const isNew = reached && (before ? before.days < reached.days : !raised.includes(reached.id))
  return {
    ...{ item, entry, name, date, due, days: late, currency, amount, open: free },
    level: isNew && !hold ? reached.id : null,
    raised: before?.name ?? null,
    held: hold?.reason ?? null,
  }
}

function statusOf(rows: readonly OpenRow[], items: readonly LateItem[], { held, to }: { readonly held: boolean; readonly to: string | null }): ReminderStatus {
  if (held || items.every(item => item.held !== null)) return 'held'
  if (isCovered(rows, items)) return 'covered'
  if (items.every(item => item.level === null)) return 'reminded'
  return to === null ? 'noAddress' : 'due'
}

/** What was paid without an invoice is as much as what is late: it is to be matched, and nobody to be reminded. */
function isCovered(rows: readonly OpenRow[], items: readonly LateItem[]): boolean {
  const credits = sums(rows.filter(isPaid))
  return sums(items.filter(item => item.held === null)).every(({ currency, amount }) => {
    const paid = credits.find(one => one.currency === currency)?.amount ?? '0'
    return compareDecimals(total([amount, paid]), '0') <= 0
  })
}

export function sums(rows: readonly { readonly currency: string; readonly open: string }[]): Sum[] {
  return [...new Set(rows.map(row => row.currency))]
    .sort()
    .map(currency => ({ currency, amount: total(rows.filter(row => row.currency === currency).map(row => row.open)) }))
}

async function holdsOn(ctx: Ctx, company: Id<'core.company'>, on: string, parties: readonly PartyId[]): Promise<readonly Hold[]> {
  return everyOf(ctx.repo(ReminderHold), 'party', parties, {
    where: { company, or: [{ until: { isEmpty: true } }, { until: { gte: on } }] },
    sort: ['-createdAt'],
  })
}

/** At which levels items were raised. */
async function raisedOf(ctx: Ctx, rows: readonly OpenRow[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  const items = rows.map(row => row.item)
  const raised = await everyOf(ctx.repo(ReminderLine), 'item', items, { where: { level: { isEmpty: false } }, fields: ['item', 'level'] })
  for (const { item, level } of raised) found.set(item, [...(found.get(item) ?? []), String(level)])
  return found
}

async function lastOf(ctx: Ctx, company: Id<'core.company'>, parties: readonly PartyId[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const some of inParts(parties)) {
    const rows = await ctx.repo(Reminder).group({ where: { company, party: { in: some } } as never, group: ['party'], measures: ['max:on'], limit: 1000 })
    for (const row of rows) found.set(String(row.party), String(row['max:on']))
  }
  return found
}

/** One plain address, as mail is sent to: what else stands as an e-mail, such as two in one, is none. */
const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)+$/u

/** Where parties are reached first, and whether they are written to in Hindi. */
async function addressesOf(
  ctx: Ctx,
  parties: readonly PartyId[],
): Promise<ReadonlyMap<string, { readonly to: string | null; readonly language: 'en' | 'hi' }>> {
  const found = new Map<string, { readonly to: string | null; readonly language: 'en' | 'hi' }>()
  await ctx.asSystem('Looks where customers are reached', async system => {
    const reached = await everyOf(system.repo(Party), 'id', parties, { fields: ['language', 'contactPoints'] })
    for (const { id, language, contactPoints } of reached) {
      const mails = contactPoints.filter(one => one.kind === 'email' && plain.test(one.value))
      found.set(id, { to: (mails.find(one => one.primary) ?? mails[0])?.value ?? null, language: language === 'hi' ? 'hi' : 'en' })
    }
  })
  return found
}
