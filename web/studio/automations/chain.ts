import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { along } from '../../shell/direction.ts'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/icon.ts'
import { conditionSaid } from '../said.ts'
import { Drag } from '../ui/drag.ts'
import { chainStyles } from './chain.css.ts'
import type { StepMark } from './marks.ts'
import { gapBeside, gapsFor, placesOf, stepAt, wayOf } from './places.ts'
import { type Draft, type Step, stateNames, stepNames, whenSaid } from './shape.ts'
import { stepSaid } from './summary.ts'

const icons: { readonly [does: string]: string } = {
  set: 'edit',
  create: 'plus',
  related: 'link',
  action: 'bolt',
  notify: 'bell',
  mail: 'mail',
  call: 'globe',
  branch: 'share',
}
const signs: { readonly [state: string]: string } = {
  done: 'check',
  failed: 'warning',
  stopped: 'warning',
  skipped: 'right',
  shown: 'eye',
  retrying: 'history',
  waiting: 'clock',
  calling: 'send',
  undone: 'undo',
}
const missed = ['unreached', 'untaken', 'undone', 'unknown']

/** What one chooses in the drawing: `when`, `if`, or the place of a step. */
export type Chosen = string

/**
 * An automation drawn as a chain: when, if, and its steps with their ways side by side, each with what became of it in a run. Tells `choose` with what is
 * pressed, `add` with a gap, `erase` with a place and `move` ({ from, gap }).
 */
export class SgChain extends LitElement {
  static override properties = {
    draft: { attribute: false },
    roles: { attribute: false },
    marks: { attribute: false },
    began: { attribute: false },
    met: { attribute: false },
    wrong: { attribute: false },
    chosen: {},
    inline: { attribute: false },
  }
  declare draft: Draft
  declare roles: readonly { readonly name: string; readonly label: string }[]
  declare marks: ReadonlyMap<string, StepMark>
  /** Whether a run is shown. */
  declare began: boolean
  /** Whether its record met the condition; null where that is not known. */
  declare met: boolean | null
  /** Where something is wrong. */
  declare wrong: (key: Chosen) => boolean
  declare chosen: Chosen
  /** What is shown under the chosen part, where there is no room beside the drawing. */
  declare inline: TemplateResult | null
  readonly #drag = new Drag<string, string>(this)
  #gaps: readonly string[] = []

  constructor() {
    super()
    this.roles = []
    this.marks = new Map()
    this.began = false
    this.met = null
    this.wrong = () => false
    this.chosen = ''
    this.inline = null
  }

  static override styles = [base, chainStyles]

