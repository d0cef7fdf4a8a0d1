import type { Json, Measure } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import { measureLabel, measureText } from '../view/measures.ts'
import type { Head, Pivot } from './read.ts'

export interface PivotTable {
  readonly entity: string
  readonly pivot: Pivot
  readonly measures: readonly Measure[]
  /** What the rows and columns are, over the first of them. */
  readonly caption: string
  readonly rowLabel: string
  readonly columnLabel: string
  /** Rows whose parts are not shown. */
  readonly closed: ReadonlySet<string>
  readonly toggle: (row: string) => void
  /** The records of a cell. */
  readonly hrefOf: (heads: readonly Head[]) => string
}

/** So much is drawn of a pivot: a table beyond is nothing that anyone reads. */
const mostRows = 500
const mostColumns = 60

/** Whether there is more than is drawn. */
export function isLarge({ rows, columns }: Pivot): boolean {
  return rows.reduce((sum, row) => sum + 1 + row.under.length, 0) > mostRows || columns.length > mostColumns
}

export function pivotTable(table: PivotTable): TemplateResult {
  const { pivot, measures, entity } = table
  const columns = pivot.columns.slice(0, mostColumns)
  const several = measures.length > 1 && columns.length > 0
  const names = (look: string): readonly TemplateResult[] => measures.map(measure => html`<th scope="col" class=${look}>${measureLabel(entity, measure)}</th>`)
  const lines = pivot.rows.flatMap(row => [[row], ...(table.closed.has(JSON.stringify(row.key)) ? [] : row.under.map(part => [row, part]))]).slice(0, mostRows)
  return html`<table><caption class="visually-hidden">${table.caption}</caption>
    <thead>${
      columns.length === 0
        ? html`<tr><th scope="col">${table.rowLabel}</th>${names('')}</tr>`
        : html`<tr><th scope="col" rowspan=${several ? 2 : 1}>${table.rowLabel} × ${table.columnLabel}</th>${columns.map(column => html`<th scope="colgroup" class=${several ? 'over' : ''} colspan=${measures.length}>${column.text}</th>`)}<th scope="colgroup" class="total ${several ? 'over' : ''}" colspan=${measures.length}>${t('Total')}</th></tr>
      ${several ? html`<tr>${columns.map(() => names(''))}${names('total')}</tr>` : nothing}`
    }</thead>
    <tbody>${lines.map(heads => line(table, heads, columns))}</tbody>
    <tfoot><tr><th scope="row">${t('Total')}</th>${cells(table, [], columns)}</tr></tfoot></table>`
}

function line(table: PivotTable, heads: readonly Head[], columns: readonly Head[]): TemplateResult {
  const row = heads.at(-1)
  if (!row) return html``
  const key = JSON.stringify(row.key)
  const whole = heads.length === 1 && row.under.length > 0
  const fold = whole
    ? html`<button class="fold" type="button" aria-expanded=${String(!table.closed.has(key))} aria-label=${t('Parts of {name}', { name: row.text })} @click=${() => table.toggle(key)}><sangam-icon name="down"></sangam-icon></button>`
    : nothing
  return html`<tr class=${whole ? 'whole' : heads.length > 1 ? 'part' : ''}><th scope="row" title=${row.text}>${fold}${row.text}</th>${cells(table, heads, columns)}</tr>`
}

function cells(table: PivotTable, heads: readonly Head[], columns: readonly Head[]): readonly TemplateResult[] {
  const of = (column: Head | null): readonly TemplateResult[] => {
    const at = column === null ? heads : [...heads, column]
    const keys: readonly Json[] = heads.map(head => head.key)
    const cell = table.pivot.at(keys, column === null ? [] : [column.key])
    return table.measures.map(measure => {
      const text = (cell?.get(measure) ?? []).map(({ value, currency }) => measureText(table.entity, measure, value, currency)).join(' + ')
      return html`<td class=${column === null && columns.length > 0 ? 'total' : ''}>${text === '' ? nothing : html`<a href=${table.hrefOf(at)}>${text}</a>`}</td>`
    })
  }
  return [...columns.flatMap(of), ...of(null)]
}
