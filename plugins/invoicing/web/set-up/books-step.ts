import { html, repo, t } from '@sangam/sdk/web'
import { OwnCompany } from '../../model/organisation.ts'
import { SetUpStep, type Typed } from './step.ts'

/** When the year of the books begins, and whether there is something to bring. */
class InvoicingSetUpBooks extends SetUpStep {
  override connectedCallback(): void {
    this.typed = { fiscalYearStart: String(this.begun.company.fiscalYearStart), opening: sessionStorage.getItem(kept) ?? 'today' }
    super.connectedCallback()
  }

  protected override said() {
    return {
      heading: t('Your books'),
      lead: t('Accounts for a business in your country are there already, with those for its taxes. Each invoice goes into the books by itself.'),
      go: t('Save and go on'),
    }
  }

  protected override boxes(): unknown {
    const months = Array.from({ length: 12 }, (_, at): readonly [string, string] => [String(at + 1), monthName(at)])
    return html`<div class="boxes">${this.choose('opening', t('How your books begin'), [
      ['today', t('I start today'), t('Nothing is to be brought from before.')],
      ['bring', t('I bring balances'), t('Enter them, or read them from a file, after your first invoice.')],
    ])}${this.select('fiscalYearStart', t('The fiscal year begins in'), months)}</div>`
  }

  protected override faults(): Typed {
    return {}
  }

  protected override async save(): Promise<void> {
    sessionStorage.setItem(kept, this.typed.opening ?? 'today')
    const start = Number(this.typed.fiscalYearStart)
    if (start !== this.begun.company.fiscalYearStart) await repo(OwnCompany).update(this.begun.company.id, { fiscalYearStart: start })
  }
}
customElements.define('invoicing-set-up-books', InvoicingSetUpBooks)

const kept = 'invoicing.opening'

/** Whether somebody said in this window that there are balances to bring. */
export function bringsBalances(): boolean {
  return sessionStorage.getItem(kept) === 'bring'
}

/** As the person's language calls it: the day of a month without its day and year. */
function monthName(at: number): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || 'en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, at, 1))
}
