import type { IconName } from '@sangam/sdk'
import type { IconPart } from '@sangam/sdk/web'
import { css, html, LitElement, type SVGTemplateResult, svg } from 'lit'

// Drawn on a 20-unit square with a 1.6 stroke. Plugins name these; a name that a later version has is shown as a dot.
const shapes: { readonly [name in IconName]: string } = {
  home: 'M3.5 9 10 3.5 16.5 9M5 8v8.5h10V8M8.5 16.5v-4.5h3v4.5',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17 17',
  bell: 'M10 3a5 5 0 0 0-5 5c0 4-1.5 5-1.5 6h13c0-1-1.5-2-1.5-6a5 5 0 0 0-5-5ZM8 16.5a2 2 0 0 0 4 0',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4M7 7.5h6v5H7z',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4 10.5l4 4 8-9',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  up: 'M5.5 12 10 7.5l4.5 4.5',
  right: 'M8 5.5l4.5 4.5L8 14.5',
  left: 'M12 5.5 7.5 10l4.5 4.5',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  filter: 'M3 5h14M5.5 10h9M8.5 15h3',
  sort: 'M6 4v12M6 16l-2.5-2.5M6 16l2.5-2.5M14 16V4M14 4l-2.5 2.5M14 4l2.5 2.5',
  'sort-up': 'M10 16V4M10 4 6 8M10 4l4 4',
  'sort-down': 'M10 4v12M10 16l-4-4M10 16l4-4',
  group: 'M3.5 4.5h13M6.5 8.5h10M3.5 12h13M6.5 16h10',
  columns: 'M3.5 4h13v12h-13zM8 4v12M12.5 4v12',
  numbered:
    'M8.5 5.5h8M8.5 10h8M8.5 14.5h8M3 4.2 4.2 3.7V7.4M3 9.2c0-.7.5-1 1.1-1s1.1.4 1.1 1c0 .8-2.2 1.5-2.2 2.6h2.3M3 13.6h2.2l-1.2 1.2c.8 0 1.2.4 1.2 1s-.5 1.1-1.2 1.1c-.5 0-.9-.2-1.1-.5',
  list: 'M7 5.5h9.5M7 10h9.5M7 14.5h9.5M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01',
  board: 'M3.5 4h3.5v12H3.5zM8.3 4h3.5v8H8.3zM13 4h3.5v10H13z',
  pivot: 'M3.5 4h13v12h-13zM3.5 8h13M7.8 4v12M11 11.5h3M11 14h3',
  gantt: 'M3.5 3.5v13M6 5.5h6M8.5 10h7M7 14.5h5.5',
  tree: 'M3.5 4h4v3.5h-4zM10.5 8.5h6V12h-6zM10.5 13.5h6V17h-6zM5.5 7.5v7.75h5M5.5 10.2h5',
  star: 'M10 3l2.2 4.5 5 .7-3.6 3.5.9 4.9L10 14.2l-4.5 2.4.9-4.9L2.8 8.2l5-.7z',
  user: 'M10 10a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM3.8 17c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5',
  users: 'M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.5 16.5c.4-3 2.3-4.5 5-4.5s4.6 1.5 5 4.5M13 4.2a2.7 2.7 0 0 1 0 5.1M14.5 12.2c1.7.5 2.7 2 3 4.3',
  building: 'M4 17V4.5h8V17M12 8h4v9M2.5 17h15M6.5 7.5h3M6.5 10.5h3M6.5 13.5h3',
  box: 'M10 3l6.5 3.5v7L10 17l-6.5-3.5v-7zM3.5 6.5 10 10l6.5-3.5M10 10v7',
  target: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 10h.01',
  handshake: 'M2.5 6.5 6 5l4 2 4-2 3.5 1.5v6L14 13.5l-4 3-4-3-3.5-1zM10 7 7.5 9.5a1.5 1.5 0 0 0 2.2 2l1.8-1.5 2.7 3',
  funnel: 'M3 4h14l-5.3 6.5V16l-3.4-2v-3.5z',
  tag: 'M3.5 3.5h6l7 7-6 6-7-7zM6.7 6.7h.01',
  phone: 'M5 3.5h2.5L9 7 7 8.5c.8 2 2.5 3.7 4.5 4.5L13 11l3.5 1.5V15c0 1-.7 1.5-1.5 1.5C9 16 4 11 3.5 5c0-.9.6-1.5 1.5-1.5Z',
  mail: 'M3 5h14v10.5H3zM3 5.5l7 5.5 7-5.5',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.7 1.7',
  task: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 10.2l2.2 2.2L13.2 8',
  note: 'M4.5 3.5h11v13h-11zM7 7h6M7 10h6M7 13h3.5',
  meeting: 'M3 5h14v8.5h-6l-3.5 3v-3H3z',
  comment: 'M10 4c4 0 7 2.5 7 5.6s-3 5.6-7 5.6c-.9 0-1.7-.1-2.5-.3L4 16.5l.9-2.9C3.7 12.5 3 11.1 3 9.6 3 6.5 6 4 10 4Z',
  clip: 'M14.5 9.5 9 15a3.2 3.2 0 0 1-4.6-4.6l6-6a2.2 2.2 0 0 1 3.1 3.1l-5.8 5.8a1.1 1.1 0 0 1-1.6-1.6l5-5',
  inbox: 'M3 11.5 5.5 4h9l2.5 7.5v4.5H3zM3 11.5h4l1 2h4l1-2h4',
  snooze: 'M10 16.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM10 7.5v3l2 1.5M4 3 2.5 4.5M16 3l1.5 1.5',
  edit: 'M4 16l.7-3.2L13 4.5l2.5 2.5-8.3 8.3zM11.3 6.2l2.5 2.5',
  remove: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5',
  history: 'M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7.2M3.5 3.5v3.7h3.7M10 6.5V10l2.5 1.5',
  download: 'M10 3.5v9M10 12.5 6.5 9M10 12.5 13.5 9M4 16.5h12',
  upload: 'M10 13V4M10 4 6.5 7.5M10 4l3.5 3.5M4 16.5h12',
  settings:
    'M10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM10 2.8v2.4M10 14.8v2.4M2.8 10h2.4M14.8 10h2.4M4.9 4.9l1.7 1.7M13.4 13.4l1.7 1.7M15.1 4.9l-1.7 1.7M6.6 13.4l-1.7 1.7',
  plugin: 'M7 3.5h6V7h3.5v9.5h-13V7H7zM7 7h6',
  key: 'M7 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.5 10H17v3M14 10v2.5',
  shield: 'M10 2.8l6 2.2v4.5c0 3.8-2.5 6.3-6 7.7-3.5-1.4-6-3.9-6-7.7V5zM7.3 9.8l2 2 3.6-3.9',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5ZM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2.5V4M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M15.3 4.7l-1 1M5.7 14.3l-1 1',
  moon: 'M16 11.5A6.5 6.5 0 0 1 8.5 4 6.5 6.5 0 1 0 16 11.5Z',
  globe: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c2.2 2 3 4.3 3 7s-.8 5-3 7c-2.2-2-3-4.3-3-7s.8-5 3-7Z',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3h.01',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.5v4M10 6.8h.01',
  help: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM8 8.2a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M10 14h.01',
  logout: 'M8 3.5H4v13h4M8.5 10H17M17 10l-3-3M17 10l-3 3',
  grip: 'M7.5 5h.01M12.5 5h.01M7.5 10h.01M12.5 10h.01M7.5 15h.01M12.5 15h.01',
  chart: 'M3.5 16.5h13M6 13.5V9M10 13.5V5M14 13.5v-6',
  sidebar: 'M3 4h14v12H3zM7.8 4v12',
  open: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  send: 'M3 10 17 3.5 12.5 17 9.5 11z',
  bolt: 'M11 2.5 4.5 11.5H9.5L9 17.5 15.5 8.5H10.5z',
  team: 'M10 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM4 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM16 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM10 8v3M4 12.5V11h12v1.5',
  money: 'M6 3.5h8.5M6 7h8.5M6 3.5h3a3.7 3.7 0 0 1 0 7.4H6l6 5.6',
  ruler: 'M2.8 13.2 13.2 2.8l4 4L6.8 17.2zM6 10l1.8 1.8M8.5 7.5l2.6 2.6M11 5l1.8 1.8',
  'address-book':
    'M5 3h10.5v14H5zM3.5 6.5H6M3.5 10H6M3.5 13.5H6M10.3 9.6a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM7.8 13.6c.3-1.5 1.3-2.2 2.5-2.2s2.2.7 2.5 2.2',
  share:
    'M5.5 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM14.5 7a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM14.5 17.4a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM7.5 9l5-2.9M7.5 11l5 2.9',
  coins:
    'M8 10.5c2.8 0 5-1 5-2.3S10.8 6 8 6 3 7 3 8.2s2.2 2.3 5 2.3ZM3 8.2v3.5c0 1.3 2.2 2.3 5 2.3s5-1 5-2.3V8.2M13 9.5c2.3.1 4 1 4 2.2v3c0 1.3-2.2 2.3-5 2.3-2 0-3.7-.5-4.5-1.2',
  flag: 'M5 17.5V3M5 3.5h9.5l-2 3.3 2 3.2H5',
  pin: 'M10 17.5s5.5-5 5.5-9a5.5 5.5 0 0 0-11 0c0 4 5.5 9 5.5 9ZM10 10.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  route: 'M5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM15 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 15h6a2.5 2.5 0 0 0 0-5H7a2.5 2.5 0 0 1 0-5h6',
  truck: 'M2.5 5h9v9h-9zM11.5 8h3.5l2.5 3v3h-6zM6 16a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM14 16a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2Z',
  heart: 'M10 16.5S3.5 12.7 3.5 8.2A3.4 3.4 0 0 1 10 6.8a3.4 3.4 0 0 1 6.5 1.4c0 4.5-6.5 8.3-6.5 8.3Z',
  percent: 'M15.5 4.5l-11 11M6.2 8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM13.8 15.6a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  tool: 'M16.2 6.3a4 4 0 0 1-5.3 5L6 16.2a1.6 1.6 0 0 1-2.3-2.3l4.9-4.9a4 4 0 0 1 5-5.3L11.3 6l.5 2.2 2.2.5z',
  dot: 'M10 11.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
}

