import type { Plugin } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { stopActingAs } from '../automations/author.ts'
import type { CoreCtx } from '../data/context.ts'
import { withSetupLock } from '../data/database.ts'
import { tableName } from '../data/identifiers.ts'
import { type ChangeRequest, change } from '../records/change.ts'
import { systemContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { givenBack, type TakenOver, takeOver, toldInEnglish } from '../registry/custom/adopt.ts'
import type { CustomState } from '../registry/custom/document.ts'
import { emptyState } from '../registry/custom/document.ts'
import { modelInTurns, modelOf } from '../registry/custom/fit.ts'
import type { Model } from '../registry/model.ts'
import { adminPlugin } from '../registry/names.ts'
import { stopShowing } from '../webhooks/webhook.ts'
import type { World } from '../world.ts'
import { applyModel, type Change, type PluginState } from './apply.ts'
import { markOf } from './base.ts'
import { customRow, customState, installed, type OpenModels, runningPlugins } from './models.ts'
import { paced, rest } from './pace.ts'
import { type Planting, plant, turnsFor, type Unmade, unplanted, untriedAndOf } from './seeds.ts'
import { finishFollowing } from './upgrade/saved.ts'
import { upgradeByItself } from './upgrade/start.ts'

export interface WorkspaceShape {
  readonly name: string
  readonly title: string
  readonly sample: boolean
}

export async function workspaces(world: Pick<World, 'db'>): Promise<WorkspaceShape[]> {
  return world.db.app.run<WorkspaceShape>(sql`select name, title, sample from ${tableName('sangam', 'workspace')} order by sample, name`)
}

/** Makes a workspace with core's own plugin alone; one that is there already stays as it is. */
export async function createWorkspace(world: World, shape: WorkspaceShape): Promise<void> {
  await withSetupLock(world.db, () => bringUp(world, shape.name, []))
  await world.db.owner.run(
    sql`insert into ${tableName('sangam', 'workspace')} (name, title, sample, created_at) values (${shape.name}, ${shape.title}, ${shape.sample}, now()) on conflict (name) do nothing`,
  )
  await plantSeeds(world, shape.name, shape.sample)
}

/** Brings a workspace to what is installed here: nothing to do on most starts, and one statement to know it. */
export async function updateWorkspace(world: World, { name, sample }: WorkspaceShape): Promise<void> {
  await upgradeByItself(world, name)
  const now = takeOver(await customState(world.db.app, name), (await runningPlugins(world.db.app, name, world.plugins)).plugins)
  const model = modelOf(now.plugins, now.state.document)
  const [last] = await world.db.app.run<{ hash: string; based: boolean }>(sql`
    select m.hash, exists (select from ${tableName(name, 'core_seed')} s where s.name = ${markOf(name)}) as based from ${tableName(name, 'core_model')} m order by m.number desc limit 1`)
  if (last?.hash === model.hash && last.based) {
    await finishFollowing(world, name)
    // Whoever planted them was killed.
    if ((await unplanted(world, { name, sample }, model)).length > 0) await plantSeeds(world, name, sample, atStart)
    return
  }
  await withSetupLock(world.db, () => bringUp(world, name, []))
  await finishFollowing(world, name)
  await plantSeeds(world, name, sample, atStart)
}

/** A start waits for what it brings, and a short while: what failed before is tried again once it serves. */
const atStart: Planting = { ...untriedAndOf([]), brief: true }

/** Whose first records never end holds up a few others at most, and nobody who works. */
const besideAtOnce = 3

/**
 * Beside a start that serves already: first records that failed before, and those that took longer than it waits. What has begun may end, or is ended like
 * a plugin's other work; the rest waits for the next start.
 */
export function plantBeside(world: World, known: readonly WorkspaceShape[]): { readonly stop: () => Promise<void> } {
  let over = false
  const turn = turnsFor(besideAtOnce)
  const left = [...known]
  // Each takes a connection of those that people wait for too.
  const some = async (): Promise<void> => {
    for (let next = left.shift(); next && !over; next = left.shift()) await plant(world, next.name, next.sample, { over: () => over, turn })
  }
  const planting = Promise.all(Array.from({ length: besideAtOnce }, some)).catch(error =>
    world.log.warn('First records that failed before could not be tried again.', { error: String(error) }),
  )
  return {
    stop: async () => {
      over = true
      await Promise.race([planting, new Promise(resolve => setTimeout(resolve, 10_000).unref())])
    },
  }
}

/** Enables or disables plugins: tables first, then the number that shows them, then their first records; tells which of these could not be made. */
export async function setPlugins(world: World, workspace: WorkspaceShape, states: readonly PluginState[], planting: Planting = {}): Promise<Unmade[]> {
  await withSetupLock(world.db, () => bringUp(world, workspace.name, states))
  return plantSeeds(world, workspace.name, workspace.sample, planting)
}

/** Tables and number of a workspace as they are to be, with what is written together with the number; the caller holds the lock of set-ups. */
export async function bringUp(
  world: World,
  name: string,
  states: readonly PluginState[],
  also: (next: CustomState) => readonly SQL[] = () => [],
): Promise<Model> {
  const { plugins, problems, state, set } = await partsWith(world, name, states)
  const model = await modelInTurns(plugins, state.document, paced())
  await rest()
  return install(world, name, { ...model, setAside: [...problems, ...model.setAside] }, { states, state, set, also: also(state) })
}

/** Brings the schema to a model and puts it in place here; other nodes take it within a second. */
export async function install(world: World, name: string, model: Model, change: Change): Promise<Model> {
  const number = await applyModel(world.db.owner, name, model, change)
  const applied: Model = { ...model, number }
  ;(world.models as OpenModels).take(name, applied)
  return applied
}

/** The model a workspace would have. */
export async function modelWith(world: World, name: string, states: readonly PluginState[]): Promise<Model> {
  const { plugins, problems, state } = await partsWith(world, name, states)
  const model = await modelInTurns(plugins, state.document, paced())
  return { ...model, setAside: [...problems, ...model.setAside] }
}

export interface Parts {
  readonly plugins: readonly Plugin[]
  readonly problems: readonly string[]
  readonly state: CustomState
  readonly set: string | null
  /** Why plugins can't have what they take over. */
  readonly refused: TakenOver['refused']
}

/** What a workspace's model is made of: its plugins, and what its administrators made, without what plugins took over from them. */
export async function partsWith(world: World, name: string, states: readonly PluginState[]): Promise<Parts> {
  // With what any node installed: under the lock of set-ups nothing changes in between.
  await world.packages.sync()
  const [there] = await world.db.owner.run<{ yes: boolean }>(sql`select to_regclass(${`${name}.core_plugin`}) is not null as yes`)
  const [anyway, without] = [states.filter(one => one.state === 'enabled'), states.filter(one => one.state !== 'enabled')].map(list => list.map(one => one.id))
  const change = { anyway: anyway ?? [], without: without ?? [] }
  const running = there?.yes
    ? await runningPlugins(world.db.owner, name, world.plugins, change)
    : { plugins: installed(world.plugins, change.anyway), problems: [] }
  const row = there?.yes ? await customRow(world.db.owner, name) : null
  const back = states.filter(one => one.givesBack).reduce((state, { id }) => givenBack(state, id), row?.state ?? emptyState)
  const { plugins, state, refused } = takeOver(back, running.plugins)
  return { plugins, problems: [...running.problems, ...toldInEnglish(refused)], state, set: row?.set ?? null, refused }
}

/** Roles as records, then each plugin's own first records, once; tells which could not be made. */
export async function plantSeeds(world: World, name: string, sample: boolean, planting: Planting = {}): Promise<Unmade[]> {
  await systemContext(world, name, 'Writes down the roles of plugins', 'seed', syncRoles)
  return plant(world, name, sample, planting)
}

export async function syncRoles(ctx: CoreCtx): Promise<void> {
  await ctx.lock('roles')
  const there = await knownRoles(ctx)
  const requests: ChangeRequest[] = []
  for (const role of ctx.model.roles.values()) {
    const values = { name: role.name, label: role.label, description: role.description ?? null, plugin: role.plugin }
    const old = there.get(role.name)
    if (!old) requests.push({ verb: 'create', values })
    else if (old.label !== values.label || old.description !== values.description || old.plugin !== values.plugin)
      requests.push({ verb: 'update', id: old.id, patch: values })
  }
  await change(ctx, 'core.role', requests, { server: true })
  // A plugin that took a role over may be disabled before the role says so.
  const taken = Object.values((await customState(ctx.tx, ctx.workspace)).adopted ?? {}).flatMap(one => one.roles)
  await forgetRoles(ctx, ({ plugin, name }) => plugin === adminPlugin && !ctx.model.roles.has(name) && !taken.includes(name))
}

/** Who had a role that was removed does not have the next one of that name, nor does a key that was narrowed to it. */
export async function forgetRoles(ctx: CoreCtx, goes: (role: { readonly name: string; readonly plugin: string }) => boolean): Promise<void> {
  const gone = [...(await knownRoles(ctx))].filter(([name, { plugin }]) => goes({ name, plugin: String(plugin) }))
  if (gone.length === 0) return
  const names = gone.map(([name]) => name)
  await change(
    ctx,
    'core.role',
    gone.map(([, { id }]) => ({ verb: 'remove', id })),
    { server: true },
  )
  for (const name of names)
    await ctx.tx.run(
      sql`update ${tableName('sangam', 'api_key')} set revoked_at = ${ctx.now()}::timestamptz where workspace = ${ctx.workspace} and role = ${name} and revoked_at is null`,
    )
  await stopActingAs(ctx, names)
  await stopShowing(ctx, names)
}

async function knownRoles(ctx: CoreCtx) {
  const page = await find(ctx, 'core.role', { fields: ['name', 'label', 'description', 'plugin'], sort: ['name'], limit: 500 })
  return new Map(page.items.map(item => [String(item.name), item]))
}
