import type { Ctx, RecordOf, Refusal } from '@sangam/sdk'
import { type Account, type Entry, Recurring } from '../model.ts'
import { type Known, knownDimensions, type Told, toldIn, valuesOf } from './dimensions.ts'

type EntryRecord = RecordOf<typeof Entry>
type Change = { readonly before: EntryRecord | null; readonly next: EntryRecord | null }

/** What of each entry is kept by dimension as it is posted; null of one that has nothing, which costs nothing more. What takes an entry back was given what that one had. */
export async function dividedBy(ctx: Ctx, changes: readonly Change[]): Promise<readonly (object[] | null)[]> {
  const posting = changes.map(({ before, next }) => (next?.state === 'posted' && before?.state !== 'posted' && next.reverses === null ? next : null))
  if (posting.every(next => next === null)) return posting.map(() => null)
  const known = await knownDimensions(ctx)
  return posting.map(next => {
    const told = (next?.lines ?? []).flatMap(line =>
      known.flatMap(dimension => {
        const value = toldIn(line as unknown as Told, dimension)
        if (value === null) return []
        return [{ line: line.id, account: line.account, dimension: dimension.id, value, debit: line.debit ?? '0', credit: line.credit ?? '0', base: line.base }]
      }),
    )
    return told.length > 0 ? told : null
  })
}

/** What takes an entry back tells the same of its lines, the other way round, whatever dimensions are used for since. */
export function dividedBack(entry: Pick<EntryRecord, 'lines' | 'divided'>, lines: readonly { readonly id: string }[]): object[] {
  const at = new Map(entry.lines.map((line, index) => [String(line.id), index]))
  return entry.divided.flatMap(({ line, account, dimension, value, debit, credit, base }) => {
    const back = lines[at.get(String(line)) ?? -1]
    return back
      ? [
          {
            line: back.id,
            account,
            dimension,
            value,
            debit: credit,
            credit: debit,
            base: base === '0' ? '0' : base.startsWith('-') ? base.slice(1) : `-${base}`,
          },
        ]
      : []
  })
}

/** What of a line must be told and is not: of which dimension. */
export function missingOf(line: Told, type: string | undefined, known: readonly Known[]): Known | undefined {
  return type === undefined ? undefined : known.find(dimension => dimension.requiredFor.includes(type) && toldIn(line, dimension) === null)
}

export const missingSentence = '{account} is divided by {dimension}. Say which.'

/** Values that are not used on the day, or not any more; and, of what is written by hand, those that are missing. */
export async function dimensionProblems(
  ctx: Ctx,
  live: readonly (EntryRecord | null)[],
  accounts: ReadonlyMap<string, Pick<RecordOf<typeof Account>, 'name' | 'type'>>,
): Promise<Refusal[]> {
  const posting = live.flatMap((next, index) => (next?.state === 'posted' && next.reverses === null ? [{ next, index }] : []))
  if (posting.length === 0) return []
  const known = await knownDimensions(ctx)
  const problems: Refusal[] = []
  for (const dimension of known) {
    const told = posting.flatMap(({ next, index }) =>
      next.lines.flatMap((line, at) => {
        const value = toldIn(line as unknown as Told, dimension)
        return value === null ? [] : [{ value, index, at, date: next.date }]
      }),
    )
    if (told.length === 0) continue
    const unused = await unusedOf(ctx, dimension, [...new Set(told.map(one => one.value))])
    for (const { value, index, at, date } of told) {
      const refusal = unused(value, date)
      if (refusal) problems.push({ index, field: `lines.${at}.${dimension.field}`, ...refusal })
    }
  }
  for (const { next, index } of posting) {
    const byHand = next.sourceEntity === null || next.sourceEntity === Recurring.name
    if (!byHand || (next.kind !== 'normal' && next.kind !== 'adjustment')) continue
    next.lines.forEach((line, at) => {
      const account = accounts.get(String(line.account))
      const missing = missingOf(line as unknown as Told, account?.type, known)
      if (!missing || !account) return
      const values = { account: account.name, dimension: missing.name }
      problems.push({ index, field: `lines.${at}.${missing.field}`, code: 'dimension_needed', message: missingSentence, values })
    })
  }
  return problems
}

type Unused = Pick<Refusal, 'code' | 'message' | 'values'>

/** Why a value is not used on a day; null where it is. */
async function unusedOf(ctx: Ctx, dimension: Known, ids: readonly string[]): Promise<(value: string, day: string) => Unused | null> {
  const of = await valuesOf(ctx, dimension.field)
  if (!of || (!of.active && !of.days)) return () => null
  const fields = ['$title', ...(of.active ? ['active'] : []), ...(of.days ? ['from', 'until'] : [])]
  const found = new Map<string, { readonly [field: string]: unknown }>()
  for (let start = 0; start < ids.length; start += 500) {
    const where = { id: { in: ids.slice(start, start + 500) } } as never
    const { items } = await ctx.asSystem('Looks whether what a line is told of is still used', system =>
      system.repo(of.handle).find({ where, fields, limit: 500 }),
    )
    for (const one of items as unknown as readonly { readonly id: string }[]) found.set(one.id, one as never)
  }
  return (id, day) => {
    const value = found.get(id)
    if (!value) return null
    const values = { value: String(value.$title ?? ''), dimension: dimension.name, day: '' }
    if (value.active === false) return { code: 'not_used', message: '{value} is not used any more. Choose another: {dimension}.', values }
    if (typeof value.from === 'string' && day < value.from)
      return {
        code: 'not_used',
        message: '{value} is used from {day} on. Choose a later date, or another: {dimension}.',
        values: { ...values, day: value.from },
      }
    if (typeof value.until === 'string' && day > value.until)
      return {
        code: 'not_used',
        message: '{value} was used until {day}. Choose an earlier date, or another: {dimension}.',
        values: { ...values, day: value.until },
      }
    return null
  }
}
