import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../data/database.ts'
import { tableName } from '../data/identifiers.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import { openFileStore } from '../files/storage.ts'
import { backup } from './backup.ts'
import { writeParts } from './container.ts'
import { restore } from './restore.ts'
import { openSigner } from './signature.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const clock = { now: () => new Date('2027-03-31T09:30:00Z') }

interface Place {
  readonly base: TestDatabase
  readonly db: OpenDatabase
  readonly config: ReturnType<typeof readConfig>
  readonly clock: typeof clock
}
const places: Place[] = []
let folder: string
let source: Place
let file: string
/** What the source's key is called, for those who restore elsewhere. */
let trust: string

async function place(): Promise<Place> {
  const base = await createTestDatabase('w_backup')
  const config = readConfig({ DATABASE_URL: base.url, SANGAM_DATA: await mkdtemp(join(folder, 'data-')), SANGAM_POOL: '2' })
  const made = { base, db: await openDatabase(config, log), config, clock }
  places.push(made)
  return made
}

const hindi = 'शर्मा एंड संस \\ "quoted"\tटैब\nदूसरी पंक्ति'

/** A business as the platform stores one: identity columns, partial indexes, foreign keys in a circle, a trigger, grants. */
async function furnish({ db }: Place): Promise<void> {
  for (const statement of [
    sql`create schema sangam`,
    sql`create table sangam.workspace (name text primary key, title text not null)`,
    sql`create table sangam.account (id uuid primary key default gen_random_uuid(), email text not null)`,
    sql`create unique index account_email on sangam.account (lower(email))`,
    sql`create table sangam.session (token_hash text primary key, account uuid references sangam.account)`,
    sql`insert into sangam.workspace values ('main', 'शर्मा')`,
    sql`insert into sangam.account (email) values ('owner@example.com')`,
    sql`insert into sangam.session values ('live', null)`,
    sql`create schema main`,
    sql`grant usage on schema main to sangam_app`,
    sql`create table main.core_number (name text primary key, value bigint not null)`,
    sql`insert into main.core_number values ('model', 7), ('permissions', 3)`,
    sql`create table main.parties_party (
      id uuid primary key default gen_random_uuid(), name text collate "und-x-icu" not null, tags text[], worth numeric, since date, seen timestamptz(3), extra jsonb, parent uuid,
      folded text generated always as (lower(name)) stored, deleted_at timestamptz(3), constraint worth_is_positive check (worth >= 0))`,
    sql`alter table main.parties_party add constraint party_parent foreign key (parent) references main.parties_party (id)`,
    sql`create unique index party_name on main.parties_party (name) where deleted_at is null`,
    sql`create index party_words on main.parties_party using gin (name sangam_ext.gin_trgm_ops)`,
    sql`grant select, insert, update on main.parties_party to sangam_app`,
    sql`create table main.core_public_link (id integer primary key, stopped_at timestamptz(3))`,
    sql`insert into main.core_public_link values (1, null), (2, '2027-01-01T00:00:00Z')`,
    sql`create table main.core_history (id bigint generated always as identity primary key, record_id uuid, snapshot jsonb)`,
    sql`grant select, insert on main.core_history to sangam_app`,
    sql`create function main.kept() returns trigger language plpgsql as $$ begin raise exception 'History is not changed.'; end $$`,
    sql`create trigger kept before update or delete on main.core_history for each row execute function main.kept()`,
    sql`insert into main.parties_party (name, tags, worth, since, seen, extra) values
      (${hindi}, array['a,b', 'c"d', null, ''], 12345678901234567890.123456, '2027-03-31', '2027-03-31T09:30:00.123Z', ${JSON.stringify({ क: [1, null, 'x\\n'] })}::jsonb),
      ('', null, null, null, null, null), ('\\N', '{}', 0, 'infinity', null, '"text"')`,
    sql`update main.parties_party set parent = (select id from main.parties_party where name = '') where name <> ''`,
    // What was uninstalled lies beside it until it is put back.
    sql`create schema main_trash`,
    sql`create table main_trash.vans_van (id uuid primary key, name text not null)`,
    sql`insert into main_trash.vans_van values (gen_random_uuid(), 'White van')`,
    sql`insert into main.core_history (record_id, snapshot) select id, to_jsonb(p) from main.parties_party p, generate_series(1, 20000)`,
  ]) {
    await db.owner.run(statement)
  }
}

const tables = ['sangam.workspace', 'sangam.account', 'main.core_number', 'main.parties_party', 'main.core_history', 'main_trash.vans_van'] as const

