import type { Meta } from '@sangam/sdk'
import { css, html, LitElement, type nothing, type TemplateResult } from 'lit'
import { metaStore } from '../data/meta.ts'
import { type Density, density, setDensity, setTheme, theme } from '../shell/preferences.ts'
import { localeStore, useLocale } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import '../ui/button.ts'
import '../ui/dialog.ts'
import '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/past-note.ts'
import '../ui/pick.ts'
import '../ui/small.ts'
import '../ui/tabs.ts'
import { own, type PartDocs, partsIn } from './docs.ts'
import { entities, fieldStates } from './fields.ts'
import { type State, states } from './states.ts'

const sources = import.meta.glob<string>('../../sdk/web-parts.ts', { query: '?raw', import: 'default', eager: true })
const parts = partsIn(Object.values(sources)[0] ?? '')

/** Every part of the shell in every state, with what the SDK says of it. For those who build; there is none in what is shipped. */
class SgGalleryScreen extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; min-block-size: 100%; background: var(--sg-bg); }
    header { position: sticky; inset-block-start: 0; z-index: 5; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 10px 24px; background: var(--sg-surface); border-block-end: 1px solid var(--sg-border); }
    header h1 { margin-inline-end: auto; }
    nav { display: flex; flex-wrap: wrap; gap: 4px 14px; padding: 12px 24px 0; font-size: var(--sg-text-sm); }
    nav a { padding-block: 4px; }
    section { margin: 18px 24px; padding: 16px 20px 20px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); scroll-margin-block-start: 64px; }
    .about { max-inline-size: 90ch; color: var(--sg-text-2); margin-block: 4px 10px; }
    pre { margin: 0 0 10px; padding: 10px 12px; border-radius: var(--sg-radius); background: var(--sg-surface-2); font: 400 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
    table { border-collapse: collapse; margin-block-end: 12px; font-size: var(--sg-text-sm); }
    td { padding-block: 3px; padding-inline-end: 16px; vertical-align: top; overflow-wrap: anywhere; } td:nth-child(-n + 2) { font-family: ui-monospace, monospace; font-size: 12px; } td:nth-child(2) { color: var(--sg-text-2); }
    .states { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 14px 20px; padding: 12px; border-radius: var(--sg-radius); background: var(--sg-surface); }
    figure { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; align-content: start; justify-items: start; min-inline-size: 0; } figure.wide { grid-column: 1 / -1; }
    figure > div { inline-size: 100%; }
    figcaption { font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  `,
  ]

  constructor() {
    super()
    // What a reference points to, where nobody is signed in.
    if (!metaStore.value) metaStore.set(example)
  }

  protected override render(): unknown {
    return html`<header><h1>Gallery</h1>
        ${this.#switch('Dark', theme() === 'dark', on => setTheme(on ? 'dark' : 'light'))}
        ${this.#switch('Dense', density() === 'compact', on => setDensity((on ? 'compact' : 'comfortable') satisfies Density))}
        ${this.#switch('हिन्दी', localeStore.value === 'hi', on => useLocale(on ? 'hi' : 'en'))}</header>
      <nav aria-label="Parts">${[...parts.map(part => part.tag), ...Object.keys(own), ...Object.keys(fieldStates)].map(name => html`<a href=${`#${name}`} @click=${(event: Event) => this.#jump(event, name)}>${name}</a>`)}</nav>
      ${parts.map(part => this.#part(part))}
      ${Object.entries(own).map(([tag, text]) => html`<section id=${tag}><h2>${tag}</h2><p class="about">${text}</p>${drawn(states[tag] ?? [])}</section>`)}
      ${Object.entries(fieldStates).map(([group, shown]) => html`<section id=${group}><h2>Fields: ${group}</h2><p class="about">Drawn by field(entity, name, value) and display(entity, name, value) of the SDK.</p>${drawn(shown)}</section>`)}`
  }

  #part({ tag, text, example, properties }: PartDocs): TemplateResult {
    return html`<section id=${tag}><h2>${tag}</h2><p class="about">${text}</p><pre>${example}</pre>
      <table><tbody>${properties.map(one => html`<tr><td>${one.name}</td><td>${one.type}</td><td>${one.text}</td></tr>`)}</tbody></table>${drawn(states[tag] ?? [])}</section>`
  }

  #switch(label: string, on: boolean, set: (on: boolean) => unknown): TemplateResult {
    const flip = async (): Promise<void> => {
      await set(!on)
      this.requestUpdate()
    }
    return html`<sangam-button size="small" pressed=${String(on)} @click=${() => void flip()}>${label}</sangam-button>`
  }

  #jump(event: Event, name: string): void {
    event.preventDefault()
    this.renderRoot.querySelector(`#${CSS.escape(name)}`)?.scrollIntoView()
  }
}
customElements.define('sangam-gallery-screen', SgGalleryScreen)

function drawn(shown: readonly State[]): TemplateResult | typeof nothing {
  return html`<div class="states">${shown.map(state => html`<figure class=${state.wide ? 'wide' : ''}><figcaption>${state.label}</figcaption><div>${state.drawn}</div></figure>`)}</div>`
}

const example: Meta = {
  modelNumber: 1,
  user: {
    id: '1',
    name: 'Asha Sharma',
    email: null,
    locale: 'en',
    zone: null,
    formats: { numbers: null, dates: null, hours: null },
    roles: [],
    admin: false,
    owner: false,
  },
  looker: null,
  workspace: { name: 'gallery', title: 'Gallery', sample: false },
  workspaces: [],
  company: { id: '1', name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4, weekStart: 1, stage: 'live' },
  currencies: { INR: 2, EUR: 2 },
  entities,
  lists: [],
  forms: {},
  boards: [],
  dashboards: [],
  pages: [],
  elements: [],
  home: [],
  settings: [],
  plugins: [],
  words: {},
}
