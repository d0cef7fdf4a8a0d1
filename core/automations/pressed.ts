import type { Access } from '../access/access.ts'
import { hasEverything } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { type Afterwards, mailsTold, messagesTold } from '../records/rehearsal/afterwards.ts'
import type { Begun, Rehearsed } from '../records/rehearsal/rehearsed.ts'
import { takenBack } from '../records/rehearsal/taken-back.ts'
import type { World } from '../world.ts'
import { rightsOf } from './author.ts'
import type { StoredAutomation } from './definition.ts'
import { meeting } from './meeting.ts'
import { perform } from './perform.ts'
import { refusalOf } from './run.ts'
import type { Start } from './start.ts'
import { getAutomation } from './store.ts'
import { type Live, type Walk, walkSteps } from './walk.ts'

/** A button that was pressed in a rehearsal. */
export interface Pressed {
  readonly workspace: string
  readonly automation: StoredAutomation
  /** What the button is called. */
  readonly label: string
  readonly records: readonly string[]
  readonly by: string
  /** With which rights its automation acts, or why it would not. */
  readonly rights: { readonly access: Access } | { readonly text: string }
  /** Whether whoever pressed it may know why a step is refused: an automation may see what they do not. */
  readonly told: boolean
  readonly t: CoreCtx['t']
}

export async function pressedIn(ctx: CoreCtx, jobs: readonly Begun[]): Promise<Pressed[]> {
  const found: Pressed[] = []
  for (const { name, input } of jobs) {
    const { automation: id, records = [], pressedBy } = input as unknown as Start
    if (name !== 'core.automate' || pressedBy === undefined) continue
    const automation = await getAutomation(ctx, id)
    const { trigger } = automation
    found.push({
      workspace: ctx.workspace,
      automation,
      label: trigger.on === 'button' ? trigger.label : automation.name,
      records,
      by: pressedBy,
      rights: await rightsOf(ctx, automation),
      told: hasEverything(ctx.access.caller),
      t: ctx.t,
    })
  }
  return found
}

/** Takes the records of a button through its steps with the automation's rights, has `tell` look at what that did, and takes it back. */
export async function rehearsePressed(world: World, pressed: Pressed, tell: (run: CoreCtx, rehearsed: Rehearsed) => Promise<void>): Promise<Afterwards[]> {
  const { workspace, automation, label, rights, t } = pressed
  if ('text' in rights) return [stops(pressed, rights)]
  const done: Live[] = []
  const refusals: Refusal[] = []
  const who = { workspace, access: rights.access, origin: 'automation', cause: { run: noRun, depth: 1 }, reason: automation.name } as const
  await takenBack(world, who, async (run, rehearsed) => {
    const met = automation.entity === null ? null : await meeting(run, automation.entity, automation.condition, pressed.records)
    const records = pressed.records.filter(id => met === null || met.has(id))
    const together = await walk(run, pressed, records)
    // One that is refused does not hold up the others: each is tried by itself then.
    const tries = 'lives' in together || records.length === 1 ? [together] : []
    if (tries.length === 0) for (const id of records) tries.push(await walk(run, pressed, [id]))
    for (const one of tries) 'lives' in one ? done.push(...one.lives) : refusals.push(one)
    await tell(run, rehearsed)
  })
  const begins: Afterwards = { kind: 'automation', name: label, text: t('“{label}” begins, and does its steps by itself.', { label }) }
  return [...(done.length > 0 || refusals.length === 0 ? [begins] : []), ...refusals.map(one => stops(pressed, one)), ...shownIn(pressed, done)]
}

type Refusal = { readonly text: string; readonly values?: { readonly [name: string]: string | number } }

/** The run of a button that is only rehearsed. */
const noRun = '00000000-0000-7000-8000-000000000001'

async function walk(ctx: CoreCtx, { automation, by }: Pressed, records: readonly string[]): Promise<{ readonly lives: readonly Live[] } | Refusal> {
  const lives = records.map((record): Live => ({ id: noRun, record, input: null, pressedBy: by, log: [], item: null, calls: null }))
  const entity = automation.entity === null ? null : (ctx.model.entities.get(automation.entity) ?? null)
  const steps: Walk = { ctx, automation, entity, dry: true, at: '' }
  try {
    await ctx.attempt(async () => {
      await walkSteps(steps, perform, automation.steps, lives)
      await ctx.tx.settled()
    })
    return { lives }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return refusal
  }
}

/** Mails, messages and calls are shown by a dry walk, and not sent. */
function shownIn({ t }: Pressed, lives: readonly Live[]): Afterwards[] {
  const shown = lives.flatMap(live => live.log.filter(entry => entry.state === 'shown'))
  const sent = (what: 'mail' | 'notify'): number =>
    shown.reduce((sum, entry) => sum + (entry.do === what ? (entry.data as { readonly to: readonly string[] }).to.length : 0), 0)
  const calls = shown.filter(entry => entry.do === 'call').length
  const called: Afterwards = {
    kind: 'call',
    count: calls,
    text: t('{count, plural, one {Another system is called.} other {Other systems are called # times.}}', { count: calls }),
  }
  return [...mailsTold(t, sent('mail')), ...messagesTold(t, sent('notify')), ...(calls > 0 ? [called] : [])]
}

function stops({ label, told, t }: Pressed, { text, values }: Refusal): Afterwards {
  return {
    kind: 'automation',
    name: label,
    text: told
      ? t('“{label}” would stop: {why}', { label, why: t(text, values) })
      : t('“{label}” would stop, since one of its steps is refused. Ask an administrator to look at the automation.', { label }),
  }
}
