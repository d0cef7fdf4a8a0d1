import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * When a process began, in the words of its system; null when there is none. A number that was
 * given to another process since has another beginning, so the two together name one process.
 */
export function beginningOf(pid: number): string | null {
  if (!isAlive(pid)) return null
  if (process.platform === 'linux') return linuxStat(pid)?.began ?? null
  if (process.platform === 'win32') return 'unknown'
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/** Whether a process runs; one that ended and was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || linuxStat(pid)?.state !== 'Z'
}

/** Whether a living process works in this folder, as a PostgreSQL does in its cluster's; null where the system does not tell. */
export function worksIn(pid: number, folder: string): boolean | null {
  if (process.platform === 'win32') return null
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(`-D ${folder} `)
  } catch {
    return null
  }
}

/** Living processes that work in a folder: the children a killed postmaster left behind. */
export function othersIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => pid !== process.pid && worksIn(pid, folder) === true && isAlive(pid))
}

/** Asks again every few milliseconds until it is so; false when the time is over. */
export async function eventually(isSo: () => boolean, withinMs: number, everyMs = 10): Promise<boolean> {
  const until = Date.now() + withinMs
  while (!isSo()) {
    if (Date.now() > until) return false
    await new Promise(resolve => setTimeout(resolve, everyMs))
  }
  return true
}

function linuxStat(pid: number): { state: string; began: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses itself; what follows the last one is regular.
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: rest[0] ?? '', began: `${rest[19] ?? ''} of ${bootId()}` }
  } catch {
    return null
  }
}

let boot: string | undefined
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return boot
}
