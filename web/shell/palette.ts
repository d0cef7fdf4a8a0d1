import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, meta } from '../data/meta.ts'
import { type Found, searchEverywhere } from '../data/search.ts'
import { base } from '../style/parts.ts'
import '../ui/dialog.ts'
import { besideTitle } from './palette/beside.ts'
import { type Entry, narrowed, type Section } from './palette/entry.ts'
import { openedRecords, savedDashboards, savedViews } from './palette/kept.ts'
import { deedSection, standing } from './palette/standing.ts'
import { placeGroups } from './places.ts'
import { go } from './router.ts'
import type { TypedAhead } from './typed-ahead.ts'
import { called, t } from './words.ts'

/** Every record, screen and action the person may use, found by typing; keyboard alone is enough. */
class SgPalette extends LitElement {
  static override properties = {
    text: { state: true },
    found: { state: true },
    opened: { state: true },
    views: { state: true },
    boards: { state: true },
    at: { state: true },
    searching: { state: true },
  }
  declare text: string
  declare found: readonly Found[]
  declare opened: readonly Found[]
  declare views: readonly Entry[]
  declare boards: readonly Entry[]
  /** The line that was gone to; none until somebody does, and then it stays that line while others come. */
  declare at: string
  declare searching: boolean
  /** What was typed before this was there. */
  ahead: TypedAhead | null = null
  #asked: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #sections: readonly Section[] = []
  #entered = false

  constructor() {
    super()
    this.text = ''
    this.found = []
    this.opened = []
    this.views = []
    this.boards = []
    this.at = ''
    this.searching = false
  }

  static override styles = [
    base,
    css`
    .top { display: flex; align-items: center; gap: 10px; padding: 0 16px; border-block-end: 1px solid var(--sg-border); --sg-icon: 16px; color: var(--sg-text-2); }
    input { all: unset; outline: none !important; flex: 1; min-inline-size: 0; block-size: 52px; font: 400 var(--sg-text-lg)/1 var(--sg-font); color: var(--sg-text); }
    input::placeholder { color: var(--sg-text-3); }
    .list { padding: 6px; overflow: auto; max-block-size: min(56dvh, 460px); }
    .group { padding: 9px 10px 4px; font-size: var(--sg-text-xs); font-weight: 600; color: var(--sg-text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .entry { display: flex; align-items: center; gap: 11px; min-block-size: 36px; padding: 4px 10px; border-radius: 7px; cursor: pointer; scroll-margin-block-start: 30px; }
    .entry > sangam-icon { color: var(--sg-text-2); }
    .entry span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .entry small { color: var(--sg-text-2); font-size: var(--sg-text-sm); max-inline-size: 50%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .danger, .danger > sangam-icon { color: var(--sg-danger); }
    [aria-selected='true'] { background: var(--sg-selected); box-shadow: inset calc(2px * var(--sg-way)) 0 0 var(--sg-accent); }
    .none { padding: 28px; text-align: center; color: var(--sg-text-2); }
    footer { display: flex; gap: 14px; padding: 8px 16px; border-block-start: 1px solid var(--sg-border); font-size: var(--sg-text-xs); color: var(--sg-text-2); }
    @media (pointer: coarse) { .entry { min-block-size: 44px; } footer { display: none; } }
  `,
  ]

  protected override willUpdate(): void {
    this.#sections = this.#worked()
  }

  protected override render(): unknown {
    const entries = this.#entries()
    const chosen = this.#chosen(entries)
    return html`<sangam-dialog plain open heading=${t('Search or jump to…')} @close=${() => this.#closed()}>
      <div class="top"><sangam-icon name="search"></sangam-icon><input type="text" role="combobox" aria-expanded="true" aria-controls="list" aria-autocomplete="list" aria-activedescendant=${entries.length > 0 ? `e${chosen}` : nothing}
        aria-label=${t('Search records, screens and actions')} placeholder=${t('Search or jump to…')} autocomplete="off" spellcheck="false" autofocus .value=${this.text}
        @input=${(event: InputEvent) => this.#typed((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#key(event)} /></div>
      <div class="list" id="list" role="listbox" aria-label=${t('Results')}>${this.#sections.map(section => this.#section(section, entries, chosen))}</div>
      ${entries.length === 0 && !this.searching ? html`<div class="none" aria-hidden="true">${t('Nothing found for “{text}”.', { text: this.text })}</div>` : nothing}
      <div class="visually-hidden" role="status">${this.#said(entries.length)}</div>
      <footer><span><kbd>↑</kbd> <kbd>↓</kbd> ${t('choose')}</span><span><kbd>↵</kbd> ${t('open')}</span><span><kbd>Esc</kbd> ${t('close')}</span></footer></sangam-dialog>`
  }

