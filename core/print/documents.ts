import type { DocumentShape } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { find, isId } from '../records/find.ts'

/** A document as it is offered where a record is printed. */
export interface Offered {
  /** The id of a template, or the name of a plugin's. */
  readonly id: string
  readonly label: string
}

const reason = 'Looks up the documents of a kind of record'

/** By entity: what its records can be printed as, of the entities that the caller may read. Those of administrators stand first. */
export async function documentsOffered(ctx: CoreCtx): Promise<ReadonlyMap<string, readonly Offered[]>> {
  const { items } = await ctx.asSystem(reason, system =>
    find(system as CoreCtx, 'core.documentTemplate', { where: { active: true }, fields: ['name', 'entity'], sort: ['name'], limit: 500 }),
  )
  const offered = new Map<string, Offered[]>()
  const add = (entity: string, one: Offered): void => {
    if (ctx.access.may(entity, 'read') && ctx.model.entities.get(entity)?.internal === false) offered.set(entity, [...(offered.get(entity) ?? []), one])
  }
  for (const { id, name, entity } of items) add(String(entity), { id, label: String(name) })
  for (const { name, label, entity } of ctx.model.documents) add(entity, { id: name, label: ctx.t(label) })
  return offered
}

/** One of them by its id or name. What no longer fits the model is printed as far as it does. */
export async function documentOf(ctx: CoreCtx, entity: string, id: string): Promise<DocumentShape> {
  if (!ctx.access.may(entity, 'read')) throw notFound()
  const built = ctx.model.documents.find(one => one.entity === entity && one.name === id)
  if (built) return built
  if (!isId(id)) throw notFound()
  const { items } = await ctx.asSystem(reason, system =>
    find(system as CoreCtx, 'core.documentTemplate', { where: { id, entity, active: true }, fields: ['definition'], limit: 1 }),
  )
  const [found] = items
  if (!found) throw notFound()
  return found.definition as unknown as DocumentShape
}
