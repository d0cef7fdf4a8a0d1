import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import { blankStep } from './blank.ts'
import type { SgChain } from './chain.ts'
import './chain.ts'
import { marksOf, type StepMark } from './marks.ts'
import { type Wrong, wrongOf } from './node-panel.ts'
import './node-panel.ts'
import { insert, moved, partsOf, placesOf, put, remove, stepAt } from './places.ts'
import './run-bar.ts'
import type { Seen } from './seen.ts'
import type { Automation, Draft, Step } from './shape.ts'

/** The drawing of an automation with the data of a run, and beside it the part that is chosen. Tells `put` with what changes of the draft. */
class SgAutomationEditor extends LitElement {
  static override properties = {
    draft: { attribute: false },
    saved: { attribute: false },
    roles: { attribute: false },
    issues: { attribute: false },
    trial: { attribute: false },
    outside: { attribute: false },
    chosen: { state: true },
    seen: { state: true },
    said: { state: true },
  }
  declare draft: Draft
  declare saved: Automation | null
  declare roles: readonly { readonly name: string; readonly label: string }[]
  declare issues: Wrong
  /** What the last trial did, which fills the drawing as a run does. */
  declare trial: Seen | null
  /** What stands with *when* and with calls besides. */
  declare outside: TemplateResult | typeof nothing
  declare chosen: string
  /** The run whose data the drawing shows. */
  declare seen: Seen | null
  declare said: string
  /** How often steps came, went or changed places. */
  #turn = 0
  /** No room for a panel beside the drawing: it opens under what is chosen. */
  readonly #narrow = matchMedia('(max-width: 1100px)')
  readonly #turned = (): void => this.requestUpdate()

  constructor() {
    super()
    this.saved = null
    this.roles = []
    this.issues = []
    this.trial = null
    this.outside = nothing
    this.chosen = ''
    this.seen = null
    this.said = ''
  }

  static override styles = [
    base,
    css`
    .drawn { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); align-content: start; } .work { display: grid; grid-template-columns: minmax(0, 1fr) 400px; gap: 16px; align-items: start; } .panel { position: sticky; inset-block-start: 12px; max-block-size: calc(100dvh - 24px); overflow: auto; border-radius: var(--sg-radius-lg); }
    .hint { color: var(--sg-text-2); font-size: var(--sg-text-sm); } @media (max-width: 1100px) { .work { grid-template-columns: minmax(0, 1fr); } }
  `,
  ]

  override connectedCallback(): void {
    super.connectedCallback()
    this.#narrow.addEventListener('change', this.#turned)
    if (!this.#narrow.matches || !this.saved) this.chosen = 'when'
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#narrow.removeEventListener('change', this.#turned)
  }

  protected override willUpdate(changed: PropertyValues): void {
    const wrong = changed.has('issues') && ['when', 'if', ...placesOf(this.draft.steps)].find(key => wrongOf(this.issues, key).length > 0)
    if (wrong) this.chosen = wrong
  }

  protected override render(): TemplateResult {
    const { draft } = this
    const marks = this.seen ? marksOf(draft.steps, this.seen) : new Map<string, StepMark>()
    const panel = this.#panel(draft, marks.get(this.chosen) ?? null)
    const on = {
      choose: (event: CustomEvent<string>) => this.#choose(event.detail),
      add: (event: CustomEvent<string>) => this.#add(draft, event.detail),
      erase: (event: CustomEvent<string>) => this.#erase(draft, event.detail),
      move: (event: CustomEvent<{ from: string; gap: string }>) => this.#move(draft, event.detail),
    }
    return html`<div class="work"><div class="drawn">${this.saved || this.trial ? html`<sangam-run-bar automation=${this.saved?.id ?? ''} .steps=${this.saved?.steps ?? []} .trial=${this.trial} @show=${(event: CustomEvent<Seen | null>) => (this.seen = event.detail)}></sangam-run-bar>` : nothing}
        <sangam-chain .draft=${draft} .roles=${this.roles} .marks=${marks} .began=${this.seen !== null} .met=${this.seen?.meets ?? null} .wrong=${(key: string) => wrongOf(this.issues, key).length > 0} chosen=${this.chosen} .inline=${this.#narrow.matches ? panel : null} @choose=${on.choose} @add=${on.add} @erase=${on.erase} @move=${on.move}></sangam-chain></div>
        ${this.#narrow.matches ? nothing : html`<div class="panel">${panel ?? html`<p class="hint">${t('Choose a part of the drawing to change it, and to see its data.')}</p>`}</div>`}</div><p class="visually-hidden" role="status">${this.said}</p>`
  }

  #panel(draft: Draft, mark: StepMark | null): TemplateResult | null {
    const { chosen } = this
    if (chosen === '') return null
    // Another part is another panel: what was typed or chosen in the one before is no part of it.
    return html`${keyed(
      `${chosen} ${this.#turn}`,
      html`<sangam-node-panel .draft=${draft} chosen=${chosen} .roles=${this.roles} .issues=${this.issues} .mark=${mark} .seen=${this.seen} @put=${(event: CustomEvent<Partial<Draft>>) => this.#put(event.detail)} @step=${(event: CustomEvent<Step>) => this.#put({ steps: put(draft.steps, chosen, event.detail) })}
      @move=${(event: CustomEvent<{ from: string; gap: string }>) => this.#move(draft, event.detail)} @erase=${() => this.#erase(draft, chosen)} .more=${chosen === 'when' || stepAt(draft.steps, chosen)?.do === 'call' ? this.outside : nothing}></sangam-node-panel>`,
    )}`
  }

  #choose(key: string): void {
    this.chosen = this.#narrow.matches && this.chosen === key ? '' : key
  }

  #add(draft: Draft, gap: string): void {
    this.#put({ steps: insert(draft.steps, gap, blankStep('set', draft.entity ?? '')) })
    this.#stand(gap)
  }

  #erase(draft: Draft, place: string): void {
    const steps = remove(draft.steps, place)
    this.#put({ steps })
    const { list, at } = partsOf(place)
    const next = [`${list}${at}`, `${list}${at - 1}`, list.replace(/\.(yes|no)\.$/, '')].find(one => stepAt(steps, one)) ?? 'when'
    this.#stand(next)
  }

  #move(draft: Draft, { from, gap }: { readonly from: string; readonly gap: string }): void {
    const { steps, place } = moved(draft.steps, from, gap)
    this.#put({ steps })
    this.#stand(place)
    this.said = t('It is step {number} now.', { number: partsOf(place).at + 1 })
  }

  #stand(key: string): void {
    this.#turn += 1
    this.chosen = key
    void this.updateComplete.then(() => this.renderRoot.querySelector<SgChain>('sangam-chain')?.stand(key))
  }

  #put(more: Partial<Draft>): void {
    this.dispatchEvent(new CustomEvent('put', { detail: more }))
  }
}
customElements.define('sangam-automation-editor', SgAutomationEditor)
