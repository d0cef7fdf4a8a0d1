import type { Plugin } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPlugins } from '../../core/plugins.ts'
import { type Model, type ModelEntity, systemFields } from '../../core/registry/model.ts'

const plugins: readonly Plugin[] = [...(await findPlugins()).plugins.values()]

let platform: TestPlatform
let model: Model
/** The columns that lead an index of the database, each with its table. */
let led: ReadonlySet<string>
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: plugins.filter(one => one.id !== 'core') })
  model = await platform.platform.world.models.current('main')
  const rows = await platform.platform.world.db.owner.run<{ name: string }>(sql`
    select pg_catalog.concat_ws('.', t.relname, a.attname) as name from pg_catalog.pg_index i join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0] where t.relnamespace = 'main'::regnamespace and i.indisvalid`)
  led = new Set(rows.map(row => row.name))
})
afterAll(() => platform.stop())

/** The column by which a path is found, with its table: of another record's field the one that names that record. */
function columnOf(entity: ModelEntity, path: string): string {
  const [name = '', part] = path.split('.')
  const columns = entity.fields.get(name)?.columns ?? []
  return `${entity.table}.${(columns.find(one => one.part === part) ?? columns[0])?.name ?? systemFields.get(name)?.column}`
}

const lookedAt = (condition: object): readonly string[] =>
  Object.entries(condition).flatMap(([name, value]) => (['or', 'and'].includes(name) ? (value as object[]).flatMap(lookedAt) : name))

/** What is looked for in lists as they come, before anybody has chosen anything. */
function looked(entity: ModelEntity): readonly (readonly [why: string, path: string])[] {
  const views = model.lists.filter(list => list.entity === entity.name).flatMap(list => list.views ?? [])
  const pointing = [...entity.fields.values()].filter(field => field.type.type === 'reference').map(field => field.name)
  const sorts = [...entity.sort, ...views.flatMap(view => ('sort' in view ? (view.sort ?? []) : []))].map(sort => sort.replace('-', ''))
  const filters = views.flatMap(view => lookedAt(view.where ?? {}))
  return [
    ...pointing.map(path => ['points by', path] as const),
    ...sorts.map(path => ['is sorted by', path] as const),
    ...filters.map(path => ['is filtered by', path] as const),
  ]
}

test.each(plugins)('an index stands behind all that points and all that lists go by: $id', ({ id, entities = [] }) => {
  const own = [...model.entities.values()].filter(entity => entity.plugin === id)
  const all = own.flatMap(entity => looked(entity).map(([why, path]) => ({ column: columnOf(entity, path), said: `${entity.name} ${why} ${path}` })))
  expect({ without: all.filter(one => !led.has(one.column)), some: all.length > 0 }).toEqual({ without: [], some: entities.length > 0 })
})
