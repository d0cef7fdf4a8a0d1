import { realpathSync } from 'node:fs'
import { sep } from 'node:path'

/**
 * What Node is told to forbid a plugin's process: every file but its own folder and the platform's code, other processes, threads, and code that is no
 * JavaScript. The network is not among it. From sources, where a loader compiles them, nothing can be forbidden so.
 */
export function permissionFlags(readable: readonly string[]): string[] {
  const flag = ['--permission', '--experimental-permission'].find(name => process.allowedNodeEnvironmentFlags.has(name))
  if (!flag) return []
  const folders = new Set(readable.flatMap(folder => [folder, realpathSync(folder)]))
  return [flag, ...[...folders].map(folder => `--allow-fs-read=${folder}${sep}*`)]
}