  override firstUpdated(): void {
    requestAnimationFrame(() => {
      this.renderRoot.querySelector('input')?.focus()
      const typed = this.ahead?.end()
      if (typed) this.#typed(typed)
    })
    void openedRecords().then(found => (this.opened = found))
    void savedViews().then(views => (this.views = views))
    void savedDashboards().then(boards => (this.boards = boards))
  }

  protected override updated(): void {
    if (!this.#entered || this.searching) return
    this.#entered = false
    // Whoever was quicker than the search meant what it finds.
    const [first] = this.#entries()
    if (first) this.#run(first)
  }

  /** For who hears it: once the search is done, not at every letter. */
  #said(count: number): string {
    if (this.text.trim() === '' || this.searching) return ''
    if (count === 0) return t('Nothing found for “{text}”.', { text: this.text })
    return t('{count, plural, one {# result} other {# results}}', { count })
  }

  #section({ heading, entries }: Section, all: readonly Entry[], chosen: number): TemplateResult {
    return html`<div role="group" aria-label=${heading}><div class="group" aria-hidden="true">${heading}</div>${entries.map(entry => this.#entry(entry, all.indexOf(entry), chosen))}</div>`
  }

  #entry(entry: Entry, at: number, chosen: number): TemplateResult {
    return html`<div id="e${at}" class="entry ${entry.danger ? 'danger' : ''}" role="option" aria-selected=${String(at === chosen)} @mousemove=${() => (this.at = entry.key)} @click=${() => this.#run(entry)}>
      <sangam-icon name=${entry.icon}></sangam-icon><span>${entry.label}</span>${entry.hint ? html`<small>${entry.hint}</small>` : nothing}</div>`
  }

  #entries(): readonly Entry[] {
    return this.#sections.flatMap(section => section.entries)
  }

  #chosen(entries: readonly Entry[]): number {
    return Math.max(
      0,
      entries.findIndex(entry => entry.key === this.at),
    )
  }

  #worked(): readonly Section[] {
    const icons = new Map(
      placeGroups(meta())
        .flatMap(group => group.places)
        .map(place => [place.entity, place.icon]),
    )
    const of = (found: readonly Found[]): readonly Entry[] =>
      found.map(one => ({
        key: `/record/${one.entity}/${one.id}`,
        label: one.title,
        icon: icons.get(one.entity) ?? 'dot',
        hint: [besideTitle(one), called(entityMeta(one.entity)?.label ?? '')].filter(Boolean).join(' · '),
        run: () => go(`/record/${one.entity}/${one.id}`),
      }))
    const [goTo, ...others] = standing(() => this.dispatchEvent(new Event('help')))
    const views = { heading: t('Saved views'), entries: this.views }
    const all = [deedSection(), ...(goTo ? [{ ...goTo, entries: [...goTo.entries, ...this.boards] }] : []), views, ...others]
    if (this.text.trim() !== '') return narrowed(all, { heading: t('Records'), entries: of(this.found) }, this.text)
    return [{ heading: t('Opened last'), entries: of(this.opened) }, ...all].filter(({ entries }) => entries.length > 0)
  }

  #typed(text: string): void {
    this.text = text
    this.at = ''
    this.#entered = false
    this.#asked?.abort()
    clearTimeout(this.#timer)
    this.searching = text.trim().length > 1
    if (this.searching) this.#timer = setTimeout(() => void this.#search(text.trim()), 120)
    else this.found = []
  }

  async #search(text: string): Promise<void> {
    const asked = new AbortController()
    this.#asked = asked
    const found = await searchEverywhere(text, { limit: 12, signal: asked.signal }).catch(() => [])
    if (asked.signal.aborted) return
    this.searching = false
    this.found = found
  }

  #key(event: KeyboardEvent): void {
    const entries = this.#entries()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      const entry = entries[this.#chosen(entries)]
      // What was found for fewer letters is not what is meant.
      const old = this.searching && this.at === '' && (entry?.key.startsWith('/record/') ?? true)
      if (old) this.#entered = true
      else if (entry) this.#run(entry)
    } else if (step !== 0 && entries.length > 0) {
      event.preventDefault()
      const next = (this.#chosen(entries) + step + entries.length) % entries.length
      this.at = entries[next]?.key ?? ''
      void this.updateComplete.then(() => this.renderRoot.querySelector(`#e${next}`)?.scrollIntoView({ block: 'nearest' }))
    }
  }

  #run(entry: Entry): void {
    this.#closed()
    void entry.run()
  }

  #closed(): void {
    this.#entered = false
    this.#asked?.abort()
    this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-palette', SgPalette)
