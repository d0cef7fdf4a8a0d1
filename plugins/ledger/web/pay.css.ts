import { css } from '@sangam/sdk/web'

/** The page on which a payment is entered. */
export const paySheet = css`
  .form { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--sg-space-3); align-items: start; }
  .wide { grid-column: span 2; }
  .label { display: block; margin-block-end: 4px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
  select { inline-size: 100%; block-size: 34px; padding-inline: 8px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; }
  select:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
  .more { margin-block: var(--sg-space-3); }
  .more .form { margin-block-start: var(--sg-space-3); }
  h2 { margin: var(--sg-space-4) 0 var(--sg-space-1); font-size: var(--sg-text-md); font-weight: 600; }
  .late { color: var(--sg-danger); }
  .date { white-space: nowrap; }
  .take { inline-size: 150px; }
  .take > :first-child { border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); }
  .foot { position: sticky; inset-block-end: 0; z-index: 3; display: flex; flex-wrap: wrap; gap: var(--sg-space-3); align-items: center; justify-content: flex-end; padding-block: 10px; background: var(--sg-surface); border-block-start: 1px solid var(--sg-border-strong); }
  .foot select { inline-size: auto; max-inline-size: 260px; }
  .foot span { margin-inline-end: auto; font-variant-numeric: tabular-nums; } .foot span:empty { display: none; }
  .over { color: var(--sg-danger); font-weight: 550; }
  .none { color: var(--sg-text-2); margin-block: var(--sg-space-3); }
  @media (max-width: 760px) { .form { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .take { inline-size: 118px; } .foot sangam-button { flex: 1; } }
`
