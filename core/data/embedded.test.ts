import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openPool, sqlState } from './connection.ts'
import { openDatabase } from './database.ts'
import { readPassword } from './embedded/password.ts'
import { isAlive } from './embedded/process.ts'
import { type Embedded, startEmbedded } from './embedded.ts'

const windows = process.platform === 'win32'

let folder: string
let dataDir: string
const running: Embedded[] = []
const children: ChildProcess[] = []

/** Data that was made once and is copied for each test that is not about its making, which takes longer than most of them. */
let made: string

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'sangam-made-'))
  chmodSync(made, 0o755)
  const embedded = await startEmbedded({ dataDir: join(made, 'data'), info: () => undefined, quick: true })
  await embedded.stop()
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sangam-embedded-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'data')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const one of running.splice(0)) await one.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(windows)('the embedded database', () => {
  test('is made by the first start, closed to other users of the machine, and knows all letters', async () => {
    const embedded = await startAnew()
    expect({ data: mode(dataDir), cluster: mode(join(dataDir, 'postgres')), sockets: mode(join(dataDir, 'run')) }).toEqual({
      data: 0o700,
      cluster: 0o700,
      sockets: 0o700,
    })
    const [facts] = await query(
      embedded,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
         (select datlocprovider::text from pg_database where datname = 'postgres') as provider, 'Ä' < 'b' as letters`,
    )
    expect(facts).toEqual({ encoding: 'UTF8', fsync: 'on', addresses: '', provider: 'i', letters: true })
  })

  test('starts again in a moment, with what was written', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as value')
    await first.stop()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    // The cluster is there and not made anew: that is the moment.
    const made = statSync(join(dataDir, 'postgres', 'PG_VERSION')).ino
    const second = await start()
    expect(statSync(join(dataDir, 'postgres', 'PG_VERSION')).ino).toBe(made)
    expect(await query(second, 'select value from kept')).toEqual([{ value: 42 }])
  })

  test('refuses a second start on the same data, and names who has it', async () => {
    await start()
    await expect(startEmbedded({ dataDir, info: () => undefined })).rejects.toThrow(
      new RegExp(
        `^The data in ${dataDir} is in use by process ${process.pid} since .+\\. Stop that one first, or give this one a folder of its own with SANGAM_DATA\\.$`,
      ),
    )
  })

  test('lets the command line work beside it', async () => {
    await start()
    const beside = await startEmbedded({ dataDir, info: () => undefined, attach: true })
    expect(beside.attached).toBe(true)
    await beside.stop()
    expect(await query(beside, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('is ended by the command that started it when those beside it are done, and not under them', async () => {
    const said: string[] = []
    copyMade()
    const first = await startEmbedded({ dataDir, info: () => undefined, attach: true, waits: message => said.push(message) })
    const beside = await startEmbedded({ dataDir, info: () => undefined, attach: true })
    writeFileSync(join(dataDir, 'beside', 'killed'), JSON.stringify({ pid: process.pid, began: 'before that' }))
    const ends = first.stop()
    expect(await query(beside, 'select 1 as one')).toEqual([{ one: 1 }])
    await beside.stop()
    await ends
    expect([said, existsSync(join(dataDir, 'postgres', 'postmaster.pid'))]).toEqual([[expect.stringMatching(/^Done\. Another command still works/)], false])
  })

  test.each([
    ['a process that is gone', { pid: 4_190_000, began: 'once', host: hostname(), since: 'long ago' }],
    ['a process whose number another one has now', { pid: process.pid, began: 'before that', host: hostname(), since: 'long ago' }],
    ['nobody who can be read', 'not json'],
  ])('takes over the lock of %s', async (_who, holder) => {
    copyMade()
    writeFileSync(join(dataDir, 'in-use'), JSON.stringify(holder))
    const embedded = await start()
    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('is adopted when the Node that started it was killed', async () => {
    const child = await startElsewhere()
    const orphan = postmaster()
    child.kill('SIGKILL')
    await ended(child)
    expect(isAlive(orphan)).toBe(true)
    const said: string[] = []
    const adopted = await start(message => said.push(message))
    expect({ pid: postmaster(), said }).toEqual({ pid: orphan, said: [`Took over the running database (process ${orphan}).`] })
    await adopted.stop()
    expect(isAlive(orphan)).toBe(false)
  })

  test('starts although a killed server left its lock file with the number of another process', async () => {
    const first = await start()
    const path = join(dataDir, 'postgres', 'postmaster.pid')
    const left = readFileSync(path, 'utf8')
    await first.stop()
    running.length = 0
    const other = spawn('sleep', ['60'])
    children.push(other)
    writeFileSync(path, left.replace(/^\d+/, String(other.pid)), { mode: 0o600 })
    const owner = statSync(join(dataDir, 'postgres'))
    chownSync(path, owner.uid, owner.gid)
    const second = await start()
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('ends in order on SIGTERM, and Ctrl-C does not reach it', async () => {
    const child = await startElsewhere()
    const pid = postmaster()
    expect(sessionOf(pid)).not.toBe(sessionOf(process.pid))
    child.kill('SIGTERM')
    expect(await ended(child)).toBe(0)
    expect({ alive: isAlive(pid), locked: existsSync(join(dataDir, 'in-use')) }).toEqual({ alive: false, locked: false })
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down')
  })

  test('is started again when it ends by itself', async () => {
    const embedded = await start()
    const first = postmaster()
    process.kill(first, 'SIGKILL')
    const pool = openPool({ url: embedded.url('postgres', 'postgres'), size: 1, name: 'test' })
    await expect.poll(() => pool.run(sql`select 1 as one`).catch(() => null), { timeout: 20_000 }).toEqual([{ one: 1 }])
    expect(postmaster()).not.toBe(first)
    await pool.close()
  })

  test('keeps its socket elsewhere when the path to the data is too long for one', async () => {
    dataDir = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    mkdirSync(join(folder, 'a'.repeat(60)))
    const embedded = await start()
    const socket = new URL(embedded.url('postgres', 'postgres')).searchParams.get('host') ?? ''
    expect({ short: socket.length < 60, mode: mode(socket) }).toEqual({ short: true, mode: 0o700 })
    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test.runIf(process.getuid?.() === 0)('works in a home closed to the account it runs as: the cluster lies where that one can go', async () => {
    chmodSync(folder, 0o700)
    const embedded = await startAnew()
    expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true)
    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    await embedded.stop()
    const again = await start()
    expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }])
    await again.stop()
    rmSync(dirname(realpathSync(join(dataDir, 'postgres'))), { recursive: true })
  })

  test('lets nobody in without a password, which lies in a file for its own account', async () => {
    const embedded = await start()
    await query(embedded, 'create role sangam_app login')
    const tried = ['postgres', 'sangam_app', 'nobody'].flatMap(role => [null, 'postgres'].map(password => attempt(address(role, password))))
    expect({ answers: new Set(await Promise.all(tried)), mode: mode(join(dataDir, 'database-password')) }).toEqual({ answers: new Set(['28P01']), mode: 0o600 })
    expect(await attempt(embedded.url('postgres', 'postgres'))).toBe('came in')
  })

  describe('made before it asked for a password', () => {
    const left = 'left.new'
    /** What a kill may have left; each says what it does to a cluster that trusts, of which `left` is the password it asks for. */
    const moments: readonly (readonly [string, () => void])[] = [
      ['was never closed', () => undefined],
      ['had its new password written and no more', () => writeFileSync(join(dataDir, 'database-password.new'), 'written, not set')],
      ['had its password set, which had not its name yet', () => renameSync(join(dataDir, left), join(dataDir, 'database-password.new'))],
      [
        'was half way through the list of who comes in',
        () => {
          renameSync(join(dataDir, left), join(dataDir, 'database-password'))
          writeFileSync(join(dataDir, 'postgres', 'pg_hba.conf.closed.draft'), 'local all')
        },
      ],
    ]

    test.each(moments)('is closed by the next start and keeps its data, where it %s', async (_when, kill) => {
      await trusting()
      kill()
      const said: string[] = []
      const embedded = await start(message => said.push(message), true)
      expect({
        said,
        kept: await query(embedded, 'select value from kept'),
        without: await attempt(address('postgres', null)),
        ours: await attempt(embedded.url('sangam_app', 'postgres')),
        hba: readFileSync(join(dataDir, 'postgres', 'pg_hba.conf'), 'utf8').match(/^(?!#).*\b(trust|mine)\b.*$/gm),
        left: readdirSync(dataDir).filter(name => /\.new|draft/.test(name) && name !== left),
      }).toEqual({
        said: ['The database let in whoever reached its socket. From now on it asks for a password.'],
        kept: [{ value: 42 }],
        without: '28P01',
        ours: 'came in',
        // What an operator wrote stays.
        hba: ['local mine all reject # nobody, trust me'],
        left: [],
      })
    })

    test('is taken over from a server that was killed and still lets in whoever comes', async () => {
      await trusting()
      const child = await startElsewhere()
      trust()
      const orphan = postmaster()
      process.kill(orphan, 'SIGHUP')
      child.kill('SIGKILL')
      await ended(child)
      expect(await attempt(address('postgres', null))).toBe('came in')
      const embedded = await start()
      expect({ is: isAlive(orphan), without: await attempt(address('postgres', null)), kept: await query(embedded, 'select value from kept') }).toEqual({
        is: false,
        without: '28P01',
        kept: [{ value: 42 }],
      })
    })
  })

  test('begins without a failure in its log, is given another password where its own is lost, and says of a wrong one what to do', async () => {
    const config = { ...readConfig({ SANGAM_DATA: dataDir }) }
    const open = () => openDatabase(config, { info: () => undefined, warn: () => undefined, error: () => undefined })
    await (await open()).close()
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8').match(/^.*(?:FATAL|ERROR|PANIC).*$/gm)).toBeNull()
    writeFileSync(join(dataDir, 'database-password'), 'of another')
    await expect(open()).rejects.toThrow(`The password in ${join(dataDir, 'database-password')} is not that of the database beside it.`)
    rmSync(join(dataDir, 'database-password'))
    const db = await open()
    expect(await db.app.run(sql`select session_user as who`)).toEqual([{ who: 'sangam_app' }])
    await db.close()
  })

  test('loses no acknowledged write when everything is killed at any moment', async () => {
    let written = 0
    const first = await start()
    await query(first, 'create table written (number int primary key)')
    await first.stop()
    running.length = 0
    for (let cycle = 0; cycle < 3; cycle += 1) {
      const child = await startElsewhere()
      const pool = openPool({ url: address('postgres', readPassword(dataDir)), size: 1, name: 'writer' })
      const stopAt = written + 150 + cycle * 37
      while (written < stopAt) {
        await pool.run(sql`insert into written values (${written + 1})`)
        written += 1
      }
      child.kill('SIGKILL')
      process.kill(postmaster(), 'SIGKILL')
      await ended(child)
      await pool.close()
    }
    const last = await start()
    expect(await query(last, 'select count(*)::int as count, max(number) as last from written')).toEqual([{ count: written, last: written }])
  })
})

async function start(info: (message: string) => void = () => undefined, quick = false): Promise<Embedded> {
  copyMade()
  return startAnew(info, quick)
}

async function startAnew(info: (message: string) => void = () => undefined, quick = false): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, info, quick })
  running.push(embedded)
  return embedded
}

function copyMade(): void {
  if (!existsSync(dataDir)) spawnSync('cp', ['-a', join(made, 'data'), dataDir])
}

/** A Node of its own that runs the database, as `npm start` does. */
async function startElsewhere(): Promise<ChildProcess> {
  copyMade()
  const module = pathToFileURL(join(import.meta.dirname, 'embedded.ts')).href
  const code = `
    import { startEmbedded } from ${JSON.stringify(module)}
    const embedded = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, info: () => undefined })
    process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)))
    setInterval(() => undefined, 1000)
    console.log('ready')`
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', code => reject(new Error(`It ended with ${code}.`)))
  })
  return child
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })
}

function query(embedded: Embedded, text: string): Promise<object[]> {
  const pool = openPool({ url: embedded.url('postgres', 'postgres'), size: 1, name: 'test' })
  return pool.run({ text, params: [] }).finally(() => pool.close())
}

/** Has the copied cluster let in whoever comes, with something in it; the password it asked for lies beside it. */
async function trusting(): Promise<void> {
  const first = await start(undefined, true)
  await query(first, 'create table kept as select 42 as value; create role sangam_app login')
  await first.stop()
  running.length = 0
  trust()
}

function trust(): void {
  const path = join(dataDir, 'postgres', 'pg_hba.conf')
  const said = readFileSync(path, 'utf8').replaceAll('scram-sha-256', 'trust')
  writeFileSync(path, `${said}local mine all reject # nobody, trust me\n`)
  renameSync(join(dataDir, 'database-password'), join(dataDir, 'left.new'))
}

function address(role: string, password: string | null): string {
  return `postgres://${role}${password === null ? '' : `:${password}`}@localhost/postgres?host=${encodeURIComponent(join(dataDir, 'run'))}`
}

/** How the server answers one who signs in so. */
async function attempt(url: string): Promise<string> {
  const pool = openPool({ url, size: 1, name: 'test' })
  try {
    await pool.run(sql`select 1`)
    return 'came in'
  } catch (error) {
    return sqlState(error) ?? String(error)
  } finally {
    await pool.close()
  }
}

function postmaster(): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function mode(path: string): number {
  return statSync(path).mode & 0o777
}

function sessionOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[3] ?? ''
}
