import { minus } from '@sangam/sdk'
import { css, go, html, nothing, t } from '@sangam/sdk/web'
import type { StatementBlock, StatementRow } from '../model/statements.ts'
import { isNothing, plain } from './sides.ts'

/** Where a row leads to: its account's ledger on the days that are shown, or on those they are compared with. */
export interface Ways {
  now(row: StatementRow): string | null
  before(row: StatementRow): string | null
}

export const blockStyles = css`
  .code { inline-size: 72px; color: var(--sg-text-2); }
  tbody .figure { inline-size: 150px; }
  .part > * { padding-block-start: 22px; font-weight: 650; border-block-end-color: var(--sg-border-strong); }
  .under > * { padding-block-start: 14px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 550; }
  .sum > * { padding-block-start: 12px; font-weight: 600; }
  .row .name { padding-inline-start: 22px; }
  .between > * { font-weight: 600; border-block-start: 1px solid var(--sg-border-strong); padding-block: 8px; }
  .all > * { font-weight: 650; padding-block: 9px; border-block-start: 1px solid var(--sg-border-strong); border-block-end: 3px double var(--sg-border-strong); }
  .quick[role='group'] { align-items: center; }
  .said { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; margin-inline-end: 4px; }
  @media screen and (max-width: 760px) { .led { display: inline-block; min-block-size: 24px; } .row .name { padding-inline-start: 14px; } tbody .figure { inline-size: auto; } }
`

/** A statement: its lines with their accounts, and what they come to; beside it what it was on other days. */
export function blocksTable(blocks: readonly StatementBlock[], heads: readonly [now: string, before: string | null], ways: Ways): unknown {
  const [now, before] = heads
  const compares = before !== null
  const columns = compares ? 3 : 1
  return html`<table>
    <thead><tr><th class="code desk" scope="col">${t('Code')}</th><th scope="col">${t('Account')}</th><th class="figure" scope="col">${now}${compares ? html`<small class="phone">${before}</small>` : nothing}</th>
      ${compares ? html`<th class="figure desk" scope="col">${before}</th><th class="figure desk" scope="col">${t('Difference')}</th>` : nothing}</tr></thead>
    <tbody>${blocks.map(block => drawn(block, compares, columns, ways))}</tbody></table>`
}

function drawn(block: StatementBlock, compares: boolean, columns: number, ways: Ways): unknown {
  if (block.kind === 'heading') {
    const label = html`<th class="desk" scope="colgroup" colspan=${columns + 2}>${block.label}</th><th class="phone" scope="colgroup" colspan="2">${block.label}</th>`
    return html`<tr class=${block.level === 1 ? 'part' : 'under'}>${label}</tr>`
  }
  const figures = (of: { readonly amount: string; readonly before: string | null }, way: string | null = null): unknown => {
    const then = of.before ?? '0'
    const difference = minus(of.amount, then)
    const led = way && !isNothing(then) ? html`<a class="led" href=${way}>${plain(then)}</a>` : plain(then)
    return html`<td class=${`figure ${isNothing(of.amount) ? 'none' : ''}`}>${plain(of.amount)}${compares ? html`<small class="phone">${led}</small>` : nothing}</td>
      ${
        compares
          ? html`<td class=${`figure desk ${isNothing(then) ? 'none' : ''}`}>${led}</td>
            <td class=${`figure desk ${isNothing(difference) ? 'none' : ''}`}>${plain(difference)}</td>`
          : nothing
      }`
  }
  if (block.kind === 'result') {
    const label = html`<th class="desk" scope="row" colspan="2">${block.label}</th><th class="phone" scope="row">${block.label}</th>`
    return html`<tr class=${block.level === 1 ? 'all' : 'between'}>${label}${figures(block)}</tr>`
  }
  const label = html`<th class="desk" scope="row" colspan="2">${block.label}</th><th class="phone" scope="row">${block.label}</th>`
  return html`<tr class="sum">${label}${figures(block)}</tr>${block.rows.map(row => {
    const href = ways.now(row)
    return html`<tr class=${href ? 'row line' : 'row'} @click=${(event: MouseEvent) => href && follow(event, href)}><td class="code desk">${row.code}</td>
      <td class="name">${href ? html`<a href=${href}>${row.name}</a>` : row.name}</td>${figures(row, ways.before(row))}</tr>`
  })}`
}

/** A line is a link as a whole for a mouse; who marks figures to copy them stays. */
export function follow(event: MouseEvent, href: string): void {
  if (event.composedPath().some(node => node instanceof HTMLAnchorElement)) return
  if (getSelection()?.isCollapsed === false) return
  void go(href)
}

/** A few ways of which one is chosen, as small buttons. */
export function choiceOf<T extends string>(
  label: string,
  options: readonly (readonly [value: T, label: string])[],
  chosen: T,
  choose: (value: T) => void,
): unknown {
  return html`<div class="quick" role="group" aria-label=${label}><span class="said" aria-hidden="true">${label}</span>${options.map(
    ([value, name]) =>
      html`<sangam-button size="small" kind="quiet" pressed=${String(value === chosen) as 'true' | 'false'} @click=${() => choose(value)}>${name}</sangam-button>`,
  )}</div>`
}
