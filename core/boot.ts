import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Hono } from 'hono'
import { hasOwner } from './auth/accounts.ts'
import { Authenticator } from './auth/authenticate.ts'
import { controlStatements } from './auth/control.ts'
import { makeSetupCode } from './auth/tokens.ts'
import type { Config } from './config.ts'
import { type OpenDatabase, openDatabase, withSetupLock } from './data/database.ts'
import { openFileStore } from './files/storage.ts'
import { makeApp } from './http/app.ts'
import type { Env } from './http/env.ts'
import { LiveHub } from './http/routes/live.ts'
import { openModels } from './plans/models.ts'
import { createWorkspace, updateWorkspace, workspaces } from './plans/workspace.ts'
import { authenticatorToken, filesToken, makeServices, workToken } from './services.ts'
import { mainWorkspace } from './setup.ts'
import { startWork, type Work } from './work/index.ts'
import type { Clock, Log, World } from './world.ts'

export interface BootOptions {
  readonly config: Config
  readonly plugins: ReadonlyMap<string, Plugin>
  readonly log: Log
  readonly clock?: Clock
  /** Beside a running server on the same data: for commands. */
  readonly attach?: boolean
  /** Jobs and deliveries run by themselves; off for commands and for tests, which settle them. */
  readonly background?: boolean
  readonly crossings?: 'cloned'
  readonly watch?: World['watch']
  readonly step?: (name: string) => void
}

export interface Platform {
  readonly world: World
  readonly app: Hono<Env>
  readonly work: Work
  readonly database: OpenDatabase
  /** The code of the first run; null when there is an owner. */
  setupCode(): Promise<string | null>
  listen(): Promise<Server>
  /** Lets what runs finish, and ends everything in turn. */
  stop(): Promise<void>
}

/** Puts a whole platform together: database, models, workspaces, work and HTTP, in the order they need each other. */
export async function boot(options: BootOptions): Promise<Platform> {
  const { config, plugins, log, clock = { now: () => new Date() } } = options
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
    const models = await openModels(database, plugins, log)
    ends.push(() => models.stop())
    const services = makeServices()
    ends.push(() => services.dispose())
    const world: World = {
      config,
      db: database,
      clock,
      log,
      plugins,
      models,
      services,
      ...(options.crossings && { crossings: options.crossings }),
      ...(options.watch && { watch: options.watch }),
    }
    const known = await workspaces(world)
    if (known.length === 0) await createWorkspace(world, mainWorkspace)
    for (const workspace of known) await updateWorkspace(world, workspace)
    options.step?.('Made ready what is stored')
    const work = await startWork(world, { background: options.background !== false })
    ends.push(() => work.stop())
    const hub = new LiveHub(world)
    if (options.background !== false) await hub.begin()
    ends.push(() => hub.stop())
    const authenticator = new Authenticator(world)
    services.set(filesToken, openFileStore(config.dataDir))
    services.set(workToken, work)
    services.set(authenticatorToken, authenticator)
    const app = makeApp(world, authenticator, hub)
    return {
      world,
      app,
      work,
      database,
      setupCode: async () => ((await hasOwner(database.app)) ? null : makeSetupCode(database.app, clock.now())),
      listen: () => listen(app, config, ends),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The control schema; on most starts it is there, and one statement says so. */
async function prepareControl(database: OpenDatabase): Promise<void> {
  const [found] = await database.app
    .run<{ ready: boolean }>(sql`select to_regclass('sangam.rate') is not null and has_schema_privilege('sangam', 'usage') as ready`)
    .catch(() => [])
  if (found?.ready) return
  await withSetupLock(database, async () => {
    for (const statement of controlStatements()) await database.owner.run(statement)
  })
}

/** Slow senders are cut off, idle lines are kept a while, and when the end comes no line is begun and those open may finish. */
async function listen(app: Hono<Env>, config: Config, ends: (() => Promise<unknown>)[]): Promise<Server> {
  const server = createServer(
    { headersTimeout: 15_000, requestTimeout: 600_000, keepAliveTimeout: 65_000, maxHeaderSize: 32_768, connectionsCheckingInterval: 5_000 },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(portProblem(error, config)))
    server.listen(config.port, config.host, resolve)
  })
  ends.push(
    () =>
      new Promise<void>(resolve => {
        const late = setTimeout(() => server.closeAllConnections(), 10_000)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
        server.closeIdleConnections()
      }),
  )
  return server
}

function portProblem(error: Error & { code?: string }, { host, port }: Config): Error {
  if (error.code === 'EADDRINUSE') return new Error(`Port ${port} is taken by another program. End it, or choose another: PORT=${port + 1} npm start`)
  if (error.code === 'EACCES') return new Error(`Port ${port} may not be used by this account. Choose one above 1024: PORT=4000 npm start`)
  if (error.code === 'EADDRNOTAVAIL') return new Error(`This machine has no address ${host}. Correct SANGAM_HOST.`)
  return error
}
