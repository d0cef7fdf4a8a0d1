import { css } from 'lit'

export const cardStyles = css`
  :host { display: block; min-inline-size: 0; min-block-size: 0; block-size: 100%; }
  section { display: flex; flex-direction: column; block-size: 100%; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; container-type: inline-size; }
  section > header { display: flex; align-items: baseline; justify-content: space-between; gap: 12px; padding: 14px 16px 6px; }
  section > header h2 { font-size: var(--sg-text-md); min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } h2 a { color: inherit; }
  :host([inert]) section > header { padding-inline-end: 92px; } :host([inert]) .total { display: none; }
  .all { font-size: var(--sg-text-sm); white-space: nowrap; } .total { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .body { flex: 1; min-block-size: 0; overflow: auto; scrollbar-width: thin; }
  .pad { padding: 6px 16px 16px; } .none { padding: 6px 16px 18px; color: var(--sg-text-2); }

  .number > header { padding-block-end: 0; } .number > header h2 { color: var(--sg-text-2); font-weight: 500; }
  .number .body { display: flex; flex-direction: column; padding: 0 16px 14px; overflow: hidden; }
  .number .pad { padding: 8px 0 0; }
  .value { display: block; flex: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--sg-text); font-size: clamp(19px, 10.5cqi, 29px); line-height: 1.35; font-weight: 620; letter-spacing: -0.018em; font-variant-numeric: tabular-nums; text-decoration: none; }
  .value:hover { color: var(--sg-accent-text); text-decoration: none; }
  .also { font-size: var(--sg-text-sm); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .foot { flex: 1; display: flex; align-items: flex-end; justify-content: space-between; gap: 10px; min-inline-size: 0; font-size: var(--sg-text-sm); font-variant-numeric: tabular-nums; }
  .before { display: grid; min-inline-size: 0; } .before .quiet { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .change { display: inline-flex; align-items: center; gap: 3px; font-weight: 600; color: var(--sg-text-2); --sg-icon: 11px; } .change.good { color: var(--sg-success); } .change.bad { color: var(--sg-danger); }
  svg.spark { flex: none; display: block; } .spark rect { fill: var(--sg-accent); opacity: 0.32; } .spark .now { opacity: 1; }
  @container (max-width: 210px) { svg.spark { display: none; } }

  .chart .body { padding: 4px 16px 14px; display: flex; flex-direction: column; } .drawn { min-block-size: 0; }
  .chart .body:has(.high) { overflow: auto; }
  .drawn.round { flex-wrap: nowrap; gap: 20px; } .drawn.round .legend { flex: 1; min-inline-size: 0; overflow: auto; max-block-size: 100%; }
  @container (max-width: 420px) { .drawn.round { flex-wrap: wrap; } }

  .lines { list-style: none; margin: 0; padding: 0 8px 8px; }
  .lines a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 7px 8px; border-radius: 8px; color: inherit; text-decoration: none; } .lines a:hover { background: var(--sg-surface-2); }
  .lines b { font-weight: 500; } .lines :is(b, small) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .lines small { color: var(--sg-text-2); } .lines .side { text-align: end; font-variant-numeric: tabular-nums; }

  .over { block-size: 100%; display: flex; align-items: flex-end; padding-block-end: 6px; }
  .away { block-size: 100%; display: flex; gap: 10px; align-items: center; justify-content: center; padding: 16px; border: 1px dashed var(--sg-border); border-radius: var(--sg-radius-lg); color: var(--sg-text-2); font-size: var(--sg-text-sm); --sg-icon: 15px; } .away p { max-inline-size: 34ch; }
  @media print { section { break-inside: avoid; } }
  @media (max-width: 700px) { .chart .body { min-block-size: 240px; } }
`
