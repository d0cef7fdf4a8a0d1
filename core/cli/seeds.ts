import type { Plugin } from '@sangam/sdk'
import type { Pool } from '../data/connection.ts'
import { customState, enabledPlugins, installed } from '../plans/models.ts'
import { saidInEnglish } from '../plans/rehearsal/said.ts'
import { missing } from '../plans/seeds.ts'
import type { WorkspaceShape } from '../plans/workspace.ts'
import { modelOf } from '../registry/custom/fit.ts'
import type { Finding } from './output.ts'

/** Whether the plugins of a workspace have their first records, such as stages and taxes; of each that is missing, why, and what makes it. */
export async function checkSeeds(owner: Pool, workspace: Pick<WorkspaceShape, 'name' | 'sample'>, plugins: ReadonlyMap<string, Plugin>): Promise<Finding[]> {
  const { name } = workspace
  const model = modelOf(installed(plugins, await enabledPlugins(owner, name)), (await customState(owner, name)).document)
  const lacking = await missing(owner, workspace, model)
  if (lacking.length === 0) return [{ good: true, text: `Workspace ${name}: every plugin has its first records.` }]
  return lacking.map(({ plugin, said }) => ({ good: false, text: `Workspace ${name}: ${saidInEnglish(said)} Or here: ${seedCommand(plugin, name)}` }))
}

/** What has the first records of a plugin made at a terminal. */
export function seedCommand(plugin: string, workspace: string): string {
  return `sangam plugin seed ${plugin}${workspace === 'main' ? '' : ` --workspace ${workspace}`}`
}
