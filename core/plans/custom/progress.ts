import { sql } from 'drizzle-orm'
import type { Pool, Runner } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import type { SchemaStep } from '../steps.ts'
import type { Doing, Watch } from '../watch.ts'

/** A step of the plan, and how far it is. */
export interface Step extends SchemaStep {
  readonly state: 'waiting' | 'running' | 'done' | 'stopped'
  /** Rows that are written already. */
  readonly done: number
}

/** Writes the plan's steps down, and gives what marks each as it is done: whoever asks, on whichever node, sees how far it is. */
export async function beginProgress(owner: Pool, schema: string, set: string, planned: readonly SchemaStep[]): Promise<Watch> {
  let steps = planned.map((step): Step => ({ ...step, state: 'waiting', done: 0 }))
  const write = async (): Promise<void> => {
    await owner.run(
      sql`insert into ${tableName(schema, 'core_apply')} (set, steps, at) values (${set}::uuid, ${JSON.stringify(steps)}::jsonb, now()) on conflict (set) do update set steps = excluded.steps, at = excluded.at`,
    )
  }
  const mark = async (doing: Doing, change: Partial<Step>): Promise<void> => {
    if (!steps.some(step => isAbout(doing, step))) return
    steps = steps.map(step => (isAbout(doing, step) ? { ...step, ...change } : step))
    await write()
  }
  await write()
  return async (doing, work) => {
    await mark(doing, { state: 'running' })
    try {
      const made = await work(done => mark(doing, { done }))
      await mark(doing, { state: 'done' })
      return made
    } catch (error) {
      // What stopped it is what matters: where not even this can be written, the set says that it was cut off.
      await mark(doing, { state: 'stopped' }).catch(() => undefined)
      throw error
    }
  }
}

function isAbout({ phase, table, name }: Doing, step: SchemaStep): boolean {
  return step.phase === phase && (name === undefined || (step.name === name && step.table === table))
}

/** All of it is done. */
export async function endProgress(owner: Pool, schema: string, set: string): Promise<void> {
  await owner.run(
    sql`update ${tableName(schema, 'core_apply')} set steps = coalesce((select jsonb_agg(s || '{"state":"done"}'::jsonb) from jsonb_array_elements(steps) s), '[]'::jsonb), at = now() where set = ${set}::uuid`,
  )
}

/** How far the applying of a set is, or how it ended; null for one that nobody began to apply. */
export async function progressOf(runner: Runner, schema: string, set: string): Promise<readonly Step[] | null> {
  const [row] = await runner.run<{ steps: readonly Step[] }>(sql`select p.steps from ${tableName(schema, 'core_apply')} p where p.set = ${set}::uuid`)
  return row?.steps ?? null
}
