/** A key or two, what it does, and where it stands in the help. `mod+k` is Ctrl or ⌘; `g h` is one after the other. */
export interface Shortcut {
  readonly keys: string
  readonly label: string
  readonly group?: string
  readonly run: () => unknown
}

const known = new Set<Shortcut>()
let before: { readonly key: string; readonly at: number } | null = null

/** Adds shortcuts while a screen is there; returns what takes them away. */
export function shortcuts(...added: readonly Shortcut[]): () => void {
  for (const one of added) known.add(one)
  return () => {
    for (const one of added) known.delete(one)
  }
}

export function knownShortcuts(): readonly Shortcut[] {
  return [...known]
}

/** Single letters can be switched off, for those who speak to their computer (WCAG 2.1.4). */
export function singleKeys(): boolean {
  return localStorage.getItem('sangam.singleKeys') !== 'off'
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem('sangam.singleKeys', on ? 'on' : 'off')
}

/** As people see it: `Ctrl K`, `⌘ K`, `G then H`. */
export function keysShown(keys: string): readonly string[] {
  return keys.split(/[ +]/).map(key => (key === 'mod' ? (mac() ? '⌘' : 'Ctrl') : (names[key] ?? key.toUpperCase())))
}

export function startShortcuts(): void {
  addEventListener('keydown', pressed)
}

const names: { readonly [key: string]: string } = { escape: 'Esc', enter: '↵', arrowdown: '↓', arrowup: '↑', shift: 'Shift', delete: 'Del', space: 'Space' }

function pressed(event: KeyboardEvent): void {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  const typed = mod ? `mod+${key}` : key
  if (!mod && (event.altKey || !singleKeys() || isTyping(event) || document.querySelector('dialog[open]'))) return
  const sequence = before && Date.now() - before.at < 1200 ? `${before.key} ${typed}` : null
  const found = [...known].reverse().find(one => one.keys === sequence) ?? [...known].reverse().find(one => one.keys === typed)
  before = found ? null : { key: typed, at: Date.now() }
  if (!found) return
  event.preventDefault()
  void found.run()
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      (target.getAttribute('role') === 'gridcell' && target.hasAttribute('data-editing')))
  )
}

function mac(): boolean {
  return navigator.userAgent.includes('Mac')
}
