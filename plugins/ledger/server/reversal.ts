import { addDays, type Ctx, type Id, minus, type RecordOf, UserError } from '@sangam/sdk'
import { tellingOf } from '../model/telling.ts'
import { Entry, PeriodLock } from '../model.ts'
import { dividedBack } from './dimension-lines.ts'
import { toldBy } from './dimensions.ts'
import { partiesNow } from './parties.ts'

/**
 * The same the other way round, posted on a day that is open and not before that of the entry: what was posted stays, and a closed month is not touched. It is of the kind of
 * its entry, so that who leaves closing entries out of a report leaves out both.
 */
export async function reverseEntry(ctx: Ctx, id: Id<'ledger.entry'>, on: string | null, because: string | null): Promise<RecordOf<typeof Entry>> {
  const entry = await ctx.repo(Entry).get(id)
  const other = await ctx.asSystem('Looks whether an entry was taken back', system => system.repo(Entry).first({ reverses: entry.id }))
  if (other) throw new UserError('reversed_already', '{number} was reversed already, by {other}.', { number: entry.number, other: other.number })
  if (on !== null && on < entry.date)
    throw new UserError('before_entry', '{number} is dated {date}. Reverse it on that day or a later one.', { number: entry.number, date: entry.date })
  const date = on ?? (await firstOpenDay(ctx, entry))
  const narration = because ?? ctx.t('Takes back {number}: {narration}', { number: entry.number, narration: entry.narration })
  const parties = await partiesNow(
    ctx,
    entry.lines.map(line => line.party),
  )
  const negated = (value: string | null): string | null => (value === null ? null : minus('0', value))
  const lines = entry.lines.map(({ account, party, debit, credit, memo, currency, amount, taxComponent, taxBase, taxRate, ...line }) => ({
    ...{ account, party: parties.get(String(party)) ?? party, memo, currency, debit: credit, credit: debit, amount: negated(amount) },
    ...{ taxComponent, taxRate, taxBase: negated(taxBase), ...tellingOf(line), ...toldBy(line) },
  }))
  // What a plugin posted to accounts of its own is taken back on them too.
  const source = entry.sourceEntity === null ? {} : { sourceEntity: 'ledger.entry', sourceId: entry.id, sourceVersion: 1 }
  const [made] = await ctx.repo(Entry).make([
    {
      date,
      narration: narration.slice(0, 300),
      journal: entry.journal,
      company: entry.company,
      kind: entry.kind,
      reference: entry.reference,
      documentDate: entry.documentDate,
      lines,
      reverses: entry.id,
      ...source,
    },
  ])
  if (!made) throw new Error('An entry that was made was not given back.')
  if (entry.divided.length === 0) return ctx.repo(Entry).update(made.id, { state: 'posted' })
  await ctx.repo(Entry).set([{ id: made.id, patch: { state: 'posted', divided: dividedBack(entry, made.lines) as never } }])
  return ctx.repo(Entry).get(made.id)
}

/** Today, or the day of the entry where that comes later, or the day after the last that is locked for such an entry. */
export async function firstOpenDay(ctx: Ctx, { company, concerns, date }: Pick<RecordOf<typeof Entry>, 'company' | 'concerns' | 'date'>): Promise<string> {
  const today = ctx.today()
  return openDayFrom(ctx, { company, concerns }, date > today ? date : today)
}

/** A day, or the first after the days that are locked for such an entry. */
export async function openDayFrom(ctx: Ctx, { company, concerns }: Pick<RecordOf<typeof Entry>, 'company' | 'concerns'>, first: string): Promise<string> {
  const { items } = await ctx.asSystem('Looks which days are locked', system =>
    system.repo(PeriodLock).find({ where: { company, until: { gte: first } }, sort: ['-until'], limit: 500 }),
  )
  const last = items.find(lock => lock.kind === null || lock.kind === 'hard' || concerns.includes(lock.kind))
  return last ? addDays(last.until, 1) : first
}
