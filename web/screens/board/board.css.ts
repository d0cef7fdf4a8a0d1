import { css } from 'lit'

export const boardStyles = css`
  .board { flex: 1; min-block-size: 0; display: flex; gap: 12px; padding: 4px var(--sg-space-5) var(--sg-space-4); overflow-x: auto; overscroll-behavior-x: contain; }
  .column { display: flex; flex-direction: column; flex: 1 0 250px; max-inline-size: 340px; min-block-size: 0; border-radius: var(--sg-radius-lg); background: var(--sg-surface-2); }
  .column.over { box-shadow: inset 0 0 0 2px var(--sg-accent); }
  .column > header { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; gap: 2px 8px; align-items: center; padding-block: 7px 6px; padding-inline: 14px 8px; }
  .column h2 { font-size: var(--sg-text-md); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .column header i { inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--tone); }
  .column header b { font-weight: 500; color: var(--sg-text-2); font-variant-numeric: tabular-nums; font-size: var(--sg-text-sm); }
  .column header b.beyond { padding: 1px 7px; border-radius: 9px; color: var(--sg-danger); background: var(--sg-danger-soft); font-weight: 600; }
  .column.folded { flex: 0 0 46px; min-inline-size: 46px; } .column.folded button { all: unset; cursor: pointer; flex: 1; display: flex; flex-direction: column; align-items: center; gap: 10px; padding-block: 12px; border-radius: inherit; min-block-size: 0; }
  .column.folded button:hover { background: var(--sg-surface-3); } .column.folded button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; } .column.folded i { inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--tone); } .column.folded b { font-weight: 500; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; color: var(--sg-text-2); } .column.folded span { writing-mode: vertical-rl; font-weight: 550; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .column header small { grid-column: 2 / -1; color: var(--sg-text-2); font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; min-block-size: 1.4em; }
  .cards { flex: 1; overflow: hidden auto; scrollbar-width: thin; list-style: none; margin: 0; padding: 2px 8px 10px; display: flex; flex-direction: column; gap: 8px; min-block-size: 60px; }
  .cards > li { position: relative; flex: none; }
  .card { display: grid; gap: 4px; padding: 10px 12px; border: 1px solid var(--sg-border); border-radius: 9px; background: var(--sg-surface); color: inherit; box-shadow: var(--sg-shadow-1); cursor: grab; text-decoration: none; }
  .card:hover { border-color: var(--sg-border-strong); text-decoration: none; }
  .card:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
  .card.moving { opacity: 0.4; } .card.saving { opacity: 0.7; }
  .card > strong { font-weight: 550; line-height: 1.35; padding-inline-end: 22px; overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
  .card small { color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .card .foot { display: flex; align-items: center; gap: 8px; margin-block-start: 2px; min-block-size: 22px; } .card .foot b { flex: 1; font-weight: 600; font-variant-numeric: tabular-nums; }
  .cards sangam-menu { position: absolute; inset-block-start: 5px; inset-inline-end: 5px; opacity: 0; }
  .cards li:hover sangam-menu, .cards li:focus-within sangam-menu { opacity: 1; }
  @media (hover: none) { .cards sangam-menu { opacity: 1; } }
  .place { block-size: 56px; border-radius: 9px; border: 2px dashed var(--sg-accent); background: var(--sg-accent-soft); flex: none; }
  .none { padding: 14px 6px; color: var(--sg-text-2); font-size: var(--sg-text-sm); text-align: center; }
  .wait { display: flex; gap: 12px; padding: 4px var(--sg-space-5); flex: 1; } .wait > div { flex: 1; padding: 18px; border-radius: var(--sg-radius-lg); background: var(--sg-surface-2); }
  @media (max-width: 760px) { .board { padding-inline: var(--sg-space-4); scroll-snap-type: x mandatory; scroll-padding-inline: var(--sg-space-4); } .column { flex-basis: min(82vw, 320px); scroll-snap-align: start; } }
`
