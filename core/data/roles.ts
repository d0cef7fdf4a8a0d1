import { sql } from 'drizzle-orm'
import { type Pool, type Runner, sqlState, type Tx } from './connection.ts'
import { identifier } from './identifiers.ts'
import { searchFunctions } from './search-key.ts'

/** Owns everything; plans run as it. */
export const ownerRole = 'sangam_owner'
/** Owns nothing; requests and jobs run as it. */
export const appRole = 'sangam_app'
/** Where the extensions live; statements name their functions in full: `sangam_ext.similarity(…)`, `sangam_ext.gin_trgm_ops`, `sangam_ext.search_text(…)`. */
export const extensionSchema = 'sangam_ext'

const extensions = ['pg_trgm', 'unaccent', 'btree_gin'] as const

/** What a database says of itself. */
export interface Facts {
  readonly versionNumber: number
  readonly version: string
  readonly encoding: string
  /** The trigrams of a Hindi name; none in a C locale. */
  readonly trigrams: number
  readonly whole: boolean
  /** Whether the planner estimates every comparison by what it knows of a table, though the table is closed. */
  readonly estimates: boolean
  readonly appOwns: number
  readonly appIsStrong: boolean
}

/** Asks a database that has been prepared; throws the server's error where something is missing. */
export async function readFacts(runner: Runner): Promise<Facts> {
  const [facts] = await runner.run<Facts>(sql`
    select current_setting('server_version_num')::int as "versionNumber", current_setting('server_version') as version,
      current_setting('server_encoding') as encoding, cardinality(sangam_ext.show_trgm('शर्मा')) as trigrams,
      sangam_ext.search_text('É शर्मा') = 'e sharma' and to_regproc('sangam_ext.gin_btree_consistent') is not null
        and pg_catalog.has_database_privilege(${ownerRole}, current_database(), 'create') as whole,
      (select bool_and(proleakproof) from pg_catalog.pg_proc where oid in (${comparisonsSql})) as estimates,
      (select count(*)::int from pg_catalog.pg_shdepend where deptype = 'o' and refobjid = ${appRole}::regrole
        and dbid in (0, (select oid from pg_catalog.pg_database where datname = current_database()))) as "appOwns",
      (select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_catalog.pg_roles where rolname = ${appRole}) as "appIsStrong"`)
  if (!facts) throw new Error('The database gave no answer.')
  return facts
}

/**
 * Comparisons that PostgreSQL does not call leakproof (they may fail on what they are given), so that it estimates them without its statistics
 * of a table that has a policy. Ours hides no row from anyone, so nothing can leak by them; who is no superuser may not say so, and there a
 * common word is searched for, and numbers are compared, by worse plans.
 */
const comparisons = [
  'pg_catalog.textlike(text, text)',
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge'].map(sign => `pg_catalog.numeric_${sign}(numeric, numeric)`),
  'sangam_ext.word_similarity_op(text, text)',
  'sangam_ext.word_similarity_commutator_op(text, text)',
]

const comparisonsSql = sql.join(
  comparisons.map(one => sql`to_regprocedure(${one})`),
  sql`, `,
)

async function letEstimate(tx: Tx): Promise<void> {
  await tx.run(sql`
    select pg_catalog.set_config('sangam.comparisons', (select coalesce(string_agg(oid::regprocedure::text, ';'), '') from pg_catalog.pg_proc
      where not proleakproof and oid in (${comparisonsSql}) and (select rolsuper from pg_catalog.pg_roles where rolname = current_user)), true)`)
  await tx.run(sql`
    do $$ declare one text; begin
      foreach one in array pg_catalog.string_to_array(pg_catalog.current_setting('sangam.comparisons'), ';') loop execute 'alter function ' || one || ' leakproof'; end loop;
    end $$`)
}

interface Roles {
  /** What the database is to keep of the password of each of our roles, where they sign in themselves; null where somebody else does and becomes them. */
  readonly verifier: ((role: string) => string) | null
  /** Those that whoever signs in becomes. */
  readonly becomes: readonly string[]
}

/** Makes the roles and extensions in an existing database; where all are there it changes nothing but their passwords. Safe when several do it at once. */
export async function prepareDatabase(admin: Pool, options: Roles): Promise<void> {
  // Roles belong to the whole server, and two databases of it may be prepared at once.
  await again(() => makeRoles(admin, options))
  await again(() =>
    admin.transaction(async tx => {
      await tx.run(sql`select pg_catalog.pg_advisory_xact_lock(7283910645)`)
      await makeExtensions(tx)
    }),
  )
}

async function makeRoles(admin: Pool, { verifier, becomes }: Roles): Promise<void> {
  for (const role of [ownerRole, appRole]) {
    const [found] = await admin.run<{ exists: boolean }>(sql`select exists (select from pg_catalog.pg_roles where rolname = ${role}) as exists`)
    if (!found?.exists) await admin.run(sql`create role ${identifier(role)} nologin`)
    if (verifier) await letSignIn(admin, role, verifier(role))
    if (!becomes.includes(role)) continue
    // From 16 on, being a member and being allowed to become the role are two things.
    const [member] = await admin.run<{ may: boolean }>(sql`
      select rolsuper or pg_catalog.pg_has_role(${role}, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may
      from pg_catalog.pg_roles where rolname = current_user`)
    if (!member?.may) await admin.run(sql`grant ${identifier(role)} to current_user`)
  }
}

function letSignIn(admin: Pool, role: string, verifier: string): Promise<void> {
  return admin.transaction(async tx => {
    await tx.run(sql`select pg_catalog.set_config('sangam.role', ${role}, true), pg_catalog.set_config('sangam.verifier', ${verifier}, true)`)
    await tx.run(sql`
      do $$ begin
        execute format('alter role %I login password %L', pg_catalog.current_setting('sangam.role'), pg_catalog.current_setting('sangam.verifier'));
      end $$`)
  })
}

async function makeExtensions(tx: Tx): Promise<void> {
  // The database's name is the operator's choice and may hold what ours may not: the server itself quotes it.
  await tx.run(sql`
    do $$ begin
      if not pg_catalog.has_database_privilege('sangam_owner', current_database(), 'create') then
        execute format('grant create on database %I to sangam_owner', current_database());
      end if;
    end $$`)
  await tx.run(sql`create schema if not exists ${identifier(extensionSchema)}`)
  const found = await tx.run<{ name: string; schema: string }>(sql`
    select extname as name, extnamespace::regnamespace::text as schema from pg_catalog.pg_extension where extname in ('pg_trgm', 'unaccent', 'btree_gin')`)
  for (const extension of extensions) {
    const schema = found.find(one => one.name === extension)?.schema
    if (!schema) await tx.run(sql`create extension ${identifier(extension)} schema ${identifier(extensionSchema)}`)
    else if (schema !== extensionSchema) await tx.run(sql`alter extension ${identifier(extension)} set schema ${identifier(extensionSchema)}`)
  }
  for (const statement of searchFunctions) await tx.run(statement)
  await letEstimate(tx)
  await tx.run(sql`grant usage on schema ${identifier(extensionSchema)} to ${identifier(ownerRole)}, ${identifier(appRole)}`)
}

/** Two servers of ours that start at once meet in the catalogue: whoever lost looks again and finds the work done. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const met = ['42710', '23505', 'XX000', '42P06', '40P01'].includes(sqlState(error) ?? '')
      if (!met || attempt === 10) throw error
      await new Promise(resolve => setTimeout(resolve, 20 * attempt))
    }
  }
}
