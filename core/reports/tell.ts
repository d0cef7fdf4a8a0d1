import type { CoreCtx } from '../data/context.ts'
import { type Notice, tellAll } from '../work/notify.ts'
import type { StoredReport } from './report.ts'

/** Tells whoever set a report up, in their inbox; of one report only the newest message stays unread. */
export function tellOwner(
  system: CoreCtx,
  { id, name, owner }: Pick<StoredReport, 'id' | 'name' | 'owner'>,
  text: string,
  values: Notice['values'] = {},
): Promise<void> {
  return tellAll(system, [{ user: owner, text, values: { name, ...values }, key: `report ${id}` }])
}
