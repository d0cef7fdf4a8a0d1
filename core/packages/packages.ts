import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@sangam/sdk'
import type { Config } from '../config.ts'
import type { Database } from '../data/connection.ts'
import type { Isolated } from '../isolation/plugin.ts'
import { paced } from '../plans/pace.ts'
import { type Sorted, soundPlugins, soundPluginsInTurns, type Unsound } from '../registry/sound.ts'
import type { Log } from '../world.ts'
import { paths, readPackage, sha256 } from './package.ts'
import { untrue } from './said.ts'
import { altered, beginServerHalf, folderOf, nameOf, type Place, shelfOf, sweepShelf, unpack } from './shelf.ts'
import { archiveOf, type PackageRow, packageRows } from './store.ts'

/** A browser half, as it is served. */
export interface WebHalf {
  /** `/plugins/vehicles/1.2.0-9f86d081884c7d65.js`. */
  readonly address: string
  readonly body: Buffer
}

interface Loaded {
  readonly row: PackageRow
  /** Null where it can't run. */
  readonly plugin: Plugin | null
  readonly isolated: Isolated | null
  readonly problem: string | null
  readonly web: WebHalf | null
}

interface Options {
  readonly config: Pick<Config, 'dataDir'>
  readonly db: Database
  readonly log: Log
  /** What lies in the plugins folder, and what of it could not be loaded. */
  readonly own: ReadonlyMap<string, Plugin>
  readonly broken: readonly Unsound[]
}

const betweenTriesMs = 60_000

/**
 * The plugins of this process: those that lie beside core, and those that were installed. This is the one place where they change while it runs:
 * `plugins` and `setAside` stay the same objects and are filled anew in one step, between two of anyone's.
 */
