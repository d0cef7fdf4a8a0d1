import { type SQL, sql } from 'drizzle-orm'
import { searchExpression, searchedTogether } from '../plans/texts.ts'
import type { ModelField } from '../registry/model.ts'
import { columnAt } from './compile.ts'
import type { Composer, Place } from './composer.ts'
import { badQuery } from './query.ts'
import { escaped } from './where.ts'

/** The words of a search: what stands between spaces, six at most; each in the ways it may be written. */
export function wordsOf(search: string): string[][] {
  if (search.length > 200) throw badQuery('Search for at most 200 letters.')
  return search
    .replaceAll('\0', '')
    .trim()
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 6)
    .map(spellings)
}

/** A long vowel of Devanagari is i or ee, u or oo in Latin letters: ऺ and ऻ stand for the second. */
function spellings(word: string): string[] {
  const long = word.replaceAll('ी', 'ऺ').replaceAll('ू', 'ऻ')
  return long === word ? [word] : [word, long]
}

/** In how many ways each word may be written, 0 where it is plain ASCII: all that the text of a statement depends on. */
export function searchShape(search: string | undefined): number[] {
  return search === undefined ? [] : wordsOf(search).map(([word = '', ...more]) => (isPlain(word) ? 0 : 1 + more.length))
}

function isPlain(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** Every word somewhere in the searched fields, whatever case, accents and script. */
export function searchSql(composer: Composer, place: Place, shape: readonly number[]): SQL {
  const texts = searchedTexts(composer, place)
  // Of words that it does not know the database expects that one record in two hundred has them, and would read all of a common word to sort them.
  composer.forValues()
  const parts = shape.map((ways, at) =>
    anyOf(
      Array.from({ length: Math.max(1, ways) }, (_, way) => way).flatMap(way =>
        texts.map(text => sql`${text} like ${keyOf(composer, ways === 0, search => `%${escaped(wordsOf(search)[at]?.[way] ?? '')}%`)}`),
      ),
    ),
  )
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}

/**
 * What is looked for, as what is looked in is written. Plain letters are written so here, which leaves the planner a value to estimate
 * by; others are written so by the database, once and not for each row.
 */
export function keyOf(composer: Composer, plain: boolean, read: (search: string) => string): SQL {
  const given = composer.bind(query => {
    const text = read((query as { search: string }).search)
    return plain ? text.toLowerCase().replaceAll('w', 'v') : text
  })
  return plain ? sql`${given}::text` : sql`(select sangam_ext.search_key(${given}::text))`
}

export function anyOf(parts: readonly SQL[]): SQL {
  return parts.length === 1 ? (parts[0] as SQL) : sql`(${sql.join([...parts], sql` or `)})`
}

/** The texts that may be searched here, each with its index; one that may be read on some records only is searched on those. */
export function searchedTexts(composer: Composer, place: Place): SQL[] {
  const reach = (field: ModelField) => composer.access.field(place.entity.name, field.name, 'read')
  const texts = searchedTogether(composer.model, place.entity).flatMap(fields => {
    if (fields.every(field => reach(field) === 'all')) return [searchExpression(fields, place.alias)]
    const some = fields.filter(field => reach(field) !== 'none')
    return some.map(field => sql`sangam_ext.search_text(coalesce(${columnAt(composer, place, field.name).sql}, ''))`)
  })
  if (texts.length === 0) throw badQuery('There is nothing to search in here.')
  return texts
}
