import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { say as sentenceSaid } from '../../plans/custom/sentence.ts'
import { type Asking, applyPlugin, lastChanges, makeFirstRecords, type PluginChange, planPlugin, planUndo, undoPlugin } from '../../plans/plugins/lifecycle.ts'
import { rehearsedPlan } from '../../plans/plugins/rehearse.ts'
import { keptUntil, pluginRows, type Standing } from '../../plans/plugins/states.ts'
import type { PluginPlan } from '../../plans/plugins/targets.ts'
import { applyUpgrade, planUpgrade } from '../../plans/plugins/upgrade.ts'
import type { Takes } from '../../plans/rehearsal/said.ts'
import { missing, type Unmade } from '../../plans/seeds.ts'
import { workspaces } from '../../plans/workspace.ts'
import { inEnglish } from '../../registry/problems.ts'
import { compareVersions, parseVersion } from '../../registry/version.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { administrator, body, type Env, isOwner, owner, type SignedIn } from '../env.ts'

/** Plugins of a workspace: enabled, disabled, put away, put back; a plan of each before it is done. */
export function lifecycleRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/plugins', async c => {
    const { workspace } = administrator(c)
    return c.json({ items: await reading(c, world, async ctx => pluginsOf(world, ctx, workspace)) })
  })

  app.post('/api/plugins/:id/plan', async c => {
    const { workspace } = administrator(c)
    const to = target(await body(c))
    const [shape, id] = [await shapeOf(world, workspace), c.req.param('id')]
    const plan = isVersion(to) ? await planUpgrade(world, shape, id, to) : await rehearsedPlan(world, workspace, await planPlugin(world, shape, id, to))
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
  })

  app.post('/api/plugins/:id/apply', async c => {
    const to = target(await body(c))
    // What can't be taken back is for an owner to say.
    const who = to === 'available' || isVersion(to) ? owner(c) : administrator(c)
    const [shape, id, by] = [await shapeOf(world, who.workspace), c.req.param('id'), asking(who)]
    const plan = isVersion(to) ? await applyUpgrade(world, shape, id, to, by.user) : await applyPlugin(world, shape, id, to, by)
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
  })

  app.post('/api/plugins/:id/seed', async c => {
    const { workspace } = administrator(c)
    const unmade = await makeFirstRecords(world, await shapeOf(world, workspace), c.req.param('id'))
    return c.json(await reading(c, world, async ctx => ({ unmade: unmadeSaid(ctx, unmade) })))
  })

  app.post('/api/plugins/:id/undo/plan', async c => {
    const { workspace } = administrator(c)
    const plan = await rehearsedPlan(world, workspace, await planUndo(world, await shapeOf(world, workspace), c.req.param('id')))
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
  })

  app.post('/api/plugins/:id/undo', async c => {
    const who = administrator(c)
    const plan = await undoPlugin(world, await shapeOf(world, who.workspace), c.req.param('id'), asking(who))
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
  })
}

function asking(who: SignedIn): Asking {
  return { user: who.access.caller.userId, owner: isOwner(who) }
}

async function pluginsOf(world: World, ctx: CoreCtx, workspace: string) {
  await world.packages.sync({ again: true })
  const rows = await pluginRows(world.db.owner, workspace)
  const shape = (await workspaces(world)).find(one => one.name === workspace)
  const unmade = shape ? await missing(world.db.app, shape, ctx.model) : []
  const called = calling(ctx)
  const undoable = await lastChanges(world, workspace, rows)
  const plugins = [...world.plugins.values()].filter(plugin => plugin.id !== 'core')
  const sound = plugins.map(plugin => {
    const row = rows.get(plugin.id)
    const state = row?.state ?? 'available'
    return {
      id: plugin.id,
      title: called(plugin.title),
      description: called(plugin.description),
      icon: plugin.icon ?? null,
      version: plugin.version,
      state,
      needs: Object.keys(plugin.needs ?? {}),
      /** Of a bridge: what it comes and goes with. */
      joins: Object.keys(plugin.joins ?? {}),
      neededBy: [...ctx.model.plugins.values()]
        .filter(other => world.plugins.has(other.id) && Object.hasOwn(other.needs ?? {}, plugin.id))
        .map(other => other.id),
      /** Until when it can be put back, and what would come back. */
      away: row?.away && row.awayAt ? { until: keptUntil(row.awayAt), tables: row.away.tables.length, records: row.away.records } : null,
      undo: plugin.joins ? isPuttingAway(undoable.get(plugin.id)) : undoable.has(plugin.id),
      /** The version that its records are of, where they wait to be brought to this one. */
      upgrade:
        state === 'enabled' && row && !ctx.model.plugins.has(plugin.id) && compareVersions(plugin.version, row.version) > 0 ? { from: row.version } : null,
      /** Why it does not run, though it is enabled: for whoever wrote it. */
      problems:
        state === 'enabled' && !ctx.model.plugins.has(plugin.id)
          ? ctx.model.setAside.map(inEnglish).filter(one => new RegExp(`\\b${plugin.id}\\b`).test(one) && !/^(?:Plugin x|Role x\.\w+) /.test(one))
          : [world.packages.trouble(plugin.id)].filter(one => one !== null),
      /** First records that it could not make, by what its author calls them, and why: it runs without them. */
      unmade: unmade.flatMap(one => (one.plugin === plugin.id ? [{ seed: one.seed, why: one.why && sentenceSaid(withBrought(ctx), one.why) }] : [])),
    }
  })
  const unsound = world.setAside.map(({ id, title, version, problems }) => ({
    ...{ id, title, description: '', icon: null, version, state: rows.get(id)?.state ?? ('available' as const) },
    ...{ needs: [], joins: [], neededBy: [], away: null, undo: false, upgrade: null, problems, unmade: [] },
  }))
  const installed = (id: string) => {
    const row = world.packages.of(id)
    return row ? { by: row.author, at: row.installedAt, sha256: row.sha256, origin: row.origin } : null
  }
  return [...sound, ...unsound].map(one => ({ ...one, installed: installed(one.id) }))
}

