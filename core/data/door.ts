import { randomBytes } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName, word } from './identifiers.ts'

/**
 * The second wall. Tables of records answer the application's role only in statements that end in this process's mark; a policy of the
 * database looks for it while it plans the statement, so that running it costs nothing. Only what composes reads with the caller's rights
 * and what writes through the pipeline sets the mark: a statement that somebody writes past them fails, whoever forgot what.
 */
export const doorMark = `/*${randomBytes(12).toString('hex')}*/`

/** The setting in which a connection of ours tells the database its mark. */
export const doorSetting = 'sangam.door'

const name = 'core_door'

/** Lets a statement at the tables of records: said by the compiler and the pipeline, and nowhere else (a test looks). */
export function throughDoor(statement: SQL): SQL {
  return sql`${statement} ${word([doorMark], doorMark)}`
}

/**
 * The function that policies ask. It says that it never changes, which is not true of it and is the point: PostgreSQL then asks it when it
 * plans a statement and not for each row, and what is left of the policy is nothing: indexes are used as without.
 */
export function doorFunction(schema: string): SQL {
  return sql`create or replace function ${tableName(schema, name)}() returns boolean language plpgsql immutable parallel safe as $door$
    begin
      if pg_catalog.right(pg_catalog.current_query(), 28) = nullif(pg_catalog.current_setting('sangam.door', true), '') then return true; end if;
      raise exception 'Records are read and written by the compiler and the pipeline only.' using errcode = '42501';
    end $door$`
}

/** What closes a table to all other statements of the application. */
export function closeTable(schema: string, table: string): SQL {
  const [on, asked] = [tableName(schema, table), tableName(schema, name)]
  return sql`create policy ${identifier(name)} on ${on} using (${asked}()) with check (${asked}()); alter table ${on} enable row level security`
}
