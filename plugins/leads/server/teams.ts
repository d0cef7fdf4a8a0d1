import { type Change, type Ctx, everyOf, type Id } from '@sangam/sdk'
import type { Lead } from '../model.ts'
import { TeamMember } from './core.ts'

/** A lead belongs to its owner's team, where the owner is in one team only. */
export async function teamsFor(ctx: Ctx, changes: readonly Change<typeof Lead>[]): Promise<({ team: Id<'core.team'> | null } | null)[]> {
  const owners = changes.flatMap(change => (change.next?.owner && asksForTeam(change) ? [change.next.owner] : []))
  if (owners.length === 0) return []
  const teams = await teamsOf(ctx, owners)
  return changes.map(change => {
    const found = change.next?.owner && asksForTeam(change) ? teams.get(change.next.owner) : undefined
    return found?.length === 1 ? { team: found[0] ?? null } : null
  })
}

function asksForTeam({ before, next, changed }: Change<typeof Lead>): boolean {
  if (changed.includes('team')) return false
  return before === null ? next?.team === null : changed.includes('owner')
}

async function teamsOf(ctx: Ctx, owners: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const teams = new Map<string, string[]>()
  await ctx.asSystem('Looks up the teams of owners', async system => {
    for (const { user, team } of await everyOf(system.repo(TeamMember), 'user', owners)) teams.set(user, [...(teams.get(user) ?? []), team])
  })
  return teams
}
