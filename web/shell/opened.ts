import { lookedAs } from '../data/client.ts'
import { metaStore } from '../data/meta.ts'

const most = 10
const begin = 'sangam.opened.'

/** A record that was opened. What it is called is never kept: it is asked again, with the rights of the moment. */
export interface Opened {
  readonly entity: string
  readonly id: string
}

/** The records this person opened last in this workspace and browser, newest first; none while they look as another. */
export function openedLast(): readonly Opened[] {
  if (lookedAs() !== null) return []
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '[]')
    return Array.isArray(kept) ? kept.filter(one => typeof one?.entity === 'string' && typeof one?.id === 'string') : []
  } catch {
    return []
  }
}

/** What is looked at as another person is not one's own. */
export function rememberOpened(entity: string, id: string): void {
  if (lookedAs() !== null || !metaStore.value) return
  localStorage.setItem(key(), JSON.stringify([{ entity, id }, ...openedLast().filter(one => one.entity !== entity || one.id !== id)].slice(0, most)))
}

/** Whoever signs out leaves nothing of it on the machine. */
export function forgetOpened(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(begin)) localStorage.removeItem(name)
}

function key(): string {
  const { value } = metaStore
  return `${begin}${value?.workspace.name ?? ''}.${value?.user.id ?? ''}`
}
