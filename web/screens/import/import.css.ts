import { css } from 'lit'

export const importStyles = css`
  :host { display: block; max-inline-size: 1080px; margin-inline: auto; padding: var(--sg-space-5); }
  ol.steps { display: flex; gap: 8px; list-style: none; padding: 0; margin: 0 0 24px; }
  ol.steps li { display: flex; align-items: center; gap: 8px; color: var(--sg-text-2); font-size: 13px; }
  ol.steps li:not(:last-child)::after { content: ''; inline-size: 24px; block-size: 1px; background: var(--sg-border); }
  ol.steps b { display: inline-grid; place-items: center; inline-size: 22px; block-size: 22px; border-radius: 50%; background: var(--sg-surface-2); font-size: 12px; font-weight: 600; }
  ol.steps li[aria-current] { color: var(--sg-text); font-weight: 600; }
  ol.steps li[aria-current] b { background: var(--sg-accent); color: var(--sg-on-accent); }
  .drop { display: grid; place-items: center; gap: 12px; padding: 64px 24px; border: 2px dashed var(--sg-border); border-radius: 12px; text-align: center; background: var(--sg-surface); }
  .drop.over { border-color: var(--sg-accent); background: var(--sg-accent-soft); }
  .drop p { margin: 0; color: var(--sg-text-2); max-inline-size: 46ch; }
  .drop input { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0; }
  .scroll { overflow-x: auto; border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface); }
  table { border-collapse: collapse; inline-size: 100%; font-size: 13px; }
  th, td { text-align: start; padding: 8px 12px; border-block-end: 1px solid var(--sg-border); vertical-align: middle; }
  tbody tr:last-child > * { border-block-end: 0; }
  thead th { font-weight: 500; color: var(--sg-text-2); position: sticky; inset-block-start: 0; background: var(--sg-surface); }
  td.samples { color: var(--sg-text-2); max-inline-size: 320px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  td.number { text-align: end; font-variant-numeric: tabular-nums; }
  .row select { inline-size: auto; min-inline-size: 170px; max-inline-size: 100%; }
  .row label { display: inline-flex; gap: 8px; align-items: center; }
  .button { display: inline-flex; align-items: center; gap: 6px; block-size: var(--sg-control); padding-inline: 14px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font-weight: 550; box-shadow: var(--sg-shadow-1); cursor: pointer; text-decoration: none; }
  .button:hover { background: var(--sg-surface-2); text-decoration: none; }
  .button.primary { background: var(--sg-accent); border-color: var(--sg-accent); color: var(--sg-on-accent); }
  .button.primary:hover { background: var(--sg-accent-hover); }
  .button[disabled] { opacity: 0.55; cursor: default; }
  .button:focus-within { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
  .problem { padding: 10px 14px; border-radius: var(--sg-radius); background: var(--sg-danger-soft); color: var(--sg-danger); margin-block-end: 16px; }
  .row { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; }
  .row .note { color: var(--sg-text-2); font-size: 12px; margin-block-start: 4px; }
  .ask { color: var(--sg-warning); font-size: 12px; margin-block-start: 4px; }
  .counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-block: 0 20px; }
  .counts button { all: unset; cursor: pointer; padding: 14px 16px; border: 1px solid var(--sg-border); border-radius: 10px; background: var(--sg-surface); }
  .counts button[aria-pressed='true'] { border-color: var(--sg-accent); box-shadow: inset 0 0 0 1px var(--sg-accent); }
  .counts button:focus-visible { outline: 2px solid var(--sg-accent); outline-offset: 2px; }
  .counts strong { display: block; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; }
  .counts span { color: var(--sg-text-2); font-size: 13px; }
  section { margin-block: 0 24px; }
  h2 { font-size: 15px; font-weight: 600; margin: 0 0 10px; }
  .hint { color: var(--sg-text-2); font-size: 13px; margin: 0 0 12px; max-inline-size: 70ch; }
  .foot { display: flex; gap: 12px; justify-content: flex-end; align-items: center; position: sticky; inset-block-end: 0; padding-block: 14px; background: var(--sg-surface); border-block-start: 1px solid var(--sg-border); flex-wrap: wrap; }
  .foot .note { margin-inline-end: auto; color: var(--sg-text-2); font-size: 13px; }
  progress { inline-size: 100%; block-size: 6px; accent-color: var(--sg-accent); }
  .why { min-inline-size: 200px; max-inline-size: 360px; }
  .why div + div { margin-block-start: 6px; }
  @media (max-width: 640px) { :host { padding: 0; } .samples { display: none; } }
  @media (max-width: 640px) { ol.steps { justify-content: space-between; gap: 6px; } ol.steps li { gap: 5px; } ol.steps li::after { display: none; } .drop { padding: 40px 20px; } }
`
