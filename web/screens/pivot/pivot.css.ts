import { css } from 'lit'

export const pivotStyles = css`
  .shelf { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 var(--sg-space-5) 10px; } @media (max-width: 760px) { .shelf { display: none; } }
  .side { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; min-block-size: 34px; padding: 3px 8px; border: 1px dashed var(--sg-border-strong); border-radius: var(--sg-radius); font-size: var(--sg-text-sm); color: var(--sg-text-2); }
  .side.over { border-color: var(--sg-accent); background: var(--sg-accent-soft); }
  .side b { padding: 3px 10px; border-radius: 12px; background: var(--sg-surface-3); color: var(--sg-text); font-weight: 500; cursor: grab; } .side b.moving { opacity: 0.4; }
  .sheet { flex: 1; min-block-size: 0; overflow: auto; border-block-start: 1px solid var(--sg-border); }
  .sheet:focus-visible { outline-offset: -2px; }
  table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; min-inline-size: min(100%, 480px); }
  th, td { padding: 0 14px; block-size: 34px; text-align: end; white-space: nowrap; border-block-end: 1px solid var(--sg-border); font-size: var(--sg-text-sm); background: var(--sg-surface); }
  thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--sg-surface-2); color: var(--sg-text-2); font-weight: 550; font-size: var(--sg-text-xs); block-size: 30px; }
  thead tr + tr th { inset-block-start: 30px; font-weight: 450; }
  thead th.over { text-align: center; border-inline-start: 1px solid var(--sg-border); color: var(--sg-text); }
  th:first-child { position: sticky; inset-inline-start: 0; z-index: 1; text-align: start; font-weight: 450; max-inline-size: 46vw; overflow: hidden; text-overflow: ellipsis; border-inline-end: 1px solid var(--sg-border); }
  thead th:first-child { z-index: 2; font-weight: 550; }
  tbody tr.whole > * { font-weight: 550; } tbody tr.part th { padding-inline-start: 40px; }
  tbody tr:hover > * { background: var(--sg-selected); }
  tfoot > tr > * { position: sticky; inset-block-end: 0; font-weight: 600; background: var(--sg-surface-2); border-block-end: 0; border-block-start: 1px solid var(--sg-border); } tfoot th:first-child { z-index: 2; }
  td a { color: inherit; display: inline-block; padding-block: 5px; } td a:hover { color: var(--sg-accent-text); }
  .total { background: var(--sg-bg); } thead .total { background: var(--sg-surface-2); }
  .fold { all: unset; cursor: pointer; display: inline-grid; place-items: center; inline-size: 24px; block-size: 24px; margin-inline: -7px 3px; border-radius: 5px; color: var(--sg-text-2); vertical-align: middle; --sg-icon: 10px; }
  .fold:hover { background: var(--sg-surface-3); } .fold:focus-visible { outline: 2px solid var(--sg-focus); } .fold[aria-expanded='false'] sangam-icon { rotate: var(--sg-shut); }
  @media (max-width: 760px) { th, td { padding-inline: 10px; } }
`
