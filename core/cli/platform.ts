import { sql } from 'drizzle-orm'
import type { Access } from '../access/access.ts'
import { accessOfUser } from '../access/resolve.ts'
import { plainEmail } from '../auth/accounts.ts'
import { boot, type Platform } from '../boot.ts'
import { readConfig } from '../config.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { findPlugins } from '../plugins.ts'
import { quietLog } from './connect.ts'

/** A platform beside the server, or without one, for the length of a command. */
export async function withPlatform<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const platform = await boot({ config: { ...readConfig(), poolSize: 4 }, ...(await findPlugins()), log: quietLog, attach: true, background: false })
  try {
    return await work(platform)
  } finally {
    await platform.stop()
  }
}

export interface Doer {
  readonly workspace: string
  readonly access: Access
  readonly locale: string
}

/** In whose name a command works: the person with this address, or the first owner. What it does is in the history under their name. */
export async function doer({ world }: Platform, workspace: string, email: string | undefined): Promise<Doer> {
  await world.models.current(workspace).catch(() => {
    throw new Refused(404, 'not_found', 'There is no workspace {name}.', { values: { name: workspace } })
  })
  const [user] = email === undefined ? await firstOwner(world.db.app, workspace) : await byEmail(world.db.app, workspace, plainEmail(email) ?? '')
  const access = user ? await accessOfUser(world, workspace, user.id) : null
  if (!access)
    throw new Refused(
      404,
      'not_found',
      email === undefined ? 'Nobody owns this workspace yet. Start the server and do the first run.' : 'Nobody who may sign in has the address {email}.',
      { values: { email: email ?? '' } },
    )
  return { workspace, access, locale: 'en' }
}

type Run = Platform['world']['db']['app']

function firstOwner(runner: Run, schema: string): Promise<{ id: string }[]> {
  return runner.run(sql`
    select u.id from ${tableName(schema, 'core_user')} u join ${tableName(schema, 'core_user_role')} ur on ur.user = u.id and ur.deleted_at is null join ${tableName(schema, 'core_role')} r on r.id = ur.role
    where r.name = 'core.owner' and u.active and u.deleted_at is null order by u.created_at limit 1`)
}

function byEmail(runner: Run, schema: string, email: string): Promise<{ id: string }[]> {
  return runner.run(sql`select id from ${tableName(schema, 'core_user')} where email = ${email} and deleted_at is null`)
}
