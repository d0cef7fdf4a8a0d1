import type { Json } from '@sangam/sdk'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { keep as keepFor, keptFor } from '../data/kept.ts'
import { elementAt, focused, type Scrolled, scrolledIn, type Way, wayTo } from './place.ts'
import { entryNow, onTurn } from './router.ts'

/** How an entry of the history was left. */
interface Left {
  readonly scrolled: readonly Scrolled[]
  /** What had the focus: a link by where it leads, anything else by where it stands. */
  readonly focus: { readonly href: string } | { readonly way: Way } | null
  readonly values: { readonly [name: string]: Json }
}

const store = 'places'
/** So many entries are kept, the last ones, and none that is larger. */
const most = { entries: 50, letters: 60_000 }
/** How long is waited for what comes late, and how often is looked. */
const patience = 10_000
const pause = 40
/** So often in a row it has to stand where it stood: what comes late pushes it away. */
const steady = 8

const keepers = new Set<Kept<Json>>()
let stage: HTMLElement | null = null
let returned: { [name: string]: Json } = {}
let stop: () => void = () => undefined

/**
 * What a screen keeps of an entry of the browser's history beside where it was scrolled to, which is kept of every screen: what is chosen,
 * which branches are open. It is asked for when the entry is left, and taken when one comes back to it, also by loading the page anew.
 *
 * @example readonly #kept = new Kept(this, () => [...this.chosen.keys()])
 */
export class Kept<T extends Json> implements ReactiveController {
  readonly name: string
  readonly tell: () => T | null

  constructor(host: ReactiveControllerHost & HTMLElement, tell: () => T | null) {
    this.name = host.localName
    this.tell = tell
    host.addController(this)
  }

  hostConnected(): void {
    keepers.add(this)
  }

  hostDisconnected(): void {
    keepers.delete(this)
  }

  /** What was kept of the entry that is shown again; once, and null where it is shown for the first time. */
  take(): T | null {
    const value = (returned[this.name] ?? null) as T | null
    delete returned[this.name]
    return value
  }

  /** Whether something is kept that was not taken yet. */
  get waits(): boolean {
    return Object.hasOwn(returned, this.name)
  }
}

/** Begins to keep how entries are left; `element` is where screens are shown. */
export function keepPlaces(element: HTMLElement): void {
  const first = stage === null
  stage = element
  if (!first) return
  onTurn(({ from, to, again }) => {
    keep(from)
    comeTo(again ? to : null, true)
  })
  addEventListener('pagehide', () => keep(entryNow()))
  comeTo(entryNow(), false)
}

function keep(entry: string): void {
  if (!stage) return
  // Who leaves before it is all there again was on their way to where they stood.
  const scrolled = pending.length > 0 ? pending : scrolledIn(stage)
  const told = [...keepers].flatMap(keeper => {
    const value = keeper.waits ? null : keeper.tell()
    return value === null ? [] : [[keeper.name, value] as const]
  })
  // What was not taken yet still stands.
  const left: Left = { scrolled, focus: focusIn(stage), values: { ...Object.fromEntries(told), ...returned } }
  const rest = kept().filter(([name]) => name !== entry)
  if (JSON.stringify(left).length > most.letters) return
  keepFor(sessionStorage, keptFor(store), [...rest, [entry, left]].slice(-most.entries))
}

/** What is still to be put back belongs to nobody who comes. */
export function forgetPlaces(): void {
  stop()
  returned = {}
}

function kept(): readonly (readonly [entry: string, left: Left])[] {
  try {
    return JSON.parse(sessionStorage.getItem(keptFor(store)) ?? '[]') as readonly (readonly [string, Left])[]
  } catch {
    return []
  }
}

let pending: readonly Scrolled[] = []

/** Shows an entry as it was left, if it was; what it shows comes bit by bit. A hand that moves anything ends it. */
function comeTo(entry: string | null, focusing: boolean): void {
  stop()
  const left = kept().find(([name]) => name === entry)?.[1]
  const values = { ...left?.values }
  returned = values
  if (!left) return
  // What nobody took by then belongs to nothing that is shown.
  setTimeout(() => {
    if (returned === values) returned = {}
  }, patience)
  pending = left.scrolled
  let [standing, focus] = [0, focusing ? left.focus : null]
  const until = performance.now() + patience
  const timer = setInterval(() => {
    standing = scrollTo(left.scrolled) ? standing + 1 : 0
    if (focus && standing > 1 && focusOn(focus)) focus = null
    if ((standing >= steady && (!focus || standing > 125)) || performance.now() > until) stop()
  }, pause)
  const moved = (event: Event): void => {
    // A swipe that led back goes on for a moment.
    if (!(event instanceof WheelEvent) || Math.abs(event.deltaY) > Math.abs(event.deltaX)) stop()
  }
  const hands = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const
  for (const hand of hands) addEventListener(hand, moved, { capture: true, passive: true })
  stop = () => {
    clearInterval(timer)
    pending = []
    for (const hand of hands) removeEventListener(hand, moved, { capture: true })
    stop = () => undefined
  }
}

/** Whether all stands where it stood. */
function scrollTo(places: readonly Scrolled[]): boolean {
  let there = true
  for (const [way, left, top] of places) {
    const element = stage && elementAt(stage, way)
    if (!element) {
      there = false
      continue
    }
    if (Math.abs(element.scrollTop - top) > 1) element.scrollTop = top
    if (Math.abs(element.scrollLeft - left) > 1) element.scrollLeft = left
    there &&= Math.abs(element.scrollTop - top) <= 1 && Math.abs(element.scrollLeft - left) <= 1
  }
  return there
}

function focusIn(root: HTMLElement): Left['focus'] {
  const element = focused()
  if (!element || element.matches('input, textarea, select, [contenteditable]')) return null
  const way = wayTo(root, element)
  if (!way) return null
  const href = element.getAttribute('href')
  return href === null ? { way } : { href }
}

/** Whether it has the focus now, or something else that was chosen since. */
function focusOn(focus: NonNullable<Left['focus']>): boolean {
  const now = focused()
  if (!stage || (now && now !== document.body && now.localName !== 'main')) return true
  const element = 'way' in focus ? elementAt(stage, focus.way) : linkIn(stage, focus.href)
  element?.focus({ preventScroll: true })
  return element !== null && focused() === element
}

function linkIn(root: Element | ShadowRoot, href: string): HTMLElement | null {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.getAttribute('href') === href) return element
    const inside = element.shadowRoot && linkIn(element.shadowRoot, href)
    if (inside) return inside
  }
  return null
}
