import { UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { withContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { signedHeaders } from '../webhooks/sign.ts'
import { callOut } from '../work/outbound.ts'
import { placed } from './definition.ts'
import { callOf } from './perform.ts'
import { failed, goOn, inRun, type Taken, takenOf } from './run.ts'
import { keptBeside } from './store.ts'
import { type Live, lookAt, note, type Walk } from './walk.ts'

/**
 * The job `core.automationCall`: calls another system between two transactions, then goes on with the run. The call
 * carries the id of its run and step, the same on every try, so that who is called can know it again.
 */
export async function callFor(ctx: CoreCtx, run: string, at: string): Promise<void> {
  const taken = await takenOf(ctx, [run])
  if (!taken) return
  const where = { at }
  try {
    const told = await request(ctx, taken, run, at)
    if (!told) return
    const status = await call(ctx, taken, run, at, told)
    await inRun(ctx, taken, [run], async (inner, lives) => {
      const open = lives.filter(live => !live.log.some(entry => entry.at === at))
      if (open.length === 0) return
      for (const live of open) note({ ...walkOf(inner, taken), at }, live, told.step, { url: told.shown, body: told.body, status })
      await goOn(inner, taken, open, where)
    })
  } catch (error) {
    await failed(ctx, [run], where.at, error)
  }
}

interface Told {
  readonly step: Extract<ReturnType<typeof placed>[number]['step'], { readonly do: 'call' }>
  readonly url: string
  readonly shown: string
  readonly body: string
}

/** What is to be said, read with the automation's rights; null where it was said already. */
async function request(ctx: CoreCtx, taken: Taken, id: string, at: string): Promise<Told | null> {
  const page = await find(ctx, 'core.automationRun', {
    where: { id, state: { in: ['calling', 'retrying'] } },
    fields: ['record', 'input', 'pressedBy', 'log'],
    limit: 1,
  })
  const [item] = page.items
  const step = placed(taken.automation.steps).find(one => one.at === at)?.step
  if (!item || step?.do !== 'call') return null
  const live: Live = {
    id,
    record: (item.record as string | null) ?? null,
    input: item.input ?? null,
    pressedBy: (item.pressedBy as string | null) ?? null,
    log: [...((item.log ?? []) as unknown as Live['log'])],
    item: null,
    calls: at,
  }
  if (live.log.some(entry => entry.at === at)) return null
  return withContext(ctx.world, { workspace: ctx.workspace, access: taken.access, origin: 'automation', readOnly: true }, async reader => {
    const walk = walkOf(reader, taken)
    await lookAt(walk, [live])
    const { url, body } = callOf(walk, step, live)
    return { step, url: step.url, shown: url, body }
  })
}

async function call(ctx: CoreCtx, { automation }: Taken, run: string, at: string, { url, body }: Told): Promise<number> {
  const id = `${run}.${at}`
  const secret = await keptBeside(ctx, automation.id, 'signing')
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : ''
  const answer = await callOut(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedHeaders(secret === null ? [] : [secret], id, ctx.world.clock.now(), body) },
    body,
    local: ctx.world.config.localHosts.includes(host),
  })
  const { status } = answer
  if (status >= 200 && status < 300) return status
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    throw new UserError('call_refused', '{host} refused the call with the status {status}. Correct the address or what is sent.', { host, status })
  throw new Error(`${host} answered with the status ${status}.`)
}

function walkOf(ctx: CoreCtx, { automation }: Taken): Walk {
  return { ctx, automation, entity: automation.entity === null ? null : (ctx.model.entities.get(automation.entity) ?? null), dry: false, at: '' }
}
