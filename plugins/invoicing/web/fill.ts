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

/** A line with what it takes of its item: what is empty, or stands there from the item, or from no item, before it. */
export function filled(line: TypedLine, offer: Offer, before: Offer | null, known: Known, charges: (tax: string) => boolean): TypedLine {
  const { tax, ...rest } = takenOf(offer, known)
  const taken: TypedLine = { ...rest, ...(tax && charges(tax) && { tax }) }
  const old: TypedLine = before ? takenOf(before, known) : usualOf(known)
  const own = Object.entries(taken).filter(([name]) => !name.endsWith('.$title') && ((line[name] ?? null) === null || line[name] === old[name]))
  return { ...line, ...Object.fromEntries(own.flatMap(([name, value]) => [[name, value] as const, [`${name}.$title`, taken[`${name}.$title`]] as const])) }
}

/** Lines with the usual tax where one was begun without an item and nobody said anything of its tax; one that was taken out again stays out. */
export function withUsualTax(lines: readonly TypedLine[], known: Known, charges: (tax: string) => boolean): readonly TypedLine[] {
  const usual = usualOf(known)
  if (!usual.tax || !charges(usual.tax)) return lines
  const untold = ({ id, item, tax }: TypedLine): boolean => id === undefined && !item && tax === undefined
  return lines.some(untold) ? lines.map(line => (untold(line) ? { ...line, ...usual } : line)) : lines
}

function usualOf({ policy, groupNames }: Known): TypedLine {
  const tax = policy?.tax ?? null
  return { tax, 'tax.$title': groupNames.get(String(tax)) ?? null }
}

function takenOf({ name, price, unit, taxCategory, 'unit.$title': unitName }: Offer, { groupFor, groupNames, policy }: Known): TypedLine {
  const tax = (taxCategory === null ? policy?.tax : groupFor.get(taxCategory)) ?? null
  // Where none is known here nothing is said of it: the server may know one.
  return { description: name, price: price?.amount ?? null, unit, 'unit.$title': unitName, tax: tax ?? undefined, 'tax.$title': groupNames.get(String(tax)) }
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
