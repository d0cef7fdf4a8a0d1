import { ask } from './client.ts'

export const workGroups = ['tasks', 'approvals', 'mentions', 'reminders', 'changes'] as const
export type WorkGroup = (typeof workGroups)[number]

export interface WorkItem {
  readonly id: string
  readonly group: WorkGroup
  readonly at: string
  readonly text: string
  readonly about: { readonly entity: string; readonly id: string; readonly title: string; readonly label: string } | null
  readonly excerpt: string | null
  readonly due: string | null
  readonly notices: readonly string[]
  readonly snoozedUntil: string | null
  readonly task: { readonly id: string; readonly version: number; readonly kind: string } | null
  readonly approval: { readonly vote: string; readonly field: string; readonly from: string; readonly to: string; readonly asker: string } | null
}

export interface Worklist {
  readonly items: readonly WorkItem[]
  readonly counts: { readonly [group in WorkGroup | 'snoozed']: number }
  readonly unread: number
}

export interface NoticeChoice {
  readonly about: string
  readonly app: boolean
  readonly mail: boolean
}

/** What waits for the person: read, marked, put off; and where they want to be told. */
export const work = {
  list(): Promise<Worklist> {
    return ask('/api/worklist')
  },
  mark(ids: readonly string[], read = true): Promise<unknown> {
    return ids.length === 0 ? Promise.resolve() : ask('/api/notifications/read', { method: 'POST', body: { ids, read } })
  },
  snooze(item: string, until: string | null): Promise<unknown> {
    return ask('/api/worklist/snooze', { method: 'POST', body: { item, until } })
  },
  async choices(): Promise<readonly NoticeChoice[]> {
    return (await ask<{ items: readonly NoticeChoice[] }>('/api/notifications/choices')).items
  },
  choose(items: readonly NoticeChoice[]): Promise<unknown> {
    return ask('/api/notifications/choices', { method: 'PUT', body: { items } })
  },
}
