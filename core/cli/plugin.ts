import type { Command } from 'commander'
import type { Platform } from '../boot.ts'
import { Refused } from '../errors.ts'
import { applyPlugin, planPlugin } from '../plans/lifecycle.ts'
import { type WorkspaceShape, workspaces } from '../plans/workspace.ts'
import { fill } from '../registry/words.ts'
import { say, table } from './output.ts'
import { withPlatform } from './platform.ts'

interface Options {
  readonly workspace: string
  readonly dryRun?: boolean
}

export function addPlugin(program: Command): void {
  const plugin = program.command('plugin').description('Shows, enables and disables plugins.')
  plugin
    .command('list')
    .option('--workspace <name>', 'where', 'main')
    .description('Shows what is installed, and whether it is enabled.')
    .action((options: Options) =>
      withPlatform(async ({ world }) => {
        const model = await world.models.current(options.workspace)
        const rows = [...world.plugins.values()]
          .filter(one => one.id !== 'core')
          .map(one => [one.id, one.version, model.plugins.has(one.id) ? 'enabled' : 'disabled', one.title])
        say(table(['Plugin', 'Version', 'State', 'What'], rows))
      }),
    )
  for (const to of ['enabled', 'disabled'] as const) {
    plugin
      .command(`${to === 'enabled' ? 'enable' : 'disable'} <id>`)
      .option('--workspace <name>', 'where', 'main')
      .option('--dry-run', 'only says what would happen')
      .description(to === 'enabled' ? 'Enables a plugin and what it needs.' : 'Disables a plugin; its records stay.')
      .action((id: string, options: Options) => withPlatform(platform => set(platform, id, to, options)))
  }
}

async function set(platform: Platform, id: string, to: 'enabled' | 'disabled', options: Options): Promise<void> {
  const workspace = await named(platform, options.workspace)
  const plan = options.dryRun ? await planPlugin(platform.world, workspace, id, to) : await applyPlugin(platform.world, workspace, id, to)
  if (plan.refused) say(fill(plan.refused.text, plan.refused.values, 'en'))
  for (const step of plan.steps) say(fill(step.text, step.values, 'en'))
  if (!options.dryRun) say(`${id} is ${to}.`)
}

async function named({ world }: Platform, name: string): Promise<WorkspaceShape> {
  const found = (await workspaces(world)).find(one => one.name === name)
  if (!found) throw new Refused(404, 'workspace_unknown', 'There is no such workspace.')
  return found
}
