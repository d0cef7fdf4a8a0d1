import { css } from 'lit'

/** The sheet of bars: names beside them at a desk, above them on a phone. */
export const ganttStyles = css`
  :host { --lead: 260px; display: flex; flex-direction: column; flex: 1; min-block-size: 0; border-block-start: 1px solid var(--sg-border); }
  .scroll { flex: 1; overflow: hidden auto; position: relative; overscroll-behavior: contain; scrollbar-gutter: stable; }
  .head { position: sticky; inset-block-start: 0; z-index: 3; display: flex; block-size: 56px; background: var(--sg-surface); border-block-end: 1px solid var(--sg-border); color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .lead, .name { flex: none; inline-size: var(--lead); box-sizing: border-box; border-inline-end: 1px solid var(--sg-border); }
  .lead { display: flex; align-items: end; padding: 8px var(--sg-space-5); font-weight: 500; }
  .axis { position: relative; flex: 1; min-inline-size: 0; overflow: hidden; }
  .axis :is(b, span) { position: absolute; box-sizing: border-box; block-size: 28px; padding: 6px; border-inline-start: 1px solid var(--sg-border); overflow: hidden; white-space: nowrap; text-overflow: clip; }
  .axis b { inset-block-start: 0; font-weight: 550; color: var(--sg-text); } .axis span { inset-block-start: 28px; font-size: var(--sg-text-xs); font-variant-numeric: tabular-nums; }
  .axis span.now { color: var(--sg-accent-text); font-weight: 650; }
  .space { position: relative; min-block-size: calc(100% - 57px); }
  .lines { position: absolute; inset-block: 0; inset-inline: var(--lead) 0; overflow: hidden; }
  .lines i { position: absolute; inset-block: 0; border-inline-start: 1px solid color-mix(in srgb, var(--sg-border), transparent 35%); }
  .lines i.today { border-inline-start: 2px solid var(--sg-warm); }
  .row { position: absolute; inset-inline: 0; display: flex; block-size: var(--row); contain: layout style; border-block-end: 1px solid color-mix(in srgb, var(--sg-border), transparent 35%); }
  .row:hover > .name, .row:focus-within > .name { background: var(--sg-surface-2); }
  .row:has(.tip) { z-index: 1; }
  .name { display: flex; align-items: center; gap: 4px; padding-inline: var(--sg-space-5) 6px; background: var(--sg-surface); }
  .name a { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--sg-text); font-weight: 550; }
  .name u { block-size: 10px; inline-size: 60%; border-radius: 4px; background: var(--sg-surface-3); }
  .track { position: relative; flex: 1; min-inline-size: 0; }
  .bar { position: absolute; inset-block: 5px; box-sizing: border-box; min-inline-size: 8px; display: flex; align-items: center; border-radius: 6px; background: var(--ground); border: 1px solid color-mix(in srgb, var(--tone), transparent 45%); border-inline-start: 4px solid var(--tone); color: var(--sg-text); font-size: var(--sg-text-xs); text-decoration: none; user-select: none; touch-action: pan-y; }
  .bar > span { flex: 1; min-inline-size: 0; text-indent: 6px; overflow: hidden; white-space: nowrap; }
  .bar.beside > span { position: absolute; inset-inline-start: 100%; overflow: visible; color: var(--sg-text-2); pointer-events: none; }
  .bar.ahead > span { inset-inline: auto calc(100% + 10px); }
  .bar:hover { background: color-mix(in srgb, var(--ground), var(--tone) 14%); text-decoration: none; }
  .bar:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; z-index: 2; }
  .bar.moves { cursor: grab; } .bar.moving { cursor: grabbing; box-shadow: var(--sg-shadow-2); z-index: 2; } .bar.saving { opacity: 0.65; }
  .bar.before { border-start-start-radius: 0; border-end-start-radius: 0; border-inline-start: 4px dotted var(--tone); }
  .bar.after { border-start-end-radius: 0; border-end-end-radius: 0; border-inline-end: 4px dotted var(--tone); }
  .bar.open { border-inline-end-style: dashed; }
  .edge { position: absolute; inset-block: -3px; inline-size: 11px; cursor: ew-resize; }
  .edge.start { inset-inline-start: -7px; } .edge.end { inset-inline-end: -7px; }
  .bar:hover .edge::after { content: ''; position: absolute; inset: 7px 4px; border-radius: 2px; background: var(--tone); }
  .tip { position: absolute; inset-block-start: calc(100% - 6px); z-index: 4; padding: 3px 8px; border-radius: 5px; background: var(--sg-raised); box-shadow: var(--sg-shadow-2); font-size: var(--sg-text-xs); font-weight: 550; white-space: nowrap; pointer-events: none; }
  .away { all: unset; cursor: pointer; position: absolute; inset-block: 5px; display: flex; align-items: center; gap: 3px; padding-inline: 6px; border-radius: 6px; color: var(--sg-text-2); font-size: var(--sg-text-xs); white-space: nowrap; --sg-icon: 10px; }
  .away.before { inset-inline-start: 2px; } .away.after { inset-inline-end: 2px; flex-direction: row-reverse; }
  .away:hover { background: var(--sg-surface-2); color: var(--sg-text); } .away:focus-visible { outline: 2px solid var(--sg-focus); }
  .group { background: var(--sg-bg); } .whole { flex: 1; display: flex; }
  .group button { all: unset; box-sizing: border-box; cursor: pointer; flex: 1; display: flex; align-items: center; gap: 8px; padding-inline: 12px 16px; font-weight: 550; --sg-icon: 10px; }
  .group button:hover { background: var(--sg-surface-2); } .group button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .group sangam-icon { rotate: var(--sg-shut); transition: rotate 120ms; color: var(--sg-text-2); } .group.open sangam-icon { rotate: 0deg; }
  .group small { color: var(--sg-text-2); font-weight: 450; font-variant-numeric: tabular-nums; }
  :host([narrow]) { --lead: 0px; }
  :host([narrow]) .lead { position: absolute; clip-path: inset(50%); inline-size: 1px; padding: 0; border: 0; overflow: hidden; }
  :host([narrow]) .name { position: absolute; inset: 0 0 auto; inline-size: auto; block-size: 30px; border: 0; padding-inline: var(--sg-space-4) 4px; background: none; z-index: 1; }
  :host([narrow]) .name a { flex: 0 1 auto; } :host([narrow]) .name sangam-button { margin-inline-start: auto; }
  :host([narrow]) .bar, :host([narrow]) .away { inset-block: 30px 6px; }
  :host([narrow]) .bar { touch-action: pan-y; }
  @media print { .scroll { overflow: visible; } .name sangam-button { display: none; } }
`

/** What stands around the sheet: the notes above it and what the colours mean, below. */
export const ganttScreenStyles = css`
  .steps { display: flex; align-items: center; gap: 2px; }
  .note a { color: inherit; text-decoration: underline; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 7px var(--sg-space-5); border-block-start: 1px solid var(--sg-border); color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .legend li { display: flex; align-items: center; gap: 6px; }
  .legend i { inline-size: 14px; block-size: 12px; box-sizing: border-box; border-radius: 3px; border: 1px solid color-mix(in srgb, var(--tone), transparent 45%); border-inline-start: 4px solid var(--tone); background: var(--ground); }
  @media (max-width: 760px) { .legend { padding-inline: var(--sg-space-4); } }
`
