import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, fieldAt, reversePaths } from '../../data/meta.ts'
import { pathLabel } from '../../screens/list/conditions.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import type { Kind, Rows } from './rows.ts'
import { fieldSaid } from './said.ts'

/** Something that can be put on the page: a field by its name, a list by its path (`leads.lead:party`), a new section or tab. */
export interface Part {
  readonly kind: Kind
  readonly what: string
  readonly label: string
}

/** What is not on the page: pressed it goes behind what is chosen, dragged to where it is let go. Tells `put` and `grab` ({ event, part }), and `show` with a field that was left out. */
class SgLayoutPalette extends LitElement {
  static override properties = { rows: { attribute: false }, leftOut: { attribute: false }, entity: {}, over: { type: Boolean } }
  declare rows: Rows
  declare leftOut: readonly string[]
  declare entity: string
  /** Something is held over it, and would be taken off the page. */
  declare over: boolean

  constructor() {
    super()
    this.rows = []
    this.leftOut = []
    this.entity = ''
    this.over = false
  }

  static override styles = [
    base,
    css`
    :host { display: grid; gap: 14px; } section { display: grid; gap: 6px; } h2 { font-size: var(--sg-text-sm); color: var(--sg-text-2); } p { margin: 0; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; }
    button { all: unset; box-sizing: border-box; display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; max-inline-size: 100%; padding-block: 2px; padding-inline: 4px 10px; border: 1px solid var(--sg-border-strong); border-radius: 7px; background: var(--sg-surface); cursor: grab; overflow-wrap: anywhere; --sg-icon: 12px; }
    button:hover { background: var(--sg-surface-2); } button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; } .grip { display: grid; place-items: center; inline-size: 20px; block-size: 24px; color: var(--sg-text-2); touch-action: none; }
    .out { display: flex; align-items: center; gap: 4px; padding-inline-start: 8px; border: 1px dashed var(--sg-border-strong); border-radius: 7px; }
  `,
  ]

  protected override render(): TemplateResult {
    const fields = this.#fields()
    const lists = this.#lists()
    const fresh: readonly Part[] = [
      { kind: 'section', what: '', label: t('Section') },
      { kind: 'tab', what: '', label: t('Tab') },
    ]
    return html`${this.#group(t('New'), fresh, '')}
      ${this.#group(t('Fields not placed'), fields, t('Every field is on the page or left out on purpose.'), fields.length > 0 ? t('They come last, under More.') : '')}
      ${
        this.leftOut.length > 0
          ? html`<section aria-label=${t('Left out on purpose')}><h2>${t('Left out on purpose')}</h2><ul>${this.leftOut.map(
              name =>
                html`<li class="out">${fieldSaid(this.entity, name)}<sangam-button kind="quiet" size="small" icon="undo" label=${t('Leave {name} out no longer', { name: fieldSaid(this.entity, name) })} @click=${() => this.#tell('show', name)}></sangam-button></li>`,
            )}</ul></section>`
          : nothing
      }
      ${lists.length > 0 ? this.#group(t('Lists of what points here'), lists, '') : nothing}`
  }

  #group(heading: string, parts: readonly Part[], none: string, help = ''): TemplateResult {
    return html`<section aria-label=${heading}><h2>${heading}</h2>${
      parts.length === 0
        ? html`<p>${none}</p>`
        : html`<ul>${parts.map(
            part =>
              html`<li><button type="button" @click=${() => this.#tell('put', part)} @pointerdown=${(event: PointerEvent) => this.#tell('grab', { event, part })}><span class="grip"><sangam-icon name="grip"></sangam-icon></span><span>${part.label}</span></button></li>`,
          )}</ul>`
    }${help ? html`<p>${help}</p>` : nothing}</section>`
  }

  #fields(): readonly Part[] {
    const placed = new Set([...this.rows.flatMap(one => (one.kind === 'field' ? [one.field] : [])), ...this.leftOut])
    return Object.keys(entityMeta(this.entity)?.fields ?? {})
      .filter(name => !placed.has(name))
      .map(what => ({ kind: 'field', what, label: fieldSaid(this.entity, what) }))
  }

  /** What core keeps of any record, such as activities, has a place of its own on every page. */
  #lists(): readonly Part[] {
    const own = this.entity.startsWith('core.')
    const placed = new Set(this.rows.flatMap(one => (one.kind === 'related' ? [`${one.list.entity}:${one.list.by}`] : [])))
    return reversePaths(this.entity)
      .filter(path => !placed.has(path) && (own || !path.startsWith('core.')) && fieldAt(this.entity, path) !== undefined)
      .map(what => ({ kind: 'related', what, label: pathLabel(this.entity, what) }))
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
customElements.define('sangam-layout-palette', SgLayoutPalette)
