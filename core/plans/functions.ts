import { type SQL, sql } from 'drizzle-orm'
import type { Statement, Tx } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'

/**
 * Makes a function that triggers run, or makes it anew. A function's text takes no parameters: they travel in settings of the transaction, and the server itself writes
 * them into it, quoted.
 *
 * @param body what it does, composed with its values
 * @param how what is said of it beside its language, such as `security definer`
 */
export async function makeTriggerFunction(tx: Tx, schema: string, name: string, { text, params }: Statement, how: SQL): Promise<void> {
  const template = text.replaceAll('%', '%%').replace(/\$(\d+)/g, '%$1$$L')
  await tx.run(
    sql`select pg_catalog.set_config('sangam.body', ${template}, true), pg_catalog.set_config('sangam.values', ${JSON.stringify(params.map(String))}, true)`,
  )
  await tx.run(sql`do $do$ begin
    execute pg_catalog.format('create or replace function ${tableName(schema, name)}() returns trigger language plpgsql ${how} as %L',
      pg_catalog.format(pg_catalog.current_setting('sangam.body'), variadic array(select v from pg_catalog.jsonb_array_elements_text(pg_catalog.current_setting('sangam.values')::jsonb) with ordinality as x(v, at) order by at)));
  end $do$`)
}
