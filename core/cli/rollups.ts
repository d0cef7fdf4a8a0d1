import type { Plugin } from '@sangam/sdk'
import type { Pool } from '../data/connection.ts'
import { customState, enabledPlugins, installed } from '../plans/models.ts'
import { modelOf } from '../registry/custom/fit.ts'
import { rollupsOf } from '../rollups/of.ts'
import { driftedRollups } from '../rollups/recount.ts'
import type { Finding } from './output.ts'

/** Whether what rollups came to over time is what their records come to when they are counted now. */
export async function checkRollups(owner: Pool, workspace: string, plugins: ReadonlyMap<string, Plugin>): Promise<Finding[]> {
  const model = modelOf(installed(plugins, await enabledPlugins(owner, workspace)), (await customState(owner, workspace)).document)
  if (rollupsOf(model).length === 0) return []
  const drifted = await driftedRollups(owner, workspace, model)
  if (drifted.length === 0) return [{ good: true, text: `Workspace ${workspace}: every rollup is what its records come to.` }]
  const said = drifted.map(({ entity, field, records }) => `${field} of ${records} ${entity}`).join('; ')
  return [{ good: false, text: `Workspace ${workspace}: rollups differ from a recount: ${said}. Remove the field and restore it, and it is counted anew.` }]
}
