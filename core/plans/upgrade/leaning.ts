import { sql } from 'drizzle-orm'
import type { Tx } from '../../data/connection.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { Step } from '../plugins/sentences.ts'
import type { Renames } from './follow.ts'

/** What names fields in ways of its own, and where: texts with placeholders, values of steps. Each is saved by somebody who answers for it. */
const places = {
  core_automation: { title: 'name', holds: ['trigger', 'condition', 'steps'] },
  core_webhook: { title: 'name', holds: ['condition'] },
  core_document_template: { title: 'name', holds: ['definition'] },
  core_duplicate_rule: { title: 'entity', holds: ['fields'] },
} as const

/**
 * The titles of what goes on naming a field by its old name: automations, webhooks, document templates, rules for duplicates. A word of the name where
 * it is about the entity, or as the end of a path elsewhere: rather one too many than one that nobody looked at.
 */
export async function leaningOn(tx: Tx, schema: string, renames: Renames): Promise<readonly string[]> {
  const old = [...renames.keys()].map(one => {
    const [entity = '', field = ''] = one.split(' ')
    return { entity, word: `\\m${field}\\M`, path: `[.:]${field}\\M` }
  })
  const found = new Set<string>()
  for (const [table, { title, holds }] of Object.entries(places)) {
    const text = sql.join(
      holds.map(name => sql`coalesce(pg_catalog.to_jsonb(t.${identifier(name)})::text, '')`),
      sql` || ' ' || `,
    )
    const rows = await tx.run<{ title: string }>(sql`
      select t.${identifier(title)} as title from ${tableName(schema, table)} t where t.deleted_at is null and exists (
        select from jsonb_to_recordset(${JSON.stringify(old)}::jsonb) as o(entity text, word text, path text)
        where ${text} ~ case when t.entity = o.entity then o.word else o.path end) order by 1`)
    for (const row of rows) found.add(row.title)
  }
  return [...found]
}

/** Told in the plan, as people look there before it is done. */
export function toldOf(leaning: readonly string[]): readonly Step[] {
  if (leaning.length === 0) return []
  return [{ text: 'These name a field by its old name, and do not follow. Look at them afterwards: {names}', values: { names: leaning.join(', ') } }]
}
