import { css } from 'lit'

export const timelineStyles = css`
  a[href^='mailto:'], a[href^='tel:'] { display: inline-block; min-block-size: 24px; line-height: 24px; }
  :host { display: flex; flex-direction: column; min-block-size: 0; }
  header { display: flex; align-items: center; gap: 8px; padding: 8px 0; border-block-end: 1px solid var(--sg-border); }
  header h2 { flex: 1; font-size: var(--sg-text-md); }
  .body { display: grid; gap: 12px; padding: 12px var(--sg-space-4) 16px; margin-inline: calc(-1 * var(--sg-space-4)); overflow: auto; min-block-size: 0; align-content: start; }
  .dropping { outline: 2px dashed var(--sg-accent); outline-offset: -6px; border-radius: var(--sg-radius-lg); }
  .filters { display: flex; gap: 4px; flex-wrap: wrap; }
  .filters button { all: unset; box-sizing: border-box; cursor: pointer; min-block-size: 26px; padding: 3px 9px; border-radius: 13px; font-size: var(--sg-text-xs); font-weight: 500; color: var(--sg-text-2); }
  .filters button:hover { color: var(--sg-text); background: var(--sg-surface-2); }
  .filters button[aria-pressed='true'] { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
  .filters button:focus-visible { outline: 2px solid var(--sg-focus); }
  h3 { font-size: var(--sg-text-xs); font-weight: 550; color: var(--sg-text-2); margin-block-end: 8px; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
  li:is(.change, .event) { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 10px; align-items: start; font-size: var(--sg-text-sm); }
  li:is(.change, .event) > div { padding-block-start: 3px; overflow-wrap: anywhere; }
  .mark { display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 50%; color: var(--sg-text-2); border: 1px solid var(--sg-border); --sg-icon: 11px; }
  b { font-weight: 550; }
  small { color: var(--sg-text-2); font-size: var(--sg-text-xs); white-space: normal; }
  .none { color: var(--sg-text-2); }
  @media (max-width: 760px) {
    .filters { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
    .filters button { min-block-size: 36px; padding-inline: 13px; font-size: var(--sg-text-sm); white-space: nowrap; border-radius: 18px; }
  }
`
