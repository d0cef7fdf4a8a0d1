import { css, html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { sentenceOf } from '../data/client.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import './button.ts'

export interface Toast {
  readonly text: string
  readonly kind?: 'done' | 'problem'
  /** A button: `{ label: t('Undo'), run }`. */
  readonly action?: { readonly label: string; readonly run: () => unknown }
}

/** How far something is that takes a while. */
export interface HowFar {
  readonly text: string
  /** How much of it is done, in words; nothing where that is not known yet. */
  readonly amount: string
  /** The part that is done, from 0 to 1; null where nobody knows how much there is. */
  readonly part: number | null
}

/** What is said of something that runs, until it ends. */
export interface Running {
  tell(far: HowFar): void
  end(): void
}

type Shown = Toast & { readonly id: number; readonly running?: { readonly far: HowFar; readonly cancel: () => void } }

/**
 * Where toasts appear; one on the page. Read out by screen readers, stays while the pointer or focus is on it. It says how high it stands, so that the
 * frame leaves it that much of the foot: what somebody needs next may lie anywhere, and nothing of it is covered.
 */
export class SgToasts extends LitElement {
  static override properties = { shown: { state: true } }
  declare shown: readonly Shown[]
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  readonly #size = new ResizeObserver(() => this.#reserve())
  #next = 0

  constructor() {
    super()
    this.shown = []
  }

  static override styles = [
    base,
    css`
    :host { position: fixed; inset: auto 0 0; display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: 8px; padding-block: 7px max(7px, env(safe-area-inset-bottom)); padding-inline: calc(var(--sg-nav) + 12px) 12px; pointer-events: none; z-index: 100; }
    div { display: flex; align-items: center; gap: 10px; max-inline-size: min(560px, 100%); padding-block: 8px; padding-inline: 14px 8px; border-radius: var(--sg-radius); background: light-dark(#1b252b, #e7edf0); color: light-dark(#f2f6f8, #12191d); box-shadow: var(--sg-shadow-2); pointer-events: auto; animation: up 160ms ease-out; }
    div.problem { background: light-dark(#8f1d13, #ffd8d3); }
    button { all: unset; cursor: pointer; font-weight: 600; padding: 5px 10px; border-radius: 5px; color: light-dark(#83dfe1, #09575e); }
    .problem button { color: inherit; }
    button:hover { background: rgb(127 127 127 / 22%); }
    button:focus-visible { outline: 2px solid currentcolor; }
    div.running { position: relative; overflow: hidden; padding-block-end: 11px; }
    .far { color: light-dark(#b9c6cd, #43525b); font-variant-numeric: tabular-nums; white-space: nowrap; }
    .far:not(:empty)::before { content: '· '; }
    .bar { position: absolute; inset: auto 0 0; block-size: 3px; background: rgb(127 127 127 / 35%); }
    .bar i { display: block; block-size: 100%; inline-size: 30%; background: light-dark(#83dfe1, #09575e); animation: over 1.4s ease-in-out infinite alternate; }
    .bar[aria-valuenow] i { animation: none; transition: inline-size 160ms linear; }
    @keyframes over { from { margin-inline-start: 0; } to { margin-inline-start: 70%; } }
    @media (prefers-reduced-motion: reduce) { .bar i { animation: none; } .bar:not([aria-valuenow]) i { inline-size: 100%; opacity: 0.6; } }
    @keyframes up { from { opacity: 0; translate: 0 10px; } }
    @media (max-width: 760px) { :host { inset-block-end: calc(55px + env(safe-area-inset-bottom)); flex-direction: column; flex-wrap: nowrap; padding: 7px 12px; } }
    @media print { :host { display: none; } }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#size.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#size.disconnect()
  }

  /** How much of the foot is theirs. */
  #reserve(): void {
    const high = this.shown.length > 0 ? this.offsetHeight : 0
    document.documentElement.style.setProperty('--sg-said', `${high}px`)
  }

  protected override updated(): void {
    this.#reserve()
  }

  protected override render(): unknown {
    return html`<section role="status" aria-live="polite" aria-label=${t('Messages')} style="display:contents">${repeat(
      this.shown,
      one => one.id,
      one =>
        one.running
          ? this.#running(one.id, one.running)
          : html`<div class=${one.kind ?? 'done'} @mouseenter=${() => this.#hold(one.id)} @focusin=${() => this.#hold(one.id)} @mouseleave=${() => this.#fade(one.id)}>
        <span>${one.text}</span>${one.action ? html`<button type="button" @click=${() => this.#act(one)}>${one.action.label}</button>` : nothing}
        <button type="button" aria-label=${t('Dismiss')} @click=${() => this.#drop(one.id)}><sangam-icon name="close"></sangam-icon></button></div>`,
    )}</section>`
  }

  /** It is read out that something runs, and not each time how far it is. */
  #running(id: number, { far, cancel }: NonNullable<Shown['running']>): unknown {
    const done = far.part === null ? null : Math.round(far.part * 100)
    return html`<div class="running"><span>${far.text} <span class="far" aria-live="off">${far.amount}</span></span>
      <span class="bar" role="progressbar" aria-label=${far.text} aria-valuenow=${done ?? nothing} aria-valuetext=${far.amount || nothing}><i style=${done === null ? nothing : `inline-size:${done}%`}></i></span>
      <button type="button" @click=${cancel}>${t('Cancel')}</button>
      <button type="button" aria-label=${t('Hide this, and go on')} @click=${() => this.#drop(id)}><sangam-icon name="close"></sangam-icon></button></div>`
  }

  /** Stays until it ends, whatever else is said meanwhile. */
  run(cancel: () => void): Running {
    const id = this.#next++
    const tell = (far: HowFar): void => {
      this.shown = this.shown.map(one => (one.id === id ? { ...one, running: { far, cancel } } : one))
    }
    this.shown = [...this.shown, { id, text: '', running: { far: { text: '', amount: '', part: null }, cancel } }]
    return { tell, end: () => this.#drop(id) }
  }

  show(toast: Toast): void {
    const one = { ...toast, id: this.#next++ }
    // What is said again stands once, and is read out anew. One with a button stays: its button takes back another thing.
    const again = this.shown.filter(({ running, text, kind, action }) => !running && !action && !toast.action && text === toast.text && kind === toast.kind)
    for (const { id } of again) this.#drop(id)
    const said = this.shown.filter(({ running }) => !running).slice(-2)
    this.shown = [...this.shown.filter(shown => shown.running || said.includes(shown)), one]
    this.#fade(one.id, toast.kind === 'problem' || toast.action ? 9000 : 4500)
  }

  #act(one: Shown): void {
    this.#drop(one.id)
    void one.action?.run()
  }

  #fade(id: number, after = 4000): void {
    this.#hold(id)
    this.#timers.set(
      id,
      setTimeout(() => this.#drop(id), after),
    )
  }

  #hold(id: number): void {
    clearTimeout(this.#timers.get(id))
  }

  #drop(id: number): void {
    this.#hold(id)
    this.#timers.delete(id)
    this.shown = this.shown.filter(one => one.id !== id)
  }
}
customElements.define('sangam-toasts', SgToasts)

/** Says something at the foot of the page for a few seconds. */
export function toast(text: string, options: Omit<Toast, 'text'> = {}): void {
  place().show({ text, ...options })
}

/** Says at the foot of the page that something runs, until its end is told; `cancel` calls it off. */
export function toastRunning(cancel: () => void): Running {
  return place().run(cancel)
}

/** Says what was refused, whatever was thrown. */
export function toastProblem(error: unknown): void {
  toast(sentenceOf(error), { kind: 'problem' })
}

function place(): SgToasts {
  const known = document.querySelector<SgToasts>('sangam-toasts')
  if (known) return known
  const made = new SgToasts()
  document.body.append(made)
  return made
}