  protected override render(): TemplateResult {
    const { draft } = this
    const entity = draft.entity ?? ''
    const condition = draft.condition && Object.keys(draft.condition).length > 0 ? conditionSaid(entity, draft.condition) : t('Always')
    const met = this.met === null ? null : this.met ? 'done' : 'skipped'
    return html`<div class="frame ${this.#drag.held ? 'dragging' : ''}"><ol class="whole" aria-label=${t('Steps')} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <li>${this.#node('when', 'clock', t('When it happens'), draft.entity || draft.trigger.on !== 'created' ? whenSaid(draft) : t('Choose when it happens'), this.began ? 'done' : null)}<span class="gap plain"></span></li>
      ${draft.entity ? html`<li>${this.#node('if', 'filter', t('If'), condition, met)}</li>` : nothing}
      ${this.#steps(draft.steps, '')}</ol></div>
      ${draft.steps.length > 0 ? html`<div class="keys">${t('Drag a step by its number, or press Alt with an arrow key: up and down move it, right puts it into the branch above, left out of it. Delete removes it.')}</div>` : nothing}`
  }

  /** Where a step that a hand holds would stand: in the nearest gap that is free for it. */
  placeAt(held: string, x: number, y: number): string | null {
    if (this.#gaps.length === 0) this.#gaps = gapsFor(this.draft.steps, held)
    const far = (gap: Element): number => {
      const box = gap.getBoundingClientRect()
      return Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2)
    }
    const free = [...this.renderRoot.querySelectorAll<HTMLElement>('.gap[data-gap]')].filter(gap => this.#gaps.includes(gap.dataset.gap ?? ''))
    const nearest = free.toSorted((a, b) => far(a) - far(b))[0]
    return nearest?.dataset.gap ?? null
  }

  drop(from: string, gap: string | null): void {
    this.#gaps = []
    if (gap !== null) this.#tell('move', { from, gap })
  }

  /** Sets the focus on a part of the drawing. */
  async stand(key: Chosen): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus()
  }

  #steps(steps: readonly Step[], list: string): TemplateResult {
    return html`${steps.map((step, at) => html`<li>${this.#gap(`${list}${at}`, false)}${this.#step(step, `${list}${at}`, at)}</li>`)}<li>${this.#gap(`${list}${steps.length}`, true)}${list === '' ? html`<sangam-button size="small" icon="plus" @click=${() => this.#tell('add', `${steps.length}`)}>${t('Add a step')}</sangam-button>` : nothing}</li>`
  }

  #step(step: Step, place: string, at: number): TemplateResult {
    const said = stepSaid(step, this.draft.entity ?? '', this.roles)
    const node = this.#node(
      place,
      icons[step.do] ?? 'dot',
      stepNames()[step.do] ?? step.do,
      said || t('Nothing is said yet'),
      this.marks.get(place)?.state ?? null,
      at + 1,
    )
    if (step.do !== 'branch') return node
    return html`${node}<span class="before"></span><div class="lanes">${(['yes', 'no'] as const).map(way => {
      const label = way === 'yes' ? t('If so') : t('If not')
      return html`<div class="lane"><span class="stem"></span><span class="way">${label}</span><ol aria-label=${label}>${this.#steps(wayOf(step, way), `${place}.${way}.`)}</ol><span class="rest"></span></div>`
    })}</div>`
  }

  #node(key: Chosen, icon: string, name: string, said: string, state: string | null, number?: number): TemplateResult {
    const [label, colour] = state === null ? ['', ''] : (stateNames()[state] ?? [state, 'grey'])
    const marked = [
      'node',
      number === undefined ? '' : 'step',
      key === this.chosen ? 'chosen' : '',
      key === this.#drag.held ? 'held' : '',
      this.wrong(key) ? 'wrong' : '',
      state !== null && missed.includes(state) ? 'missed' : colour,
    ].join(' ')
    const drag = number === undefined ? nothing : (event: PointerEvent) => this.#drag.begin(event, key)
    return html`<button class=${marked} data-key=${key} aria-current=${key === this.chosen ? 'true' : nothing} @click=${() => this.#drag.moved || this.#tell('choose', key)} @pointerdown=${drag}>
      <span class="round ${number === undefined ? '' : 'grip'}" aria-hidden=${number === undefined ? 'true' : nothing}>${number ?? html`<sangam-icon name=${icon}></sangam-icon>`}</span><span class="name">${name}</span><span class="said">${said}</span>${state === null ? nothing : html`<span class="mark" data-colour=${colour} title=${label}><sangam-icon name=${signs[state] ?? 'minus'} label=${label}></sangam-icon></span>`}</button>
      ${this.inline && key === this.chosen ? html`<div class="inline">${this.inline}</div>` : nothing}`
  }

  #gap(gap: string, last: boolean): TemplateResult {
    const { held, over } = this.#drag
    const nested = gap.includes('.')
    const marked = [
      'gap',
      last && !nested ? 'last' : '',
      held !== null && this.#gaps.includes(gap) ? 'free' : '',
      held !== null && over === gap ? 'over' : '',
    ].join(' ')
    return html`<span class=${marked} data-gap=${gap}>${last && !nested && held === null ? nothing : html`<button aria-label=${t('Put a step in here')} title=${t('Put a step in here')} @click=${() => this.#tell('add', gap)}><sangam-icon name="plus"></sangam-icon></button>`}</span>`
  }

  #key(event: KeyboardEvent): void {
    const key = (event.target as HTMLElement).dataset.key
    if (key === undefined || event.ctrlKey || event.metaKey) return
    const { steps } = this.draft
    const keys = ['when', ...(this.draft.entity ? ['if'] : []), ...placesOf(steps)]
    const step = stepAt(steps, key) !== undefined
    if (event.altKey) {
      const beside = { 1: 'in', 0: undefined, [-1]: 'out' } as const
      const to = ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key] ?? beside[along(event.key)]
      const gap = step && to ? gapBeside(steps, key, to) : null
      if (gap !== null) this.#tell('move', { from: key, gap })
      if (!to) return
    } else {
      const to = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const next = to === undefined ? undefined : keys[keys.indexOf(key) + to]
      if (next !== undefined) void this.stand(next)
      else if (event.key === 'Delete' && step) this.#tell('erase', key)
      else if (to === undefined) return
    }
    event.preventDefault()
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
customElements.define('sangam-chain', SgChain)
