/**
 * The groups of what waits for a person, in the order in which an inbox shows them.
 *
 * @example workGroups.filter(group => worklist.counts[group] > 0)
 */
export const workGroups = ['tasks', 'approvals', 'mentions', 'reminders', 'changes'] as const

/**
 * One of the groups of an inbox.
 *
 * @example const first: WorkGroup = 'tasks'
 */
export type WorkGroup = (typeof workGroups)[number]

/**
 * One thing that waits for a person, as `GET /api/worklist` gives it. Moments are ISO 8601 in UTC.
 *
 * @example const late = items.filter(item => item.due !== null && item.due < new Date().toISOString())
 */
export interface WorkItem {
  /** `task …`, `approval …`, `proposal …`, `notice …`: what it is put off by. */
  readonly id: string
  readonly group: WorkGroup
  readonly at: string
  readonly text: string
  readonly about: { readonly entity: string; readonly id: string; readonly title: string; readonly label: string } | null
  readonly excerpt: string | null
  readonly due: string | null
  /** Messages that tell of the same: read when it is done. */
  readonly notices: readonly string[]
  readonly snoozedUntil: string | null
  /** Of a task: its id and version. */
  readonly task: { readonly id: string; readonly version: number; readonly kind: string } | null
  /** Of an approval: what is asked. */
  readonly approval: { readonly vote: string; readonly field: string; readonly from: string; readonly to: string; readonly asker: string } | null
  /** Of a change that a program proposes: by which program, whose it is, and how many records it would change. */
  readonly proposal: { readonly id: string; readonly program: string; readonly person: string; readonly count: number } | null
}

/**
 * What waits for a person, with how much there is of each group.
 *
 * @example if (worklist.counts.approvals > 0) remind()
 */
export interface Worklist {
  readonly items: readonly WorkItem[]
  readonly counts: { readonly [group in WorkGroup | 'snoozed']: number }
  readonly unread: number
}
