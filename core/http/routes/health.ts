import { sql } from 'drizzle-orm'
import type { Hono } from 'hono'
import { collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client'
import { Refused } from '../../errors.ts'
import { workspaces } from '../../plans/workspace.ts'
import { workCounts } from '../../work/index.ts'
import type { World } from '../../world.ts'
import { type Env, isAdmin } from '../env.ts'

const seconds =
  (register.getSingleMetric('sangam_http_seconds') as Histogram<'method' | 'route' | 'status'> | undefined) ??
  new Histogram({
    name: 'sangam_http_seconds',
    help: 'How long requests took.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  })
const work =
  (register.getSingleMetric('sangam_work') as Gauge<'workspace' | 'state'> | undefined) ??
  new Gauge({ name: 'sangam_work', help: 'Work waiting, running and parked.', labelNames: ['workspace', 'state'] as const })

export function observe(method: string, route: string, status: number, tookMs: number): void {
  seconds.observe({ method, route, status: String(status) }, tookMs / 1000)
}

/** For load balancers and for those who watch the machine. */
export function healthRoutes(app: Hono<Env>, world: World): void {
  if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics()

  app.get('/health/live', c => c.json({ status: 'live' }))

  const ready = remembered(() => world.db.app.run(sql`select 1`))
  app.get('/health/ready', async c => {
    await ready()
    return c.json({ status: 'ready' })
  })

  app.get('/metrics', async c => {
    const who = c.get('signedIn')
    if (!isLocal(c.get('ip')) && !(who && isAdmin(who)))
      throw new Refused(403, 'forbidden', 'Metrics are given to this machine itself, or to an administrator’s key.')
    for (const { name } of await workspaces(world))
      for (const [state, count] of Object.entries(await workCounts(world, name))) work.set({ workspace: name, state }, count)
    return c.body(await register.metrics(), 200, { 'Content-Type': register.contentType })
  })
}

/** Anyone may ask, however often: the database is asked by one at a time, and once a second at most while it answers. */
function remembered(ask: () => Promise<unknown>): () => Promise<unknown> {
  let asked: { readonly at: number; readonly answer: Promise<unknown> } | null = null
  return () => {
    if (asked && performance.now() - asked.at < 1000) return asked.answer
    const answer = ask()
    const mine = { at: performance.now(), answer }
    asked = mine
    answer.catch(() => {
      if (asked === mine) asked = null
    })
    return answer
  }
}

export function isLocal(ip: string): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}
