import { css } from 'lit'

export const myDayStyles = css`
  :host { display: block; }
  .home { max-inline-size: 1280px; } .home > * { margin-block-end: 20px; }
  .grid { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 20px; align-items: start; max-inline-size: 1280px; } .grid.even { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .col { display: grid; gap: 20px; }
  section { border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; }
  section > header { display: flex; align-items: center; gap: 8px; padding: 13px 16px 9px; --sg-icon: 15px; } section > header sangam-icon { color: var(--sg-accent-text); } section > header h2 { flex: 1; } section > header a { font-size: var(--sg-text-sm); }
  ul { list-style: none; margin: 0; padding: 0 8px 8px; }
  .lines a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 8px; border-radius: 8px; color: inherit; text-decoration: none; } .lines a:hover { background: var(--sg-surface-2); }
  .lines b { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lines small { color: var(--sg-text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lines .side { text-align: end; font-variant-numeric: tabular-nums; }
  .lines .much { font-weight: 650; } .lines .sums { color: var(--sg-text-2); font-size: var(--sg-text-sm); } .lines .late .much, .lines .late .sums { color: var(--sg-danger); }
  .none { padding: 6px 16px 18px; color: var(--sg-text-2); }
  .quick { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 10px; margin-block-end: 20px; max-inline-size: 1280px; }
  .quick:empty { display: none; }
  .quick a { display: flex; gap: 10px; align-items: center; padding: 12px 14px; border: 1px solid var(--sg-border); border-radius: 10px; color: var(--sg-text); font-weight: 550; text-decoration: none; --sg-icon: 15px; transition: border-color 120ms; } .quick a:hover { border-color: var(--sg-accent); background: var(--sg-selected); } .quick sangam-icon { color: var(--sg-accent-text); }
  .quick span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .steps { display: grid; gap: 12px; padding: 4px 16px 18px; } .steps a { display: flex; gap: 12px; align-items: center; padding: 12px; border: 1px solid var(--sg-border); border-radius: 9px; color: inherit; text-decoration: none; --sg-icon: 16px; } .steps a:hover { border-color: var(--sg-accent); } .steps sangam-icon { color: var(--sg-accent-text); } .steps span { display: grid; } .steps small { color: var(--sg-text-2); }
  @media (max-width: 900px) { .grid, .grid.even { grid-template-columns: minmax(0, 1fr); } }
  @media (max-width: 760px) { .quick { display: flex; gap: 8px; overflow-x: auto; scrollbar-width: none; } .quick a { flex: none; padding: 9px 13px; gap: 8px; } }
`
