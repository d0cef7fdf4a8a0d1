import { provide, Records } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { getMany, isId } from './find.ts'
import { titlesOf } from './titles.ts'

/** What a record is called, whichever plugin it is of: to who may see it. */
export const recordsProvider = provide(Records, plain => ({ called: of => calledOf(plain as CoreCtx, of) }))

async function calledOf(ctx: CoreCtx, { entity, id }: { readonly entity: string; readonly id: string }): Promise<{ there: boolean; title: string | null }> {
  const known = typeof entity === 'string' ? ctx.model.entities.get(entity) : undefined
  if (!known || known.internal || !isId(id)) return { there: false, title: null }
  const there = await ctx.asSystem('Looks whether a record is there', async system => (await getMany(system as CoreCtx, entity, [id])).size > 0)
  return { there, title: there ? ((await titlesOf(ctx, [{ entity, id }])).get(`${entity} ${id}`) ?? null) : null }
}
