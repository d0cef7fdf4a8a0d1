import { type SQL, sql } from 'drizzle-orm'
import { tableName } from '../../data/identifiers.ts'

/** Puts what webhooks tell of into the queue, in the statement that writes the history: one piece of work for each, in a lane of its own. */
export function hookedSql(schema: string): SQL {
  return sql`
    insert into ${tableName(schema, 'core_job')} (id, name, input, run_at, attempts, max_attempts, actor, cause, created_at)
    select gen_random_uuid(), 'core.webhook#' || w.id, jsonb_build_object('webhook', w.id, 'records', jsonb_agg(jsonb_build_object('id', x.id, 'version', x.version, 'verb', x.verb))),
      min(c.at), 0, 10, (min(c.by::text))::uuid, (min(c.cause::text))::jsonb, min(c.at)
    from c join ${tableName(schema, 'core_webhook')} w on w.entity = c.entity and w.active and w.deleted_at is null cross join x
    where x.verb = any(w.verbs) group by w.id`
}
