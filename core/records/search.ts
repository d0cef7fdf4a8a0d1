import { type SQL, sql } from 'drizzle-orm'
import { searchExpression } from '../plans/ddl.ts'
import { type Composer, columnAt, type Place } from './compile.ts'
import { badQuery } from './query.ts'
import { escaped } from './where.ts'

/** The words of a search: what stands between spaces, six at most. */
export function wordsOf(search: string): string[] {
  if (search.length > 200) throw badQuery('Search for at most 200 letters.')
  return search
    .replaceAll('\0', '')
    .trim()
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 6)
}

/** Every word somewhere in the searched fields, whatever case and accents. */
export function searchSql(composer: Composer, place: Place, count: number): SQL {
  const expression = searched(composer, place)
  const parts = Array.from({ length: count }, (_, at) => {
    const word = composer.bind(query => `%${escaped(wordsOf((query as { search: string }).search)[at] ?? '')}%`)
    return sql`${expression} like sangam_ext.fold(${word}::text)`
  })
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

/** The expression that has an index, where everything in it may be read; else one of what may. */
function searched(composer: Composer, { entity, ...rest }: Place): SQL {
  const place = { entity, ...rest }
  const texts = entity.search.filter(name => entity.fields.get(name)?.columns[0]?.type === 'text')
  const open = texts.filter(name => composer.access.field(entity.name, name, 'read') !== 'none')
  if (open.length === 0) throw badQuery('There is nothing to search in here.')
  if (texts.every(name => composer.access.field(entity.name, name, 'read') === 'all')) return searchExpression(entity, place.alias)
  return sql`sangam_ext.fold(${sql.join(
    open.map(name => sql`coalesce(${columnAt(composer, place, name).sql}, '')`),
    sql` || ' ' || `,
  )})`
}
