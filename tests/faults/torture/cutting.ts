import type { Client } from './client.ts'
import { until } from './processes.ts'
import { differences, isBegun, isBroughtOn, type Standing, standing } from './standing.ts'
import { Nth, type Sent, type When } from './statements.ts'
import type { Copy, Town } from './town.ts'
import type { Turn } from './turns.ts'

/** Where in a turn the node is killed. */
export interface Cut {
  readonly nth: number
  readonly when: When
}

/** What a turn comes to where nobody is killed. */
export interface Course {
  readonly before: Standing
  readonly after: Standing
  /** What is sent for it, in its order. */
  readonly said: readonly Sent[]
}

/** What stood after a cut, when both nodes had started again: as before (some of the next perhaps begun, empty and out of sight), or as after. */
export type Outcome = 'old' | 'begun' | 'new'

/** What nodes say by themselves: listened to for a while, on a node that nobody asks for a change. */
export async function idleTalk(town: Town, state: string, forMs: number): Promise<ReadonlySet<string>> {
  return onCopy(town, state, async copy => {
    const trap = new Nth(0, 'before', new Set())
    const node = await copy.start(true)
    void copy.between.arm(trap)
    const client = town.clientOf(node)
    // Whom it lets in is asked of every request.
    for (const end = performance.now() + forMs; performance.now() < end; await pause(200)) await client.need('GET', '/api/session')
    await node.kill()
    return new Set(trap.said.map(one => one.text))
  })
}

