import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import type { Model } from '../../registry/model.ts'
import { belongings, recordsIn } from './away.ts'
import type { Bereft } from './bereft.ts'
import type { Target } from './bridges.ts'
import { allBrought, newsOf, seenAndElse } from './brings.ts'
import type { Called } from './roles.ts'
import { daysAway, keptUntil, type PluginRow } from './states.ts'

/** One sentence of a plan, translated last. */
export interface Step {
  readonly text: string
  readonly values: { readonly [name: string]: string | number }
  /** What of it goes by other names in programs: shown beside it, as it is. */
  readonly technical?: readonly string[]
}

/** What being enabled brings: the tables that are made, what people see, what runs by itself. `enabled` are all that come, `chain` those that somebody asks for. */
export function gains(
  { chain, enabled, asked }: { readonly chain: readonly Plugin[]; readonly enabled: readonly Plugin[]; readonly asked: string },
  { now, next, called }: { readonly now: Model; readonly next: Model; readonly called: Called },
  { tables, columns }: { readonly tables: number; readonly columns: number },
): Step[] {
  const others = chain.filter(one => one.id !== asked)
  const roles = [...next.roles.values()].filter(role => !now.roles.has(role.name)).map(role => role.label)
  const [seen, beside] = seenAndElse(allBrought(enabled, called))
  return [
    ...(others.length > 0 ? [{ text: 'Also enables what it stands on: {plugins}.', values: { plugins: others.map(one => one.title).join(', ') } }] : []),
    ...(tables > 0
      ? [
          {
            text: 'Makes {tables, plural, one {# table} other {# tables}} with {columns, plural, one {# column} other {# columns}}. Nothing that is there is changed.',
            values: { tables, columns },
          },
        ]
      : []),
    ...(tables === 0 && columns > 0
      ? [{ text: 'Adds {columns, plural, one {# column} other {# columns}} to tables of others. Nothing that is there is changed.', values: { columns } }]
      : []),
    ...newsOf({}, seen),
    ...rolesBrought(roles),
    ...newsOf({}, beside),
  ]
}

/** Roles that nobody has yet, by their labels. */
export function rolesBrought(roles: readonly string[]): Step[] {
  return roles.length > 0 ? [{ text: 'Brings the roles {roles}. Give them to people under Users.', values: { roles: roles.join(', ') } }] : []
}

/** What comes or goes by itself, as it joins others; `made` is all that is made, `known` whether it was here before. */
export function bridging(
  { plugin, to }: Target,
  next: Model,
  made: readonly { readonly kind: string; readonly table: string; readonly name: string }[],
  known: boolean,
): Step {
  const joined = Object.keys(plugin.joins ?? {}).map(id => next.plugins.get(id)?.title ?? id)
  const values = { plugin: plugin.title, plugins: joined.join(', ') }
  if (to !== 'enabled')
    return { text: 'Disables {plugin} too: it is there only with all that it joins. Its records stay, and it comes back by itself.', values }
  const own = belongings(next, plugin.id)
  const tables = made.filter(one => one.kind === 'table' && own.tables.includes(one.table)).length
  const columns = made.filter(one => one.kind === 'column' && own.columns.some(column => column.table === one.table && column.name === one.name)).length
  if (tables + columns === 0 && !known) return { text: 'Enables {plugin} too, as it joins {plugins}.', values }
  return tables + columns > 0
    ? {
        text: 'Enables {plugin} too, as it joins {plugins}. Of what is made, these are its own: {tables, plural, one {# table} other {# tables}}{columns, plural, =0 {} one {, # column in tables of others} other {, # columns in tables of others}}.',
        values: { ...values, tables, columns },
      }
    : { text: 'Enables {plugin} too, as it joins {plugins}. What it had is still there.', values }
}

/** A bridge that would come, and can't. */
export function leftBehind(plugin: Plugin, { text, values }: Step): Step[] {
  return [
    { text: '{plugin} joins what is enabled then, and can’t come:', values: { plugin: plugin.title } },
    { text, values },
  ]
}

/** What goes out of sight and stops. */
export function losses(leaving: readonly Plugin[], { now, next, called }: { readonly now: Model; readonly next: Model; readonly called: Called }): Step[] {
  const roles = [...now.roles.values()].filter(role => !next.roles.has(role.name)).map(role => role.label)
  return [
    ...newsOf(
      allBrought(
        leaving.filter(({ id }) => now.plugins.has(id)),
        called,
      ),
      {},
    ),
    ...(roles.length > 0 ? [{ text: 'Whoever has these roles may do nothing by them meanwhile: {roles}.', values: { roles: roles.join(', ') } }] : []),
    ...(next.setAside.length > now.setAside.length
      ? [
          {
            text: 'What you made yourselves and leans on it is set aside until then: {count, plural, one {# field, rule or screen} other {# fields, rules and screens}}.',
            values: { count: next.setAside.length - now.setAside.length },
          },
        ]
      : []),
  ]
}

