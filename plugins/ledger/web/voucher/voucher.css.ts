import { css } from '@sangam/sdk/web'

export const voucherStyle = css`
  .told { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 6px; }
  .carried { display: block; margin-block-start: 4px; color: var(--sg-text-2); }
  .told sangam-pick { flex: 1 1 150px; max-inline-size: 220px; }
  :host { display: block; block-size: 100%; }
  *, *::before, *::after { box-sizing: border-box; }
  .kinds { display: flex; flex-wrap: wrap; gap: 4px; margin-block-end: var(--sg-space-4); }
  .kinds button { display: flex; gap: 8px; align-items: center; min-block-size: 34px; padding-inline: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; cursor: pointer; }
  .kinds button:hover { background: var(--sg-surface-2); }
  .kinds button[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent-text); font-weight: 600; }
  .kinds button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
  kbd { padding: 1px 5px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-sm); background: var(--sg-surface-2); color: var(--sg-text-2); font: 500 var(--sg-text-xs) var(--sg-font); }
  .paper { border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
  .head { display: grid; grid-template-columns: minmax(0, 1fr) 170px; gap: var(--sg-space-3) var(--sg-space-5); padding: var(--sg-space-4); border-block-end: 1px solid var(--sg-border); }
  label, .label { display: block; margin-block-end: 4px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
  .day > :last-child { display: block; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); }
  .beneath { margin: 4px 0 0; min-block-size: 18px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
  table { inline-size: 100%; border-collapse: collapse; }
  th { padding: 8px var(--sg-space-2); color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; text-align: start; }
  td { padding: 4px var(--sg-space-2); vertical-align: top; }
  tr > :first-child { padding-inline-start: var(--sg-space-4); } tr > :last-child { padding-inline-end: var(--sg-space-4); }
  .side { inline-size: 82px; } .amount { inline-size: 170px; } .drop { inline-size: 40px; }
  th.amount, tfoot td.amount { text-align: end; font-variant-numeric: tabular-nums; }
  sangam-pick { display: block; margin-block-start: 4px; }
  input, select { inline-size: 100%; block-size: 32px; padding-inline: 8px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; }
  input.figure { text-align: end; font-variant-numeric: tabular-nums; }
  select { padding-inline: 6px 0; }
  tbody tr:last-child td { padding-block-end: 12px; }
  input:focus, select:focus { outline: 2px solid var(--sg-focus); outline-offset: -1px; }
  [aria-invalid='true'] { border-color: var(--sg-danger); }
  tfoot td { padding-block: 10px; border-block-start: 1px solid var(--sg-border); font-weight: 600; }
  tfoot tr + tr td { padding-block-start: 0; border: 0; }
  .differ { color: var(--sg-danger); font-weight: 500; } .agree { color: var(--sg-success); font-weight: 500; }
  .foot { padding: var(--sg-space-4); border-block-start: 1px solid var(--sg-border); }
  .wrong { display: flex; flex-direction: column; gap: 4px; margin: 0 0 var(--sg-space-3); padding: 10px 12px; border-radius: var(--sg-radius); background: var(--sg-danger-soft); color: var(--sg-danger); }
  .do { display: flex; flex-wrap: wrap; gap: var(--sg-space-2); align-items: center; margin-block-start: var(--sg-space-4); }
  .do .space { flex: 1; }
  .done { margin-block-start: var(--sg-space-5); }
  .done p { margin: 0 0 8px; color: var(--sg-success); }
  .done h2 { margin: 0 0 6px; font-size: var(--sg-text-md); font-weight: 600; }
  .done ul { margin: 0; padding: 0; list-style: none; }
  .done li { display: grid; grid-template-columns: 150px minmax(0, 1fr) auto; gap: 12px; padding-block: 6px; border-block-end: 1px solid var(--sg-border); }
  .done a { color: var(--sg-accent-text); text-decoration: none; } .done a:hover { text-decoration: underline; }
  .done span:last-child { font-variant-numeric: tabular-nums; }
  @media (max-width: 760px) {
    .head { grid-template-columns: minmax(0, 1fr); padding: var(--sg-space-3); }
    kbd { display: none; }
    .kinds button { flex: 1 1 30%; justify-content: center; min-block-size: 40px; padding-inline: 6px; }
    .amount { inline-size: 116px; } .side { inline-size: 70px; } .drop { inline-size: 30px; }
    tr > :first-child { padding-inline-start: var(--sg-space-3); } tr > :last-child { padding-inline-end: var(--sg-space-2); }
    .foot { padding: var(--sg-space-3); }
    .done li { grid-template-columns: minmax(0, 1fr) auto; } .done li a { grid-column: 1 / -1; }
  }
`
