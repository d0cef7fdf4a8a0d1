import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import '../ui/condition-editor.ts'
import '../ui/order.ts'
import { RowMoves } from '../ui/row-moves.ts'
import { blankPart, columnsOf, linesOf, type Part, type PartKind, partNames, printable } from './shape.ts'
import './slot-text.ts'

/** The parts of a document, from above to below: moved by the grip, by buttons, or by Alt with the arrow keys. Tells `change` with them. */
class SgPartsEditor extends LitElement {
  static override properties = { parts: { attribute: false }, entity: {}, wrong: { attribute: false } }
  declare parts: readonly Part[]
  declare entity: string
  /** What is wrong, by the number of its part. */
  declare wrong: ReadonlyMap<number, readonly string[]>
  readonly #moves = new RowMoves(this, (from, to) => this.#move(from, to))

  constructor() {
    super()
    this.parts = []
    this.entity = ''
    this.wrong = new Map()
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 10px; } ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
    li { display: grid; gap: 10px; padding: 10px 14px; border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface); min-inline-size: 0; } li.wrong { border-color: var(--sg-danger); }
    header { display: flex; gap: 4px; align-items: center; } header .grip { display: grid; place-items: center; inline-size: 18px; block-size: 28px; color: var(--sg-text-2); cursor: grab; touch-action: none; --sg-icon: 14px; } header b { flex: 1; min-inline-size: 0; font-weight: 550; }
    .issue { color: var(--sg-danger-text, var(--sg-danger)); font-size: var(--sg-text-sm); } .row { display: flex; flex-wrap: wrap; gap: 10px; } .row > * { flex: 1 1 200px; } label.tick { display: flex; gap: 8px; align-items: center; }
    details summary { cursor: pointer; font-size: var(--sg-text-sm); color: var(--sg-text-2); min-block-size: 24px; } .add { max-inline-size: 260px; }
  `,
  ]

  protected override render(): unknown {
    return html`<ol aria-label=${t('Parts')}>${this.parts.map((part, at) => this.#part(part, at))}</ol>
      <select class="add" aria-label=${t('Add a part')} @change=${(event: Event) => this.#add(event.target as HTMLSelectElement)}><option value="">${t('Add a part…')}</option>${this.#kinds().map(([kind, label]) => html`<option value=${kind}>${label}</option>`)}</select>`
  }

  #kinds(): readonly (readonly [string, string])[] {
    return Object.entries(partNames()).filter(([kind]) => kind !== 'lines' || linesOf(this.entity).length > 0)
  }

  #part(part: Part, at: number): TemplateResult {
    const issues = this.wrong.get(at + 1) ?? []
    const name = partNames()[part.kind]
    const put = (next: Part): void => this.#tell(this.parts.with(at, next))
    return html`<li tabindex="0" class=${issues.length > 0 ? 'wrong' : ''} aria-label=${t('Part {number}: {name}', { number: at + 1, name })} @keydown=${(event: KeyboardEvent) => event.target === event.currentTarget && this.#moves.key(event, at)}><header>
      <span class="grip" aria-hidden="true" @pointerdown=${(event: PointerEvent) => this.#moves.drag(event, at)}><sangam-icon name="grip"></sangam-icon></span><b>${at + 1}. ${name}</b>
      <sangam-button size="small" kind="quiet" icon="up" label=${t('Move up')} ?disabled=${at === 0} @click=${() => this.#moves.move(at, at - 1)}></sangam-button>
      <sangam-button size="small" kind="quiet" icon="down" label=${t('Move down')} ?disabled=${at === this.parts.length - 1} @click=${() => this.#moves.move(at, at + 1)}></sangam-button>
      <sangam-button size="small" kind="quiet" icon="remove" label=${t('Remove the part')} @click=${() => this.#tell(this.parts.toSpliced(at, 1))}></sangam-button></header>
      ${this.#body(part, put)}${this.#condition(part, put)}${issues.map(message => html`<p class="issue" role="alert">${message}</p>`)}</li>`
  }

  #body(part: Part, put: (part: Part) => void): TemplateResult | typeof nothing {
    switch (part.kind) {
      case 'text': {
        const styles = [
          ['plain', t('Plain')],
          ['heading', t('As a heading')],
          ['quiet', t('Small and grey')],
        ] as const
        return html`<div class="row">${this.#text(t('Text'), part.text, text => put({ ...part, text }))}${this.#text(t('Beside it, at the right'), part.beside ?? '', beside => put({ ...part, beside }))}</div>
          <div class="row"><label class="field">${t('Looks')}<select @change=${(event: Event) => put({ ...part, style: valueIn(event) as 'plain' })}>${styles.map(([style, label]) => html`<option value=${style} ?selected=${style === (part.style ?? 'plain')}>${label}</option>`)}</select></label></div>`
      }
      case 'code':
        return html`<div class="row">${this.#text(t('What it says when it is read'), part.text, text => put({ ...part, text }))}${this.#text(t('Beside it, at the right'), part.beside ?? '', beside => put({ ...part, beside }))}</div>`
      case 'signature':
        return this.#text(t('Under the line'), part.text, text => put({ ...part, text }))
      case 'fields':
        return html`<sangam-order label=${t('Fields')} .chosen=${part.fields} .choices=${printable(this.entity).flatMap(({ choices }) => choices)} @change=${(event: CustomEvent<string[]>) => put({ ...part, fields: event.detail })}></sangam-order>
          <div class="row"><label class="field">${t('Side by side')}<select @change=${(event: Event) => put({ ...part, across: Number(valueIn(event)) })}>${[1, 2, 3, 4].map(count => html`<option value=${count} ?selected=${count === (part.across ?? 2)}>${count}</option>`)}</select></label>
          <label class="tick"><input type="checkbox" .checked=${part.sums === true} @change=${() => put({ ...part, sums: part.sums !== true })} />${t('As the sums of a bill, at the right')}</label></div>`
      case 'lines':
        return this.#lines(part, put)
      default:
        return nothing
    }
  }

  #lines(part: Extract<Part, { kind: 'lines' }>, put: (part: Part) => void): TemplateResult {
    const columns = columnsOf(this.entity, part.field)
    const fields = linesOf(this.entity)
    return html`${fields.length > 1 ? html`<label class="field">${t('Lines')}<select @change=${(event: Event) => put({ kind: 'lines', field: valueIn(event) })}>${fields.map(({ value, label }) => html`<option value=${value} ?selected=${value === part.field}>${label}</option>`)}</select></label>` : nothing}
      <sangam-order label=${t('Columns')} .chosen=${part.columns ?? columns.map(({ value }) => value)} .choices=${columns} @change=${(event: CustomEvent<string[]>) => put({ ...part, columns: event.detail })}></sangam-order>
      <label class="tick"><input type="checkbox" .checked=${part.total !== false} @change=${() => put({ ...part, total: part.total === false })} />${t('With a total under them')}</label>`
  }

  #text(label: string, value: string, put: (value: string) => void): TemplateResult {
    return html`<sangam-slot-text .label=${label} .value=${value} entity=${this.entity} @change=${(event: CustomEvent<string>) => put(event.detail)}></sangam-slot-text>`
  }

  #condition(part: Part, put: (part: Part) => void): TemplateResult {
    const { where } = part
    const set = (condition: object): void => {
      const { where: _, ...rest } = part
      put((Object.keys(condition).length > 0 ? { ...rest, where: condition } : rest) as Part)
    }
    return html`<details ?open=${where !== undefined}><summary>${t('Only where a condition holds')}</summary><sangam-condition-editor entity=${this.entity} .condition=${where ?? {}} @change=${(event: CustomEvent<object>) => set(event.detail)}></sangam-condition-editor></details>`
  }

  #add(select: HTMLSelectElement): void {
    if (select.value === '') return
    const part = blankPart(select.value as PartKind, this.entity)
    select.value = ''
    this.#moves.stand(this.parts.length)
    this.#tell([...this.parts, part])
  }

  #move(from: number, to: number): boolean {
    const part = this.parts[from]
    if (!part || to < 0 || to >= this.parts.length) return false
    this.#tell(this.parts.toSpliced(from, 1).toSpliced(to, 0, part))
    return true
  }

  #tell(parts: readonly Part[]): void {
    this.parts = parts
    this.dispatchEvent(new CustomEvent('change', { detail: parts }))
  }
}
customElements.define('sangam-parts-editor', SgPartsEditor)

function valueIn(event: Event): string {
  return (event.target as HTMLSelectElement).value
}
