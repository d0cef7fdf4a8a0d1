import type { Json, Meta } from '@sangam/sdk'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'

interface Item {
  readonly id: string
  readonly version: number
  readonly [field: string]: Json
}

interface Kept {
  readonly fields: readonly string[]
  readonly items: ReadonlyMap<string, Item>
  /** What was done with one of them. */
  readonly history: Json
}

/** By entity, its fields and records as the owner reads them; an entity that is not there is not among them. */
export type Present = ReadonlyMap<string, Kept>

/** As many as a page may hold. */
const most = 500
/** So many lines are said; more of them say no more. */
const lines = 20

/** The entities of others that a plugin adds fields to; where it adds them to lines, what these stand in. */
export function extendedBy(model: Model, plugin: string): ModelEntity[] {
  const found = [...model.entities.values()].filter(entity => entity.plugin !== plugin && [...entity.fields.values()].some(field => field.plugin === plugin))
  return [...new Set(found.flatMap(entity => (entity.linesOf ? (model.entities.get(entity.linesOf.entity) ?? []) : entity)))]
}

/** Everything that the owner reads of some entities: all fields there are of it, lines and all. */
export async function present(admin: TestClient, entities: readonly ModelEntity[]): Promise<Present> {
  const meta = (await admin.get('/api/meta')) as unknown as Meta
  const found = new Map<string, Kept>()
  for (const { name, title } of entities) {
    const shape = meta.entities[name]
    if (!shape?.verbs.includes('read')) continue
    const fields = Object.keys(shape.fields)
    const { items } = (await admin.post(`/api/query/${name}`, { fields: [...new Set([title, ...fields])], sort: ['id'], limit: most })) as { items: Json }
    const all = items as unknown as readonly Item[]
    const [first] = all
    found.set(name, {
      fields,
      items: new Map(all.map(item => [item.id, item])),
      history: first ? await admin.get(`/api/records/${name}/${first.id}/history`) : null,
    })
  }
  return found
}

/** What is there otherwise than it was before a plugin was away, a sentence for each. */
export function cameOtherwise(model: Model, before: Present, after: Present): string[] {
  const said: string[] = []
  for (const [name, was] of before) {
    const now = after.get(name)
    if (!now) {
      said.push(`${name} did not come back.`)
      continue
    }
    for (const field of was.fields) if (!now.fields.includes(field)) said.push(`${name} came back without its field ${field}.`)
    for (const field of now.fields) if (!was.fields.includes(field)) said.push(`${name} came back with one field more: ${field}.`)
    const entity = model.entities.get(name) as ModelEntity
    for (const [id, item] of was.items) said.push(...recordOtherwise(entity, item, now.items.get(id)))
    for (const [id, item] of now.items) if (!was.items.has(id)) said.push(`${calledOf(entity, item)} was not there before.`)
    if (JSON.stringify(was.history) !== JSON.stringify(now.history)) said.push(`${name}: the history of a record came back otherwise.`)
  }
  return said.length > lines ? [...said.slice(0, lines), `And so on, ${said.length - lines} more.`] : said
}

/** What of some plugins is still met while they are away, or can't be read without them: others' records stay as they are, without their fields. */
export function stayedBehind(gone: ReadonlySet<string>, model: Model, before: Present, away: Present): string[] {
  const said: string[] = []
  for (const [name, was] of before) {
    const entity = model.entities.get(name) as ModelEntity
    const now = away.get(name)
    if (gone.has(entity.plugin)) {
      if (now) said.push(`${name} is still there while its plugin is away.`)
      continue
    }
    const added = was.fields.filter(field => gone.has(entity.fields.get(field)?.plugin ?? ''))
    for (const field of now?.fields ?? []) if (added.includes(field)) said.push(`${name} still shows ${field} while its plugin is away.`)
    for (const [id, item] of was.items) if (!now?.items.has(id)) said.push(`${calledOf(entity, item)} can’t be read while the plugin is away.`)
  }
  return said
}

function recordOtherwise(entity: ModelEntity, was: Item, now: Item | undefined): string[] {
  const called = calledOf(entity, was)
  if (!now) return [`${called} did not come back.`]
  const said = was.version === now.version ? [] : [`${called} was at version ${was.version} and came back at ${now.version}.`]
  for (const [name, value] of Object.entries(was)) {
    const other = now[name]
    // A field that is missing is said of the entity.
    if (name === 'version' || other === undefined || JSON.stringify(value) === JSON.stringify(other)) continue
    const points = entity.fields.get(name)?.type.type === 'reference'
    const text = (shown: Json): string => (points && shown === null ? 'nothing' : JSON.stringify(shown))
    said.push(
      points
        ? `${called}: ${name} pointed at ${text(value)} and came back pointing at ${text(other)}.`
        : `${called}: ${name} was ${text(value)} and came back as ${text(other)}.`,
    )
  }
  return said
}

function calledOf(entity: ModelEntity, item: Item): string {
  const title = item[entity.title]
  return `${entity.name} “${typeof title === 'string' && title !== '' ? title : item.id}”`
}
