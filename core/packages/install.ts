import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { isLost } from '../data/connection.ts'
import { withSetupLock } from '../data/database.ts'
import { Refused } from '../errors.ts'
import { customState, enabledPlugins, installed } from '../plans/models.ts'
import { paced } from '../plans/pace.ts'
import { settleBridges } from '../plans/plugins/lifecycle.ts'
import { type RoleChange, roleChanges, rolesOf } from '../plans/plugins/roles.ts'
import { pluginRows } from '../plans/plugins/states.ts'
import { untriedAndOf } from '../plans/seeds.ts'
import { migrationsAfter } from '../plans/upgrade/gate.ts'
import { setPlugins, workspaces } from '../plans/workspace.ts'
import { takeOver, toldInEnglish } from '../registry/custom/adopt.ts'
import { modelInTurns } from '../registry/custom/fit.ts'
import { inEnglish } from '../registry/problems.ts'
import { soundPluginsInTurns } from '../registry/sound.ts'
import { compareVersions, satisfies } from '../registry/version.ts'
import type { World } from '../world.ts'
import { refused } from './archive.ts'
import { lostBy } from './lost.ts'
import { type Package, readPackage, sumsOf } from './package.ts'
import type { Fetched } from './registry.ts'
import { type Said, untrue } from './said.ts'
import { beginServerHalf, folderOf, type Place, shelfOf, unpack } from './shelf.ts'
import { forgetPackage, savePackage } from './store.ts'

/** What installing a package would be: nothing of it has run, and nothing is kept. */
export interface Looked {
  readonly found: Package
  /** The version whose place it takes; null where the plugin is new here. */
  readonly replaces: string | null
  /** Bridges, by their titles, that join it in other versions than this one, and sleep until they know it. */
  readonly sleeping: readonly string[]
  /** What that one says of itself. */
  readonly before: Said | null
  /** The registry it was fetched from; null for a file. */
  readonly from: Fetched | null
  /** Whether it takes the place of what came out of a file, or of a package of another name. */
  readonly otherwise: boolean
  /** Roles that open more or less than those of the version whose place it takes. */
  readonly roles: readonly RoleChange[]
}

/**
 * Reads a package and says whether it may come in beside what is here; of one that was fetched (`from`), also whether it is what its registry lists.
 *
 * Errors: `bad_package`, `too_large`; `plugin_exists` for the id of a plugin of the platform, the same version, or an older one.
 */
export async function lookAt(world: World, archive: Uint8Array, from: Fetched | null = null): Promise<Looked> {
  await world.packages.sync({ again: true })
  const found = await readPackage(archive)
  const { id, version } = found.says
  if (from && (found.name !== from.origin.name || version !== from.version))
    throw refused('What the registry lists as {listed} says that it is {other}. It is refused.', {
      listed: `${from.origin.name} ${from.version}`,
      other: `${found.name} ${version}`,
    })
  if (world.packages.isOwn(id))
    throw new Refused(
      409,
      'plugin_exists',
      'The plugin {id} came with Sangam. A package can’t take its place. Give yours another id, or install it on another Sangam.',
      { values: { id } },
    )
  const here = world.packages.of(id)
  if (!here) return { found, from, replaces: null, before: null, sleeping: [], otherwise: false, roles: [] }
  const values = { plugin: found.says.title, version: here.version }
  const same = here.sha256 === found.sha256
  if (same && world.packages.runs(id)) throw new Refused(409, 'plugin_exists', 'This very package of {plugin} {version} is installed already.', { values })
  const order = compareVersions(version, here.version)
  if (!same && order === 0) throw new Refused(409, 'plugin_exists', 'Another {plugin} {version} is installed. What differs needs another version.', { values })
  if (order < 0) throw new Refused(409, 'plugin_exists', '{plugin} {version} is installed, which is newer. Nothing goes back to an older version.', { values })
  const sleeping = [...world.plugins.values()].filter(plugin => sleeps(world, plugin.id, { id, version })).map(plugin => plugin.title)
  const otherwise = from !== null && (here.origin?.name !== from.origin.name || here.origin.registry !== from.origin.registry)
  return { found, from, replaces: here.version, before: here.says, sleeping, otherwise, roles: changedRoles(world, found.says) }
}

/** By what runs here, where it does: a tool of before said nothing of roles. */
function changedRoles(world: World, { id, roles }: Said): RoleChange[] {
  const here = world.plugins.get(id)
  const before = here ? rolesOf(here) : world.packages.of(id)?.says.roles
  return before && roles ? roleChanges(before, roles) : []
}

/**
 * Installs a package, while people work: its files go into their folder, its code is loaded and must be what was said of it, the database takes
 * it for all nodes. It is then there to be enabled; where an older version of it is enabled, the new code counts from the next model number on.
 *
 * Errors: those of `lookAt`; `plugin_unsound` where it can't run; `plugin_loses` where a newer version leaves out what has records.
 */
