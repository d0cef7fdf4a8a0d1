import type { HistoryEntry } from '@sangam/sdk'
import { ask } from './client.ts'
import type { Row } from './records.ts'

interface Happened {
  readonly id: string
  readonly at: string
  readonly by: { readonly id: string; readonly name: string } | null
}
export interface CommentEntry extends Happened {
  readonly kind: 'comment'
  readonly version: number
  readonly body: string
  readonly mentions: readonly { readonly id: string; readonly name: string }[]
  readonly files: readonly string[]
  readonly editedAt: string | null
  readonly mine: boolean
}
export type TimelineEntry =
  | CommentEntry
  | (Happened & { readonly kind: 'change'; readonly change: HistoryEntry<Row> })
  | (Happened & { readonly kind: 'activity'; readonly activity: Row })
  | (Happened & { readonly kind: 'event'; readonly text: string; readonly icon: string | null })

export interface TimelinePage {
  readonly items: readonly TimelineEntry[]
  readonly next: string | null
  readonly planned: readonly Row[]
  readonly follows: boolean
}

interface Words {
  readonly body: string
  readonly mentions: readonly string[]
  readonly files: readonly string[]
}
interface Written {
  readonly notes: readonly string[]
}

/** The timeline of a record. */
export function timelineOf(
  entity: string,
  record: string,
): {
  page(show: string, before?: string): Promise<TimelinePage>
  people(q: string): Promise<readonly { readonly id: string; readonly name: string; readonly sees: boolean }[]>
  say(words: Words): Promise<Written>
  sayAnew(id: string, version: number, words: Words): Promise<Written>
  follow(follows: boolean): Promise<unknown>
} {
  const at = `/api/timeline/${entity}/${record}`
  return {
    page: (show, before) => ask(at, { query: { show, before } }),
    people: async q => (await ask<{ items: readonly { id: string; name: string; sees: boolean }[] }>(`${at}/people`, { query: { q } })).items,
    say: words => ask(`${at}/comments`, { method: 'POST', body: words }),
    sayAnew: (id, version, words) => ask(`/api/comments/${id}`, { method: 'PATCH', body: { ...words, version } }),
    follow: follows => ask(`${at}/follow`, { method: follows ? 'PUT' : 'DELETE' }),
  }
}
