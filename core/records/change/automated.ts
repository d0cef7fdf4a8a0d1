import { type SQL, sql } from 'drizzle-orm'
import { tableName } from '../../data/identifiers.ts'

/** Whether a change `x` sets off an automation `a` of its entity. */
export const setsOff: SQL = sql`case a.trigger->>'on'
      when 'created' then x.verb = 'create'
      when 'changed' then (x.verb = 'update' or (x.verb = 'create' and a.trigger->'created' = 'true'::jsonb))
        and (a.trigger->'fields' is null or exists (select from jsonb_array_elements_text(a.trigger->'fields') f where x.changed @> to_jsonb(f)))
      when 'state' then x.verb in ('create', 'update') and x.changed @> to_jsonb(a.trigger->>'field') and x.snapshot->>(a.trigger->>'field') = a.trigger->>'state'
      else false end`

/**
 * Puts what automations wait for into the queue, one piece of work for each automation however many records changed,
 * in the statement that writes the history: no node can miss it, and where there are no automations it finds none.
 */
export function automatedSql(schema: string): SQL {
  return sql`
    insert into ${tableName(schema, 'core_job')} (id, name, input, run_at, attempts, max_attempts, actor, cause, created_at)
    select gen_random_uuid(), 'core.automate', jsonb_build_object('automation', a.id, 'version', a.version, 'records', jsonb_agg(x.id)), min(c.at), 0, 10, (min(c.by::text))::uuid, (min(c.cause::text))::jsonb, min(c.at)
    from c join ${tableName(schema, 'core_automation')} a on a.entity = c.entity and a.active and a.deleted_at is null cross join x
    where ${setsOff}
    group by a.id, a.version`
}
