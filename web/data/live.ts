import type { LiveChange } from '@sangam/sdk/web'

type Told = (change: LiveChange) => void
type Heard = { readonly kind: 'change' | 'model' | 'notice' | 'merge' | 'again'; readonly data: unknown }

const byEntity = new Map<string, Set<Told>>()
const others = { model: new Set<() => void>(), notice: new Set<() => void>(), merge: new Set<() => void>(), again: new Set<() => void>() }
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('sangam-live')
let stop: (() => void) | null = null

/** Calls back after each change of an entity's records (`*`: of any); returns what stops it. */
export function onChange(entity: string, told: Told): () => void {
  const set = byEntity.get(entity) ?? new Set()
  byEntity.set(entity, set.add(told))
  return () => set.delete(told)
}

/** `model`: screens or permissions changed. `notice`: a notification came. `merge`: some records are others now. `again`: the line was down, so what is shown may be old. */
export function onLive(kind: keyof typeof others, told: () => void): () => void {
  others[kind].add(told)
  return () => others[kind].delete(told)
}

/**
 * Opens the line, once for all tabs of a browser: browsers allow six connections to a server, so the tab
 * that holds the lock listens and tells the others.
 */
export function openLive(workspace: string): void {
  closeLive()
  const ended = new AbortController()
  stop = () => ended.abort()
  if (channel) channel.onmessage = event => hear(event.data as Heard)
  if (!channel || !('locks' in navigator)) {
    listen(workspace, ended.signal)
    return
  }
  const held = navigator.locks.request(`sangam-live-${workspace}`, { signal: ended.signal }, () => {
    listen(workspace, ended.signal)
    return new Promise<void>(resolve => ended.signal.addEventListener('abort', () => resolve()))
  })
  held.catch(() => undefined)
}

export function closeLive(): void {
  stop?.()
  stop = null
}

function listen(workspace: string, signal: AbortSignal): void {
  let broken = false
  let wait = 1000
  const open = (): void => {
    if (signal.aborted) return
    const source = new EventSource(`/api/live?workspace=${encodeURIComponent(workspace)}`)
    signal.addEventListener('abort', () => source.close(), { once: true })
    source.onopen = () => {
      wait = 1000
      if (broken) tell({ kind: 'again', data: null })
      broken = false
    }
    source.onerror = () => {
      broken = true
      if (source.readyState !== EventSource.CLOSED) return
      setTimeout(open, wait)
      wait = Math.min(wait * 2, 30_000)
    }
    for (const kind of ['change', 'model', 'notice', 'merge'] as const) {
      source.addEventListener(kind, event => tell({ kind, data: JSON.parse((event as MessageEvent<string>).data || 'null') }))
    }
  }
  open()
}

function tell(heard: Heard): void {
  hear(heard)
  channel?.postMessage(heard)
}

function hear({ kind, data }: Heard): void {
  if (kind !== 'change') {
    for (const told of others[kind]) told()
    return
  }
  const change = data as LiveChange
  for (const told of byEntity.get(change.entity) ?? []) told(change)
  for (const told of byEntity.get('*') ?? []) told(change)
}
