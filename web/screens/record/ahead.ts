import { settled, writesBegun } from '../../data/client.ts'
import { type Row, records } from '../../data/records.ts'

/** How long what was read ahead counts as read just now. */
const fresh = 2000
let ahead: { readonly entity: string; readonly id: string; readonly at: number; readonly writes: number; readonly row: Promise<Row> } | null = null

/** Asks for a record while the finger is still down on the link to it. */
export function readAhead(entity: string, id: string, fields: readonly string[]): void {
  const row = records.get(entity, id, fields)
  // Whoever comes for it is told.
  row.catch(() => undefined)
  ahead = { entity, id, at: performance.now(), writes: writesBegun(), row }
}

/** What was read ahead of a record, once; else it is read now, after what one is still saving: pressing its link may have ended the editing of a cell. */
export async function readNow(entity: string, id: string, fields: readonly string[]): Promise<Row> {
  const known = ahead
  ahead = null
  const pending = settled()
  if (pending) await pending
  const fits = known && !pending && known.writes === writesBegun() && known.entity === entity && known.id === id && performance.now() - known.at < fresh
  return fits ? known.row : records.get(entity, id, fields)
}
