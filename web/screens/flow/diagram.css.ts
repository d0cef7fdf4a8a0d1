import { css } from 'lit'

export const diagramStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); position: relative; border: 1px solid var(--sg-border); border-radius: var(--sg-radius-lg); background: var(--sg-surface); overflow: hidden; }
  .frame { overflow: auto; max-block-size: var(--sg-diagram-high, min(66dvh, 900px)); overscroll-behavior-inline: contain; background: radial-gradient(circle at 1px 1px, var(--sg-border) 1px, transparent 0) 0 0 / 18px 18px; }
  .space { position: relative; margin-inline: auto; margin-block: 10px 14px; } .canvas { position: absolute; inset-block-start: 0; inset-inline-start: 0; transform-origin: 0 0; } :host(:dir(rtl)) .canvas { transform-origin: 100% 0; }
  svg { position: absolute; inset: 0; overflow: visible; pointer-events: none; } :host(:dir(rtl)) svg.lines { transform: scaleX(-1); }
  path { fill: none; stroke: var(--sg-border-strong); stroke-width: 1.5; } polygon { fill: var(--sg-border-strong); } g.near path, line { stroke: var(--sg-accent); stroke-width: 2; fill: none; } g.near polygon { fill: var(--sg-accent); } line { stroke-dasharray: 5 4; }
  ol, ul { list-style: none; margin: 0; padding: 0; } .state, .words, .handle { position: absolute; user-select: none; font: inherit; color: inherit; cursor: pointer; margin: 0; }
  .state { display: flex; align-items: center; justify-content: center; padding: 0 12px; border: 1.5px solid var(--ink, var(--sg-grey)); border-radius: 10px; background: var(--ground, var(--sg-grey-soft)); color: var(--ink, var(--sg-grey)); font-size: var(--sg-text-md); font-weight: 550; }
  .state span, .words span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .state[data-colour='blue'] { --ground: var(--sg-blue-soft); --ink: var(--sg-blue); } .state[data-colour='teal'] { --ground: var(--sg-teal-soft); --ink: var(--sg-teal); }
  .state[data-colour='green'] { --ground: var(--sg-green-soft); --ink: var(--sg-green); } .state[data-colour='yellow'] { --ground: var(--sg-yellow-soft); --ink: var(--sg-yellow); }
  .state[data-colour='orange'] { --ground: var(--sg-orange-soft); --ink: var(--sg-orange); } .state[data-colour='red'] { --ground: var(--sg-red-soft); --ink: var(--sg-red); } .state[data-colour='purple'] { --ground: var(--sg-purple-soft); --ink: var(--sg-purple); }
  .state:hover { box-shadow: var(--sg-shadow-1); } .state.present { gap: 5px; background: var(--ink, var(--sg-grey)); color: var(--sg-surface); font-weight: 650; --sg-icon: 12px; } .state.chosen, .state.over { box-shadow: 0 0 0 3px var(--sg-accent-soft), 0 0 0 5px var(--sg-accent); }
  .begin { position: absolute; inline-size: 10px; block-size: 10px; margin-inline-start: -5px; border-radius: 50%; background: var(--sg-text-2); } .begin::after { content: ''; position: absolute; inset-inline-start: 4.25px; inset-block-start: 9px; inline-size: 1.5px; block-size: 8px; background: var(--sg-text-2); }
  .words { display: flex; align-items: center; justify-content: center; gap: 5px; padding: 0 8px; border: 1px solid var(--sg-border); border-radius: 13px; background: var(--sg-surface); color: var(--sg-text); font-size: var(--sg-text-sm); --sg-icon: 11px; } .words.bare { padding: 0; color: var(--sg-text-2); } .words sangam-icon { color: var(--sg-text-2); }
  .words:hover, .words.near { border-color: var(--sg-accent); } .words.chosen { border-color: var(--sg-accent); box-shadow: 0 0 0 3px var(--sg-accent-soft); } .words.ahead { border-color: var(--sg-accent); color: var(--sg-accent-text); font-weight: 550; }
  .handle { display: grid; place-items: center; inline-size: 24px; block-size: 24px; padding: 0; border: 1.5px solid var(--sg-accent); border-radius: 50%; background: var(--sg-surface); color: var(--sg-accent-text); touch-action: none; cursor: crosshair; opacity: 0; --sg-icon: 11px; }
  li:hover > .handle, li:focus-within > .handle { opacity: 1; } @media (hover: none) { .handle { opacity: 1; } }
  .dragging, .dragging * { cursor: crosshair !important; user-select: none; }
  .tools { display: flex; align-items: center; gap: 8px; padding: 6px; border-block-end: 1px solid var(--sg-border); } .zoom { display: flex; margin-inline-start: auto; }
  .about { padding: 10px 14px; border-block-start: 1px solid var(--sg-border); }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 8px 14px; border-block-start: 1px solid var(--sg-border); color: var(--sg-text-2); font-size: var(--sg-text-xs); --sg-icon: 11px; } .legend span { display: inline-flex; gap: 6px; align-items: center; } .legend .keys { margin-inline-start: auto; }
  @media (hover: none) { .legend .keys { display: none; } }
  @media print { .tools, .handle { display: none; } .frame { max-block-size: none; } }
`
