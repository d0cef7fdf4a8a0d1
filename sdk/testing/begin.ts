import { createHash } from 'node:crypto'
import type { Plugin } from '@sangam/sdk'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createPreparedDatabase, type TestDatabase } from '../../core/data/testing.ts'
import { saidInEnglish } from '../../core/plans/rehearsal/said.ts'
import { setPlugins } from '../../core/plans/workspace.ts'
import { change } from '../../core/records/change.ts'
import { systemContext } from '../../core/records/context.ts'
import { find } from '../../core/records/find.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import type { Log } from '../../core/world.ts'
import { ownFile } from './apart.ts'
import type { TestOptions } from './platform.ts'

/** The moment in which every platform for a test begins. */
export const beginning = new Date('2027-03-31T09:30:00.000Z')

/** A database for a platform, and how the platform begins on it: both give what is the same for many tests from a copy. */
export interface Begun {
  readonly database: TestDatabase
  /** Sees to it that the company is there and the plugins run; gives the company. */
  begin(platform: Platform): Promise<string>
}

/**
 * Several plugins of this repository take longer to come than a database takes to be copied, and many tests ask for the same of them: with
 * these it is made once in a run. `given` is as the test asked, `options` as the run asked for it.
 */
export async function begun(given: TestOptions, options: TestOptions, log: Log): Promise<Begun> {
  const own = await Promise.all(given.plugins.map(ownFile))
  const shared = own.length > 1 && own.every(file => file !== null) && !options.sample && !options.watch
  if (!shared) return { database: await firstStarted('test', log), begin: platform => begin(platform, options) }
  const how = options.plugins === given.plugins ? 'with' : 'apart'
  const which = createHash('sha256')
    .update(
      given.plugins
        .map(({ id }) => id)
        .sort()
        .join(),
    )
    .digest('hex')
  const prepare = (url: string): Promise<void> => startedOnce(url, options.plugins, log, platform => begin(platform, options))
  const database = await createPreparedDatabase('test', `${how}_${which.slice(0, 16)}`, prepare, prefix => firstStarted(prefix, log))
  return { database, begin: companyOf }
}

/** What the first start leaves, with core's own plugin alone: the same for every platform, so it is made once in a run. */
function firstStarted(prefix: string, log: Log): Promise<TestDatabase> {
  return createPreparedDatabase(prefix, 'core', url => startedOnce(url, [], log, async () => undefined))
}

async function startedOnce(url: string, plugins: readonly Plugin[], log: Log, work: (platform: Platform) => Promise<unknown>): Promise<void> {
  const all = new Map([corePlugin, ...plugins].map(plugin => [plugin.id, plugin]))
  const config = readConfig({ DATABASE_URL: url, SANGAM_POOL: '2' })
  const platform = await boot({ config, plugins: all, log, clock: { now: () => beginning }, background: false })
  try {
    await work(platform)
  } finally {
    await platform.stop()
  }
}

async function begin({ world }: Platform, { plugins, sample }: TestOptions): Promise<string> {
  const company = await systemContext(world, 'main', 'Makes a company for a test', 'seed', async ctx => {
    const [made] = await change(ctx, 'core.company', [
      { verb: 'create', values: { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 } },
    ])
    await change(ctx, 'core.currency', [{ verb: 'create', values: { code: 'INR', name: 'Indian Rupee', digits: 2 } }])
    return (made as { id: string }).id
  })
  const [unmade] = await setPlugins(
    world,
    { ...mainWorkspace, sample: sample === true },
    plugins.map(plugin => ({ id: plugin.id, version: plugin.version, state: 'enabled' })),
  )
  if (unmade) throw new Error(saidInEnglish(unmade.said), { cause: unmade.error })
  return company
}

async function companyOf({ world }: Platform): Promise<string> {
  return systemContext(world, 'main', 'Asks for the company of a test', 'seed', async ctx => {
    const { items } = await find(ctx, 'core.company', { fields: ['id'], limit: 1 })
    return String(items[0]?.id)
  })
}
