import { css } from 'lit'

export const gridStyles = css`
  :host { display: flex; flex-direction: column; flex: 1; min-block-size: 0; position: relative; border-block-start: 1px solid var(--sg-border); }
  .scroll { flex: 1; overflow: auto; position: relative; outline: none; overscroll-behavior: contain; scrollbar-gutter: stable; }
  .head, .foot { position: sticky; z-index: 3; display: flex; min-inline-size: 100%; inline-size: max-content; background: var(--sg-surface); }
  .head { inset-block-start: 0; border-block-end: 1px solid var(--sg-border); }
  .foot { inset-block-end: 0; border-block-start: 1px solid var(--sg-border); font-variant-numeric: tabular-nums; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .space { position: relative; min-inline-size: 100%; }
  .row { position: absolute; inset-inline: 0 auto; display: flex; min-inline-size: 100%; inline-size: max-content; block-size: var(--row); contain: layout style; border-block-end: 1px solid var(--sg-border); }
  .row { --line: var(--sg-surface); background: var(--line); } .row.toned { --line: var(--tone); }
  .row:hover { --line: var(--sg-surface-2); } .row.toned:hover { --line: color-mix(in srgb, var(--tone), var(--mark) 10%); }
  .row[aria-selected='true'] { --line: var(--sg-selected); }
  .cell.toned { background: var(--tone); }
  .mark { flex: none; --sg-icon: 12px; } .card .mark { margin-inline-end: 6px; }
  .cell { display: flex; align-items: center; gap: 4px; padding: 0 10px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; min-inline-size: 0; }
  .cell.plain:not(.coming) { display: block; line-height: calc(var(--row) - 1px); }
  .cell.right { text-align: end; justify-content: flex-end; font-variant-numeric: tabular-nums; }
  .cell.first a { color: var(--sg-text); font-weight: 550; overflow: hidden; text-overflow: ellipsis; }
  .cell.first { position: sticky; inset-inline-start: 40px; z-index: 1; background: var(--line); }
  .cell.pin { position: sticky; z-index: 1; background: var(--line); } .th.pin, .tf.pin { position: sticky; z-index: 2; background: var(--sg-surface); }
  .pin:not(:has(+ .pin)) { box-shadow: inset calc(-2px * var(--sg-way)) 0 0 var(--sg-border); }
  .cell:is(.first, .pin).toned { background: var(--tone); }
  .check { flex: none; inline-size: 40px; display: grid; place-items: center; position: sticky; inset-inline-start: 0; z-index: 1; background: var(--line); }
  .scroll:focus-visible .active { box-shadow: inset 0 0 0 2px var(--sg-focus); border-radius: 3px; }
  .cell.ranged { background: var(--sg-selected); box-shadow: inset -1px -1px 0 var(--sg-border); }
  :host([ranging]) .row { user-select: none; cursor: cell; }
  /* What is left beside the last column is left in each line as it is above them, or the cells would not stand under their heads. */
  .rest, :host(:not([cards])) .row::after { flex: 0.01 0 40px; } :host(:not([cards])) .row::after { content: ''; }
  .cell.editing { padding: 0 1px; overflow: visible; z-index: 2; background: var(--sg-surface); }
  .cell.editing > * { inline-size: 100%; } .cell.right.editing input { text-align: end; }
  .face { flex: none; display: grid; place-items: center; inline-size: 20px; block-size: 20px; margin-inline-end: 3px; border-radius: 50%; font: 600 8.5px/1 var(--sg-font); user-select: none; } .face + span { overflow: hidden; text-overflow: ellipsis; }
  .cell.coming::before, .card i { content: ''; display: block; block-size: 10px; inline-size: 60%; border-radius: 4px; background: var(--sg-surface-3); }
  .th { position: relative; display: flex; align-items: center; block-size: 34px; padding-block: 0; padding-inline: 10px 4px; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
  .th.first { position: sticky; inset-inline-start: 40px; z-index: 2; background: var(--sg-surface); }
  .th.right sangam-menu { justify-content: flex-end; }
  .th sangam-menu { flex: 1; min-inline-size: 0; }
  .th button { all: unset; box-sizing: border-box; cursor: pointer; display: flex; align-items: center; gap: 4px; max-inline-size: 100%; padding: 4px 6px; margin-inline-start: -6px; border-radius: 5px; overflow: hidden; --sg-icon: 10px; }
  .th.right button { margin-inline: 0 -1px; }
  .th button span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .th button:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .th button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .th.sorted button { color: var(--sg-text); font-weight: 600; }
  .th.over { box-shadow: inset calc(2px * var(--sg-way)) 0 0 var(--sg-accent); }
  .size { position: absolute; inset-block: 6px; inset-inline: auto -4px; inline-size: 9px; cursor: col-resize; z-index: 2; touch-action: none; }
  .size::after { content: ''; position: absolute; inset: 0 4px; background: var(--sg-border); opacity: 0; }
  .head:hover .size::after { opacity: 1; } .size:hover::after { background: var(--sg-accent); inset: 0 3px; }
  .tf { padding: 7px 10px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tf.first { position: sticky; inset-inline-start: 40px; background: var(--sg-surface); }
  .tf.ranged { background: var(--sg-selected); color: var(--sg-accent-text); font-weight: 600; }
  .tf.right { text-align: end; color: var(--sg-text); font-weight: 550; white-space: pre-line; }
  .corner { flex: none; inline-size: 40px; display: grid; place-items: center; position: sticky; inset-inline-start: 0; z-index: 2; background: var(--sg-surface); }
  .group { display: flex; align-items: center; background: var(--sg-bg); cursor: pointer; font-weight: 550; min-inline-size: 100%; inline-size: max-content; --sg-icon: 10px; position: absolute; inset-inline: 0 auto; block-size: var(--row); border-block-end: 1px solid var(--sg-border); }
  .group:hover { background: var(--sg-surface-2); }
  .group sangam-icon:first-child { transition: rotate 120ms; rotate: var(--sg-shut); color: var(--sg-text-2); } .group.open sangam-icon:first-child { rotate: 0deg; }
  /* What a group is of takes no room, so that its sums stand under the heads of their columns. */
  .group .held { position: sticky; inset-inline-start: 0; z-index: 1; flex: none; inline-size: 0; display: flex; gap: 8px; align-items: center; white-space: nowrap; } .group .held > * { flex: none; }
  .group .cell { block-size: 100%; color: var(--sg-text); font-weight: 550; } .group .check { background: none; } :host(:not([cards])) .group::after { content: ''; flex: 0.01 0 40px; }
  :host([cards]) .group { inline-size: 100%; padding-inline-end: 16px; } :host([cards]) .group .held { flex: 1; inline-size: auto; min-inline-size: 0; }
  .group small { order: 1; color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
  .group .sums { order: 2; margin-inline-start: auto; display: flex; gap: 18px; color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; white-space: nowrap; }
  .group .sums b { color: var(--sg-text); font-weight: 550; }
  :host([fixed]) :is(.cell, .th, .tf).first { inset-inline-start: 0; padding-inline-start: 24px; }
  :host([cards]) { border: 0; }
  :host([cards]) .row { inline-size: 100%; } :host([cards]) .space { inline-size: 100%; }
  .card { flex: 1; min-inline-size: 0; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 3px 12px; align-content: center; padding: 0 16px; color: inherit; text-decoration: none !important; }
  .card b { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .card .side { text-align: end; font-variant-numeric: tabular-nums; font-weight: 550; }
  .card .under { color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .card .under sangam-badge { vertical-align: middle; }
  :host([cards]) .foot { padding-inline: 16px; }
  @media print {
    :host, .scroll { display: block; overflow: visible; border: 0; }
    .space { block-size: auto !important; }
    .head, .foot, .row { position: static; inline-size: 100%; }
    .row { transform: none !important; contain: none; break-inside: avoid; block-size: auto; min-block-size: var(--row); }
    .cell, .cell.plain, .th, .tf { position: static !important; flex: 1 1 0 !important; inline-size: auto !important; white-space: normal; line-height: 1.4; padding-block: 5px; overflow-wrap: anywhere; align-items: start; }
    .check, .corner, .rest, .size, .row::after { display: none !important; }
  }
`
