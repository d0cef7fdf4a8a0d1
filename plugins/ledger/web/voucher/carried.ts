/** What a line of the last voucher told that vouchers do not ask for: it goes along where the voucher is written again. */
export interface Carried {
  /** The line it was told of: what goes by its amount is left behind once that is another. */
  readonly side: 'debit' | 'credit'
  readonly amount: string
  readonly values: { readonly [field: string]: string }
}

const always = ['memo', 'item', 'registration'] as const
const byAmount = ['quantity', 'unit', 'taxComponent', 'taxBase', 'taxRate', 'currency', 'amount'] as const

/** What a line of an entry told beside its account, party, amount and dimensions; nothing where it told no more. */
export function carriedOf(line: object): { readonly carried?: Carried } {
  const of = line as { readonly [field: string]: unknown }
  const values = Object.fromEntries([...always, ...byAmount].flatMap(name => (typeof of[name] === 'string' && of[name] !== '' ? [[name, of[name]]] : [])))
  if (Object.keys(values).length === 0) return {}
  return { carried: { side: of.debit === null ? 'credit' : 'debit', amount: String(of.debit ?? of.credit ?? ''), values } }
}

/** What of it holds of a line as it stands now: a quantity, a taxable value and an amount of another currency do not once the line has another amount or side. */
export function stillCarried(carried: Carried | undefined, side: Carried['side'], amount: string | null): { readonly [field: string]: string } {
  if (!carried) return {}
  if (carried.side === side && carried.amount === amount) return carried.values
  return Object.fromEntries(Object.entries(carried.values).filter(([name]) => (always as readonly string[]).includes(name)))
}
