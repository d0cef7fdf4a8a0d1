import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beginningOf } from './process.ts'

export interface Holder {
  readonly pid: number
  readonly began: string
  readonly host: string
  readonly since: string
}

export interface Lock {
  release(): void
}

/** Another process works with the data. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse'
  constructor(
    readonly folder: string,
    readonly holder: Holder,
  ) {
    const where = holder.host === hostname() ? '' : ` on ${holder.host}`
    super(
      `The data in ${folder} is in use by process ${holder.pid}${where} since ${holder.since}. ` +
        'Stop that one first, or give this one a folder of its own with SANGAM_DATA.',
    )
  }
}

const touchEveryMs = 5_000

/** Takes the folder for this process. The lock of a process that is gone is taken over; that of a living one throws. */
export function takeLock(folder: string): Lock {
  const path = join(folder, 'in-use')
  const mine: Holder = { pid: process.pid, began: beginningOf(process.pid) ?? '', host: hostname(), since: new Date().toISOString() }
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(draft, path)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readHolder(folder)
      if (holder) throw new DataInUse(folder, holder)
      discard(path)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return keep(path, mine)
}

/** Who works with the folder now; null when nobody does. */
export function readHolder(folder: string): Holder | null {
  const path = join(folder, 'in-use')
  let holder: Holder
  let touched: number
  try {
    holder = JSON.parse(readFileSync(path, 'utf8')) as Holder
    touched = statSync(path).mtimeMs
  } catch {
    return null
  }
  if (typeof holder.pid !== 'number') return null
  // A machine or container that shares the folder has other process numbers: there the sign of life is the touch.
  if (holder.host !== hostname()) return Date.now() - touched < 4 * touchEveryMs ? holder : null
  return beginningOf(holder.pid) === holder.began ? holder : null
}

/** Two may find a dead lock at once: each moves away what lies there, and puts back what was not dead. */
function discard(path: string): void {
  const aside = `${path}.gone.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  try {
    const moved = JSON.parse(readFileSync(aside, 'utf8')) as Holder
    if (moved.host === hostname() && beginningOf(moved.pid) === moved.began) linkSync(aside, path)
  } catch {
    // What can't be read or put back belongs to nobody.
  }
  rmSync(aside, { force: true })
}

function keep(path: string, mine: Holder): Lock {
  const timer = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date())
    } catch {
      // Someone removed the file; PostgreSQL's own lock still protects the data.
    }
  }, touchEveryMs)
  timer.unref()
  return {
    release() {
      clearInterval(timer)
      try {
        const lies = JSON.parse(readFileSync(path, 'utf8')) as Holder
        if (lies.pid === mine.pid && lies.began === mine.began) rmSync(path, { force: true })
      } catch {
        // Already gone.
      }
    },
  }
}
