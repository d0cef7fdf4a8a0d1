import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type { Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { openFileStore } from '../files/storage.ts'
import { trashOf } from '../plans/plugins/states.ts'
import type { World } from '../world.ts'
import { controlSchema, type Manifest } from './backup.ts'
import type { SchemaShape } from './catalogue.ts'
import { checkParts, damaged, type Ending, type PartSum, readParts } from './container.ts'
import { fingerprintOf, isSigned, ownFingerprint } from './signature.ts'

export interface RestoreOptions {
  /** Takes the place of what is there; without it only an instance nobody has signed up in is filled. */
  readonly replace?: boolean
  /** The fingerprint of another instance's key whose backups are believed, as its own are. */
  readonly trust?: string
}

export interface Restored {
  readonly manifest: Manifest
  readonly tables: number
  readonly rows: number
  readonly files: number
}

/**
 * Brings back a backup, into the embedded database or any supported server. The file is read twice:
 * first to check every byte of it, then to fill the tables in one transaction. Whatever goes wrong,
 * what was there before is there still. It holds the statements that make its tables and functions:
 * only one that this instance signed, or whoever is said to be trusted, is run.
 *
 * Errors: `backup_damaged`, `backup_newer`, `backup_unknown` for one that somebody else signed, `not_empty`.
 */
export async function restore(world: Pick<World, 'db' | 'config'>, path: string, options: RestoreOptions = {}): Promise<Restored> {
  const plan = await checkBackup(path)
  await refuseStrangers(plan, world.config.dataDir, options.trust)
  return world.db.owner.transaction(async tx => {
    await tx.run(
      sql`select set_config('search_path', '', true), set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true), set_config('check_function_bodies', 'off', true)`,
    )
    await tx.run(sql`select pg_catalog.pg_advisory_xact_lock(7283910647)`)
    const numbers = await clear(tx, plan, options)
    for (const schema of plan.schemas) await tx.run(sql`create schema ${identifier(schema.name)}`)
    await runAll(
      tx,
      plan.schemas.flatMap(schema => schema.before),
    )
    const files = await fill(world, tx, path, plan)
    await endLinks(tx, plan)
    await runAll(
      tx,
      plan.schemas.flatMap(schema => schema.after),
    )
    await runAll(
      tx,
      plan.schemas.flatMap(schema => schema.last),
    )
    await overtake(tx, plan, numbers)
    return {
      manifest: plan.manifest,
      tables: plan.schemas.reduce((sum, schema) => sum + schema.tables.length, 0),
      rows: [...plan.tables.values()].reduce((sum, table) => sum + table.rows, 0),
      files,
    }
  })
}

interface Plan {
  readonly manifest: Manifest
  readonly schemas: readonly SchemaShape[]
  readonly tables: ReadonlyMap<string, PartSum>
  readonly ending: Ending
}

/** Reads a backup from end to end and says what is in it; refuses a damaged one. */
export async function checkBackup(path: string): Promise<Plan> {
  const schemas: SchemaShape[] = []
  const tables = new Map<string, PartSum>()
  const found: { manifest?: Manifest } = {}
  const ending = await checkParts(createReadStream(path), (head, content, sum) => {
    if (head.part === 'manifest' && content) found.manifest = JSON.parse(content.toString()) as Manifest
    if (head.part === 'schema' && content) schemas.push(JSON.parse(content.toString()) as SchemaShape)
    if (head.part === 'table') tables.set(head.name, sum)
  })
  const { manifest } = found
  if (!manifest || !isSigned(ending.list, ending.signed)) throw damaged()
  if (manifest.format !== 2) throw new Refused(422, 'backup_newer', 'This backup was made by a newer Sangam. Restore it with that one.')
  return { manifest, schemas, tables, ending }
}

async function refuseStrangers({ ending }: Plan, dataDir: string, trusted: string | undefined): Promise<void> {
  const key = fingerprintOf(ending.signed.key)
  if (key === trusted?.trim().toLowerCase() || key === (await ownFingerprint(dataDir))) return
  throw new Refused(
    422,
    'backup_unknown',
    'This backup was signed with the key {key}, which is not the key of this instance. What a backup says is run in the database, so restore only what you made yourself: compare the key with the one that was said when it was made, then say --trust {key}.',
    { values: { key } },
  )
}

/** Makes room; gives the model and permission numbers that were in force, which caches elsewhere still hold. */
async function clear(tx: Tx, plan: Plan, options: RestoreOptions): Promise<ReadonlyMap<string, number>> {
  const names = plan.schemas.map(schema => schema.name)
  const taken = await tx.run<{ name: string }>(sql`
    select nspname as name from pg_catalog.pg_namespace where nspname in (select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`)
  const there = new Set(taken.map(row => row.name))
  if (!options.replace && (await isInUse(tx, there))) {
    throw new Refused(
      409,
      'not_empty',
      'There is data here already. Restore into an empty instance, or say --replace to put the backup in its place: what is here now is then gone.',
    )
  }
  const numbers = new Map<string, number>()
  const workspaces =
    there.has(controlSchema) && (await exists(tx, controlSchema, 'workspace'))
      ? await tx.run<{ name: string }>(sql`select name from ${tableName(controlSchema, 'workspace')}`)
      : []
  for (const { name } of workspaces) {
    if (await exists(tx, name, 'core_number')) {
      const [row] = await tx.run<{ value: string }>(sql`select max(value)::text as value from ${tableName(name, 'core_number')}`)
      numbers.set(name, Number(row?.value ?? 0))
    }
    there.add(name)
    there.add(trashOf(name))
  }
  for (const name of there) await tx.run(sql`drop schema if exists ${identifier(name)} cascade`)
  return numbers
}

/** In use is where somebody has an account, or a workspace's schema stands without the accounts beside it. */
async function isInUse(tx: Tx, there: ReadonlySet<string>): Promise<boolean> {
  if (!there.has(controlSchema)) return there.size > 0
  if (!(await exists(tx, controlSchema, 'account'))) return there.size > 1
  const [row] = await tx.run<{ used: boolean }>(sql`select exists (select from ${tableName(controlSchema, 'account')}) as used`)
  return row?.used ?? false
}

async function exists(tx: Tx, schema: string, table: string): Promise<boolean> {
  const [row] = await tx.run<{ there: boolean }>(sql`
    select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = ${table}) as there`)
  return row?.there ?? false
}

async function runAll(tx: Tx, statements: readonly string[]): Promise<void> {
  for (const text of statements) await tx.run({ text, params: [] })
}

/** The second reading: rows go to their tables, files to their places. Files nobody names do no harm should the transaction fail. */
async function fill(world: Pick<World, 'config'>, tx: Tx, path: string, plan: Plan): Promise<number> {
  const columns: ReadonlyMap<string, readonly string[]> = new Map(
    plan.schemas.flatMap(schema => schema.tables.map(table => [`${schema.name}.${table.name}`, table.columns] as const)),
  )
  const store = openFileStore(world.config.dataDir)
  let files = 0
  // The file may have been another when it was checked.
  const unchanged = ({ list }: Ending): void => {
    if (list !== plan.ending.list) throw damaged()
  }
  for await (const { head, content } of readParts(createReadStream(path), unchanged)) {
    if (head.part === 'table') {
      const names = columns.get(head.name)
      if (!names) throw damaged()
      await tx.copyIn(sql`copy ${tableName(String(head.schema), String(head.table))} (${sql.join(names.map(identifier), sql`, `)}) from stdin`, content())
    }
    if (head.part === 'file') {
      await store.writeAs(String(head.workspace), String(head.key), Readable.from(content()))
      files += 1
    }
  }
  return files
}

/** Who stopped a link after the backup meant it: none of then leads anywhere, and those that are needed are shared anew. */
async function endLinks(tx: Tx, plan: Plan): Promise<void> {
  for (const { name } of plan.manifest.workspaces)
    if (await exists(tx, name, 'core_public_link'))
      await tx.run(sql`update ${tableName(name, 'core_public_link')} set stopped_at = now() where stopped_at is null`)
}

/** A running node keeps models by number: the restored ones must be ahead of all it has seen. */
async function overtake(tx: Tx, plan: Plan, numbers: ReadonlyMap<string, number>): Promise<void> {
  for (const { name } of plan.manifest.workspaces) {
    const seen = numbers.get(name)
    if (seen === undefined || !(await exists(tx, name, 'core_number'))) continue
    await tx.run(sql`update ${tableName(name, 'core_number')} set value = greatest(value, ${seen}::bigint) + 1`)
  }
}
