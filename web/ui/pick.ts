import type { PickPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import { entityMeta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { placeUnder } from '../fields/under.ts'
import { t } from '../shell/words.ts'
import { base, inputs } from '../style/parts.ts'

/**
 * Picks a record of an entity by typing. `.value` is its id, `.title` what it is called until another is
 * picked. Tells `pick` with `detail` = `{ id, title }`, or null when emptied.
 */
export class SgPick extends LitElement implements PickPart {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override properties = {
    entity: {},
    value: {},
    named: {},
    label: {},
    hint: {},
    me: { type: Boolean },
    open: { state: true },
    found: { state: true },
    chosen: { state: true },
  }
  declare entity: string
  declare value: string
  declare named: string
  declare label: string
  /** What stands there while nothing is picked. */
  declare hint: string
  /** Offers "me" first, for conditions about people. */
  declare me: boolean
  declare open: boolean
  declare found: readonly { readonly id: string; readonly title: string }[]
  declare chosen: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #round = 0
  /** What is typed is not found yet; whether Enter was pressed meanwhile. */
  #looking = false
  #entered = false

  constructor() {
    super()
    this.entity = ''
    this.value = ''
    this.named = ''
    this.label = ''
    this.hint = ''
    this.me = false
    this.open = false
    this.found = []
    this.chosen = 0
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: block; position: relative; min-inline-size: 160px; }
    ul { position: fixed; margin: 0; padding: 4px; list-style: none; max-block-size: 260px; overflow: auto; border: 0; border-radius: 9px; background: var(--sg-raised); color: inherit; box-shadow: var(--sg-shadow-2); inset: auto; }
    li { padding: 7px 10px; border-radius: 6px; cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li[aria-selected='true'] { background: var(--sg-selected); } li.none { color: var(--sg-text-2); cursor: default; }
  `,
  ]

  protected override render(): unknown {
    return html`<input role="combobox" aria-label=${this.label} aria-expanded=${String(this.open)} aria-controls="list" aria-autocomplete="list" aria-activedescendant=${this.open && this.found.length > 0 ? `o${this.chosen}` : nothing} autocomplete="off" placeholder=${this.hint || t('Type to find…')}
      .value=${this.#shown()} @input=${(event: InputEvent) => this.#typed((event.target as HTMLInputElement).value)} @focus=${() => this.#begin()} @blur=${() => this.#left()} @keydown=${(event: KeyboardEvent) => this.#key(event)} />
      <ul id="list" role="listbox" popover="manual" aria-label=${this.label}>${this.open && this.found.length === 0 ? html`<li class="none" role="option" aria-selected="false">${t('Nothing found.')}</li>` : nothing}
      ${this.open ? this.found.map((one, at) => html`<li id="o${at}" role="option" aria-selected=${String(at === this.chosen)} @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#pick(one)}>${one.title}</li>`) : nothing}</ul>`
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if ((changed.has('value') || changed.has('entity')) && this.value && !this.named && !this.value.startsWith('$')) void this.#name()
  }

  #shown(): string {
    return this.value === '$me' ? t('me') : this.named
  }

  async #name(): Promise<void> {
    const title = entityMeta(this.entity)?.title
    if (!title) return
    const row = await records.get(this.entity, this.value, [title]).catch(() => null)
    if (row) this.named = String(row[title] ?? '')
  }

  #begin(): void {
    this.renderRoot.querySelector('input')?.select()
    void this.#find('')
  }

  #typed(text: string): void {
    clearTimeout(this.#timer)
    // What is still on its way was asked for other letters.
    this.#round++
    this.#looking = text.trim() !== ''
    this.#entered = false
    this.chosen = 0
    if (text === '') this.#tell(null)
    this.#timer = setTimeout(() => void this.#find(text), 150)
  }

  async #find(text: string): Promise<void> {
    if (text === '') this.#forget()
    const round = ++this.#round
    const title = entityMeta(this.entity)?.title
    if (!title) return
    const { items } = await records.find(this.entity, { search: text, fields: [title], limit: 20 }).catch(() => ({ items: [] as readonly Row[] }))
    const [entered, here] = [this.#entered, this.renderRoot.querySelector('input')?.matches(':focus')]
    if (round !== this.#round || !(entered || here)) return
    this.#looking = false
    this.#entered = false
    const named = items.map(row => ({ id: row.id, title: String(row[title] ?? '') }))
    this.found = this.me && text === '' ? [{ id: '$me', title: t('me') }, ...named] : named
    this.chosen = 0
    // Whoever was quicker than the search meant what it finds.
    const [first] = this.found
    if (entered && first) this.#pick(first)
    else if (here) this.#show(true)
    else this.#left()
  }

  #show(open: boolean): void {
    this.open = open
    const list = this.renderRoot.querySelector<HTMLElement>('ul')
    if (open && list && !list.matches(':popover-open')) list.showPopover()
    if (!open && list?.matches(':popover-open')) list.hidePopover()
  }

  /** Once the list is drawn it is known how high it is: at the window's lower edge it stands above the box. */
  protected override updated(): void {
    const list = this.renderRoot.querySelector<HTMLElement>('ul:popover-open')
    const input = this.renderRoot.querySelector('input')
    if (!list || !input) return
    list.style.inlineSize = `${Math.max(input.getBoundingClientRect().width, 220)}px`
    placeUnder(list, input)
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const one = this.found[this.chosen]
    if (step !== 0) this.#entered = false
    if (step !== 0 && this.open && this.found.length > 0) this.chosen = (this.chosen + step + this.found.length) % this.found.length
    else if (step !== 0 && !this.open) void this.#find('')
    else if (event.key === 'Enter' && this.#looking && this.chosen === 0) this.#entered = true
    else if (event.key === 'Enter' && this.open && one) this.#pick(one)
    else if (event.key === 'Escape' && this.open) this.#show(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #pick(one: { readonly id: string; readonly title: string }): void {
    // What was typed before is not looked for any more, or its answer would open the list again.
    this.#forget()
    this.#tell(one)
    this.#show(false)
  }

  #tell(one: { readonly id: string; readonly title: string } | null): void {
    this.value = one?.id ?? ''
    this.named = one && one.id !== '$me' ? one.title : ''
    this.dispatchEvent(new CustomEvent('pick', { detail: one }))
  }

  #forget(): void {
    clearTimeout(this.#timer)
    this.#round++
    this.#looking = false
    this.#entered = false
  }

  #left(): void {
    this.#show(false)
    // What Enter was pressed for still comes.
    if (this.#entered) return
    this.#forget()
    const input = this.renderRoot.querySelector('input')
    if (input) input.value = this.#shown()
  }
}
customElements.define('sangam-pick', SgPick)
