import type { Plugin } from '@sangam/sdk'
import type { Pool } from '../data/connection.ts'
import { type Alteration, verifyStays } from '../invariants/verify.ts'
import { customState, enabledPlugins, installed } from '../plans/models.ts'
import { modelOf } from '../registry/custom/fit.ts'
import type { Finding } from './output.ts'

const words: { readonly [what in Alteration['what']]: string } = {
  altered: 'says something else than when it began to stay, or follows another than it did',
  removed: 'is gone from its table',
  unsealed: 'stays and was never noted',
  unchained: 'does not follow the one before it',
  missing: 'stands after a place that nobody has',
  cut: 'noted another end of the chain than stands there now',
  unbalanced: 'has lines that do not come to nothing',
}

/** Whether records that stay as they are, such as posted entries, say what they said when they began to. */
export async function checkStays(owner: Pool, workspace: string, plugins: ReadonlyMap<string, Plugin>): Promise<Finding[]> {
  const model = modelOf(installed(plugins, await enabledPlugins(owner, workspace)), (await customState(owner, workspace)).document)
  return (await verifyStays(owner, workspace, model)).map(({ entity, records, altered, drifted, heads }): Finding => {
    const sums = Object.entries(drifted).map(([table, count]) => `${count} sums in ${table} differ from a recount`)
    if (altered.length + sums.length === 0)
      return { good: true, text: `Workspace ${workspace}: ${records} records of ${entity} stay as they were written.${said(heads)}` }
    const first = altered.slice(0, 10).map((one): string => `${one.record} ${words[one.what]}${one.chain ? ` (${one.chain}, place ${one.place})` : ''}`)
    const more = altered.length > first.length ? ` and ${altered.length - first.length} more` : ''
    return {
      good: false,
      text: `Workspace ${workspace}: ${entity}: ${[...first, ...sums].join('; ')}${more}. Somebody wrote past the platform: compare with a backup.`,
    }
  })
}

/** Where chains end: noted elsewhere, it shows later whether one was cut off and written anew. */
function said(heads: { readonly [chain: string]: string }): string {
  const ends = Object.entries(heads)
  if (ends.length === 0) return ''
  const shown = ends.slice(0, 20).map(([chain, head]) => `${chain} ${head.slice(0, head.indexOf(':') + 17)}`)
  return ` Their chains end with: ${shown.join(', ')}${ends.length > shown.length ? ` and ${ends.length - shown.length} more` : ''}.`
}
