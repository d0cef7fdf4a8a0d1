import { compareDecimals } from '@sangam/sdk'
import type { Taxed } from '../model.ts'
import type { Known, Offer } from './known.ts'

type Text = string | null | undefined

/** A line as it is typed: its texts, references and figures, and whether its tax follows. */
export interface TypedLine {
  readonly [field: string]: Text | boolean
  readonly id?: string
  readonly item?: Text
  readonly quantity?: Text
  readonly price?: Text
  readonly discount?: Text
  readonly tax?: Text
  readonly net?: Text
  readonly taxAmount?: Text
  readonly taxFollows?: boolean | null
}

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
export function filled(line: TypedLine, offer: Offer, before: Offer | null, known: Known, charges: (tax: string) => boolean | null): TypedLine {
  const { tax, ...rest } = takenOf(offer, known)
  const taken: TypedLine = { ...rest, ...(tax && charges(tax) && { tax }) }
  const old: TypedLine = before ? takenOf(before, known) : usualOf(known)
  const chosen = (name: string): boolean => name === 'tax' && line.taxFollows === false
  const own = Object.entries(taken).filter(
    ([name]) => !name.endsWith('.$title') && ((line[name] ?? null) === null || (line[name] === old[name] && !chosen(name))),
  )
  return {
    ...line,
    ...Object.fromEntries(own.flatMap(([name, value]) => [[name, value] as const, [`${name}.$title`, taken[`${name}.$title`]] as const])),
    ...(own.some(([name, value]) => name === 'tax' && value) && { taxFollows: true }),
  }
}

/**
 * Lines with the usual tax where nobody said anything of it, and without one that was filled in where nobody charges it; null of `charges` is not known yet. One that somebody chose, or
 * took out, stays so.
 */
export function withUsualTax(
  lines: readonly TypedLine[],
  known: Known,
  { charges, offerOf }: { readonly charges: (tax: string) => boolean | null; readonly offerOf: (item: string) => Offer | null },
): readonly TypedLine[] {
  const followed = lines.map((line): TypedLine => {
    const { tax } = line
    if (!follows(line) || (tax && charges(tax) !== false)) return line
    const offer = line.item ? offerOf(line.item) : null
    const usual = line.item ? offer && takenOf(offer, known) : usualOf(known)
    if (usual?.tax && charges(usual.tax)) return { ...line, tax: usual.tax, 'tax.$title': usual['tax.$title'], taxFollows: true }
    return tax ? { ...line, tax: null, 'tax.$title': null, taxFollows: true } : line
  })
  return followed.some((line, at) => line !== lines[at]) ? followed : lines
}

/** Nothing was said of its tax, or what stands there was filled in. */
function follows({ id, tax, taxFollows }: TypedLine): boolean {
  return taxFollows === true || (taxFollows !== false && id === undefined && tax === undefined)
}

/** Lines on which somebody chose another tax, or took it out, which was not `written` for them. Lines that were moved or added bring what they had. */
export function chosenByHand(before: readonly TypedLine[], lines: readonly TypedLine[], written: readonly TypedLine[]): readonly number[] {
  if (before.length !== lines.length) return []
  const differs = (one: TypedLine | undefined, { tax }: TypedLine): boolean => (one?.tax ?? null) !== (tax ?? null)
  return lines.flatMap((line, at) => (before[at]?.id === line.id && differs(before[at], line) && (!written[at] || differs(written[at], line)) ? [at] : []))
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
