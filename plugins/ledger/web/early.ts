import { minus, total } from '@sangam/sdk'
import { css, format, html, nothing, t } from '@sangam/sdk/web'
import type { OpenRow } from '../model.ts'

/** Items whose discount for early payment is taken. */
export type Early = ReadonlySet<string>

export const earlySheet = css`
  .early { display: flex; gap: 6px; align-items: center; margin-block-start: 2px; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  .early input { accent-color: var(--sg-accent); inline-size: 16px; block-size: 16px; margin: 0; flex: none; }
`

/** Whether something is off of an item that is paid whole on a day. */
export function isOffered({ discount, open }: OpenRow, day: string): boolean {
  return discount !== null && day <= discount.until && !minus(open.replace('-', ''), discount.amount).startsWith('-')
}

/** Where an item may be paid early it says what is off, until when, and how. */
export function offer(
  row: OpenRow,
  { day, early, amount, turn }: { readonly day: string; readonly early: Early; amount(value: string): string; turn(item: string): void },
): unknown {
  const { discount, item } = row
  if (discount === null || !isOffered(row, day)) return nothing
  const values = { amount: amount(discount.amount), day: format.date(discount.until) }
  const said = discount.byNote ? t('{amount} off until {day}, by a credit note with its tax', values) : t('{amount} off until {day}, the tax untouched', values)
  return html`<label class="early"><input type="checkbox" .checked=${early.has(item)} @change=${() => turn(item)} />${said}</label>`
}

/** The items as a payment sees them: what a note will give is not open for it. */
export function lessNotes(rows: readonly OpenRow[], early: Early): readonly OpenRow[] {
  return rows.map(row => {
    if (!early.has(row.item) || !row.discount?.byNote) return row
    const left = minus(row.open.replace('-', ''), row.discount.amount)
    return { ...row, open: row.open.startsWith('-') ? `-${left}` : left }
  })
}

/** What discounts settle beside the money: those that no note gives. */
export function discounted(rows: readonly OpenRow[], early: Early): string {
  return total(rows.flatMap(({ item, discount }) => (discount && !discount.byNote && early.has(item) ? [discount.amount] : [])))
}
