import { css } from 'lit'

export const dashboardStyles = css`
  :host { display: block; container-type: inline-size; }
  .bar { display: flex; align-items: center; gap: 8px 18px; flex-wrap: wrap; margin-block-end: 16px; }
  .bar:not(:has(*)) { display: none; }
  .filter { display: flex; align-items: center; gap: 7px; font-size: var(--sg-text-sm); color: var(--sg-text-2); } .filter :is(select, sangam-pick) { inline-size: 150px; min-inline-size: 0; }
  .grid { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); grid-auto-rows: 60px; gap: 16px; list-style: none; margin: 0; padding: 0; }
  .grid > li { position: relative; min-inline-size: 0; grid-column: span var(--columns); grid-row: span var(--rows); }
  @container (max-width: 1020px) { .grid > li { grid-column: span 12; } .grid > li.small { grid-column: span 6; } }
  @container (max-width: 520px) { .corner { display: none; } .grid { grid-template-columns: minmax(0, 1fr); grid-auto-rows: auto; gap: 12px; } .grid > li, .grid > li.small { grid-column: auto; grid-row: auto; } .bar { gap: 8px; } .filter { flex: 1 1 150px; display: grid; gap: 3px; font-size: var(--sg-text-xs); } .filter :is(select, sangam-pick) { inline-size: 100%; } }

  .editing .grid > li { border-radius: var(--sg-radius-lg); outline: 1px solid var(--sg-border-strong); outline-offset: -1px; cursor: grab; }
  .editing sangam-dashboard-card { pointer-events: none; }
  .hand { position: absolute; inset-block: 6px auto; inset-inline: auto 6px; display: flex; gap: 2px; padding: 2px; border-radius: 9px; background: var(--sg-raised); box-shadow: var(--sg-shadow-2); z-index: 1; }
  .grip { all: unset; box-sizing: border-box; display: grid; place-items: center; inline-size: 30px; block-size: max(28px, calc(var(--sg-control) - 6px)); border-radius: 6px; color: var(--sg-text-2); cursor: grab; --sg-icon: 15px; touch-action: none; } .grip:hover { background: var(--sg-surface-2); } .grip:focus-visible { outline: 2px solid var(--sg-focus); }
  .editing .grid > li.over { outline: 2px solid var(--sg-accent); outline-offset: 2px; }
  li.moving { opacity: 0.45; } li.moving .grip { cursor: grabbing; }
  .corner { position: absolute; inset-block: auto 0; inset-inline: auto 0; inline-size: 24px; block-size: 24px; cursor: nwse-resize; touch-action: none; border-end-end-radius: var(--sg-radius-lg); } .corner:dir(rtl) { cursor: nesw-resize; }
  .corner::after { content: ''; position: absolute; inset-block: auto 7px; inset-inline: auto 7px; inline-size: 8px; block-size: 8px; border: solid var(--sg-text-2); border-block-width: 0 2px; border-inline-width: 0 2px; }
  .steps { position: sticky; inset-block-end: 0; display: flex; gap: 8px; flex-wrap: wrap; align-items: center; margin-block-start: 20px; padding: 12px 0; border-block-start: 1px solid var(--sg-border); background: var(--sg-surface); z-index: 2; } .steps .grow { flex: 1; }
  .begin { display: grid; place-items: center; min-block-size: 260px; border: 1px dashed var(--sg-border-strong); border-radius: var(--sg-radius-lg); }
  @media print { .bar, .hand, .corner, .steps { display: none; } .grid { display: block; } .grid > li { margin-block-end: 12px; break-inside: avoid; } }
`
