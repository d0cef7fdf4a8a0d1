import { ask, format, html, nothing, t } from '@sangam/sdk/web'

interface OfBooks {
  readonly entry: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly party: string | null
  readonly amount: string
}

/** From the balance of the books to that of the bank. */
export interface Reconciled {
  readonly books: string
  readonly expected: string
  readonly bank: string | null
  readonly bankOn: string | null
  readonly difference: string | null
  readonly uncleared: readonly OfBooks[]
  /** What the bank had by that day and was entered for a later one. */
  readonly entered: readonly OfBooks[]
  readonly missing: readonly { readonly id: string; readonly date: string; readonly description: string; readonly amount: string }[]
  /** Where the next lines of each part begin. */
  readonly next: { readonly uncleared: string | null; readonly entered: string | null; readonly missing: string | null }
}

/** What stands between both balances, so many pages of it. */
export async function readReconciled(account: string, on: string, pages: number): Promise<Reconciled> {
  const read = (more: object = {}): Promise<Reconciled> => ask<Reconciled>('ledger', '/bank-reconciliation', { account, on, ...more })
  let found = await read()
  for (let page = 1; page < pages && Object.values(found.next).some(one => one !== null); page += 1) {
    const { uncleared: afterUncleared, entered: afterEntered, missing: afterMissing } = found.next
    const more = await read({ ...(afterUncleared && { afterUncleared }), ...(afterEntered && { afterEntered }), ...(afterMissing && { afterMissing }) })
    // What was at its end begins anew where nothing is said of it.
    found = {
      ...more,
      uncleared: afterUncleared ? [...found.uncleared, ...more.uncleared] : found.uncleared,
      entered: afterEntered ? [...found.entered, ...more.entered] : found.entered,
      missing: afterMissing ? [...found.missing, ...more.missing] : found.missing,
      next: { uncleared: afterUncleared && more.next.uncleared, entered: afterEntered && more.next.entered, missing: afterMissing && more.next.missing },
    }
  }
  return found
}

/** The sheet that an auditor asks for: what the bank has not seen is taken away, what the books have not is added, and both agree. */
export function reconciliation(
  { books, expected, bank, bankOn, difference, uncleared, entered, missing }: Reconciled,
  amount: (value: string) => string,
): unknown {
  const turned = (value: string): string => (value.startsWith('-') ? value.slice(1) : value === '0' ? '0' : `-${value}`)
  const row = (date: string, text: unknown, value: string): unknown =>
    html`<tr><td class="date desk">${format.date(date)}</td><td>${text}<small class="phone">${format.date(date)}</small></td><td class="figure">${amount(value)}</td></tr>`
  const ofBooks = (line: OfBooks): unknown => html`<a href=${`/record/ledger.entry/${line.entry}`}>${line.number}</a> · ${line.party ?? line.narration}`
  const part = (label: string): unknown => html`<tr><th scope="row" colspan="3">${label}</th></tr>`
  const sum = (label: unknown, value: unknown, look = ''): unknown =>
    html`<tr class="sum"><td class="desk"></td><th scope="row">${label}</th><td class=${`figure ${look}`}>${value}</td></tr>`
  return html`<table>
    <thead><tr><th class="desk" scope="col">${t('Date')}</th><th scope="col">${t('What')}</th><th class="figure" scope="col">${t('Amount')}</th></tr></thead>
    <tbody>${sum(t('Balance in the books'), amount(books))}
      ${uncleared.length > 0 ? part(t('In the books and not at the bank yet')) : nothing}
      ${uncleared.map(line => row(line.date, ofBooks(line), turned(line.amount)))}
      ${missing.length + entered.length > 0 ? part(t('At the bank and not in the books yet')) : nothing}
      ${entered.map(line => row(line.date, ofBooks(line), line.amount))}
      ${missing.map(line => row(line.date, html`<a href=${`/record/ledger.bankLine/${line.id}`}>${line.description}</a>`, line.amount))}</tbody>
    <tfoot>${sum(t('What the bank should say'), amount(expected))}
      ${
        bank === null || difference === null
          ? nothing
          : html`${sum(t('What the bank says on {day}', { day: format.date(bankOn ?? '') }), amount(bank))}
            ${sum(difference === '0' ? html`<span class="agree">${t('Both agree')}</span>` : html`<span class="differ">${t('Difference')}</span>`, difference === '0' ? '–' : amount(difference), difference === '0' ? '' : 'differ')}`
      }</tfoot></table>`
}
