import type { Row } from '../../data/records.ts'
import type { Source } from './source.ts'

/** The records that are chosen, as far as they were seen. */
export type Chosen = ReadonlyMap<string, Row | null>

/** What the grid tells: all, none, or some rows; `through` adds the rows up to another and takes none away. */
export interface Choice {
  readonly all?: boolean
  readonly rows?: readonly Row[]
  readonly through?: boolean
}

const atMost = 5000

export function chosenAfter(chosen: Chosen, { all, rows = [], through = false }: Choice, source: Source): Chosen {
  if (all !== undefined) return all ? allShown(source) : new Map()
  const after = new Map(chosen)
  for (const row of rows)
    if (!through && after.has(row.id)) after.delete(row.id)
    else after.set(row.id, row)
  return after
}

function allShown(source: Source): Chosen {
  const chosen = new Map<string, Row | null>()
  for (let at = 0; at < Math.min(source.length, atMost); at++) {
    const item = source.at(at)
    if (item?.kind === 'row' && item.row) chosen.set(item.row.id, item.row)
  }
  return chosen
}
