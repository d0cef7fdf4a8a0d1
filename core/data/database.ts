import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Config } from '../config.ts'
import type { Log } from '../world.ts'
import { type Database, openPool, type Pool, type Runner, sqlState } from './connection.ts'
import { startEmbedded } from './embedded.ts'
import { identifier } from './identifiers.ts'
import { appRole, type Facts, ownerRole, prepareDatabase, readFacts } from './roles.ts'

export interface OpenDatabase extends Database {
  readonly kind: 'embedded' | 'server'
  /** Of the server: `18.4`. */
  readonly version: string
}

/**
 * Opens the database that the configuration names: starts the embedded one, or reaches the server;
 * makes what is missing (database, roles, extensions), checks what can't be made, and refuses with
 * a sentence that says what to do. `attach` works beside a running server on the same data.
 */
export async function openDatabase(config: Config, log: Log, options: { readonly attach?: boolean } = {}): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return openServer(config, config.databaseUrl)
  const embedded = await startEmbedded({
    dataDir: config.dataDir,
    info: message => log.info(message),
    attach: options.attach === true,
    waits: message => log.warn(message),
  })
  try {
    return await openPools({
      kind: 'embedded',
      size: config.poolSize,
      app: embedded.url(appRole, 'sangam'),
      owner: embedded.url(ownerRole, 'sangam'),
      admin: embedded.url('postgres', 'sangam'),
      verifier: embedded.verifier,
      fresh: embedded.fresh,
      afterClose: () => embedded.stop(),
    })
  } catch (error) {
    await embedded.stop()
    if (sqlState(error) !== '28P01') throw error
    throw new Error(
      `The password in ${join(config.dataDir, 'database-password')} is not that of the database beside it. Put back the one that belongs to it, or remove the file: the next start sets another.`,
      { cause: error },
    )
  }
}

/**
 * Runs work that only one node may do at a time (set-up, plans): the others wait, and find it done.
 * The lock belongs to one connection, so it is free again the moment its holder dies.
 */
export function withSetupLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.owner.dedicated(async runner => {
    await runner.run(sql`select pg_catalog.set_config('statement_timeout', '0', false)`)
    // Asked again and again: who waits within a statement holds a snapshot, for which an index that is built beside the work would wait for ever.
    while (!(await mine(runner))) await new Promise(resolve => setTimeout(resolve, 10 + Math.random() * 20))
    try {
      return await work()
    } finally {
      await runner.run(sql`select pg_catalog.pg_advisory_unlock(7283910646), pg_catalog.set_config('statement_timeout', ${String(ownerTimeoutMs)}, false)`)
    }
  })
}

async function mine(runner: Runner): Promise<boolean> {
  const [row] = await runner.run<{ mine: boolean }>(sql`select pg_catalog.pg_try_advisory_lock(7283910646) as mine`)
  return row?.mine ?? false
}

// Filling a new column or building an index over a large table takes its time.
const ownerTimeoutMs = 3_600_000

interface Addresses {
  readonly kind: 'embedded' | 'server'
  readonly size: number
  readonly app: string
  readonly owner: string
  /** Makes what is missing. */
  readonly admin: string
  /** Where our roles sign in themselves. */
  readonly verifier: ((role: string) => string) | null
  /** Known to have none of what is missing: asking for it would only be written down by the server as failures. */
  readonly fresh: boolean
  afterClose(): Promise<void>
}

async function openServer(config: Config, url: string): Promise<OpenDatabase> {
  const owner = config.databaseOwnerUrl ?? url
  const addresses: Addresses = {
    kind: 'server',
    size: config.poolSize,
    app: url,
    owner,
    admin: owner,
    verifier: null,
    fresh: false,
    afterClose: async () => undefined,
  }
  try {
    return await openPools(addresses)
  } catch (error) {
    throw explained(error, owner)
  }
}

async function openPools(addresses: Addresses): Promise<OpenDatabase> {
  const { kind, fresh } = addresses
  if (fresh) {
    await makeDatabase(addresses.admin)
    await makeMissing(addresses)
  }
  let pools = connect(addresses)
  try {
    let facts = await examine(pools).catch(missing)
    if (!facts?.whole || (kind === 'embedded' && !facts.estimates)) {
      await closeAll(pools)
      await makeMissing(addresses)
      pools = connect(addresses)
      facts = await examine(pools)
    }
    check(facts)
    return {
      ...pools,
      kind,
      version: facts.version.split(' ')[0] ?? facts.version,
      async close() {
        await closeAll(pools)
        await addresses.afterClose()
      },
    }
  } catch (error) {
    await closeAll(pools)
    throw error
  }
}

interface Pools {
  readonly app: Pool
  readonly owner: Pool
}

function connect({ app, owner, size }: Addresses): Pools {
  return {
    app: openPool({ url: app, size, name: 'sangam', role: appRole }),
    owner: openPool({ url: owner, size: 5, name: 'sangam owner', role: ownerRole, statementTimeoutMs: ownerTimeoutMs }),
  }
}