async function content({ db }: Place): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const name of tables) {
    const [schema = '', table = ''] = name.split('.')
    const [row] = await db.owner.run(sql`
      select count(*)::int as rows, md5(string_agg(line, ';' order by line)) as sum from (select t::text as line from ${tableName(schema, table)} t) lines`)
    found[name] = row
  }
  return found
}

async function structure({ db }: Place): Promise<unknown> {
  return db.owner.run(sql`
    select c.relname, c.relacl::text, c.relowner::regrole::text as owner,
      (select json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation::regcollation::text) order by attnum) from pg_attribute where attrelid = c.oid and attnum > 0) as columns,
      (select json_agg(pg_get_constraintdef(oid) order by conname) from pg_constraint where conrelid = c.oid) as constraints,
      (select json_agg(pg_get_indexdef(indexrelid) order by indexrelid::regclass::text) from pg_index where indrelid = c.oid) as indexes,
      (select json_agg(pg_get_triggerdef(oid) order by tgname) from pg_trigger where tgrelid = c.oid and not tgisinternal) as triggers
    from pg_class c where c.relnamespace in ('main'::regnamespace, 'sangam'::regnamespace) and c.relkind = 'r' order by c.relname`)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'w-backup-'))
  source = await place()
  await furnish(source)
  file = join(folder, 'monday.sangam')
})

