import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { readerOf } from './check.ts'
import { type Delivery, deliveriesAt, endDelivery, type Outcome } from './deliveries.ts'
import { stop } from './due.ts'
import { findReports, reportEntity, type StoredReport } from './report.ts'
import { tellOwner } from './tell.ts'

/** Times in a row that nothing arrived, after which a report is switched off. */
const mostFailures = 5

/** Writes down what came of a delivery, and with it of its report. */
export async function note(system: CoreCtx, delivery: Delivery, outcome: Outcome): Promise<void> {
  await system.lock(`report ${delivery.report}`)
  if (!(await endDelivery(system, delivery, outcome))) return
  const [report] = await findReports(system, { id: delivery.report })
  if (report) await summarise(system, report, await deliveriesAt(system, delivery.report, delivery.at))
}

/** What of one time is told of the report: how it ended when it has, and what its owner has to know. */
async function summarise(system: CoreCtx, report: StoredReport, all: readonly Delivery[]): Promise<void> {
  const lastOutcome = outcomeOf(report.owner, all)
  const lastSaid = await saidOf(system, report, all)
  const ended = lastOutcome !== 'sending' && lastOutcome !== 'retrying'
  const failures = lastOutcome === 'failed' ? report.failures + 1 : ended ? 0 : report.failures
  await change(system, reportEntity, [{ verb: 'update', id: report.id, patch: { lastOutcome, lastSaid, failures } }], { server: true })
  if (lastOutcome === 'failed' && failures >= mostFailures && report.active) return stop(system, report, 'failed')
  if (lastOutcome === 'failed') await tellOwner(system, report, 'The report “{name}” was not sent: {why}', { why: lastSaid ?? '' })
  if (lastOutcome === 'partly') await tellOwner(system, report, 'The report “{name}” did not reach everyone: {why}', { why: lastSaid ?? '' })
}

/** Whether there was something in it is told of the owner's own alone: of another's it would say whether there are records that the owner may not see. */
function outcomeOf(owner: string, all: readonly Delivery[]): string {
  const having = (...states: readonly string[]): boolean => all.some(({ state }) => states.includes(state))
  if (having('waiting')) return all.some(({ state, error }) => state === 'waiting' && error !== null) ? 'retrying' : 'sending'
  if (having('failed', 'skipped')) return having('sent', 'empty') ? 'partly' : 'failed'
  return all.some(({ state, reader }) => state === 'empty' && reader === owner) ? 'empty' : 'sent'
}

/** The first thing that went wrong, with the name of whom it concerns where that is another than the owner. */
async function saidOf(system: CoreCtx, { owner }: StoredReport, all: readonly Delivery[]): Promise<string | null> {
  const wrong = all.filter(({ error }) => error !== null)
  const [first] = wrong
  if (!first) return null
  const { name } = await readerOf(system, first.reader)
  const said = first.error ?? ''
  return (first.reader === owner || said.startsWith(name) ? said : `${name}: ${said}`).slice(0, 500)
}
