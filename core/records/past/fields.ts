import { sql } from 'drizzle-orm'
import { tableName } from '../../data/identifiers.ts'
import { constantDefault } from '../../plans/ddl.ts'
import type { CustomState } from '../../registry/custom/document.ts'
import type { Model } from '../../registry/model.ts'
import { adminPlugin } from '../../registry/names.ts'
import { prepared, type Reader, runPrepared } from '../statements.ts'

const known = new WeakMap<Model, readonly string[]>()

/** Fields that administrators made and that gave every record a value, as `entity field`: only of these it matters when they were made. */
function filledFields(model: Model): readonly string[] {
  const found =
    known.get(model) ??
    [...model.entities.values()].flatMap(entity =>
      [...entity.fields.values()].flatMap(field =>
        (field.plugin === adminPlugin || entity.name.startsWith(`${adminPlugin}.`)) && field.columns.length > 0 && constantDefault(field) !== undefined
          ? [`${entity.name} ${field.name}`]
          : [],
      ),
    )
  known.set(model, found)
  return found
}

/** Those of them that were not there at a moment yet: then no record had a value in them. */
export async function madeSince(reader: Reader, at: string): Promise<readonly string[]> {
  const fields = filledFields(reader.model)
  if (fields.length === 0) return []
  const statement = prepared(reader, 'model then', composer => {
    const moment = composer.bind(asked => (asked as { at: string }).at)
    return sql`select m.descriptor->>'custom' as custom from ${tableName(reader.schema, 'core_model')} m where m.applied_at <= ${moment}::timestamptz order by m.number desc limit 1`
  })
  const [row] = await runPrepared<{ custom: string | null }>(reader, statement, { at })
  const state = row?.custom ? (JSON.parse(row.custom) as CustomState) : null
  const document = state?.document
  const there = Object.entries({ ...document?.entities, ...document?.extensions }).flatMap(([entity, { fields }]) =>
    fields.map(field => `${entity} ${field.name}`),
  )
  // What a plugin had taken over by then is told like what every plugin has: it knows its own fields.
  const taken = Object.values(state?.adopted ?? {}).flatMap(({ entities }) => entities)
  return fields.filter(field => !there.includes(field) && !taken.includes(field.split(' ')[0] ?? ''))
}
