import { isDeepStrictEqual } from 'node:util'
import type { Plugin } from '@sangam/sdk'
import { compareVersions, parseVersion } from './version.ts'

/** What must hold of migrations before any is run: they are plain data, each leads to a version of its own, and none beyond the plugin's. */
export function checkMigrations(plugins: Iterable<Plugin>, problems: string[]): void {
  for (const plugin of plugins) {
    const seen = new Set<string>()
    for (const part of plugin.parts ?? []) {
      if (part.kind !== 'migration') continue
      const { version } = part
      const own = `Plugin ${plugin.id}: the migration to ${version}`
      if (!parseVersion(version)) problems.push(`Plugin ${plugin.id}: "${version}" is no version that a migration could lead to. Write it as 2.0.0.`)
      else if (compareVersions(version, plugin.version) > 0)
        problems.push(`${own} leads beyond the plugin, which is ${plugin.version}. Raise the version in plugin.ts.`)
      if (seen.has(version)) problems.push(`${own} is there twice. Put both into one.`)
      seen.add(version)
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(part)), part))
        problems.push(
          `${own} holds something that is no plain data. Write names and values out: it must mean the same when the plugin has long become another.`,
        )
      if (part.proof.length === 0) problems.push(`${own} has no proof. Say what must hold of the records when it is done.`)
      for (const { entity, always, never } of part.proof)
        if (Object.keys(always ?? never ?? {}).length === 0) problems.push(`${own} has a proof of ${entity} that says nothing. Write a condition.`)
    }
  }
}
