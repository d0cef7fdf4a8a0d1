import { type SQL, sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Package } from './package.ts'
import { sumsOf } from './package.ts'
import type { Origin } from './registry.ts'
import type { Said } from './said.ts'
import type { Place } from './shelf.ts'

const table = (): SQL => tableName('sangam', 'plugin_package')

/** A plugin from elsewhere, as the database knows it: every node of an instance runs what stands here, and nothing else. */
export interface PackageRow extends Place {
  readonly says: Said
  /** What its tool had no words for: it is not compared. */
  readonly unsaid: readonly string[]
  readonly author: string | null
  /** What each of its files must be. */
  readonly files: { readonly [path: string]: string }
  readonly installedAt: string
  readonly installedBy: string | null
  /** Null of what came as a file. */
  readonly origin: Origin | null
}

/** Of what was installed before there were words for these: it had none of them. */
const unsaidOnce: Pick<Said, 'joins' | 'reads' | 'writes' | 'services' | 'hosts' | 'publicPages'> = {
  joins: {},
  reads: null,
  writes: null,
  services: null,
  hosts: [],
  publicPages: [],
}

export async function packageRows(runner: Runner): Promise<PackageRow[]> {
  const rows = await runner.run<PackageRow>(sql`
    select id, version, sha256, says - 'unsaid' as says, coalesce(says -> 'unsaid', '[]') as unsaid, author, files, to_char(installed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "installedAt", installed_by as "installedBy", origin from ${table()} order by id`)
  return rows.map(row => ({ ...row, says: { ...unsaidOnce, ...row.says } }))
}

/** The package as it came. */
export async function archiveOf(runner: Runner, { id, sha256: sum }: Place): Promise<Buffer | null> {
  const [row] = await runner.run<{ archive: string }>(sql`select encode(archive, 'base64') as archive from ${table()} where id = ${id} and sha256 = ${sum}`)
  return row ? Buffer.from(row.archive, 'base64') : null
}

/** Who installs it, when, and out of which registry, where it was none of a file. */
interface By {
  readonly email: string | null
  readonly at: Date
  readonly origin: Origin | null
}

/** Of a plugin one version is installed: a newer one takes the place of the older. */
export async function savePackage(owner: Runner, found: Package, archive: Uint8Array, by: By): Promise<void> {
  const { says, unsaid, author } = found
  const files = sumsOf(found.files)
  await owner.run(sql`
    insert into ${table()} (id, version, sha256, archive, says, author, files, installed_at, installed_by, origin)
    values (${says.id}, ${says.version}, ${found.sha256}, decode(${Buffer.from(archive).toString('base64')}, 'base64'), ${JSON.stringify({ ...says, unsaid })}::jsonb, ${author}, ${JSON.stringify(files)}::jsonb, ${by.at.toISOString()}::timestamptz, ${by.email}, ${by.origin && JSON.stringify(by.origin)}::jsonb)
    on conflict (id) do update set version = excluded.version, sha256 = excluded.sha256, archive = excluded.archive, says = excluded.says, author = excluded.author, files = excluded.files, installed_at = excluded.installed_at, installed_by = excluded.installed_by, origin = excluded.origin`)
}

export async function forgetPackage(owner: Runner, id: string): Promise<void> {
  await owner.run(sql`delete from ${table()} where id = ${id}`)
}
