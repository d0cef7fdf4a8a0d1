import { type SQL, sql } from 'drizzle-orm'
import { identifier } from '../data/identifiers.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'
import { saidOf } from './filters.ts'

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

export function searchPurpose(texts: readonly ModelField[]): string {
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

export function columnsOf(fields: readonly ModelField[]): string[] {
  return fields.map(field => field.columns[0]?.name ?? '')
}
