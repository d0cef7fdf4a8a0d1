import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Platform } from '../boot.ts'
import { Refused } from '../errors.ts'
import { installPackage, removePackage } from '../packages/install.ts'
import { fetchNamed } from '../packages/registry.ts'
import { asksOf } from '../packages/words.ts'
import { applyPlugin, makeFirstRecords, planPlugin, undoPlugin } from '../plans/plugins/lifecycle.ts'
import { rehearsedPlan } from '../plans/plugins/rehearse.ts'
import { calledBy, gainsSaid, losesSaid } from '../plans/plugins/roles.ts'
import { pluginRows, type Standing } from '../plans/plugins/states.ts'
import type { PluginPlan } from '../plans/plugins/targets.ts'
import { applyUpgrade, planUpgrade } from '../plans/plugins/upgrade.ts'
import { saidInEnglish } from '../plans/rehearsal/said.ts'
import type { Unmade } from '../plans/seeds.ts'
import { type WorkspaceShape, workspaces } from '../plans/workspace.ts'
import { fill } from '../registry/words.ts'
import { checkedPlugin, reported } from './check-plugin.ts'
import { developPlugin } from './dev-plugin.ts'
import { writePlugin } from './new-plugin.ts'
import { explain, say, table } from './output.ts'
import { buildPlugin, packageAt, packPlugin, pluginIn } from './pack-plugin.ts'
import { planSaid, stepSaid } from './plan-said.ts'
import { withPlatform } from './platform.ts'
import { writeRelease } from './release-plugin.ts'
import { seedCommand } from './seeds.ts'

interface Options {
  readonly workspace: string
  readonly dryRun?: boolean
  readonly plan?: boolean
}

export function addPlugin(program: Command): void {
  const plugin = program.command('plugin').description('Shows, enables, disables and uninstalls plugins, and writes a new one.')
  plugin
    .command('list')
    .option('--workspace <name>', 'where', 'main')
    .description('Shows what is installed, and whether it is enabled.')
    .action((options: Options) =>
      withPlatform(async ({ world }) => {
        const states = await pluginRows(world.db.owner, options.workspace)
        const rows = [...world.plugins.values()]
          .filter(one => one.id !== 'core')
          .map(one => [one.id, one.version, states.get(one.id)?.state ?? 'available', one.title])
        say(table(['Plugin', 'Version', 'State', 'What'], rows))
      }),
    )
  for (const [verb, to, description] of verbs) {
    plugin
      .command(`${verb} <id>`)
      .option('--workspace <name>', 'where', 'main')
      .option('--dry-run', 'only says what would happen, how long it takes and who waits')
      .option('--plan', 'the same')
      .description(description)
      .action((id: string, options: Options) => withPlatform(platform => set(platform, id, to, options)))
  }
  plugin
    .command('seed <id>')
    .option('--workspace <name>', 'where', 'main')
    .description('Makes the first records of a plugin that could not be made as it was enabled.')
    .action((id: string, options: Options) =>
      withPlatform(async platform => {
        const unmade = await makeFirstRecords(platform.world, await named(platform, options.workspace), id)
        if (unmade.length === 0) say(`All first records of ${id} are made.`)
        tellMissing(options.workspace, unmade)
      }),
    )
  plugin
    .command('new <id>')
    .requiredOption('--record <name>', 'what one record of it is called, such as Vehicle')
    .description('Writes a plugin that runs and passes its tests into plugins/<id>: a record with a state, a button, checks, a job, screens, roles and Hindi.')
    .action(async (id: string, { record }: { readonly record: string }) => {
      for (const file of await writePlugin(process.cwd(), { id, record })) say(`Wrote ${file}`)
      say()
      say(`Now: npx vitest run --project node plugins/${id}`)
      say('and npm start: enable it on the page of plugins.')
    })
  plugin
    .command('dev [folder]')
    .option('--port <number>', 'where it listens', '4000')
    .description('Starts a workspace to try a plugin in, and takes over what is saved while it runs.')
    .action(async (folder: string | undefined, { port }: { readonly port: string }) => {
      const { stop } = await developPlugin(folder ?? '.', { port: Number(port) }).catch(error => {
        process.stderr.write(`${explain(error)}\n`)
        // What was begun of the server ends with it.
        process.exit(1)
      })
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(0)))
    })
  addPackages(plugin)
  addUpgrades(plugin)
  plugin
    .command('undo <id>')
    .option('--workspace <name>', 'where', 'main')
    .description('Takes the last change of a plugin back.')
    .action((id: string, options: Options) =>
      withPlatform(async platform => {
        const done = await undoPlugin(platform.world, await named(platform, options.workspace), id)
        tell(done)
        say(`The last change of ${id} is taken back.`)
        tellMissing(options.workspace, done.unmade)
      }),
    )
}

