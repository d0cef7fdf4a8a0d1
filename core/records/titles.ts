import { find, isId } from './find.ts'
import type { Reader } from './statements.ts'

/** What records of any entities are called, by `entity id`; those the caller may not see are left out. */
export async function titlesOf(ctx: Reader, wanted: readonly { readonly entity: string; readonly id: string }[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  const byEntity = new Map<string, Set<string>>()
  for (const { entity, id } of wanted) if (isId(id)) byEntity.set(entity, (byEntity.get(entity) ?? new Set()).add(id))
  for (const [name, ids] of byEntity) {
    const entity = ctx.model.entities.get(name)
    if (!entity || !ctx.access.may(name, 'read')) continue
    const list = [...ids]
    for (let start = 0; start < list.length; start += 500) {
      const page = await find(ctx, name, { where: { id: { in: list.slice(start, start + 500) } }, fields: ['$title'], sort: ['id'], limit: 500 })
      for (const item of page.items) titles.set(`${name} ${item.id}`, String(item.$title ?? ''))
    }
  }
  return titles
}
