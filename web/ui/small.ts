import type { Colour } from '@sangam/sdk'
import type { AvatarPart, BadgePart, EmptyPart, ProblemPart, SkeletonPart } from '@sangam/sdk/web'
import { css, html, LitElement, nothing } from 'lit'
import { ProblemError, sentenceOf } from '../data/client.ts'
import { t } from '../shell/words.ts'
import { base } from '../style/parts.ts'
import './button.ts'
import './icon.ts'

/** A word on a soft ground: a choice's value, a state, a count. */
export class SgBadge extends LitElement implements BadgePart {
  static override properties = { colour: { reflect: true }, dot: { type: Boolean } }
  declare colour: Colour | ''
  declare dot: boolean

  constructor() {
    super()
    this.colour = ''
    this.dot = false
  }

  static override styles = css`
    :host { display: inline-flex; align-items: center; gap: 5px; max-inline-size: 100%; padding: 1px 7px; border-radius: 5px; font: 500 var(--sg-text-sm)/1.5 var(--sg-font); white-space: nowrap; background: var(--ground, var(--sg-grey-soft)); color: var(--ink, var(--sg-grey)); }
    :host([colour='blue']) { --ground: var(--sg-blue-soft); --ink: var(--sg-blue); }
    :host([colour='teal']) { --ground: var(--sg-teal-soft); --ink: var(--sg-teal); }
    :host([colour='green']) { --ground: var(--sg-green-soft); --ink: var(--sg-green); }
    :host([colour='yellow']) { --ground: var(--sg-yellow-soft); --ink: var(--sg-yellow); }
    :host([colour='orange']) { --ground: var(--sg-orange-soft); --ink: var(--sg-orange); }
    :host([colour='red']) { --ground: var(--sg-red-soft); --ink: var(--sg-red); }
    :host([colour='purple']) { --ground: var(--sg-purple-soft); --ink: var(--sg-purple); }
    span { overflow: hidden; text-overflow: ellipsis; }
    i { inline-size: 6px; block-size: 6px; border-radius: 50%; background: currentcolor; flex: none; }
  `

  protected override render(): unknown {
    return html`${this.dot ? html`<i></i>` : nothing}<span><slot></slot></span>`
  }
}
customElements.define('sangam-badge', SgBadge)

/** What to say where there is nothing yet: a heading, a sentence that teaches, and a way on (slotted). */
export class SgEmpty extends LitElement implements EmptyPart {
  static override properties = { icon: {}, heading: {}, text: {} }
  declare icon: string
  declare heading: string
  declare text: string

  constructor() {
    super()
    this.icon = ''
    this.heading = ''
    this.text = ''
  }

  static override styles = [
    base,
    css`
    :host { display: grid; justify-items: center; align-content: center; gap: var(--sg-space-2); padding: var(--sg-space-7) var(--sg-space-5); text-align: center; }
    .round { display: grid; place-items: center; inline-size: 52px; block-size: 52px; border-radius: 50%; background: var(--sg-accent-soft); color: var(--sg-accent-text); --sg-icon: 20px; margin-block-end: var(--sg-space-2); }
    p { color: var(--sg-text-2); max-inline-size: 46ch; }
    div.way { display: flex; flex-wrap: wrap; gap: var(--sg-space-2); justify-content: center; margin-block-start: var(--sg-space-3); }
  `,
  ]

  protected override render(): unknown {
    return html`${this.icon ? html`<div class="round"><sangam-icon name=${this.icon}></sangam-icon></div>` : nothing}
      <h2>${this.heading}</h2>${this.text ? html`<p>${this.text}</p>` : nothing}<div class="way"><slot></slot></div>`
  }
}
customElements.define('sangam-empty', SgEmpty)

/** What went wrong, in place, with a way to try again: `.error` is whatever was thrown; `retry` is told by an event. */
export class SgProblem extends LitElement implements ProblemPart {
  static override properties = { error: { attribute: false }, retry: { type: Boolean } }
  declare error: unknown
  declare retry: boolean

