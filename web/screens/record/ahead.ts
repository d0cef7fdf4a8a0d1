import { type Row, records } from '../../data/records.ts'

/** How long what was read ahead counts as read just now. */
const fresh = 2000
let ahead: { readonly entity: string; readonly id: string; readonly at: number; readonly row: Promise<Row> } | null = null

/** Asks for a record while the finger is still down on the link to it. */
export function readAhead(entity: string, id: string, fields: readonly string[]): void {
  const row = records.get(entity, id, fields)
  // Whoever comes for it is told.
  row.catch(() => undefined)
  ahead = { entity, id, at: performance.now(), row }
}

/** What was read ahead of a record, once; else it is read now. */
export function readNow(entity: string, id: string, fields: readonly string[]): Promise<Row> {
  const known = ahead
  ahead = null
  const fits = known && known.entity === entity && known.id === id && performance.now() - known.at < fresh
  return fits ? known.row : records.get(entity, id, fields)
}
