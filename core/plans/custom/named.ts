import type { Condition, DocumentShape, Json } from '@sangam/sdk'
import { systemContext } from '../../records/context.ts'
import { pagesOf } from '../../records/pages.ts'
import { namedIn } from '../../registry/check-documents.ts'
import type { Model, ModelField } from '../../registry/model.ts'
import type { World } from '../../world.ts'

/** Something that names a field or an entity which will be gone, closed or of another type. */
export interface NamedBy {
  readonly kind: 'view' | 'report' | 'dashboard' | 'document' | 'list' | 'form' | 'board' | 'rule' | 'unique' | 'role' | 'reference' | 'formula' | 'api'
  readonly entity: string
  readonly field: string | null
  /** Which one: a view's name, a role's label, a path. */
  readonly name: string
}

/** Formulas, lookups and rollups that a field goes into, wherever they stand. */
export function workedOutOf(model: Model, entity: string, field: string): NamedBy[] {
  return [...model.entities.values()].flatMap(other =>
    [...other.fields.values()]
      .filter(one => looksAt(one, entity, field) || one.computed?.uses.some(path => endsOn(model, other.name, path, entity, field)))
      .map(one => ({ kind: 'formula' as const, entity, field, name: `${other.name} · ${one.name}` })),
  )
}

/** Whether a rollup looks at a field of the records it counts. */
function looksAt({ computed }: ModelField, entity: string, field: string): boolean {
  if (computed?.kind !== 'rollup' || computed.of !== entity) return false
  return computed.by === field || computed.field === field || mentions((computed.where ?? {}) as Json, field)
}

/** Whether a path leads to a field: by its own names, and not through what it stands for. */
function endsOn(model: Model, from: string, path: string, entity: string, field: string): boolean {
  const parts = path.split('.')
  const owner = parts
    .slice(0, -1)
    .reduce<string | null>((name, part) => (name === null ? null : (model.entities.get(name)?.fields.get(part)?.to ?? null)), from)
  return owner === entity && parts.at(-1) === field
}

interface SavedView {
  readonly kind: 'view' | 'report'
  readonly name: string
  readonly entity: string
  readonly definition: Json
}

/** The views that people saved of some entities, and the lists of theirs that come by mail. */
export async function viewsOf(world: World, workspace: string, entities: readonly string[]): Promise<SavedView[]> {
  return systemContext(world, workspace, 'Looks which views name what is going to change', 'cli', async ctx => {
    const query = { where: { entity: { in: entities } } as unknown as Condition, fields: ['name', 'entity', 'definition'] }
    const found: SavedView[] = []
    for await (const page of pagesOf(ctx, 'core.view', query)) found.push(...page.map(one => ({ ...(one as unknown as SavedView), kind: 'view' as const })))
    for await (const page of pagesOf(ctx, 'core.scheduledReport', query))
      found.push(...page.map(one => ({ ...(one as unknown as SavedView), kind: 'report' as const })))
    return found
  })
}

/** A card of a dashboard, a plugin's or one that someone saved, as far as it is of records. */
interface PlacedCard {
  readonly name: string
  readonly entity: string
  /** What it shows, without the words for people. */
  readonly says: Json
}

export async function cardsOf(world: World, workspace: string, model: Model): Promise<PlacedCard[]> {
  const saved = await systemContext(world, workspace, 'Looks which dashboards name what is going to change', 'cli', async ctx => {
    const found: { readonly name: string; readonly cards: readonly Json[] }[] = []
    for await (const page of pagesOf(ctx, 'core.dashboard', { fields: ['name', 'definition'] }))
      found.push(...page.map(one => ({ name: String(one.name), cards: (one.definition as { readonly cards?: readonly Json[] } | null)?.cards ?? [] })))
    return found
  })
  const built = model.dashboards.map(({ label, cards }) => ({ name: label, cards: cards as unknown as readonly Json[] }))
  return [...built, ...saved].flatMap(({ name, cards }) =>
    cards.flatMap((card): PlacedCard[] => {
      const { entity, label: _label, ...says } = card as { readonly [setting: string]: Json }
      return typeof entity === 'string' ? [{ name, entity, says }] : []
    }),
  )
}

/** The documents of records, a plugin's and those that administrators wrote, with the fields that their slots and parts ask for. */
export async function documentsOf(world: World, workspace: string, model: Model): Promise<PlacedCard[]> {
  const saved = await systemContext(world, workspace, 'Looks which documents name what is going to change', 'cli', async ctx => {
    const found: { readonly name: string; readonly entity: string; readonly shape: DocumentShape }[] = []
    for await (const page of pagesOf(ctx, 'core.documentTemplate', { fields: ['name', 'entity', 'definition'] }))
      found.push(...page.map(one => ({ name: String(one.name), entity: String(one.entity), shape: one.definition as unknown as DocumentShape })))
    return found
  })
  const built = model.documents.map(({ label, entity, ...shape }) => ({ name: label, entity, shape }))
  return [...built, ...saved].map(({ name, entity, shape }) => ({ name, entity, says: namedIn(shape) }))
}

/** Whether a field's name stands somewhere in a definition, as a key, a path or a sort. */
export function mentions(value: Json | undefined, field: string): boolean {
  if (typeof value === 'string') return value.replace(/^-/, '').split(/[.:]/).includes(field)
  if (Array.isArray(value)) return value.some(one => mentions(one, field))
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, one]) => mentions(key, field) || mentions(one, field))
}
