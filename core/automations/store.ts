import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import { find, isId } from '../records/find.ts'
import { snapshotsAt } from '../records/history.ts'
import type { Step, StoredAutomation, Trigger } from './definition.ts'

const fields = ['name', 'active', 'entity', 'trigger', 'condition', 'steps', 'runAs', 'author', 'stopped', 'updatedAt'] as const

/** Every automation, or those that meet a condition. */
export async function listAutomations(ctx: CoreCtx, where?: object): Promise<(StoredAutomation & { readonly updatedAt: string })[]> {
  return ctx.asSystem('Reads automations', async plain => {
    const page = await find(plain as CoreCtx, 'core.automation', { fields, sort: ['name'], limit: 500, ...(where && { where }) })
    return page.items.map(item => ({ ...storedOf(item.id, item.version, item), updatedAt: String(item.updatedAt) }))
  })
}

export async function getAutomation(ctx: CoreCtx, id: string): Promise<StoredAutomation & { readonly updatedAt: string }> {
  const [found] = isId(id) ? await listAutomations(ctx, { id }) : []
  if (!found) throw notFound()
  return found
}

/** An automation as it was when something set it off; null when that is not known any more. */
export async function automationAt(ctx: CoreCtx, id: string, version: number): Promise<StoredAutomation | null> {
  const snapshots = await snapshotsAt(ctx, 'core.automation', [{ id, version }])
  const snapshot = snapshots.get(`${id} ${version}`)
  return snapshot ? storedOf(id, version, snapshot) : null
}

function storedOf(id: string, version: number, from: { readonly [field: string]: Json | undefined }): StoredAutomation {
  return {
    id,
    version,
    name: String(from.name),
    active: from.active === true,
    entity: (from.entity as string | null) ?? null,
    trigger: from.trigger as unknown as Trigger,
    condition: (from.condition as object | null) ?? null,
    steps: from.steps as unknown as readonly Step[],
    runAs: (from.runAs as string | null) ?? null,
    author: String(from.author),
    stopped: (from.stopped as string | null) ?? null,
  }
}

/** Keeps something beside a record, such as its secrets: neither its history nor any answer ever shows it. Null forgets it. */
export async function keepBeside(ctx: Pick<CoreCtx, 'tx' | 'schema'>, owner: string, name: string, value: string | null): Promise<void> {
  if (value === null) {
    await ctx.tx.run(sql`delete from ${tableName(ctx.schema, 'core_kept')} where owner = ${owner}::uuid and name = ${name}`)
    return
  }
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_kept')} (owner, name, value) values (${owner}::uuid, ${name}, ${value})
    on conflict (owner, name) do update set value = excluded.value`)
}

export async function keptBeside(ctx: Pick<CoreCtx, 'tx' | 'schema'>, owner: string, name: string): Promise<string | null> {
  const [row] = await ctx.tx.run<{ value: string }>(
    sql`select value from ${tableName(ctx.schema, 'core_kept')} where owner = ${owner}::uuid and name = ${name}`,
  )
  return row?.value ?? null
}

/** Beside which record a value is kept. */
export async function ownerOfKept(runner: Runner, schema: string, name: string, value: string): Promise<string | null> {
  const [row] = await runner.run<{ owner: string }>(sql`select owner from ${tableName(schema, 'core_kept')} where name = ${name} and value = ${value}`)
  return row?.owner ?? null
}
