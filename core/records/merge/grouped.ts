import { type SQL, sql } from 'drizzle-orm'
import { identifier, label } from '../../data/identifiers.ts'
import { type Composer, fromSql, type Place } from '../composer.ts'
import { sightOf } from '../reach.ts'

/** What a key that follows merges is made of: the ids as they are written, and the entities these may be of. */
export interface Told {
  readonly own: SQL
  readonly among: readonly string[]
}

/** The key of a group as its reader is told it: who several ids stand for, where the reader sees that record; where not, one of the ids that stand in the records they count. */
export function toldKey(composer: Composer, name: string, merged: (Told & { readonly written: SQL }) | undefined): SQL {
  const key = sql`g.${label(name)}`
  const open = merged?.among.every(entity => composer.access.rows(entity, 'read') === 'all')
  if (!merged || open) return key
  const seen = merged.among.flatMap(entity => {
    const target = composer.model.entities.get(entity)
    if (!target || composer.access.rows(entity, 'read') === 'none') return []
    const there: Place = { ...composer.place(target), within: id => sql`${id} = ${key}` }
    const sight = sightOf(composer, there, 'read')
    return [sql`exists (select from ${fromSql(composer, there)} where ${identifier(there.alias)}.id = ${key} and ${sight})`]
  })
  const known = seen.length === 0 ? sql`g.${merged.written}` : sql`case when ${sql.join(seen, sql` or `)} then ${key} else g.${merged.written} end`
  return sql`${known} as ${label(name)}`
}
