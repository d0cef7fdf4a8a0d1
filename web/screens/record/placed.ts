import { LitElement } from 'lit'
import { meta } from '../../data/meta.ts'
import '../../fields/index.ts'
import { pluginElements } from '../../shell/plugin-elements.ts'
import '../../ui/menu.ts'
import '../../ui/pick.ts'
import '../../ui/tabs.ts'
import type { Values } from './draft.ts'

type Told = HTMLElement & { values?: Values; saved?: Values | null; fixed?: boolean }

/** Elements of plugins under the form of a record: each is fetched when such a page is first shown, and told what is typed. One that can't be had is left out. */
class SgPlaced extends LitElement {
  static override properties = { entity: {}, values: { attribute: false }, saved: { attribute: false }, fixed: { type: Boolean } }
  declare entity: string
  declare values: Values
  declare saved: Values | null
  declare fixed: boolean
  #elements: readonly Told[] = []

  constructor() {
    super()
    this.values = {}
    this.saved = null
    this.fixed = false
  }

  protected override createRenderRoot(): HTMLElement {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override updated(): void {
    for (const element of this.#elements) this.#tell(element)
  }

  #tell(element: Told): void {
    element.values = this.values
    element.saved = this.saved
    element.fixed = this.fixed
  }

  async #load(): Promise<void> {
    this.#elements = await pluginElements(meta().elements.filter(one => one.entity === this.entity))
    for (const element of this.#elements) this.#tell(element)
    this.replaceChildren(...this.#elements)
  }
}
customElements.define('sangam-placed', SgPlaced)
