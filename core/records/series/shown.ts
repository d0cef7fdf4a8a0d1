import { type Condition, type Json, longestNumber, patternProblem, type SeriesForm, seriesNumber } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { notFound } from '../../errors.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { builtPattern } from '../../registry/numbering.ts'
import { find } from '../find.ts'
import { type DateOrder, orderOf } from './dates.ts'
import { longestCode, patternHints } from './hints.ts'
import { type Count, type Counted, companiesHere, countersOf, countsToday, type NumberingCompany, perOf, type SeriesScope, scopesOf } from './scopes.ts'
import { frameOf, numberedWithin } from './written.ts'

const mostEarlier = 5
const mostSet = 5

interface ShownSeries {
  readonly entity: string
  readonly field: string
  /** Of an administrator’s own making: its pattern is an option of the field. */
  readonly own: boolean
  readonly plugin: string
  readonly pattern: string
  /** The one in force, where a draft has another; null where the series is new in the draft. */
  readonly live: string | null
  /** The plugin’s, where the workspace has another; null where it is as the plugin says, and of one’s own. */
  readonly built: string | null
  readonly most: number
  /** Whether it goes by a date of its records, and what becomes of an earlier one; null where dates are free. */
  readonly dated: boolean
  readonly dates: DateOrder | null
  readonly scopes: readonly SeriesScope[]
  readonly hints: readonly string[]
  /** The last numbers of years that are over, and of patterns before this one. */
  readonly earlier: readonly string[]
  /** Where administrators let it go on at another number. */
  readonly set: readonly Json[]
}

/** Every series of the enabled entities with what it counts today. `planned` is the model as a draft would have it. */
export async function shownSeries(ctx: CoreCtx, planned: Model, isOwn: (entity: string, field: string) => boolean): Promise<readonly ShownSeries[]> {
  const companies = await companiesHere(ctx)
  const all = [...planned.entities.values()].filter(entity => !entity.internal).flatMap(entity => seriesOf(entity).map(field => ({ entity, field })))
  const shown: ShownSeries[] = []
  for (const { entity, field } of all) shown.push(await shownOne(ctx, planned, entity, field, companies, isOwn(entity.name, field.name)))
  return shown
}

function seriesOf(entity: ModelEntity): ModelField[] {
  return [...entity.fields.values()].filter(field => field.type.type === 'series')
}

async function shownOne(
  ctx: CoreCtx,
  planned: Model,
  entity: ModelEntity,
  field: ModelField,
  companies: readonly NumberingCompany[],
  own: boolean,
): Promise<ShownSeries> {
  const pattern = String(field.options.pattern)
  const series = `${entity.name}.${field.name}`
  const counters = await countersOf(ctx, series)
  const settings = await settingsOf(ctx, series)
  const built = own ? null : builtPattern(planned.plugins, entity.name, field.name)
  const now = new Set(countsToday(ctx, entity, pattern, companies, await perOf(ctx, entity, field, companies)).map(({ key }) => key))
  const codes = companies.flatMap(({ code }) => code ?? [])
  const earlier = [...counters].flatMap(([key, value]) => {
    const frame = now.has(key) || value === 0 ? null : frameOf(pattern, key.split('\n')[0] ?? '', codes)
    return frame ? [seriesNumber(frame, value)] : []
  })
  return {
    entity: entity.name,
    field: field.name,
    own,
    plugin: field.plugin,
    pattern,
    live: patternNow(ctx, entity.name, field.name),
    built: built === pattern ? null : built,
    most: mostOf(field),
    dated: typeof field.options.date === 'string',
    dates: await orderOf(ctx, series),
    ...(await previewOf(ctx, planned, entity, field, pattern, companies, counters, settings)),
    earlier: earlier.slice(0, mostEarlier),
    set: settings.slice(0, mostSet) as unknown as readonly Json[],
  }
}

interface Setting {
  readonly scope: string | null
  readonly given: number
  readonly next: number
}

