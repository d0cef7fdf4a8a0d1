import { type SQL, sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { identifier, rowCount } from '../../data/identifiers.ts'
import { linkTable } from '../../registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { type End, endsOf, lost } from './away.ts'
import type { Away, Link } from './states.ts'

/** Records that would come back without what they must refer to: by which field, how many, and what the first of them are called. */
export interface Bereft {
  readonly entity: ModelEntity
  readonly field: ModelField
  readonly count: number
  readonly names: readonly string[]
  /** How many references they lose by it: of a list, all that stood in it. */
  readonly references: number
}

/** As many are named as anybody reads. */
const mostNamed = 5

interface Found {
  readonly name: string
  readonly count: number
  readonly references: number
}

/** The records of which letting go would empty a field, or a whole list, that must not be empty. */
export async function bereftRecords(
  runner: Runner,
  schema: string,
  model: Model,
  links: readonly Link[],
  renamed: Away['columns'],
): Promise<readonly Bereft[]> {
  const found: Bereft[] = []
  for (const entity of model.entities.values())
    for (const field of entity.fields.values()) {
      if (!field.options.required) continue
      const rows = field.type.type === 'references' ? await ofLists(field, entity) : field.type.type === 'reference' ? await ofOne(field, entity) : []
      const [first] = rows
      if (first) found.push({ entity, field, count: first.count, references: first.references, names: rows.map(row => row.name) })
    }
  return found

  async function ofOne(field: ModelField, entity: ModelEntity): Promise<readonly Found[]> {
    const link = links.find(one => one.table === entity.table && one.column === field.columns[0]?.name)
    const [end] = link ? await endsOf(runner, schema, [link], renamed) : []
    return end
      ? runner.run<Found>(sql`
          select ${calledIn(entity, end.on)} as name, count(*) over ()::int as count, count(*) over ()::int as "references"
          from ${end.on} where ${lost(end)} order by ${end.on}.id limit ${rowCount(mostNamed)}`)
      : []
  }

  async function ofLists(field: ModelField, entity: ModelEntity): Promise<readonly Found[]> {
    const to = links.find(one => one.table === linkTable(entity, field) && one.column === 'to_id')
    if (!to) return []
    const ends = await endsOf(runner, schema, [to, { table: to.table, column: 'from_id', to: entity.table }], renamed)
    const [goes, stays] = ['to_id', 'from_id'].map(column => ends.find(end => end.column === column)) as [End | undefined, End | undefined]
    const records = stays?.to
    if (!goes || !records) return []
    return runner.run<Found>(sql`
      select ${calledIn(entity, sql`o`)} as name, count(*) over ()::int as count, sum(l.many) over ()::int as "references"
      from (select ${goes.on}.from_id, count(*) as many from ${goes.on} group by ${goes.on}.from_id having bool_and(${lost(goes)})) l
      join ${records} o on o.id = l.from_id order by o.id limit ${rowCount(mostNamed)}`)
  }
}

/** What a record is called, or its id where that is no text of its own. */
function calledIn(entity: ModelEntity, table: SQL): SQL {
  const title = entity.fields.get(entity.title)
  return sql`${table}.${identifier(title?.type.type === 'text' ? (title.columns[0]?.name ?? 'id') : 'id')}::text`
}
