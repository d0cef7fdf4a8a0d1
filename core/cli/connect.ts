import { type Config, readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../data/database.ts'
import type { Clock, Log } from '../world.ts'

/** What commands that only need the database work with. */
export interface Bare {
  readonly config: Config
  readonly db: OpenDatabase
  readonly clock: Clock
  readonly log: Log
}

/** Warnings and errors go beside the output, so that a command's answer can be piped on. */
export const quietLog: Log = {
  info: () => undefined,
  warn: message => void process.stderr.write(`${message}\n`),
  error: message => void process.stderr.write(`${message}\n`),
}

export const systemClock: Clock = { now: () => new Date() }

/** Opens the database, beside the server when it runs, and closes it whatever happens. */
export async function withDatabase<T>(work: (bare: Bare) => Promise<T>): Promise<T> {
  const config = { ...readConfig(), poolSize: 2 }
  const db = await openDatabase(config, quietLog, { attach: true })
  try {
    return await work({ config, db, clock: systemClock, log: quietLog })
  } finally {
    await db.close()
  }
}
