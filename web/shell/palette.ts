import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, meta, metaStore } from '../data/meta.ts'
import { type Found, searchEverywhere } from '../data/search.ts'
import { base } from '../style/parts.ts'
import '../ui/dialog.ts'
import { managePlaces, pagePlace, placeGroups, studioPlaces } from './places.ts'
import { setTheme, theme } from './preferences.ts'
import { go } from './router.ts'
import { changeLocale, signOut } from './session.ts'
import type { TypedAhead } from './typed-ahead.ts'
import { called, localeStore, t } from './words.ts'

interface Entry {
  readonly group: string
  readonly label: string
  readonly icon: string
  readonly hint?: string
  readonly run: () => unknown
}

/** Every record, screen and action the person may use, found by typing; keyboard alone is enough. */
class SgPalette extends LitElement {
  static override properties = { text: { state: true }, found: { state: true }, chosen: { state: true }, searching: { state: true } }
  declare text: string
  declare found: readonly Found[]
  declare chosen: number
  declare searching: boolean
  /** What was typed before this was there. */
  ahead: TypedAhead | null = null
  #asked: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.text = ''
    this.found = []
    this.chosen = 0
    this.searching = false
  }

  static override styles = [
    base,
    css`
    .top { display: flex; align-items: center; gap: 10px; padding: 0 16px; border-block-end: 1px solid var(--sg-border); --sg-icon: 16px; color: var(--sg-text-2); }
    input { all: unset; outline: none !important; flex: 1; block-size: 52px; font: 400 var(--sg-text-lg)/1 var(--sg-font); color: var(--sg-text); }
    input::placeholder { color: var(--sg-text-3); }
    ul { list-style: none; margin: 0; padding: 6px; overflow: auto; max-block-size: min(56dvh, 460px); }
    .group { padding: 9px 10px 4px; font-size: var(--sg-text-xs); font-weight: 600; color: var(--sg-text-2); }
    li.entry { display: flex; align-items: center; gap: 11px; min-block-size: 36px; padding: 4px 10px; border-radius: 7px; cursor: pointer; }
    li.entry > sangam-icon { color: var(--sg-text-2); }
    li.entry span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li.entry small { color: var(--sg-text-2); font-size: var(--sg-text-sm); white-space: nowrap; }
    li[aria-selected='true'] { background: var(--sg-selected); box-shadow: inset calc(2px * var(--sg-way)) 0 0 var(--sg-accent); }
    .none { padding: 28px; text-align: center; color: var(--sg-text-2); }
    footer { display: flex; gap: 14px; padding: 8px 16px; border-block-start: 1px solid var(--sg-border); font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    const entries = this.#entries()
    return html`<sangam-dialog plain open heading=${t('Search or jump to…')} @close=${() => this.#closed()}>
      <div class="top"><sangam-icon name="search"></sangam-icon><input type="text" role="combobox" aria-expanded="true" aria-controls="list" aria-autocomplete="list" aria-activedescendant=${entries.length > 0 ? `e${this.chosen}` : nothing}
        aria-label=${t('Search records, screens and actions')} placeholder=${t('Search or jump to…')} autocomplete="off" spellcheck="false" autofocus .value=${this.text}
        @input=${(event: InputEvent) => this.#typed((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#key(event, entries)} /></div>
      <ul id="list" role="listbox" aria-label=${t('Results')}>${entries.map((entry, at) => html`${entry.group === entries[at - 1]?.group ? nothing : html`<li class="group" role="presentation">${entry.group}</li>`}${this.#entry(entry, at)}`)}</ul>
      ${entries.length === 0 && !this.searching ? html`<div class="none" role="status">${t('Nothing found for “{text}”.', { text: this.text })}</div>` : nothing}
      <footer><span><kbd>↑</kbd> <kbd>↓</kbd> ${t('choose')}</span><span><kbd>↵</kbd> ${t('open')}</span><span><kbd>Esc</kbd> ${t('close')}</span></footer></sangam-dialog>`
  }

  override firstUpdated(): void {
    requestAnimationFrame(() => {
      this.renderRoot.querySelector('input')?.focus()
      const typed = this.ahead?.end()
      if (typed) this.#typed(typed)
    })
  }

  #entry(entry: Entry, at: number): TemplateResult {
    return html`<li id="e${at}" class="entry" role="option" aria-selected=${String(at === this.chosen)} @mousemove=${() => (this.chosen = at)} @click=${() => this.#run(entry)}>
      <sangam-icon name=${entry.icon}></sangam-icon><span>${entry.label}</span>${entry.hint ? html`<small>${entry.hint}</small>` : nothing}</li>`
  }

  #entries(): readonly Entry[] {
    const wanted = this.text.trim().toLocaleLowerCase()
    const fits = (label: string): boolean => wanted === '' || wanted.split(/\s+/).every(word => label.toLocaleLowerCase().includes(word))
    const icons = new Map(
      placeGroups(meta())
        .flatMap(group => group.places)
        .map(place => [place.entity, place.icon]),
    )
    const hits = this.found.map(one => ({
      group: t('Records'),
      label: one.title,
      icon: icons.get(one.entity) ?? 'dot',
      hint: [one.subtitle, called(entityMeta(one.entity)?.label ?? '')].filter(Boolean).join(' · '),
      run: () => go(`/record/${one.entity}/${one.id}`),
    }))
    return [
      ...(wanted === '' ? [] : hits),
      ...standing(() => this.dispatchEvent(new Event('help')))
        .filter(entry => fits(entry.label))
        .slice(0, wanted === '' ? 40 : 12),
    ]
  }

  #typed(text: string): void {
    this.text = text
    this.chosen = 0
    this.#asked?.abort()
    clearTimeout(this.#timer)
    if (text.trim().length < 2) {
      this.found = []
      return
    }
    this.searching = true
    this.#timer = setTimeout(() => void this.#search(text.trim()), 120)
  }

  async #search(text: string): Promise<void> {
    const asked = new AbortController()
    this.#asked = asked
    const found = await searchEverywhere(text, { limit: 12, signal: asked.signal }).catch(() => [])
    if (asked.signal.aborted) return
    this.searching = false
    this.found = found
  }

  #key(event: KeyboardEvent, entries: readonly Entry[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const entry = entries[this.chosen]
    if (event.key === 'Enter' && entry && !event.isComposing) {
      event.preventDefault()
      this.#run(entry)
    } else if (step !== 0 && entries.length > 0) {
      event.preventDefault()
      this.chosen = (this.chosen + step + entries.length) % entries.length
      this.renderRoot.querySelector(`#e${this.chosen}`)?.scrollIntoView({ block: 'nearest' })
    }
  }

  #run(entry: Entry): void {
    this.#closed()
    void entry.run()
  }

  #closed(): void {
    this.#asked?.abort()
    this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-palette', SgPalette)

/** What is always there: screens, new records, boards, and the shell's own actions. */
function standing(help: () => void): readonly Entry[] {
  const model = metaStore.value
  if (!model) return []
  const places = placeGroups(model).flatMap(group => group.places)
  const goTo = [
    { href: '/', label: t('Home'), icon: 'home' },
    { href: '/inbox', label: t('Inbox'), icon: 'inbox' },
    ...places,
    ...model.dashboards.map(board => ({ href: `/dashboard/${board.name}`, label: t('Dashboard “{name}”', { name: called(board.label) }), icon: 'chart' })),
    ...model.pages.filter(page => !page.menu).map(pagePlace),
    ...studioPlaces(model),
    ...managePlaces(model),
  ].map(place => ({
    group: t('Go to'),
    label: place.label,
    icon: place.icon,
    run: () => go(place.href),
  }))
  const boards = model.boards.map(board => ({
    group: t('Go to'),
    label: t('{entity} board', { entity: called(model.entities[board.entity]?.plural ?? board.entity) }),
    icon: 'board',
    run: () => go(`/board/${board.entity}`),
  }))
  const makes = places
    .filter(place => place.entity && model.entities[place.entity]?.verbs.includes('create'))
    .map(place => ({
      group: t('Make'),
      label: t('New {entity}', { entity: called(model.entities[place.entity ?? '']?.label ?? '') }),
      icon: 'plus',
      run: () => go(`/new/${place.entity}`),
    }))
  const imports = places
    .filter(place => place.entity && model.entities[place.entity]?.verbs.includes('import'))
    .map(place => ({ group: t('Make'), label: t('Import {entities}', { entities: place.label }), icon: 'upload', run: () => go(`/import/${place.entity}`) }))
  const dark = theme() === 'dark'
  const own = [
    { label: dark ? t('Use the light look') : t('Use the dark look'), icon: dark ? 'sun' : 'moon', run: () => setTheme(dark ? 'light' : 'dark') },
    localeStore.value === 'hi'
      ? { label: 'Use English', icon: 'globe', run: () => changeLocale('en') }
      : { label: 'हिन्दी में दिखाएँ (Use Hindi)', icon: 'globe', run: () => changeLocale('hi') },
    { label: t('Your account'), icon: 'user', run: () => go('/me') },
    { label: t('Reports by mail'), icon: 'mail', run: () => go('/reports') },
    { label: t('Keyboard shortcuts'), icon: 'help', run: help },
    { label: t('Sign out'), icon: 'logout', run: () => signOut() },
  ].map(entry => ({ group: t('Do'), ...entry }))
  return [...goTo, ...boards, ...makes, ...imports, ...own]
}
