import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Ctx, Json, Plugin } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import type { Log } from '../world.ts'
import { Calls } from './calls.ts'
import { type Limits, usualLimits } from './limits.ts'
import { methods } from './methods.ts'
import { permissionFlags } from './permissions.ts'
import type { WireFunction } from './wire.ts'

/** A plugin whose code runs in a process of its own. What it defines is plain data here; each of its functions calls over there. */
export interface Isolated {
  readonly plugin: Plugin
  /** Why nothing is asked of it just now; null while all is well. */
  trouble(): string | null
  /** Ends it when nothing is under way in it any more: another has its place. */
  retire(): void
  /** Ends it now. */
  stop(): void
}

/** Parts whose work is no step of somebody's change, and may take its time. */
const patient = new Set(['job', 'consumer', 'seed'])

/**
 * Begins a process for the server half of a plugin and gives the plugin it defines. A process that ends is begun anew when it is next called.
 *
 * Errors: why it can't begin, or is no plugin.
 *
 * @param entry The file of its server half.
 * @param readable Folders that it may read beside the platform's own code.
 * @param sound Asked before each begin: fails where the file is not what was installed.
 */
export async function isolate(
  entry: string,
  readable: readonly string[],
  log: Log,
  limits: Limits = usualLimits,
  command = commandOf(readable),
  sound?: () => Promise<void>,
): Promise<Isolated> {
  keepClosed()
  const options = { command, entry, limits, log, ...(sound && { sound }) }
  // Long work has a process of its own: whoever saves a record does not wait behind it. It begins when it is first needed.
  const [calls, jobs] = [new Calls(options), new Calls(options)]
  const both = (work: (one: Calls) => void): void => [calls, jobs].forEach(work)
  try {
    const said = await calls.start()
    jobs.defines(said)
    const plugin = withFunctions({ hook: calls, job: jobs }, said) as Plugin
    calls.plugin = plugin
    jobs.plugin = plugin
    return { plugin, trouble: () => calls.trouble() ?? jobs.trouble(), retire: () => both(one => one.retire()), stop: () => both(one => one.stop()) }
  } catch (error) {
    both(one => one.stop())
    throw error
  }
}

interface Two {
  readonly hook: Calls
  readonly job: Calls
}

function withFunctions(calls: Two, said: Json): unknown {
  const { parts, ...rest } = said as unknown as { readonly parts?: readonly { readonly kind: string; readonly [name: string]: unknown }[] }
  return {
    ...rest,
    ...(parts && { parts: parts.map(part => Object.fromEntries(Object.entries(part).map(([name, one]) => [name, working(calls, part.kind, one)]))) }),
  }
}

/** In place of each function what calls it. */
function working(calls: Two, part: string, value: unknown): unknown {
  const fn = (value as WireFunction | null)?.$function
  if (typeof fn !== 'number') return value
  const kind = patient.has(part) ? 'job' : 'hook'
  // A service is made here for each context, and its methods are called over there.
  if (part === 'provider') return (ctx: Ctx) => methods((method, args) => calls[kind].call(fn, ctx as CoreCtx, args, kind, method))
  return (ctx: Ctx, ...args: readonly unknown[]) => calls[kind].call(fn, ctx as CoreCtx, args, kind)
}

let closed = false

/** A plugin's process runs as the same user and may send us signals: this one would open us to a debugger. */
function keepClosed(): void {
  if (!closed && process.platform !== 'win32') process.on('SIGUSR1', () => undefined)
  closed = true
}

let builtAt: string | null = null

/** From here on a platform that runs from its sources begins plugins' processes, and lends them the SDK, from what was built of the same sources at `folder`: a seventh of the time each. */
export function runBuilt(folder: string): void {
  builtAt = folder
}

/** Where a platform that runs from its sources was built, if its plugins' processes run from there. */
export function ranBuilt(): string | null {
  return builtAt
}

/** What runs in the process: from sources, compiled as it is read; built, beside this, and held back by Node. */
function commandOf(readable: readonly string[]): string[] {
  if (builtAt) return builtCommand(builtAt, readable)
  const here = fileURLToPath(import.meta.url)
  if (here.endsWith('.ts')) return sourceCommand()
  return builtCommand(
    above(here, at => existsSync(join(at, childFile))),
    readable,
  )
}

/** The command for a platform that runs from its sources, whose plugins do too. */
export function sourceCommand(): string[] {
  const here = fileURLToPath(import.meta.url)
  return ['--import', tsx(here), join(dirname(here), 'child.ts')]
}

const childFile = join('core', 'isolation', 'child.js')

/** The command for a built platform: the child may read the platform's code, its libraries and `readable`, and nothing else. */
export function builtCommand(built: string, readable: readonly string[]): string[] {
  const packages = above(join(built, childFile), at => existsSync(join(at, 'node_modules', 'intl-messageformat')))
  return [...permissionFlags([...readable, built, join(packages, 'node_modules'), ...sdkBeside(built)]), join(built, childFile)]
}

/** The SDK of a platform that was installed as a package is a package, too, and may lie in another place than the libraries. */
function sdkBeside(built: string): readonly string[] {
  try {
    return [dirname(createRequire(join(built, childFile)).resolve('@sangam/sdk/package.json'))]
  } catch {
    return []
  }
}

function tsx(here: string): string {
  return pathToFileURL(
    join(
      above(here, at => existsSync(join(at, 'node_modules', 'tsx'))),
      'node_modules',
      'tsx',
      'dist',
      'loader.mjs',
    ),
  ).href
}

function above(from: string, fits: (folder: string) => boolean): string {
  for (let at = dirname(from); ; at = dirname(at)) {
    if (fits(at)) return at
    if (dirname(at) === at) throw new Error('The platform is not whole: its code for a plugin’s own process is missing. Build it again.')
  }
}
