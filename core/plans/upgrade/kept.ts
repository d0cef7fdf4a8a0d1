import { type SQL, sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { withSetupLock } from '../../data/database.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { World } from '../../world.ts'
import { inOneGo } from '../expand.ts'
import { columnsNow } from '../plugins/away.ts'
import { daysAway, trashOf } from '../plugins/states.ts'
import type { Upgraded } from './perform.ts'

/** What deletes what upgrades took out, where it is still there. `without` are tables that go anyway. */
export async function droppingKept(runner: Runner, workspace: string, kept: Upgraded['kept'], without: readonly string[] = []): Promise<SQL[]> {
  const columns = kept.flatMap(one => ('column' in one && !without.includes(one.table) ? [{ table: one.table, name: one.column, as: one.column }] : []))
  const there = await columnsNow(runner, workspace, columns)
  return [
    ...kept.flatMap((one): SQL[] => ('trash' in one ? [sql`drop table if exists ${tableName(trashOf(workspace), one.trash)} cascade`] : [])),
    ...there.map(({ schema, table, as }) => sql`alter table ${tableName(schema, table)} drop column ${identifier(as)}`),
  ]
}

/** Deletes what an upgrade took out when its time is over. What fails is tried again the next night. */
export async function deleteKept(world: World, workspace: string): Promise<void> {
  const { owner } = world.db
  const changes = tableName(workspace, 'core_plugin_change')
  const before = new Date(world.clock.now().getTime() - daysAway * 86_400_000).toISOString()
  const due = await owner.run<{ id: string; kept: Upgraded['kept'] }>(
    sql`select id, upgrade->'kept' as kept from ${changes} where upgrade is not null and upgrade->'kept' <> '[]'::jsonb and at < ${before}::timestamptz order by at, id`,
  )
  for (const { id, kept } of due)
    await withSetupLock(world.db, async () => {
      await inOneGo(owner, [
        ...(await droppingKept(owner, workspace, kept)),
        sql`update ${changes} set upgrade = upgrade || '{"kept": []}'::jsonb where id = ${id}::uuid`,
      ])
    }).catch(error => world.log.error('What an upgrade took out could not be deleted.', { workspace, change: id, error: String(error) }))
}
