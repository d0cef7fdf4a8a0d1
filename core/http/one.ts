import type { Json } from '@sangam/sdk'
import type { Context } from 'hono'
import { Refused } from '../errors.ts'
import { type ChangeRequest, change } from '../records/change.ts'
import { withContext } from '../records/context.ts'
import { changeTogether } from '../records/together.ts'
import type { World } from '../world.ts'
import { type Answer, answered, hashOf, idempotencyKey, type Keyed, keep, once, whoOf, writing } from './call.ts'
import { type Env, signedIn } from './env.ts'
import { isAgent, isPlan, limitsOf } from './key-use.ts'

/** A longer record is a set's worth of work by itself. */
const mostBytes = 65_536

interface Told {
  readonly answer: Answer
  readonly text: string
  readonly keyed: Keyed | null
}

/** Changes one record, together with others of the same caller that come meanwhile. */
export async function changingOne(c: Context<Env>, world: World, given: unknown, entity: string, request: ChangeRequest): Promise<Response> {
  const answerOf = (record: Json): Answer =>
    request.verb === 'create' ? { status: 201, json: record, location: `/api/records/${entity}/${(record as { id: string }).id}` } : { json: record }
  const work = async (ctx: Parameters<typeof change>[0]): Promise<Answer> => answerOf((await single(() => change(ctx, entity, [request])))[0] as Json)
  const key = idempotencyKey(c)
  if (!mayJoin(c, request)) return writing(c, world, given, work, { hopeful: true })
  const { access } = signedIn(c)
  const who = { ...whoOf(c, { hopeful: true }), access }
  const isOld = ageOf(world)
  const mayStill = async (): Promise<boolean> => {
    if (!isOld()) return true
    await c.get('askAgain')()
    return signedIn(c).access === access
  }
  const alone = async (): Promise<Told> => {
    const now = (await mayStill()) ? who : whoOf(c, { hopeful: true })
    return key === undefined ? withContext(world, now, async ctx => told(await work(ctx))) : told(await once(world, now, key, hash, work))
  }
  const hash = key === undefined ? '' : hashOf(c, given)
  const told = (answer: Answer): Told => ({ answer, text: JSON.stringify(answer.json), keyed: key === undefined ? null : { key, hash, answer } })
  const { answer, text } = await changeTogether<Told>(world, who, entity, {
    request,
    mayStill,
    alone,
    told: record => told(answerOf(record)),
    keep: (ctx, all) =>
      keep(
        ctx,
        all.flatMap(one => one.keyed ?? []),
      ),
  })
  return answered(c, answer, text)
}

/** Whether what was found out of a caller as they asked is older than a second by now: by the machine's own clock, or the world's. */
function ageOf({ clock }: World): () => boolean {
  const [began, at] = [performance.now(), clock.now().getTime()]
  return () => performance.now() - began >= 1000 || Math.abs(clock.now().getTime() - at) >= 1000
}

/** What is planned, proposed or counted is done by itself. */
function mayJoin(c: Context<Env>, { verb }: ChangeRequest): boolean {
  const { key } = signedIn(c)
  const counted = key !== null && limitsOf(key, isAgent(c)).writesPerHour !== null
  const { proposal } = (c.env ?? {}) as { readonly proposal?: string }
  // How long it is that comes piece by piece nobody says.
  const short = c.req.header('Transfer-Encoding') === undefined && Number(c.req.header('Content-Length') ?? 0) < mostBytes
  return (verb === 'create' || verb === 'update') && !counted && proposal === undefined && !isPlan(c) && short
}

/** Where one record was sent, nobody asks which of the set it was. */
async function single<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused) || !error.options.errors) throw error
    const errors = error.options.errors.map(({ row: _row, ...issue }) => issue)
    throw new Refused(error.status, error.code, error.detail, { ...error.options, errors })
  }
}
