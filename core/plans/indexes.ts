import type { ViewShape } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, shortName, snake, tableName } from '../data/identifiers.ts'
import { type Model, type ModelEntity, type ModelField, systemFields } from '../registry/model.ts'
import { filtersOf, saidOf } from './filters.ts'
import { columnsOf, searchExpression, searchedTogether, searchPurpose } from './texts.ts'
import type { Wanted } from './wanted.ts'

const live = sql` where deleted_at is null`

/** Makes it known that an index is wanted: for what, of which columns, and what comes behind its name. */
type Add = (purpose: string, parts: readonly string[], body: () => SQL, unique?: boolean) => void

/** Indexes that follow from the model: references, unique sets, sorts of lists, fields that grants look at, and search. */
export function indexes(schema: string, model: Model, entity: ModelEntity): Wanted[] {
  const found = new Map<string, Wanted>()
  const on = (): SQL => tableName(schema, entity.table)
  const add: Add = (purpose, parts, body, unique = false) => {
    const name = shortName(entity.table, parts.join('_'), purpose)
    const kind = (): SQL => (unique ? sql`unique index` : sql`index`)
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
  for (const set of entity.unique) unique(entity, set, add)
  findable(model, entity, add)
  // Over all rows, removed ones too: what the database knows of an expression it takes only from an index that holds every row. With that
  // it walks the list's own order for a word that many records have, and takes this index for a rare one.
  for (const texts of searchedTogether(model, entity))
    add(searchPurpose(texts), columnsOf(texts), () => sql`using gin (${searchExpression(texts)} sangam_ext.gin_trgm_ops)`)
  return [...found.values()]
}

function plain(sort: string): string {
  return sort.replace(/^-/, '')
}

function columnOf(entity: ModelEntity, name: string): string | null {
  return systemFields.get(name)?.column ?? entity.fields.get(name)?.columns[0]?.name ?? null
}

function unique(entity: ModelEntity, set: readonly string[], add: Add): void {
  const fields = set.flatMap(name => entity.fields.get(name) ?? [])
  const names = set.map(name => columnOf(entity, name)).filter(name => name !== null)
  const series = fields.find(field => field.type.type === 'series')?.columns[0]?.name
  const parts = (): SQL[] => fields.map(field => uniqueForm(field, identifier(field.columns[0]?.name ?? 'id')))
  // Where the first value may be missing, a row without it is like no other and is never looked for here.
  const first = !series && fields[0]?.options.required !== true ? names[0] : undefined
  const folded = fields.some(field => field.options.ignoreCase === true)
  add(
    `uq${folded ? 'i' : ''}${first ? 'f' : ''}`,
    names,
    () =>
      sql`(${sql.join(parts(), sql`, `)})${series && set.length > 1 ? sql` nulls not distinct` : sql``}${live}${series ? sql` and ${identifier(series)} <> ''` : sql``}${first ? sql` and ${identifier(first)} is not null` : sql``}`,
    true,
  )
}

/**
 * What records are found and put in order by. A reference must be found in every row, since whatever it points at goes only where nothing does,
 * and in live ones by lists. One index serves both where it is of all rows and says of each, as its last column, whether it lives.
 */
function findable(model: Model, entity: ModelEntity, add: Add): void {
  const column = (name: string): string | null => columnOf(entity, name)
  const pointing = new Set([...entity.fields.values()].flatMap(field => (field.type.type === 'reference' ? (field.columns[0]?.name ?? []) : [])))
  const first = column(plain(entity.sort[0] ?? '-createdAt'))
  /** The columns by which something is found already. */
  const led = new Set<string>()
  /** References whose index is wider than they are. */
  const wide = new Set<string>()
  const widely = (name: string, more: readonly string[], id = true): void => {
    if (wide.has(name)) return
    wide.add(name)
    const columns = [name, ...more]
    add('refs', columns, () => {
      const parts = [...columns, ...(id ? ['id'] : []), 'deleted_at'].map(one => identifier(one))
      return sql`(${sql.join(parts, sql`, `)})`
    })
  }
  const by = entity.linesOf && snake(entity.linesOf.by)
  if (by) widely(by, ['position'], false)
  // Who sees some rows only finds them in the order of the list: one branch of a grant, one index.
  for (const rule of saidOf(model).get(entity.name)?.looked ?? []) {
    const name = column(rule)
    if (!name || !first || name === first) continue
    led.add(name)
    if (!pointing.has(name)) add('rows', [name, first], () => sql`(${identifier(name)}, ${identifier(first)}, id)${live}`)
    else widely(name, [first])
  }
  for (const sort of sortsOf(model, entity)) {
    const name = column(plain(sort))
    if (!name) continue
    led.add(name)
    // A field that has an index of its own is sorted by it.
    if (entity.fields.get(plain(sort))?.options.index) continue
    // Nothing is put in order by a reference: these are the columns of a board and the groups of a list, each in the order of the list.
    if (pointing.has(name)) widely(name, first ? [first] : [])
    else add('sort', [name], () => sql`(${identifier(name)}, id)${live}`)
  }
  // What is counted in great numbers is counted in the index alone; it is small, since equal values stand there once.
  for (const set of entity.definition.counted ?? []) {
    const names = set.map(column).filter(name => name !== null)
    const [leading] = names
    if (!leading) continue
    led.add(leading)
    if (pointing.has(leading) && !wide.has(leading)) widely(leading, names.slice(1), false)
    else
      add(
        'counted',
        names,
        () =>
          sql`(${sql.join(
            names.map(name => identifier(name)),
            sql`, `,
          )})${live}`,
      )
  }
  for (const field of entity.fields.values()) if (!wide.has(field.columns[0]?.name ?? '')) own(field, add, led)
  // What a list filters by as it comes, in the order of the list: a few drafts among a million of records are found without reading them.
  for (const name of filtersOf(model, entity).filter(one => !led.has(one))) {
    if (first) add('rows', [name, first], () => sql`(${identifier(name)}, ${identifier(first)}, id)${live}`)
    else add('ix', [name], () => sql`(${identifier(name)}, id)${live}`)
  }
}

/** The index that a field has by itself. What points nowhere is never looked for. */
function own(field: ModelField, add: Add, led: Set<string>): void {
  const name = field.columns[0]?.name
  if (!name) return
  const pointer = field.type.type === 'oneOf' ? field.columns[1]?.name : undefined
  const points = field.type.type === 'reference' || (field.type.files && field.columns[0]?.type === 'uuid')
  if (pointer) add('ref', [pointer], () => sql`(${identifier(pointer)}, ${identifier(name)}) where ${identifier(pointer)} is not null`)
  else if (points) add('ref', [name], () => sql`(${identifier(name)}) where ${identifier(name)} is not null`)
  else if (field.options.index) add('ix', [name], () => sql`(${identifier(name)}, id)${live}`)
  else return
  led.add(pointer ?? name)
}

/** What lists are put in order by. Lines are read with the record they stand in and in its order, unless a list shows them by themselves. */
function sortsOf(model: Model, entity: ModelEntity): string[] {
  const lists = model.lists.filter(list => list.entity === entity.name)
  const views = lists.flatMap(list => (list.views ?? []).flatMap(viewSorts))
  const cards = model.dashboards.flatMap(board => board.cards).flatMap(card => (card.kind === 'list' && card.entity === entity.name ? (card.sort ?? []) : []))
  const boards = model.boards.filter(board => board.entity === entity.name).map(board => board.by)
  const usual = entity.linesOf && !entity.definition.sort && lists.length === 0 ? [] : entity.sort
  return [...new Set([...usual, ...views, ...cards, ...boards])]
}

/** What a view brings into an order; a chart or a pivot reads all of its records, in none. */
function viewSorts(view: ViewShape): readonly string[] {
  if (view.kind === 'chart' || view.kind === 'pivot') return []
  if (view.kind === 'calendar') return [view.by]
  if (view.kind === 'tree') return view.sort ?? []
  const groups = (view.group ?? []).map(group => group.split(':')[0] as string)
  return [...(view.kind === 'gantt' ? [view.start] : (view.sort ?? [])), ...groups]
}

/** What of a value no two live records share: of a text that says so, its letters whatever their case. */
export function uniqueForm(field: ModelField, column: SQL): SQL {
  return field.options.ignoreCase === true ? sql`lower(${column})` : column
}
