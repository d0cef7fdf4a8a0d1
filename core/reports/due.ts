import type { Json } from '@sangam/sdk'
import { v7 } from 'uuid'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { readerOf, stopReason } from './check.ts'
import { addDeliveries, sendLane } from './deliveries.ts'
import { findReports, reportEntity, type StoredReport } from './report.ts'
import { tellOwner } from './tell.ts'
import { nextTime } from './times.ts'

/**
 * The job `core.reportsDue`: begins every report whose time has come. The next time is moved on in the transaction that makes the deliveries,
 * so one time makes one of each, whatever happens to the node; a time that passed while no node was there is made up for once.
 */
export async function beginDue(system: CoreCtx): Promise<void> {
  for (const report of await findReports(system, { active: true, nextAt: { lte: system.now() } })) {
    // One that can't be begun waits for the next minute; it holds up no other.
    await system
      .attempt(() => beginOne(system, report))
      .catch(error => system.world.log.warn('A report could not be begun; it is tried again.', { report: report.id, error: String(error) }))
  }
}

async function beginOne(system: CoreCtx, report: StoredReport): Promise<void> {
  const next = nextTime(report, new Date(system.now()))
  const stopped = await begin(system, report, { nextAt: next?.toISOString() ?? null })
  if (stopped !== null) await stop(system, report, stopped)
}

/** Makes a delivery for each reader who is still here; gives why not, where its owner may not have it sent any more. */
export async function begin(system: CoreCtx, report: StoredReport, patch: { readonly [field: string]: Json } = {}): Promise<ReturnType<typeof stopReason>> {
  const reason = stopReason((await readerOf(system, report.owner)).eyes, report)
  if (reason !== null) return reason
  const readers: string[] = []
  for (const id of new Set([report.owner, ...report.recipients])) if (id === report.owner || (await readerOf(system, id)).eyes) readers.push(id)
  const at = system.now()
  const made = readers.map(reader => ({ id: v7(), reader }))
  await addDeliveries(system, report.id, at, made)
  for (const { id } of made) await system.enqueue(sendLane(report.id), { delivery: id }, { key: id })
  const begun = { lastAt: at, lastOutcome: 'sending', lastSaid: null, ...patch }
  await change(system, reportEntity, [{ verb: 'update', id: report.id, patch: begun }], { server: true })
  return null
}

/** Ends a report by itself, and says so to its owner. */
export async function stop(system: CoreCtx, report: StoredReport, stopped: string): Promise<void> {
  await change(system, reportEntity, [{ verb: 'update', id: report.id, patch: { active: false, stopped } }], { server: true })
  await tellOwner(system, report, 'The report “{name}” was stopped. Under Reports by mail it says why.')
}
