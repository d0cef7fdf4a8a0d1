import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import '../fields/index.ts'
import type { Route } from '../shell/router.ts'
import { t } from '../shell/words.ts'
import '../ui/button.ts'
import '../ui/dialog.ts'
import '../ui/menu.ts'
import '../ui/page.ts'
import '../ui/pick.ts'
import '../ui/small.ts'
import '../ui/tabs.ts'
import { toast } from '../ui/toast.ts'
import './dashboard/lone-card.ts'
import './record/placed.ts'

/** What stands in the address of a page: `?from=2026-04-01` is `{ from: '2026-04-01' }`. */
interface Asked {
  readonly [name: string]: string
}

/** Where the elements of plugins came from. */
const sources = new Map<string, string>()

/** A screen that a plugin draws itself: its browser half is fetched when the screen is first visited, with the parts it may use at hand. */
class SgPluginPageScreen extends LitElement {
  static override properties = { page: {}, route: { attribute: false }, failed: { state: true } }
  declare page: string
  declare route: Route | undefined
  declare failed: boolean
  #element: (HTMLElement & { query?: Asked }) | null = null
  /** The query of the address that the element was told last. */
  #search = ''
  /** Whether somebody did something here, of which nobody knows what would be lost. */
  #touched = false
  #told = false

  constructor() {
    super()
    this.page = ''
    this.failed = false
    watch(this, metaStore)
    for (const hand of ['input', 'pointerdown', 'keydown']) this.addEventListener(hand, () => (this.#touched = true))
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }

  protected override render(): TemplateResult | HTMLElement | typeof nothing {
    if (!this.#known())
      return html`<sangam-empty icon="lock" heading=${t('There is nothing to see here')} text=${t('This page belongs to a plugin that is not enabled, or you may not see it.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
    if (this.failed)
      return html`<sangam-empty icon="warning" heading=${t('This page could not be loaded')} text=${t('Check the connection, then try again.')}><sangam-button kind="primary" @click=${() => location.reload()}>${t('Reload')}</sangam-button></sangam-empty>`
    return this.#element ?? nothing
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override willUpdate(): void {
    if (this.#element && this.#search !== this.#query().toString()) this.#tell(this.#element)
  }

  protected override updated(): void {
    const known = this.#known()
    const from = known && sources.get(known.element)
    if (!this.#element || from === undefined || from === known?.source || this.#told) return
    if (!this.#touched) return location.reload()
    this.#told = true
    toast(t('There is a newer version of this page.'), { action: { label: t('Reload'), run: () => location.reload() } })
  }

  #known(): { readonly source: string | null; readonly element: string } | undefined {
    return metaStore.value?.pages.find(one => one.name === this.page)
  }

  #query(): URLSearchParams {
    return this.route?.query ?? new URLSearchParams()
  }

  #tell(element: HTMLElement & { query?: Asked }): void {
    const query = this.#query()
    this.#search = query.toString()
    element.query = Object.fromEntries(query)
  }

  async #load(): Promise<void> {
    const known = this.#known()
    if (!known) return
    try {
      if (known.source === null) throw new Error(`The browser half of ${this.page} is not built.`)
      // An element is defined once in a page: where a newer version of its plugin came meanwhile, the page begins anew.
      const from = sources.get(known.element) ?? known.source
      if (from !== known.source) return location.reload()
      await import(/* @vite-ignore */ known.source)
      sources.set(known.element, known.source)
      if (!customElements.get(known.element)) throw new Error(`web/index.ts of the plugin does not define <${known.element}>.`)
      const element = document.createElement(known.element)
      this.#tell(element)
      this.#element = element
    } catch (error) {
      reportError(error)
      this.failed = true
    }
    this.requestUpdate()
  }
}
customElements.define('sangam-plugin-page-screen', SgPluginPageScreen)
