import type { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import type { Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { openFileStore } from '../files/storage.ts'
import { trashOf } from '../plans/plugins/states.ts'
import type { World } from '../world.ts'
import { describeSchema, type SchemaShape } from './catalogue.ts'
import { type PartSum, type PartWriter, writeParts } from './container.ts'
import { openSigner } from './signature.ts'

/** What a backup says of itself at its beginning. */
export interface Manifest {
  /** 2 since backups are signed. */
  readonly format: 2
  readonly madeAt: string
  readonly server: string
  readonly workspaces: readonly {
    readonly name: string
    readonly plugins: readonly { readonly id: string; readonly version: string; readonly state: string }[]
    readonly model: { readonly number: number; readonly hash: string } | null
  }[]
}

/** Sign-ins, links and counts of tries are not carried: a restored server asks everybody to sign in again. */
export const momentary: ReadonlySet<string> = new Set(['sangam.session', 'sangam.token', 'sangam.letter', 'sangam.rate'])

export const controlSchema = 'sangam'

type BackupWorld = Pick<World, 'db' | 'config' | 'clock'>

/**
 * Writes all workspaces, the accounts and the files to a stream, as they were at one moment, while
 * people work on. Memory stays flat however large the data is. `key` is the fingerprint of what it is
 * signed with.
 */
export async function backup(
  world: BackupWorld,
  out: Writable,
): Promise<{ readonly manifest: Manifest; readonly parts: readonly PartSum[]; readonly key: string }> {
  const signer = await openSigner(world.config.dataDir)
  const writer = writeParts(out, signer.sign)
  try {
    return await world.db.owner.transaction(
      async tx => {
        await tx.run(
          sql`select set_config('search_path', '', true), set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`,
        )
        const workspaces = (await tx.run<{ name: string }>(sql`select name from ${tableName(controlSchema, 'workspace')} order by name`)).map(row => row.name)
        const schemas = await lockAndDescribe(tx, [controlSchema, ...workspaces, ...(await trashes(tx, workspaces))])
        const manifest = await describe(world, tx, workspaces, schemas)
        await writer.part({ part: 'manifest', name: 'manifest' }, async put => void (await put(Buffer.from(JSON.stringify(manifest)))))
        for (const schema of schemas) {
          await writer.part({ part: 'schema', name: schema.name }, async put => void (await put(Buffer.from(JSON.stringify(schema)))))
        }
        for (const schema of schemas) for (const table of schema.tables) await writeTable(tx, writer, schema.name, table)
        await writeFiles(world, writer, workspaces)
        return { manifest, parts: await writer.end(), key: signer.fingerprint }
      },
      { snapshot: true, readOnly: true },
    )
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

/** What was uninstalled and can still be put back is part of a backup. */
async function trashes(tx: Tx, workspaces: readonly string[]): Promise<string[]> {
  const rows = await tx.run<{ name: string }>(
    sql`select nspname as name from pg_catalog.pg_namespace where nspname in (select jsonb_array_elements_text(${JSON.stringify(workspaces.map(trashOf))}::jsonb)) order by 1`,
  )
  return rows.map(row => row.name)
}

/** A plan that runs meanwhile waits until the tables are copied; reading and writing records does not. */
async function lockAndDescribe(tx: Tx, names: readonly string[]): Promise<SchemaShape[]> {
  const schemas: SchemaShape[] = []
  for (const name of names) {
    const tables = await tx.run<{ name: string }>(
      sql`select relname as name from pg_catalog.pg_class where relnamespace = ${name}::text::regnamespace and relkind = 'r'`,
    )
    if (tables.length > 0)
      await tx.run(
        sql`lock table ${sql.join(
          tables.map(table => tableName(name, table.name)),
          sql`, `,
        )} in access share mode`,
      )
    schemas.push(await describeSchema(tx, name))
  }
  return schemas
}

async function describe(world: BackupWorld, tx: Tx, workspaces: readonly string[], schemas: readonly SchemaShape[]): Promise<Manifest> {
  const [server] = await tx.run<{ version: string }>(sql`select current_setting('server_version') as version`)
  const has = (workspace: string, table: string) => schemas.some(schema => schema.name === workspace && schema.tables.some(one => one.name === table))
  const described: Manifest['workspaces'][number][] = []
  for (const name of workspaces) {
    const plugins = has(name, 'core_plugin')
      ? await tx.run<{ id: string; version: string; state: string }>(sql`select id, version, state from ${tableName(name, 'core_plugin')} order by id`)
      : []
    const [model] = has(name, 'core_model')
      ? await tx.run<{ number: number; hash: string }>(sql`select number, hash from ${tableName(name, 'core_model')} order by number desc limit 1`)
      : []
    described.push({ name, plugins: [...plugins], model: model ?? null })
  }
  return { format: 2, madeAt: world.clock.now().toISOString(), server: server?.version ?? '', workspaces: described }
}

async function writeTable(tx: Tx, writer: PartWriter, schema: string, table: SchemaShape['tables'][number]): Promise<void> {
  if (momentary.has(`${schema}.${table.name}`)) return
  await writer.part({ part: 'table', name: `${schema}.${table.name}`, schema, table: table.name }, put =>
    tx.copyOut(sql`copy ${tableName(schema, table.name)} (${sql.join(table.columns.map(identifier), sql`, `)}) to stdout`, put),
  )
}

/** A file is written before the row that names it, so every file the snapshot names is there by now. */
async function writeFiles(world: BackupWorld, writer: PartWriter, workspaces: readonly string[]): Promise<void> {
  const files = openFileStore(world.config.dataDir)
  for (const workspace of workspaces) {
    for await (const key of files.keys(workspace)) {
      const content = await files.read(workspace, key).catch(() => null)
      if (!content) continue
      await writer.part({ part: 'file', name: `${workspace}/${key}`, workspace, key }, async put => {
        for await (const chunk of content) await put(chunk as Buffer)
      })
    }
  }
}
