import { patternProblem, seriesForm, seriesNumber } from '@sangam/sdk'
import { html, nothing, renumber, repo, t, today } from '@sangam/sdk/web'
import { Document, Policy } from '../../model.ts'
import { SetUpStep, type Typed } from './step.ts'

/** A number of an invoice has at most so many characters by the law of India, and elsewhere needs no more. */
const most = 16

/** How invoices are numbered, when they are due, which tax is usual, and in which language they are written. */
class InvoicingSetUpHow extends SetUpStep {
  override connectedCallback(): void {
    const { policy, groups } = this.begun
    const usual = policy.tax ?? (this.#charges() ? groups.find(group => group.category === 'standard')?.id : null)
    this.typed = { terms: policy.terms ?? '', tax: usual ?? '', language: policy.language ?? '', pattern: this.begun.numbers?.pattern ?? '' }
    super.connectedCallback()
  }

  protected override said() {
    return { heading: t('How you invoice'), lead: t('What is usual. Each invoice may say otherwise.'), go: t('Save and go on') }
  }

  protected override boxes(): unknown {
    const { terms, groups } = this.begun
    return html`<div class="boxes">
      ${this.begun.numbers ? this.text('pattern', t('Pattern of the numbers'), { help: t('{fy2} is the fiscal year, {0000} counts up.', { fy2: '{fy2}', '0000': '{0000}' }), wide: true, most: 40 }) : nothing}
      ${this.begun.numbers ? html`<div class="shown wide" role="status">${t('The next one:')} <b>${this.#preview()}</b></div>` : nothing}
      ${this.select('terms', t('Payment terms'), [['', t('Due at once')], ...terms.filter(one => one.name !== t('Due at once')).map((one): [string, string] => [one.id, one.name])])}
      ${this.#charges() ? this.select('tax', t('Usual tax'), [['', t('None')], ...groups.map((one): [string, string] => [one.id, one.name])]) : nothing}
      ${this.select('language', t('Language of invoices'), [
        ['', t('That of whoever prints them')],
        ['en', 'English'],
        ['hi', 'हिन्दी'],
      ])}</div>`
  }

  /** Who has no tax number, or is under the composition scheme, charges none. */
  #charges(): boolean {
    const { number } = this.begun
    return number !== null && number.scheme !== 'composition'
  }

  #preview(): string {
    const pattern = this.value('pattern') ?? ''
    const { numbers } = this.begun
    if (pattern === numbers?.pattern) return numbers.next
    if (patternProblem(pattern, most)) return '–'
    // The short code of a company, where it stands in the numbers, is known to the server.
    return seriesNumber(seriesForm(pattern, today(), { code: null, start: this.begun.company.fiscalYearStart }), 1)
  }

  protected override faults(): Typed {
    const problem = this.begun.numbers ? patternProblem(this.value('pattern') ?? '', most) : null
    return { pattern: problem ? t(problem.text, problem.values) : '' }
  }

  protected override look(name: string): void {
    this.wrong = { ...this.wrong, [name]: this.faults()[name] ?? '' }
  }

  protected override async save(): Promise<void> {
    const pattern = this.value('pattern')
    const language = this.value('language') as 'en' | 'hi' | null
    await repo(Policy).update(this.begun.policy.id, { terms: this.value('terms') as never, tax: this.value('tax') as never, language })
    if (this.begun.numbers && pattern !== null && pattern !== this.begun.numbers.pattern) await renumber(Document, 'invoiceNumber', pattern)
  }
}
customElements.define('invoicing-set-up-how', InvoicingSetUpHow)
