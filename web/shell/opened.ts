import { lookedAs } from '../data/client.ts'
import { keep, keptFor } from '../data/kept.ts'

const most = 10

/** A record that was opened. What it is called is never kept: it is asked again, with the rights of the moment. */
export interface Opened {
  readonly entity: string
  readonly id: string
}

/** The records this person opened last in this workspace and browser, newest first; none while they look as another. */
export function openedLast(): readonly Opened[] {
  if (lookedAs() !== null) return []
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptFor('opened')) ?? '[]')
    return Array.isArray(kept) ? kept.filter(one => typeof one?.entity === 'string' && typeof one?.id === 'string') : []
  } catch {
    return []
  }
}

/** What is looked at as another person is not one's own. */
export function rememberOpened(entity: string, id: string): void {
  if (lookedAs() !== null) return
  keep(localStorage, keptFor('opened'), [{ entity, id }, ...openedLast().filter(one => one.entity !== entity || one.id !== id)].slice(0, most))
}
