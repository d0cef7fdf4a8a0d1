import { css } from 'lit'

/** A control of several parts in one frame, and what takes one of them out. */
export const boxed = css`
  .box { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; min-block-size: var(--sg-control); padding: 3px 6px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); background: var(--sg-surface); }
  .box:focus-within { outline: 2px solid var(--sg-focus); outline-offset: -1px; border-color: transparent; } .compact .box { border-color: var(--sg-cell-edge, transparent); background: transparent; } .box > * { --sg-cell-edge: transparent; --sg-cell-wrong: transparent; --sg-cell-ring: none; }
  .box.fixed { background: var(--sg-surface-2); border-color: var(--sg-border); }
  button { all: unset; cursor: pointer; display: inline-grid; place-items: center; min-inline-size: 24px; min-block-size: 24px; border-radius: 4px; --sg-icon: 9px; margin-block: -3px; margin-inline: 0 -7px; } button:hover { background: var(--sg-surface-3); } button:focus-visible { outline: 2px solid var(--sg-focus); }
  .frame:has(> #wrong) .box { border-color: var(--sg-danger); }
`
