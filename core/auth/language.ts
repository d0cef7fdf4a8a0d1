import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { change } from '../records/change.ts'
import { systemContext } from '../records/context.ts'
import { get } from '../records/find.ts'
import type { World } from '../world.ts'

interface Home {
  readonly workspace: string
  readonly userId: string
}

/**
 * The language that somebody chose in one workspace goes with their sign-in into their others. Each workspace keeps what it knows of its people, so each is
 * told by itself; one that can't take it stays as it was, for the choice holds where it was made.
 */
export async function speakElsewhere(world: World, account: string, here: string, locale: string): Promise<void> {
  for (const home of await homesBeside(world, account, here)) {
    await within(world, home, 'Takes over the language that a person chose', async ctx => {
      if ((await get(ctx, 'core.user', home.userId, ['locale'])).locale !== locale) await speak(ctx, home.userId, locale)
    })
  }
}

/** The language that who signs in has where they work already; null where that is nowhere but here. */
export async function languageElsewhere(world: World, account: string, here: string): Promise<string | null> {
  const [home] = await homesBeside(world, account, here)
  if (!home) return null
  const locale = await within(world, home, 'Reads the language of a person', async ctx => (await get(ctx, 'core.user', home.userId, ['locale'])).locale)
  return typeof locale === 'string' ? locale : null
}

async function homesBeside(world: World, account: string, here: string): Promise<readonly Home[]> {
  return world.db.app.run<Home>(
    sql`select workspace, user_id as "userId" from ${tableName('sangam', 'membership')} where account = ${account}::uuid and workspace <> ${here} order by workspace <> 'main', workspace`,
  )
}

async function speak(ctx: CoreCtx, user: string, locale: string): Promise<void> {
  await change(ctx, 'core.user', [{ verb: 'update', id: user, patch: { locale } }], { server: true })
}

async function within<T>(world: World, { workspace }: Home, reason: string, work: (ctx: CoreCtx) => Promise<T>): Promise<T | null> {
  try {
    return await systemContext(world, workspace, reason, 'api', work)
  } catch (error) {
    world.log.warn('Another workspace of a person could not be asked.', { workspace, reason, error: error instanceof Error ? error.message : String(error) })
    return null
  }
}
