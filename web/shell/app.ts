import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask, lineStore, lookAs } from '../data/client.ts'
import { onLive } from '../data/live.ts'
import { metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import { base } from '../style/parts.ts'
import '../ui/dialog.ts'
import '../ui/menu.ts'
import type { MenuItem } from '../ui/menu.ts'
import '../ui/page.ts'
import './navigation.ts'
import './outlet.ts'
import { toastProblem } from '../ui/toast.ts'
import { formatRelative } from './format.ts'
import { placeGroups } from './places.ts'
import { density, fold, folded, setDensity, setTheme, theme } from './preferences.ts'
import { go, routeStore } from './router.ts'
import { changeLocale, changeWorkspace, signOut } from './session.ts'
import { keysShown, shortcuts, startShortcuts } from './shortcuts.ts'
import { isTrial } from './trial.ts'
import { TypedAhead } from './typed-ahead.ts'
import { called, localeStore, t } from './words.ts'

/** The frame: the way around at the side, search and the person's own things on top, the screen in the middle. */
class SgApp extends LitElement {
  static override properties = {
    narrow: { state: true },
    drawer: { state: true },
    palette: { state: true },
    help: { state: true },
    unread: { state: true },
    phone: { state: true },
  }
  declare narrow: boolean
  declare drawer: boolean
  declare palette: boolean
  declare help: boolean
  declare unread: number
  declare phone: boolean
  readonly #small = matchMedia('(max-width: 760px)')
  readonly #ahead = new TypedAhead()
  #calling = false
  #stops: (() => void)[] = []

  constructor() {
    super()
    this.narrow = folded('nav')
    this.drawer = false
    this.palette = false
    this.help = false
    this.unread = 0
    this.phone = this.#small.matches
    watch(this, metaStore, routeStore, lineStore)
  }

  static override styles = [
    base,
    css`
    :host { display: grid; grid-template: var(--sg-top) minmax(0, 1fr) / auto minmax(0, 1fr); block-size: 100dvh; background: var(--sg-bg); }
    .skip { position: absolute; inset-block-start: -60px; inset-inline-start: 8px; z-index: 30; padding: 10px 14px; border-radius: 6px; background: var(--sg-accent); color: var(--sg-on-accent); }
    .skip:focus { inset-block-start: 8px; }
    aside { grid-row: 1 / -1; display: flex; flex-direction: column; inline-size: var(--sg-nav); min-block-size: 0; border-inline-end: 1px solid var(--sg-border); }
    aside.narrow { inline-size: 56px; }
    .brand { display: flex; align-items: center; gap: 9px; block-size: var(--sg-top); padding-block: 0; padding-inline: 14px 12px; min-inline-size: 0; }
    .brand button { all: unset; cursor: pointer; display: flex; align-items: center; gap: 9px; min-inline-size: 0; padding-block: 4px; padding-inline: 4px 6px; border-radius: 7px; }
    .brand button:hover { background: var(--sg-surface-3); }
    .brand button:focus-visible { outline: 2px solid var(--sg-focus); }
    .brand svg { inline-size: 26px; block-size: 26px; flex: none; }
    .brand div { min-inline-size: 0; line-height: 1.2; }
    .brand b { display: block; font-weight: 620; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-inline-size: 150px; }
    .brand small { color: var(--sg-text-2); font-size: var(--sg-text-xs); display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-inline-size: 150px; }
    .narrow .brand { padding: 0; justify-content: center; } .narrow .brand div { display: none; }
    .foot { padding: 8px 10px; display: flex; justify-content: flex-end; }
    .narrow .foot { justify-content: center; }
    header { display: flex; align-items: center; gap: 6px; padding-block: 0; padding-inline: var(--sg-space-5) var(--sg-space-4); background: var(--sg-surface); border-block-end: 1px solid var(--sg-border); min-inline-size: 0; }
    .find { all: unset; box-sizing: border-box; cursor: text; display: flex; align-items: center; gap: 8px; inline-size: min(420px, 100%); block-size: 34px; padding-block: 0; padding-inline: 11px 8px; border-radius: 8px; background: var(--sg-surface-2); color: var(--sg-text-2); }
    .find:hover { background: var(--sg-surface-3); } .find:focus-visible { outline: 2px solid var(--sg-focus); }
    .find span { flex: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .find .keys { flex: none; display: flex; gap: 8px; }
    .space { flex: 1; }
    .bell { position: relative; } .bell i { position: absolute; inset-block: 3px auto; inset-inline: auto 2px; min-inline-size: 15px; padding: 0 4px; border-radius: 8px; background: var(--sg-danger-solid); color: #fff; font: 600 10px/15px var(--sg-font); text-align: center; pointer-events: none; }
    .me { all: unset; cursor: pointer; padding: 3px; border-radius: 50%; } .me:hover { background: var(--sg-surface-2); } .me:focus-visible { outline: 2px solid var(--sg-focus); }
    .sample { padding: 2px 8px; border-radius: 5px; background: var(--sg-warning-soft); color: var(--sg-warning); font-size: var(--sg-text-sm); font-weight: 500; white-space: nowrap; }
    .trial { color: var(--sg-text-2); font-size: var(--sg-text-sm); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; padding: 2px 8px; border: 1px dashed var(--sg-border-2, var(--sg-border)); border-radius: 5px; }
    .look { display: flex; gap: 6px; align-items: center; min-inline-size: 0; --sg-icon: 14px; } .look > span { overflow: hidden; text-overflow: ellipsis; } .look button { all: unset; cursor: pointer; min-block-size: 24px; font-weight: 650; text-decoration: underline; } .look button:focus-visible { outline: 2px solid var(--sg-focus); }
    .line { min-inline-size: 0; display: flex; } .line .sample { overflow: hidden; text-overflow: ellipsis; }
    main { min-block-size: 0; min-inline-size: 0; overflow: hidden; background: var(--sg-surface); margin-block-end: var(--sg-said, 0); }
    sangam-outlet { display: block; block-size: 100%; overflow: auto; }
    .bar { display: none; }
    @media print { :host { display: block; block-size: auto; background: none; } aside, header, .bar, .skip { display: none; } main, sangam-outlet { block-size: auto; overflow: visible; margin: 0; } }
    @media screen and (max-width: 760px) {
      :host { grid-template: 50px minmax(0, 1fr) auto / minmax(0, 1fr); }
      aside { display: none; }
      header { padding-inline: 12px; }
      .trial .more { display: none; }
      .find { inline-size: auto; padding: 0 10px; background: none; } .find span, .find kbd { display: none; }
      .bar { display: flex; border-block-start: 1px solid var(--sg-border); background: var(--sg-surface); padding-block-end: env(safe-area-inset-bottom); }
      .bar :is(a, button) { all: unset; flex: 1; display: grid; justify-items: center; align-content: center; gap: 2px; min-block-size: 54px; min-inline-size: 0; font-size: 11px; font-weight: 500; color: var(--sg-text-2); cursor: pointer; --sg-icon: 16px; }
      .bar span { max-inline-size: 100%; padding-inline: 2px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .bar :is(a, button):focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -3px; border-radius: 8px; }
      .bar a[aria-current] { color: var(--sg-accent-text); }
    }
    @media (min-width: 761px) { .phone { display: none; } }
  `,
  ]

  protected override render(): unknown {
    const meta = metaStore.value
    if (!meta) return nothing
    return html`<a class="skip" href="#main" @click=${(event: Event) => this.#skip(event)}>${t('Skip to the content')}</a>
      <aside class=${this.narrow ? 'narrow' : ''}><div class="brand">${this.#brand()}</div>
        <sangam-navigation ?narrow=${this.narrow} ?away=${this.phone}></sangam-navigation>
        <div class="foot"><sangam-button kind="quiet" size="small" icon="sidebar" label=${this.narrow ? t('Widen the navigation') : t('Fold the navigation')} @click=${() => this.#fold()}></sangam-button></div></aside>
      <header><div class="phone">${this.#logo()}</div>
        <button class="find" type="button" @click=${() => this.#palette()} title=${t('Search records, screens and actions')}><sangam-icon name="search"></sangam-icon><span>${t('Search or jump to…')}</span><span class="keys" dir="ltr">${keysShown('mod+k').map(key => html`<kbd>${key}</kbd>`)}</span></button>
        <span class="space"></span>
        <span class="line" role="status">${lineStore.value === 'open' ? nothing : html`<span class="sample">${lineWords(lineStore.value)}</span>`}</span>
        ${meta.looker ? this.#look(meta.user.name) : nothing}
        ${meta.workspace.sample ? html`<span class="sample">${t('Sample data')}</span>` : nothing}
        ${isTrial(meta, routeStore.value.path) ? html`<span class="trial" title=${t('Trial books: nothing counts yet')}><span>${t('Trial books')}</span><span class="more">: ${t('nothing counts yet')}</span></span>` : nothing}
        ${this.#create()}
        <span class="bell"><sangam-button kind="quiet" icon="bell" label=${this.unread > 0 ? t('{count, plural, one {# new notification} other {# new notifications}}', { count: this.unread }) : t('Notifications')} href="/inbox"></sangam-button>${this.unread > 0 ? html`<i aria-hidden="true">${Math.min(this.unread, 99)}</i>` : nothing}</span>
        <sangam-menu end .items=${this.#mine()} label=${t('You')}><button slot="opener" class="me" type="button" title=${meta.user.name} aria-haspopup="menu"><sangam-avatar name=${meta.user.name} size="28"></sangam-avatar><span class="visually-hidden">${t('You: {name}', { name: meta.user.name })}</span></button></sangam-menu></header>
      <main id="main" tabindex="-1"><sangam-outlet></sangam-outlet></main>
      ${this.#bar()}
      <sangam-dialog side heading=${meta.company?.name ?? meta.workspace.title} ?open=${this.drawer} @close=${() => (this.drawer = false)}>${this.drawer ? html`<sangam-navigation @click=${() => (this.drawer = false)}></sangam-navigation>` : nothing}</sangam-dialog>
      ${this.palette ? html`<sangam-palette .ahead=${this.#ahead} @close=${() => (this.palette = false)} @help=${() => (this.help = true)}></sangam-palette>` : nothing}
      ${this.help ? html`<sangam-help @close=${() => (this.help = false)}></sangam-help>` : nothing}`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    startShortcuts()
    // The first screen comes first.
    setTimeout(() => void this.#count(), 800)
    const resized = (): void => {
      this.phone = this.#small.matches
    }
    this.#small.addEventListener('change', resized)
    this.#stops = [
      () => this.#small.removeEventListener('change', resized),
      onLive('notice', () => void this.#count()),
      routeStore.subscribe(() => (this.drawer = false)),
      shortcuts(
        { keys: 'mod+k', label: t('Search or jump to…'), run: () => this.#palette() },
        { keys: '?', label: t('Keyboard shortcuts'), run: () => this.#help() },
        { keys: 'g h', label: t('Go home'), run: () => go('/') },
        { keys: 'g i', label: t('Go to the inbox'), run: () => go('/inbox') },
        { keys: '[', label: t('Fold or widen the navigation'), run: () => this.#fold() },
      ),
    ]
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#ahead.end()
    for (const stop of this.#stops) stop()
  }

  #brand(): TemplateResult {
    const meta = metaStore.value
    const name = meta?.company?.name ?? meta?.workspace.title ?? 'Sangam'
    const words = html`<div><b>${name}</b><small>${meta && meta.workspaces.length > 1 && meta.workspace.title !== name ? meta.workspace.title : 'Sangam'}</small></div>`
    if (!meta || meta.workspaces.length < 2) return html`${this.#logo()}${words}`
    const items = meta.workspaces.map(one => ({ label: one.title, checked: one.name === meta.workspace.name, run: () => changeWorkspace(one.name) }))
    return html`<sangam-menu .items=${[{ heading: t('Workspaces') }, ...items]} label=${t('Workspaces')}><button slot="opener" type="button" aria-haspopup="menu"><span class="visually-hidden">${t('Workspace')}</span>${this.#logo()}${words}<sangam-icon name="down"></sangam-icon></button></sangam-menu>`
  }

  #logo(): TemplateResult {
    return html`<svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0c6b73"></rect><path d="M8 7c0 7 8 6 8 12v6" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"></path><path d="M24 7c0 7-8 6-8 12" fill="none" stroke="#ffb65c" stroke-width="3.2" stroke-linecap="round"></path></svg>`
  }

  #look(name: string): TemplateResult {
    return html`<span class="sample look" role="status"><sangam-icon name="eye"></sangam-icon><span>${t('You see what {name} sees', { name })}</span><button type="button" @click=${() => lookAs(null)}>${t('Stop looking')}</button></span>`
  }

  #create(): TemplateResult | typeof nothing {
    const meta = metaStore.value
    const items = (meta ? placeGroups(meta) : [])
      .flatMap(group => group.places)
      .filter(place => place.entity && meta?.entities[place.entity]?.verbs.includes('create'))
      .map(place => ({ label: called(meta?.entities[place.entity ?? '']?.label ?? place.label), icon: place.icon, href: `/new/${place.entity}` }))
    if (items.length === 0) return nothing
    return html`<sangam-menu end .items=${[{ heading: t('New') }, ...items]} label=${t('New')}><sangam-button slot="opener" kind="quiet" icon="plus" label=${t('New record')}></sangam-button></sangam-menu>`
  }

  #mine(): readonly MenuItem[] {
    const meta = metaStore.value
    const change = (locale: string) => () => changeLocale(locale).catch(toastProblem)
    const look = (label: string, checked: boolean, run: () => void): MenuItem => ({
      label,
      checked,
      run: () => {
        run()
        this.requestUpdate()
      },
    })
    return [
      { heading: meta?.user.email ?? meta?.user.name ?? '' },
      { label: t('Your account'), href: '/me', checked: false },
      { label: t('Reports by mail'), href: '/reports', checked: false },
      'line',
      { heading: t('Language') },
      { label: 'English', checked: localeStore.value === 'en', run: change('en') },
      { label: 'हिन्दी', checked: localeStore.value === 'hi', run: change('hi') },
      'line',
      { heading: t('Look') },
      look(t('Like the system'), theme() === 'system', () => setTheme('system')),
      look(t('Light'), theme() === 'light', () => setTheme('light')),
      look(t('Dark'), theme() === 'dark', () => setTheme('dark')),
      look(t('Compact'), density() === 'compact', () => setDensity(density() === 'compact' ? 'comfortable' : 'compact')),
      'line',
      { label: t('Keyboard shortcuts'), hint: '?', checked: false, run: () => this.#help() },
      { label: t('Sign out'), checked: false, run: () => signOut() },
    ]
  }

  #bar(): TemplateResult {
    const meta = metaStore.value
    const { path } = routeStore.value
    const first = (meta ? placeGroups(meta) : []).flatMap(group => group.places.filter(place => place.entity)).slice(0, 3)
    return html`<nav class="bar" aria-label=${t('Main')}><a href="/" aria-current=${path === '/' ? 'page' : nothing}><sangam-icon name="home"></sangam-icon><span>${t('Home')}</span></a>
      ${first.map(place => html`<a href=${place.href} aria-current=${path.split('/')[2] === place.entity ? 'page' : nothing}><sangam-icon name=${place.icon}></sangam-icon><span>${place.label}</span></a>`)}
      <button type="button" @click=${() => (this.drawer = true)}><sangam-icon name="menu"></sangam-icon><span>${t('More')}</span></button></nav>`
  }

  #fold(): void {
    this.narrow = !this.narrow
    fold('nav', this.narrow)
  }

  async #palette(): Promise<void> {
    if (this.palette || this.#calling) return
    this.#calling = true
    this.#ahead.begin()
    try {
      await import('./palette.ts')
      this.palette = true
    } finally {
      this.#calling = false
      if (!this.palette || !this.isConnected) this.#ahead.end()
    }
  }

  async #help(): Promise<void> {
    await import('./help.ts')
    this.help = true
  }

  async #count(): Promise<void> {
    const answer = await ask<{ unread: number }>('/api/notifications').catch(() => null)
    this.unread = answer?.unread ?? this.unread
  }

  #skip(event: Event): void {
    event.preventDefault()
    this.renderRoot.querySelector<HTMLElement>('main')?.focus()
  }
}
customElements.define('sangam-app', SgApp)

function lineWords(line: string): string {
  return line === 'lost' ? t('No connection') : t('Offline: {when}', { when: formatRelative(line) })
}
