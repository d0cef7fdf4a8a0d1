import type { Json, Plugin } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { applySet, nothingToChange, refusalOf } from '../../plans/custom/apply.ts'
import { exportFormat, missingFrom } from '../../plans/custom/import.ts'
import { labelsAside } from '../../plans/custom/labels-aside.ts'
import { type Operation, readOperations } from '../../plans/custom/operations.ts'
import { type ModelPlan, planModel } from '../../plans/custom/plan.ts'
import { type Prepared, prepare } from '../../plans/custom/prepare.ts'
import { progressOf } from '../../plans/custom/progress.ts'
import { type RehearsedModel, rehearsedModel } from '../../plans/custom/rehearse.ts'
import { problemSentence, type Sentence, say } from '../../plans/custom/sentence.ts'
import { addToDraft, changeDraft, getSet, listSets, makeSet, readSet, undoOf } from '../../plans/custom/sets.ts'
import { type Seen, shownModel } from '../../plans/custom/shown.ts'
import { usageOf } from '../../plans/custom/usage.ts'
import { customState } from '../../plans/models.ts'
import { pluginRows } from '../../plans/plugins/states.ts'
import type { Model } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { jsonText, reading, writing } from '../call.ts'
import { administrator, type Body, body, type Env, textOf } from '../env.ts'
import { entityMeta } from '../meta.ts'
import { takesSaid } from './plugins.ts'

/** What administrators make themselves: change sets of entities, fields, rules, screens, roles and words. */
export function customRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/model', async c => {
    const { workspace } = administrator(c)
    const id = c.req.query('set')
    const ahead = id === undefined ? null : await lookAhead(world, workspace, id)
    return c.json((await reading(c, world, async ctx => modelShown(world, workspace, ctx, ahead))) as never)
  })

  app.get('/api/model/usage', async c => {
    const { workspace } = administrator(c)
    const [entity, id] = [c.req.query('entity') ?? '', c.req.query('set')]
    const ahead = id === undefined ? null : await lookAhead(world, workspace, id)
    return c.json(
      (await reading(c, world, async ctx => ({
        items: await usageOf(world, workspace, ahead && 'after' in ahead ? ahead.after : ctx.model, entity),
      }))) as never,
    )
  })

  app.get('/api/model/sets', async c => {
    administrator(c)
    return c.json({ items: await reading(c, world, listSets) } as never)
  })

  app.get('/api/model/sets/:id', async c => {
    const { workspace } = administrator(c)
    const set = await reading(c, world, ctx => getSet(ctx, c.req.param('id')))
    return c.json({ ...set, progress: await progressOf(world.db.app, workspace, set.id) } as never)
  })

  app.post('/api/model/sets', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    const operations = readOperations(given.operations ?? [])
    await prepare(world, workspace, operations)
    return writing(c, world, given, async ctx => {
      const id = await makeSet(ctx, given.title === undefined ? 'Draft' : textOf(given, 'title', 200), operations)
      return { status: 201, json: (await getSet(ctx, id)) as unknown as Json, location: `/api/model/sets/${id}` }
    })
  })

  app.patch('/api/model/sets/:id', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    const patch = {
      ...(given.title !== undefined && { title: textOf(given, 'title', 200) }),
      ...(given.operations !== undefined && { operations: readOperations(given.operations) }),
    }
    if (patch.operations) await prepare(world, workspace, patch.operations)
    return writing(c, world, given, async ctx => {
      await changeDraft(ctx, c.req.param('id'), patch)
      return { json: (await getSet(ctx, c.req.param('id'))) as unknown as Json }
    })
  })

  app.post('/api/model/sets/:id/operations', async c => {
    administrator(c)
    const given = await body(c)
    const operations = readOperations(given.operations)
    return writing(c, world, given, async ctx => {
      await addToDraft(world, ctx, c.req.param('id'), operations)
      return { json: (await getSet(ctx, c.req.param('id'))) as unknown as Json }
    })
  })

  app.delete('/api/model/sets/:id', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      await changeDraft(ctx, c.req.param('id'), null)
      return { json: { id: c.req.param('id') } }
    })
  })

  app.post('/api/model/plan', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    const operations = given.set === undefined ? readOperations(given.operations) : (await readSet(world, workspace, textOf(given, 'set', 36))).operations
    return planned(c, world, operations)
  })

  app.post('/api/model/apply', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    if (given.set !== undefined) return applied(c, world, textOf(given, 'set', 36))
    const operations = readOperations(given.operations)
    return madeAndApplied(c, world, given, async ctx => {
      const plan = await mustFit(world, workspace, operations)
      return { title: titleOf(given, ctx, plan), operations, undoes: null }
    })
  })

  app.post('/api/model/sets/:id/undo/plan', async c => {
    const { workspace } = administrator(c)
    return planned(c, world, await undoOf(world, workspace, await readSet(world, workspace, c.req.param('id'))))
  })

  app.post('/api/model/sets/:id/undo', async c => {
    const { workspace } = administrator(c)
    return madeAndApplied(c, world, { undo: c.req.param('id') }, async () => {
      const set = await readSet(world, workspace, c.req.param('id'))
      const operations = await undoOf(world, workspace, set)
      await mustFit(world, workspace, operations)
      return { title: `↶ ${set.title}`.slice(0, 200), operations, undoes: set.id }
    })
  })

  app.get('/api/model/export', async c => {
    const { workspace } = administrator(c)
    const id = c.req.query('set')
    if (id === undefined) return c.json({ format: exportFormat, document: (await customState(world.db.app, workspace)).document } as never)
    const { title, operations } = await readSet(world, workspace, id)
    // Kept as a file that people compare line by line.
    return jsonText(c, JSON.stringify({ format: exportFormat, title, operations }, null, 2))
  })

  app.post('/api/model/import', async c => {
    const { workspace } = administrator(c)
    return planned(c, world, await missingFrom(world, workspace, await body(c)))
  })
}

