import { ask, lookedAs } from '../data/client.ts'
import { metaStore } from '../data/meta.ts'
import { sessionStore } from './session.ts'

const seen = 'sangam-seen'
/** As in ../data/worker.ts: whose the kept answers are. */
const whose = '/kept-for'
const wish = 'sangam.keep'

/** Whether this browser keeps what was seen, to show it without a line: where it was asked for, and in the installed app. */
export function keepsSeen(): boolean {
  return possible() && (localStorage.getItem(wish) ?? (matchMedia('(display-mode: standalone)').matches ? '1' : '0')) === '1'
}

/** Browsers allow it on HTTPS and on the machine itself. */
export function possible(): boolean {
  return 'serviceWorker' in navigator && isSecureContext
}

export async function setKeepsSeen(on: boolean): Promise<void> {
  localStorage.setItem(wish, on ? '1' : '0')
  await follow()
}

/** Keeps for whoever is signed in, and forgets all once they have left or another has come. */
export function startOffline(): void {
  if (!possible() || !import.meta.url.includes('/assets/')) return
  addEventListener('online', () => void ask('/api/session').catch(() => undefined))
  sessionStore.subscribe(() => void follow())
  void follow()
}

async function follow(): Promise<void> {
  if (lookedAs() !== null) return
  const state = sessionStore.value
  const user = metaStore.value?.user.id
  if (state === 'signedIn' && user && keepsSeen()) return keepFor(user)
  if (state === 'signedOut' || state === 'setup' || (state === 'signedIn' && !keepsSeen())) await forget()
}

async function keepFor(user: string): Promise<void> {
  const before = await (await caches.open(seen)).match(whose)
  if ((await before?.text()) !== user) {
    await caches.delete(seen)
    await (await caches.open(seen)).put(whose, new Response(user))
  }
  await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
  // What the frame asked for before the worker stood there is asked for once more, so that it is kept.
  await Promise.allSettled(['/api/session', '/api/meta'].map(path => ask(path)))
}

async function forget(): Promise<void> {
  await caches.delete(seen)
  if (keepsSeen()) return
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()
  await caches.delete('sangam-shell')
}