/** The one change of a bridge that is somebody's own. */
function isPuttingAway(change: PluginChange | undefined): boolean {
  return change?.states.length === 1 && change.states[0]?.to === 'uninstalled'
}

const targets = new Set<unknown>(['enabled', 'disabled', 'uninstalled', 'available'])

function target(given: { readonly [name: string]: unknown }): Standing | Version {
  if (!targets.has(given.to) && !isVersion(given.to))
    throw new Refused(
      400,
      'bad_body',
      'Send { "to": … } with enabled, disabled, uninstalled, a version such as 2.0.0 to upgrade what is kept, or available to delete for good what was uninstalled.',
    )
  return given.to as Standing | Version
}

type Version = `${number}.${number}.${number}`

function isVersion(to: unknown): to is Version {
  return typeof to === 'string' && parseVersion(to) !== null
}

async function shapeOf(world: World, name: string) {
  // Another node may have installed what this is about.
  await world.packages.sync({ again: true })
  const found = (await workspaces(world)).find(one => one.name === name)
  if (!found) throw new Refused(404, 'workspace_unknown', 'There is no such workspace.')
  return found
}

function shown(ctx: CoreCtx, plan: PluginPlan) {
  const say = saying(ctx)
  // What people may do is read first.
  const first = (plan.roles?.said ?? []).map(one => sentenceSaid(withBrought(ctx), one))
  const technical = plan.steps.flatMap(({ technical: names = [] }, at) => (names.length > 0 ? [{ step: first.length + at, names }] : []))
  return {
    steps: [...first, ...plan.steps.map(say)],
    ...(technical.length > 0 && { technical }),
    ...(plan.roles && { roles: plan.roles.changes }),
    tables: plan.tables,
    columns: plan.columns,
    ...(plan.schema && { schema: plan.schema }),
    ...(plan.takes && { takes: takesSaid(ctx, plan.takes) }),
    ...(plan.refused && { refused: say(plan.refused) }),
    ...(plan.unmade && plan.unmade.length > 0 && { unmade: unmadeSaid(ctx, plan.unmade) }),
  }
}

/** What is missing of what was done, and what to do about it. */
function unmadeSaid(ctx: CoreCtx, unmade: readonly Unmade[]) {
  return unmade.map(({ plugin, seed, said }) => ({ plugin, seed, text: sentenceSaid(withBrought(ctx), said) }))
}

/** How long it takes and who waits, in the reader's language. */
export function takesSaid(ctx: CoreCtx, { said, ...takes }: Takes) {
  return { ...takes, said: said.map(sentence => sentenceSaid(withBrought(ctx), sentence)) }
}

/** Sentences in the reader's language. */
export function saying(ctx: CoreCtx): (step: PluginPlan['steps'][number]) => string {
  const called = calling(ctx)
  /** Titles and labels within a sentence, one after another, are words too. */
  const word = (value: string | number) =>
    typeof value === 'string'
      ? value
          .split(/(, | › )/)
          .map(called)
          .join('')
      : value
  return ({ text, values }) => ctx.t(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(value)])))
}

/** A name in the reader's language, of plugins too that are not enabled. */
function calling(ctx: CoreCtx): (name: string) => string {
  const aside = wordsBrought(ctx)
  return name => {
    const said = ctx.t(name)
    return said === name ? (aside.get(name) ?? name) : said
  }
}

/** Whoever reads, with the words of plugins too that are not enabled. */
function withBrought(ctx: CoreCtx): Pick<CoreCtx, 't'> {
  const called = calling(ctx)
  return { t: (source, values) => (values ? ctx.t(source, values) : called(source)) }
}

/** The words of plugins that are here and not enabled: what they would bring is called so. */
function wordsBrought({ world, locale }: CoreCtx): ReadonlyMap<string, string> {
  const parts = [...world.plugins.values()].flatMap(plugin => plugin.parts ?? [])
  return new Map(parts.flatMap(part => (part.kind === 'translations' && part.language === locale ? Object.entries(part.sources) : [])))
}
