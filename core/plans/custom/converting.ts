import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../../data/connection.ts'
import { identifier, shortName, tableName, word } from '../../data/identifiers.ts'
import { inOneGo } from '../expand.ts'
import type { Watch } from '../watch.ts'
import type { FieldChange } from './compare.ts'
import { conversionOf, type Setting } from './convert.ts'
import { fill } from './fill.ts'

/** A change of type with all that it needs. */
export interface Converting extends FieldChange {
  readonly setting: Omit<Setting, 'after'>
  /** Values that don't fit become empty. */
  readonly lose: boolean
}

const param = (value: string): SQL => sql`${value}::text`

/** What the first column of the new type will hold; null where the one can't become the other. */
export function convertedValue({ before, after, setting }: Converting): SQL | null {
  return conversionOf(before, after, setting, param, identifier)?.[0]?.value ?? null
}

/** Where a row holds something that the new type has no place for. */
export function misfits(change: Converting): SQL | null {
  const value = convertedValue(change)
  const old = change.before.columns[0]
  return value && old
    ? sql`(${identifier(old.name)} is not null and (${value}) is null${old.type === 'text[]' ? sql` and pg_catalog.cardinality(${identifier(old.name)}) > 0` : sql``})`
    : null
}

/**
 * Fills the new columns from the old ones beside the work. A trigger first: whatever is written to the old columns from now on is written to the new
 * ones too, until no write of the old model is under way any more. Where the new columns were the field's own once (a conversion that is taken back), a row that nobody
 * changed since keeps what it held, to the letter.
 */
export async function fillConverted(owner: Pool, schema: string, change: Converting, watch: Watch): Promise<void> {
  const { entity, before, after, setting } = change
  const made = conversionOf(before, after, setting, param, identifier)
  if (!made) return
  await inOneGo(owner, keepingBoth(schema, change))
  const back = conversionOf(after, before, setting, param, identifier) ?? []
  const differs = made.map(({ column, value }) => sql`${identifier(column)} is distinct from (${value})`)
  const changed = back.map(({ column, value }) => sql`${identifier(column)} is distinct from (${value})`)
  const where = changed.length > 0 ? sql`(${sql.join(differs, sql` or `)}) and (${sql.join(changed, sql` or `)})` : sql`(${sql.join(differs, sql` or `)})`
  const set = sql.join(
    made.map(({ column, value }) => sql`${identifier(column)} = (${value})`),
    sql`, `,
  )
  await watch({ phase: 'fill', table: entity.table, name: after.columns[0]?.name ?? after.name }, rows =>
    fill(owner, tableName(schema, entity.table), set, where, rows),
  )
}

const prefix = 'sangam_convert_'
const slots = ['%1$L', '%2$L', '%3$L', '%4$L', '%5$L', '%6$L', '%7$L', '%8$L', '%9$L'] as const

/** The trigger that writes to the new columns what is written to the old ones. DDL takes no parameters: constants travel in a setting of the transaction, and the server quotes them into the function's text. */
export function keepingBoth(schema: string, { entity, before, after, setting }: Converting): SQL[] {
  const constants: string[] = []
  const constant = (value: string): SQL => {
    constants.push(value)
    return sql`${word(slots, slots[constants.length - 1] ?? '%9$L')}::text`
  }
  const made = conversionOf(before, after, setting, constant, name => sql`new.${identifier(name)}`) ?? []
  const sets = made.map(({ column, value }) => sql`new.${identifier(column)} := (${value});`)
  const same = before.columns.map(({ name }) => sql`new.${identifier(name)} is not distinct from old.${identifier(name)}`)
  const name = converterOf(entity.table, after.columns[0]?.name ?? '')
  const [on, call] = [tableName(schema, entity.table), tableName(schema, name)]
  const body = sql`begin if tg_op = 'UPDATE' then if ${sql.join(same, sql` and `)} then return new; end if; end if; ${sql.join(sets, sql` `)} return new; end`
  return [
    sql`select pg_catalog.set_config('sangam.constants', ${JSON.stringify(constants)}, true)`,
    sql`do $do$ begin execute pg_catalog.format('create or replace function ${call}() returns trigger language plpgsql set search_path = pg_catalog as %L',
      pg_catalog.format($body$${body}$body$, variadic array(select pg_catalog.jsonb_array_elements_text(pg_catalog.current_setting('sangam.constants')::jsonb))::text[])); end $do$`,
    sql`create or replace trigger ${identifier(name)} before insert or update on ${on} for each row execute function ${call}()`,
  ]
}

/** Takes the triggers away once no write that began under the old model is left: other nodes know of the new one after so long, and what began before is over soon after. */
export async function dropConverters(owner: Pool, schema: string, othersKnowAfterMs: number): Promise<void> {
  const found = await owner.run<{ name: string; table: string; xid: string }>(sql`
    select t.tgname as name, c.relname as table, pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text as xid from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and pg_catalog.starts_with(t.tgname, ${prefix})`)
  const [first] = found
  if (!first) return
  await new Promise(resolve => setTimeout(resolve, othersKnowAfterMs))
  for (let waited = 0; waited < 100 && (await writing(owner, first.xid)); waited += 1) await new Promise(resolve => setTimeout(resolve, 100))
  for (const { name, table } of found) await inOneGo(owner, keepingNoMore(schema, table, name))
}

function keepingNoMore(schema: string, table: string, name: string): SQL[] {
  return [sql`drop trigger if exists ${identifier(name)} on ${tableName(schema, table)}`, sql`drop function if exists ${tableName(schema, name)}()`]
}

/** What takes the trigger of a conversion away again. */
export function withoutConverter(schema: string, { entity, after }: Converting): SQL[] {
  return keepingNoMore(schema, entity.table, converterOf(entity.table, after.columns[0]?.name ?? ''))
}

function converterOf(table: string, column: string): string {
  return shortName(`${prefix}${table}`, column, 'tr')
}

/** Whether a transaction that had written by then is still open. */
async function writing(owner: Pool, xid: string): Promise<boolean> {
  const [row] = await owner.run<{ yes: boolean }>(sql`select pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()) < ${xid}::xid8 as yes`)
  return row?.yes ?? false
}
