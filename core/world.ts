import type { Plugin } from '@sangam/sdk'
import type { Config } from './config.ts'
import type { Database } from './data/connection.ts'
import type { Packages } from './packages/packages.ts'
import type { Model } from './registry/model.ts'
import type { Unsound } from './registry/sound.ts'

/** A moment. Tests set it; everything that asks for the time asks here. */
export interface Clock {
  now(): Date
}

export interface Log {
  info(message: string, values?: object): void
  warn(message: string, values?: object): void
  error(message: string, values?: object): void
}

/** How long a plugin's hook, action, route or service is waited for. It is counted in turns of a clock and not in time, so that a server that stood still itself blames nobody. */
export interface Patience {
  readonly everyMs: number
  /** Turns in which it neither asks, nor waits for an answer, nor ends. */
  readonly still: number
  /** Turns of a hook in all: meanwhile everybody waits who saves such a record. */
  readonly whole: number
  /** Turns of an action, a route or a service in all: whoever closes a year of large books, or takes them out, waits for that. */
  readonly long: number
}

/** What a process has once: made by boot.ts, handed to every room. */
export interface World {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** Installed here, by id; which are enabled is each workspace's business. */
  readonly plugins: ReadonlyMap<string, Plugin>
  /** Lie here too and can't run, each with what is wrong with it. */
  readonly setAside: readonly Unsound[]
  /** Those of them that were installed from elsewhere; it alone changes the two above. */
  readonly packages: Packages
  readonly models: Models
  /** After how many milliseconds every node has taken a new model: they look each second. 0 where there can be no other. */
  readonly othersKnowAfterMs: number
  /** Told each step of the pipeline, for the test that knows its order. */
  readonly watch?: (step: string, entity: string) => void
  /** For tests only: how long plugins are waited for. */
  readonly patience?: Patience
  /** Process-wide values by token (core/services.ts is the only file that knows the container). */
  readonly services: { get<T>(token: symbol): T }
}

/** The model of each workspace, kept at the number the database says. */
export interface Models {
  /** The current model; throws `workspace_unknown`. */
  current(workspace: string): Promise<Model>
  /** Called when a statement brought back a higher number, on NOTIFY, and each second by the poll. */
  refresh(workspace: string): Promise<Model>
}
