import type { FormScreen } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { onChange } from '../../data/live.ts'
import { can, entityMeta, fieldAt, labelsOf } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { titleIn, titlePath } from '../../fields/titles.ts'
import { formatNumber } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { cellOf, isRight } from '../list/cells.ts'

type Related = NonNullable<FormScreen['related']>[number]
const shown = 10

/** Records of another entity that point to this one: the newest few, and the way to all of them. */
class SgRelated extends LitElement {
  static override properties = { related: { attribute: false }, record: {}, rows: { state: true }, count: { state: true }, error: { state: true } }
  declare related: Related
  declare record: string
  declare rows: readonly Row[] | null
  declare count: number
  declare error: unknown
  #stop: (() => void) | null = null
  #later: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.rows = null
    this.count = 0
    this.error = null
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    header { display: flex; align-items: center; gap: 8px; min-block-size: var(--sg-control); margin-block-end: 6px; }
    header h2 { flex: 1; display: flex; gap: 8px; align-items: baseline; } small { color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
    .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; padding: 7px 14px; font-size: var(--sg-text-xs); font-weight: 550; color: var(--sg-text-2); white-space: nowrap; }
    td { padding: 8px 14px; border-block-start: 1px solid var(--sg-border); white-space: nowrap; max-inline-size: 280px; overflow: hidden; text-overflow: ellipsis; }
    td a { font-weight: 500; } tr:hover td { background: var(--sg-surface-2); }
    .end { text-align: end; font-variant-numeric: tabular-nums; }
    p { padding: 12px 14px; color: var(--sg-text-2); border: 1px dashed var(--sg-border); border-radius: var(--sg-radius-lg); }
    footer { padding: 8px 14px; border-block-start: 1px solid var(--sg-border); font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    const { entity, by, label } = this.related
    const shape = entityMeta(entity)
    if (!shape) return nothing
    const heading = t(label ?? shape.plural)
    return html`<section aria-label=${heading}><header><h2>${heading}${this.count > 0 ? html`<small>${formatNumber(this.count)}</small>` : nothing}</h2>
      ${can(`${entity}:create`) ? html`<sg-button size="small" icon="plus" href="/new/${entity}?${by}=${this.record}">${t('Add')}</sg-button>` : nothing}</header>
      <sg-problem .error=${this.error} retry @retry=${() => void this.#load()}></sg-problem>
      ${this.error ? nothing : this.rows === null ? html`<sg-skeleton lines="2"></sg-skeleton>` : this.rows.length === 0 ? html`<p>${t('Nothing here yet.')}</p>` : this.#table(this.rows)}</section>`
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = onChange(this.related.entity, () => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.#load(), 400)
    })
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    clearTimeout(this.#later)
  }

  #table(rows: readonly Row[]): TemplateResult {
    const { entity } = this.related
    const columns = this.#columns()
    const cell = (row: Row, path: string, at: number): TemplateResult => {
      const inside = cellOf(entity, path, row)
      return html`<td class=${isRight(fieldAt(entity, path)) ? 'end' : ''}>${at === 0 ? html`<a href="/record/${entity}/${row.id}">${inside || titleIn(entity, row)}</a>` : inside}</td>`
    }
    return html`<div class="scroll"><table><thead><tr>${columns.map(
      path =>
        html`<th scope="col" class=${isRight(fieldAt(entity, path)) ? 'end' : ''}>${labelsOf(entity, path)
          .map(label => t(label))
          .join(' · ')}</th>`,
    )}</tr></thead>
      <tbody>${rows.map(row => html`<tr>${columns.map((path, at) => cell(row, path, at))}</tr>`)}</tbody></table>
      ${this.count > rows.length ? html`<footer class="quiet">${t('The newest {shown} of {count}.', { shown: rows.length, count: formatNumber(this.count) })}</footer>` : nothing}</div>`
  }

  #columns(): readonly string[] {
    const { entity, columns } = this.related
    const seen = columns.filter(path => fieldAt(entity, path) !== undefined)
    return seen.length > 0 ? seen : [titlePath(entity)]
  }

  async #load(): Promise<void> {
    const { entity, by } = this.related
    if (!entityMeta(entity)) return
    const fields = [
      ...new Set([
        ...this.#columns().flatMap(path =>
          ['reference', 'references', 'oneOf'].includes(fieldAt(entity, path)?.type ?? '') ? [path, `${path}.$title`] : [path],
        ),
        titlePath(entity),
      ]),
    ]
    try {
      const page = await records.find(entity, { where: { [by]: this.record }, fields, sort: ['-createdAt'], limit: shown, count: 'capped' })
      this.rows = page.items
      this.count = page.count ?? page.items.length
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sg-related', SgRelated)
