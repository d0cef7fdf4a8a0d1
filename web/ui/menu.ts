import type { MenuItem, MenuPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { base } from '../style/parts.ts'
import './icon.ts'
import { startOf } from '../shell/direction.ts'

export type { MenuItem }

/**
 * A menu under what opens it: `<sangam-menu .items=${…}><sangam-button slot="opener">…</sangam-button></sangam-menu>`.
 * Arrow keys, Home, End, typing a letter, Escape. It lies in the top layer, so nothing cuts it off.
 */
export class SgMenu extends LitElement implements MenuPart {
  static override properties = { items: { attribute: false }, label: {}, open: { state: true }, end: { type: Boolean } }
  /** What is offered; given as a function it is worked out only once the menu opens. */
  declare items: readonly MenuItem[] | (() => readonly MenuItem[])
  declare label: string
  declare open: boolean
  /** Lines up with the end of its opener. */
  declare end: boolean

  constructor() {
    super()
    this.items = []
    this.label = ''
    this.open = false
    this.end = false
  }

  static override styles = [
    base,
    css`
    :host { display: inline-flex; min-inline-size: 0; }
    [popover] { text-align: start; position: fixed; inset: auto; margin: 0; padding: 5px; border: 0; min-inline-size: 190px; max-inline-size: min(340px, calc(100vw - 16px)); max-block-size: min(60dvh, 480px); overflow: auto; border-radius: 10px; background: var(--sg-raised); color: inherit; box-shadow: var(--sg-shadow-2); }
    :is(button, a).item { all: unset; box-sizing: border-box; display: flex; align-items: center; gap: 9px; inline-size: 100%; min-block-size: 32px; padding: 5px 10px; border-radius: 6px; cursor: pointer; font-size: var(--sg-text-md); color: var(--sg-text); }
    :is(button, a).item:is(:hover, :focus) { background: var(--sg-surface-2); }
    :is(button, a).item:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
    .item sangam-icon { color: var(--sg-text-2); }
    .item.danger, .item.danger sangam-icon { color: var(--sg-danger); }
    .item[aria-disabled='true'] { opacity: 0.5; cursor: default; }
    .item > span { flex: 1; }
    .item small { color: var(--sg-text-2); font-size: var(--sg-text-xs); }
    .gap { inline-size: 1.3em; font-size: 13.5px; flex: none; }
    hr { border: 0; border-block-start: 1px solid var(--sg-border); margin: 5px 4px; }
    .heading { padding: 6px 10px 3px; font-size: var(--sg-text-xs); font-weight: 600; color: var(--sg-text-2); }
  `,
  ]

  protected override render(): unknown {
    const items = this.open ? this.#offered() : []
    const tick = items.some(item => typeof item === 'object' && 'checked' in item)
    return html`<slot name="opener" @click=${() => this.toggle()} @keydown=${(event: KeyboardEvent) => this.#openerKey(event)}></slot>
      <div popover role="menu" aria-label=${this.label || nothing} @toggle=${(event: ToggleEvent) => this.#toggled(event)} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
        ${items.map(item => this.#item(item, tick))}</div>`
  }

  toggle(): void {
    const panel = this.#panel()
    if (panel.matches(':popover-open')) panel.hidePopover()
    else panel.showPopover()
  }

  #offered(): readonly MenuItem[] {
    return typeof this.items === 'function' ? this.items() : this.items
  }

  #item(item: MenuItem, tick: boolean): TemplateResult {
    if (item === 'line') return html`<hr role="separator" />`
    if ('heading' in item) return html`<div class="heading" role="presentation">${item.heading}</div>`
    const inside = html`${item.icon ? html`<sangam-icon name=${item.icon}></sangam-icon>` : nothing}
      ${tick && !item.icon ? (item.checked ? html`<sangam-icon name="check"></sangam-icon>` : html`<span class="gap" style="flex:none"></span>`) : nothing}
      <span>${item.label}</span>${item.hint ? html`<small>${item.hint}</small>` : nothing}`
    const role = item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'
    const checked = item.checked === undefined ? nothing : String(item.checked)
    if (item.href) return html`<a class="item" role="menuitem" tabindex="-1" href=${item.href} @click=${() => this.#panel().hidePopover()}>${inside}</a>`
    return html`<button type="button" class="item ${item.danger ? 'danger' : ''}" role=${role} aria-checked=${checked} aria-disabled=${item.disabled ? 'true' : nothing} tabindex="-1" @click=${() => this.#pick(item)}>${inside}</button>`
  }

  #pick(item: Extract<MenuItem, { label: string }>): void {
    if (item.disabled) return
    this.#panel().hidePopover()
    this.#opener()?.focus()
    void item.run?.()
  }

  async #toggled(event: ToggleEvent): Promise<void> {
    this.open = event.newState === 'open'
    const opener = this.#opener()
    if (opener && 'expanded' in opener) Object.assign(opener, { expanded: String(this.open), popup: 'menu' })
    if (!this.open) return
    await this.updateComplete
    this.#place()
    this.#entries()[0]?.focus()
  }

  #place(): void {
    const panel = this.#panel()
    const by = this.#opener()?.getBoundingClientRect()
    if (!by) return
    const { offsetWidth: width, offsetHeight: height } = panel
    const below = by.bottom + 4 + height <= innerHeight || by.top < height
    panel.style.insetBlockStart = `${below ? Math.min(by.bottom + 4, Math.max(8, innerHeight - height - 8)) : by.top - height - 4}px`
    panel.style.insetInlineStart = startOf(by, width, this.end)
  }

  #openerKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' || this.open) return
    event.preventDefault()
    this.toggle()
  }

  #key(event: KeyboardEvent): void {
    const entries = this.#entries()
    const here = entries.indexOf(this.shadowRoot?.activeElement as HTMLElement)
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLocaleLowerCase() : null
    const to =
      event.key === 'ArrowDown'
        ? (here + 1) % entries.length
        : event.key === 'ArrowUp'
          ? (here - 1 + entries.length) % entries.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? entries.length - 1
              : letter && letter !== ' '
                ? entries.findIndex((entry, at) => at > here && entry.textContent?.trim().toLocaleLowerCase().startsWith(letter))
                : null
    if (event.key === 'Tab' || event.key === 'Escape') {
      this.#panel().hidePopover()
      this.#opener()?.focus()
      if (event.key === 'Escape') event.stopPropagation()
      return
    }
    if (to === null) return
    event.preventDefault()
    entries[to]?.focus()
  }

  #entries(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item')]
  }

  #panel(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]') as HTMLElement
  }

  #opener(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[slot=opener]')
  }
}
customElements.define('sangam-menu', SgMenu)
