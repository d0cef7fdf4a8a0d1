import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'
import type { Series } from './shown.ts'

type Dates = 'free' | 'refuse' | 'apart'

/** What becomes of a record that is dated before the last one of its series; set at once. Tells `done`. */
class SgDatesEditor extends LitElement {
  static override properties = { series: { attribute: false }, dates: { state: true }, pattern: { state: true }, error: { state: true }, busy: { state: true } }
  declare series: Series
  declare dates: Dates
  declare pattern: string
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.dates = 'free'
    this.pattern = ''
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 6px; } .way { display: flex; gap: 8px; align-items: end; flex-wrap: wrap; } label.field { flex: 1 1 200px; max-inline-size: 340px; } input { font-family: ui-monospace, monospace; }
    p { font-size: var(--sg-text-sm); color: var(--sg-text-2); }
  `,
  ]

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('series') as Series | undefined
    if (!changed.has('series') || (before && JSON.stringify(before.dates) === JSON.stringify(this.series.dates))) return
    this.dates = this.series.dates?.dates ?? 'free'
    this.pattern = this.series.dates?.pattern ?? this.series.pattern.replace(/\{0+\}/, 'L$&')
  }

  protected override render(): TemplateResult {
    const options: readonly (readonly [Dates, string])[] = [
      ['free', t('Dates may go in any order')],
      ['refuse', t('An earlier date is refused')],
      ['apart', t('An earlier date has a series of its own')],
    ]
    return html`<div class="way"><label class="field">${t('Earlier dates')}<select @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as Dates)}>${options.map(
      ([value, label]) => html`<option value=${value} ?selected=${value === this.dates}>${label}</option>`,
    )}</select></label>
      ${this.dates === 'apart' ? html`<label class="field">${t('Pattern of earlier dates')}<input maxlength="60" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${this.pattern} @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)} /></label>` : nothing}
      <sangam-button ?busy=${this.busy} ?disabled=${!this.#differs()} @click=${() => void this.#set()}>${t('Set')}</sangam-button></div>
      <p>${t('Some laws want the numbers of a series in the order of its dates. It holds from the next number on.')}</p>
      ${this.error ? html`<sangam-problem .error=${this.error}></sangam-problem>` : nothing}`
  }

  #differs(): boolean {
    const { dates } = this.series
    return this.dates !== (dates?.dates ?? 'free') || (this.dates === 'apart' && this.pattern !== dates?.pattern)
  }

  #choose(dates: Dates): void {
    this.dates = dates
    this.error = null
  }

  #type(pattern: string): void {
    this.pattern = pattern
    this.error = null
  }

  async #set(): Promise<void> {
    const { series, dates, pattern } = this
    if (this.busy) return
    this.busy = true
    try {
      await ask('/api/model/series/dates', {
        method: 'POST',
        body: { entity: series.entity, field: series.field, dates, ...(dates === 'apart' && { pattern }) },
      })
      toast(t('Set. It holds from the next number on.'))
      this.dispatchEvent(new Event('done'))
    } catch (error) {
      this.error = error
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-dates-editor', SgDatesEditor)
