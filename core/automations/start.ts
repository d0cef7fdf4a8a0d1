import type { Json } from '@sangam/sdk'
import { v7 } from 'uuid'
import type { Access } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { notAsked } from '../records/askable.ts'
import { change } from '../records/change.ts'
import { withContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { rightsOf, stopAutomation } from './author.ts'
import { mostDeep, mostTogether, type StoredAutomation } from './definition.ts'
import { automationAt, getAutomation } from './store.ts'

/** What set an automation off: what stands in the queue. */
export type Start = {
  readonly automation: string
  /** The version it had at that moment. */
  readonly version: number
  /** The records that set it off; left out where there are none. */
  readonly records?: readonly string[]
  readonly input?: Json
  readonly pressedBy?: string
  /** Told apart by the record: `…:2027-03-31` begins once for each. */
  readonly once?: string
}

interface Subject {
  readonly id: string | null
  readonly title: string | null
}

/** The job `core.automate`: looks which records meet the condition, and begins a run for each, in sets. */
export async function startRuns(ctx: CoreCtx, given: Start): Promise<void> {
  const automation = await automationAt(ctx, given.automation, given.version)
  const now = await getAutomation(ctx, given.automation).catch(() => null)
  if (!automation || !now?.active) return
  const rights = await rightsOf(ctx, automation)
  if ('text' in rights) return stopAutomation(ctx, automation, ctx.t(rights.text))
  const refused = automation.condition && notAsked({ ...ctx, access: rights.access }, automation.entity ?? '', automation.condition)
  if (refused) return stopAutomation(ctx, automation, ctx.t(refused.detail, refused.options.values))
  for (const subjects of chunks(await subjectsOf(ctx, automation, rights.access, given.records))) await begin(ctx, automation, given, subjects)
}

/** The records of a set that meet the condition, as the automation's role sees them. */
async function subjectsOf(ctx: CoreCtx, automation: StoredAutomation, access: Access, records: readonly string[] | undefined): Promise<Subject[]> {
  const { entity: name } = automation
  const entity = name === null ? undefined : ctx.model.entities.get(name)
  if (!entity) return name === null ? [{ id: null, title: null }] : []
  return withContext(ctx.world, { workspace: ctx.workspace, access, origin: 'automation', readOnly: true }, async reader => {
    const found: Subject[] = []
    for (const among of records ? chunks(records) : [null]) {
      let after: string | null = null
      do {
        const conditions: object[] = [...(among ? [{ id: { in: among } }] : []), ...(automation.condition ? [automation.condition] : [])]
        const page: Awaited<ReturnType<typeof find>> = await find(reader, entity.name, {
          ...(conditions.length > 0 && { where: { and: conditions } }),
          fields: ['$title'],
          sort: ['id'],
          limit: 500,
          ...(after !== null && { after }),
        })
        for (const item of page.items) found.push({ id: item.id, title: String(item.$title ?? '').slice(0, 255) })
        after = page.next
      } while (after !== null)
    }
    return found
  })
}

async function begin(ctx: CoreCtx, automation: StoredAutomation, given: Start, subjects: readonly Subject[]): Promise<void> {
  const fresh = await notYet(ctx, automation, given, subjects)
  if (fresh.length === 0) return
  const depth = (ctx.cause?.depth ?? 0) + 1
  const deep = depth > mostDeep
  const runs = fresh.map(subject => ({ id: v7(), subject }))
  await change(
    ctx,
    'core.automationRun',
    runs.map(({ id, subject }) => ({
      verb: 'create',
      id,
      values: {
        automation: automation.id,
        automationVersion: automation.version,
        entity: automation.entity,
        record: subject.id,
        recordTitle: subject.title,
        depth,
        causedBy: ctx.cause?.run ?? null,
        input: given.input ?? null,
        pressedBy: given.pressedBy ?? null,
        key: keyOf(automation, given, subject),
        ...(deep && {
          state: 'stopped',
          endedAt: ctx.now(),
          error: ctx.t('Automations set each other off {most} times in a row. Look whether they go in a circle.', { most: mostDeep }),
        }),
      },
    })),
    { server: true },
  )
  if (!deep) await ctx.enqueue(`core.automationRun#${automation.id}`, { runs: runs.map(({ id }) => id) })
}

/** Those that have no run for this day yet. */
async function notYet(ctx: CoreCtx, automation: StoredAutomation, given: Start, subjects: readonly Subject[]): Promise<readonly Subject[]> {
  if (given.once === undefined) return subjects
  const keys = subjects.flatMap(subject => keyOf(automation, given, subject) ?? [])
  const page = await find(ctx, 'core.automationRun', { where: { key: { in: keys } }, fields: ['key'], sort: ['id'], limit: 500 })
  const there = new Set(page.items.map(item => item.key))
  return subjects.filter(subject => !there.has(keyOf(automation, given, subject)))
}

function keyOf(automation: StoredAutomation, { once }: Start, { id }: Subject): string | null {
  return once === undefined ? null : `${automation.id}:${id ?? ''}:${once}`
}

function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / mostTogether) }, (_, at) => list.slice(at * mostTogether, (at + 1) * mostTogether))
}
