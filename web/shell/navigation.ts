import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { onChange } from '../data/live.ts'
import { loadMeta, metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import { base } from '../style/parts.ts'
import { type KeptView, keptViews, loadKeptViews, viewHref } from './kept-views.ts'
import { managePlaces, type Place, type PlaceGroup, placeGroups, studioPlaces } from './places.ts'
import { fold, folded } from './preferences.ts'
import { routeStore } from './router.ts'
import { t } from './words.ts'

/** The way around: home, the plugins' lists under their headings, and what admins look after. */
export class SgNavigation extends LitElement {
  static override properties = { narrow: { type: Boolean, reflect: true }, away: { type: Boolean } }
  declare narrow: boolean
  /** Stands where nobody sees it, as beside the screen of a phone: nothing is drawn. */
  declare away: boolean

  constructor() {
    super()
    this.narrow = false
    this.away = false
    watch(this, metaStore, routeStore, keptViews)
  }

  static override styles = [
    base,
    css`
    :host { display: block; overflow: hidden auto; scrollbar-width: thin; padding: 4px 10px 12px; flex: 1; }
    section { margin-block-start: 10px; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 1px; }
    button { all: unset; box-sizing: border-box; cursor: pointer; display: flex; align-items: center; gap: 4px; inline-size: 100%; padding: 4px 8px; border-radius: 5px; font-size: var(--sg-text-xs); font-weight: 600; color: var(--sg-text-2); }
    button:hover { color: var(--sg-text); }
    button:focus-visible { outline: 2px solid var(--sg-focus); }
    button sangam-icon { --sg-icon: 10px; transition: rotate 120ms; }
    button[aria-expanded='false'] sangam-icon { rotate: var(--sg-shut); }
    a { display: flex; align-items: center; gap: 10px; min-block-size: 32px; padding: 3px 8px; border-radius: 6px; color: var(--sg-text-2); font-weight: 500; text-decoration: none; --sg-icon: 14px; }
    a:hover { background: var(--sg-surface-3); color: var(--sg-text); text-decoration: none; }
    a[aria-current] { background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow-1), inset 0 0 0 1px var(--sg-border); }
    a[aria-current] sangam-icon { color: var(--sg-accent-text); }
    .sub a { padding-inline-start: 32px; min-block-size: 28px; font-weight: 450; --sg-icon: 12px; }
    a span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    :host([narrow]) { padding-inline: 8px; }
    :host([narrow]) a { justify-content: center; padding: 3px 0; min-block-size: 36px; }
    :host([narrow]) a span { position: absolute; clip-path: inset(50%); inline-size: 1px; }
    @media (pointer: coarse) { a { min-block-size: 44px; } }
  `,
  ]

  #later: ReturnType<typeof setTimeout> | undefined
  #stop: () => void = () => undefined
  #shown = ''

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#later)
    this.#stop()
  }

  protected override render(): unknown {
    const meta = metaStore.value
    if (!meta || this.away) return nothing
    const groups = placeGroups(meta)
    const after = [
      { name: 'Studio', label: t('Studio'), setUp: true, places: studioPlaces(meta) },
      { name: 'Manage', label: t('Manage'), setUp: true, places: managePlaces(meta) },
    ]
    return html`<nav aria-label=${t('Main')}>
      <ul>${this.#link({ href: '/', label: t('Home'), icon: 'home' })}${this.#link({ href: '/inbox', label: t('Inbox'), icon: 'inbox' })}</ul>
      ${[...groups, ...after].filter(({ places }) => places.length > 0).map(group => this.#group(group))}</nav>`
  }

  /** Where one is stays in sight, however far down it stands; who scrolls elsewhere is left there until they go on. */
  protected override updated(): void {
    const here = this.renderRoot.querySelector('[aria-current]')
    const { path } = routeStore.value
    if (!here || path === this.#shown) return
    this.#shown = path
    // Letters that are still on their way may be taller than those that stand in for them.
    void document.fonts.ready.then(() => here.scrollIntoView({ block: 'nearest' }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    // The first screen comes first.
    this.#soon(1500)
    const views = onChange('core.view', () => this.#soon(400))
    const begun = [...new Set(metaStore.value?.pages.flatMap(page => (page.setsUp?.open ? [page.setsUp.of] : [])))].map(of =>
      onChange(of, () => void loadMeta()),
    )
    this.#stop = () => {
      for (const stop of [views, ...begun]) stop()
    }
  }

  #soon(wait: number): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void loadKeptViews().catch(() => undefined), wait)
  }

  /** What is seldom gone to is folded until the person says otherwise, so that every heading is seen without scrolling; where one is, it stands open. */
  #group({ name, label, setUp, places }: PlaceGroup): TemplateResult {
    const open = this.narrow || !folded(`nav.${name}`, setUp && !places.some(place => this.#isHere(place)))
    return html`<section>
      ${this.narrow ? nothing : html`<button type="button" aria-expanded=${String(open)} @click=${(event: Event) => this.#fold(name, open, event)}>${label}<sangam-icon name="down"></sangam-icon></button>`}
      ${open ? html`<ul aria-label=${label}>${places.map(place => html`${this.#link(place)}${this.narrow ? nothing : keptViews.value.filter(view => view.pinned && view.entity === place.entity).map(view => this.#pinned(view))}`)}</ul>` : nothing}</section>`
  }

  #link(place: Place): TemplateResult {
    const below = keptViews.value.some(view => view.pinned && isHere(view)) && !this.narrow
    const here = this.#isHere(place) && !(place.entity && below)
    return html`<li><a href=${place.href} aria-current=${here ? 'page' : nothing} title=${this.narrow ? place.label : nothing}><sangam-icon name=${place.icon}></sangam-icon><span>${place.label}</span></a></li>`
  }

  #isHere({ entity, href, within }: Place): boolean {
    const { path } = routeStore.value
    return entity ? path.split('/')[2] === entity && !path.startsWith('/studio/') : path === href || (within?.test(path) ?? false)
  }

  /** A saved view that has a place of its own, below that of its records. */
  #pinned(view: KeptView): TemplateResult {
    return html`<li class="sub"><a href=${viewHref(view)} aria-current=${isHere(view) ? 'page' : nothing}><sangam-icon name=${view.kind}></sangam-icon><span>${view.label}</span></a></li>`
  }

  #fold(name: string, away: boolean, { currentTarget }: Event): void {
    fold(`nav.${name}`, away)
    this.requestUpdate()
    // What was opened is to be seen, the last of the headings too.
    const section = (currentTarget as HTMLElement).closest('section')
    void this.updateComplete.then(() => section?.scrollIntoView({ block: 'nearest' }))
  }
}
customElements.define('sangam-navigation', SgNavigation)

function isHere({ kind, entity, id }: KeptView): boolean {
  const { path, query } = routeStore.value
  return path === `/${kind}/${entity}` && query.get('view') === id
}
