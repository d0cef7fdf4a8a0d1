import { execFileSync } from 'node:child_process'
import { existsSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The system account PostgreSQL runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/**
 * PostgreSQL refuses to run as root, so a server started by root runs it as another account: the
 * owner of an existing cluster, else `sangam`, else `postgres`, else a new `sangam`. Null means
 * "as we are", which is the usual case.
 */
export function accountFor(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null
  if (existsSync(cluster)) {
    const owner = statSync(cluster)
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` }
  }
  return find('sangam') ?? find('postgres') ?? make('sangam') ?? find('nobody') ?? refuse()
}

/** Whether an account may read, and for folders enter, a path: its own bits and those of every folder above it. */
export function reaches(account: Account | null, path: string): boolean {
  if (!account) return true
  for (let at = path; ; at = dirname(at)) {
    let found: Stats
    try {
      found = statSync(at)
    } catch {
      return false
    }
    const need = found.isDirectory() || at.includes('/bin/') ? 0o5 : 0o4
    const bits = found.uid === account.uid ? found.mode >> 6 : found.gid === account.gid ? found.mode >> 3 : found.mode
    // Folders on the way need only be crossed.
    const needed = at === path ? need : 0o1
    if ((bits & needed) !== needed) return false
    if (at === dirname(at)) return true
  }
}

function find(name: string): Account | null {
  try {
    const [uid, gid] = ['-u', '-g'].map(flag => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })))
    return uid ? { uid, gid: gid ?? uid, name } : null
  } catch {
    return null
  }
}

function make(name: string): Account | null {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', name]],
  ]
  for (const [command, args] of ways) {
    try {
      execFileSync(command, [...args], { stdio: 'ignore' })
      return find(name)
    } catch {
      // The next way is tried; when none works the caller says what to do.
    }
  }
  return null
}

function refuse(): never {
  throw new Error(
    'PostgreSQL does not run as root, and no other system account was found. Make one (useradd --system sangam), start as another user, or set DATABASE_URL.',
  )
}
