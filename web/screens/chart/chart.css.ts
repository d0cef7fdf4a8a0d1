import { css } from 'lit'

export const chartStyles = css`
  .figure { flex: 1; min-block-size: 0; display: flex; flex-direction: column; gap: 12px; padding: 16px var(--sg-space-5) 20px; border-block-start: 1px solid var(--sg-border); overflow: auto; }
  .figure > header { display: flex; align-items: baseline; gap: 4px 16px; flex-wrap: wrap; }
  .figure > header b { font-size: var(--sg-text-2xl); font-weight: 620; letter-spacing: -0.015em; font-variant-numeric: tabular-nums; }
  .figure > header span { color: var(--sg-text-2); }
  .drawn { position: relative; flex: 1; min-block-size: 220px; min-inline-size: 0; }
  .drawn.round { display: flex; gap: 28px; align-items: flex-start; flex-wrap: wrap; }
  .drawn > svg { display: block; max-inline-size: 100%; overflow: visible; }
  .drawn.high { flex: none; }
  /* A drawing counts from the left on any page: time, and bars from nothing on, go where their axis says. */
  svg { font: 400 12px/1 var(--sg-font); direction: ltr; }
  svg .grid { stroke: var(--sg-border); stroke-width: 1; } svg .zero { stroke: var(--sg-border-strong); stroke-width: 1; }
  svg text { fill: var(--sg-text); } svg .tick { fill: var(--sg-text-2); font-size: 11.5px; font-variant-numeric: tabular-nums; }
  svg .name { font-size: 12.5px; } svg .figure { font-size: 12.5px; font-weight: 550; font-variant-numeric: tabular-nums; } svg .share { fill: var(--sg-text-2); font-weight: 400; }
  svg .hit { fill: transparent; } svg a { cursor: pointer; } svg a:hover .hit { fill: var(--sg-surface-2); fill-opacity: 0.7; }
  svg a { outline: none; } svg a:focus-visible .hit { stroke: var(--sg-focus); stroke-width: 2; }
  svg .mark :is(rect, .fill, .slice, circle) { fill: var(--paint); } svg text { pointer-events: none; }
  [style*='--tone'] { --paint: color-mix(in oklab, var(--tone), var(--sg-surface) 24%); }
  svg .mark { cursor: pointer; } svg .mark:hover { opacity: 0.82; }
  svg .slice { stroke: var(--sg-surface); stroke-width: 2; }
  svg .line { fill: none; stroke: var(--paint); stroke-width: 2; stroke-linejoin: round; } svg .area { fill: var(--paint); fill-opacity: 0.22; stroke: none; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 0; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
  .legend li { display: flex; align-items: center; gap: 7px; } .legend i { inline-size: 10px; block-size: 10px; border-radius: 3px; background: var(--paint); flex: none; }
  .round .legend { flex-direction: column; flex: 1 1 220px; max-inline-size: 420px; gap: 2px; }
  .round .legend li { min-block-size: 28px; border-block-end: 1px solid var(--sg-border); } .round .legend a, .round .legend span { flex: 1; }   .round .legend small { min-inline-size: 3.5em; text-align: end; font-size: inherit; font-variant-numeric: tabular-nums; } .round .legend b { color: var(--sg-text); font-weight: 550; font-variant-numeric: tabular-nums; }
  .sheet { overflow: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); align-self: flex-start; max-inline-size: 100%; min-block-size: 120px; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 7px 14px; text-align: end; border-block-end: 1px solid var(--sg-border); white-space: nowrap; font-size: var(--sg-text-sm); }
  th { font-weight: 550; } thead th { position: sticky; inset-block-start: 0; background: var(--sg-surface-2); color: var(--sg-text-2); font-size: var(--sg-text-xs); }
  th:first-child { text-align: start; } tbody th { font-weight: 450; }
  tfoot :is(th, td) { font-weight: 600; border-block-end: 0; background: var(--sg-surface-2); }
  td a { color: inherit; } td a:hover { color: var(--sg-accent-text); }
  .note { margin: 0; padding: 7px 12px; border-radius: var(--sg-radius); background: var(--sg-warning-soft); color: var(--sg-warning); font-size: var(--sg-text-sm); }
  @media (max-width: 760px) { .figure { padding-inline: var(--sg-space-4); } }
`
