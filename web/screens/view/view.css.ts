import { css } from 'lit'

/** The head of every screen that shows an entity's records: how they are looked at, the views, what is asked of them. */
export const viewStyles = css`
  :host { display: block; block-size: 100%; position: relative; }
  .toolbar { display: flex; align-items: center; gap: 6px; flex-wrap: wrap; }
  .toolbar select { inline-size: auto; max-inline-size: 168px; }
  .search { position: relative; flex: 0 1 230px; min-inline-size: 130px; --sg-icon: 14px; }
  .search sangam-icon { position: absolute; inset-block: 0; inset-inline: 9px auto; margin-block: auto; color: var(--sg-text-2); pointer-events: none; }
  .search input { padding-inline-start: 32px !important; border-color: var(--sg-border) !important; background: var(--sg-surface-2) !important; }
  .grow { flex: 1; }
  .save { display: flex; align-items: center; gap: 6px; }
  .views { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; align-items: center; }
  .views .view { all: unset; cursor: pointer; display: flex; align-items: center; gap: 6px; padding: 5px 10px; border-radius: 6px; font-weight: 500; color: var(--sg-text-2); white-space: nowrap; --sg-icon: 12px; }
  .views .view:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .views .view[aria-pressed='true'] { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
  .views .view:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .panel { margin: 0 var(--sg-space-5) var(--sg-space-3); padding: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); box-shadow: var(--sg-shadow-1); }
  .look { display: flex; padding: 2px; gap: 2px; border-radius: 8px; background: var(--sg-surface-2); }
  .look :is(a, button) { all: unset; box-sizing: border-box; cursor: pointer; display: grid; place-items: center; min-inline-size: 34px; block-size: calc(var(--sg-control) - 4px); border-radius: 6px; color: var(--sg-text-2); font-weight: 500; --sg-icon: 14px; }
  .look button { padding-inline: 10px; }
  .look :is([aria-current], [aria-pressed='true']) { background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow-1); }
  .look :is(a, button):focus-visible { outline: 2px solid var(--sg-focus); }
  .note { margin: 0 var(--sg-space-5) var(--sg-space-2); padding: 7px 12px; border-radius: var(--sg-radius); background: var(--sg-warning-soft); color: var(--sg-warning); font-size: var(--sg-text-sm); }
  .empty { flex: 1; display: grid; border-block-start: 1px solid var(--sg-border); overflow: auto; }
  .loading { padding: 20px var(--sg-space-5); border-block-start: 1px solid var(--sg-border); }
  .count { color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-lg); font-variant-numeric: tabular-nums; }
  @media print { :host { block-size: auto; } .toolbar, .views, .panel, .save { display: none; } }
  @media (max-width: 760px) { :is(.panel, .note) { margin-inline: var(--sg-space-4); } .search { flex: 1 1 130px; } }
`
