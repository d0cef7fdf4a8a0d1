import { css } from 'lit'

export const inboxStyles = css`
  :host { display: block; block-size: 100%; }
  .panel { padding-block: 6px; }
  .panel:focus-visible { outline-offset: 2px; border-radius: var(--sg-radius); }
  ul { list-style: none; margin: 0; padding: 0; }
  li { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 4px 12px; align-items: start; padding: 10px 8px; border-block-end: 1px solid var(--sg-border); }
  li:last-child { border-block-end: 0; }
  li:hover { background: var(--sg-surface-2); }
  li.here { background: var(--sg-selected); box-shadow: inset calc(3px * var(--sg-way)) 0 0 var(--sg-accent); }
  .mark { display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 50%; background: var(--sg-surface-2); color: var(--sg-text-2); --sg-icon: 12px; }
  .mark.mentions { background: var(--sg-accent-soft); color: var(--sg-accent-text); }
  .mark.approvals { background: var(--sg-green-soft); color: var(--sg-green); }
  .mark.reminders { background: var(--sg-yellow-soft); color: var(--sg-yellow); }
  input[type='checkbox'] { inline-size: 18px; block-size: 18px; margin: 4px; border-radius: 50%; }
  .what { min-inline-size: 0; display: grid; gap: 1px; padding-block-start: 2px; }
  .what :is(a, .text) { color: var(--sg-text); font-weight: 500; overflow-wrap: anywhere; }
  p { color: var(--sg-text-2); }
  .excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; white-space: pre-wrap; overflow-wrap: anywhere; }
  small { color: var(--sg-text-2); font-size: var(--sg-text-xs); }
  .late { color: var(--sg-danger); font-weight: 550; }
  .now { color: var(--sg-warning); font-weight: 550; }
  .ways { display: flex; gap: 4px; align-items: center; }
  @media (max-width: 760px) {
    li { padding-block: 12px; grid-template-columns: 32px minmax(0, 1fr) auto; }
    li:has(.ways sangam-button[kind='primary']) .ways { grid-column: 2 / -1; margin-block-start: 6px; }
    input[type='checkbox'] { inline-size: 24px; block-size: 24px; }
  }
`
