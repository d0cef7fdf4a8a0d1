import { sql } from 'drizzle-orm'
import { accessOfUser } from '../access/resolve.ts'
import { tableName } from '../data/identifiers.ts'
import type { World } from '../world.ts'
import { writeLetter } from './letters.ts'
import { mailLink } from './links.ts'
import { makeToken } from './tokens.ts'

interface Invited {
  readonly account: string
  readonly email: string
  readonly workspace: string
  readonly userId: string
}

/**
 * A link by which somebody begins in a workspace, once. Where the installation has a mail server it goes to their mailbox alone, and whoever invites is not given it: so it shows that the address is theirs.
 * Else it is mailed where the workspace can, and given to hand over.
 */
export async function sendInvitation(
  world: World,
  { account, email, workspace, userId }: Invited,
  beside = false,
): Promise<{ link: string | null; mailed: boolean }> {
  if (world.config.mail) {
    await writeLetter(world, { kind: 'invite', account, workspace, userId, beside })
    return { link: null, mailed: true }
  }
  const link = await linkFor(world, { account, workspace, userId }, beside)
  const mailed = await mailLink(world, account, {
    from: workspace,
    to: email,
    subject: 'You are invited to Sangam',
    link,
    text: 'You are invited to work with us in Sangam. Open this link within a week to choose your password: {link}',
  })
  return { link, mailed }
}

/**
 * Who was invited, began nowhere and asks for a new password gets the invitations again: a password alone would lead them nowhere. A link that they have stays good: anybody may
 * ask for another.
 */
export async function inviteAgain(world: World, account: string, email: string): Promise<void> {
  const homes = await pendingOf(world, account)
  for (const { workspace, userId } of homes)
    if (await accessOfUser(world, workspace, userId)) await sendInvitation(world, { account, email, workspace, userId }, true)
}

/** Links by which who was invited begins, one for each workspace that waits for them: for who has them in hand. */
export async function invitationLinks(world: World, account: string): Promise<readonly string[]> {
  const pending = await pendingOf(world, account)
  return Promise.all(pending.map(({ workspace, userId }) => linkFor(world, { account, workspace, userId }, true)))
}

async function linkFor(world: World, what: Omit<Invited, 'email'>, beside: boolean): Promise<string> {
  return `${world.config.url}/invitation/${await makeToken(world.db.app, 'invite', what, world.clock.now(), { beside })}`
}

async function pendingOf(world: World, account: string): Promise<readonly { readonly workspace: string; readonly userId: string }[]> {
  return world.db.app.run(
    sql`select workspace, user_id as "userId" from ${tableName('sangam', 'membership')} where account = ${account}::uuid and not begun order by workspace`,
  )
}
