import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Event, Json, Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { addMember, ensureAccount } from '../../core/auth/accounts.ts'
import { makeKey } from '../../core/auth/keys.ts'
import { giveRoles } from '../../core/auth/users.ts'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { tableName } from '../../core/data/identifiers.ts'
import { settleBridges } from '../../core/plans/plugins/lifecycle.ts'
import { change } from '../../core/records/change.ts'
import { systemContext } from '../../core/records/context.ts'
import { inEnglish } from '../../core/registry/problems.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import type { Log } from '../../core/world.ts'
import { asAsked } from './apart.ts'
import { beginning, begun } from './begin.ts'
import { withBeside } from './beside.ts'
import { clientOf, type TestClient } from './client.ts'

/**
 * What a platform for a test is started with.
 *
 * @example const options: TestOptions = { plugins: [parties, items, leads], sample: true }
 */
export interface TestOptions {
  /** Enabled, in any order; core's own is there anyway. */
  readonly plugins: readonly Plugin[]
  /** Installed and not enabled; one that can't run is set aside, as it would be anywhere. */
  readonly installed?: readonly Plugin[]
  readonly watch?: (step: string, entity: string) => void
  /** Hosts of one's own network that may be called: a server of the test. */
  readonly localHosts?: readonly string[]
  /** Where packages of plugins are asked for by their names: a server of the test. None unless told. */
  readonly npmRegistry?: string
  /** Whether sample data is planted. */
  readonly sample?: boolean
}

/**
 * A whole platform for tests: a database of its own, real HTTP handling, a clock that stands still.
 *
 * @example
 * const wonBy = async (platform: TestPlatform, id: string) => {
 *   await (await platform.as('leads.salesperson')).run(win, id)
 *   return platform.events(LeadWon)
 * }
 */
export interface TestPlatform extends AsyncDisposable {
  /** An owner. */
  readonly admin: TestClient
  /** The Indian company that everything belongs to. */
  readonly company: string
  /** A new person with these roles and no others. */
  as(...roles: readonly string[]): Promise<TestClient>
  /** A person by what they are: roles, a name, teams. */
  person(who: { readonly name: string; readonly roles: readonly string[] }): Promise<TestClient>
  /** Nobody: no session, no key. */
  readonly guest: TestClient
  readonly clock: { set(instant: string): void; now(): string }
  /** Delivers events and mail and runs what is due, until nothing is left; gives a sentence for each failure. */
  settle(): Promise<string[]>
  /** Runs a job now. */
  job(name: string, input?: { readonly [name: string]: Json }): Promise<void>
  /** The payloads of an event, in the order they were told. */
  events(event: Event | string): Promise<Json[]>
  readonly platform: Platform
  /**
   * Stops it and starts it again on the same data, with other versions of some plugins in place of those it had; everyone who is signed in stays so.
   *
   * @example await platform.restart(notes2)
   */
  restart(...newer: readonly Plugin[]): Promise<void>
  /** Ends it and removes its database; `await using` does so by itself. */
  stop(): Promise<void>
}

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, values) => void process.stderr.write(`${message} ${JSON.stringify(values ?? {})}\n`),
}

/**
 * Starts a platform with some plugins.
 *
 * @example
 * await using platform = await createTestPlatform({ plugins: [notes] })
 * const writer = await platform.as('notes.writer')
 * await writer.repo(Note).create({ subject: 'Call Gupta' })
 */