/** Where administrators let it go on, the newest first. */
async function settingsOf(ctx: CoreCtx, series: string): Promise<readonly Setting[]> {
  const where = { series } as unknown as Condition
  const fields = ['scope', 'given', 'next', 'number', 'createdAt', 'createdBy', 'createdBy.$title']
  return (await find(ctx, 'core.nextNumber', { where, fields, sort: ['-createdAt', '-id'], limit: 200 })).items as unknown as readonly Setting[]
}

function patternNow({ model }: CoreCtx, entity: string, field: string): string | null {
  const live = model.entities.get(entity)?.fields.get(field)
  return live?.type.type === 'series' ? String(live.options.pattern) : null
}

function mostOf(field: ModelField): number {
  return (field.options.max as number | undefined) ?? longestNumber
}

/** What a series would count by a pattern that somebody is writing, and what is wrong with it. */
export async function triedPattern(ctx: CoreCtx, planned: Model, name: string, of: string, pattern: string) {
  const entity = planned.entities.get(name)
  const field = entity?.fields.get(of)
  if (!entity || entity.internal || field?.type.type !== 'series') throw notFound()
  const series = `${name}.${of}`
  const companies = await companiesHere(ctx)
  const problem = patternProblem(pattern, mostOf(field), longestCode(companies))
  if (problem) return { problem: ctx.t(problem.text, problem.values), scopes: [], hints: [] }
  return { problem: null, ...(await previewOf(ctx, planned, entity, field, pattern, companies, await countersOf(ctx, series), await settingsOf(ctx, series))) }
}

async function previewOf(
  ctx: CoreCtx,
  { entities }: Model,
  entity: ModelEntity,
  field: ModelField,
  pattern: string,
  companies: readonly NumberingCompany[],
  counters: ReadonlyMap<string, number>,
  settings: readonly Setting[],
): Promise<Pick<ShownSeries, 'scopes' | 'hints'>> {
  const live = ctx.model.entities.get(entity.name)?.fields.get(field.name)
  // By another pattern than the one in force it goes on behind what the records hold: the change of the pattern raises the counters so.
  const other = live?.type.type === 'series' && live.options.pattern !== pattern && entities.has(entity.name)
  const per = await perOf(ctx, entity, field, companies)
  const counts = countsToday(ctx, entity, pattern, companies, per)
  const held = new Map<string, number>()
  if (other) for (const { form, key, of } of counts) held.set(key, await heldWithin(ctx, entity, live, form, per ? of : null))
  const countedOf = (key: string): Counted => {
    const counted = Math.max(counters.get(key) ?? 0, held.get(key) ?? 0)
    const last = settings.find(one => one.scope === JSON.stringify(key))
    return { counted, given: last && last.next - 1 === counted ? last.given : counted }
  }
  const behind = [...held].filter(([, value]) => value > 0).map(([key]) => key)
  return {
    scopes: scopesOf(counts, pattern, countedOf),
    hints: [
      ...patternHints(pattern, companies, ctx.today(), per !== null).map(({ text, values }) => ctx.t(text, values)),
      ...(behind.length > 0 ? [ctx.t('Numbers of this form are given already: it goes on behind them.')] : []),
    ],
  }
}

/** The highest number that records hold within one frame, whatever pattern it came from. */
async function heldWithin({ world, schema }: CoreCtx, entity: ModelEntity, field: ModelField, form: SeriesForm, of: Count['of'] | null): Promise<number> {
  const by = entity.fields.get(String(field.options.per ?? ''))?.columns[0]?.name
  const theirs =
    of && by ? sql` and ${identifier(by)} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(of.map(one => one.id))}::jsonb))` : sql``
  const column = identifier(field.columns[0]?.name ?? '')
  const part = sql`(pg_catalog.regexp_match(${column}, ${numberedWithin(form.prefix, form.suffix, form.zeros)}))[2]::bigint`
  const [row] = await world.db.owner.run<{ most: string | null }>(
    sql`select max(${part})::text as most from ${tableName(schema, entity.table)} where ${column} <> ''${theirs}`,
  )
  return Number(row?.most ?? 0)
}
