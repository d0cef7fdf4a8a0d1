import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { sqlState } from '../data/connection.ts'
import { identifier, tableName, word } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { baseStatements } from './base.ts'
import { columnTypes, grants } from './ddl.ts'
import { planWorkspace, type WorkspacePlan } from './plan.ts'

/**
 * Brings a schema to a model in three phases that can each be begun again: expand (one transaction, catalogue only, short locks),
 * fill (indexes on tables in use are built beside the work), switch (the number).
 */
export async function applyModel(owner: Pool, schema: string, model: Model, states: readonly PluginState[] = []): Promise<number> {
  await inOneGo(owner, baseStatements(schema))
  const plan = await planWorkspace(owner, schema, model)
  const slow = plan.missing.filter(one => one.kind === 'index' && plan.tablesWithRows.has(one.table))
  const quick = plan.missing.filter(one => !slow.includes(one))
  if (quick.length > 0) await inOneGo(owner, [...quick.map(one => one.create), ...grants(schema, model)])
  await fillDefaults(owner, schema, model, plan)
  for (const one of plan.missing) if (one.validate) await owner.run(one.validate)
  for (const one of slow) {
    // One cut off in the middle leaves an index that is not valid, under the same name.
    await owner.run(sql`drop index if exists ${tableName(schema, one.name)}`)
    if (one.concurrently) await owner.run(one.concurrently)
  }
  return switchTo(owner, schema, model, states)
}

/** A field with a value of its own for nothing is never empty: rows that were there before it are given that value, some thousand at a time. */
async function fillDefaults(owner: Pool, schema: string, model: Model, plan: WorkspacePlan): Promise<void> {
  for (const entity of model.entities.values()) {
    if (!plan.tablesWithRows.has(entity.table)) continue
    for (const field of entity.fields.values()) {
      const given = field.options.default
      if (given === undefined || given === null || (typeof given === 'string' && /^\$(me|today|now)$/.test(given))) continue
      for (const column of field.columns) {
        if (!plan.missing.some(one => one.kind === 'column' && one.table === entity.table && one.name === column.name)) continue
        const value = JSON.stringify({ v: column.part === undefined ? given : (given as { readonly [part: string]: unknown })[column.part] })
        await fillColumn(owner, tableName(schema, entity.table), identifier(column.name), word(columnTypes, column.type), value)
      }
    }
  }
}

async function fillColumn(owner: Pool, table: SQL, column: SQL, type: SQL, value: string): Promise<void> {
  for (let more = true; more; ) {
    const rows = await owner.run(sql`
      update ${table} set ${column} = (select v from jsonb_to_record(${value}::jsonb) as r(v ${type}))
      where id in (select id from ${table} where ${column} is null limit 10000) returning id`)
    more = rows.length === 10_000
  }
}

export interface PluginState {
  readonly id: string
  readonly version: string
  readonly state: 'enabled' | 'disabled'
}

async function switchTo(owner: Pool, schema: string, model: Model, states: readonly PluginState[]): Promise<number> {
  return owner.transaction(async tx => {
    for (const { id, version, state } of states) {
      await tx.run(sql`
        insert into ${tableName(schema, 'core_plugin')} (id, version, state) values (${id}, ${version}, ${state})
        on conflict (id) do update set version = excluded.version, state = excluded.state, changed_at = now()`)
    }
    const [last] = await tx.run<{ number: string; hash: string }>(
      sql`select m.number::text, m.hash from ${tableName(schema, 'core_model')} m order by m.number desc limit 1`,
    )
    if (last?.hash === model.hash) return Number(last.number)
    const [next] = await tx.run<{ value: string }>(
      sql`update ${tableName(schema, 'core_number')} set value = value + 1 where name = 'model' returning value::text`,
    )
    const number = Number(next?.value)
    await tx.run(sql`insert into ${tableName(schema, 'core_model')} (number, hash, descriptor) values (${number}, ${model.hash}, '{}'::jsonb)`)
    await tx.run(sql`select pg_notify('sangam_model', ${schema})`)
    return number
  })
}

/** One transaction of catalogue changes; a busy table makes it step back and try again, so that nobody waits behind it. */
async function inOneGo(owner: Pool, statements: readonly SQL[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.transaction(async tx => {
        await tx.run(sql`set local lock_timeout = '50ms'`)
        for (const statement of statements) await tx.run(statement)
      })
      return
    } catch (error) {
      if (sqlState(error) !== '55P03' || attempt >= 100) throw error
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
}
