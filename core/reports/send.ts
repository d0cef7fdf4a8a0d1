import { UserError } from '@sangam/sdk'
import { accessOf } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { asking } from '../records/asking.ts'
import { systemContext, withContext } from '../records/context.ts'
import { eyesOf } from '../records/eyes.ts'
import { mailServer, sendMail } from '../work/mail.ts'
import { mostAttached } from '../work/mail-settings.ts'
import { readerOf, stopReason } from './check.ts'
import { beginDelivery, type Delivery, stillOurs } from './deliveries.ts'
import { letterOf } from './letter.ts'
import { makeFile } from './make.ts'
import { note } from './outcome.ts'
import { findReports, type StoredReport } from './report.ts'

/** As the queue pauses: over an hour and twenty minutes, then the time is given up. */
const mostAttempts = 6

interface Ended {
  readonly state: 'sent' | 'empty'
  readonly rows: number
}

/**
 * The job `core.reportSend`: makes one report with the rights of its reader as they are at this moment, and hands it to the mail server, all
 * between transactions. What came of it is written down before the job is marked as done, so one that is run again sends nothing twice;
 * a node that is killed between the mail server's word and ours leaves it to the next to send the same mail, under the same message id.
 */
export async function sendReport(ctx: CoreCtx, id: string): Promise<void> {
  const begun = await asSystem(ctx, 'Begins to send a report', async system => {
    const delivery = await beginDelivery(system, id)
    const [report] = delivery ? await findReports(system, { id: delivery.report }) : []
    return delivery && report ? { delivery, report } : null
  })
  if (!begun) return
  const { delivery, report } = begun
  const ended = await tryOnce(ctx, delivery, report)
  if (ended) await asSystem(ctx, 'Notes that a report was sent', system => note(system, delivery, { ...ended, error: null }))
}

/** Null where it was not sent: then it is written down why, and what may go better later is thrown, so that the queue tries again. */
async function tryOnce(ctx: CoreCtx, delivery: Delivery, report: StoredReport): Promise<Ended | null> {
  try {
    if (delivery.attempts > mostAttempts) throw refusal('given_up', 'The server ended while it worked on this, each time.')
    return await deliver(ctx, delivery, report)
  } catch (error) {
    const last = isFinal(error) || delivery.attempts >= mostAttempts
    const state = !last ? 'waiting' : isFinal(error) && delivery.reader !== report.owner ? 'skipped' : 'failed'
    await asSystem(ctx, 'Notes that a report was not sent', async system =>
      note(system, delivery, { state, rows: null, error: await sentenceOf(system, report.owner, error) }),
    )
    if (!last) throw error
    return null
  }
}

function asSystem<T>({ world, workspace }: CoreCtx, reason: string, work: (system: CoreCtx) => Promise<T>): Promise<T> {
  return systemContext(world, workspace, reason, 'job', work)
}

const refusal = (code: string, message: string, values: { readonly [name: string]: string } = {}): Refused => new Refused(422, code, message, { values })

function seesNothing({ model }: CoreCtx, { entity }: StoredReport): Refused {
  const list = model.entities.get(entity)?.plural ?? entity
  return refusal('sees_nothing', 'No role lets them see and export {list} any more. Leave them out, or ask an admin to give them such a role.', { list })
}

/** The mail server's own words; what it refuses now it may take later. */
class NotTaken extends Error {
  override readonly name = 'NotTaken'
}

/** Null where another node has it by now. */
async function deliver(ctx: CoreCtx, delivery: Delivery, report: StoredReport): Promise<Ended | null> {
  const { world, workspace } = ctx
  // Taken out while it waited: there is nothing to send to them, and nothing went wrong.
  if (delivery.reader !== report.owner && !report.recipients.includes(delivery.reader)) return { state: 'empty', rows: 0 }
  const { email, caller, author, server, most } = await asSystem(ctx, 'Looks whom a report reaches', system => reach(system, delivery, report))
  const made = await withContext(
    world,
    { workspace, access: model => accessOf(model, { ...caller, ownZone: report.zone }), origin: 'job', readOnly: true, snapshot: true },
    async mine => {
      const file = await makeFile(asking(mine), report.entity, report.definition, report.format, most)
      return file.count === 0 && report.skipEmpty ? null : { ...letterOf(mine, report, file, { email, author }), rows: file.count }
    },
  )
  if (!made) return { state: 'empty', rows: 0 }
  if (!(await asSystem(ctx, 'Looks whether a report is still to be sent', system => stillOurs(system, delivery)))) return null
  await sendMail(server, made.mail, `report-${delivery.id}`, made.files).catch(error => {
    throw new NotTaken(error instanceof Error ? error.message : String(error), { cause: error })
  })
  return { state: 'sent', rows: made.rows }
}

/** Whom it reaches and how, as things are now: what waited for another try may not be sent any more. */
async function reach(system: CoreCtx, delivery: Delivery, report: StoredReport) {
  const [reader, owner] = [await readerOf(system, delivery.reader), await readerOf(system, report.owner)]
  const [server, most] = [await mailServer(system), await mostAttached(system)]
  if (stopReason(owner.eyes, report) !== null) throw refusal('not_any_more', 'Whoever set it up may not have it sent any more.')
  if (!reader.eyes) throw refusal('not_here', '{name} does not sign in here. Reports go to colleagues who do.', { name: reader.name })
  const { email, access } = reader.eyes
  if (!email) throw refusal('no_email', '{name} has no e-mail address. An administrator can add it under People who sign in.', { name: reader.name })
  if (!access.may(report.entity, 'read') || !access.may(report.entity, 'export')) throw seesNothing(system, report)
  if (!server) throw refusal('no_mail_server', 'No mail server is set. An administrator fills in the mail settings.')
  return { email, caller: access.caller, author: delivery.reader === report.owner ? '' : owner.name, server, most }
}

/** Whether trying again is in vain. A server that is busy, or can't be found at the moment, may be there later. */
function isFinal(error: unknown): boolean {
  return error instanceof Refused && error.status !== 429 && error.status !== 503
}

/** What went wrong, in the words of whoever set the report up; names of lists are among them. */
async function sentenceOf(system: CoreCtx, owner: string, error: unknown): Promise<string> {
  const t = (await eyesOf(system, owner))?.t ?? system.t
  const say = (text: string, values: { readonly [name: string]: string | number } = {}): string =>
    t(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? t(value) : value])))
  const why = error instanceof NotTaken ? error.cause : error
  if (why instanceof Refused) return say(why.detail, why.options.values).slice(0, 500)
  if (why instanceof UserError) return say(why.message, why.values).slice(0, 500)
  if (error instanceof NotTaken) return t('The mail server did not take it: {error}', { error: error.message }).slice(0, 500)
  system.log('A report could not be made.', { error: String(error) })
  return t('Something went wrong while it was made.')
}
