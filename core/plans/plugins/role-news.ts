import type { World } from '../../world.ts'
import type { Sentence } from '../custom/sentence.ts'
import { storedOf } from '../upgrade/gate.ts'
import { calledBy, gainsSaid, losesSaid, type RoleChange, roleChanges, rolesOf } from './roles.ts'

export interface Roles {
  readonly changes: readonly RoleChange[]
  readonly said: readonly Sentence[]
}

/** What roles of plugins open that they did not in the version that is stored, and what no more; null where nothing changed, or nothing tells. */
export async function changedRoles(world: World, workspace: string, ids: readonly string[]): Promise<Roles | null> {
  const changes = (await storedOf(world.db.owner, workspace, ids)).flatMap(({ id, shape }) => {
    const plugin = world.plugins.get(id)
    return plugin && shape?.roles ? roleChanges(shape.roles, rolesOf(plugin)) : []
  })
  const called = calledBy(world.plugins.values())
  return changes.length > 0 ? { changes, said: [...gainsSaid(changes, called), ...losesSaid(changes, called)] } : null
}
