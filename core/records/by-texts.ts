import { sql } from 'drizzle-orm'
import { identifier, rowCount } from '../data/identifiers.ts'
import { columnAt } from './compile.ts'
import { fromSql } from './composer.ts'
import type { Item } from './find.ts'
import { sightOf } from './reach.ts'
import { selectSql } from './select.ts'
import { entityFor, prepared, type Reader, runPrepared } from './statements.ts'

export const mostPerText = 500

/**
 * The records that have one of many texts in a field, at most 500 for each: what an import asks of every chunk of its rows. Each text is looked up by
 * itself: asked for all at once, of a table that grows in this very transaction, a planner without figures reads all that is there.
 */
export async function findByTexts(reader: Reader, name: string, field: string, texts: readonly string[], fields: readonly string[]): Promise<Item[]> {
  const entity = entityFor(reader, name)
  const statement = prepared(reader, `by texts ${name} ${field} ${fields.join()}`, composer => {
    const place = composer.place(entity)
    const values = selectSql(composer, place, fields)
    const own = sql`${columnAt(composer, place, field).sql} = wanted.value`
    const sight = sightOf(composer, place, 'read')
    const asked = composer.bind(query => (query as { texts: readonly string[] }).texts)
    return sql`select row_to_json(_row)::text as json from unnest(${asked}::text[]) wanted(value)
      cross join lateral (select ${values} from ${fromSql(composer, place)} where ${own} and ${sight} order by ${identifier(place.alias)}.id limit ${rowCount(mostPerText)}) _row`
  })
  const rows = await runPrepared<{ json: string }>(reader, statement, { texts: [...new Set(texts)] })
  return rows.map(row => JSON.parse(row.json) as Item)
}
