import { css } from 'lit'

export const calendarStyles = css`
  .steps { display: flex; align-items: center; gap: 2px; }
  .steps b { min-inline-size: 9em; padding-inline: 8px; font-weight: 600; font-size: var(--sg-text-lg); white-space: nowrap; }
  .heads { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); border-block-start: 1px solid var(--sg-border); }
  .heads span { padding: 5px 10px; font-size: var(--sg-text-xs); font-weight: 550; color: var(--sg-text-2); }
  .days { flex: 1; min-block-size: 0; list-style: none; margin: 0; padding: 0; display: grid; border-block-start: 1px solid var(--sg-border); gap: 1px; background: var(--sg-border); overflow: auto; }
  .days.month { grid-template-columns: repeat(7, minmax(0, 1fr)); grid-auto-rows: minmax(0, 1fr); overflow: hidden; }
  .days.week { grid-template-columns: repeat(7, minmax(0, 1fr)); grid-auto-rows: minmax(0, 1fr); }
  .days.day { grid-auto-rows: minmax(0, 1fr); }
  .day { position: relative; display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 0; padding: 3px; background: var(--sg-surface); }
  .day.far { background: var(--sg-bg); }
  .day.over { box-shadow: inset 0 0 0 2px var(--sg-accent); background: var(--sg-accent-soft); }
  .day > header { display: flex; align-items: center; gap: 6px; min-block-size: 26px; padding-inline: 3px; flex: none; }
  .day > header button.date { all: unset; cursor: pointer; display: flex; align-items: baseline; gap: 6px; min-inline-size: 24px; min-block-size: 24px; padding: 0 5px; border-radius: 6px; font-size: var(--sg-text-sm); font-weight: 550; line-height: 24px; font-variant-numeric: tabular-nums; }
  .day.far > header button.date { color: var(--sg-text-3); font-weight: 450; }
  .day > header button.date:hover { background: var(--sg-surface-2); }
  .day > header button.date:focus-visible { outline: 2px solid var(--sg-focus); }
  .day.today > header button.date b { display: inline-block; min-inline-size: 24px; padding-inline: 5px; box-sizing: border-box; border-radius: 12px; background: var(--sg-accent); color: var(--sg-on-accent); text-align: center; font-weight: 600; }
  .date b { font-weight: inherit; }
  .day > header .grow { flex: 1; }
  .day > header .add { opacity: 0; }
  .day:hover > header .add, .day:focus-within > header .add { opacity: 1; }
  .entries { flex: 1; min-block-size: 0; list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 2px; overflow: hidden; }
  .week .entries, .day.days .entries, .agenda .entries { overflow: hidden auto; gap: 5px; padding: 4px 3px 10px; scrollbar-width: thin; }
  .entries > li { position: relative; flex: none; min-inline-size: 0; }
  .entry { display: flex; align-items: center; gap: 5px; block-size: 22px; padding: 0 6px; border-radius: 5px; background: var(--ground); color: var(--sg-text); font-size: var(--sg-text-sm); text-decoration: none; overflow: hidden; white-space: nowrap; }
  .entry::before { content: ''; inline-size: 3px; block-size: 12px; border-radius: 2px; background: var(--tone); flex: none; }
  .entry > span.name { overflow: hidden; text-overflow: ellipsis; }
  .entry time { color: var(--sg-text-2); font-size: var(--sg-text-xs); font-variant-numeric: tabular-nums; flex: none; }
  .entry:hover { text-decoration: none; background: color-mix(in srgb, var(--ground), var(--tone) 14%); }
  .entry:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .entry[draggable='true'] { cursor: grab; }
  .entry.moving { opacity: 0.4; } .entry.saving { opacity: 0.65; }
  .entry.card { display: grid; gap: 3px; block-size: auto; padding-block: 8px; padding-inline: 12px 10px; white-space: normal; border: 1px solid var(--sg-border); border-inline-start: 3px solid var(--tone); border-radius: 8px; background: var(--sg-surface); box-shadow: var(--sg-shadow-1); }
  .entry.card::before { display: none; }
  .entry.card:hover { border-color: var(--sg-border-strong); border-inline-start-color: var(--tone); background: var(--sg-surface); }
  .entry.card strong { font-weight: 550; font-size: var(--sg-text-md); padding-inline-end: 22px; overflow-wrap: anywhere; }
  .entry.card small { color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .entry.card .foot { display: flex; align-items: center; gap: 8px; min-block-size: 22px; } .entry.card .foot b { flex: 1; font-weight: 600; font-variant-numeric: tabular-nums; }
  .entries sangam-menu { position: absolute; inset-block-start: 4px; inset-inline-end: 4px; }
  .more { all: unset; cursor: pointer; flex: none; padding: 0 7px; min-block-size: 24px; line-height: 24px; border-radius: 5px; color: var(--sg-text-2); font-size: var(--sg-text-xs); font-weight: 500; }
  .more:hover { background: var(--sg-surface-2); color: var(--sg-text); } .more:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: -2px; }
  .none { padding: 10px 6px; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .days.day .entries { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); align-content: start; gap: 8px; padding: 4px calc(var(--sg-space-5) - 3px) 16px; }
  .days.day .day > header { padding-inline: calc(var(--sg-space-5) - 3px); }
  @media (hover: none) { .day > header .add { opacity: 1; } .phone .day > header .add { display: none; } }
  .phone.month { flex: none; grid-auto-rows: 50px; }
  .phone.month .day { align-items: center; padding: 2px; }
  .phone.month .day > header { padding: 0; } .phone.month .day > header button.date { justify-content: center; inline-size: 100%; }
  .phone.month .day.picked { background: var(--sg-selected); box-shadow: inset 0 0 0 2px var(--sg-accent); }
  .dots { min-block-size: 16px; padding-inline: 5px; border-radius: 8px; background: var(--sg-surface-3); color: var(--sg-text); font-size: 10.5px; font-weight: 600; line-height: 16px; font-variant-numeric: tabular-nums; }
  .phone.week { grid-template-columns: minmax(0, 1fr); grid-auto-rows: max-content; gap: 0; background: none; }
  .phone.week .day { border-block-end: 1px solid var(--sg-border); padding-inline: var(--sg-space-4); min-block-size: max-content; } .phone.day .entries, .phone.day .day > header { padding-inline: calc(var(--sg-space-4) - 3px); }
  .phone.week .entries { overflow: visible; padding-block-end: 4px; }
  .agenda { flex: 1; min-block-size: 0; display: flex; flex-direction: column; padding: 8px var(--sg-space-4) 0; border-block-start: 1px solid var(--sg-border); overflow: auto; }
  .agenda h2 { flex: 1; }
  .agenda > header { display: flex; align-items: center; gap: 8px; min-block-size: 34px; }
  .agenda .entries { overflow: visible; flex: none; }
  @media (max-width: 760px) { .heads span { padding: 4px 0; text-align: center; } .steps { flex: 1 1 100%; } .steps b { flex: 1; order: -1; padding-inline: 0; } }
`
