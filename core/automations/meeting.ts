import type { CoreCtx } from '../data/context.ts'
import { find } from '../records/find.ts'

/** Which of some records meet a condition, and are in sight. */
export async function meeting(ctx: CoreCtx, entity: string, condition: object | null, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (let start = 0; start < ids.length; start += 500) {
    const among = { id: { in: ids.slice(start, start + 500) } }
    const page = await find(ctx, entity, { where: condition ? { and: [among, condition] } : among, fields: ['id'], sort: ['id'], limit: 500 })
    for (const item of page.items) found.add(item.id)
  }
  return found
}
