import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import '../../ui/small.ts'
import { entityOf, keep, said } from '../model/store.ts'
import './dates-editor.ts'
import './next-editor.ts'
import { type Scope, type Series, type Tried, tryPattern } from './shown.ts'

/** One series: its pattern, tried while it is written and kept in the draft, and where it goes on, which is set at once. Tells `close` and `done`. */
class SgSeriesDialog extends LitElement {
  static override properties = { series: { attribute: false }, pattern: { state: true }, tried: { state: true }, error: { state: true }, busy: { state: true } }
  declare series: Series
  declare pattern: string
  declare tried: Tried | null
  declare error: unknown
  declare busy: boolean
  #turn = 0

  constructor() {
    super()
    this.pattern = ''
    this.tried = null
    this.error = null
    this.busy = false
  }

  static override styles = [
    base,
    inputs,
    css`
    section { display: grid; gap: 10px; grid-template-columns: minmax(0, 1fr); } section + section { margin-block-start: 22px; padding-block-start: 18px; border-block-start: 1px solid var(--sg-border); }
    .pattern input { font-family: ui-monospace, monospace; }
    .parts { display: flex; flex-wrap: wrap; gap: 6px; } .parts button { display: grid; text-align: start; padding: 5px 9px; border: 1px solid var(--sg-border); border-radius: var(--sg-radius); background: var(--sg-surface); cursor: pointer; font-size: var(--sg-text-xs); color: var(--sg-text-2); } .parts button:hover { border-color: var(--sg-border-strong); } .parts code { font-size: var(--sg-text-sm); color: var(--sg-text); }
    code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
    .next { display: grid; gap: 4px; padding: 10px 14px; border-radius: var(--sg-radius); background: var(--sg-surface-2); } .next div { display: flex; flex-wrap: wrap; gap: 4px 12px; justify-content: space-between; } .next b { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .hints { margin: 0; padding-inline-start: 18px; display: grid; gap: 4px; font-size: var(--sg-text-sm); color: var(--sg-text-2); }
    .way { display: flex; flex-wrap: wrap; gap: 8px; } .small { font-size: var(--sg-text-sm); color: var(--sg-text-2); } .small li { margin-block-end: 3px; } ul.small { margin: 0; padding-inline-start: 18px; }
  `,
  ]

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('series') as Series | undefined
    if (!changed.has('series') || (before && before.pattern === this.series.pattern)) return
    this.pattern = this.series.pattern
    this.tried = null
  }

  protected override render(): TemplateResult {
    const { series, tried } = this
    const entity = entityOf(series.entity)
    const field = entity?.fields.find(one => one.name === series.field)
    const heading = t('{field} · {entity}', { field: said(field?.label ?? series.field), entity: said(entity?.plural ?? series.entity) })
    const wrong = tried?.problem ?? ''
    return html`<sangam-dialog wide open heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}>
      <section class="pattern"><label class="field">${t('Pattern')}<input autofocus maxlength="60" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${this.pattern} aria-invalid=${wrong !== ''} aria-describedby="tried" @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)} /></label>
        <div class="parts" role="group" aria-label=${t('Parts of the pattern')}>${parts().map(([part, words]) => html`<button type="button" @click=${() => this.#put(part)}><code>${part}</code> ${words}</button>`)}</div>
        <div id="tried" role="status">${wrong ? html`<p class="wrong">${wrong}</p>` : nextSaid(tried?.scopes ?? series.scopes)}</div>${hintsSaid(wrong ? [] : (tried?.hints ?? series.hints))}
        <sangam-problem .error=${this.error}></sangam-problem>
        <div class="way"><sangam-button kind="primary" ?busy=${this.busy} ?disabled=${wrong !== '' || this.pattern === series.pattern} @click=${() => void this.#keep(this.pattern)}>${t('Keep in the draft')}</sangam-button>
          ${series.built !== null ? html`<sangam-button icon="undo" @click=${() => void this.#keep(null)}>${t('As the plugin says: {pattern}', { pattern: series.built })}</sangam-button>` : nothing}</div></section>
      ${this.#counting()}${this.#dates()}${this.#before()}</sangam-dialog>`
  }

  /** Only of the pattern that numbers are given by: what a draft has counts nothing yet. */
  #counting(): TemplateResult {
    const { series } = this
    const heading = html`<h3>${t('Where it goes on')}</h3>`
    if (series.live !== series.pattern)
      return html`<section>${heading}<p class="small">${t('The pattern stands in the draft. Once it is applied, the next number can be set here.')}</p></section>`
    return html`<section>${heading}<p class="small">${t('It is set at once, and stands in the history with your name. Numbers that were given stay.')}</p>${series.scopes.map(
      scope => html`<sangam-next-editor .series=${series} .scope=${scope} @done=${() => this.dispatchEvent(new Event('done'))}></sangam-next-editor>`,
    )}</section>`
  }

  /** A series that goes by no date of its records has none that could come too early; one that is new in the draft has none yet. */
  #dates(): TemplateResult | typeof nothing {
    const { series } = this
    if (!series.dated || series.live === null) return nothing
    return html`<section><h3>${t('Order of dates')}</h3><sangam-dates-editor .series=${series} @done=${() => this.dispatchEvent(new Event('done'))}></sangam-dates-editor></section>`
  }

  #before(): TemplateResult | typeof nothing {
    const { earlier, set } = this.series
    if (earlier.length + set.length === 0) return nothing
    return html`<section><h3>${t('Before')}</h3>${earlier.length > 0 ? html`<p class="small">${t('Last numbers of counts that are over: {numbers}', { numbers: earlier.join(', ') })}</p>` : nothing}
      ${set.length > 0 ? html`<ul class="small">${set.map(one => html`<li>${t('{person} let it go on at {number}', { person: one['createdBy.$title'] ?? '–', number: one.number })} · <time title=${formatInstant(one.createdAt)}>${formatRelative(one.createdAt)}</time></li>`)}</ul>` : nothing}</section>`
  }

  #type(pattern: string): void {
    this.pattern = pattern
    this.error = null
    this.#turn += 1
    const mine = this.#turn
    setTimeout(() => void this.#try(mine), 150)
  }

  /** Only the newest of what was typed is asked for, and only its answer counts. */
  async #try(mine: number): Promise<void> {
    if (mine !== this.#turn) return
    try {
      const tried = await tryPattern(this.series, this.pattern)
      if (mine === this.#turn) this.tried = tried
    } catch (error) {
      if (mine === this.#turn) this.error = error
    }
  }

  #put(part: string): void {
    const input = this.renderRoot.querySelector('input') as HTMLInputElement
    const [from, to] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length]
    input.setRangeText(part, from, to, 'end')
    input.focus()
    this.#type(input.value)
  }

  async #keep(pattern: string | null): Promise<void> {
    const { entity, field } = this.series
    this.busy = true
    const kept = await keep({ op: 'setSeries', entity, field, pattern })
    this.busy = false
    if (kept) this.dispatchEvent(new Event('close'))
  }
}
customElements.define('sangam-series-dialog', SgSeriesDialog)

function parts(): readonly (readonly [string, string])[] {
  return [
    ['{0000}', t('counts up')],
    ['{fy2}', t('fiscal year, 26-27')],
    ['{fy}', t('fiscal year, 2026-27')],
    ['{yyyy}', t('year')],
    ['{yy}', t('year, two figures')],
    ['{mm}', t('month')],
    ['{company}', t('short code of the company')],
  ]
}

function nextSaid(scopes: readonly Scope[]): TemplateResult | typeof nothing {
  if (scopes.length === 0) return nothing
  return html`<div class="next">${scopes.map(scope => html`<div><span>${scope.companies.length > 0 ? t('Next of {company}', { company: scope.companies.join(', ') }) : t('Next')}</span><b>${scope.next}</b></div>`)}</div>`
}

function hintsSaid(hints: readonly string[]): TemplateResult | typeof nothing {
  return hints.length === 0 ? nothing : html`<ul class="hints">${hints.map(hint => html`<li>${hint}</li>`)}</ul>`
}
