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
 * told by itself; one that can't take it stays as it was, for the choice holds where it was made. Where they were invited and did not begin, nobody learns it.
 */
export async function speakElsewhere(world: World, account: string, here: string, locale: string): Promise<void> {
  await noteLanguage(world, account, locale)
  for (const home of await homesBeside(world, account, here)) {
    await within(world, home, 'Takes over the language that a person chose', async ctx => {
      if ((await get(ctx, 'core.user', home.userId, ['locale'])).locale !== locale) await speak(ctx, home.userId, locale)
    })
  }
}

/** Kept with the sign-in for where they come to work later: the last that they chose themselves, wherever that was. */
export async function noteLanguage(world: World, account: string, locale: string): Promise<void> {
  await world.db.app.run(sql`update ${tableName('sangam', 'account')} set locale = ${locale} where id = ${account}::uuid`)
}

/** The language that who signs in chose last; null where they never chose one. */
export async function chosenLanguage(world: World, account: string): Promise<string | null> {
  const [row] = await world.db.app.run<{ locale: string | null }>(sql`select locale from ${tableName('sangam', 'account')} where id = ${account}::uuid`)
  return row?.locale ?? null
}

async function homesBeside(world: World, account: string, here: string): Promise<readonly Home[]> {
  return world.db.app.run<Home>(
    sql`select workspace, user_id as "userId" from ${tableName('sangam', 'membership')} where account = ${account}::uuid and workspace <> ${here} and begun order by workspace`,
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
