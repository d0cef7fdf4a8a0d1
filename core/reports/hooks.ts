import { type Change, hooks, type Refusal } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { ScheduledReport } from '../system/scheduled-report.ts'
import { checkReport, type Given, roomFor, tooMany } from './check.ts'
import type { StoredReport } from './report.ts'
import { nextTime } from './times.ts'

type ReportChange = Change<typeof ScheduledReport>

const timely: readonly string[] = ['every', 'weekdays', 'monthDay', 'time', 'zone', 'active']
const asked: readonly string[] = ['entity', 'definition', 'format', 'zone', 'active', 'recipients']

/** A report knows when it comes next, and asks only for what whoever writes it may see. */
export const reportHooks = hooks(ScheduledReport, {
  async derive(plain, changes) {
    const ctx = plain as CoreCtx
    return changes.map(({ verb, next, changed }) => {
      if (!next || (verb === 'update' && !changed.some(field => timely.includes(field)))) return null
      const zone = next.zone || ctx.scope.zone
      const nextAt = next.active ? (nextTime({ ...(next as unknown as StoredReport), zone }, new Date(ctx.now()))?.toISOString() ?? null) : null
      const resumed = next.active && changed.includes('active') && verb === 'update'
      return { zone, nextAt, ...(resumed && { stopped: null, failures: 0 }) }
    })
  },
  async check(plain, changes) {
    const ctx = plain as CoreCtx
    if (ctx.access.system) return
    const refusals: Refusal[] = []
    for (const [index, change] of changes.entries()) {
      for (const said of await problemsOf(ctx, change)) refusals.push({ index, ...said })
    }
    const made = changes.flatMap(({ verb }, index) => (verb === 'create' ? [index] : []))
    // Whoever makes several at once makes one after the other.
    if (made.length > 0) await ctx.lock(`reports of ${ctx.user.id}`)
    const room = made.length > 0 ? await roomFor(ctx, ctx.user.id) : 0
    return [...refusals, ...made.slice(room).map(index => ({ index, ...tooMany }))]
  },
})

/** What is wrong with it by now does not keep it from being paused or renamed. */
async function problemsOf(ctx: CoreCtx, { verb, before, next, changed }: ReportChange): Promise<Omit<Refusal, 'index'>[]> {
  const paused = verb === 'update' && next?.active === false
  if (!next || verb === 'remove' || (paused && !changed.some(field => field !== 'active' && asked.includes(field)))) return []
  if (verb === 'update' && !changed.some(field => asked.includes(field))) return []
  const known = new Set<string>(before?.recipients ?? [])
  const added = next.recipients.filter(id => !known.has(id))
  return checkReport(ctx, next as unknown as Given, added)
}
