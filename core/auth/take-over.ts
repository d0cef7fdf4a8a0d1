import { sql } from 'drizzle-orm'
import { accessChanged } from '../access/epoch.ts'
import { tableName } from '../data/identifiers.ts'
import type { World } from '../world.ts'

interface Taken {
  readonly account: string
  /** Where the invitation leads that showed whose the address is. */
  readonly workspace: string
  readonly passwordHash: string
}

/**
 * Gives the sign-in of an address to whoever has its mailbox, where nobody had shown before that it is theirs: somebody may have been invited under it elsewhere and have chosen a password first. All that
 * the one before could come in by ends. What they did in other workspaces stays there, under the person it was done as; that person opens no longer with this sign-in, unless those workspaces invite anew.
 * False where the address has been proven meanwhile: then it is not to be had.
 */
export async function takeOver(world: World, { account, workspace, passwordHash }: Taken): Promise<boolean> {
  const at = sql`${world.clock.now().toISOString()}::timestamptz`
  const table = (name: string) => tableName('sangam', name)
  const taken = await world.db.app.transaction(async tx => {
    const rows = await tx.run(sql`
      update ${table('account')} set password_hash = ${passwordHash}, proven_at = ${at}, locale = null where id = ${account}::uuid and proven_at is null and disabled_at is null returning id`)
    if (rows.length === 0) return false
    await tx.run(sql`update ${table('session')} set ended_at = ${at} where account = ${account}::uuid and ended_at is null`)
    await tx.run(sql`update ${table('api_key')} set revoked_at = ${at} where account = ${account}::uuid and revoked_at is null`)
    // Links that were handed over lie in somebody's hands; those that were mailed lie in the mailbox.
    await tx.run(sql`delete from ${table('token')} where account = ${account}::uuid and used_at is null and (kind = 'reset' or not mailed)`)
    await tx.run(sql`update ${table('membership')} set begun = false where account = ${account}::uuid and workspace <> ${workspace}`)
    return true
  })
  if (taken) accessChanged()
  return taken
}