/** What a version keeps, as it is released; and bringing records to the version that is here. */
function addUpgrades(plugin: Command): void {
  plugin
    .command('upgrade <id>')
    .option('--workspace <name>', 'where', 'main')
    .option('--dry-run', 'only says what would happen, how long it takes and who waits')
    .option('--plan', 'the same')
    .description('Brings the records of a plugin to the version that is installed, where that waits for an owner. Make a backup first.')
    .action((id: string, { workspace, dryRun, plan }: Options) =>
      withPlatform(async platform => {
        const [where, to] = [await named(platform, workspace), platform.world.plugins.get(id)?.version ?? '']
        const done = await (dryRun || plan ? planUpgrade(platform.world, where, id, to) : applyUpgrade(platform.world, where, id, to, null))
        tell(done)
        if (!dryRun && !plan) say(`${id} is upgraded to ${to}.`)
        tellMissing(workspace, done.unmade)
      }),
    )
  plugin
    .command('release <plugin>')
    .description(
      'Writes what this version of a plugin, by its id or its folder, keeps into its migrations/<version>.json: checkPlugin upgrades from it ever after.',
    )
    .action(async (plugin: string) => {
      const folder = [plugin, join('plugins', plugin)].find(one => existsSync(join(one, 'package.json')))
      if (folder === undefined) throw new Refused(404, 'not_found', 'There is no such plugin here. Name the folder that its package.json lies in.')
      say(`Wrote ${await writeRelease(folder, await pluginIn(folder))}`)
    })
}

/** To make a package of a plugin, and to take one in: whoever may run commands here may read the database too, so nothing more is asked. */
function addPackages(plugin: Command): void {
  plugin
    .command('check [folder]')
    .description('Looks at all that a plugin owes before it is given to others, runs its tests, and says what must be mended.')
    .action(async (folder = '.') => {
      const lines = await checkedPlugin(folder, say)
      say(reported(lines, folder))
      if (lines.some(line => line.good === false)) process.exitCode = 1
    })
  plugin
    .command('pack [folder]')
    .option('--out <folder>', 'where the file goes', '.')
    .description('Builds a plugin and packs it into one .tgz file that can be installed anywhere.')
    .action(async (folder: string | undefined, { out }: { readonly out: string }) => say(`Wrote ${await packPlugin(folder ?? '.', out)}`))
  plugin
    .command('build [folder]')
    .description('Builds both halves of a plugin into its dist folder; npm pack does the rest.')
    .action(async (folder: string | undefined) => {
      for (const file of (await buildPlugin(folder ?? '.')).files) say(`Wrote ${file}`)
    })
  plugin
    .command('install <package>')
    .description(
      'Installs a package for all workspaces: its .tgz file, a plugin’s folder, or its name in the registry, as in name@^1.2.0. Enable it afterwards.',
    )
    .action(async (wanted: string) => {
      const packed = isPath(wanted) ? await packageAt(wanted) : null
      await withPlatform(async ({ world }) => {
        const from = packed ? null : await fetchNamed(world, wanted)
        const looked = await installPackage(world, packed ?? (from?.archive as Buffer), null, from)
        const { found } = looked
        const { more, asks, warnings } = asksOf(looked)
        if (from) say(`${from.origin.name} ${from.version} from ${from.origin.registry}, ${from.origin.integrity}`)
        const called = calledBy(world.plugins.values())
        for (const one of gainsSaid(looked.roles, called)) say(`New: ${saidInEnglish(one)}`)
        for (const one of losesSaid(looked.roles, called)) say(saidInEnglish(one))
        for (const step of more) say(`New: ${stepSaid(step)}`)
        for (const { text, values } of [...asks, ...warnings]) say(fill(text, values, 'en'))
        const next = Object.keys(found.says.joins).length > 0 ? 'It comes and goes with what it joins.' : `Now: sangam plugin enable ${found.says.id}`
        say(`${found.says.title} ${found.says.version} is installed. ${next}`)
      })
    })
  plugin
    .command('remove <id>')
    .description('Removes an installed package; uninstall the plugin in each workspace first.')
    .action((id: string) =>
      withPlatform(async ({ world }) => {
        await removePackage(world, id, null)
        say(`${id} is removed.`)
      }),
    )
}

/** What is there, or looks like a place on the disk, is not asked of a registry. */
function isPath(wanted: string): boolean {
  return existsSync(wanted) || /^[./~]|\.tgz$|\\/.test(wanted) || (wanted.includes('/') && !wanted.startsWith('@'))
}

const verbs: readonly (readonly [verb: string, to: Standing, description: string])[] = [
  ['enable', 'enabled', 'Enables a plugin and what it needs; what was put away is put back.'],
  ['disable', 'disabled', 'Disables a plugin; its records stay.'],
  ['uninstall', 'uninstalled', 'Puts away all that a plugin has here; for 30 days it can be put back.'],
  ['delete', 'available', 'Deletes for good what was put away when a plugin was uninstalled.'],
]

async function set(platform: Platform, id: string, to: Standing, options: Options): Promise<void> {
  const workspace = await named(platform, options.workspace)
  const { world } = platform
  if (options.dryRun || options.plan) return tell(await rehearsedPlan(world, workspace.name, await planPlugin(world, workspace, id, to)))
  const done = await applyPlugin(world, workspace, id, to)
  tell(done)
  say(to === 'available' ? `Nothing of ${id} is left.` : `${id} is ${to}.`)
  tellMissing(options.workspace, done.unmade)
}

/** What was done stands; whoever goes on by a script must not miss what is missing. */
function tellMissing(workspace: string, unmade: readonly Unmade[] = []): void {
  if (unmade.length === 0) return
  for (const { said } of unmade) say(saidInEnglish(said))
  say(`Or here: ${[...new Set(unmade.map(({ plugin }) => seedCommand(plugin, workspace)))].join('; ')}`)
  process.exitCode = 1
}

function tell(plan: PluginPlan): void {
  const said = planSaid(plan)
  if (said !== '') say(said)
}

async function named({ world }: Platform, name: string): Promise<WorkspaceShape> {
  const found = (await workspaces(world)).find(one => one.name === name)
  if (!found) throw new Refused(404, 'workspace_unknown', 'There is no such workspace.')
  return found
}
