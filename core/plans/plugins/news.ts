import type { World } from '../../world.ts'
import type { Sentence } from '../custom/sentence.ts'
import { storedOf } from '../upgrade/gate.ts'
import { bringsOf, comparable, newsOf } from './brings.ts'
import { type Called, calledBy, gainsSaid, losesSaid, type RoleChange, roleChanges, rolesOf } from './roles.ts'
import type { Step } from './sentences.ts'

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

/** What a plugin brings, and no longer brings, since the version that is stored; nothing where that one did not say. */
export async function changedBrings(world: World, workspace: string, id: string, called: Called): Promise<Step[]> {
  const [stored] = await storedOf(world.db.owner, workspace, [id])
  const plugin = world.plugins.get(id)
  const before = stored?.shape?.brings
  return plugin && before && plugin.version !== stored.version ? newsOf(before, comparable(before, bringsOf(plugin, called))) : []
}

/** The same of some that come back in another version, each under its name. */
export async function newsSince(world: World, workspace: string, ids: readonly string[], called: Called): Promise<Step[]> {
  const steps: Step[] = []
  for (const id of ids) {
    const news = await changedBrings(world, workspace, id, called)
    if (news.length > 0) steps.push({ text: '{plugin} differs from the version that was here:', values: { plugin: called.plugin(id) } }, ...news)
  }
  return steps
}
