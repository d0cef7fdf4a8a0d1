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

type Shown = Toast & { readonly id: number }

/** Where toasts appear; one on the page. Read out by screen readers, stays while the pointer or focus is on it. */
export class SgToasts extends LitElement {
  static override properties = { shown: { state: true } }
  declare shown: readonly Shown[]
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #next = 0

  constructor() {
    super()
    this.shown = []
  }

  static override styles = [
    base,
    css`
    :host { position: fixed; inset: auto 0 max(76px, env(safe-area-inset-bottom)) 0; display: grid; justify-items: center; gap: 8px; pointer-events: none; z-index: 100; border: 0; background: none; padding: 0 12px; margin: 0; inline-size: auto; block-size: auto; overflow: visible; }
    div { display: flex; align-items: center; gap: 10px; max-inline-size: min(560px, 100%); padding-block: 8px; padding-inline: 14px 8px; border-radius: var(--sg-radius); background: light-dark(#1b252b, #e7edf0); color: light-dark(#f2f6f8, #12191d); box-shadow: var(--sg-shadow-2); pointer-events: auto; animation: up 160ms ease-out; }
    div.problem { background: light-dark(#8f1d13, #ffd8d3); }
    button { all: unset; cursor: pointer; font-weight: 600; padding: 5px 10px; border-radius: 5px; color: light-dark(#83dfe1, #09575e); }
    .problem button { color: inherit; }
    button:hover { background: rgb(127 127 127 / 22%); }
    button:focus-visible { outline: 2px solid currentcolor; }
    @keyframes up { from { opacity: 0; translate: 0 10px; } }
    @media (max-width: 760px) { :host { inset-block-end: calc(72px + env(safe-area-inset-bottom)); } }
  `,
  ]

  protected override render(): unknown {
    return html`<section role="status" aria-live="polite" aria-label=${t('Messages')} style="display:contents">${repeat(
      this.shown,
      one => one.id,
      one => html`<div class=${one.kind ?? 'done'} @mouseenter=${() => this.#hold(one.id)} @focusin=${() => this.#hold(one.id)} @mouseleave=${() => this.#fade(one.id)}>
        <span>${one.text}</span>${one.action ? html`<button type="button" @click=${() => this.#act(one)}>${one.action.label}</button>` : nothing}
        <button type="button" aria-label=${t('Dismiss')} @click=${() => this.#drop(one.id)}><sangam-icon name="close"></sangam-icon></button></div>`,
    )}</section>`
  }

  show(toast: Toast): void {
    const one = { ...toast, id: this.#next++ }
    this.shown = [...this.shown.slice(-2), one]
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
