import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { accessChanged } from '../access/epoch.ts'
import type { Database, Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import type { Packages } from '../packages/packages.ts'
import { holders } from '../registry/custom/adopt.ts'
import { type CustomState, emptyDocument, emptyState } from '../registry/custom/document.ts'
import { modelOf } from '../registry/custom/fit.ts'
import type { Model } from '../registry/model.ts'
import { inEnglish } from '../registry/problems.ts'
import type { Log, Models } from '../world.ts'
import { gateOf, storedOf } from './upgrade/gate.ts'

/** Which plugins a workspace has enabled, the earlier first: of two that don't go together the first stays. */
export async function enabledPlugins(runner: Runner, schema: string): Promise<string[]> {
  const rows = await runner.run<{ id: string }>(sql`select id from ${tableName(schema, 'core_plugin')} where state = 'enabled' order by changed_at, id`)
  return rows.map(row => row.id)
}

/** The plugins of a workspace that are installed here; what is enabled and not installed is told, and does not stop the rest. */
export function installed(plugins: ReadonlyMap<string, Plugin>, enabled: readonly string[]): Plugin[] {
  return [...new Set(['core', ...enabled])].map(id => plugins.get(id)).filter(plugin => plugin !== undefined)
}

/**
 * The plugins of a workspace that are installed here and can work on what is stored, with what keeps the others from it. `anyway` are those whose
 * records are about to be brought to their version.
 */
export async function runningPlugins(
  runner: Runner,
  schema: string,
  plugins: ReadonlyMap<string, Plugin>,
  change: { readonly anyway?: readonly string[]; readonly without?: readonly string[] } = {},
): Promise<{ readonly plugins: readonly Plugin[]; readonly problems: readonly string[] }> {
  const { anyway = [], without = [] } = change
  const rows = await runner.run<{ id: string; version: string }>(
    sql`select id, version from ${tableName(schema, 'core_plugin')} where state = 'enabled' order by changed_at, id`,
  )
  const enabled = [...new Set([...rows.map(row => row.id), ...anyway])].filter(id => !without.includes(id))
  const others = rows.filter(({ id, version }) => enabled.includes(id) && !anyway.includes(id) && plugins.has(id) && plugins.get(id)?.version !== version)
  const gates = (
    await storedOf(
      runner,
      schema,
      others.map(row => row.id),
    )
  ).map(row => ({ id: row.id, gate: gateOf(plugins.get(row.id) as Plugin, row) }))
  const kept = new Set(gates.filter(({ gate }) => gate.kind !== 'open').map(({ id }) => id))
  return {
    plugins: installed(
      plugins,
      enabled.filter(id => !kept.has(id)),
    ),
    problems: gates.flatMap(({ gate }) => (gate.kind === 'open' ? [] : [gate.problem])),
  }
}

/** What administrators made here, as it stands under a model number; the newest unless one is named. */
export async function customState(runner: Runner, schema: string, number?: number): Promise<CustomState> {
  return (await customRow(runner, schema, number))?.state ?? emptyState
}

/** What was written before a part of the document came to be has nothing of that part. */
function wholeState(state: CustomState): CustomState {
  return { ...state, document: { ...emptyDocument, ...state.document } }
}

interface CustomRow {
  readonly number: number
  readonly state: CustomState
  /** The change set that led to it. */
  readonly set: string | null
}

/** The same with its number, at a number or at the last one before it. Kept as text: the order of keys would be lost otherwise. */
export async function customRow(runner: Runner, schema: string, number?: number): Promise<CustomRow | null> {
  const [row] = await runner.run<{ number: string; custom: string | null; set: string | null }>(sql`
    select m.number::text, m.descriptor->>'custom' as custom, m.descriptor->>'set' as set from ${tableName(schema, 'core_model')} m
    where m.number <= coalesce(${number ?? null}::bigint, m.number) order by m.number desc limit 1`)
  return row ? { number: Number(row.number), state: row.custom === null ? emptyState : wholeState(JSON.parse(row.custom) as CustomState), set: row.set } : null
}

export interface OpenModels extends Models {
  /** Puts in place what was just applied here. */
  take(workspace: string, model: Model): void
  stop(): Promise<void>
}

/** Keeps the model of each workspace at the number the database says: told by a notice, and by a look twice a second for what a notice missed, so that nobody works with yesterday's rights for longer than one. */
export async function openModels(db: Database, packages: Pick<Packages, 'plugins' | 'sync' | 'mended'>, log: Log): Promise<OpenModels> {
  const { plugins } = packages
  const known = new Map<string, Model>()
  /** Each of them was made with as many plugins mended. */
  const madeAt = new Map<string, number>()
  const loading = new Map<string, Promise<Model>>()
  const load = async (workspace: string): Promise<Model> => {
    const number = await numberOf(db.app, workspace)
    if (number === null) throw new Refused(404, 'workspace_unknown', 'There is no such workspace.')
    const held = known.get(workspace)
    if (held && held.number >= number && madeAt.get(workspace) === packages.mended) return held
    // It may stand on a plugin that another node installed.
    await packages.sync()
    const enabled = await enabledPlugins(db.app, workspace)
    const missing = enabled.filter(id => !plugins.has(id))
    if (missing.length > 0) log.warn('A plugin is enabled and not installed here; its records are out of reach.', { workspace, missing: missing.join(', ') })
    const state = await customState(db.app, workspace)
    const running = await runningPlugins(db.app, workspace, plugins)
    const holding = holders(state, running.plugins)
    const made = modelOf(holding.plugins, state.document, number)
    const model = { ...made, setAside: [...running.problems, ...holding.problems, ...made.setAside] }
    if (model.setAside.length > 0) log.warn('What leans on a plugin that is not there was set aside.', { workspace, setAside: model.setAside.map(inEnglish) })
    put(workspace, model)
    return model
  }
  const put = (workspace: string, model: Model): void => {
    known.set(workspace, model)
    madeAt.set(workspace, packages.mended)
    accessChanged()
  }
  const refresh = (workspace: string): Promise<Model> => {
    const running = loading.get(workspace)
    if (running) return running
    const one = load(workspace).finally(() => loading.delete(workspace))
    loading.set(workspace, one)
    return one
  }
  let stopped = false
  const look = async (): Promise<void> => {
    for (const workspace of known.keys())
      await refresh(workspace).catch(error => stopped || log.warn('The model could not be looked at; it is tried again.', { workspace, error: String(error) }))
  }
  const unlisten = await db.app.listen(
    'sangam_model',
    workspace => void (known.has(workspace) && refresh(workspace).catch(() => undefined)),
    () => void look(),
  )
  const timer = setInterval(() => void look(), 500)
  timer.unref()
  return {
    current: async workspace => known.get(workspace) ?? refresh(workspace),
    refresh,
    take: put,
    async stop() {
      stopped = true
      clearInterval(timer)
      await unlisten().catch(() => undefined)
      await Promise.allSettled(loading.values())
    },
  }
}

/** The number of a workspace's model; null where there is no such workspace. */
async function numberOf(runner: Runner, workspace: string): Promise<number | null> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(workspace)) return null
  const [found] = await runner.run<{ there: boolean }>(sql`select to_regclass(${`${workspace}.core_number`}) is not null as there`)
  if (!found?.there) return null
  const [row] = await runner.run<{ value: string }>(sql`select value::text from ${tableName(workspace, 'core_number')} where name = 'model'`)
  return Number(row?.value ?? 0)
}
