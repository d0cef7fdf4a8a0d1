import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { find } from '../records/find.ts'

/** Whether a part is printed: its condition holds of the record, and names nothing that is hidden from whoever prints. */
export async function holds(ctx: CoreCtx, name: string, id: string, where: object | undefined, asOf?: string): Promise<boolean> {
  if (!where || Object.keys(where).length === 0) return true
  try {
    const { items } = await find(ctx, name, { where: { and: [{ id }, where] } as never, fields: ['id'], limit: 1, ...(asOf && { asOf }) })
    return items.length > 0
  } catch (error) {
    if (error instanceof Refused && error.status === 400) return false
    throw error
  }
}
