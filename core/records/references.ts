import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { find, isId } from './find.ts'
import { entityFor } from './statements.ts'

const shown = 5

/** Records of one entity that point at a record by one field. */
export interface Reference {
  readonly entity: string
  readonly field: string
  /** How to find all of them. */
  readonly where: object
  /** Up to 1,001. */
  readonly count: number
  readonly items: readonly { readonly id: string; readonly title: string }[]
}

/**
 * What refers to a record, over every entity: what the caller may see of it, the newest few and how many. Lines are told as the records they stand in.
 *
 * Errors: `not_found`.
 */
export async function referencesTo(ctx: CoreCtx, name: string, id: string): Promise<Reference[]> {
  const entity = entityFor(ctx, name)
  if (!isId(id)) throw notFound()
  const there = await find(ctx, name, { where: { id }, fields: ['id'], limit: 1 })
  if (there.items.length === 0) throw notFound()
  const ways = [...entity.referredBy.flatMap(link => wayTo(ctx, entity, link, id)), ...aboutWays(ctx, entity, id)]
  const found = await Promise.all(
    ways.map(async ({ other, field, where }): Promise<Reference> => {
      // What is known by another record is called as that is.
      const title = other.fields.get(other.title)?.type.type === 'reference' ? `${other.title}.$title` : other.title
      const page = await find(ctx, other.name, { where, fields: [title], sort: ['-createdAt'], limit: shown, count: 'capped' })
      const items = page.items.map(item => ({ id: item.id, title: String(item[title] ?? '') }))
      return { entity: other.name, field, where, count: page.count ?? 0, items }
    }),
  )
  return found.filter(one => one.count > 0)
}

interface Way {
  readonly other: ModelEntity
  readonly field: string
  readonly where: object
}

function wayTo(ctx: CoreCtx, entity: ModelEntity, link: { readonly entity: string; readonly field: string }, id: string): Way[] {
  const other = ctx.model.entities.get(link.entity) as ModelEntity
  const parent = other.linesOf && ctx.model.entities.get(other.linesOf.entity)
  const may = (one: ModelEntity, field: string): boolean =>
    !one.internal &&
    ctx.access.may(one.name, 'read') &&
    ctx.access.field(one.name, field, 'read') !== 'none' &&
    ctx.access.field(one.name, one.title, 'read') !== 'none'
  const field = other.fields.get(link.field)
  if (!field) return []
  const points =
    field.type.type === 'oneOf'
      ? { [`${field.name}.entity`]: entity.name, [`${field.name}.id`]: id }
      : { [field.name]: field.type.type === 'references' ? { contains: id } : id }
  if (!other.linesOf) return may(other, link.field) ? [{ other, field: link.field, where: points }] : []
  // A record's own lines are part of it.
  if (!parent || (parent.name === entity.name && other.linesOf.by === link.field) || !may(parent, other.linesOf.field)) return []
  const path = `${other.linesOf.field}.${link.field}`
  return ctx.access.field(other.name, link.field, 'read') === 'none' ? [] : [{ other: parent, field: path, where: { [other.linesOf.field]: { some: points } } }]
}

/** Notes, calls and tasks that hang on it by name. */
function aboutWays(ctx: CoreCtx, entity: ModelEntity, id: string): Way[] {
  return [...ctx.model.entities.values()].flatMap(other => {
    const { about } = other.definition
    if (!about || other.internal || !ctx.access.may(other.name, 'read')) return []
    return [{ other, field: about.record, where: { [about.entity]: entity.name, [about.record]: id } }]
  })
}
