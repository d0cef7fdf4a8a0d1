import { css } from 'lit'

export const recordStyles = css`
  :host { display: block; block-size: 100%; }
  .page { display: grid; grid-template-columns: minmax(0, 1fr) minmax(300px, 380px); gap: var(--sg-space-5); align-items: start; max-inline-size: 1440px; }
  .page.alone { grid-template-columns: minmax(0, 860px); } .page.broad { grid-template-columns: minmax(0, 1100px); }
  .main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--sg-space-5); min-inline-size: 0; }
  .card { padding: var(--sg-space-5); border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); }
  aside { position: sticky; inset-block-start: 8px; padding: 4px var(--sg-space-4) 0; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); max-block-size: calc(100dvh - 150px); overflow: hidden; display: flex; flex-direction: column; }
  aside > [role='tabpanel'] { overflow: auto; margin-inline: calc(-1 * var(--sg-space-4)); padding-inline: var(--sg-space-4); }
  .badges { display: inline-flex; gap: 6px; font-weight: 400; letter-spacing: 0; }
  .reach { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
  .reach a { display: inline-flex; align-items: center; gap: 6px; min-block-size: 28px; padding: 3px 10px; border-radius: 7px; background: var(--sg-surface-2); color: var(--sg-text); font-size: var(--sg-text-sm); --sg-icon: 12px; max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .reach a:hover { background: var(--sg-surface-3); text-decoration: none; }
  .reach sangam-icon { color: var(--sg-accent-text); }
  .bar { position: sticky; inset-block-end: 14px; z-index: 5; display: flex; align-items: center; gap: 8px; flex-wrap: wrap; padding-block: 9px; padding-inline: 16px 10px; margin-block-start: var(--sg-space-4); border-radius: 12px; background: var(--sg-raised); box-shadow: var(--sg-shadow-3); animation: up 140ms ease-out; }
  .bar span { flex: 1; color: var(--sg-text-2); min-inline-size: 120px; }
  .note { display: flex; gap: 10px; align-items: center; padding: 9px 14px; margin-block-end: 16px; border-radius: var(--sg-radius); background: var(--sg-warning-soft); }
  .note span { flex: 1; } .note sangam-icon { color: var(--sg-warning); }
  .stamp { font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  sangam-problem { margin-block-end: 16px; }
  @keyframes up { from { opacity: 0; translate: 0 8px; } }
  @media (max-width: 1080px) {
    .page { grid-template-columns: minmax(0, 1fr); }
    aside { position: static; max-block-size: none; }
  }
  @media print { :host { block-size: auto; } .page { display: block; } .main { display: block; } .card { padding: 0; border: 0; } aside, .bar, sangam-references { display: none; } }
  @media (max-width: 760px) {
    .card { padding: var(--sg-space-4); }
    .bar { inset-block-end: 8px; }
    .bar { justify-content: end; } .bar span:empty, .bar .desk { display: none; } .bar span { flex: 1 0 100%; }
  }
`
