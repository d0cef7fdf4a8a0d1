import { css, html, nothing, t } from '@sangam/sdk/web'
import type { DimensionColumn, DividedBlock, ProfitByDimension } from '../model/dimension-report.ts'
import { isNothing, plain } from './sides.ts'

export const dividedStyles = css`
  .wide { overflow-x: auto; }
  .wide table { inline-size: max-content; min-inline-size: 100%; }
  .wide .name, .wide thead th:first-child { position: sticky; inset-inline-start: 0; z-index: 1; background: var(--sg-surface); min-inline-size: 150px; max-inline-size: 260px; }
  .wide thead th { position: static; max-inline-size: 170px; white-space: normal; }
  .wide .row .name { padding-inline-start: 22px; }
  .wide .all-of { font-weight: 600; }
  .crumbs { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 8px; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  @media screen and (max-width: 760px) { .wide .name, .wide thead th:first-child { max-inline-size: 150px; } .wide .row .name { padding-inline-start: 12px; } }
`

/** Where a column leads to, and an account in a column. */
export interface DividedWays {
  column(of: DimensionColumn): string | null
  account(account: string, of: DimensionColumn): string | null
}

/** Income, expenses and what is left, with a column for each value. */
export function dividedTable({ columns, blocks }: ProfitByDimension, ways: DividedWays): unknown {
  return html`<div class="wide" tabindex="0" role="group" aria-label=${t('Profit and loss')}><table>
    <thead><tr><th scope="col">${t('Account')}</th>${columns.map(column => {
      const href = ways.column(column)
      const label = href
        ? html`<a href=${href} title=${column.opens ? t('Opens its parts') : nothing}>${column.label}${column.opens ? ' ›' : nothing}</a>`
        : column.label
      return html`<th class=${column.kind === 'total' ? 'figure all-of' : 'figure'} scope="col">${label}</th>`
    })}</tr></thead>
    <tbody>${blocks.map(block => blockRows(block, columns, ways))}</tbody></table></div>`
}

function blockRows(block: DividedBlock, columns: readonly DimensionColumn[], ways: DividedWays): unknown {
  const figures = (amounts: readonly string[], way: (column: DimensionColumn) => string | null = () => null): unknown =>
    amounts.map((amount, at) => {
      const column = columns[at]
      const href = column && !isNothing(amount) ? way(column) : null
      const classes = `figure${isNothing(amount) ? ' none' : ''}${column?.kind === 'total' ? ' all-of' : ''}`
      return html`<td class=${classes}>${href ? html`<a href=${href}>${plain(amount)}</a>` : plain(amount)}</td>`
    })
  if (block.kind === 'result')
    return html`<tr class=${block.level === 1 ? 'all' : 'between'}><th class="name" scope="row">${block.label}</th>${figures(block.amounts)}</tr>`
  return html`<tr class="sum"><th class="name" scope="row">${block.label}</th>${figures(block.amounts)}</tr>
    ${block.rows.map(row => html`<tr class="row"><td class="name">${row.name}</td>${figures(row.amounts, column => ways.account(row.account, column))}</tr>`)}`
}
