import { Store } from '../data/store.ts'

/** Where the person is. */
export interface Route {
  readonly path: string
  readonly params: { readonly [name: string]: string }
  readonly query: URLSearchParams
}

/** Asked before leaving; false stays. */
export type Guard = () => boolean | Promise<boolean>

export const routeStore = new Store<Route>(read())
let guard: Guard | null = null
let index = 0
let entry = ''

/** What an entry of the browser's history carries: how far it is from the first, and its name. */
interface Mark {
  readonly index: number
  readonly entry: string
}

/** From one entry of the history to another; `again` where that was shown before. */
export interface Turn {
  readonly from: string
  readonly to: string
  readonly again: boolean
}

const turns = new Set<(turn: Turn) => void>()

/** Told while what is left still stands on the page. */
export function onTurn(told: (turn: Turn) => void): void {
  turns.add(told)
}

/** The name of the entry that is shown. */
export function entryNow(): string {
  return entry
}

function turn(to: string, again: boolean): void {
  const from = entry
  entry = to
  for (const told of turns) told({ from, to, again })
}

function mark(how: 'push' | 'replace', address: string): void {
  if (how === 'push') index++
  history[how === 'push' ? 'pushState' : 'replaceState']({ index, entry } satisfies Mark, '', address)
}

function newEntry(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map(byte => byte.toString(36)).join('')
}

/** Watches links and the browser's back and forward. */
export function startRouter(): void {
  const known = history.state as Partial<Mark> | null
  index = known?.index ?? 0
  entry = known?.entry ?? newEntry()
  mark('replace', location.href)
  addEventListener('popstate', event => void went(event))
  addEventListener('click', clicked)
  addEventListener('beforeunload', event => guard && event.preventDefault())
}

/** Goes to an address of the shell, unless what is unsaved keeps the person here. */
export async function go(address: string, options: { readonly replace?: boolean; readonly force?: boolean } = {}): Promise<boolean> {
  if (!options.force && guard && samePlace(address) === false && !(await guard())) return false
  if (samePlace(address) === false) guard = null
  if (!options.replace || samePlace(address) === false) turn(newEntry(), false)
  mark(options.replace ? 'replace' : 'push', address)
  routeStore.set(read())
  return true
}

/** Changes the query of the address without leaving: `undefined` takes a name out. With `push`, back comes to what was before. */
export function setQuery(changes: { readonly [name: string]: string | undefined }, { push = false }: { readonly push?: boolean } = {}): void {
  const url = new URL(location.href)
  for (const [name, value] of Object.entries(changes)) value === undefined ? url.searchParams.delete(name) : url.searchParams.set(name, value)
  if (url.href === location.href) return
  if (push) turn(newEntry(), false)
  mark(push ? 'push' : 'replace', url.pathname + url.search)
  routeStore.set(read())
}

/** Holds the person on a page with unsaved changes; returns what lets go. */
export function holdLeaving(ask: Guard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

/** The parameters of a path under a pattern such as `/record/:entity/:id`, or null. */
export function match(pattern: string, path: string): { readonly [name: string]: string } | null {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  if (wanted.length !== parts.length) return null
  const params: { [name: string]: string } = {}
  for (const [at, part] of wanted.entries()) {
    const given = parts[at] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given)
    else if (part !== given) return null
  }
  return params
}

async function went(event: PopStateEvent): Promise<void> {
  const known = event.state as Partial<Mark> | null
  const to = known?.index ?? 0
  const delta = to - index
  if (guard && delta !== 0) {
    history.go(-delta)
    const asked = guard
    if (!(await asked())) return
    guard = null
    history.go(delta)
    return
  }
  index = to
  const next = known?.entry ?? newEntry()
  if (next !== entry) turn(next, true)
  routeStore.set(read())
}

function clicked(event: MouseEvent): void {
  const link = linkUnder(event)
  if (!link) return
  event.preventDefault()
  void go(link.pathname + link.search)
}

/** Tells the path of a link within the shell when a finger or a mouse is put down on it, a tenth of a second before it is followed. */
export function onPress(told: (path: string) => void): void {
  addEventListener('pointerdown', event => {
    const link = linkUnder(event)
    if (link && link.search === '') told(link.pathname)
  })
}

function linkUnder(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement)
  return !link || link.target || link.hasAttribute('download') || link.origin !== location.origin || link.pathname.startsWith('/api/') ? null : link
}

function samePlace(address: string): boolean {
  return new URL(address, location.href).pathname === location.pathname
}

function read(): Route {
  if (typeof location === 'undefined') return { path: '/', params: {}, query: new URLSearchParams() }
  return { path: location.pathname, params: {}, query: new URLSearchParams(location.search) }
}
