import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sql } from 'drizzle-orm'
import { openPool, type Pool, sqlState } from './connection.ts'
import { DataInUse, readHolder } from './embedded/lock.ts'
import { eventually, isAlive } from './embedded/process.ts'
import { startEmbedded } from './embedded.ts'
import { identifier } from './identifiers.ts'
import { testFolder, testFolders } from './testing-folder.ts'

export interface TestDatabase {
  readonly name: string
  /** Signs in as the superuser. */
  readonly url: string
  drop(): Promise<void>
}

/**
 * The server that tests use: SANGAM_TEST_DATABASE_URL when it is set (a superuser's address), else
 * an embedded one that the whole run shares; the first test that asks starts it.
 */
export function testServer(): Promise<{ readonly adminUrl: string }> {
  server ??= startServer()
  return server
}

/** Makes an empty database: UTF-8, a locale that knows all letters. */
export async function createTestDatabase(prefix: string): Promise<TestDatabase> {
  const name = `${prefix}_${randomBytes(5).toString('hex')}`
  await asAdmin(admin =>
    admin.run(
      sql`create database ${identifier(name)} template template0 encoding 'UTF8' locale_provider icu icu_locale 'und' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
    ),
  )
  return testDatabase(name)
}

/** Makes a copy of a database that nobody is connected to; it takes a tenth of a second or a few. */
export async function cloneDatabase(template: string, name: string): Promise<TestDatabase> {
  await asAdmin(async admin => {
    // File by file is a fifth of the work, but for a server that waits until each of them is on the disk.
    const [safe] = await admin.run<{ fsync: string }>(sql`select current_setting('fsync') as fsync`)
    const strategy = safe?.fsync === 'off' ? sql`file_copy` : sql`wal_log`
    await admin.run(sql`create database ${identifier(name)} template ${identifier(template)} strategy ${strategy}`)
    // Who may do what in a database as a whole is not copied with it.
    await admin.run(
      sql`update pg_catalog.pg_database set datacl = (select datacl from pg_catalog.pg_database where datname = ${template}) where datname = ${name}`,
    )
  })
  return testDatabase(name)
}

/** Makes a copy of a database that is prepared once in a run, from an empty one or `from` another: whoever asks first prepares it, and the others wait for it. */
export async function createPreparedDatabase(
  prefix: string,
  kind: string,
  prepare: (url: string) => Promise<void>,
  from: (prefix: string) => Promise<TestDatabase> = createTestDatabase,
): Promise<TestDatabase> {
  const template = `${templatePrefix()}${kind}`
  if (!prepared.has(template)) prepared.set(template, prepareOnce(template, prepare, from))
  await prepared.get(template)
  return cloneDatabase(template, `${prefix}_${randomBytes(5).toString('hex')}`)
}

/** Removes a database and cuts those connected to it. */
export async function dropDatabase(name: string): Promise<void> {
  await asAdmin(admin => admin.run(sql`drop database if exists ${identifier(name)} with (force)`))
}

/** For the run's global set-up: chooses the folder of its server, and gives what removes it. */
export function prepareTestServer(): () => Promise<void> {
  if (process.env[runVariable]) return async () => undefined
  process.env[runVariable] = randomBytes(5).toString('hex')
  if (process.env.SANGAM_TEST_DATABASE_URL) return removeTemplates
  const folder = mkdtempSync(join(testFolder(), `${folderPrefix}${process.pid}-`))
  // Under root the server runs as another account, which has to get through here; its own folder inside is closed.
  chmodSync(folder, 0o755)
  process.env[folderVariable] = join(folder, 'data')
  return () => removeServer(folder)
}

/** Removes the servers of runs that were killed. */
export async function clearAbandonedTestServers(): Promise<void> {
  for (const path of testFolders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))) {
    const name = basename(path)
    const pid = name.startsWith(folderPrefix) ? Number(name.slice(folderPrefix.length).split('-')[0]) : 0
    if (pid > 0 && !isAlive(pid) && isOwn(path)) await removeServer(path).catch(goneMeanwhile)
  }
}

/** Anyone may put a folder of this name beside ours, or a link to one: what lies there is theirs to clear, and no server is started from it. */
function isOwn(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isDirectory() === true && (process.getuid === undefined || found.uid === process.getuid())
}

/** Two runs that begin at once find the same: whoever comes second leaves it to the first. */
function goneMeanwhile(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof DataInUse || code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EBUSY') return
  throw error
}

const folderVariable = 'SANGAM_TEST_DATA'
const runVariable = 'SANGAM_TEST_RUN'
const prepared = new Map<string, Promise<void>>()
const folderPrefix = 'sangam-tests-'
const notPrepared = 'No test server was prepared. Run tests by "npm test" or "npx vitest run", or set SANGAM_TEST_DATABASE_URL.'
let server: Promise<{ adminUrl: string }> | undefined

async function startServer(): Promise<{ adminUrl: string }> {
  const given = process.env.SANGAM_TEST_DATABASE_URL
  if (given) return { adminUrl: given }
  const folder = process.env[folderVariable]
  if (!folder) throw new Error(notPrepared)
  const embedded = await startEmbedded({ dataDir: folder, attach: true, quick: true, info: () => undefined })
  return { adminUrl: embedded.url('postgres', 'postgres') }
}

function templatePrefix(): string {
  const run = process.env[runVariable]
  if (!run) throw new Error(notPrepared)
  return `template_${run}_`
}

/** The processes of a run agree by a lock on who prepares; it has its name only when it is ready. */
async function prepareOnce(template: string, prepare: (url: string) => Promise<void>, from: (prefix: string) => Promise<TestDatabase>): Promise<void> {
  await asAdmin(async admin => {
    await admin.run(sql`select pg_advisory_lock(hashtext(${template}))`)
    const [there] = await admin.run(sql`select 1 from pg_catalog.pg_database where datname = ${template}`)
    if (there) return
    const { name, url } = await from('preparing')
    await prepare(url)
    await asAdmin(other => other.run(sql`alter database ${identifier(name)} rename to ${identifier(template)}`))
  })
}

/** A server that was given stays, so nothing of the run is left on it. */
async function removeTemplates(): Promise<void> {
  await asAdmin(async admin => {
    const left = await admin.run<{ name: string }>(sql`select datname as name from pg_catalog.pg_database where starts_with(datname, ${templatePrefix()})`)
    for (const { name } of left) await admin.run(sql`drop database ${identifier(name)} with (force)`)
  })
}

async function removeServer(folder: string): Promise<void> {
  const data = join(folder, 'data')
  if (existsSync(join(data, 'postgres'))) {
    // The last test's process may still be on its way out.
    await eventually(() => readHolder(data) === null, 10_000)
    const embedded = await startEmbedded({ dataDir: data, quick: true, info: () => undefined })
    await embedded.stop()
  }
  rmSync(folder, { recursive: true, force: true })
}

async function testDatabase(name: string): Promise<TestDatabase> {
  const url = new URL((await testServer()).adminUrl)
  url.pathname = `/${name}`
  return { name, url: url.href, drop: () => dropDatabase(name) }
}

async function asAdmin(work: (admin: Pool) => Promise<unknown>): Promise<void> {
  const admin = openPool({ url: (await testServer()).adminUrl, size: 1, name: 'sangam tests', statementTimeoutMs: 120_000 })
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work(admin)
        return
      } catch (error) {
        // Two copies of one template at once, or a connection to it that is only just closing.
        if (sqlState(error) !== '55006' || attempt === 50) throw error
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
  } finally {
    await admin.close()
  }
}