/** Pictures of a way: they look the other way where the page reads from right to left. */
const turning: ReadonlySet<string> = new Set(['right', 'left', 'undo', 'logout', 'open', 'send', 'sidebar', 'list', 'numbered', 'group', 'gantt', 'tree'])

/** A small picture beside words; on its own it needs a `label`. */
export class SgIcon extends LitElement implements IconPart {
  static override properties = { name: {}, label: {} }
  declare name: string
  declare label: string

  constructor() {
    super()
    this.name = ''
    this.label = ''
  }

  static override styles = css`
    :host { display: inline-flex; inline-size: 1.3em; block-size: 1.3em; flex: none; vertical-align: -0.25em; font-size: var(--sg-icon, 13.5px); }
    svg { inline-size: 100%; block-size: 100%; fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
    :host(:dir(rtl)) .turning { scale: -1 1; }
  `

  protected override render(): unknown {
    const named = this.label !== ''
    return html`<svg class=${turning.has(this.name) ? 'turning' : ''} viewBox="0 0 20 20" role=${named ? 'img' : 'presentation'} aria-label=${named ? this.label : ''} aria-hidden=${named ? 'false' : 'true'}>${drawn(this.name)}</svg>`
  }
}
customElements.define('sangam-icon', SgIcon)

function drawn(name: string): SVGTemplateResult {
  const wide = name === 'more' || name === 'grip'
  return svg`<path d=${Object.hasOwn(shapes, name) ? shapes[name as IconName] : shapes.dot} stroke-width=${wide ? 2.4 : 1.6}></path>`
}
