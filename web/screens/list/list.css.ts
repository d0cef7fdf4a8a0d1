import { css } from 'lit'

export const listStyles = css`
  :host { display: block; block-size: 100%; position: relative; }
  .toolbar { display: flex; align-items: center; gap: 6px; flex-wrap: wrap; }
  .search { position: relative; flex: 0 1 260px; min-inline-size: 150px; --sg-icon: 14px; }
  .search sg-icon { position: absolute; inset: 0 auto 0 9px; margin-block: auto; color: var(--sg-text-2); pointer-events: none; }
  .search input { padding-inline-start: 32px !important; border-color: var(--sg-border) !important; background: var(--sg-surface-2) !important; }
  .grow { flex: 1; }
  .views { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; align-items: center; }
  .views button.view { all: unset; cursor: pointer; display: flex; align-items: center; gap: 6px; padding: 5px 10px; border-radius: 6px; font-weight: 500; color: var(--sg-text-2); white-space: nowrap; --sg-icon: 12px; }
  .views button.view:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .views button.view[aria-pressed='true'] { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
  .views button.view:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .panel { margin: 0 var(--sg-space-5) var(--sg-space-3); padding: 12px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); box-shadow: var(--sg-shadow-1); }
  .look { display: flex; padding: 2px; gap: 2px; border-radius: 8px; background: var(--sg-surface-2); }
  .look a { display: grid; place-items: center; inline-size: 34px; block-size: calc(var(--sg-control) - 4px); border-radius: 6px; color: var(--sg-text-2); --sg-icon: 14px; }
  .look a[aria-current] { background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow-1); }
  .empty { flex: 1; display: grid; border-block-start: 1px solid var(--sg-border); overflow: auto; }
  .loading { padding: 20px var(--sg-space-5); border-block-start: 1px solid var(--sg-border); }
  .count { color: var(--sg-text-2); font-weight: 450; font-size: var(--sg-text-lg); font-variant-numeric: tabular-nums; }
  .sums { margin-inline-start: auto; display: flex; gap: 18px; }
  @media (max-width: 760px) { .panel { margin-inline: var(--sg-space-4); } .search { flex: 1 1 100%; } .desk { display: none; } }
`