/** What is put away with a plugin, by the model that has it. */
export async function puttingAway(runner: Runner, schema: string, model: Model, id: string, others: ReadonlySet<string>): Promise<Step[]> {
  const { tables, columns, entities } = belongings(model, id, others)
  const holding = [...model.entities.values()].filter(entity => entity.plugin === id && !entity.linesOf && !others.has(entity.name)).map(entity => entity.table)
  const records = await recordsIn(runner, schema, await made(runner, schema, holding))
  const views = await namesOf(runner, schema, entities)
  return [
    {
      text: 'Puts away {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for {days} days. Until then all of it can be put back.',
      values: { tables: tables.length, records, days: daysAway },
    },
    ...(columns.length > 0
      ? [
          {
            text: 'Takes {columns, plural, one {# column} other {# columns}} out of what other plugins have; their values are kept with it.',
            values: { columns: columns.length },
          },
        ]
      : []),
    ...(views > 0
      ? [{ text: '{views, plural, one {# saved view says} other {# saved views say}} that what they show is missing, until it is back.', values: { views } }]
      : []),
  ]
}

/** What comes back with a plugin. */
export function bringingBack({ away, awayAt }: PluginRow, title: string): Step[] {
  if (!away || !awayAt) return []
  return [
    {
      text: 'Puts back {plugin} as it was on {day}: {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}}.',
      values: { plugin: title, day: awayAt.slice(0, 10), tables: away.tables.length, records: away.records },
    },
  ]
}

/** What leads nowhere by now, of a plugin that comes back. */
export function emptied(count: number): Step[] {
  if (count === 0) return []
  return [
    {
      text: '{count, plural, one {# reference leads} other {# references lead}} to what was deleted for good meanwhile, and will be empty.',
      values: { count },
    },
  ]
}

/** What comes back without what it must refer to: nothing can be put there but by who knows what it should be. */
export function bereaved(bereft: readonly Bereft[]): Step[] {
  return bereft.map(({ entity, field, count, names }) => ({
    text:
      field.type.type === 'references'
        ? '{count, plural, one {# record} other {# records}} of {entity} must have {field}, and all that stood there is deleted for good. {count, plural, one {It comes} other {They come}} back with an empty list, until somebody chooses others: {names}.'
        : '{count, plural, one {# record} other {# records}} of {entity} must have {field}, and what it was is deleted for good. {count, plural, one {It comes} other {They come}} back with it empty, until somebody chooses another: {names}.',
    values: { count, entity: entity.label, field: field.label, names: names.join(', ') + (count > names.length ? ', …' : '') },
  }))
}

/** Said to who is no owner, where records come back so. */
export function forWhoLetsGo(plugin: string): Step {
  return { text: 'Records of {plugin} come back without what they must refer to. Ask an owner to do this.', values: { plugin } }
}

/** What is gone for good; `others` are put away too and had columns in its tables. */
export function deleting({ away, awayAt }: PluginRow, others: readonly string[]): Step[] {
  if (!away || !awayAt) return []
  return [
    {
      text: 'Deletes {tables, plural, one {# table} other {# tables}} with {records, plural, one {# record} other {# records}} for good, and what people wrote, shared and saved about them. This can’t be taken back.',
      values: { tables: away.tables.length, records: away.records },
    },
    ...(others.length > 0 ? [{ text: 'What {plugins} had added to its records goes with them.', values: { plugins: others.join(', ') } }] : []),
    { text: 'The history of these records stays. By itself this would be done on {day}.', values: { day: keptUntil(awayAt) } },
  ]
}

async function made(runner: Runner, schema: string, tables: readonly string[]): Promise<string[]> {
  const rows = await runner.run<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb))`)
  return rows.map(row => row.name)
}

async function namesOf(runner: Runner, schema: string, entities: readonly string[]): Promise<number> {
  const [row] = await runner.run<{ count: number }>(sql`
    select count(*)::int as count from ${tableName(schema, 'core_view')} where deleted_at is null and entity in (select jsonb_array_elements_text(${JSON.stringify(entities)}::jsonb))`)
  return row?.count ?? 0
}
