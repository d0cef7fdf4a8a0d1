/** How this browser shows things: kept here, not with the account, because a phone and a desk differ. */
export type Theme = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

export function theme(): Theme {
  return read('theme', ['light', 'dark'], 'system') as Theme
}

export function density(): Density {
  return read('density', ['compact'], 'comfortable') as Density
}

export function setTheme(value: Theme): void {
  localStorage.setItem('sangam.theme', value)
  applyPreferences()
}

export function setDensity(value: Density): void {
  localStorage.setItem('sangam.density', value)
  applyPreferences()
}

/** Whether a part of the frame stays folded: `folded('nav')`; `otherwise` until the person says. */
export function folded(part: string, otherwise = false): boolean {
  const said = localStorage.getItem(`sangam.folded.${part}`)
  return said === null ? otherwise : said === '1'
}

export function fold(part: string, value: boolean): void {
  localStorage.setItem(`sangam.folded.${part}`, value ? '1' : '0')
}

export function applyPreferences(): void {
  const page = document.documentElement
  const dark = theme() === 'dark' || (theme() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  page.dataset.theme = dark ? 'dark' : 'light'
  // Vaadin's parts read their own attribute.
  page.setAttribute('theme', dark ? 'dark' : '')
  page.dataset.density = density()
}

function read(name: string, allowed: readonly string[], otherwise: string): string {
  const saved = localStorage.getItem(`sangam.${name}`)
  return saved && allowed.includes(saved) ? saved : otherwise
}
