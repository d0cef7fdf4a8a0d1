import { css } from '@sangam/sdk/web'

/** A sheet of the books: dense, its figures under each other, its head and foot staying in sight. */
export const sheet = css`
  :host { display: block; block-size: 100%; }
  *, *::before, *::after { box-sizing: border-box; }
  .controls { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-3); align-items: center; margin-block-end: var(--sg-space-3); }
  .day { display: flex; align-items: center; gap: 8px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
  .day > :last-child { inline-size: 152px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); }
  .quick { display: flex; flex-wrap: wrap; gap: 2px; }
  .paper { display: none; }
  table { inline-size: 100%; border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
  th, td { padding: 5px 8px; text-align: start; vertical-align: baseline; font-weight: 400; border-block-end: 1px solid var(--sg-border); }
  .figure { text-align: end; white-space: nowrap; }
  thead th { position: sticky; inset-block-start: 0; z-index: 2; padding-block: 8px; background: var(--sg-surface); color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; border-block-end-color: var(--sg-border-strong); }
  tfoot :is(th, td) { position: sticky; inset-block-end: 0; z-index: 2; padding-block: 9px; background: var(--sg-surface); font-weight: 650; border-block-start: 1px solid var(--sg-border-strong); border-block-end: 3px double var(--sg-border-strong); }
  tfoot small { font-weight: 400; }
  small { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  a { color: var(--sg-text); text-decoration: none; overflow-wrap: anywhere; }
  a:hover { text-decoration: underline; }
  a:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; border-radius: 3px; }
  tr.line { cursor: pointer; }
  tr.line:hover > * { background: var(--sg-surface-2); }
  .none { color: var(--sg-text-3); }
  .phone { display: none; }
  @media screen and (max-width: 760px) {
    .desk { display: none; }
    .phone { display: revert; } small.phone { display: block; }
    th, td { padding-inline: 4px; }
    .day { flex: 1 1 130px; } .day > :last-child { flex: 1; min-inline-size: 0; inline-size: auto; }
    tr.line a { display: flex; flex-direction: column; justify-content: center; min-block-size: 30px; }
  }
  @media print {
    .controls { display: none; }
    .paper { display: block; margin: 0 0 10px; }
    thead { display: table-header-group; } tfoot { display: table-row-group; }
    thead th, tfoot :is(th, td) { position: static; background: none; }
    tr { break-inside: avoid; }
    th, td { padding-block: 3px; }
  }
`
