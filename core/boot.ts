import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Hono } from 'hono'
import { hasOwner } from './auth/accounts.ts'
import { Authenticator } from './auth/authenticate.ts'
import { controlStatements } from './auth/control.ts'
import { Post } from './auth/post.ts'
import { makeSetupCode } from './auth/tokens.ts'
import type { Config } from './config.ts'
import { type OpenDatabase, openDatabase, withSetupLock } from './data/database.ts'
import { openFileStore } from './files/storage.ts'
import { makeApp } from './http/app.ts'
import type { Env } from './http/env.ts'
import { LiveHub } from './http/routes/live.ts'
import { type Listening, listen } from './http/server.ts'
import { Packages } from './packages/packages.ts'
import { finishSets } from './plans/custom/apply.ts'
import { openModels } from './plans/models.ts'
import { settleBridges } from './plans/plugins/lifecycle.ts'
import { finishPuttingAway } from './plans/plugins/perform.ts'
import { dropLeftCopies } from './plans/rehearsal/copy.ts'
import { createWorkspace, plantBeside, updateWorkspace, workspaces } from './plans/workspace.ts'
import type { Unsound } from './registry/sound.ts'
import { authenticatorToken, filesToken, makeServices, postToken, workToken } from './services.ts'
import { mainWorkspace } from './setup.ts'
import { startWork, type Work } from './work/index.ts'
import type { Clock, Log, World } from './world.ts'

export interface BootOptions {
  readonly config: Config
  readonly plugins: ReadonlyMap<string, Plugin>
  /** What lies beside them and could not be loaded. */
  readonly broken?: readonly Unsound[]
  readonly log: Log
  readonly clock?: Clock
  /** Beside a running server on the same data: for commands. */
  readonly attach?: boolean
  /** Jobs and deliveries run by themselves; off for commands and for tests, which settle them. */
  readonly background?: boolean
  readonly watch?: World['watch']
  /** How long work of plugins is waited for, where that is not as usual. */
  readonly patience?: World['patience']
  readonly step?: (name: string) => void
}

export interface Platform {
  readonly world: World
  readonly app: Hono<Env>
  readonly work: Work
  readonly database: OpenDatabase
  /** The code of the first run; null when there is an owner. */
  setupCode(): Promise<string | null>
  listen(): Promise<Listening>
  /** Lets what runs finish, and ends everything in turn. */
  stop(): Promise<void>
}

/** Puts a whole platform together: database, models, workspaces, work and HTTP, in the order they need each other. */
export async function boot(options: BootOptions): Promise<Platform> {
  const { config, log, clock = { now: () => new Date() } } = options
  const database = await openDatabase(config, log, { attach: options.attach === true })
  options.step?.(
    database.kind === 'embedded' ? `Started the database (PostgreSQL ${database.version})` : `Reached the database (PostgreSQL ${database.version})`,
  )
  const ends: (() => Promise<unknown>)[] = [() => database.close()]
  const stop = async (): Promise<void> => {
    for (const end of ends.reverse()) await end().catch(error => log.warn('Something did not end well.', { error: String(error) }))
    ends.length = 0
  }
  try {
    await prepareControl(database)
    const packages = new Packages({ config, db: database, log, own: options.plugins, broken: options.broken ?? [] })
    ends.push(async () => packages.stop())
    await packages.sync()
    if (options.attach !== true) await packages.sweep()
    const models = await openModels(database, packages, log)
    ends.push(() => models.stop())
    const services = makeServices()
    ends.push(() => services.dispose())
    const world: World = {
      config,
      db: database,
      clock,
      log,
      plugins: packages.plugins,
      setAside: packages.setAside,
      packages,
      models,
      // Without background work and not beside a server nobody serves but this process: a test.
      othersKnowAfterMs: options.background === false && options.attach !== true ? 0 : 1_300,
      services,
      ...(options.watch && { watch: options.watch }),
      ...(options.patience && { patience: options.patience }),
    }
    const known = await workspaces(world)
    if (known.length === 0) await createWorkspace(world, mainWorkspace)
    await dropLeftCopies(world)
    for (const workspace of known) {
      await updateWorkspace(world, workspace)
      await finishPuttingAway(world, workspace.name)
      await finishSets(world, workspace.name)
      await settleBridges(world, workspace)
    }
    options.step?.('Made ready what is stored')
    const work = await startWork(world, { background: options.background !== false })
    ends.push(() => work.stop())
    const post = new Post(world)
    services.set(postToken, post)
    if (options.background !== false) post.begin()
    ends.push(() => post.stop())
    const hub = new LiveHub(world)
    if (options.background !== false) await hub.begin()
    ends.push(() => hub.stop())
    const authenticator = new Authenticator(world)
    services.set(filesToken, openFileStore(config.dataDir))
    services.set(workToken, work)
    services.set(authenticatorToken, authenticator)
    const app = makeApp(world, authenticator, hub)
    if (options.background !== false) {
      const planting = plantBeside(world, known)
      ends.push(planting.stop)
    }
    return {
      world,
      app,
      work,
      database,
      setupCode: async () => ((await hasOwner(database.app)) ? null : makeSetupCode(database.app, clock.now())),
      listen: async () => {
        const listening = await listen(app, config)
        // Who only listens would hold the end up: no request is begun any more, then their lines are let go, and what is under way may finish.
        ends.push(() => {
          const closed = listening.close()
          hub.letGo()
          return closed
        })
        return listening
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The control schema; on most starts it is there, and one statement says so by what is made last. */
async function prepareControl(database: OpenDatabase): Promise<void> {
  const [found] = await database.app
    .run<{ ready: boolean }>(sql`
      select coalesce(has_schema_privilege('sangam', 'usage') and has_table_privilege(to_regclass('sangam.letter'), 'insert'), false) as ready`)
    .catch(() => [])
  if (found?.ready) return
  await withSetupLock(database, async () => {
    for (const statement of controlStatements()) await database.owner.run(statement)
  })
}
