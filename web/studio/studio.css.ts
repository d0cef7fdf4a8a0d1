import { css } from 'lit'

/** What the screens of those who look after a workspace share. */
export const studioStyles = css`
  .lead { color: var(--sg-text-2); max-inline-size: 72ch; margin-block-end: var(--sg-space-4); }
  .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
  table { inline-size: 100%; border-collapse: collapse; }
  th { text-align: start; padding: 9px 14px; font-size: var(--sg-text-xs); font-weight: 550; color: var(--sg-text-2); white-space: nowrap; }
  td { padding: 9px 14px; border-block-start: 1px solid var(--sg-border); vertical-align: middle; }
  tbody tr:hover td { background: var(--sg-surface-2); }
  .card { padding: var(--sg-space-4) var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
  sangam-problem { margin-block-end: 14px; }
`
