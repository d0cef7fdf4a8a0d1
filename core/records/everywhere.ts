import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier } from '../data/identifiers.ts'
import type { ModelEntity } from '../registry/model.ts'
import { columnAt } from './compile.ts'
import { type Composer, fromSql, type Place } from './composer.ts'
import { sightOf } from './reach.ts'
import { anyOf, keyOf, searchedTexts, searchShape, searchSql, wordsOf } from './search.ts'
import { prepared, type Reader, runPrepared } from './statements.ts'
import { escaped } from './where.ts'

/** A record that a search found, as the palette and pickers show it. */
export interface Hit {
  readonly entity: string
  readonly id: string
  readonly title: string
  /** What tells it apart from others of that name. */
  readonly subtitle: Json
}

interface Ranked extends Hit {
  readonly rank: number
}

/** Found in each entity before the best are chosen: who looks for a word of thousands of records adds another. */
const considered = 50
/** Of each entity. */
const best = 20

/**
 * The best of every kind of record the caller may see, best first: those that begin with what is looked for, those with a word that does,
 * those that hold it; where there are none, those that are written much alike. One statement over all of them.
 *
 * @param options.entity Looks among the records of one kind alone.
 */
export async function searchEverywhere(reader: Reader, search: string, options: { readonly entity?: string; readonly limit?: number } = {}): Promise<Hit[]> {
  const entities = searchable(reader, options.entity)
  if (wordsOf(search).length === 0 || entities.length === 0) return []
  const exact = await ask(reader, entities, search, 'holds')
  const found = exact.length > 0 || wordsOf(search).every(isShort) ? exact : await ask(reader, entities, search, 'alike')
  return found.slice(0, options.limit ?? 30).map(({ entity, id, title, subtitle }) => ({ entity, id, title, subtitle }))
}

/** The one asked for, or all that have a list to be looked at in; with a title that is a text. */
function searchable(reader: Reader, only: string | undefined): ModelEntity[] {
  const listed = new Set(reader.model.lists.map(list => list.entity))
  return [...reader.model.entities.values()].filter(
    entity =>
      !entity.internal &&
      !entity.linesOf &&
      (only === undefined ? listed.has(entity.name) : entity.name === only) &&
      reader.access.may(entity.name, 'read') &&
      isText(entity, entity.title) &&
      reader.access.field(entity.name, entity.title, 'read') !== 'none' &&
      entity.search.some(name => isText(entity, name) && reader.access.field(entity.name, name, 'read') !== 'none'),
  )
}

function isText(entity: ModelEntity, name: string): boolean {
  return entity.fields.get(name)?.columns[0]?.type === 'text'
}

/** A word too short to be known by what it is like. */
function isShort(spellings: readonly string[]): boolean {
  return [...(spellings[0] ?? '')].length < 4
}

async function ask(reader: Reader, entities: readonly ModelEntity[], search: string, how: 'holds' | 'alike'): Promise<Ranked[]> {
  const short = wordsOf(search).map(isShort)
  const shape = searchShape(search)
  const key = JSON.stringify(['everywhere', how, entities.map(entity => entity.name), shape, how === 'alike' && short])
  const statement = prepared(reader, key, composer => {
    const found = entities.map(entity => (how === 'holds' ? holding(composer, entity, shape) : alikeIn(composer, entity, shape, short)))
    return sql`select * from (${sql.join(found, sql` union all `)}) f order by rank desc, length(title), title, id limit 100`
  })
  return runPrepared<Ranked>(reader, statement, { search })
}

/** Those that hold every word: first what begins with the whole of it, then what has words that do. */
function holding(composer: Composer, entity: ModelEntity, shape: readonly number[]): SQL {
  const place = composer.place(entity)
  const plain = shape.every(ways => ways === 0)
  const ways = Array.from({ length: Math.max(1, ...shape) }, (_, way) => way)
  const like = (before: string): SQL => anyOf(ways.map(way => sql`c.text like ${keyOf(composer, plain, search => `${before}${phrase(search, way)}%`)}`))
  const rank = sql`case when ${like('')} then 3 when ${like('% ')} then 2 else 1 end::float8`
  return chosen(composer, place, titleText(composer, place), rank, searchSql(composer, place, shape))
}

/** Those whose words are like the words looked for; short ones must be there as they are. */
function alikeIn(composer: Composer, entity: ModelEntity, shape: readonly number[], short: readonly boolean[]): SQL {
  const place = composer.place(entity)
  const texts = searchedTexts(composer, place)
  const word = (at: number): SQL => keyOf(composer, shape[at] === 0, search => wordsOf(search)[at]?.[0] ?? '')
  const conditions = shape.map((ways, at) =>
    anyOf(
      texts.map(text =>
        short[at]
          ? sql`${text} like ${keyOf(composer, ways === 0, search => `%${escaped(wordsOf(search)[at]?.[0] ?? '')}%`)}`
          : sql`${word(at)} operator(sangam_ext.<%) ${text}`,
      ),
    ),
  )
  const rank = sql.join(
    shape.map((_, at) => sql`sangam_ext.word_similarity(${word(at)}, c.text)`),
    sql` + `,
  )
  return chosen(composer, place, sql.join(texts, sql` || ' ' || `), sql`(${rank})::float8`, sql.join(conditions, sql` and `))
}

/** Some of the records that fit, ranked by a text of theirs that is written but once for each. */
function chosen(composer: Composer, place: Place, text: SQL, rank: SQL, condition: SQL): SQL {
  const { entity } = place
  const title = columnAt(composer, place, entity.title).sql
  const path = subtitleOf(composer, entity)
  const subtitle = path === null ? sql`null` : columnAt(composer, place, path).sql
  const sight = sightOf(composer, place, 'read')
  const name = composer.bind(() => entity.name)
  return sql`(select ${name}::text as entity, c.id, c.title, c.subtitle, ${rank} as rank
    from (select ${identifier(place.alias)}.id, coalesce(${title}, '') as title, ${subtitle}::text as subtitle, ${text} as text
      from ${fromSql(composer, place)} where ${sight} and ${condition} limit ${considered}::int) c order by rank desc, length(c.title) limit ${best}::int)`
}

function titleText(composer: Composer, place: Place): SQL {
  return sql`sangam_ext.search_text(coalesce(${columnAt(composer, place, place.entity.title).sql}, ''))`
}

/** The words as one text, each in one of the ways it may be written. */
function phrase(search: string, way: number): string {
  return wordsOf(search)
    .map(word => escaped(word[way] ?? word[0] ?? ''))
    .join(' ')
}

/** The first column of the list that is not the title and that the caller may see. */
function subtitleOf(composer: Composer, entity: ModelEntity): string | null {
  const columns = composer.model.lists.find(list => list.entity === entity.name)?.columns ?? []
  const path = columns.find(column => {
    const first = column.split('.')[0] ?? ''
    return (
      column !== entity.title &&
      ['text', 'series', 'choice', 'reference'].includes(entity.fields.get(first)?.type.type ?? '') &&
      composer.access.field(entity.name, first, 'read') !== 'none'
    )
  })
  if (path === undefined) return null
  const field = entity.fields.get(path)
  if (field?.type.type !== 'reference') return path
  return field.to !== null && composer.access.rows(field.to, 'read') !== 'none' ? `${path}.$title` : null
}
