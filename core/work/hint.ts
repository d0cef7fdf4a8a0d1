import { sql } from 'drizzle-orm'
import { fixedStatement, type Pool } from '../data/connection.ts'

const pending = new Map<Pool, Set<string>>()

/**
 * Tells all nodes that a workspace's outbox grew, after the commit and not in it: a notice inside a
 * transaction makes every commit wait for every other. A hint that is lost costs a second, since all
 * look by themselves each second. Many at once go out as one.
 */
export function hint(pool: Pool, workspace: string): void {
  const waiting = pending.get(pool)
  if (waiting) {
    waiting.add(workspace)
    return
  }
  pending.set(pool, new Set([workspace]))
  setTimeout(() => void send(pool), 15).unref()
}

async function send(pool: Pool): Promise<void> {
  const workspaces = [...(pending.get(pool) ?? [])]
  pending.delete(pool)
  // A pool that is closing needs no hints any more.
  const notice = fixedStatement(
    'hint',
    '',
    () => sql`select pg_notify('sangam_outbox', name) from jsonb_array_elements_text(${sql.placeholder('names')}::jsonb) name`,
  )
  await pool.run(notice, { names: JSON.stringify(workspaces) }).catch(() => undefined)
}
