import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestPlatform } from '@sangam/testing'
import { expect, test } from 'vitest'
import { findPlugins } from '../../core/plugins.ts'
import { behindNeeds } from '../../core/registry/order.ts'
import { compareVersions } from '../../core/registry/version.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { pluginOfRelease, type Released } from '../../sdk/testing/check/released.ts'
import { shapeOfSchema, stillToMake } from '../../sdk/testing/check/schema.ts'

const root = join(import.meta.dirname, '..', '..')
const { plugins } = await findPlugins()
const own = behindNeeds([...plugins.values()], plugins).filter(({ id }) => id !== 'core')

/** What every released version of the plugins that came with Sangam kept, the oldest first. */
const released: ReadonlyMap<string, readonly Released[]> = new Map(
  own.map(({ id }) => {
    const folder = join(root, 'plugins', id, 'migrations')
    const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.json')) : []
    const all = files.map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Released)
    return [id, all.sort((a, b) => compareVersions(a.version, b.version))]
  }),
)
/** The first of each, the second of each and so on; whoever has fewer stands at its last. */
const rounds = Array.from({ length: Math.max(...[...released.values()].map(all => all.length)) }, (_, at) =>
  own.flatMap(({ id }) => released.get(id)?.at(at) ?? released.get(id)?.at(-1) ?? []),
)

test('every plugin that came with Sangam keeps what its released versions kept', () => {
  expect(own.filter(({ id }) => (released.get(id) ?? []).length === 0).map(({ id }) => `npm run sangam -- plugin release ${id}`)).toEqual([])
})

test.each(rounds.map(versions => ({ versions, name: versions.map(({ id, version }) => `${id} ${version}`).join(', ') })))(
  'from $name, with records, all come to what is here: none is lost, and the schema is that of a fresh start',
  { timeout: 240_000 },
  async ({ versions }) => {
    await using old = await createTestPlatform({ plugins: versions.map(pluginOfRelease) })
    await using fresh = await createTestPlatform({ plugins: own })
    const maker = new Maker(old, await old.platform.world.models.current('main'), {})
    // Lines come with the records they belong to.
    const entities = versions.flatMap(one => Object.keys(one.entities)).filter(name => !maker.model.entities.get(name)?.linesOf)
    for (const entity of entities) if (maker.made(entity).length === 0) await maker.make(entity)
    const made = entities.map(entity => [entity, maker.made(entity).map(one => one.id)] as const)
    await old.restart(...own)
    const cards = ((await old.admin.get('/api/plugins')) as { items: { id: string; version: string; upgrade: object | null; problems: string[] }[] }).items
    for (const { id, version, upgrade } of cards) if (upgrade) await old.admin.post(`/api/plugins/${id}/apply`, { to: version })
    expect(cards.filter(one => !one.upgrade && one.problems.length > 0)).toEqual([])
    expect(await stillToMake(old.platform)).toEqual([])
    expect(await shapeOfSchema(old.platform)).toEqual(await shapeOfSchema(fresh.platform))
    const { entities: now } = await old.platform.world.models.current('main')
    // Sums that are kept up are counted anew.
    const still = made.filter(([entity]) => now.get(entity)?.keptOf === null)
    const lost: string[] = []
    for (const [entity, ids] of still)
      for (const id of ids) if ((await old.admin.ask('GET', `/api/records/${entity}/${id}`)).status !== 200) lost.push(`${entity} ${id}`)
    expect(still.length).toBeGreaterThan(40)
    expect(lost).toEqual([])
  },
)
