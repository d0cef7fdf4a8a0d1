import { sql } from 'drizzle-orm'
import { fixedStatement, type Pool } from '../data/connection.ts'

const pending = new Map<Pool, Set<string>>()
const told = new WeakMap<Pool, number>()

/** A change by itself is told of at once, or nearly; of those that follow each other more go together. */
const [soon, between] = [15, 100]

/**
 * Tells all nodes that a workspace's outbox grew, after the commit and not in it: a notice inside a
 * transaction makes every commit wait for every other. A hint that is lost costs a second, since all
 * look by themselves each second. Many at once, or one soon after another, go out as one: a notice,
 * and the look that every node takes for it, would be a good part of what a change costs.
 */
export function hint(pool: Pool, workspace: string): void {
  const waiting = pending.get(pool)
  if (waiting) {
    waiting.add(workspace)
    return
  }
  pending.set(pool, new Set([workspace]))
  const rest = (told.get(pool) ?? Number.NEGATIVE_INFINITY) + between - performance.now()
  setTimeout(() => void send(pool), Math.max(soon, rest)).unref()
}

async function send(pool: Pool): Promise<void> {
  const workspaces = [...(pending.get(pool) ?? [])]
  pending.delete(pool)
  told.set(pool, performance.now())
  // A pool that is closing needs no hints any more.
  const notice = fixedStatement(
    'hint',
    '',
    () => sql`select pg_notify('sangam_outbox', name) from jsonb_array_elements_text(${sql.placeholder('names')}::jsonb) name`,
  )
  await pool.run(notice, { names: JSON.stringify(workspaces) }).catch(() => undefined)
}