async function closeAll({ app, owner }: Pools): Promise<void> {
  await Promise.all([app.close(), owner.close()])
}

/** Asks as the owner, and sees that the application gets in too. */
async function examine({ app, owner }: Pools): Promise<Facts> {
  // One after the other: a pool that is closed while it still connects takes seconds.
  const facts = await readFacts(owner)
  await app.run(sql`select 1`)
  return facts
}

/** Errors that say "not prepared yet": no database, role (of which a server that asks for passwords says no more than that it is wrong), schema, function, or no right to become the role. */
function missing(error: unknown): null {
  if (['3D000', '28000', '28P01', '22023', '42704', '3F000', '42883', '42501'].includes(sqlState(error) ?? '')) return null
  throw error
}

async function makeMissing({ admin: url, app, verifier }: Addresses): Promise<void> {
  let admin = openPool({ url, size: 1, name: 'sangam setup', statementTimeoutMs: 0 })
  try {
    try {
      await admin.run(sql`select 1`)
    } catch (error) {
      if (sqlState(error) !== '3D000') throw error
      await admin.close()
      await makeDatabase(url)
      admin = openPool({ url, size: 1, name: 'sangam setup', statementTimeoutMs: 0 })
    }
    const [server] = await admin.run<{ number: number; version: string; encoding: string }>(sql`
      select current_setting('server_version_num')::int as number, current_setting('server_version') as version, current_setting('server_encoding') as encoding`)
    if (server) checkServer(server.number, server.version, server.encoding)
    await prepareDatabase(admin, { verifier, becomes: app === url ? [ownerRole, appRole] : [ownerRole] })
  } finally {
    await admin.close()
  }
}

async function makeDatabase(url: string): Promise<void> {
  const address = new URL(url)
  const name = decodeURIComponent(address.pathname.slice(1))
  address.pathname = '/postgres'
  const admin = openPool({ url: address.href, size: 1, name: 'sangam setup', statementTimeoutMs: 0 })
  try {
    await admin.run(sql`create database ${identifier(name)} template template0 encoding 'UTF8'`)
  } catch (error) {
    // Another node made it in the same moment.
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error
  } finally {
    await admin.close()
  }
}

function checkServer(number: number, version: string, encoding: string): void {
  if (number < 150_000 || number >= 190_000) throw new Error(`The database server is PostgreSQL ${version}. Use one of the versions 15 to 18.`)
  if (encoding !== 'UTF8')
    throw new Error(`The database is encoded in ${encoding}. Make one in UTF-8: create database sangam template template0 encoding 'UTF8'.`)
}

function check(facts: Facts): void {
  checkServer(facts.versionNumber, facts.version, facts.encoding)
  if (facts.trigrams === 0) {
    throw new Error(
      "The database's locale is C, in which search finds no name in Hindi. Make it with another: " +
        "create database sangam template template0 encoding 'UTF8' locale 'C.UTF-8' (or en_US.UTF-8), and point DATABASE_URL at it.",
    )
  }
  if (facts.appOwns > 0)
    throw new Error(`The role ${appRole} owns something in the database server, and must own nothing: reassign owned by ${appRole} to ${ownerRole}.`)
  if (facts.appIsStrong)
    throw new Error(`The role ${appRole} has rights it must not have: alter role ${appRole} nosuperuser nobypassrls nocreaterole nocreatedb.`)
}

function explained(error: unknown, url: string): unknown {
  const state = sqlState(error)
  const code = (error as { code?: string }).code ?? ''
  const { host, username, pathname } = new URL(url)
  const user = decodeURIComponent(username) || 'its user'
  const says = (error as Error).message
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT', 'EAI_AGAIN', 'CONNECT_TIMEOUT'].includes(code)) {
    return new Error(`No database server answers at ${host} (${code}). Start it, or correct DATABASE_URL.`, { cause: error })
  }
  // The driver asks for TLS, hears that there is none, and begins it all the same.
  if (/before secure TLS connection/.test(says))
    return new Error(
      `The database server at ${host} offers no TLS, for which DATABASE_URL asks. Turn it on there (ssl = on), or take sslmode out of DATABASE_URL.`,
      { cause: error },
    )
  if (/^(ERR_TLS_|ERR_SSL_|CERT_)|_CERT|_SIGNATURE$/.test(code)) {
    return new Error(
      `The certificate of the database server at ${host} is not trusted: ${says}. Name the file of whoever signed it in DATABASE_URL (sslrootcert=/path/ca.pem), or correct the host.`,
      { cause: error },
    )
  }
  if (state === '28P01' || state === '28000') return new Error(`The database server does not let ${user} in: ${says}. Correct DATABASE_URL.`, { cause: error })
  if (state === '42501' || state === '0A000' || state === '58P01') {
    return new Error(
      `The database user ${user} may not prepare the database${pathname === '/' ? '' : ` ${pathname.slice(1)}`}: ${says}. ` +
        'Grant what docs/operator-guide.md lists under "What a server must grant", or give a stronger user once as DATABASE_OWNER_URL.',
      { cause: error },
    )
  }
  return error
}
