import { type Plugin, UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { isLost, type Pool, sqlState } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { refusedSet } from '../records/change.ts'
import { systemContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { patiently } from '../records/patience.ts'
import type { Model } from '../registry/model.ts'
import { behindNeeds } from '../registry/order.ts'
import type { World } from '../world.ts'
import type { Sentence } from './custom/sentence.ts'

type Seed = Model['seeds'][number]

/** First records of a plugin that could not be made: it is enabled without them. */
export interface Unmade {
  readonly plugin: string
  /** What its author calls them. */
  readonly seed: string
  /** Which plugin, which record, why, and what to do. */
  readonly said: Sentence
  readonly error: unknown
}

/** Which first records are made now, and how long each may take. */
export interface Planting {
  /** Whether those of a plugin are meant, that were never tried or failed before; all unless told. */
  readonly wanted?: (plugin: string, failed: boolean) => boolean
  /** Somebody waits for a start: what takes longer is tried beside it. */
  readonly brief?: true
  /** Asked before each: whether nobody wants them any more. */
  readonly over?: () => boolean
  /** Waits for a turn for each, where plugins that don’t stand on each other are not to wait for each other; one after another unless told. */
  readonly turn?: Turn
}

type Turn = (work: () => Promise<void>) => Promise<void>

/** Turns for so many at once; whoever asks for one more waits until one of them is over. */
export function turnsFor(most: number): Turn {
  const waiting: (() => void)[] = []
  let free = most
  return async work => {
    if (free > 0) free -= 1
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      await work()
    } finally {
      // Handed on: whoever asks meanwhile stands behind those who waited.
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

/** What was never tried, and all of some plugins: nobody waits once more for what is wrong with another. */
export function untriedAndOf(plugins: readonly string[]): Planting {
  return { wanted: (plugin, failed) => !failed || plugins.includes(plugin) }
}

/**
 * Each plugin's own first records, once; tells which could not be made. These fail alone: the plugin runs by then, and no other, no start and no
 * workspace fails with them. What failed is tried again beside the next start, and when somebody asks.
 */
export async function plant(world: World, name: string, sample: boolean, { wanted, brief, over, turn }: Planting): Promise<Unmade[]> {
  const model = await world.models.current(name)
  const lacking = await unplanted(world, { name, sample }, model)
  const failed = wanted && lacking.length > 0 ? await whys(world.db.app, name) : null
  const seeds = failed && wanted ? lacking.filter(seed => wanted(seed.plugin, failed.has(seed.name))) : lacking
  const locale = seeds.length > 0 ? await languageOf(world, name) : undefined
  const unmade: Unmade[] = []
  const make = async (seed: Seed): Promise<void> => {
    if (over?.()) return
    const run = async (ctx: CoreCtx): Promise<void> => {
      const [mine] = await ctx.tx.run(sql`insert into ${tableName(name, 'core_seed')} (name) values (${seed.name}) on conflict do nothing returning name`)
      if (!mine) return
      await ctx.tx.run(sql`delete from ${tableName(name, 'core_unmade')} where seed = ${seed.name}`)
      // In a process of its own it has the time of a job.
      if (world.packages.of(seed.plugin) && !brief) await seed.run(ctx)
      else await patiently(ctx, { plugin: seed.plugin, name: seed.name, of: seed.plugin, ...(brief && { brief }) }, () => seed.run(ctx))
    }
    const once = (): Promise<void> => systemContext(world, name, `Seed ${seed.name}`, 'seed', run, null, locale)
    // Two that write to what both stand on may wait for each other; the database ends one of them.
    const calmly = (): Promise<void> => once().catch(error => (sqlState(error) === '40P01' ? once() : Promise.reject(error)))
    await (turn ? calmly() : once()).catch(async error => {
      // Without core's own nothing goes on.
      if (isLost(error) || seed.plugin === 'core') throw error
      world.log.error('The first records of a plugin could not be made. They are tried again beside the next start.', {
        ...{ workspace: name, plugin: seed.plugin, seed: seed.name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      })
      const said = told(model, seed, error)
      unmade.push({ plugin: seed.plugin, seed: seed.name, said, error })
      await keepWhy(world, name, seed.name, said)
    })
  }
  if (turn) await sideBySide(seeds, model.plugins, seed => turn(() => make(seed)))
  else for (const seed of seeds) await make(seed)
  return unmade
}

/** First records of a plugin one after another, and behind those of all it stands on, which they may refer to; of others beside them. */
async function sideBySide(seeds: readonly Seed[], plugins: ReadonlyMap<string, Plugin>, make: (seed: Seed) => Promise<void>): Promise<void> {
  const under = new Map<string, Promise<void>>()
  for (const id of new Set(seeds.map(seed => seed.plugin))) {
    const plugin = plugins.get(id)
    const before = ['core', ...(plugin ? behindNeeds([plugin], plugins).map(one => one.id) : [])].flatMap(one => under.get(one) ?? [])
    under.set(
      id,
      (async () => {
        await Promise.all(before)
        for (const seed of seeds) if (seed.plugin === id) await make(seed)
      })(),
    )
  }
  const ended = await Promise.allSettled(under.values())
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

/** The first records of plugins that a workspace should have and has not. */
export async function unplanted(
  world: { readonly db: Pick<World['db'], 'app'> },
  { name, sample }: { readonly name: string; readonly sample: boolean },
  { seeds }: Model,
): Promise<Model['seeds']> {
  const planted = new Set((await world.db.app.run<{ name: string }>(sql`select name from ${tableName(name, 'core_seed')}`)).map(row => row.name))
  return seeds.filter(seed => !planted.has(seed.name) && (!seed.sample || sample))
}

/** For whoever looks later, and did not see it fail. */
async function keepWhy(world: World, name: string, seed: string, said: Sentence): Promise<void> {
  await world.db.app
    .run(sql`insert into ${tableName(name, 'core_unmade')} (seed, said, at) values (${seed}, ${JSON.stringify(said)}::jsonb, ${world.clock.now().toISOString()}::timestamptz)
      on conflict (seed) do update set said = excluded.said, at = excluded.at`)
    .catch(lost => world.log.warn('Why first records are missing could not be written down.', { workspace: name, seed, error: String(lost) }))
}

interface Missing {
  readonly plugin: string
  readonly seed: string
  /** Which plugin, which record, why, and what to do. */
  readonly said: Sentence
  /** Why alone; null where they were never tried. */
  readonly why: Sentence | null
}

/** The first records of plugins that a workspace should have and has not, with what was said as they failed; of those that were never tried, that. */
export async function missing(pool: Pool, workspace: { readonly name: string; readonly sample: boolean }, model: Model): Promise<Missing[]> {
  const seeds = await unplanted({ db: { app: pool } }, workspace, model)
  if (seeds.length === 0) return []
  const known = await whys(pool, workspace.name)
  return seeds.map(({ plugin, name }) => {
    const { values } = known.get(name) ?? { values: null }
    return { plugin, seed: name, said: known.get(name) ?? untried(model, plugin, name), why: typeof values?.why === 'object' ? values.why : null }
  })
}

/** What was said as first records failed. */
async function whys(pool: Pool, workspace: string): Promise<ReadonlyMap<string, Sentence>> {
  // A version from before this table may have made the rest.
  const [there] = await pool.run<{ yes: boolean }>(sql`select to_regclass(${`${workspace}.core_unmade`}) is not null as yes`)
  const rows = there?.yes ? await pool.run<{ seed: string; said: Sentence }>(sql`select seed, said from ${tableName(workspace, 'core_unmade')}`) : []
  return new Map(rows.map(({ seed, said }) => [seed, said]))
}

function untried(model: Model, plugin: string, seed: string): Sentence {
  return {
    text: '{plugin} is enabled without its first records ({seed}), which were never made. Have them made on the page of plugins.',
    values: { plugin: model.plugins.get(plugin)?.title ?? plugin, seed },
  }
}

/** The language that a workspace begins in: that of whoever set it up. Names of records have one text, so they are written in it. */
async function languageOf(world: World, name: string): Promise<string | undefined> {
  return systemContext(world, name, 'Looks in which language a business works', 'seed', async ctx => {
    const first = { where: { account: { isEmpty: false } }, fields: ['locale'], sort: ['createdAt'], limit: 1 } as const
    const [user] = (await find(ctx, 'core.user', first)).items
    return typeof user?.locale === 'string' ? user.locale : undefined
  })
}

function told(model: Model, { plugin, name }: Seed, error: unknown): Sentence {
  return {
    text: '{plugin} is enabled without its first records ({seed}), which could not be made. {why} Have them made again on the page of plugins once this is mended.',
    values: { plugin: model.plugins.get(plugin)?.title ?? plugin, seed: name, why: reason(model, error) },
  }
}

function reason(model: Model, error: unknown): Sentence {
  if (error instanceof UserError) return { text: error.message, values: error.values }
  if (!(error instanceof Refused)) {
    const problem = error instanceof Error ? error.message : String(error)
    return sqlState(error) === null
      ? { text: 'The plugin says: {problem}', values: { problem } }
      : { text: 'The database says: {problem}', values: { problem } }
  }
  const whole: Sentence = { text: error.detail, values: error.options.values ?? {} }
  const set = refusedSet(error)
  const entity = set && model.entities.get(set.entity)
  const [issue] = error.options.errors ?? []
  if (!set || !entity || !issue) return whole
  const request = set.requests[issue.row ?? 0]
  const values = request?.verb === 'create' ? request.values : request?.verb === 'update' ? request.patch : {}
  const title = values[entity.title]
  const problem = { text: issue.message, values: issue.values ?? {} }
  return { text: '{entity} “{record}”: {problem}', values: { entity: entity.label, record: typeof title === 'string' ? title : '…', problem } }
}
