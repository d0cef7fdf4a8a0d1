import type { Json, ViewShape } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { closeTable } from '../data/door.ts'
import { identifier, shortName, snake, tableName, word } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'
import { systemFields } from '../registry/model.ts'
import { isClosed } from './door.ts'
import { filtersOf, lookedAt } from './filters.ts'
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

const live = sql` where deleted_at is null`

/** Indexes that follow from the model: references, unique sets, sorts of lists, fields that grants look at, and search. */
function indexes(schema: string, model: Model, entity: ModelEntity): Wanted[] {
  const found = new Map<string, Wanted>()
  /** The columns by which something is found already. */
  const led = new Set<string>()
  const on = (): SQL => tableName(schema, entity.table)
  const add = (purpose: string, parts: readonly string[], body: () => SQL, unique = false): void => {
    const name = shortName(entity.table, parts.join('_'), purpose)
    const kind = (): SQL => (unique ? sql`unique index` : sql`index`)
    if (!unique && parts[0]) led.add(parts[0])
    found.set(name, {
      kind: 'index',
      table: entity.table,
      name,
      get create() {
        return sql`create ${kind()} ${identifier(name)} on ${on()} ${body()}`
      },
      get concurrently() {
        return sql`create ${kind()} concurrently ${identifier(name)} on ${on()} ${body()}`
      },
    })
  }
  const column = (name: string): string | null => systemFields.get(name)?.column ?? entity.fields.get(name)?.columns[0]?.name ?? null
  for (const set of entity.unique) {
    const fields = set.flatMap(name => entity.fields.get(name) ?? [])
    const names = set.map(column).filter(name => name !== null)
    const series = fields.find(field => field.type.type === 'series')?.columns[0]?.name
    const parts = (): SQL[] => fields.map(field => uniqueForm(field, identifier(field.columns[0]?.name ?? 'id')))
    const folded = fields.some(field => field.options.ignoreCase === true)
    add(
      folded ? 'uqi' : 'uq',
      names,
      () =>
        sql`(${sql.join(parts(), sql`, `)})${series && set.length > 1 ? sql` nulls not distinct` : sql``}${live}${series ? sql` and ${identifier(series)} <> ''` : sql``}`,
      true,
    )
  }
  for (const field of entity.fields.values()) {
    const name = field.columns[0]?.name
    if (!name) continue
    // What points nowhere is never looked for.
    if (field.type.type === 'oneOf') {
      const id = field.columns[1]?.name ?? ''
      add('ref', [id], () => sql`(${identifier(id)}, ${identifier(name)}) where ${identifier(id)} is not null`)
    } else if (field.type.type === 'reference') add('ref', [name], () => sql`(${identifier(name)}) where ${identifier(name)} is not null`)
    else if (field.type.files && field.columns[0]?.type === 'uuid') add('ref', [name], () => sql`(${identifier(name)}) where ${identifier(name)} is not null`)
    else if (field.options.index) add('ix', [name], () => sql`(${identifier(name)}, id)${live}`)
  }
  // Who sees some rows only finds them in the order of the list: one branch of a grant, one index.
  const first = column((entity.sort[0] ?? '-createdAt').replace(/^-/, ''))
  for (const rule of saidOf(model).get(entity.name)?.looked ?? []) {
    const name = column(rule)
    if (name && first && name !== first) add('rows', [name, first], () => sql`(${identifier(name)}, ${identifier(first)}, id)${live}`)
  }
  for (const sort of sortsOf(model, entity)) {
    const name = column(sort.replace(/^-/, ''))
    // A field that has an index of its own is sorted by it.
    if (name && !entity.fields.get(sort.replace(/^-/, ''))?.options.index) add('sort', [name], () => sql`(${identifier(name)}, id)${live}`)
  }
  // What a list filters by as it comes, in the order of the list: a few drafts among a million of records are found without reading them.
  for (const name of filtersOf(model, entity).filter(one => !led.has(one))) {
    if (first) add('rows', [name, first], () => sql`(${identifier(name)}, ${identifier(first)}, id)${live}`)
    else add('ix', [name], () => sql`(${identifier(name)}, id)${live}`)
  }
  // What is counted in great numbers is counted in the index alone; it is small, since equal values stand there once.
  for (const set of entity.definition.counted ?? []) {
    const names = set.map(column).filter(name => name !== null)
    const parts = (): SQL[] => names.map(name => identifier(name))
    add('counted', names, () => sql`(${sql.join(parts(), sql`, `)})${live}`)
  }
  const by = entity.linesOf && snake(entity.linesOf.by)
  if (by) add('lines', [by], () => sql`(${identifier(by)}, position)${live}`)
  // Over all rows, removed ones too: what the database knows of an expression it takes only from an index that holds every row. With that
  // it walks the list's own order for a word that many records have, and takes this index for a rare one.
  for (const texts of searchedTogether(model, entity))
    add(searchPurpose(texts), columnsOf(texts), () => sql`using gin (${searchExpression(texts)} sangam_ext.gin_trgm_ops)`)
  return [...found.values()]
}

