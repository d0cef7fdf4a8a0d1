import type { Json, Money } from '@sangam/sdk'
import Big from 'big.js'
import type { ModelField } from '../registry/model.ts'
import { type Hand, moneyText, shownText } from './values.ts'

/** Whether a list sums a column up: money, decimals, whole numbers and durations of the record itself. */
export function isSummed(path: string, field: ModelField | undefined): boolean {
  return field !== undefined && !path.includes('.') && ['money', 'decimal', 'integer', 'duration'].includes(field.type.type)
}

/** Adds exactly what was printed; money by currency. */
export class Sum {
  readonly #by = new Map<string, Big>()

  add(value: Json | undefined, times = '1'): void {
    if (value === null || value === undefined) return
    const { amount, currency } = typeof value === 'object' ? (value as unknown as Money) : { amount: String(value), currency: '' }
    this.#by.set(currency, (this.#by.get(currency) ?? new Big(0)).plus(new Big(amount).times(times)))
  }

  isEmpty(): boolean {
    return this.#by.size === 0
  }

  /** One line for each currency; empty where nothing was added. */
  text(hand: Hand, field: ModelField): string {
    return [...this.#by]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([currency, sum]) => (currency === '' ? shownText(hand, field, sum.toFixed()) : moneyText(hand, { amount: sum.toFixed(), currency })))
      .join('\n')
  }
}
