import { css } from 'lit'

export const treeStyles = css`
  :host { --edge: 14px; --step: 22px; display: flex; flex-direction: column; flex: 1; min-block-size: 0; border-block-start: 1px solid var(--sg-border); }
  .scroll { flex: 1; overflow: auto; position: relative; overscroll-behavior: contain; scrollbar-gutter: stable; }
  .head, .foot { position: sticky; z-index: 3; display: flex; align-items: center; min-inline-size: 100%; inline-size: max-content; block-size: 34px; background: var(--sg-surface); color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
  .head { inset-block-start: 0; border-block-end: 1px solid var(--sg-border); } .foot { inset-block-end: 0; border-block-start: 1px solid var(--sg-border); }
  .head .lead, .foot .lead { padding-inline-start: var(--sg-space-5); }
  .head.over { background: var(--sg-accent-soft); box-shadow: inset 0 0 0 2px var(--sg-accent); } .head.over .lead { background: none; color: var(--sg-accent-text); }
  .foot { block-size: auto; min-block-size: 34px; padding-block: 6px; } .foot .right { color: var(--sg-text); font-weight: 550; white-space: normal; }
  .space { position: relative; min-inline-size: 100%; }
  .row { position: absolute; inset-inline: 0 auto; display: flex; min-inline-size: 100%; inline-size: max-content; block-size: var(--row); box-sizing: border-box; contain: layout style; border-block-end: 1px solid var(--sg-border); }
  .lead { flex: none; inline-size: 420px; box-sizing: border-box; position: sticky; inset-inline-start: 0; z-index: 1; display: flex; align-items: center; gap: 6px; padding-inline: var(--indent) 6px; background: var(--sg-surface); min-inline-size: 0; }
  .row:hover, .row:hover .lead { background: var(--sg-surface-2); }
  .row:focus-visible { outline: none; } .row:focus-visible::after { content: ''; position: absolute; inset: 0; z-index: 2; outline: 2px solid var(--sg-focus); outline-offset: -2px; pointer-events: none; }
  .row.over, .row.over .lead { background: var(--sg-accent-soft); } .row.over { box-shadow: inset 0 0 0 2px var(--sg-accent); }
  .lead a { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--sg-text); font-weight: 550; }
  .row.beyond .lead a { color: var(--sg-text-2); font-weight: 450; }
  .lead small { flex: none; padding-inline: 6px; border-radius: 8px; background: var(--sg-surface-3); color: var(--sg-text); font-size: var(--sg-text-xs); font-variant-numeric: tabular-nums; }
  .lead u { margin-inline-start: 44px; block-size: 10px; inline-size: 50%; border-radius: 4px; background: var(--sg-surface-3); }
  .twist { all: unset; box-sizing: border-box; flex: none; display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 6px; --sg-icon: 10px; color: var(--sg-text-2); }
  button.twist { cursor: pointer; } button.twist:hover { background: var(--sg-surface-3); }
  .twist sangam-icon { rotate: var(--sg-shut); transition: rotate 120ms; } [aria-expanded='true'] > .lead .twist sangam-icon { rotate: 0deg; }
  .grow { flex: 1; }
  .cell { flex: none; inline-size: 160px; box-sizing: border-box; padding-inline: 10px; align-self: center; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .cell.right { text-align: end; font-variant-numeric: tabular-nums; }
  :host([narrow]) { --edge: 4px; --step: 16px; }
  :host([narrow]) .scroll { overflow-x: hidden; } :host([narrow]) .head { display: none; }
  :host([narrow]) .row { inline-size: 100%; } :host([narrow]) .foot { inline-size: 100%; } :host([narrow]) .lead { inline-size: 100%; position: relative; }
  :host([narrow]) .twist { inline-size: 36px; block-size: 44px; }
  :host([narrow]) .lead:has(.more.some) :is(a, small) { margin-block-end: 18px; }
  :host([narrow]) .more { position: absolute; inset-block: auto 8px; inset-inline: calc(var(--indent) + 42px) 48px; color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`
