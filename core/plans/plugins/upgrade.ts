import type { Plugin } from '@sangam/sdk'
import { sqlState } from '../../data/connection.ts'
import { withSetupLock } from '../../data/database.ts'
import { Refused } from '../../errors.ts'
import { labelOf } from '../../registry/names.ts'
import { compareVersions } from '../../registry/version.ts'
import type { World } from '../../world.ts'
import { msForRows } from '../rehearsal/rows.ts'
import { takesOf } from '../rehearsal/said.ts'
import { untriedAndOf } from '../seeds.ts'
import type { RehearsedStep } from '../steps.ts'
import { type Gate, gateOf, storedOf } from '../upgrade/gate.ts'
import { type Upgraded, upgrade } from '../upgrade/perform.ts'
import { rehearseUpgrade } from '../upgrade/rehearse.ts'
import { finishFollowing } from '../upgrade/saved.ts'
import { bringUp, plantSeeds, type WorkspaceShape } from '../workspace.ts'
import { changedBrings, changedRoles } from './news.ts'
import { calledBy, rolesOf } from './roles.ts'
import { rolesBrought, type Step } from './sentences.ts'
import { type PluginRow, pluginRows } from './states.ts'
import type { PluginPlan } from './targets.ts'

/** What bringing a plugin's records to the version that is here would do. It is rehearsed on a copy of them. */
export async function planUpgrade(world: World, workspace: WorkspaceShape, id: string, to: string): Promise<PluginPlan> {
  const found = await standing(world, workspace.name, id)
  const against = standsAgainst(found, to)
  if (against) return against
  const done = await rehearsed(world, workspace.name, found.plugin, found.row)
  if (done.refused) return { states: [], tables: 0, columns: 0, ...done }
  return withNews(done, await newsOf(world, workspace.name, found.plugin))
}

/** Does it, without rehearsing it first. An owner asks, where something goes. Errors: `plan_refused`. */
export async function applyUpgrade(world: World, workspace: WorkspaceShape, id: string, to: string, by: string | null): Promise<PluginPlan> {
  const { plugin, row, gate } = await standing(world, workspace.name, id)
  const against = standsAgainst({ plugin, row, gate }, to)
  if (against?.refused) throw new Refused(409, 'plan_refused', against.refused.text, { values: against.refused.values })
  const news = await newsOf(world, workspace.name, plugin)
  const done = await withSetupLock(world.db, async () => {
    const upgraded = await upgrade(world, workspace.name, plugin, { by, owner: true })
    await bringUp(world, workspace.name, [])
    return upgraded
  })
  await finishFollowing(world, workspace.name)
  const unmade = (await plantSeeds(world, workspace.name, workspace.sample, untriedAndOf([id]))).filter(one => one.plugin === id)
  return { ...withNews({ steps: done ? said(plugin, done) : [], refused: null }, news), unmade }
}

/** Why it can't be, whatever its records are. */
function standsAgainst({ plugin, row, gate }: Awaited<ReturnType<typeof standing>>, to: string): PluginPlan | null {
  if (plugin.version !== to) return refused('Version {to} is not installed here; {here} is. Install it first.', { to, here: plugin.version })
  if (compareVersions(row.version, to) === 0) return refused('Its records are of version {version} already.', { version: to })
  if (gate.kind === 'shut') return refused('It can’t be upgraded: {problem}', { problem: gate.problem })
  if (row.state !== 'enabled') return refused('It is not enabled. Its records are brought to {version} when it is.', { version: to })
  return null
}

interface News {
  readonly steps: readonly Step[]
  readonly roles: Awaited<ReturnType<typeof changedRoles>>
}

