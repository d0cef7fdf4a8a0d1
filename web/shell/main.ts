// The page begins here: preferences, words, who is signed in, then the frame or a bare screen.
// Screens register in ./screens.ts.
import { html, LitElement, nothing } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { useWorkspace } from '../data/client.ts'
import { watch } from '../data/store.ts'
import '../ui/button.ts'
import '../ui/small.ts'
import { bindShell } from './host.ts'
import './outlet.ts'
import { startOffline } from './offline.ts'
import { applyPreferences } from './preferences.ts'
import { go, match, onPress, routeStore, startRouter } from './router.ts'
import { type Screen, screens } from './screens.ts'
import { beginSession, sessionStore } from './session.ts'
import { localeStore, t, useLocale } from './words.ts'

class SgRoot extends LitElement {
  constructor() {
    super()
    watch(this, sessionStore, routeStore, localeStore)
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }

  protected override willUpdate(): void {
    const wanted = placeFor(routeStore.value.path)
    if (wanted) void go(wanted, { replace: true, force: true })
  }

  protected override render(): unknown {
    const state = sessionStore.value
    if (state === 'unknown') return nothing
    if (state === 'unreachable')
      return html`<main style="display:grid;place-items:center;block-size:100dvh"><sangam-empty icon="warning" heading=${t('The server does not answer')} text=${t('It may be starting. This page tries again when you ask it to.')}><sangam-button kind="primary" @click=${() => location.reload()}>${t('Try again')}</sangam-button></sangam-empty></main>`
    return keyed(
      localeStore.value,
      isBare(routeStore.value.path)
        ? html`<main style="display:block;min-block-size:100%"><sangam-outlet></sangam-outlet></main>`
        : html`<sangam-app></sangam-app>`,
    )
  }
}
customElements.define('sangam-root', SgRoot)

/** Where someone must go instead, seen from who they are; null where they may stay. */
function placeFor(path: string): string | null {
  const state = sessionStore.value
  if (state === 'setup') return path === '/first-run' ? null : '/first-run'
  if (state === 'signedOut')
    return isBare(path) && path !== '/first-run'
      ? null
      : `/sign-in${path === '/' || path === '/first-run' ? '' : `?back=${encodeURIComponent(path + routeStore.value.query.toString().replace(/^./, first => `?${first}`))}`}`
  if (state === 'signedIn' && (path === '/first-run' || path === '/sign-in')) return '/'
  return null
}

function isBare(path: string): boolean {
  return screens.some(screen => screen.bare && match(screen.path, path))
}

async function start(): Promise<void> {
  applyPreferences()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyPreferences)
  bindShell()
  startOffline()
  startRouter()
  onPress(path => void prepare(path))
  // What most open next, once the first screen stands.
  setTimeout(() => sessionStore.value === 'signedIn' && void load(screens.find(one => one.path.startsWith('/record/'))), 2500)
  useWorkspace(localStorage.getItem('sangam.workspace'))
  await useLocale(localeStore.value)
  const here = screens.find(screen => match(screen.path, location.pathname))
  await Promise.all([beginSession(!here?.bare), here?.bare ? null : import('./app.ts'), load(here)])
}

/** Fetches the code of a screen that is about to be visited, and lets it begin to read. */
async function prepare(path: string): Promise<void> {
  if (sessionStore.value !== 'signedIn') return
  const screen = screens.find(one => match(one.path, path))
  await load(screen)
  await screen?.ahead?.(match(screen.path, path) ?? {}).catch(() => undefined)
}

/** The outlet loads it again when it is visited, and says so where that fails. */
async function load(screen: Screen | undefined): Promise<unknown> {
  return screen?.load().catch(() => undefined)
}

/** After an upgrade an open page asks for parts that are no longer there: it is loaded anew, once; what is unsaved is asked about by the browser. */
addEventListener('vite:preloadError', event => {
  const last = Number(sessionStorage.getItem('sangam.renewed') ?? 0)
  if (Date.now() - last < 30_000) return
  event.preventDefault()
  sessionStorage.setItem('sangam.renewed', String(Date.now()))
  location.reload()
})

sessionStore.subscribe(state => state === 'signedIn' && void import('./app.ts'))
void start()
