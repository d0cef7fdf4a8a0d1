import { css } from 'lit'

/** What every element of the shell begins with: box sizing, focus rings, links, inputs and selects of the house. */
export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { color: var(--sg-text); font: 400 var(--sg-text-md)/var(--sg-leading) var(--sg-font); }
  :host([hidden]), [hidden] { display: none !important; }
  :focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
  h1, h2, h3, p { margin: 0; }
  h1 { font-size: var(--sg-text-xl); line-height: 1.25; font-weight: 620; letter-spacing: -0.012em; }
  h2 { font-size: var(--sg-text-lg); line-height: 1.3; font-weight: 600; letter-spacing: -0.006em; }
  h3 { font-size: var(--sg-text-md); font-weight: 600; }
  a { color: var(--sg-accent-text); text-decoration: none; }
  a:hover { text-decoration: underline; }
  button { font: inherit; color: inherit; }
  kbd { font: 500 var(--sg-text-xs)/1 var(--sg-font); padding: 3px 5px; border-radius: 4px; border: 1px solid var(--sg-border); background: var(--sg-surface-2); color: var(--sg-text-2); white-space: nowrap; }
  .quiet { color: var(--sg-text-2); }
  :host([data-cut]), [data-cut] { --fade-start: 0px; --fade-end: 0px; mask-image: linear-gradient(calc(90deg * var(--sg-way)), transparent, #000 var(--fade-start), #000 calc(100% - var(--fade-end)), transparent); }
  :host([data-cut~='start']), [data-cut~='start'] { --fade-start: 28px; }
  :host([data-cut~='end']), [data-cut~='end'] { --fade-end: 28px; }
  .visually-hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media print { sangam-button { display: none; } }
  /* Styles of the page do not reach into elements: each says it for itself. */
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after, *::backdrop { animation: none !important; transition: none !important; } }
`

/** Drawn lines that stand on light and on dark alike: a picture in a style can't take a colour of the page. */
const chevron = css`url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12'%3E%3Cpath d='M2.5 4.5 6 8l3.5-3.5' fill='none' stroke='%237b8993' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E")`
const cross = css`url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'%3E%3Cpath d='m2 2 6 6m0-6-6 6' fill='none' stroke='%237b8993' stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E")`

/** Native inputs in the house's look, for places that need no Vaadin part. */
export const inputs = css`
  label.field { display: grid; gap: 5px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
  label.field > small, .help { font-weight: 400; font-size: var(--sg-text-xs); color: var(--sg-text-2); }
  label.field .wrong, .wrong { font-weight: 450; font-size: var(--sg-text-sm); color: var(--sg-danger); }
  input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea {
    font: 400 var(--sg-text-md)/1.3 var(--sg-font); color: var(--sg-text); background: var(--sg-surface); inline-size: 100%; min-inline-size: 0;
    block-size: var(--sg-control); padding: 0 10px; border: 1px solid var(--sg-border-strong); border-radius: var(--sg-radius); transition: border-color 120ms;
  }
  /* What is typed reads its own way: a number or an address of the web from the left on any page. */
  input, textarea { unicode-bidi: plaintext; }
  textarea { block-size: auto; padding-block: 8px; resize: vertical; }
  select { appearance: none; padding-inline-end: 28px; text-overflow: ellipsis; background: var(--sg-surface) ${chevron} no-repeat; background-size: 12px; background-position: calc(100% - 9px) 50%; }
  select:dir(rtl) { background-position: 9px 50%; }
  input[type='search']::-webkit-search-cancel-button { appearance: none; inline-size: 16px; block-size: 16px; margin: 0; cursor: pointer; background: ${cross} 50% / 10px no-repeat; }
  input:hover, select:hover, textarea:hover { border-color: var(--sg-text-2); }
  input:focus-visible, select:focus-visible, textarea:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -1px; border-color: transparent; }
  input[aria-invalid='true'], select[aria-invalid='true'], textarea[aria-invalid='true'] { border-color: var(--sg-danger); }
  input::placeholder, textarea::placeholder { color: var(--sg-text-3); opacity: 1; }
  @media print {
    input::placeholder, textarea::placeholder { opacity: 0 !important; }
    input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea { border-color: transparent !important; border-block-end-color: var(--sg-border) !important; border-radius: 0; padding-inline: 0 !important; background: none; }
    .help { display: none; }
  }
  input[type='checkbox'], input[type='radio'] { accent-color: var(--sg-accent); inline-size: 16px; block-size: 16px; margin: 0; flex: none; }
`
