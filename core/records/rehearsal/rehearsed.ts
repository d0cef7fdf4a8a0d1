import type { Json } from '@sangam/sdk'
import type { Written } from '../change/record.ts'

/** Work that waits for the commit. */
export interface Begun {
  readonly name: string
  readonly input: { readonly [name: string]: Json | undefined }
  readonly key: string | null
  /** The moment it is put off to; null for at once. */
  readonly at: string | null
}

/** What a rehearsal did and would have begun, before all of it was taken back. */
export interface Rehearsed {
  readonly written: Written[]
  readonly jobs: Begun[]
  readonly events: string[]
  /** One entry for each mail that would leave. */
  readonly mails: string[]
  /** What lies on the disk, which no transaction takes back. */
  readonly files: { readonly workspace: string; readonly key: string }[]
}

export function nothingYet(): Rehearsed {
  return { written: [], jobs: [], events: [], mails: [], files: [] }
}

/** Forgets what was done from here on, as a part that failed takes it back. Files stay noted: they lie there still. */
export function backTo(rehearsed: Rehearsed): () => void {
  const { written, jobs, events, mails } = rehearsed
  const lists: readonly (readonly [unknown[], number])[] = [written, jobs, events, mails].map(list => [list, list.length])
  return () => {
    for (const [list, length] of lists) list.length = length
  }
}