afterAll(async () => {
  for (const one of places) {
    await one.db.close()
    await one.base.drop()
  }
  await rm(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  test('comes back on another database, table by table and byte by byte', async () => {
    const kept = await openFileStore(source.config.dataDir).write('main', Readable.from([Buffer.from('बिल')]))
    const made = await backup(source, createWriteStream(file))
    trust = made.key
    expect(made.manifest).toEqual({
      format: 2,
      madeAt: '2027-03-31T09:30:00.000Z',
      server: expect.any(String),
      workspaces: [{ name: 'main', plugins: [], model: null }],
    })

    const target = await place()
    expect(await restore(target, file, { trust })).toEqual({ manifest: made.manifest, tables: 8, rows: 60_010, files: 1 })
    expect(await content(target)).toEqual(await content(source))
    expect(await structure(target)).toEqual(await structure(source))
    expect(await text(await openFileStore(target.config.dataDir).read('main', kept.key))).toBe('बिल')
  })

  test('brings back what guards the data, and counters that go on', async () => {
    const target = places.at(-1) as Place
    await expect(target.db.owner.run(sql`update main.core_history set snapshot = null`)).rejects.toThrow('History is not changed.')
    await expect(target.db.app.run(sql`delete from main.core_history`)).rejects.toThrow('permission denied')
    await expect(target.db.app.run(sql`insert into main.parties_party (name, worth) values ('x', -1)`)).rejects.toThrow('worth_is_positive')
    expect(await target.db.app.run(sql`insert into main.core_history (record_id) values (null) returning id`)).toEqual([{ id: '60001' }])
  })

  test('stops the links by which strangers saw something, as one may have been stopped since', async () => {
    expect(
      await (places.at(-1) as Place).db.owner.run(
        sql`select id, stopped_at = '2027-01-01T00:00:00Z' as before from main.core_public_link where stopped_at is not null order by id`,
      ),
    ).toEqual([
      { id: 1, before: false },
      { id: 2, before: true },
    ])
  })

  test('carries no sign-ins', async () => {
    expect(await (places.at(-1) as Place).db.owner.run(sql`select * from sangam.session`)).toEqual([])
  })

  test('is refused where there is data already, and takes its place only when told to, ahead of every number seen', async () => {
    const target = places.at(-1) as Place
    await target.db.owner.run(sql`update main.core_number set value = 40 where name = 'model'`)
    const before = await content(target)
    await expect(restore(target, file, { trust })).rejects.toMatchObject({ code: 'not_empty' })
    expect(await content(target)).toEqual(before)
    await restore(target, file, { replace: true, trust })
    expect(await target.db.owner.run(sql`select name, value from main.core_number order by name`)).toEqual([
      { name: 'model', value: '41' },
      { name: 'permissions', value: '41' },
    ])
  })
})

test('a backup moves to an embedded database of its own, and back to where it came from', async () => {
  const config = readConfig({ SANGAM_DATA: join(folder, 'embedded'), SANGAM_POOL: '2' })
  const embedded: Place = { base: { name: 'sangam', url: '', drop: async () => undefined }, db: await openDatabase(config, log), config, clock }
  try {
    await restore(embedded, file, { trust })
    expect(await content(embedded)).toEqual(await content(source))
    const moved = join(folder, 'moved.sangam')
    const { key } = await backup(embedded, createWriteStream(moved))
    const target = await place()
    await restore(target, moved, { trust: key })
    expect(await content(target)).toEqual(await content(source))
    expect(await structure(target)).toEqual(await structure(source))
  } finally {
    await embedded.db.close()
  }
})

describe('a damaged backup changes nothing', () => {
  let whole: Buffer
  let target: Place
  beforeAll(async () => {
    whole = await readFile(file)
    target = await place()
  })

  const plain = (change: (text: Buffer) => Buffer) => gzipSync(change(gunzipSync(whole)))
  test.each<[string, () => Buffer]>([
    ['with one byte changed early', () => flipped(whole, 200)],
    ['with one byte changed in the middle', () => flipped(whole, Math.floor(whole.length / 2))],
    ['with one byte changed at the end', () => flipped(whole, whole.length - 3)],
    ['cut in half', () => whole.subarray(0, Math.floor(whole.length / 2))],
    ['short of one byte', () => whole.subarray(0, -1)],
    ['with more behind it', () => plain(inner => Buffer.concat([inner, Buffer.from('more')]))],
    [
      'with a row changed and packed again',
      () => plain(inner => Buffer.from(inner.toString('latin1').replace('owner@example.com', 'thief@example.com'), 'latin1')),
    ],
    ['with another signature', () => plain(inner => Buffer.from(inner.toString('latin1').replace(/"signature":"../, '"signature":"zz'), 'latin1'))],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is a picture', () => Buffer.from('\x89PNG....................')],
  ])('%s', async (_, bytes) => {
    const path = join(folder, 'damaged.sangam')
    await writeFile(path, bytes())
    await expect(restore(target, path, { trust })).rejects.toMatchObject({ code: 'backup_damaged' })
    expect(await target.db.owner.run(sql`select nspname from pg_namespace where nspname in ('sangam', 'main')`)).toEqual([])
  })
})

describe('a backup that somebody else made', () => {
  const harm = `create table main.taken as select 'run as the owner'`
  const forged = async (keys: string): Promise<string> => {
    const path = join(folder, 'forged.sangam')
    const writer = writeParts(createWriteStream(path), (await openSigner(keys)).sign)
    const shape = { name: 'main', tables: [], before: [harm], after: [], last: [] }
    await writer.part({ part: 'manifest', name: 'manifest' }, async put => void (await put(Buffer.from('{"format":2,"workspaces":[]}'))))
    await writer.part({ part: 'schema', name: 'main' }, async put => void (await put(Buffer.from(JSON.stringify(shape)))))
    await writer.end()
    return path
  }

  test('runs nothing, and the sentence names its key; whoever believes it says so', async () => {
    const target = await place()
    const stranger = join(folder, 'stranger')
    const path = await forged(stranger)
    const { fingerprint } = await openSigner(stranger)
    await expect(restore(target, path)).rejects.toMatchObject({ code: 'backup_unknown', options: { values: { key: fingerprint } } })
    await expect(restore(target, path, { trust })).rejects.toMatchObject({ code: 'backup_unknown' })
    expect(await target.db.owner.run(sql`select to_regclass('main.taken')::text as harm`)).toEqual([{ harm: null }])
    await restore(target, path, { trust: fingerprint })
    expect(await target.db.owner.run(sql`select to_regclass('main.taken')::text as harm`)).toEqual([{ harm: 'main.taken' }])
  })

  test('from before backups were signed says so', async () => {
    const target = await place()
    const inner = gunzipSync(await readFile(file)).toString('latin1')
    const path = join(folder, 'unsigned.sangam')
    await writeFile(path, gzipSync(Buffer.from(inner.replaceAll(/"head":"(?:[^"\\]|\\.)*",/g, ''), 'latin1')))
    await expect(restore(target, path, { trust })).rejects.toMatchObject({ code: 'backup_unsigned' })
  })

  test('is refused where it names a key it was not signed with', async () => {
    const target = await place()
    const inner = gunzipSync(await readFile(await forged(join(folder, 'stranger')))).toString('latin1')
    const own = await openSigner(target.config.dataDir)
    const path = join(folder, 'borrowed.sangam')
    await writeFile(path, gzipSync(Buffer.from(inner.replace(/"key":"[^"]+"(?=,"signature")/, `"key":"${own.sign('').key}"`), 'latin1')))
    await expect(restore(target, path)).rejects.toMatchObject({ code: 'backup_damaged' })
  })

  test('needs no word on the instance that made it, and its key is for its owner’s eyes', async () => {
    const target = await place()
    const path = await forged(target.config.dataDir)
    await restore(target, path)
    expect((await stat(join(target.config.dataDir, 'backup-key.pem'))).mode & 0o777).toBe(0o600)
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x55
  return copy
}
