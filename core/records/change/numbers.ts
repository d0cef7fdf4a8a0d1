import { evaluate, type SeriesForm, seriesForm, seriesNumber } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { draw, orderOf } from '../series/dates.ts'
import { keyOf } from '../series/scopes.ts'
import { kindsOf } from './related.ts'
import type { Batch, Item, Work } from './work.ts'

/** Whether the records are written behind this, and their numbers with them, or were written before it. */
export type When = 'with it' | 'behind it'

/**
 * Gives numbers for people once no plugin's code runs any more: from here to the commit the counter is held.
 */
export async function number(ctx: CoreCtx, batch: Batch, when: When): Promise<void> {
  for (const field of batch.entity.fields.values()) {
    if (field.type.type !== 'series') continue
    const waiting = batch.works.filter(work => !work.next?.[field.name] && isDue(ctx, batch.entity, field, work))
    if (waiting.length > 0) await numberField(ctx, batch.entity, field, waiting, when)
  }
}

/** What is numbered as it is made, and what once a condition holds of it. */
function isDue(ctx: CoreCtx, entity: ModelEntity, field: ModelField, { verb, next, changed }: Work): boolean {
  const when = field.options.when as object | undefined
  if (!when) return verb === 'create'
  return (verb === 'create' || (verb === 'update' && changed.size > 0)) && next !== null && evaluate(when, next, ctx.scope, kindsOf(ctx.model, entity)) === true
}

async function numberField(ctx: CoreCtx, entity: ModelEntity, field: ModelField, waiting: readonly Work[], when: When): Promise<void> {
  const { pattern, date, per, into } = field.options as unknown as {
    readonly pattern: string
    readonly date?: string
    readonly per?: string
    readonly into?: string
  }
  const companies = await companiesOf(ctx, entity, pattern, waiting)
  const series = `${entity.name}.${field.name}`
  const order = date === undefined ? null : await orderOf(ctx, series)
  const dayOf = (work: Work): string => {
    const day = date === undefined ? null : work.next?.[date]
    return typeof day === 'string' ? day : ctx.today()
  }
  const countOf = (work: Work, by: string): { readonly form: SeriesForm; readonly key: string } => {
    const form = seriesForm(by, dayOf(work), companies(work))
    return { form, key: keyOf(form, per === undefined ? undefined : (work.next?.[per] as string | null)) }
  }
  const counters = new Map<string, { readonly form: SeriesForm; readonly works: Work[] }>()
  for (const work of waiting) {
    const { form, key } = countOf(work, pattern)
    const counter = counters.get(key)
    if (counter) counter.works.push(work)
    else counters.set(key, { form, works: [work] })
  }
  // In one order, so that two who number for several companies never wait for each other.
  for (const [key, { form, works }] of [...counters].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const drawn of await draw(ctx, { series, key, form, works, order, dayOf: date === undefined ? null : dayOf, late: countOf }))
      for (const [at, work] of drawn.works.entries()) {
        const numbered = seriesNumber(drawn.form, drawn.first + BigInt(at))
        for (const name of [field.name, ...(into === undefined ? [] : [into])]) {
          ;(work.next as Item)[name] = numbered
          work.changed.add(name)
        }
      }
  }
  if (when === 'with it') return
  const columns = [field, entity.fields.get(into ?? '')].flatMap(one => one?.columns[0]?.name ?? []).map(identifier)
  const values = waiting.map(work => ({ id: work.id, value: work.next?.[field.name] ?? null }))
  ctx.tx.later(
    throughDoor(sql`
    update ${tableName(ctx.schema, entity.table)} t set ${sql.join(
      columns.map(column => sql`${column} = x.value`),
      sql`, `,
    )} from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(id uuid, value text) where t.id = x.id`),
  )
}

interface Company {
  readonly code: string | null
  readonly name: string
  readonly start: number
}

/** Whose numbers they are: the company that the record names, else the one it is written in. Looked up only where the pattern depends on it. */
async function companiesOf(ctx: CoreCtx, entity: ModelEntity, pattern: string, works: readonly Work[]): Promise<(work: Work) => Company> {
  const here: Company = { code: null, name: '', start: ctx.scope.fiscalYearStart }
  const named = pattern.includes('{company}')
  const field = [...entity.fields.values()].find(one => one.type.type === 'reference' && one.to === 'core.company')
  if (!named && !(field && pattern.includes('{fy'))) return () => here
  const idOf = (work: Work): string | null => (field && typeof work.next?.[field.name] === 'string' ? String(work.next[field.name]) : ctx.company)
  // Of the company that one works for all is known but its short code.
  const ids = [...new Set(works.map(idOf).filter(id => id !== null && (named || id !== ctx.company)))]
  if (ids.length === 0) return () => here
  const rows = await ctx.tx.run<Company & { id: string }>(sql`
    select id, code, name, fiscal_year_start as start from ${tableName(ctx.schema, 'core_company')} where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  const found = new Map(rows.map(row => [row.id, row]))
  return work => {
    const company = found.get(idOf(work) ?? '') ?? here
    if (named && !company.code)
      throw new Refused(422, 'company_code_missing', 'Numbers here begin with the company’s short code, and {company} has none. Ask an admin to give it one.', {
        values: { company: company.name || '–' },
      })
    return company
  }
}