export async function installPackage(world: World, archive: Uint8Array, by: string | null, from: Fetched | null = null): Promise<Looked> {
  const looked = await lookAt(world, archive, from)
  const { found } = looked
  const { dataDir } = world.config
  const place: Place = { id: found.says.id, version: found.says.version, sha256: found.sha256 }
  const folder = folderOf(dataDir, place)
  const before = world.packages.of(place.id)?.sha256
  // The same package again is a mend: what lies there may have been altered.
  if (before === place.sha256) await rm(folder, { recursive: true, force: true })
  const wasThere = existsSync(folder)
  await unpack(dataDir, place, found.files)
  try {
    await withSetupLock(world.db, async () => {
      // Who was faster may have installed another meanwhile.
      await world.packages.sync()
      if (world.packages.of(place.id)?.sha256 !== before) await lookAt(world, archive, from)
      const plugin = await load(world, folder, found)
      await mustFit(world, plugin)
      await savePackage(world.db.owner, found, archive, { email: by, at: world.clock.now(), origin: from?.origin ?? null })
    })
  } catch (error) {
    if (!wasThere && world.packages.of(place.id)?.sha256 !== place.sha256) await rm(folder, { recursive: true, force: true })
    throw error
  }
  await world.packages.sync({ again: true })
  world.log.info('A plugin was installed.', { plugin: place.id, version: place.version, sha256: place.sha256, by, ...from?.origin })
  for (const workspace of await workspaces(world)) {
    const take = async (): Promise<void> => {
      if ((await enabledPlugins(world.db.app, workspace.name)).includes(place.id)) await setPlugins(world, workspace, [], untriedAndOf([place.id]))
      await settleBridges(world, workspace)
    }
    // It is installed: what one workspace does not take keeps it from no other.
    await take().catch(error => {
      if (isLost(error)) throw error
      world.log.error('A workspace could not take the new version of a plugin. It is tried again at the next start.', {
        ...{ workspace: workspace.name, plugin: place.id, error: String(error) },
      })
    })
  }
  return looked
}

/**
 * Takes an installed plugin away again. Its records must be put away first, in every workspace.
 *
 * Errors: `not_found`; `plugin_in_use`.
 */
export async function removePackage(world: World, id: string, by: string | null): Promise<void> {
  await world.packages.sync()
  const row = world.packages.of(id)
  if (!row) throw new Refused(404, 'not_found', 'No package of this plugin is installed.')
  await withSetupLock(world.db, async () => {
    for (const { name, title } of await workspaces(world)) {
      const there = (await pluginRows(world.db.owner, name)).get(id)
      if (there?.state === 'enabled' || there?.state === 'disabled' || (there?.state === 'uninstalled' && !there.away && (await holds(world, name, id))))
        throw new Refused(409, 'plugin_in_use', 'Its records are in {workspace}. Uninstall it there first; then they are put away and can be put back.', {
          values: { workspace: title },
        })
      const leaning = [...world.plugins.values()].find(other => Object.hasOwn(other.needs ?? {}, id))
      if (leaning) throw new Refused(409, 'plugin_in_use', '{plugin} needs it. Remove that first.', { values: { plugin: leaning.title } })
    }
    await forgetPackage(world.db.owner, id)
  })
  await world.packages.sync()
  await rm(folderOf(world.config.dataDir, row), { recursive: true, force: true })
  world.log.info('A plugin was removed.', { plugin: id, version: row.version, by })
}

/** Between the number that hides a plugin and the putting away of its tables they are still there. */
async function holds(world: World, workspace: string, id: string): Promise<boolean> {
  const prefix = `${id}_`
  const [row] = await world.db.owner.run<{ some: boolean }>(
    sql`select exists (select from pg_catalog.pg_tables where schemaname = ${workspace} and left(tablename, ${prefix.length}::int) = ${prefix}) as some`,
  )
  return row?.some ?? false
}

/** What the code says it is; its process is begun only for that. */
async function load(world: World, folder: string, { says, unsaid, files }: Package): Promise<Plugin> {
  const { plugin, retire } = await beginServerHalf(folder, shelfOf(world.config.dataDir), sumsOf(files), world.log).catch(error => {
    throw unsound(error instanceof Error ? error.message : String(error))
  })
  retire()
  const wrong = untrue(says, unsaid, plugin)
  if (wrong !== null) throw unsound(`What the package says of itself ("${wrong}") is not what its code says. Make it anew with "sangam plugin pack".`)
  return plugin
}

/** It must run here, keep nothing from running that runs now, and in no workspace leave out what is in use. */
async function mustFit(world: World, plugin: Plugin): Promise<void> {
  const before = new Set(world.setAside.map(one => one.id))
  const after = await soundPluginsInTurns(world.packages.with(plugin), paced())
  const [problem] = after.setAside.filter(one => one.id === plugin.id || !(before.has(one.id) || sleeps(world, one.id, plugin))).flatMap(one => one.problems)
  if (problem !== undefined) throw unsound(problem)
  const old = world.plugins.get(plugin.id)
  const [lost] = old ? lostBy(old, plugin) : []
  if (lost !== undefined)
    throw new Refused(
      409,
      'plugin_loses',
      'Version {version} leaves out {thing}, which this one has, or makes something else of it. Its records would be out of reach.',
      {
        values: { version: plugin.version, thing: lost },
      },
    )
  // By which names it is called afterwards is known when it is upgraded; what leans on it follows then.
  if (old && migrationsAfter(plugin, old.version).length > 0) return
  for (const { name } of await workspaces(world)) {
    const enabled = await enabledPlugins(world.db.app, name)
    if (!enabled.includes(plugin.id)) continue
    const now = new Set((await world.models.current(name)).setAside.map(inEnglish))
    const taken = takeOver(await customState(world.db.app, name), installed(after.plugins, enabled))
    const wrong = [...toldInEnglish(taken.refused), ...(await modelInTurns(taken.plugins, taken.state.document, paced())).setAside.map(inEnglish)].find(
      one => !now.has(one),
    )
    if (wrong !== undefined) throw unsound(wrong)
  }
}

/** A bridge that says it does not know this version is out of sight until there is one that does, and no obstacle. */
function sleeps(world: World, id: string, { id: joined, version }: Pick<Plugin, 'id' | 'version'>): boolean {
  const range = world.plugins.get(id)?.joins?.[joined]
  return range !== undefined && !satisfies(version, range)
}

function unsound(problem: string): Refused {
  return new Refused(409, 'plugin_unsound', 'It can’t run here: {problem}', { values: { problem: problem.slice(0, 500) } })
}
