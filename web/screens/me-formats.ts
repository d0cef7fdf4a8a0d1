import { type DateFormat, dateFormats, dayInFigures, type HourFormat, hourFormats, type NumberFormat, numberFormats, withSigns } from '@sangam/sdk'
import { css, html, LitElement, type TemplateResult } from 'lit'
import { ask } from '../data/client.ts'
import { loadMeta, meta, metaStore } from '../data/meta.ts'
import { watch } from '../data/store.ts'
import { companyZone, formatInstant, formatMoney } from '../shell/format.ts'
import { localeStore, t } from '../shell/words.ts'
import { zones } from '../shell/zones.ts'
import { base, inputs } from '../style/parts.ts'
import { toastProblem } from '../ui/toast.ts'

type Choice = readonly [value: string, words: string]

/** By which clock and in which figures one is shown things, and is understood; empty is as the company has it. */
class SgMyFormats extends LitElement {
  constructor() {
    super()
    watch(this, metaStore)
  }

  static override styles = [
    base,
    inputs,
    css`
    :host { display: grid; gap: 14px; }
    .pairs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr)); gap: 14px; }
    output { display: block; padding: 10px 14px; border-radius: 9px; background: var(--sg-surface-2); font-variant-numeric: tabular-nums; }
  `,
  ]

  protected override render(): unknown {
    const { user, company } = meta()
    const { numbers, dates, hours } = user.formats
    const asCompany = t('As the company')
    return html`
      ${this.#select('zone', t('Time zone'), [['', t('As the company ({zone})', { zone: companyZone().replaceAll('_', ' ') })], ...zones().map((one): Choice => [one, one.replaceAll('_', ' ')])], user.zone)}
      <div class="pairs">
        ${this.#select('numberFormat', t('Numbers'), [['', asCompany], ...numberFormats.map((one): Choice => [one, numberLike(one)])], numbers)}
        ${this.#select('dateFormat', t('Dates'), [['', asCompany], ...dateFormats.map((one): Choice => [one, dayLike(one)])], dates)}
        ${this.#select('hourFormat', t('Time of the day'), [['', asCompany], ...hourFormats.map((one): Choice => [one, timeLike(one)])], hours)}
      </div>
      <output aria-live="polite" aria-label=${t('As you will see it')}>${formatMoney({ amount: '1234567.5', currency: company?.currency ?? 'INR' })} · ${formatInstant(new Date().toISOString())}</output>`
  }

  #select(name: string, label: string, choices: readonly Choice[], chosen: string | null): TemplateResult {
    return html`<label class="field">${label}<select name=${name} @change=${(event: Event) => void this.#set(name, (event.target as HTMLSelectElement).value)}>${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === (chosen ?? '')}>${words}</option>`)}</select></label>`
  }

  async #set(name: string, value: string): Promise<void> {
    try {
      await ask('/api/me', { method: 'PATCH', body: { [name]: value === '' ? null : value } })
      await loadMeta()
    } catch (error) {
      toastProblem(error)
      this.requestUpdate()
    }
  }
}
customElements.define('sangam-my-formats', SgMyFormats)

/** 12,34,567.89, in each of the ways. */
function numberLike(format: NumberFormat): string {
  return withSigns(new Intl.NumberFormat('en-US').formatToParts(1_234_567.89), format)
}

/** The last day of the year, which can't be read the wrong way round. */
function dayLike(format: DateFormat): string {
  const day = `${new Date().getFullYear()}-12-31`
  const words = new Intl.DateTimeFormat(`${localeStore.value}-IN`, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return dayInFigures(day, format) ?? words.format(new Date(`${day}T00:00:00Z`))
}

function timeLike(format: HourFormat): string {
  return format === 'h24'
    ? '16:30'
    : new Intl.DateTimeFormat(`${localeStore.value}-IN`, { hour: 'numeric', minute: '2-digit', hourCycle: 'h12', timeZone: 'UTC' }).format(
        Date.UTC(2000, 0, 1, 16, 30),
      )
}
