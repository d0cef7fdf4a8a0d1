import type { Plugin } from '@sangam/sdk'
import { building } from './build.ts'
import { keepLately, madeLately } from './lately.ts'
import { behindNeeds, checkAlone, isJoined, standsOn } from './order.ts'
import { inEnglish, type Problem, RegistryError } from './problems.ts'
import { atOnce, inTurns, type Work } from './turns.ts'

/** A plugin that lies here and can't run: set aside, so that the others do. */
export interface Unsound {
  readonly id: string
  readonly title: string
  readonly version: string
  /** For whoever wrote it: the plugin, the thing, the fix. */
  readonly problems: readonly string[]
}

/** What is left of all plugins, and what was set aside. */
export interface Sorted {
  readonly plugins: ReadonlyMap<string, Plugin>
  readonly setAside: readonly Unsound[]
}

/** What is wrong with some plugins together, in the model's own words; nothing where they fit. */
function* problemsOf(plugins: readonly Plugin[]): Work<readonly Problem[]> {
  if (madeLately(plugins, '')?.setAside.length === 0) return []
  try {
    // What starts next asks for the same model: where all plugins are enabled it is made once.
    keepLately(plugins, '', yield* building(plugins))
    return []
  } catch (error) {
    return error instanceof RegistryError ? error.problems : [error instanceof Error ? error.message : String(error)]
  }
}

/**
 * Parts the plugins that can run from those that can't, each tried with core and what it needs alone: one bad plugin never keeps the rest
 * from starting. Core must be sound itself. Of a bridge whose sides are not all here nothing can be tried, and nothing is wrong with it: it sleeps.
 */
export function soundPlugins(all: ReadonlyMap<string, Plugin>): Sorted {
  return atOnce(sorting(all))
}

/** The same with a pause after each piece: others are at work while a plugin is installed. */
export function soundPluginsInTurns(all: ReadonlyMap<string, Plugin>, pause: () => Promise<void>): Promise<Sorted> {
  return inTurns(sorting(all), pause)
}

function* sorting(all: ReadonlyMap<string, Plugin>): Work<Sorted> {
  const sleeping = sleepers(all)
  const [asleep, awake] = [[...all.values()].filter(({ id }) => sleeping.has(id)), [...all.values()].filter(({ id }) => !sleeping.has(id))]
  if (asleep.flatMap(aloneProblems).length === 0 && (yield* problemsOf(awake)).length === 0) return { plugins: all, setAside: [] }
  const core = all.get('core')
  if (core) yield* building([core])
  const setAside = new Map<string, Unsound>()
  for (const plugin of behindNeeds([...all.values()], all)) {
    if (plugin.id === 'core') continue
    const bad = Object.keys(standsOn(plugin)).filter(id => setAside.has(id))
    const problems =
      bad.length > 0
        ? bad.map(id => `Plugin ${plugin.id} ${isJoined(plugin, id) ? 'joins' : 'needs'} ${id}, which was set aside. Mend ${id} first.`)
        : sleeping.has(plugin.id)
          ? aloneProblems(plugin)
          : (yield* problemsOf([...new Set([...(core ? [core] : []), ...behindNeeds([plugin], all)])])).map(inEnglish)
    if (problems.length > 0) setAside.set(plugin.id, { id: plugin.id, title: plugin.title, version: plugin.version, problems })
  }
  return { plugins: new Map([...all].filter(([id]) => !setAside.has(id))), setAside: [...setAside.values()] }
}

/** Bridges of which something they join is not here. */
function sleepers(all: ReadonlyMap<string, Plugin>): ReadonlySet<string> {
  const found = new Set<string>()
  for (const plugin of behindNeeds([...all.values()], all))
    if (Object.keys(plugin.joins ?? {}).some(id => id !== 'core' && (!all.has(id) || found.has(id)))) found.add(plugin.id)
  return found
}

function aloneProblems(plugin: Plugin): string[] {
  const problems: string[] = []
  checkAlone(plugin, problem => problems.push(problem))
  return problems
}

/** Of plugins that are enabled together, those that fit, the earlier before the later, and what is wrong with the others. */
export function fittingTogether(plugins: readonly Plugin[]): { readonly fitting: readonly Plugin[]; readonly problems: readonly Problem[] } {
  const fitting: Plugin[] = []
  const problems: Problem[] = []
  for (const plugin of behindNeeds(plugins, new Map(plugins.map(one => [one.id, one])))) {
    const wrong = atOnce(problemsOf([...fitting, plugin]))
    if (wrong.length === 0) fitting.push(plugin)
    // Without core nothing runs, and nothing is to be guessed.
    else if (plugin.id === 'core') throw new RegistryError(wrong)
    else problems.push(...wrong)
  }
  return { fitting, problems }
}
