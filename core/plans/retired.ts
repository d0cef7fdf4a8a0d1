import { sql } from 'drizzle-orm'
import { type Pool, sqlState } from '../data/connection.ts'
import { shortName, tableName } from '../data/identifiers.ts'
import { type Model, systemFields } from '../registry/model.ts'
import { wantedInTurns } from './ddl.ts'
import { paced } from './pace.ts'

type Named = readonly Pick<Index, 'table' | 'name'>[]

interface Index {
  readonly table: string
  readonly name: string
  /** All that it looks at, also where it stands in an expression or a condition. */
  readonly columns: readonly string[]
  /** The columns it is made of, in its order. */
  readonly keys: readonly string[]
}

/**
 * Drops the indexes that a model has no use for: for search, for orders of lists, for what roles, views and lookups go by, and those that hold
 * unique what it no longer calls so. Only once it is in force: until then they are those of the one before. They go beside the work, so that
 * nobody waits for it, and that waits for whoever began before, such as a backup. Nobody's start waits for as long: what of such a table is
 * left then is tried again at the next start and each night.
 */
export async function dropRetired(owner: Pool, schema: string, model: Model, known?: Named): Promise<void> {
  const retired = await retiredIn(owner, schema, model, known)
  if (retired.length === 0) return
  await owner.dedicated(async runner => {
    await runner.run(sql`select pg_catalog.set_config('lock_timeout', '2s', false)`)
    const busy = new Set<string>()
    try {
      for (const { table, name } of retired) {
        if (busy.has(table)) continue
        try {
          await runner.run(sql`drop index concurrently if exists ${tableName(schema, name)}`)
        } catch (error) {
          if (sqlState(error) !== '55P03') throw error
          busy.add(table)
        }
      }
    } finally {
      await runner.run(sql`select pg_catalog.set_config('lock_timeout', '0', false)`)
    }
  })
}

/**
 * Those of a schema. For search: earlier versions made them, or another plugin, or an administrator,
 * has added a text that is looked in since. Of the rest those whose columns the model has all: what a plugin that is disabled has in others'
 * tables stays as it is. One that an operator made, whatever it ends in, is theirs. Whoever has just read which there are hands them in.
 */
export async function retiredIn(owner: Pool, schema: string, model: Model, known?: Named): Promise<Index[]> {
  const pause = paced()
  const named = (known ?? (await namedIn(owner, schema))).filter(({ name }) => /_(search|find|seek|look|sort|rows|counted|ix|uqi?f?|refs?|lines)$/.test(name))
  const entities = new Map([...model.entities.values()].map(entity => [entity.table, entity]))
  const wanted = new Set((await wantedInTurns(schema, model, pause)).flatMap(one => (one.kind === 'index' ? [one.name] : [])))
  const left = named.filter(one => entities.has(one.table) && !wanted.has(one.name))
  if (left.length === 0) return []
  const there = await owner.run<Index>(sql`
    select t.relname as table, c.relname as name,
      array(select distinct a.attname::text from pg_catalog.pg_depend d join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.refobjid = t.oid and d.refobjsubid > 0) as columns,
      array(select a.attname::text from pg_catalog.unnest(i.indkey::int2[]) with ordinality k(attnum, at)
        join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum order by k.at) as keys
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(left.map(one => one.name))}::jsonb))`)
  const isLifted = ({ table, name, columns }: Index): boolean => {
    const fields = [...(entities.get(table)?.fields.values() ?? [])]
    const known = new Set([...systemColumns, ...fields.flatMap(field => field.columns.map(column => column.name))])
    return !/_(?:uqi?f?|sort|rows|counted|ix|refs?|lines)$/.test(name) || columns.every(column => known.has(column))
  }
  return there.filter(one => isLifted(one) && isOurs(one))
}

function namedIn(owner: Pool, schema: string): Promise<Named> {
  return owner.run(sql`
    select t.relname as table, c.relname as name
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema}`)
}

/** Of what operators make for themselves too, whether it is called by what it looks at and looks at nothing else, as each of ours does. */
function isOurs({ table, name, columns, keys }: Index): boolean {
  const purpose = /_(sort|ix|rows|refs?|lines)$/.exec(name)?.[1]
  if (!purpose) return true
  const called = (parts: readonly string[]): boolean => name === shortName(table, parts.join('_'), purpose)
  // Behind a reference stood what it is alone, and behind that of a line its place.
  if (purpose === 'ref') return columns.length === 1 && called(columns)
  if (purpose === 'lines') return columns.length === 3 && keys.join() === `${keys[0]},position` && called(keys.slice(0, 1))
  const led = keys.filter(column => column !== 'id' && column !== 'deleted_at')
  const rest = columns.filter(column => !led.includes(column))
  if (purpose === 'refs') return rest.includes('deleted_at') && keys.length === columns.length && called(led)
  return led.length === (purpose === 'rows' ? 2 : 1) && rest.length === 2 && called(led)
}

const systemColumns = [...[...systemFields.values()].map(({ column }) => column), 'deleted_at', 'position']
