import { total } from '@sangam/sdk'
import { css, html, nothing, t } from '@sangam/sdk/web'
import type { TrialBalanceRow as Row, TrialBalanceSpan } from '../model.ts'
import { amount, isNothing, sided, split } from './sides.ts'
import { follow, type Span, spanWords } from './span.ts'

export const comparedStyles = css`
  .said { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; margin-inline-end: 4px; align-self: center; }
  .first { border-inline-start: 1px solid var(--sg-border); }
  thead .span { text-align: center; } thead tr + tr th { inset-block-start: 34px; }
  @media screen and (max-width: 760px) {
    table.compared :is(th, td).figure { font-size: var(--sg-text-sm); padding-inline: 2px; } table.compared thead .figure { white-space: normal; }
  }
  @media print { thead tr + tr th { position: static; } }
`

const nought: TrialBalanceSpan = { opening: '0', debit: '0', credit: '0', closing: '0' }

/** A trial balance of some days beside that of others: what was debited and credited in each, and what each ends with. */
export function comparedTrial(
  groups: readonly (readonly [label: string, rows: readonly Row[]])[],
  [now, then]: readonly [Span, Span],
  addressed: (row: Row, span: Span) => string,
): unknown {
  const heads = (): unknown =>
    html`<th class="figure desk first" scope="col">${t('Debit')}</th><th class="figure desk" scope="col">${t('Credit')}</th><th class="figure" scope="col">${t('Closing balance')}</th>`
  const figures = ({ debit, credit, closing }: TrialBalanceSpan, kind = '', href: string | null = null): unknown =>
    html`${[debit, credit].map((value, at) => html`<td class=${`figure desk ${kind} ${at === 0 ? 'first' : ''} ${isNothing(value) ? 'none' : ''}`}>${amount(value)}</td>`)}
      <td class=${`figure ${kind} ${isNothing(closing) ? 'none' : ''}`}>${href && !isNothing(closing) ? html`<a href=${href}>${sided(closing)}</a>` : sided(closing)}</td>`
  const all = groups.flatMap(([, rows]) => rows)
  return html`<table class="compared">
    <thead><tr><th class="desk" colspan="2"></th><th class="phone"></th><th class="desk first span" scope="colgroup" colspan="3">${spanWords(now)}</th><th class="phone figure" scope="col">${spanWords(now)}</th>
        <th class="desk first span" scope="colgroup" colspan="3">${spanWords(then)}</th><th class="phone figure" scope="col">${spanWords(then)}</th></tr>
      <tr><th class="code desk" scope="col">${t('Code')}</th><th scope="col">${t('Account')}</th>${heads()}${heads()}</tr></thead>
    ${groups.map(([label, rows]) =>
      rows.length === 0
        ? nothing
        : html`<tbody><tr><th class="desk" scope="rowgroup" colspan="2">${label}</th><th class="phone" scope="rowgroup">${label}</th>${figures(sumOf(rows), 'sum')}${figures(sumOf(rows.map(thenOf)), 'sum')}</tr>
      ${rows.map(row => {
        const href = addressed(row, now)
        return html`<tr class="line" @click=${(event: MouseEvent) => follow(event, href)}><td class="code desk">${row.code}</td><td><a href=${href}>${row.name}</a></td>${figures(row)}${figures(thenOf(row), '', addressed(row, then))}</tr>`
      })}</tbody>`,
    )}
    <tfoot><tr><th class="desk" scope="row" colspan="2">${t('Total')}</th><th class="phone" scope="row">${t('Total')}</th>${foot(all)}${foot(all.map(thenOf))}</tr></tfoot></table>`
}

function thenOf({ before }: Row): TrialBalanceSpan {
  return before ?? nought
}

/** Debits and credits that stand at the end of each come to the same: both are said. */
function foot(rows: readonly TrialBalanceSpan[]): unknown {
  const { debit, credit } = sumOf(rows)
  const sides = rows.map(row => split(row.closing))
  const [debits, credits] = [total(sides.map(one => one.debit)), total(sides.map(one => one.credit))]
  return html`<td class="figure desk first">${amount(debit)}</td><td class="figure desk">${amount(credit)}</td><td class="figure">${sided(debits)}<br />${sided(`-${credits}`)}</td>`
}

function sumOf(rows: readonly TrialBalanceSpan[]): TrialBalanceSpan {
  const sum = (of: (row: TrialBalanceSpan) => string): string => total(rows.map(of))
  return { opening: sum(row => row.opening), debit: sum(row => row.debit), credit: sum(row => row.credit), closing: sum(row => row.closing) }
}
