import type { Json } from '@sangam/sdk'
import { UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find, type Item } from '../records/find.ts'
import type { ModelEntity } from '../registry/model.ts'
import { walkPath } from '../registry/paths.ts'
import type { Sight } from '../template.ts'
import { templatePaths } from '../template.ts'
import { type Entry, placed, type Step, type StoredAutomation } from './definition.ts'

/** A run on its way through the steps. */
export interface Live {
  readonly id: string
  readonly record: string | null
  readonly input: Json
  readonly pressedBy: string | null
  readonly log: Entry[]
  /** The record as it stands before the step at hand. */
  item: Item | null
  /** The call it waits for; null while it goes on. */
  calls: string | null
}

export interface Walk {
  /** With the rights the automation acts with. */
  readonly ctx: CoreCtx
  readonly automation: StoredAutomation
  readonly entity: ModelEntity | null
  /** Nothing leaves: what would be mailed and called is only written down. */
  readonly dry: boolean
  /** The step at hand, for whoever must say where it went wrong. */
  at: string
}

/** Does one step for all runs that stand before it, in sets. */
export type Perform = (walk: Walk, step: Step, at: string, lives: readonly Live[]) => Promise<void>

/** Takes runs through the steps together; those that meet a call stop there and say so. What the log knows as done is not done again. */
export async function walkSteps(walk: Walk, perform: Perform, steps: readonly Step[], lives: readonly Live[], before = ''): Promise<readonly Live[]> {
  let going = lives
  for (const [index, step] of steps.entries()) {
    if (going.length === 0) break
    const at = `${before}${index}`
    const due = going.filter(live => !live.log.some(entry => entry.at === at))
    walk.at = at
    if (step.do === 'call' && !walk.dry) {
      for (const live of due) live.calls = at
      going = going.filter(live => live.calls === null)
      continue
    }
    if (due.length > 0) {
      await lookAt(walk, due)
      await perform(walk, step, at, due)
    }
    if (step.do === 'branch') going = await walkBranch(walk, perform, step, going, at)
  }
  return going
}

async function walkBranch(walk: Walk, perform: Perform, step: Step & { readonly do: 'branch' }, lives: readonly Live[], at: string): Promise<readonly Live[]> {
  const took = (live: Live): string => (live.log.find(entry => entry.at === at)?.data as { readonly took: string } | undefined)?.took ?? ''
  const [yes, no] = [lives.filter(live => took(live) === 'yes'), lives.filter(live => took(live) === 'no')]
  const through = [...(await walkSteps(walk, perform, step.yes, yes, `${at}.yes.`)), ...(await walkSteps(walk, perform, step.no ?? [], no, `${at}.no.`))]
  return lives.filter(live => through.includes(live))
}

/** Reads the records as they stand now, with what the templates name. */
export async function lookAt(walk: Walk, lives: readonly Live[]): Promise<void> {
  const { ctx, entity } = walk
  const ids = lives.flatMap(live => live.record ?? [])
  if (!entity || ids.length === 0) return
  const page = await find(ctx, entity.name, { where: { id: { in: ids } }, fields: fieldsOf(walk, entity), sort: ['id'], limit: 500 })
  const found = new Map(page.items.map(item => [item.id, item]))
  for (const live of lives) {
    if (live.record === null) continue
    live.item = found.get(live.record) ?? null
    if (!live.item) throw new UserError('record_out_of_sight', 'The record is not there any more, or the automation’s role may not see it.')
  }
}

/** The plain fields its role may read, and the paths that templates and recipients name. */
function fieldsOf({ ctx, automation }: Walk, entity: ModelEntity): string[] {
  const plain = [...entity.fields.values()].filter(field => field.type.type !== 'lines' && ctx.access.field(entity.name, field.name, 'read') !== 'none')
  const named = placed(automation.steps)
    .flatMap(({ step }) => pathsOf(step))
    .filter(path => path.includes('.') && typeof walkPath(ctx.model.entities, entity.name, path) !== 'string')
  return [...new Set([...plain.map(field => field.name), 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', ...named])]
}

function pathsOf(step: Step): string[] {
  const recipients = step.do === 'mail' || step.do === 'notify' ? step.to.flatMap(one => ('field' in one ? [one.field] : [])) : []
  const named = textsIn(step).flatMap(templatePaths)
  return [...recipients, ...named.flatMap(path => (path.startsWith('record.') ? [path.slice('record.'.length)] : []))]
}

/** Every text of a step, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What the templates of a run see. */
export function sightOf({ ctx, automation }: Walk, live: Live): Sight {
  return {
    record: live.item as unknown as Json,
    hook: live.input,
    automation: automation.name,
    today: ctx.today(),
    now: ctx.now(),
    me: live.pressedBy ?? ctx.user.id,
    link: live.record && automation.entity ? `${ctx.world.config.url}/record/${automation.entity}/${live.record}` : ctx.world.config.url,
  }
}

/** The first names a template may use. */
export const sightNames = ['record', 'hook', 'automation', 'today', 'now', 'me', 'link'] as const

export function note(walk: Walk, live: Live, step: Step, data: Json, state: Entry['state'] = 'done', error?: string): void {
  live.log.push({ at: walk.at, do: step.do, state, time: walk.ctx.world.clock.now().toISOString(), data, ...(error !== undefined && { error }) })
}
