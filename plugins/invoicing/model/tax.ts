import { compareDecimals, minus, over, round, times, total } from '@sangam/sdk'
import { type Figure, figure } from './how.ts'
import { spread } from './spread.ts'

/** One part of a tax on a line: CGST at 9 %. */
export interface TaxPart {
  /** What it is kept and reported under: `CGST`. */
  readonly key: string
  readonly kind: 'percent' | 'fixed'
  /** Per cent, or for `fixed` an amount for each unit. */
  readonly rate: string
  /** On the amount with the taxes before it: a tax on a tax. */
  readonly onPrevious?: boolean
  /** Owed by the buyer to the state: worked out and told, and no part of what is paid to the seller. */
  readonly reverse?: boolean
  /** Whether a buyer gets it back; it is so unless told. */
  readonly recoverable?: boolean
}

/** What a note gives back of a line: decided, not worked out. */
export interface Decided {
  readonly net: string
  /** By the place of the part in `taxes`. */
  readonly taxes: readonly string[]
}

/** A line as it is sold or bought. */
export interface TaxedLine {
  readonly quantity: string
  readonly price: string
  /** Per cent, each of what the ones before it left. */
  readonly discounts?: readonly string[]
  /** The price has its taxes in it. */
  readonly inclusive?: boolean
  readonly taxes: readonly TaxPart[]
  readonly decided?: Decided
}

export interface RoundingPolicy {
  /** Digits of the currency. */
  readonly digits: number
  /** Taxes are rounded on each line, or once on the whole document and spread over its lines. */
  readonly by: 'line' | 'document'
  /** What the total is a multiple of, such as `1` for whole rupees; null leaves it as it is. */
  readonly toWhole: string | null
  /** Decided, for a note that gives back the rest of its document. */
  readonly roundOff?: string
}

export interface TaxedAmounts {
  /** Without tax. */
  readonly net: string
  /** What the seller gets beside it; without what the buyer owes to the state. */
  readonly tax: string
  readonly total: string
  /** By the place of the part in the line's `taxes`. */
  readonly taxes: readonly string[]
}

/** What a part of a tax comes to on a document. */
export interface TaxRowOf extends Required<TaxPart> {
  readonly base: string
  readonly amount: string
}

export interface Taxed {
  readonly lines: readonly TaxedAmounts[]
  readonly rows: readonly TaxRowOf[]
  readonly net: string
  readonly tax: string
  readonly roundOff: string
  readonly total: string
  /** How each figure came. */
  readonly how: Figure
}

/** A line before it is rounded: what is taxed, its parts, and the price that stays as it is. */
interface Exact {
  readonly net: string
  readonly taxes: readonly string[]
  /** Of an inclusive price: what the buyer was told. */
  readonly gross: string | null
}

/**
 * Taxes of a document: the same answer wherever it is asked, since it knows nothing but what it is given. An inclusive price is never changed: what does
 * not come out even is round-off. Net, tax and round-off together are always the total.
 *
 * @example
 * taxesOf([{ quantity: '2', price: '379', inclusive: true, taxes: [{ key: 'VAT', kind: 'percent', rate: '21' }] }], { digits: 2, by: 'document', toWhole: null })
 * // net 626.45, tax 131.55, total 758
 */
export function taxesOf(lines: readonly TaxedLine[], policy: RoundingPolicy): Taxed {
  const exact = lines.map(line => exactOf(line, policy))
  const rounded = policy.by === 'line' ? exact.map(one => roundedOf(one, policy.digits)) : pooled(lines, exact, policy.digits)
  const amounts = lines.map((line, at) => amountsOf(line, rounded[at] as Decided))
  const net = total(amounts.map(one => one.net))
  const tax = total(amounts.map(one => one.tax))
  const kept = total(exact.map((one, at) => (one.gross === null ? '0' : minus(one.gross, (amounts[at] as TaxedAmounts).total))))
  const whole = policy.roundOff === undefined ? toWhole(total([net, tax, kept]), policy.toWhole) : total([net, tax, policy.roundOff])
  const roundOff = minus(whole, total([net, tax]))
  const rows = rowsOf(lines, amounts)
  return { lines: amounts, rows, net, tax, roundOff, total: whole, how: howOf(lines, { amounts, rows, net, roundOff, total: whole }) }
}

/** What a line comes to before tax, or with it where its price has it in: nothing is rounded. */
export function lineAmount({ quantity, price, discounts = [] }: Pick<TaxedLine, 'quantity' | 'price' | 'discounts'>): string {
  return times(quantity, price, ...discounts.map(percent => times(minus('100', percent), '0.01')))
}

function exactOf(line: TaxedLine, { digits, by }: RoundingPolicy): Exact {
  if (line.decided) return { ...line.decided, gross: null }
  const amount = lineAmount(line)
  if (!line.inclusive) {
    const net = by === 'line' ? round(amount, digits) : amount
    return { net, taxes: partsOn(net, line, by === 'line' ? digits : null), gross: null }
  }
  const gross = round(amount, digits)
  const net = withoutTax(gross, line)
  return { net, taxes: partsOn(net, line, by === 'line' ? digits : null), gross }
}

