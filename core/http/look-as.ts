import { accessOfUser } from '../access/resolve.ts'
import { Refused } from '../errors.ts'
import { isId } from '../records/find.ts'
import type { World } from '../world.ts'
import { isAdmin, type SignedIn } from './env.ts'
import { reads } from './key-use.ts'

/**
 * An administrator with the rights of another person, for reading alone: what that person sees is seen, and nothing is done in their
 * name or beside it. Whoever sees everything is not looked as: their rights are no less than the administrator's own.
 *
 * Errors: `forbidden` for who is no administrator, `not_looked_as` for who can't sign in or sees everything, `looking_only` for what is no read.
 */
export async function lookAs(world: World, who: SignedIn, user: string, request: string): Promise<SignedIn> {
  if (!isAdmin(who)) throw new Refused(403, 'forbidden', 'Only an administrator may look as another.')
  const access = isId(user) ? await accessOfUser(world, who.workspace, user.toLowerCase()) : null
  if (!access) throw new Refused(404, 'not_looked_as', 'There is nobody to look as: this person can’t sign in.')
  const looked: SignedIn = { ...who, access, looker: { name: who.access.caller.name } }
  if (isAdmin(looked)) throw new Refused(403, 'not_looked_as', '{name} sees everything, as you do.', { values: { name: access.caller.name } })
  if (!reads.test(request))
    throw new Refused(403, 'looking_only', 'You only look at what {name} sees. Stop looking as them to change something.', {
      values: { name: access.caller.name },
    })
  note(world, who.access.caller.userId, access.caller.userId)
  return looked
}

/** Who looked as whom lately, and when that was written down. */
const noted = new Map<string, number>()
const everyMs = 600_000

/** Every look is in the log, and not every request of it. */
function note(world: World, administrator: string, as: string): void {
  const [key, now] = [`${administrator} ${as}`, performance.now()]
  if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return
  if (noted.size > 1000) noted.clear()
  noted.set(key, now)
  world.log.info('An administrator looks as another', { administrator, as })
}
