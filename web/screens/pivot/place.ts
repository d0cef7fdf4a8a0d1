/** What stands where in a pivot: paths of fields in its rows and columns, measures in its cells. */
export interface Places {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly measures: readonly string[]
}
export type Side = keyof Places

/** Two fields make rows within rows, one makes the columns, and three figures stand in a cell: more is read by nobody. */
export const most: { readonly [side in Side]: number } = { rows: 2, columns: 1, measures: 3 }

/**
 * Puts what is taken from one side to another, before what it is let go over or at the end. What has no room there any more takes its place; a figure
 * stays among figures, and without rows there is no pivot: what can't be, changes nothing.
 */
export function placed(now: Places, item: string, from: Side, to: Side, before: string | null): Places {
  if ((from === 'measures') !== (to === 'measures') || item === before) return now
  const left = now[from].filter(one => one !== item)
  const there = from === to ? left : now[to]
  const at = before === null ? there.length : there.indexOf(before)
  const put = there.toSpliced(at < 0 ? there.length : at, 0, item)
  if (from === to) return { ...now, [to]: put }
  // The newcomer stays; of the others the last goes back.
  const back = put.length > most[to] ? put.filter(one => one !== item).slice(-1) : []
  const made = { ...now, [to]: put.filter(one => !back.includes(one)), [from]: [...left, ...back] }
  return made.rows.length === 0 ? now : made
}