/** Each part on a net amount; rounded as they come where a tax on a tax shall see the rounded one. */
function partsOn(net: string, { quantity, taxes }: TaxedLine, digits: number | null): string[] {
  let before = net
  return taxes.map(({ kind, rate, onPrevious, reverse }) => {
    const amount = kind === 'fixed' ? times(quantity, rate) : times(onPrevious ? before : net, rate, '0.01')
    const made = digits === null ? amount : round(amount, digits)
    if (!reverse) before = total([before, made])
    return made
  })
}

/** What an inclusive price was before its taxes: gross = net × (1 + all shares) + all that is fixed. */
function withoutTax(gross: string, { quantity, taxes }: TaxedLine): string {
  let share = '1'
  let fixed = '0'
  for (const { kind, rate, onPrevious, reverse } of taxes) {
    if (reverse) continue
    const part = times(rate, '0.01')
    const [more, flat] = kind === 'fixed' ? ['0', times(quantity, rate)] : [times(onPrevious ? share : '1', part), times(onPrevious ? fixed : '0', part)]
    share = total([share, more])
    fixed = total([fixed, flat])
  }
  return over(minus(gross, fixed), share, 20) ?? gross
}

function roundedOf({ net, taxes }: Exact, digits: number): Decided {
  return { net: round(net, digits), taxes: taxes.map(one => round(one, digits)) }
}

/** Rounded once for all lines with prices of a kind, and spread over them so that nothing is lost. */
function pooled(lines: readonly TaxedLine[], exact: readonly Exact[], digits: number): Decided[] {
  const made = exact.map(({ net, taxes }) => ({ net, taxes: [...taxes] }))
  for (const inclusive of [true, false]) {
    const mine = exact.flatMap((one, at) => ((one.gross !== null) === inclusive && !lines[at]?.decided ? [at] : []))
    share(
      mine.map(at => exact[at]?.net ?? '0'),
      (place, value) => {
        ;(made[mine[place] as number] as { net: string }).net = value
      },
    )
    const parts = new Map<string, (readonly [line: number, part: number])[]>()
    for (const at of mine)
      for (const [part, tax] of (lines[at]?.taxes ?? []).entries()) parts.set(identity(tax), [...(parts.get(identity(tax)) ?? []), [at, part]])
    for (const places of parts.values())
      share(
        places.map(([at, part]) => exact[at]?.taxes[part] ?? '0'),
        (place, value) => {
          const [at, part] = places[place] as readonly [number, number]
          ;(made[at] as { taxes: string[] }).taxes[part] = value
        },
      )
  }
  return made

  function share(values: readonly string[], put: (place: number, value: string) => void): void {
    if (values.length > 0) for (const [place, value] of spread(round(total(values), digits), values, digits).entries()) put(place, value)
  }
}

function identity({ key, kind, rate, onPrevious = false, reverse = false, recoverable = true }: TaxPart): string {
  return JSON.stringify([key, kind, rate, onPrevious, reverse, recoverable])
}

function amountsOf({ taxes }: TaxedLine, { net, taxes: parts }: Decided): TaxedAmounts {
  const tax = total(parts.filter((_, at) => !taxes[at]?.reverse))
  return { net, tax, total: total([net, tax]), taxes: parts }
}

function toWhole(value: string, step: string | null): string {
  return step === null || compareDecimals(step, '0') <= 0 ? value : times(over(value, step, 0) ?? value, step)
}

/** One row for each part at each rate, in the order in which they first come. */
function rowsOf(lines: readonly TaxedLine[], amounts: readonly TaxedAmounts[]): TaxRowOf[] {
  const rows = new Map<string, TaxRowOf>()
  for (const [at, line] of lines.entries()) {
    const { net, taxes } = amounts[at] as TaxedAmounts
    let before = net
    for (const [place, part] of line.taxes.entries()) {
      const amount = taxes[place] ?? '0'
      const base = part.onPrevious ? before : net
      const row = rows.get(identity(part))
      rows.set(identity(part), {
        ...{ onPrevious: false, reverse: false, recoverable: true, ...part },
        base: total([row?.base ?? '0', base]),
        amount: total([row?.amount ?? '0', amount]),
      })
      if (!part.reverse) before = total([before, amount])
    }
  }
  return [...rows.values()]
}

function howOf(lines: readonly TaxedLine[], made: Omit<Taxed, 'lines' | 'tax' | 'how'> & { readonly amounts: readonly TaxedAmounts[] }): Figure {
  const nets = lines.map((line, at) => {
    const { quantity, price, discounts = [], inclusive, decided } = line
    const said = decided ? 'Given back of a line' : inclusive ? '{quantity} × {price}, tax within' : '{quantity} × {price}'
    const less = discounts.map(percent => figure('less {percent} %', { percent }, ''))
    return figure(said, { quantity, price }, (made.amounts[at] as TaxedAmounts).net, less)
  })
  const taxes = made.rows.map(({ key, kind, rate, base, amount, reverse }) =>
    figure(
      reverse ? '{tax} {rate} % on {base}, owed by the buyer' : kind === 'fixed' ? '{tax}, {rate} for each unit' : '{tax} {rate} % on {base}',
      { tax: key, rate, base },
      amount,
    ),
  )
  return figure('Total', {}, made.total, [
    figure('Net', {}, made.net, nets),
    ...taxes,
    ...(compareDecimals(made.roundOff, '0') === 0 ? [] : [figure('Round-off', {}, made.roundOff)]),
  ])
}
