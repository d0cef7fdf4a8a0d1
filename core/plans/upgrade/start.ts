import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { isLost } from '../../data/connection.ts'
import { withSetupLock } from '../../data/database.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { behindNeeds } from '../../registry/order.ts'
import { fill } from '../../registry/words.ts'
import type { World } from '../../world.ts'
import { gateOf, storedOf } from './gate.ts'
import { upgrade } from './perform.ts'

/**
 * At a start: what can be brought to the version that is here without anything going is brought there, each plugin after those it needs. What an
 * owner has to say, and what is refused, leaves its plugin as it is; the rest runs.
 */
export async function upgradeByItself(world: World, workspace: string): Promise<void> {
  const { app } = world.db
  const rows = await app.run<{ id: string; version: string }>(
    sql`select id, version from ${tableName(workspace, 'core_plugin')} where state = 'enabled' order by changed_at, id`,
  )
  const older = rows.filter(({ id, version }) => world.plugins.has(id) && world.plugins.get(id)?.version !== version).map(row => row.id)
  if (older.length === 0) return
  const stored = new Map((await storedOf(app, workspace, older)).map(row => [row.id, row]))
  for (const plugin of behindNeeds(
    older.map(id => world.plugins.get(id) as Plugin),
    world.plugins,
  )) {
    const row = stored.get(plugin.id)
    const gate = row && gateOf(plugin, row)
    if (!gate || gate.kind === 'open') continue
    if (gate.kind === 'shut' || gate.asks) {
      world.log.warn('A plugin waits; the others run.', { workspace, plugin: plugin.id, problem: gate.problem })
      continue
    }
    try {
      const done = await withSetupLock(world.db, () => upgrade(world, workspace, plugin))
      if (done) world.log.info('A plugin was upgraded.', { workspace, plugin: plugin.id, from: done.from, to: done.to })
      if (done && done.leaning.length > 0)
        world.log.warn('Some of what people made names a field by its old name, and does not follow. Look at it.', {
          workspace,
          plugin: plugin.id,
          names: done.leaning,
        })
    } catch (error) {
      // Nobody starts without the database. All else is this plugin's, and the others' start is not.
      if (isLost(error)) throw error
      const problem = error instanceof Refused ? fill(error.detail, error.options.values ?? {}, 'en') : String(error)
      world.log.error('A plugin could not be upgraded, and waits; the others run.', { workspace, plugin: plugin.id, problem })
    }
  }
}
