import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { closeTable } from '../data/door.ts'
import { identifier, shortName, tableName, word } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'
import { isClosed } from './door.ts'
import { indexes } from './indexes.ts'
import { linkTables } from './links.ts'
import type { Wanted } from './wanted.ts'

export const columnTypes = ['text', 'integer', 'bigint', 'numeric', 'boolean', 'date', 'timestamptz(3)', 'time(0)', 'uuid', 'jsonb', 'text[]'] as const

let last: { readonly schema: string; readonly entities: Model['entities']; readonly wanted: readonly Wanted[] } | null = null

/** All that a model wants of its schema, in an order in which it can be made. One plan asks for it several times, and nobody for another meanwhile. */
export function wantedOf(schema: string, model: Model): readonly Wanted[] {
  return madeLast(schema, model) ?? keptLast(schema, model, [...wantedAnew(schema, model)].flat())
}

/** The same with a pause after each entity; whoever asks for it next has it at once. */
export async function wantedInTurns(schema: string, model: Model, pause: () => Promise<void>): Promise<readonly Wanted[]> {
  const known = madeLast(schema, model)
  if (known) return known
  const wanted: Wanted[] = []
  for (const some of wantedAnew(schema, model)) {
    wanted.push(...some)
    await pause()
  }
  return keptLast(schema, model, wanted)
}

function madeLast(schema: string, model: Model): readonly Wanted[] | null {
  return last?.schema === schema && last.entities === model.entities ? last.wanted : null
}

function keptLast(schema: string, model: Model, wanted: readonly Wanted[]): readonly Wanted[] {
  last = { schema, entities: model.entities, wanted }
  return wanted
}

function* wantedAnew(schema: string, model: Model): Generator<readonly Wanted[]> {
  const entities = [...model.entities.values()]
  yield entities.map(entity => table(schema, entity))
  for (const entity of entities) yield [...entity.fields.values()].flatMap(field => columns(schema, entity, field))
  for (const entity of entities) yield [...entity.fields.values()].flatMap(field => foreignKey(schema, model, entity, field))
  for (const entity of entities) yield linkTables(schema, model, entity)
  for (const entity of entities) yield indexes(schema, model, entity)
}

function table(schema: string, entity: ModelEntity): Wanted {
  return {
    kind: 'table',
    table: entity.table,
    name: entity.table,
    get create() {
      const closed = isClosed(entity) ? sql`; ${closeTable(schema, entity.table)}` : sql``
      return sql`create table ${tableName(schema, entity.table)} (id uuid primary key, version integer not null default 1, created_at timestamptz(3) not null, created_by uuid,
        updated_at timestamptz(3) not null, updated_by uuid, deleted_at timestamptz(3)${entity.linesOf ? sql`, position integer not null default 0` : sql``})${closed}`
    },
  }
}

/** Of all that a model wants nearly all is there: a statement is written when somebody asks for it. */
export function columns(schema: string, entity: ModelEntity, field: ModelField): Wanted[] {
  return field.columns.map((column): Wanted => {
    const made = (): Pick<Wanted, 'create' | 'prepare' | 'adds'> => columnStatements(tableName(schema, entity.table), field, column)
    return {
      kind: 'column',
      table: entity.table,
      name: column.name,
      get create() {
        return made().create
      },
      get prepare() {
        return made().prepare
      },
      get adds() {
        return made().adds
      },
    }
  })
}

function columnStatements(on: SQL, field: ModelField, column: ModelField['columns'][number]): Pick<Wanted, 'create' | 'prepare' | 'adds'> {
  const adds = sql`add column ${identifier(column.name)} ${word(columnTypes, column.type)}${column.type === 'text' ? sql` collate "und-x-icu"` : sql``}`
  const create = sql`alter table ${on} ${adds}`
  const given = constantDefault(field)
  return given === undefined ? { create, adds } : withDefault(create, on, column, given)
}

/** A value that stands for nothing in a field; undefined where there is none, or where it depends on who writes. */
export function constantDefault(field: ModelField): Json | undefined {
  const given = field.options.default as Json | undefined
  return given === null || (typeof given === 'string' && /^\$(me|today|now)$/.test(given)) ? undefined : given
}

/**
 * A column that begins with a value in every row, those that are there and those that others still write without it: PostgreSQL keeps it in
 * the catalogue and touches no row. DDL takes no parameters, so the values travel in a setting of the transaction and are quoted by the server.
 */
function withDefault(statement: SQL, on: SQL, column: ModelField['columns'][number], given: Json): Pick<Wanted, 'create' | 'prepare'> {
  const value = column.part === undefined ? given : (given as { readonly [part: string]: Json })[column.part]
  const name = sql`'${on}.${identifier(column.name)}'`
  return {
    prepare: sql`select pg_catalog.set_config('sangam.values', (coalesce(nullif(pg_catalog.current_setting('sangam.values', true), ''), '{}')::jsonb
      || pg_catalog.jsonb_build_object(${name}, (select v::text from pg_catalog.jsonb_to_record(${JSON.stringify({ v: value })}::jsonb) as r(v ${word(columnTypes, column.type)}))))::text, true)`,
    create: sql`do $do$ begin execute pg_catalog.format('${statement} default %L', pg_catalog.current_setting('sangam.values')::jsonb->>${name}); end $do$`,
  }
}

function foreignKey(schema: string, model: Model, entity: ModelEntity, field: ModelField): Wanted[] {
  const target = field.type.type === 'reference' && field.to ? model.entities.get(field.to) : undefined
  const column = field.columns[0]
  if (!target || !column) return []
  const name = shortName(entity.table, column.name, 'fk')
  const on = (): SQL => tableName(schema, entity.table)
  return [
    {
      kind: 'constraint',
      table: entity.table,
      name,
      alsoLocks: [target.table],
      to: target.table,
      get create() {
        return sql`alter table ${on()} drop constraint if exists ${identifier(name)}, add constraint ${identifier(name)} foreign key (${identifier(column.name)}) references ${tableName(schema, target.table)} (id) not valid`
      },
      get validate() {
        return sql`alter table ${on()} validate constraint ${identifier(name)}`
      },
    },
  ]
}

/** What the app role may do with the rows of new tables. */
export function grantTables(schema: string, tables: readonly string[]): SQL {
  return sql`grant select, insert, update, delete on ${sql.join(
    tables.map(table => tableName(schema, table)),
    sql`, `,
  )} to ${identifier(appRole)}`
}
