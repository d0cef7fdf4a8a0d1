import { longestNumber, patternProblem, seriesForm } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { notFound, Refused } from '../../errors.ts'
import { change } from '../change.ts'
import { rowOf } from './dates.ts'
import { daysFromRecords } from './held.ts'
import { longestCode } from './hints.ts'
import { companiesHere } from './scopes.ts'

export interface DatesAsked {
  readonly entity: string
  readonly field: string
  readonly dates: 'free' | 'refuse' | 'apart'
  /** Of `apart`: how earlier dates are numbered. */
  readonly pattern: string | null
}

/** Says in which order the dates of a series may go, from the next number on: the last day is that of the numbers that are there. */
export async function setDates(ctx: CoreCtx, { entity: name, field: of, dates, pattern }: DatesAsked): Promise<void> {
  const entity = ctx.model.entities.get(name)
  const field = entity?.fields.get(of)
  if (!entity || entity.internal || field?.type.type !== 'series') throw notFound()
  if (typeof field.options.date !== 'string')
    throw new Refused(422, 'no_date', 'Numbers of this series go by no date of their records, so none can come too early. There is nothing to set.')
  if (dates === 'apart') await refusePattern(ctx, String(field.options.pattern), pattern ?? '', (field.options.max as number | undefined) ?? longestNumber)
  const series = `${name}.${of}`
  const before = await rowOf(ctx, series)
  if (dates !== 'free') await daysFromRecords(ctx, entity, field)
  const values = { series, dates, pattern: dates === 'apart' ? pattern : null }
  await ctx.asSystem('Keeps in which order the dates of a series go', async system => {
    const server = { server: true }
    if (dates === 'free') return before && change(system as CoreCtx, 'core.seriesOrder', [{ verb: 'remove', id: before.id }], server)
    if (before) return change(system as CoreCtx, 'core.seriesOrder', [{ verb: 'update', id: before.id, patch: values }], server)
    return change(system as CoreCtx, 'core.seriesOrder', [{ verb: 'create', values }], server)
  })
}

/** A pattern that makes no numbers, or such as the series itself makes. */
async function refusePattern(ctx: CoreCtx, own: string, pattern: string, most: number): Promise<void> {
  const companies = await companiesHere(ctx)
  const problem = patternProblem(pattern, most, longestCode(companies))
  if (problem) throw new Refused(422, 'bad_pattern', problem.text, { values: problem.values })
  for (const company of [...companies, { code: 'A', start: 4 }]) {
    const [a, b] = [seriesForm(own, ctx.today(), company).prefix, seriesForm(pattern, ctx.today(), company).prefix]
    const [short, long] = a.length < b.length ? [a, b] : [b, a]
    if (long.startsWith(short) && /^\d*$/.test(long.slice(short.length)))
      throw new Refused(422, 'same_numbers', 'Numbers of {pattern} could be those of {own} too. Put a letter before the counter, such as {example}.', {
        values: { pattern, own, example: own.replace(/\{0+\}/, 'L$&') },
      })
  }
}
