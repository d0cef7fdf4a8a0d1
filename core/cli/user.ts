import type { Command } from 'commander'
import { accountById, beganSomewhere, findAccount, hasBegun, plainEmail } from '../auth/accounts.ts'
import { invitationLinks } from '../auth/invitations.ts'
import { keyUses, makeKey } from '../auth/keys.ts'
import { endSessions } from '../auth/sessions.ts'
import { makeToken } from '../auth/tokens.ts'
import { setActive, shownUsers } from '../auth/users.ts'
import { revokeForWorkspace, workspaceKeys } from '../auth/workspace-keys.ts'
import type { Platform } from '../boot.ts'
import { Refused } from '../errors.ts'
import { systemContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { say, table } from './output.ts'
import { doer, withPlatform } from './platform.ts'

interface Options {
  readonly workspace: string
  readonly name?: string
  readonly role?: string
  readonly days?: string
  readonly may?: string
}

/** For when nobody can get in any more, and for machines: who reaches this machine's database may do all of it anyway. */
export function addUser(program: Command): void {
  const user = program.command('user').description('Shows users, disables them, makes links and keys.')
  user
    .command('list')
    .option('--workspace <name>', 'where', 'main')
    .action((options: Options) =>
      withPlatform(async ({ world }) => {
        const users = await systemContext(world, options.workspace, 'Lists users', 'cli', shownUsers)
        say(
          table(
            ['Name', 'E-mail', 'State', 'Roles'],
            users.map(one => [one.name, one.email ?? '', one.state, one.roles.map(role => role.name).join(', ')]),
          ),
        )
      }),
    )
  user
    .command('reset-link <email>')
    .description('Makes a link with which the person chooses a new password. It works once, for an hour. Who never began gets an invitation, for a week.')
    .action((email: string) =>
      withPlatform(async ({ world }) => {
        const account = await findAccount(world.db.app, plainEmail(email) ?? '')
        if (!account) throw new Refused(404, 'not_found', 'Nobody has the address {email}.', { values: { email } })
        if (!(await beganSomewhere(world.db.app, account.id))) {
          for (const link of await invitationLinks(world, account.id)) say(link)
          return
        }
        say(`${world.config.url}/reset/${await makeToken(world.db.app, 'reset', { account: account.id }, world.clock.now())}`)
      }),
    )
  for (const [verb, active] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    user
      .command(`${verb} <email>`)
      .option('--workspace <name>', 'where', 'main')
      .action((email: string, options: Options) => withPlatform(platform => switchUser(platform, email, active, options)))
  }
  user
    .command('key <email>')
    .description('Makes an API key in a person’s name. It is shown this once.')
    .requiredOption('--name <name>', 'what it is for')
    .option('--role <role>', 'only this of the person’s roles')
    .option('--may <what>', 'write, plan or read', 'write')
    .option('--days <days>', 'how long it lasts', '90')
    .option('--workspace <name>', 'where', 'main')
    .action((email: string, options: Options) =>
      withPlatform(async platform => {
        const { world } = platform
        const who = await doer(platform, options.workspace, email)
        const may = keyUses.find(use => use === options.may)
        if (!may) throw new Refused(400, 'bad_option', '"--may" is one of {choices}.', { values: { choices: keyUses.join(', ') } })
        const account = await findAccount(world.db.app, who.access.caller.email ?? '')
        if (!account) throw new Refused(409, 'no_account', 'This person can’t sign in: invite them first.')
        const expiresAt = new Date(world.clock.now().getTime() + Number(options.days) * 86_400_000).toISOString()
        const { key } = await makeKey(
          world.db.app,
          { account: account.id, workspace: options.workspace, name: options.name ?? '', role: options.role ?? null, expiresAt, may },
          world.clock.now(),
        )
        say(key)
      }),
    )
  user
    .command('keys')
    .description('Shows the API keys of everyone, without their secrets.')
    .option('--workspace <name>', 'where', 'main')
    .action((options: Options) =>
      withPlatform(async ({ world }) => {
        const { items, more } = await systemContext(world, options.workspace, 'Lists keys', 'cli', workspaceKeys)
        say(
          table(
            ['Id', 'Name', 'Whose', 'Role', 'May', 'State', 'Last used', 'Ends'],
            items.map(key => [key.id, key.name, key.user.name, key.role?.name ?? '', key.may, key.state, dayOf(key.usedAt), dayOf(key.expiresAt)]),
          ),
        )
        if (more) say('There are more; these are the newest.')
      }),
    )
  user
    .command('revoke-key <id>')
    .description('Revokes an API key of anyone, at once.')
    .option('--workspace <name>', 'where', 'main')
    .action((id: string, options: Options) =>
      withPlatform(async ({ world }) => {
        await systemContext(world, options.workspace, 'Revokes a key', 'cli', ctx => revokeForWorkspace(ctx, id, () => undefined))
        say('The key is revoked.')
      }),
    )
}

function dayOf(instant: string | null): string {
  return instant === null ? '' : new Date(instant).toISOString().slice(0, 10)
}

async function switchUser({ world }: Platform, email: string, active: boolean, options: Options): Promise<void> {
  await systemContext(world, options.workspace, active ? 'Enables a user' : 'Disables a user', 'cli', async ctx => {
    const user = (await find(ctx, 'core.user', { where: { email: plainEmail(email) ?? '' }, fields: ['account'], limit: 1 })).items[0]
    if (!user) throw new Refused(404, 'not_found', 'Nobody has the address {email}.', { values: { email } })
    await setActive(ctx, user.id, active)
    const account = typeof user.account === 'string' ? await accountById(world.db.app, user.account) : null
    if (account && !active && (await hasBegun(ctx.tx, account.id, options.workspace))) await endSessions(ctx.tx, account.id, world.clock.now())
  })
  say(`${email} is ${active ? 'enabled' : 'disabled, and signed out everywhere'}.`)
}