function sortsOf(model: Model, entity: ModelEntity): string[] {
  const lists = model.lists.filter(list => list.entity === entity.name)
  const views = lists.flatMap(list => (list.views ?? []).flatMap(viewSorts))
  const cards = model.dashboards.flatMap(board => board.cards).flatMap(card => (card.kind === 'list' && card.entity === entity.name ? (card.sort ?? []) : []))
  const boards = model.boards.filter(board => board.entity === entity.name).map(board => board.by)
  return [...new Set([...entity.sort, ...views, ...cards, ...boards])]
}

/** What a view brings into an order; a chart or a pivot reads all of its records, in none. */
function viewSorts(view: ViewShape): readonly string[] {
  if (view.kind === 'chart' || view.kind === 'pivot') return []
  if (view.kind === 'calendar') return [view.by]
  if (view.kind === 'tree') return view.sort ?? []
  const groups = (view.group ?? []).map(group => group.split(':')[0] as string)
  return [...(view.kind === 'gantt' ? [view.start] : (view.sort ?? [])), ...groups]
}

/** What roles say of an entity's fields: those that their grants look at, wherever they stand in conditions, and those that some hide. */
interface Said {
  readonly looked: Set<string>
  readonly hidden: Set<string>
}

const saidIn = new WeakMap<Model['roles'], ReadonlyMap<string, Said>>()

/** The same of all entities, found once for a model: each of many entities would go through every role. */
function saidOf(model: Model): ReadonlyMap<string, Said> {
  const known = saidIn.get(model.roles)
  if (known) return known
  const found = new Map<string, Said>()
  for (const { grants } of model.roles.values()) {
    for (const { entity, where, hide } of grants) {
      const said = found.get(entity) ?? { looked: new Set(), hidden: new Set() }
      found.set(entity, said)
      for (const name of where ? lookedAt(where) : []) said.looked.add(name)
      for (const name of hide ?? []) said.hidden.add(name)
    }
  }
  saidIn.set(model.roles, found)
  return found
}

/**
 * The texts that search looks in, the title first: those that everyone sees who sees the record, as one text with one index; and each that
 * some role hides, by itself, so that who may not see it searches by the index of the others and never in it.
 */
export function searchedTogether(model: Model, entity: ModelEntity): ModelField[][] {
  const names = [...new Set([entity.title, ...entity.search])].filter(name => entity.search.includes(name))
  const texts = names.map(name => entity.fields.get(name)).filter(field => field?.columns[0]?.type === 'text') as ModelField[]
  const hides = (field: ModelField): boolean => saidOf(model).get(entity.name)?.hidden.has(field.name) === true
  const open = texts.filter(field => !hides(field))
  return [...(open.length > 0 ? [open] : []), ...texts.filter(hides).map(field => [field])]
}

function searchPurpose(texts: readonly ModelField[]): string {
  return texts.length > 1 ? 'look' : 'seek'
}

/**
 * Texts as search compares them: without case and accents, in Latin letters. Of several that is `search_text` written out: whether they
 * are plain is asked of each, so that a record's texts are put together once and not three times.
 */
export function searchExpression(texts: readonly ModelField[], alias?: string): SQL {
  const parts = texts.map(field => {
    const column = identifier(field.columns[0]?.name ?? '')
    return sql`coalesce(${alias ? sql`${identifier(alias)}.${column}` : column}, '')`
  })
  const whole = sql.join(parts, sql` || ' ' || `)
  if (parts.length === 1) return sql`sangam_ext.search_text(${whole})`
  const plain = parts.map(part => sql`octet_length(${part}) = length(${part})`)
  return sql`(case when ${sql.join(plain, sql` and `)} then replace(lower((${whole}) collate "C"), 'w', 'v') else sangam_ext.both_keys(${whole}) end)`
}

function columnsOf(fields: readonly ModelField[]): string[] {
  return fields.map(field => field.columns[0]?.name ?? '')
}

/** What of a value no two live records share: of a text that says so, its letters whatever their case. */
export function uniqueForm(field: ModelField, column: SQL): SQL {
  return field.options.ignoreCase === true ? sql`lower(${column})` : column
}

/** What the app role may do with the rows of new tables. */
export function grantTables(schema: string, tables: readonly string[]): SQL {
  return sql`grant select, insert, update, delete on ${sql.join(
    tables.map(table => tableName(schema, table)),
    sql`, `,
  )} to ${identifier(appRole)}`
}
