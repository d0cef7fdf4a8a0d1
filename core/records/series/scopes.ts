import { type SeriesForm, seriesForm, seriesNumber } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { find } from '../find.ts'

export interface NumberingCompany {
  readonly id: string
  readonly name: string
  readonly code: string | null
  readonly country: string
  /** The month that its fiscal year begins in. */
  readonly start: number
}

/** Numbers that count up together today: those of one company in one year, or all. */
export interface SeriesScope extends SeriesForm {
  /** Whose numbers they are, by name; none where all companies count together. */
  readonly companies: readonly string[]
  /** The company to name when the next number is set. */
  readonly company: string | null
  /** The last that was given; null where none was. */
  readonly last: string | null
  /** The same as the counter had it; 0 where none was. */
  readonly given: number
  readonly next: string
  /** The next as the counter has it. */
  readonly count: number
}

const mostCompanies = 100

export async function companiesHere(ctx: CoreCtx): Promise<readonly NumberingCompany[]> {
  const page = await find(ctx, 'core.company', { fields: ['name', 'code', 'country', 'fiscalYearStart'], sort: ['name'], limit: mostCompanies })
  return page.items.map(one => ({
    id: one.id,
    name: String(one.name),
    code: typeof one.code === 'string' && one.code !== '' ? one.code : null,
    country: String(one.country),
    start: Number(one.fiscalYearStart),
  }))
}

/** How far each count of a series is: what stands around the counter → the last number that was counted. */
export async function countersOf(ctx: CoreCtx, series: string): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.tx.run<{ key: string; value: string }>(
    sql`select prefix as key, value::text from ${tableName(ctx.schema, 'core_counter')} where series = ${series} order by prefix desc limit 500`,
  )
  return new Map(rows.map(({ key, value }) => [key, Number(value)]))
}

/** Whether companies count apart: where their short codes stand in the number, or their fiscal years and the record says whose it is. */
function countsApart(entity: ModelEntity, pattern: string): boolean {
  const names = [...entity.fields.values()].some(one => one.type.type === 'reference' && one.to === 'core.company')
  return pattern.includes('{company}') || (names && pattern.includes('{fy'))
}

/** What a series counts by though it stands in no number: its field, and the records that have a count each. */
export interface Per {
  readonly of: readonly NumberingCompany[]
}

/** The records that a series counts by; null where it counts by what stands in its numbers. */
export async function perOf(ctx: CoreCtx, entity: ModelEntity, field: ModelField, companies: readonly NumberingCompany[]): Promise<Per | null> {
  const target = ctx.model.entities.get(entity.fields.get(String(field.options.per ?? ''))?.to ?? '')
  if (!target) return null
  if (target.name === 'core.company') return { of: companies }
  const { items } = await find(ctx, target.name, { fields: [target.title], limit: mostCompanies })
  const start = ctx.scope.fiscalYearStart
  return { of: items.map(one => ({ id: one.id, name: String(one[target.title] ?? ''), code: null, country: '', start })) }
}

/** One count of today: what stands around its counter, what it is kept under, and whose it is; of nobody in particular where all count together. */
export interface Count {
  readonly form: SeriesForm
  readonly key: string
  readonly of: readonly NumberingCompany[]
}

/** What a pattern counts today; a company without the short code that it asks for has no numbers and is left out. */
export function countsToday(ctx: CoreCtx, entity: ModelEntity, pattern: string, companies: readonly NumberingCompany[], per: Per | null): readonly Count[] {
  if (!per) return formsToday(ctx, entity, pattern, companies).map(({ form, of }) => ({ form, of, key: keyOf(form) }))
  return per.of.flatMap((one): Count[] => {
    if (pattern.includes('{company}') && !one.code) return []
    const form = seriesForm(pattern, ctx.today(), one)
    return [{ form, key: keyOf(form, one.id), of: [one] }]
  })
}

function formsToday(
  ctx: CoreCtx,
  entity: ModelEntity,
  pattern: string,
  companies: readonly NumberingCompany[],
): readonly { readonly form: SeriesForm; readonly of: readonly NumberingCompany[] }[] {
  if (!countsApart(entity, pattern)) return [{ form: seriesForm(pattern, ctx.today(), { code: null, start: ctx.scope.fiscalYearStart }), of: [] }]
  const forms = new Map<string, { readonly form: SeriesForm; readonly of: NumberingCompany[] }>()
  for (const company of companies) {
    if (pattern.includes('{company}') && !company.code) continue
    const form = seriesForm(pattern, ctx.today(), company)
    const found = forms.get(keyOf(form))
    if (found) found.of.push(company)
    else forms.set(keyOf(form), { form, of: [company] })
  }
  return [...forms.values()]
}

/** What a count is kept under; `per` is what it counts by beside what stands in its numbers. */
export function keyOf({ prefix, suffix }: SeriesForm, per?: string | null): string {
  return prefix + suffix + (per === undefined ? '' : `\n${per ?? ''}`)
}

/** How far a count is: where the counter stands, and the last number that a record got. Both are one, unless the next was set since. */
export interface Counted {
  readonly counted: number
  readonly given: number
}

/** The counts of today with what comes next. */
export function scopesOf(counts: readonly Count[], pattern: string, countedOf: (key: string) => Counted): readonly SeriesScope[] {
  return counts.map(({ form, key, of }) => {
    const { counted, given } = countedOf(key)
    return {
      ...form,
      companies: counts.length > 1 || pattern.includes('{company}') ? of.map(one => one.name) : [],
      company: of[0]?.id ?? null,
      last: given > 0 ? seriesNumber(form, given) : null,
      given,
      next: seriesNumber(form, counted + 1),
      count: counted + 1,
    }
  })
}