export async function createTestPlatform(asked: TestOptions): Promise<TestPlatform> {
  const given = await withBeside(asked)
  const { options, end } = await asAsked(given, log)
  const { database, begin } = await begun(given, options, log)
  const folder = await mkdtemp(join(tmpdir(), 'sangam-files-'))
  let moment = beginning
  const installed = [corePlugin, ...options.plugins, ...(options.installed ?? [])]
  let plugins = new Map(installed.map(plugin => [plugin.id, plugin]))
  const start = () =>
    boot({
      config: readConfig({
        DATABASE_URL: database.url,
        SANGAM_DATA: folder,
        SANGAM_POOL: '6',
        SANGAM_URL: 'http://localhost:4000',
        // Where somebody opens it in a browser, any port will do.
        PORT: '0',
        SANGAM_LOCAL_HOSTS: (options.localHosts ?? []).join(),
        SANGAM_NPM_REGISTRY: options.npmRegistry ?? 'none',
      }),
      plugins,
      log,
      clock: { now: () => moment },
      background: false,
      ...(options.watch && { watch: options.watch }),
    })
  let platform = await start()
  let { world } = platform
  const stop = async (): Promise<void> => {
    await platform.stop()
    end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
  const bad = world.setAside.filter(({ id }) => options.plugins.some(plugin => plugin.id === id))
  if (bad.length > 0) {
    const given = options.plugins.map(plugin => plugin.id).join(', ')
    const lacks = options.plugins.some(plugin => Object.keys(plugin.needs ?? {}).some(id => !plugins.has(id)))
    const more = lacks
      ? [`A test names what a plugin needs as well: createTestPlatform({ plugins: […, ${given}] }), each from its package such as @sangam/plugin-parties.`]
      : []
    await stop()
    throw new Error([...bad.flatMap(({ problems }) => problems), ...more].join('\n'))
  }
  const company = await begin(platform)
  await settleBridges(world, mainWorkspace)
  const { plugins: running, setAside } = await world.models.current('main')
  const absent = options.plugins.find(plugin => !running.has(plugin.id))
  if (absent) throw new Error(`Plugin ${absent.id} does not run beside the others:\n${setAside.map(inEnglish).join('\n')}`)
  const fetch = async (path: string, init: RequestInit): Promise<Response> =>
    platform.app.request(path.startsWith('http') ? path : `http://localhost:4000${path}`, init)
  let people = 0
  const person: TestPlatform['person'] = async ({ name, roles }) => {
    people += 1
    const email = `person${people}@example.com`
    const userId = await systemContext(world, 'main', 'Makes a person for a test', 'seed', async ctx => {
      const [made] = await change(ctx, 'core.user', [{ verb: 'create', values: { name, email } }], { server: true })
      const { id } = made as { id: string }
      const account = await ensureAccount(ctx.tx, email, 'no password opens this')
      await addMember(ctx.tx, account, 'main', id)
      await change(ctx, 'core.user', [{ verb: 'update', id, patch: { account } }], { server: true })
      return { id, account }
    })
    await systemContext(world, 'main', 'Gives a person their roles', 'seed', ctx => giveRoles(ctx, userId.id, roles))
    const { key } = await makeKey(
      world.db.app,
      { account: userId.account, workspace: 'main', name: 'test', role: null, expiresAt: new Date(moment.getTime() + 300 * 86_400_000).toISOString() },
      moment,
    )
    return clientOf(fetch, { Authorization: `Bearer ${key}` }, userId.id)
  }
  const admin = await person({ name: 'Asha Owner', roles: ['core.owner'] })
  return {
    admin,
    company,
    person,
    as: (...roles) => person({ name: `Person ${people + 1}`, roles }),
    guest: clientOf(fetch, {}, ''),
    clock: {
      set: instant => {
        moment = new Date(instant)
      },
      now: () => moment.toISOString(),
    },
    settle: () => platform.work.settle(),
    job: async (name, input = {}) => {
      await systemContext(world, 'main', `Runs ${name} for a test`, 'job', ctx =>
        ctx.enqueue(name, input, { key: `test ${moment.toISOString()} ${Math.random()}` }),
      )
      const failures = await platform.work.settle()
      if (failures.length > 0) throw new Error(failures.join('\n'))
    },
    events: async event => {
      const name = typeof event === 'string' ? event : event.name
      const rows = await world.db.app.run<{ payload: Json }>(
        sql`select payload from ${tableName('main', 'core_outbox')} where kind = 'event' and name = ${name} order by id`,
      )
      return rows.map(row => row.payload)
    },
    get platform() {
      return platform
    },
    async restart(...newer) {
      await platform.stop()
      plugins = new Map([...plugins, ...newer.map(plugin => [plugin.id, plugin] as const)])
      platform = await start()
      world = platform.world
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
