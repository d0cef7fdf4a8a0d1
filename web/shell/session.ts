import type { Meta } from '@sangam/sdk'
import { ask, forgetAsked, forgetLook, lookAs, lookedAs, onSignedOut, ProblemError, useWorkspace } from '../data/client.ts'
import { endDownloads } from '../data/download.ts'
import { forgetKept } from '../data/kept.ts'
import { closeLive, onLive, openLive } from '../data/live.ts'
import { loadMeta, metaStore } from '../data/meta.ts'
import { forgetStanding } from '../data/standing.ts'
import { Store } from '../data/store.ts'
import { forgetTitles } from '../fields/titles.ts'
import { toast } from '../ui/toast.ts'
import { forgetPlaces } from './kept-place.ts'
import { keptViews } from './kept-views.ts'
import { go, routeStore } from './router.ts'
import { t, useLocale, useModelWords } from './words.ts'

export type SessionState = 'unknown' | 'setup' | 'signedOut' | 'signedIn' | 'unreachable'

export const sessionStore = new Store<SessionState>('unknown')

/** Finds out who is here and loads what they may see: both at once, as who opens a page that only the signed in see mostly is. */
export async function beginSession(likely: boolean): Promise<void> {
  const model = likely ? ask<Meta>('/api/meta').catch(() => null) : undefined
  onSignedOut(lostSession)
  onLive('model', () => void refreshMeta())
  // Of many that are made one in a row it is asked once who they are now.
  let merged: ReturnType<typeof setTimeout> | undefined
  onLive('merge', () => {
    clearTimeout(merged)
    merged = setTimeout(() => void refreshMeta().catch(() => undefined), 300)
  })
  try {
    const { state } = await ask<{ state: 'setup' | 'signedOut' | 'signedIn' }>('/api/session')
    if (state === 'signedIn') await enter(model)
    else {
      // The workspace of last time may be gone, or another's.
      useWorkspace(null)
      forgetPerson()
      sessionStore.set(state)
    }
  } catch (error) {
    if (!endLook(error)) sessionStore.set('unreachable')
  }
}

/** After signing in, accepting an invitation or the first run. */
export async function enter(model?: Promise<Meta | null>): Promise<void> {
  keptViews.set([])
  await speak(await loadMeta(model))
  // The line tells what the administrator may know; what another sees is asked for.
  if (lookedAs() === null) openLive(metaStore.value?.workspace.name ?? 'main')
  sessionStore.set('signedIn')
}

/** Where there is nobody to look as, the page begins anew for oneself. */
function endLook(error: unknown): boolean {
  const over = lookedAs() !== null && error instanceof ProblemError && (error.status === 403 || error.status === 404)
  if (over) lookAs(null)
  return over
}

export async function signOut(): Promise<void> {
  forgetLook()
  await ask('/api/session', { method: 'DELETE' }).catch(() => undefined)
  await leave('/sign-in')
}

/** The same person in another language; what is drawn is drawn anew. */
export async function changeLocale(locale: string): Promise<void> {
  if (sessionStore.value === 'signedIn') {
    await ask('/api/me', { method: 'PATCH', body: { locale } })
    await speak(await loadMeta())
  } else await useLocale(locale)
}

/** Another of the person's workspaces: everything begins anew there. */
export async function changeWorkspace(name: string): Promise<void> {
  forgetLook()
  localStorage.setItem('sangam.workspace', name)
  location.assign('/')
}

async function refreshMeta(): Promise<void> {
  if (sessionStore.value === 'signedIn') await speak(await loadMeta())
}

async function speak(meta: Meta): Promise<void> {
  useModelWords(meta.words)
  localStorage.setItem('sangam.workspace', meta.workspace.name)
  await useLocale(meta.user.locale.startsWith('hi') ? 'hi' : 'en')
}

function lostSession(): void {
  if (sessionStore.value !== 'signedIn') return
  const back = routeStore.value.path
  toast(t('You have been signed out. Sign in again to go on.'))
  void leave(`/sign-in?back=${encodeURIComponent(back)}`)
}

async function leave(to: string): Promise<void> {
  forgetAsked()
  closeLive()
  forgetLook()
  keptViews.set([])
  endDownloads()
  useWorkspace(null)
  sessionStore.set('signedOut')
  await go(to, { force: true })
  forgetPerson()
  // The screen that stood there reads the model until it is gone.
  setTimeout(() => {
    if (sessionStore.value === 'signedIn') return
    metaStore.set(null)
    useModelWords({})
    // What was on its way may have been kept since.
    forgetPerson()
  })
}

/** Nothing of whoever was here stays in the browser. */
function forgetPerson(): void {
  forgetTitles()
  forgetStanding()
  forgetPlaces()
  forgetKept()
}