export class Packages {
  readonly plugins = new Map<string, Plugin>()
  readonly setAside: Unsound[] = []
  readonly #options: Options
  /** How often one came to run that could not before: models that were made without it are made anew. */
  mended = 0
  #loaded = new Map<string, Loaded>()
  #running: Promise<void> = Promise.resolve()
  /** The look that begins when that under way is over. */
  #next: Promise<void> | null = null
  /** Whether it tries everything that could not run. */
  #again = false
  /** When what could not run was tried last, by `performance.now()`. */
  readonly #tried = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
    this.#sortOut(soundPlugins(this.#everything()))
  }

  /** Whether a plugin came with the platform: its id is not free. */
  isOwn(id: string): boolean {
    return this.#options.own.has(id) || this.#options.broken.some(one => one.id === id)
  }

  of(id: string): PackageRow | null {
    return this.#loaded.get(id)?.row ?? null
  }

  all(): readonly PackageRow[] {
    return [...this.#loaded.values()].map(one => one.row)
  }

  /** Whether an installed plugin was loaded; it may yet not fit the others. */
  runs(id: string): boolean {
    return this.#loaded.get(id)?.plugin != null
  }

  /** Why nothing is asked of an installed plugin just now; null where all is well. */
  trouble(id: string): string | null {
    return this.#loaded.get(id)?.isolated?.trouble() ?? null
  }

  /** Ends the processes of all of them. */
  stop(): void {
    for (const { isolated } of this.#loaded.values()) isolated?.stop()
  }

  web(id: string): WebHalf | null {
    return this.#loaded.get(id)?.web ?? null
  }

  /**
   * Takes what was installed or removed anywhere. All who come while it runs share the look that follows. What could not run is tried again once a
   * minute at most, as its start may take long, and anybody's request may come here: at once where an administrator asks (`again`).
   */
  sync({ again = false }: { readonly again?: boolean } = {}): Promise<void> {
    this.#again ||= again
    if (this.#next) return this.#next
    const next = this.#running.then(() => {
      const all = this.#again
      this.#next = null
      this.#again = false
      return this.#take(all)
    })
    this.#next = next
    this.#running = next.catch(() => undefined)
    return next
  }

  /** What the plugins would be with another version of one, or a new one. */
  with(plugin: Plugin): ReadonlyMap<string, Plugin> {
    const all = this.#everything()
    all.set(plugin.id, plugin)
    return all
  }

  /** Removes from the disk what the database does not name; when nobody is installing. */
  sweep(): Promise<void> {
    return sweepShelf(this.#options.config.dataDir, this.all())
  }

  async #take(again: boolean): Promise<void> {
    const rows = await packageRows(this.#options.db.app)
    const stays = new Set(rows.filter(row => this.#stays(row, again)).map(row => row.id))
    if (rows.length === this.#loaded.size && rows.every(row => stays.has(row.id))) return
    const loaded = new Map<string, Loaded>()
    for (const row of rows) {
      const one = stays.has(row.id) ? (this.#loaded.get(row.id) as Loaded) : await this.#load(row)
      loaded.set(row.id, one)
      if (!stays.has(row.id)) this.#tried.set(row.id, performance.now())
    }
    const sorted = await soundPluginsInTurns(this.#everything(loaded), paced())
    const before = this.#loaded
    this.#loaded = loaded
    this.#sortOut(sorted)
    const mended = [...loaded].some(([id, { row, problem }]) => {
      const old = before.get(id)
      return problem === null && old?.row.sha256 === row.sha256 && old.problem !== null
    })
    if (mended) this.mended += 1
    // Calls that are under way in a replaced one come to their end.
    for (const [id, { isolated }] of before) if (loaded.get(id)?.isolated !== isolated) isolated?.retire()
  }

  #stays({ id, sha256 }: PackageRow, again: boolean): boolean {
    const known = this.#loaded.get(id)
    if (known?.row.sha256 !== sha256) return false
    return known.problem === null || (!again && performance.now() - (this.#tried.get(id) ?? 0) < betweenTriesMs)
  }

  async #load(row: PackageRow): Promise<Loaded> {
    const { config, db, log } = this.#options
    try {
      const archive = async (): Promise<Buffer | null> => archiveOf(db.app, row)
      const folder = await lying(config.dataDir, row, archive)
      const sum = row.files[paths.web]
      const body = sum === undefined ? null : await readFile(join(folder, paths.web)).catch(() => Buffer.alloc(0))
      // Browsers get these very bytes, so they are compared themselves, and not what lies there a moment later.
      const wrong = (await altered(folder, row.files)) ?? (body !== null && sha256(body) !== sum ? paths.web : null)
      if (wrong !== null)
        throw new Error(
          `${wrong} of ${row.id} ${row.version} was altered on this machine: it is not what was installed. Install the package again, or delete ${folder} and start again.`,
        )
      const isolated = await beginServerHalf(folder, shelfOf(config.dataDir), row.files, log)
      const other = untrue(row.says, row.unsaid, isolated.plugin)
      if (other !== null) {
        isolated.stop()
        throw new Error(`${row.id} ${row.version} says another "${other}" than when it was installed. Remove it, or install a version of it that does not.`)
      }
      return { row, plugin: isolated.plugin, isolated, problem: null, web: body && { address: `/plugins/${row.id}/${nameOf(row)}.js`, body } }
    } catch (error) {
      return { row, plugin: null, isolated: null, problem: error instanceof Error ? error.message : String(error), web: null }
    }
  }

  #everything(loaded = this.#loaded): Map<string, Plugin> {
    const all = new Map(this.#options.own)
    for (const { row, plugin } of loaded.values()) if (plugin && !all.has(row.id)) all.set(row.id, plugin)
    return all
  }

  #sortOut(sorted: Sorted): void {
    const { broken, log } = this.#options
    const unloaded = [...this.#loaded.values()].flatMap(({ row, problem }): Unsound[] =>
      problem === null ? [] : [{ id: row.id, title: row.says.title, version: row.version, problems: [problem] }],
    )
    const known = new Set(this.setAside.map(one => JSON.stringify(one)))
    const setAside = [...broken, ...unloaded, ...sorted.setAside]
    for (const one of setAside)
      if (!known.has(JSON.stringify(one))) log.error('A plugin was set aside; the others run.', { plugin: one.id, problems: one.problems })
    this.setAside.splice(0, this.setAside.length, ...setAside)
    this.plugins.clear()
    for (const [id, plugin] of sorted.plugins) this.plugins.set(id, plugin)
  }
}

/** The folder of an installed plugin. A node that has it not yet takes it from the database. */
async function lying(dataDir: string, place: Place, archive: () => Promise<Buffer | null>): Promise<string> {
  const folder = folderOf(dataDir, place)
  if (existsSync(folder)) return folder
  const bytes = await archive()
  if (!bytes) throw new Error(`The package of ${place.id} ${place.version} is not in the database. Install it again.`)
  const { sha256, files } = await readPackage(bytes)
  if (sha256 !== place.sha256) throw new Error(`The package of ${place.id} ${place.version} in the database is not what was installed. Install it again.`)
  return unpack(dataDir, place, files)
}
