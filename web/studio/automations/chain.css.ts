import { css } from 'lit'

export const chainStyles = css`
  :host { display: block; container-type: inline-size; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; }
  .frame { overflow-x: auto; padding: 18px 14px 14px; background: radial-gradient(circle at 1px 1px, var(--sg-border) 1px, transparent 0) 0 0 / 18px 18px; }
  ol { list-style: none; margin: 0 auto; padding: 0; display: grid; justify-items: center; } ol.whole { inline-size: max-content; min-inline-size: 100%; } li { display: grid; justify-items: center; min-inline-size: 0; }
  .node { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 2px 10px; align-items: center; inline-size: 320px; min-block-size: 54px; padding: 8px 12px; border: 1.5px solid var(--sg-border-strong); border-radius: 11px; background: var(--sg-surface); color: var(--sg-text); font: inherit; text-align: start; cursor: pointer; user-select: none; }
  .node:hover { border-color: var(--sg-accent); } .node.chosen { border-color: var(--sg-accent); box-shadow: 0 0 0 3px var(--sg-accent-soft); } .node.wrong { border-color: var(--sg-danger); } .node.held { opacity: 0.5; }
  .round { grid-row: 1 / 3; display: grid; place-items: center; inline-size: 28px; block-size: 28px; border-radius: 8px; background: var(--sg-accent-soft); color: var(--sg-accent-text); font-weight: 600; font-size: var(--sg-text-sm); --sg-icon: 13px; } .node.step .round { cursor: grab; touch-action: none; }
  .name { font-weight: 550; overflow-wrap: anywhere; } .said { grid-column: 2; color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow-wrap: anywhere; }
  .mark { grid-row: 1 / 3; grid-column: 3; display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 50%; color: var(--ink); background: var(--ground); --ink: var(--sg-grey); --ground: var(--sg-grey-soft); --sg-icon: 12px; }
  .mark[data-colour='green'] { --ink: var(--sg-green); --ground: var(--sg-green-soft); } .mark[data-colour='red'] { --ink: var(--sg-red); --ground: var(--sg-red-soft); } .mark[data-colour='yellow'] { --ink: var(--sg-yellow); --ground: var(--sg-yellow-soft); } .mark[data-colour='blue'] { --ink: var(--sg-blue); --ground: var(--sg-blue-soft); }
  .node.green { border-color: var(--sg-green); } .node.red { border-color: var(--sg-red); } .node.yellow { border-color: var(--sg-yellow); } .node.missed { border-style: dashed; border-color: var(--sg-border-strong); background: var(--sg-bg); }
  .node.chosen { border-color: var(--sg-accent); } .node.chosen.wrong { border-color: var(--sg-danger); }
  .gap { position: relative; display: grid; place-items: center; inline-size: 64px; block-size: 36px; } .gap::before, .stem::before, .rest::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: calc(50% - 0.75px); inline-size: 1.5px; background: var(--sg-border-strong); } .gap.last { block-size: 30px; }
  .gap button { position: relative; display: grid; place-items: center; inline-size: 24px; block-size: 24px; padding: 0; border: 1px solid var(--sg-border-strong); border-radius: 50%; background: var(--sg-surface); color: var(--sg-text-2); cursor: pointer; --sg-icon: 10px; } .gap button:hover { border-color: var(--sg-accent); color: var(--sg-accent-text); }
  .gap.free button { border-style: dashed; border-color: var(--sg-accent); } .gap.over button { background: var(--sg-accent); color: var(--sg-on-accent); border-style: solid; scale: 1.25; } .plain { block-size: 22px; }
  .lanes { display: flex; align-items: stretch; } .lane { position: relative; display: grid; grid-template-rows: auto auto auto 1fr; justify-items: center; padding-inline: 8px; min-inline-size: 150px; } .stem, .rest { position: relative; inline-size: 20px; } .stem { block-size: 16px; } .rest { min-block-size: 10px; }
  .lane::before, .lane::after { content: ''; position: absolute; block-size: 1.5px; background: var(--sg-border-strong); } .lane::before { inset-block-start: 0; } .lane::after { inset-block-end: 0; }
  .lane:first-child::before, .lane:first-child::after { inset-inline: calc(50% - 0.75px) 0; } .lane:last-child::before, .lane:last-child::after { inset-inline: 0 calc(50% - 0.75px); }
  .before { position: relative; inline-size: 20px; block-size: 14px; } .before::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: calc(50% - 0.75px); inline-size: 1.5px; background: var(--sg-border-strong); }
  .way { padding: 1px 9px; border-radius: 10px; background: var(--sg-surface-3); color: var(--sg-text); font-size: var(--sg-text-xs); font-weight: 600; } .lane .node { inline-size: 250px; } .lane .lane .node { inline-size: 190px; }
  .keys { padding: 8px 14px; border-block-start: 1px solid var(--sg-border); color: var(--sg-text-2); font-size: var(--sg-text-xs); } .dragging, .dragging * { cursor: grabbing !important; user-select: none; } .inline { inline-size: 100%; }
  @media (hover: none) { .keys { display: none; } }
  @container (max-width: 600px) {
    ol.whole { inline-size: auto; min-inline-size: 0; grid-template-columns: minmax(0, 1fr); } ol, li { justify-items: stretch; margin-inline: 0; } .node, .lane .node, .lane .lane .node { inline-size: 100%; } .gap { inline-size: 100%; justify-self: center; }
    .lanes { display: grid; gap: 12px; padding-block: 4px 0; } .lane { justify-items: stretch; min-inline-size: 0; margin-inline-start: 12px; padding-inline: 12px 0; border-inline-start: 2px solid var(--sg-border-strong); grid-template-rows: none; } .way { justify-self: start; margin-block-end: 6px; }
    .lane::before, .lane::after, .stem, .rest, .before { display: none; }
  }
`
