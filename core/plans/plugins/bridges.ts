import type { Plugin } from '@sangam/sdk'
import { behindNeeds, standsOn } from '../../registry/order.ts'
import type { World } from '../../world.ts'
import type { Step } from './sentences.ts'
import type { PluginRow, Standing } from './states.ts'

type Rows = ReadonlyMap<string, Pick<PluginRow, 'state'>>

/** Where one plugin is to stand. */
export interface Target {
  readonly plugin: Plugin
  readonly to: Standing
  /** Taken back to where it was never enabled: administrators have again what it took over. */
  readonly givesBack?: boolean
}

/** Where plugins are put, by their names alone. */
type Moves = readonly { readonly id: string; readonly to: Standing }[]

/** What must be enabled for a bridge to be: what it joins, and what it needs beside. Nothing for what is none. */
function sidesOf(plugin: Plugin): string[] {
  return plugin.joins ? Object.keys(standsOn(plugin)).filter(id => id !== 'core') : []
}

/** What is enabled after some moves. */
function enabledAfter(rows: Rows, moves: Moves): Set<string> {
  const enabled = new Set([...rows].filter(([, row]) => row.state === 'enabled').map(([id]) => id))
  for (const { id, to } of moves) to === 'enabled' ? enabled.add(id) : enabled.delete(id)
  return enabled
}

/**
 * The bridges that come and go with some moves, each behind those it joins: one comes when all that it joins are enabled, and goes when they are no
 * more. `all` looks at those too whose sides do not move.
 */
export function bridgeTurns(world: Pick<World, 'plugins'>, rows: Rows, moves: Moves, all = false): Target[] {
  const enabled = enabledAfter(rows, moves)
  const moving = new Set(moves.map(({ id }) => id))
  const turns: Target[] = []
  for (const plugin of behindNeeds([...world.plugins.values()], world.plugins)) {
    const joined = sidesOf(plugin)
    if (joined.length === 0 || moving.has(plugin.id) || !(all || joined.some(id => moving.has(id)))) continue
    const comes = joined.every(id => enabled.has(id))
    if (comes === enabled.has(plugin.id)) continue
    comes ? enabled.add(plugin.id) : enabled.delete(plugin.id)
    moving.add(plugin.id)
    turns.push({ plugin, to: comes ? 'enabled' : 'disabled' })
  }
  return turns
}

/** Why bridges can't be put where somebody wants them by hand; null where that is where they belong. */
export function againstBridges(world: Pick<World, 'plugins'>, rows: Rows, moves: Moves): Step | null {
  const enabled = enabledAfter(rows, moves)
  const titles = (ids: readonly string[]): string => ids.map(id => world.plugins.get(id)?.title ?? id).join(', ')
  for (const { id, to } of moves) {
    const plugin = world.plugins.get(id)
    if (!plugin?.joins) continue
    const missing = sidesOf(plugin).filter(one => !enabled.has(one))
    const values = { plugins: titles(Object.keys(plugin.joins)) }
    if (to === 'enabled' && missing.length > 0)
      return {
        text: 'It joins {plugins}, and is enabled by itself where all of them are. What is missing here: {missing}.',
        values: { ...values, missing: titles(missing) },
      }
    if (to !== 'enabled' && missing.length === 0 && rows.get(id)?.state === 'enabled')
      return { text: 'It joins {plugins}, and is there as long as all of them are enabled. Disable one of them; it goes by itself.', values }
  }
  return null
}