/** What people have of the version beside its records: read before these are brought to it. */
async function newsOf(world: World, workspace: string, plugin: Plugin): Promise<News> {
  const known = (await storedOf(world.db.owner, workspace, [plugin.id]))[0]?.shape?.roles
  const brought = Object.entries(known ? rolesOf(plugin) : {}).flatMap(([role, { label }]) => (known?.[role] ? [] : [label]))
  const roles = await changedRoles(world, workspace, [plugin.id])
  return { roles, steps: [...rolesBrought(brought), ...(await changedBrings(world, workspace, plugin.id, calledBy(world.plugins.values())))] }
}

function withNews(done: Pick<PluginPlan, 'steps' | 'refused' | 'schema' | 'takes'>, { steps, roles }: News): PluginPlan {
  return { states: [], tables: 0, columns: 0, ...(roles && { roles }), ...done, steps: [...steps, ...done.steps] }
}

/** The steps of enabling a plugin that was disabled or put away in an older version; nothing where its records are of this one. */
export async function rehearsed(
  world: World,
  workspace: string,
  plugin: Plugin,
  row: PluginRow,
): Promise<Pick<PluginPlan, 'steps' | 'refused' | 'schema' | 'takes'>> {
  try {
    const tried = await rehearseUpgrade(world, workspace, plugin, row)
    if (!tried) return { steps: [], refused: null }
    const { ms, locks, after, upgraded } = tried
    const schema: RehearsedStep[] = [
      { phase: 'switch', what: 'values', table: null, name: plugin.id, how: 'fill', rows: 0, exact: true, locks, ms },
      ...after.map(
        (one): RehearsedStep => ({
          phase: 'fill',
          what: 'index',
          how: 'make',
          ...one,
          locks: [],
          ms: Math.round(msForRows({ what: 'index', name: one.name }, one.rows)),
        }),
      ),
    ]
    const takes = takesOf({ steps: schema, problem: null, on: 'records' }, [await world.models.current(workspace)], table => table.startsWith(`${plugin.id}_`))
    return { steps: said(plugin, upgraded), refused: null, schema, takes }
  } catch (error) {
    if (error instanceof Refused) return { steps: [], refused: { text: error.detail, values: error.options.values ?? {} } }
    if (!standsAgainstCopies.has(sqlState(error) ?? '')) throw error
    world.log.warn('A plan could not be rehearsed.', { workspace, plugin: plugin.id, error: String(error) })
    const steps = said(plugin, { from: row.version, to: plugin.version, steps: [], proof: [] })
    return { steps, refused: null, schema: [], takes: takesOf({ steps: [], problem: null, on: null }, []) }
  }
}

/** No right to make a schema, no room on the disk or in memory: it may be done all the same. */
const standsAgainstCopies = new Set(['42501', '53100', '53200'])

function said(plugin: Plugin, { from, to, steps, proof }: Pick<Upgraded, 'from' | 'to' | 'steps' | 'proof'>): Step[] {
  return [
    { text: 'Brings the records of {plugin} from version {from} to {to}, all of it or nothing.', values: { plugin: plugin.title, from, to } },
    ...steps,
    ...proof.map(({ entity, records, condition, version }) => ({
      text: 'Proves of {records, plural, one {# record} other {# records}} of {entity} what version {version} promises.',
      values: { records, entity: plugin.entities?.find(one => one.name === entity)?.definition.label ?? labelOf(entity), version },
      technical: [condition],
    })),
    { text: 'There is no way back but a backup from before.', values: {} },
  ]
}

async function standing(world: World, workspace: string, id: string): Promise<{ readonly plugin: Plugin; readonly row: PluginRow; readonly gate: Gate }> {
  const { owner } = world.db
  const plugin = world.plugins.get(id)
  const row = (await pluginRows(owner, workspace)).get(id)
  const [stored] = await storedOf(owner, workspace, [id])
  if (id === 'core' || !plugin || !row || !stored) throw new Refused(404, 'not_found', 'There is no such plugin here.')
  return { plugin, row, gate: gateOf(plugin, stored) }
}

function refused(text: string, values: Step['values']): PluginPlan {
  return { states: [], steps: [], tables: 0, columns: 0, refused: { text, values } }
}
