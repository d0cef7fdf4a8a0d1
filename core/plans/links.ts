import { sql } from 'drizzle-orm'
import { closeTable } from '../data/door.ts'
import { identifier, shortName, tableName } from '../data/identifiers.ts'
import { linkFields, linkTable } from '../registry/links.ts'
import type { Model, ModelEntity } from '../registry/model.ts'
import type { Wanted } from './wanted.ts'

/** The tables that fields of several references are kept in: who points, to whom, and at which place. */
export function linkTables(schema: string, model: Model, entity: ModelEntity): Wanted[] {
  return linkFields(entity).flatMap((field): Wanted[] => {
    const target = field.to ? model.entities.get(field.to) : undefined
    if (!target) return []
    const table = linkTable(entity, field)
    const back = shortName(table, 'to_id', 'ref')
    const on = tableName(schema, table)
    return [
      {
        kind: 'table',
        table,
        name: table,
        create: sql`create table ${on} (from_id uuid not null, to_id uuid not null, position integer not null, primary key (from_id, to_id)); ${closeTable(schema, table)}`,
      },
      ...(['from_id', 'to_id'] as const).map((column): Wanted => {
        const [name, to] = [shortName(table, column, 'fkey'), column === 'from_id' ? entity.table : target.table]
        return {
          kind: 'constraint',
          table,
          name,
          to,
          alsoLocks: [to],
          // What leaves its table for good takes its links along; all else is the pipeline's to decide.
          create: sql`alter table ${on} drop constraint if exists ${identifier(name)}, add constraint ${identifier(name)} foreign key (${identifier(column)}) references ${tableName(schema, to)} (id) on delete cascade not valid`,
          validate: sql`alter table ${on} validate constraint ${identifier(name)}`,
        }
      }),
      {
        kind: 'index',
        table,
        name: back,
        create: sql`create index ${identifier(back)} on ${on} (to_id, from_id)`,
        concurrently: sql`create index concurrently ${identifier(back)} on ${on} (to_id, from_id)`,
      },
    ]
  })
}
