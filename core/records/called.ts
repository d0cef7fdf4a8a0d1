import { type Described, provide, Records } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { getMany, isId } from './find.ts'
import { titlesOf } from './titles.ts'

/** What a record is called, whichever plugin it is of: to who may see it; and what an entity is that a plugin knows by its name alone. */
export const recordsProvider = provide(Records, plain => {
  const ctx = plain as CoreCtx
  return {
    called: of => calledOf(ctx, of),
    titles: async of => {
      const titles = await titlesOf(ctx, of)
      return of.map(({ entity, id }) => titles.get(`${entity} ${id}`) ?? null)
    },
    describe: async entity => describe(ctx, entity),
  }
})

async function calledOf(ctx: CoreCtx, { entity, id }: { readonly entity: string; readonly id: string }): Promise<{ there: boolean; title: string | null }> {
  const known = typeof entity === 'string' ? ctx.model.entities.get(entity) : undefined
  if (!known || known.internal || !isId(id)) return { there: false, title: null }
  const there = await ctx.asSystem('Looks whether a record is there', async system => (await getMany(system as CoreCtx, entity, [id])).size > 0)
  return { there, title: there ? ((await titlesOf(ctx, [{ entity, id }])).get(`${entity} ${id}`) ?? null) : null }
}

function describe(ctx: CoreCtx, name: string): Described | null {
  const entity = ctx.model.entities.get(name)
  if (!entity || entity.internal) return null
  const fields = [...entity.fields.values()].map(field => ({
    ...{ name: field.name, label: ctx.t(field.label), type: field.type.type, to: field.to ?? null, tree: field.options.tree === true },
  }))
  return { label: ctx.t(entity.label), plural: ctx.t(entity.plural), title: entity.title, fields }
}
