import { css, html, nothing, t } from '@sangam/sdk/web'
import type { DimensionColumn, Divided, DividedAmounts, DividedBlock, DividedRow } from '../model/dimension-report.ts'
import { choiceOf } from './blocks.ts'
import type { Parts } from './part.ts'
import { isNothing, plain } from './sides.ts'
import type { Query } from './span.ts'

export const dividedStyles = css`
  .wide { overflow-x: auto; }
  .wide table { inline-size: max-content; min-inline-size: 100%; }
  .wide .name, .wide thead tr:first-child th:first-child { position: sticky; inset-inline-start: 0; z-index: 1; background: var(--sg-surface); min-inline-size: 150px; max-inline-size: 260px; }
  .wide thead th { position: static; max-inline-size: 170px; white-space: normal; }
  .wide thead th[scope='colgroup'] { text-align: center; }
  .wide .row .name { padding-inline-start: 22px; }
  .wide .all-of { font-weight: 600; }
  .wide .then { font-weight: 400; color: var(--sg-text-2); }
  .crumbs { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 8px; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  @media screen and (max-width: 760px) {
    .wide { font-size: 12.5px; }
    .wide thead th[scope='colgroup'] { text-align: start; }
    .wide .name, .wide thead tr:first-child th:first-child { min-inline-size: 104px; max-inline-size: 112px; border-inline-end: 1px solid var(--sg-border); } .wide .row .name { padding-inline-start: 10px; overflow-wrap: anywhere; }
    .wide thead th { max-inline-size: 100px; overflow-wrap: anywhere; font-size: 12px; }
    .wide.apart :is(td, thead th).all-of { position: sticky; inset-inline-end: 0; z-index: 1; background: var(--sg-surface); border-inline-start: 2px solid var(--sg-border-strong); }
  }
`

/** Where a column leads to, and an account in a column. */
export interface DividedWays {
  column(of: DimensionColumn): string | null
  account(row: DividedRow, of: DimensionColumn): string | null
  /** The same of the day or the days that are compared with. */
  before(row: DividedRow, of: DimensionColumn): string | null
}

/** A statement with a column for each value; beside it, where another day or other days are compared with, what stood there then. */
export function dividedTable(
  label: string,
  { columns, blocks }: Divided,
  ways: DividedWays,
  [now, compared]: readonly [now: string, before: string | null],
): unknown {
  const [span, rows] = compared === null ? [1, 1] : [2, 2]
  const days = (column: DimensionColumn): unknown =>
    [now, compared].map(
      (day, at) => html`<th class=${`figure${column.kind === 'total' && at === 0 ? ' all-of' : ''}${at === 1 ? ' then' : ''}`} scope="col">${day}</th>`,
    )
  return html`<div class=${compared === null ? 'wide apart' : 'wide'} tabindex="0" role="group" aria-label=${label}><table>
    <thead><tr><th scope="col" rowspan=${rows}>${t('Account')}</th>${columns.map(column => {
      const href = ways.column(column)
      const label = href
        ? html`<a href=${href} title=${column.opens ? t('Opens its parts') : nothing}>${column.label}${column.opens ? ' ›' : nothing}</a>`
        : column.label
      return html`<th class=${column.kind === 'total' ? 'figure all-of' : 'figure'} scope=${span === 1 ? 'col' : 'colgroup'} colspan=${span}>${label}</th>`
    })}</tr>${compared === null ? nothing : html`<tr>${columns.map(days)}</tr>`}</thead>
    <tbody>${blocks.map(block => blockRows(block, { columns, compares: compared !== null }, ways))}</tbody></table></div>`
}

function blockRows(
  block: DividedBlock,
  { columns, compares }: { readonly columns: readonly DimensionColumn[]; readonly compares: boolean },
  ways: DividedWays,
): unknown {
  const none = (): null => null
  const figures = ({ amounts, before }: DividedAmounts, way: (column: DimensionColumn) => string | null = none, was = way): unknown =>
    amounts.map((amount, at) => {
      const column = columns[at]
      const led = (value: string, to: typeof way): unknown => {
        const href = column && !isNothing(value) ? to(column) : null
        return href ? html`<a href=${href}>${plain(value)}</a>` : plain(value)
      }
      const classes = `figure${isNothing(amount) ? ' none' : ''}${column?.kind === 'total' ? ' all-of' : ''}`
      const then = before?.[at]
      return html`<td class=${classes}>${led(amount, way)}</td>${
        then === undefined ? nothing : html`<td class=${`figure then${isNothing(then) ? ' none' : ''}`}>${led(then, was)}</td>`
      }`
    })
  const width = columns.length * (compares ? 2 : 1)
  if (block.kind === 'heading')
    return html`<tr class=${block.level === 1 ? 'part' : 'under'}><th class="name" scope="colgroup">${block.label}</th><td colspan=${width}></td></tr>`
  if (block.kind === 'result')
    return html`<tr class=${block.level === 1 ? 'all' : 'between'}><th class="name" scope="row">${block.label}</th>${figures(block)}</tr>`
  return html`<tr class="sum"><th class="name" scope="row">${block.label}</th>${figures(block)}</tr>
    ${block.rows.map(
      row =>
        html`<tr class="row"><td class="name">${row.name}</td>${figures(
          row,
          column => ways.account(row, column),
          column => ways.before(row, column),
        )}</tr>`,
    )}`
}

/** What an address asks to be divided by, and of which value the parts. */
export function dividedBy({ by, under }: Query): Query {
  return by ? { by, ...(under && { under }) } : {}
}

/** The same as the server is asked. */
export function askedBy({ by, under }: Query): Query {
  return by ? { dimension: by, ...(under && { under }) } : {}
}

/** By which dimension it is divided, or by none; nothing where there are none. */
export function divideControls({ dimensions }: Parts, { by }: Query, choose: (next: Query) => void): unknown {
  if (dimensions.length === 0) return nothing
  const options = [['', t('Nothing')] as const, ...dimensions.map(one => [one.id, one.name] as const)]
  return choiceOf(t('Divide by'), options, by ?? '', next => choose(next ? { by: next } : {}))
}

/** In words, for the paper; nothing where it is not divided. */
export function dividedWords({ dimensions }: Parts, { by }: Query): string {
  const own = dimensions.find(one => one.id === by)
  return own ? t('Divided by {dimension}', { dimension: own.name }) : ''
}

/** The way back from the parts of a value. */
export function crumbsOf({ dimension, under }: Divided, to: (more: Query) => string): unknown {
  return under
    ? html`<p class="crumbs"><a href=${to({ by: dimension.id, ...(under.above && { under: under.above }) })}>‹ ${dimension.name}</a> ${t('Parts of {value}', { value: under.label })}</p>`
    : nothing
}

/** The part of the books that a column is of, as an address asks for it; null where one can’t ask for it alone. */
export function partIn({ dimension, under }: Divided, { kind, value }: DimensionColumn): Query | null {
  if (kind === 'notTold') return { dimension: dimension.id, value: 'none' }
  if (kind === 'value' && value) return { dimension: dimension.id, value }
  return kind === 'total' && !under ? {} : null
}