type Ahead = Prepared | { readonly stuck: Refused }

/** What a draft would lead to; a draft that fits no more says why, and takes nothing from sight. */
async function lookAhead(world: World, workspace: string, id: string): Promise<Ahead | null> {
  const set = await readSet(world, workspace, id)
  if (set.state !== 'draft' && set.state !== 'failed') return null
  try {
    return await prepare(world, workspace, set.operations)
  } catch (error) {
    if (error instanceof Refused) return { stuck: error }
    throw error
  }
}

async function modelShown(world: World, workspace: string, ctx: CoreCtx, ahead: Ahead | null): Promise<Json> {
  const now = async (): Promise<Seen> => {
    const was = await customState(world.db.app, workspace)
    return { model: ctx.model, was, state: was }
  }
  const seen = ahead && 'after' in ahead ? { model: ahead.after, was: ahead.was, state: ahead.state } : await now()
  const shown = (await shownModel(world, workspace, seen)) as { readonly [part: string]: Json }
  const everything = systemAccess(ctx.access.caller, 'Shows the model to whoever changes it')
  return {
    ...shown,
    aside: labelsAside(await pluginsAway(world, workspace, seen.model), seen.model, seen.state.document, ctx.locale),
    // What the screens will be told of each entity, before it is so.
    shapes: Object.fromEntries(
      [...seen.model.entities.values()].filter(one => !one.internal).map(one => [one.name, entityMeta({ model: seen.model, access: everything }, one)]),
    ),
    stuck: ahead && 'stuck' in ahead ? ctx.t(ahead.stuck.detail, ahead.stuck.options.values ?? {}) : null,
    problems: ahead && 'problems' in ahead ? ahead.problems.map(problem => say(ctx, problemSentence(ahead, problem))) : [],
  } as unknown as Json
}

/** Plugins that were enabled here once and are not, or can't run. */
async function pluginsAway(world: World, workspace: string, { plugins }: Model): Promise<Plugin[]> {
  const rows = await pluginRows(world.db.owner, workspace)
  return [...world.plugins.values()].filter(({ id }) => rows.has(id) && !plugins.has(id))
}

/** What the set was called, or the first thing that it does. */
function titleOf(given: Body, ctx: CoreCtx, { steps: [first] }: ModelPlan): string {
  if (given.title !== undefined) return textOf(given, 'title', 200)
  return first ? say(ctx, first).slice(0, 200) : 'Draft'
}

async function planned(c: Context<Env>, world: World, operations: readonly Operation[]): Promise<Response> {
  const { workspace } = administrator(c)
  const plan = await rehearsedModel(world, workspace, await planModel(world, workspace, operations))
  return c.json((await reading(c, world, async ctx => ({ operations, ...shown(ctx, plan) }))) as never)
}

/** What can't be applied is not written down: nobody has to clear it away. */
async function mustFit(world: World, workspace: string, operations: readonly Operation[]): Promise<ModelPlan> {
  const plan = await planModel(world, workspace, operations)
  if (plan.refused.length > 0) throw refusalOf(plan)
  if (plan.unchanged) throw nothingToChange()
  return plan
}

interface Wanted {
  readonly title: string
  readonly operations: readonly Operation[]
  readonly undoes: string | null
}

/** A set is written down before it is applied: whoever asks twice with one Idempotency-Key has made one set, and it is applied once. */
async function madeAndApplied(c: Context<Env>, world: World, given: unknown, make: (ctx: CoreCtx) => Promise<Wanted>): Promise<Response> {
  const made = await writing(c, world, given, async ctx => {
    const { title, operations, undoes } = await make(ctx)
    return { json: { id: await makeSet(ctx, title, operations, undoes) } }
  })
  return applied(c, world, ((await made.json()) as { id: string }).id)
}

async function applied(c: Context<Env>, world: World, id: string): Promise<Response> {
  const { workspace, access } = administrator(c)
  const plan = await applySet(world, { workspace, access }, id)
  return c.json((await reading(c, world, async ctx => ({ set: await getSet(ctx, id), ...shown(ctx, plan) }))) as never)
}

function shown(ctx: CoreCtx, { refused, steps, warnings, named, schema, unchanged, takes }: ModelPlan & { readonly takes?: RehearsedModel['takes'] }) {
  const all = (sentences: readonly Sentence[]): string[] => sentences.map(sentence => say(ctx, sentence))
  return { refused: all(refused), warnings: all(warnings), steps: all(steps), named, schema, unchanged, ...(takes && { takes: takesSaid(ctx, takes) }) }
}