  constructor() {
    super()
    this.error = null
    this.retry = false
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    div { display: flex; gap: 10px; align-items: start; padding: 10px 12px; border-radius: var(--sg-radius); background: var(--sg-danger-soft); color: var(--sg-text); }
    sangam-icon { color: var(--sg-danger); margin-block-start: 1px; }
    section { flex: 1; display: grid; gap: 4px; }
    ul { margin: 0; padding-inline-start: 18px; }
    small { color: var(--sg-text-2); font-size: var(--sg-text-xs); }
  `,
  ]

  protected override render(): unknown {
    if (!this.error) return nothing
    const problem = this.error instanceof ProblemError ? this.error.problem : null
    const issues = (problem?.errors ?? []).filter(issue => issue.message !== problem?.detail)
    return html`<div role="alert"><sangam-icon name="warning"></sangam-icon><section><span>${sentenceOf(this.error)}</span>
      ${issues.length > 0 ? html`<ul>${issues.map(issue => html`<li>${issue.message}</li>`)}</ul>` : nothing}
      ${problem && problem.status >= 500 && problem.requestId ? html`<small>${t('Reference: {id}', { id: problem.requestId })}</small>` : nothing}</section>
      ${this.retry ? html`<sangam-button size="small" @click=${() => this.dispatchEvent(new Event('retry'))}>${t('Try again')}</sangam-button>` : nothing}</div>`
  }
}
customElements.define('sangam-problem', SgProblem)

/** A face for a name: initials on a tone that stays the same for the same name. */
export class SgAvatar extends LitElement implements AvatarPart {
  static override properties = { name: {}, size: { type: Number } }
  declare name: string
  declare size: number

  constructor() {
    super()
    this.name = ''
    this.size = 24
  }

  static override styles = css`
    :host { display: inline-grid; flex: none; vertical-align: middle; }
    span { display: grid; place-items: center; border-radius: 50%; font: 600 10px/1 var(--sg-font); user-select: none; }
  `

  protected override render(): unknown {
    const { letters, tone } = faceOf(this.name)
    const style = `inline-size:${this.size}px;block-size:${this.size}px;font-size:${Math.round(this.size * 0.4)}px;background:var(--sg-${tone}-soft);color:var(--sg-${tone})`
    return html`<span aria-hidden="true" style=${style}>${letters}</span>`
  }
}
customElements.define('sangam-avatar', SgAvatar)

/** Grey bars where something will be: `lines` of them. */
export class SgSkeleton extends LitElement implements SkeletonPart {
  static override properties = { lines: { type: Number } }
  declare lines: number

  constructor() {
    super()
    this.lines = 3
  }

  static override styles = css`
    :host { display: grid; gap: 12px; padding: 4px 0; }
    i { block-size: 12px; border-radius: 4px; background: var(--sg-surface-3); animation: breathe 1.4s ease-in-out infinite alternate; }
    @keyframes breathe { from { opacity: 0.4; } to { opacity: 0.9; } }
  `

  protected override render(): unknown {
    return Array.from({ length: this.lines }, (_, at) => html`<i style="inline-size:${[92, 64, 78, 55][at % 4]}%"></i>`)
  }
}
customElements.define('sangam-skeleton', SgSkeleton)

const tones = ['blue', 'teal', 'green', 'orange', 'purple', 'red', 'yellow'] as const

/** What stands for a name where a face would: its initials, and a tone that is always that name's. */
export function faceOf(name: string): { readonly letters: string; readonly tone: string } {
  const sum = [...name].reduce((so, letter) => so + (letter.codePointAt(0) ?? 0), 0)
  return { letters: initials(name), tone: tones[sum % tones.length] ?? 'grey' }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return picked
    .map(word => firstLetter(word ?? ''))
    .join('')
    .toUpperCase()
}

/** A letter with the signs that belong to it: श्री begins with श्री. Reading those takes a while to begin with, and Latin names have none. */
function firstLetter(word: string): string {
  if (/^[\dA-Za-z](?!\p{M})/u.test(word)) return word.slice(0, 1)
  return [...new Intl.Segmenter().segment(word)][0]?.segment ?? ''
}
