import { lookedAs } from './client.ts'
import { metaStore } from './meta.ts'

const begin = 'sangam.of.'

/**
 * The name under which something is kept in this browser for the person who works here, in their workspace, as whom they look. Another who sits
 * down here never finds it, however the last one left.
 *
 * @example keep(localStorage, keptFor('opened'), list)
 */
export function keptFor(what: string): string {
  const { value } = metaStore
  return `${begin}${value?.workspace.name ?? ''}.${value?.user.id ?? ''}.${lookedAs() ?? ''}.${what}`
}

/** Keeps a value, where there is a person and room for it. */
export function keep(store: Storage, name: string, value: object): void {
  if (!metaStore.value) return
  try {
    store.setItem(name, JSON.stringify(value))
  } catch {
    // There is no room: it is a convenience, and one does without.
    store.removeItem(name)
  }
}

/** Whoever signs out leaves nothing of what was kept. */
export function forgetKept(): void {
  for (const store of [localStorage, sessionStorage]) for (const name of Object.keys(store)) if (name.startsWith(begin)) store.removeItem(name)
}
