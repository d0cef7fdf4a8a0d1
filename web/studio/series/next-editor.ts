import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/small.ts'
import { toast } from '../../ui/toast.ts'
import { numberOf, type Scope, type Series } from './shown.ts'

/** Where one count of a series goes on: what the number will be is shown while one types, and set at once. Tells `done`. */
class SgNextEditor extends LitElement {
  static override properties = {
    series: { attribute: false },
    scope: { attribute: false },
    next: { state: true },
    error: { state: true },
    busy: { state: true },
  }
  declare series: Series
  declare scope: Scope
  /** As it is typed; null while nobody did. */
  declare next: string | null
  declare error: unknown
  declare busy: boolean

  constructor() {
    super()
    this.next = null
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 6px; } form { display: flex; gap: 8px; align-items: end; flex-wrap: wrap; } label.field { flex: 1 1 140px; max-inline-size: 220px; }
    p { font-size: var(--sg-text-sm); color: var(--sg-text-2); overflow-wrap: anywhere; } p b { color: var(--sg-text); font-variant-numeric: tabular-nums; }
  `,
  ]

  protected override render(): TemplateResult {
    const { scope, next } = this
    const typed = next ?? String(scope.count)
    const wrong = this.#wrong(typed)
    return html`<form @submit=${(event: SubmitEvent) => this.#submit(event)}><label class="field">${scope.companies.length > 0 ? t('Next number of {company}', { company: scope.companies.join(', ') }) : t('Next number')}<input inputmode="numeric" autocomplete="off" maxlength="10" .value=${typed} aria-invalid=${wrong !== '' && next !== null} aria-describedby="said" @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)} /></label>
      <sangam-button ?busy=${this.busy} ?disabled=${wrong !== '' || Number(typed) === scope.count} @click=${() => void this.#set()}>${t('Set')}</sangam-button></form>
      <p id="said" role="status" class=${wrong ? 'wrong' : ''}>${wrong || this.#said(Number(typed))}</p>
      ${this.error ? html`<sangam-problem .error=${this.error}></sangam-problem>` : nothing}`
  }

  #type(next: string): void {
    this.next = next
    this.error = null
  }

  /** Why it can't go on there; empty where it can. */
  #wrong(typed: string): string {
    const { scope, series } = this
    const next = Number(typed)
    if (!/^\d{1,10}$/.test(typed.trim()) || next < 1) return t('Write the next number in digits, without what stands around it.')
    const number = numberOf(scope, next)
    if (next <= scope.given)
      return t('{number} was given already, and no number is given twice. It can go on at {first}, or later.', {
        number,
        first: numberOf(scope, scope.given + 1),
      })
    if (number.length > series.most) return t('{number} is longer than the {most} characters that a number may have here.', { number, most: series.most })
    return ''
  }

  #said(next: number): TemplateResult | string {
    const { scope } = this
    const last = next - 1
    const number = html`<b>${numberOf(scope, next)}</b>`
    if (last <= scope.given) return html`${t('The next record gets')} ${number}.`
    const left = { first: numberOf(scope, scope.given + 1), last: numberOf(scope, last) }
    const out =
      left.first === left.last ? t('{number} is left out and never given.', { number: left.first }) : t('{first} to {last} are left out and never given.', left)
    return html`${t('The next record gets')} ${number}. ${out}`
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    void this.#set()
  }

  async #set(): Promise<void> {
    const { series, scope } = this
    const typed = this.next ?? ''
    if (this.busy || this.#wrong(typed) !== '' || Number(typed) === scope.count) return
    this.busy = true
    try {
      await ask('/api/model/series/next', {
        method: 'POST',
        body: { entity: series.entity, field: series.field, company: scope.company, next: Number(typed) },
      })
      toast(t('The next number is {number}.', { number: numberOf(scope, Number(typed)) }))
      this.next = null
      this.dispatchEvent(new Event('done'))
    } catch (error) {
      this.error = error
      // Somebody was numbered meanwhile: the figures beside it are read anew.
      this.dispatchEvent(new Event('done'))
    } finally {
      this.busy = false
    }
  }
}
customElements.define('sangam-next-editor', SgNextEditor)
