import type { Consumer, Job } from '@sangam/sdk'
import { readSystemCaller } from '../access/caller.ts'
import { accessOfUser, systemAccess } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { bulkJob, continueBulk } from '../records/bulk/run.ts'
import { systemContext, withContext } from '../records/context.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import { jobOf, laneOf } from './lanes.ts'
import { checkedMail, installationServer, type MailServer, mailServer, sendMail } from './mail.ts'
import { deliveryName, mailDelivery } from './outbox.ts'
import { papersOf } from './papers.ts'
import { Park } from './park.ts'
import { type Claimed, markDone } from './queue.ts'

/** Another node has the work now; what this one did is rolled back. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The names of the work that a workspace's model can do. */
export function runnable(model: Model): string[] {
  return [...model.jobs.keys(), ...model.consumers.map(consumer => deliveryName(consumer.name)), mailDelivery, bulkJob]
}

export function kindOf(name: string): 'event' | 'job' | 'mail' {
  return name === mailDelivery ? 'mail' : name.startsWith('on:') ? 'event' : 'job'
}

/** Does one piece of work. Its effects on records and the mark that it is done commit together. */
export async function runWork(world: World, workspace: string, model: Model, work: Claimed, node: string): Promise<void> {
  const finish = async (ctx: CoreCtx): Promise<void> => {
    if (!(await markDone(ctx.tx, ctx.schema, work, node, world.clock.now()))) throw new LeaseLost('The lease ran out.')
  }
  if (work.name === mailDelivery) return deliverMail(world, workspace, work, finish)
  if (work.name === bulkJob) return continueBulk(world, workspace, String(work.input.run), finish)
  const consumer = model.consumers.find(one => deliveryName(one.name) === work.name)
  if (consumer) return deliverEvent(world, workspace, consumer, work, finish)
  const job = model.jobs.get(jobOf(work.name))
  const lane = laneOf(work.name)
  const input = lane === null ? work.input : { ...work.input, lane }
  if (!job) throw new Park(`No enabled plugin has the job ${work.name}.`)
  if (apart.has(job.name)) return runApart(world, workspace, job, input, work, finish)
  await systemContext(
    world,
    workspace,
    `Job ${work.name}`,
    'job',
    async ctx => {
      await job.run(ctx, input)
      await finish(ctx)
    },
    work.cause,
  )
}

/** Jobs that make transactions of their own, between which they wait for others; what is done they know from what they wrote. */
const apart: ReadonlySet<string> = new Set(['core.automationRun', 'core.automationCall', 'core.reportSend'])

async function runApart(world: World, workspace: string, job: Job, input: Parameters<Job['run']>[1], work: Claimed, finish: Finish): Promise<void> {
  const access = systemAccess(await readSystemCaller(world.db.app, workspace), `Job ${job.name}`)
  await withContext(world, { workspace, access, origin: 'job', cause: work.cause, readOnly: true }, ctx => job.run(ctx, input))
  await systemContext(world, workspace, `Job ${job.name}`, 'job', finish)
}

type Finish = (ctx: CoreCtx) => Promise<void>

async function deliverEvent(world: World, workspace: string, consumer: Consumer, work: Claimed, finish: Finish): Promise<void> {
  const deliver = async (ctx: CoreCtx): Promise<void> => {
    await consumer.run(ctx, work.input.payload as never, { id: work.id, attempt: work.attempt, at: String(work.input.at) })
    await finish(ctx)
  }
  // An event that the system itself caused has nobody behind it.
  if (consumer.as === 'system' || work.actor === null)
    return systemContext(world, workspace, `Event ${consumer.event} for ${consumer.name}`, 'event', deliver, work.cause)
  // Who was narrowed to one role as they caused it, by a key or as an automation, is narrowed to it here too.
  const role = work.cause?.role
  const access = await accessOfUser(world, workspace, work.actor, role === undefined ? {} : { role })
  if (!access) throw new Park('The person behind this event may not sign in any more.')
  if (role !== undefined && !access.caller.roles.includes(role))
    throw new Park('The role that the key or automation behind this event was narrowed to is not its person’s any more.')
  return withContext(world, { workspace, access, origin: 'event', cause: work.cause }, deliver)
}

/** The role that the server wrote beside a mail as it was sent: no sender names one. */
function roleIn(payload: unknown): string | null {
  const { role } = (payload ?? {}) as { readonly role?: unknown }
  return typeof role === 'string' ? role : null
}

/** The server of the installation, for what the server itself marked as a message to somebody who signs in. */
function houseServer({ config }: World, payload: unknown): MailServer | null {
  const { house } = (payload ?? {}) as { readonly house?: unknown }
  return house === true && config.mail?.notices ? installationServer(config.mail) : null
}

/** The mail leaves between two transactions, so no connection waits for a mail server. */
async function deliverMail(world: World, workspace: string, work: Claimed, finish: Finish): Promise<void> {
  const own = await systemContext(world, workspace, 'Reads the mail settings', 'job', mailServer)
  const server = own ?? houseServer(world, work.input.payload)
  if (!server) throw new Park('No mail server is set. Fill in the mail settings, then try again.')
  const mail = checkedMail(work.input.payload)
  await sendMail(server, mail, work.id, await papersOf(world, workspace, { id: work.actor, role: roleIn(work.input.payload) }, mail))
  await systemContext(world, workspace, 'Marks a mail as sent', 'job', finish)
}
