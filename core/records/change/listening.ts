import { type SQL, sql } from 'drizzle-orm'
import { tableName } from '../../data/identifiers.ts'

/** The entities whose changes an automation (`automatedSql`) or a webhook (`hookedSql`) waits for, as a JSON list; both are steady, so that it can be remembered. */
export function listeningSql(schema: string): SQL {
  return sql`(select coalesce(jsonb_agg(l.entity), '[]')::text from (
    select entity from ${tableName(schema, 'core_automation')} where active and deleted_at is null and entity is not null
    union select entity from ${tableName(schema, 'core_webhook')} where active and deleted_at is null and entity is not null) l)`
}
