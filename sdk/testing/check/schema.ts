import { sql } from 'drizzle-orm'
import { describeSchema } from '../../../core/backup/catalogue.ts'
import type { Platform } from '../../../core/boot.ts'
import { planWorkspace } from '../../../core/plans/plan.ts'

/** The whole schema of the workspace as PostgreSQL tells it: tables, columns, keys, checks, indexes, grants; not what is in it. */
export async function schemaOf({ world }: Platform): Promise<object> {
  return world.db.owner.transaction(
    async tx => {
      await tx.run(sql`select set_config('search_path', '', true)`)
      const { last, ...shape } = await describeSchema(tx, 'main')
      return { ...shape, last: last.filter(line => !/setval/i.test(line)) }
    },
    { readOnly: true },
  )
}

/** The names of all tables of a workspace. */
export async function tablesOf({ world }: Platform): Promise<readonly string[]> {
  const rows = await world.db.owner.run<{ name: string }>(
    sql`select c.relname as name from pg_catalog.pg_class c where c.relnamespace = 'main'::regnamespace and c.relkind = 'r' order by 1`,
  )
  return rows.map(row => row.name)
}

/** What a start would still have to make; nothing, when all is there. */
export async function stillToMake({ world }: Platform): Promise<readonly unknown[]> {
  return (await planWorkspace(world.db.owner, 'main', await world.models.current('main'))).missing
}
