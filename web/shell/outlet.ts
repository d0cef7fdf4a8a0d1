import { html, LitElement, nothing } from 'lit'
import { watch } from '../data/store.ts'
import { keepPlaces } from './kept-place.ts'
import { match, type Route, routeStore } from './router.ts'
import { screens } from './screens.ts'
import { t } from './words.ts'

type ScreenElement = HTMLElement & { route?: Route }

/** Shows the screen of the address; fetches its code when it is visited first. */
class SgOutlet extends LitElement {
  static override properties = { state: { state: true } }
  declare state: 'loading' | 'shown' | 'missing' | 'failed'
  #element: ScreenElement | null = null
  #path = ''

  constructor() {
    super()
    this.state = 'loading'
    watch(this, routeStore)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    keepPlaces(this)
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }

  protected override willUpdate(): void {
    const route = routeStore.value
    if (route.path !== this.#path) void this.#show(route)
    else if (this.#element) this.#element.route = { ...route, params: this.#element.route?.params ?? {} }
  }

  protected override render(): unknown {
    if (this.state === 'missing')
      return html`<sangam-empty icon="search" heading=${t('There is no such page')} text=${t('The address may be mistyped, or what it showed belongs to a plugin that is not enabled.')}><sangam-button href="/">${t('Go home')}</sangam-button></sangam-empty>`
    if (this.state === 'failed')
      return html`<sangam-empty icon="warning" heading=${t('This page could not be loaded')} text=${t('Check the connection, then try again.')}><sangam-button kind="primary" @click=${() => location.reload()}>${t('Reload')}</sangam-button></sangam-empty>`
    return this.#element ?? nothing
  }

  async #show(route: Route): Promise<void> {
    this.#path = route.path
    const found = screens.map(screen => ({ screen, params: match(screen.path, route.path) })).find(one => one.params)
    if (!found?.params) {
      this.#element = null
      this.state = 'missing'
      return
    }
    try {
      await found.screen.load()
    } catch (error) {
      // Who went on meanwhile is not told about a page that they left.
      if (this.#path !== route.path) return
      reportError(error)
      this.state = 'failed'
      return
    }
    if (this.#path !== route.path) return
    const element = document.createElement(found.screen.tag) as ScreenElement
    Object.assign(element, found.params, { route: { ...routeStore.value, params: found.params } })
    this.#element = element
    this.state = 'shown'
    this.requestUpdate()
    this.dispatchEvent(new CustomEvent('shown', { bubbles: true, composed: true }))
  }
}
customElements.define('sangam-outlet', SgOutlet)
