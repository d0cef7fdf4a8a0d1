import { sql } from 'drizzle-orm'
import type { Pool, Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { patiently } from '../plans/expand.ts'
import { makeTriggerFunction } from '../plans/functions.ts'
import type { Model } from '../registry/model.ts'
import { composerOf, resolved } from '../rollups/contribution.ts'
import { trialBody } from './functions.ts'
import { trialOf } from './of.ts'

/** Whether what the database does as a company goes live is not what the model says. */
export async function missingTrial(owner: Pool | Tx, schema: string, model: Model): Promise<boolean> {
  const there = await functionsThere(owner, schema)
  const wanted = trialOf(model)
  return wanted === null ? there.length > 0 : there.length !== 1 || there[0] !== wanted.key
}

async function functionsThere(owner: Pool | Tx, schema: string): Promise<readonly string[]> {
  const rows = await owner.run<{ name: string }>(sql`
    select p.proname as name from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = ${schema} and p.proname ~ '^trial_[0-9a-f]{20}$' order by 1`)
  return rows.map(({ name }) => name)
}

/** Lets the database throw away what the model says as a company goes live. It waits less for others than they would for it: who is in the way is asked for again. */
export async function holdTrial(owner: Pool, schema: string, model: Model): Promise<void> {
  const wanted = trialOf(model)
  await patiently(owner, async tx => {
    for (const name of await functionsThere(tx, schema)) await tx.run(sql`drop function if exists ${tableName(schema, name)}() cascade`)
    if (!wanted) return
    const how = sql`security definer set search_path = pg_catalog set lock_timeout = 500`
    await makeTriggerFunction(tx, schema, wanted.key, resolved(trialBody(schema, model, wanted), composerOf(model, schema)), how)
    await tx.run(sql`revoke all on function ${tableName(schema, wanted.key)}() from public`)
    await tx.run(
      sql`create trigger ${identifier(wanted.key)} after insert on ${tableName(schema, 'core_live')} for each row execute function ${tableName(schema, wanted.key)}()`,
    )
  })
}
