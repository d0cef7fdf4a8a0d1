import type { Worklist } from '@sangam/sdk'
import { ask } from './client.ts'

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
