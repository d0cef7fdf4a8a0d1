/** A state as the drawing shows it. */
export interface DrawnState {
  readonly key: string
  readonly label: string
  readonly colour: string
}

/** What an arrow may ask, each shown as a small mark. */
export type Mark = 'when' | 'require' | 'verb' | 'approval'

export interface DrawnArrow {
  readonly from: string
  readonly to: string
  /** The words on its button; empty where it has none. */
  readonly label: string
  readonly marks: readonly Mark[]
  /** What it asks, and of whom, in words; empty where it asks nothing. */
  readonly said: string
}

export function keyOf({ from, to }: Pick<DrawnArrow, 'from' | 'to'>): string {
  return `${from} > ${to}`
}

/** Which marks an arrow has. */
export function marksOf(arrow: { readonly when?: object; readonly require?: readonly string[]; readonly verb?: string; readonly approval?: object }): Mark[] {
  const { when, require, verb, approval } = arrow
  return [
    ...(when ? ['when' as const] : []),
    ...(require?.length ? ['require' as const] : []),
    ...(verb ? ['verb' as const] : []),
    ...(approval ? ['approval' as const] : []),
  ]
}