/** Begins a turn on a weak node, with a trap from its first statement on: what came of it, and how the node is killed. */
async function begin(town: Town, { act, first, name }: Turn, copy: Copy, trap: Nth): Promise<Begun> {
  if (!act) {
    const sprung = copy.between.arm(trap)
    // It is killed before it says that it is ready.
    const starting = copy.begin()
    return { sprung, before: null, done: starting.ready.then(() => null), kill: () => starting.kill() }
  }
  const node = await copy.start(true)
  const client = town.clientOf(node)
  await first?.(client)
  const before = await standing(copy.db)
  const sprung = copy.between.arm(trap)
  const done = act(client).then(({ status, json }) => {
    if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(json).slice(0, 400)}`)
    return status
  })
  return { sprung, before, done, kill: () => node.kill() }
}

interface Begun {
  readonly sprung: Promise<void>
  readonly before: Standing | null
  readonly done: Promise<unknown>
  kill(): Promise<void>
}

/** Takes a turn from its beginning to its end. */
export async function courseOf(town: Town, turn: Turn, idle: ReadonlySet<string> | 'owners'): Promise<Course> {
  return onCopy(town, turn.state, async copy => {
    const untouched = await standing(copy.db)
    const trap = new Nth(0, 'before', idle)
    const begun = await begin(town, turn, copy, trap)
    await begun.done
    const said = [...trap.said]
    // What goes on behind the answer has come to its end when another start finds nothing to do.
    await begun.kill()
    copy.between.heal()
    await (await copy.start()).kill()
    return { before: begun.before ?? untouched, after: await standing(copy.db), said }
  })
}

/**
 * Takes a turn on one of two nodes and kills it (SIGKILL) at a statement; then both start at once. It stands as before or as after, both nodes
 * know which, nothing is left to plan, and asked again it comes to its end. Null where the turn has no such statement.
 */
export async function cut(
  town: Town,
  turn: Turn,
  course: Course,
  idle: ReadonlySet<string> | 'owners',
  { nth, when }: Cut,
): Promise<{ outcome: Outcome; wrong: string[] } | null> {
  const wrong: string[] = []
  const at = course.said[nth - 1]?.text.replaceAll(/\s+/g, ' ').slice(0, 120) ?? '-'
  const say = (text: string): void => void wrong.push(`${turn.name}, killed ${when} statement ${nth} (${at}): ${text}`)
  return onCopy(town, turn.state, async copy => {
    const { sprung, done, kill } = await begin(town, turn, copy, new Nth(nth, when, idle))
    const first = await Promise.race([sprung.then(() => 'sprung' as const), done.catch((error: Error) => error)])
    await kill()
    copy.between.heal()
    if (first instanceof Error) say(`it failed by itself: ${first.message}`)
    if (first !== 'sprung') return wrong.length > 0 ? { outcome: 'old' as const, wrong } : null
    done.catch(() => undefined)
    const nodes = await Promise.all([copy.start(), copy.start()])
    try {
      const clients = nodes.map(node => town.clientOf(node))
      const outcome = await stands(copy, course, say)
      if (outcome !== 'new' && !turn.act) say('it did not come by itself')
      for (const client of outcome === 'new' ? [] : clients) await agrees(client, turn, outcome, say)
      if (outcome !== 'new' && turn.act) {
        const { status, json } = await turn.act(clients[1] as Client)
        if (status >= 300) say(`asked again, it was answered ${status}: ${JSON.stringify(json).slice(0, 300)}`)
        const left = differences(await standing(copy.db), course.after)
        if (left.length > 0) say(`asked again, it ends otherwise: ${left.slice(0, 6).join('; ')}`)
      }
      for (const client of clients) await agrees(client, turn, 'new', say)
      return { outcome, wrong }
    } catch (error) {
      say(String(error))
      return { outcome: 'old' as const, wrong }
    } finally {
      await Promise.all(nodes.map(node => node.kill()))
    }
  })
}

/** As what it stands; what a start goes on with behind its first answer may take a moment. */
async function stands({ db }: Copy, { before, after }: Course, say: (text: string) => void): Promise<Outcome> {
  let found = await standing(db)
  const outcome = (): Outcome | null =>
    differences(found, after).length === 0
      ? 'new'
      : differences(found, before).length === 0
        ? 'old'
        : isBegun(found, before, after) || isBroughtOn(found, before)
          ? 'begun'
          : null
  for (const end = performance.now() + 5_000; outcome() === null && performance.now() < end; await pause(200)) found = await standing(db)
  const is = outcome()
  if (is) return is
  const [toOld, toNew] = [differences(found, before), differences(found, after)]
  const nearer = toOld.length <= toNew.length ? (['old', toOld] as const) : (['new', toNew] as const)
  say(`it stands between: of the ${nearer[0]} it differs by ${nearer[1].slice(0, 6).join('; ')}`)
  return nearer[0]
}

/** What a node says of it within a moment: where the plugin stands, that it runs, and that nothing is left to plan. */
async function agrees(client: Client, { plugin, to, name }: Turn, outcome: Outcome, say: (text: string) => void): Promise<void> {
  if (outcome === 'new') {
    const isThere = async (): Promise<boolean> => {
      const { items } = await client.need<{ items: Card[] }>('GET', '/api/plugins')
      const card = items.find(one => one.id === plugin)
      return (
        card?.state === (/^\d/.test(to) ? 'enabled' : to) && card.upgrade === null && card.problems.length === 0 && (!/^\d/.test(to) || card.version === to)
      )
    }
    await until(`${name}: a node knows of it`, isThere, 10_000).catch(error => say(String(error)))
    const again = await client.need<{ steps: string[]; refused?: string }>('POST', `/api/plugins/${plugin}/plan`, { to })
    if (again.steps.length > 0 || again.refused === undefined) say(`there is something left to plan: ${JSON.stringify(again).slice(0, 300)}`)
  }
  const left = await client.need<{ unchanged: boolean; schema: unknown[] }>('POST', '/api/model/plan', { operations: [] })
  if (!left.unchanged || (outcome !== 'begun' && left.schema.length > 0)) say(`the model has something left to make: ${JSON.stringify(left).slice(0, 300)}`)
  const read = await client.ask('GET', '/api/records/parties.party?limit=5')
  if (read.status !== 200) say(`parties are answered with ${read.status}`)
}

interface Card {
  readonly id: string
  readonly state: string
  readonly version: string
  readonly upgrade: object | null
  readonly problems: readonly string[]
}

export async function onCopy<T>(town: Town, state: string, work: (copy: Copy) => Promise<T>): Promise<T> {
  const copy = await town.copyOf(state)
  try {
    return await work(copy)
  } finally {
    await copy.end()
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
