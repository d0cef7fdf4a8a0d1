import { css } from 'lit'

export const firstRunStyles = css`
  :host { display: grid; grid-template-columns: minmax(300px, 5fr) 9fr; min-block-size: 100dvh; background: var(--sg-surface); }
  .intro { background: radial-gradient(40rem 40rem at 110% 110%, rgb(255 182 92 / 30%), transparent 60%), linear-gradient(165deg, #0c6b73, #073e45); color: #fff; }
  .intro .inner { position: sticky; inset-block-start: 0; block-size: 100dvh; display: flex; flex-direction: column; justify-content: center; padding: 48px clamp(28px, 4vw, 64px); gap: 14px; }
  .intro svg { inline-size: 56px; block-size: 56px; margin-block-end: 10px; }
  .intro h1 { font-size: clamp(26px, 2.6vw, 36px); letter-spacing: -0.02em; }
  .intro p { font-size: var(--sg-text-lg); color: rgb(255 255 255 / 86%); max-inline-size: 38ch; }
  .intro ol { margin: 18px 0 0; padding: 0; list-style: none; counter-reset: step; display: grid; gap: 10px; font-weight: 500; }
  .intro li { counter-increment: step; display: flex; gap: 12px; align-items: center; }
  .intro li::before { content: counter(step); display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 50%; border: 1px solid rgb(255 255 255 / 45%); font-size: var(--sg-text-sm); }
  form { display: grid; gap: 30px; align-content: start; inline-size: min(720px, 100%); margin-inline: auto; padding: 40px clamp(18px, 4vw, 48px) 64px; }
  .languages { justify-self: end; display: flex; gap: 2px; padding: 3px; border-radius: 8px; background: var(--sg-surface-2); }
  .languages button { all: unset; cursor: pointer; padding: 4px 12px; border-radius: 6px; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); }
  .languages button[aria-pressed='true'] { background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow-1); }
  .languages button:focus-visible { outline: 2px solid var(--sg-focus); }
  section { display: grid; gap: 14px; }
  .two { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; align-items: start; }
  form input:not([type='checkbox']), form select { block-size: 40px; }
  .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px; }
  .card { position: relative; display: grid; gap: 4px; align-content: start; padding: 16px; border: 1px solid var(--sg-border); border-radius: 12px; cursor: pointer; transition: border-color 120ms, background 120ms; }
  .card:hover { border-color: var(--sg-border-strong); }
  .card.on { border-color: var(--sg-accent); box-shadow: inset 0 0 0 1px var(--sg-accent); background: var(--sg-selected); }
  .card input { position: absolute; inset-block: 16px auto; inset-inline: auto 16px; }
  .card:has(:focus-visible) { outline: 2px solid var(--sg-focus); outline-offset: 2px; }
  .card sangam-icon { --sg-icon: 20px; color: var(--sg-accent-text); margin-block-end: 6px; }
  .card span { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .card small { color: var(--sg-text-2); font-size: var(--sg-text-xs); font-weight: 500; margin-block-start: 4px; }
  .sample { display: flex; gap: 12px; padding: 14px 16px; border: 1px dashed var(--sg-border-strong); border-radius: 12px; cursor: pointer; align-items: start; }
  .sample input { margin-block-start: 2px; } .sample span { display: grid; } .sample small { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .go { display: flex; justify-content: flex-end; } .go sangam-button { min-inline-size: 180px; }
  @media (max-width: 860px) {
    :host { grid-template-columns: 1fr; align-content: start; }
    .intro .inner { position: static; block-size: auto; padding: 26px 18px 24px; gap: 6px; } .intro svg { inline-size: 38px; block-size: 38px; margin: 0; } .intro ol { display: none; }
    form { padding-block: 18px 48px; gap: 24px; }
  }
  @media (max-width: 540px) { .two { grid-template-columns: 1fr; } .go sangam-button { inline-size: 100%; } }
`
