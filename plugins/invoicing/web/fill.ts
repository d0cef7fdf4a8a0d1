import { compareDecimals } from '@sangam/sdk'
import type { Taxed } from '../model.ts'
import type { Known, Offer } from './known.ts'

export type TypedLine = { readonly [field: string]: string | null | undefined }

/** An item that was chosen on a line, and the one that stood there before. */
export interface Chosen {
  readonly at: number
  readonly item: string
  readonly before: string | null
}

/** On which lines another item was chosen between two states of what is typed. */
export function chosenSince(before: readonly TypedLine[], lines: readonly TypedLine[]): Chosen[] {
  // Lines that were moved or taken out bring what they had.
  if (lines.length < before.length) return []
  return lines.flatMap(({ item }, at): Chosen[] => {
    const was = before[at]?.item ?? null
    return item && item !== was && !before.some((one, place) => place !== at && one.item === item && one.id !== undefined && one.id === lines[at]?.id)
      ? [{ at, item, before: was }]
      : []
  })
}

/** A line with what it takes of its item: what is empty, or stands there from the item before it. */
export function filled(line: TypedLine, offer: Offer, before: Offer | null, known: Known): TypedLine {
  const taken = takenOf(offer, known)
  const old: TypedLine = before ? takenOf(before, known) : {}
  const own = Object.entries(taken).filter(([name]) => !name.endsWith('.$title') && ((line[name] ?? null) === null || line[name] === old[name]))
  return { ...line, ...Object.fromEntries(own.flatMap(([name, value]) => [[name, value] as const, [`${name}.$title`, taken[`${name}.$title`]] as const])) }
}

function takenOf({ name, price, unit, taxCategory, 'unit.$title': unitName }: Offer, { groupFor, groupNames, policy }: Known): TypedLine {
  const tax = (taxCategory === null ? policy?.tax : groupFor.get(taxCategory)) ?? null
  return { description: name, price: price?.amount ?? null, unit, 'unit.$title': unitName, tax, 'tax.$title': groupNames.get(String(tax)) ?? null }
}

/** Lines with what each comes to; the same lines where they say so already. */
export function withAmounts(lines: readonly TypedLine[], made: Taxed | null): readonly TypedLine[] {
  if (!made) return lines
  const told = lines.map((line, at): TypedLine => {
    const found = made.lines[at]
    return !found || (same(line.net, found.net) && same(line.taxAmount, found.tax)) ? line : { ...line, net: found.net, taxAmount: found.tax }
  })
  return told.every((line, at) => line === lines[at]) ? lines : told
}

function same(a: string | null | undefined, b: string): boolean {
  return a !== null && a !== undefined && compareDecimals(a, b) === 0
}
