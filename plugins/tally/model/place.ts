import { minus, total } from '@sangam/sdk'
import type { TallyBooks, TallyLedger } from './books.ts'

/** Where a ledger of Tally goes: an account of a type under a heading of the chart, or what a party owes or is owed. */
export type Place =
  | { readonly kind: 'party'; readonly role: 'receivable' | 'payable' }
  | { readonly kind: 'role'; readonly role: string }
  | {
      readonly kind: 'account'
      readonly type: 'asset' | 'liability' | 'equity' | 'income' | 'expense'
      readonly heading: string
      readonly control: Control | null
    }

type Control = 'bank' | 'cash' | 'tax' | 'stock'

const account = (type: (Place & { kind: 'account' })['type'], heading: string, control: Control | null = null): Place => ({
  kind: 'account',
  type,
  heading,
  control,
})

/** The groups that every company of Tally has, and where theirs stand in the chart. */
const reserved: { readonly [group: string]: Place } = {
  'sundry debtors': { kind: 'party', role: 'receivable' },
  'sundry creditors': { kind: 'party', role: 'payable' },
  'capital account': account('equity', '3'),
  'reserves & surplus': account('equity', '3'),
  'retained earnings': account('equity', '3'),
  'loans (liability)': account('liability', '22'),
  'bank od a/c': account('liability', '22', 'bank'),
  'bank occ a/c': account('liability', '22', 'bank'),
  'secured loans': account('liability', '22'),
  'unsecured loans': account('liability', '22'),
  'current liabilities': account('liability', '21'),
  provisions: account('liability', '21'),
  'duties & taxes': account('liability', '21', 'tax'),
  'branch / divisions': account('liability', '21'),
  'suspense a/c': account('liability', '21'),
  'fixed assets': account('asset', '12'),
  investments: account('asset', '1'),
  'current assets': account('asset', '11'),
  'bank accounts': account('asset', '11', 'bank'),
  'cash-in-hand': account('asset', '11', 'cash'),
  'deposits (asset)': account('asset', '11'),
  'loans & advances (asset)': account('asset', '11'),
  'stock-in-hand': account('asset', '11', 'stock'),
  'misc. expenses (asset)': account('asset', '1'),
  'sales accounts': account('income', '4'),
  'direct incomes': account('income', '4'),
  'income (direct)': account('income', '4'),
  'indirect incomes': account('income', '4'),
  'income (indirect)': account('income', '4'),
  'purchase accounts': account('expense', '5'),
  'direct expenses': account('expense', '5'),
  'expenses (direct)': account('expense', '5'),
  'indirect expenses': account('expense', '5'),
  'expenses (indirect)': account('expense', '5'),
}

/** Ledgers that Tally itself makes, and what the chart calls them. */
const known: { readonly [ledger: string]: string } = { cash: 'cash', 'profit & loss a/c': 'retainedEarnings' }

const key = (name: string): string => name.trim().toLowerCase()

/** Where each ledger goes, by its name; null where its group leads to none of Tally's. */
export function placesOf({ groups, ledgers }: Pick<TallyBooks, 'groups' | 'ledgers'>): ReadonlyMap<string, Place | null> {
  const parents = new Map(groups.map(group => [key(group.name), group.parent]))
  const placed = ({ name, parent }: TallyLedger): Place | null => {
    const role = known[key(name)]
    if (role !== undefined) return { kind: 'role', role }
    const seen = new Set<string>()
    for (let at = key(parent); at !== '' && !seen.has(at); at = key(parents.get(at) ?? '')) {
      seen.add(at)
      const found = reserved[at]
      if (found) return found
    }
    return null
  }
  return new Map(ledgers.map(ledger => [key(ledger.name), placed(ledger)]))
}

/** What each ledger comes to in Tally: its opening balance and all its vouchers; debits are positive. By its name in small letters. */
export function balancesOf({ ledgers, vouchers }: Pick<TallyBooks, 'ledgers' | 'vouchers'>): ReadonlyMap<string, string> {
  const amounts = new Map<string, string[]>(ledgers.map(ledger => [key(ledger.name), [ledger.opening]]))
  for (const { lines } of vouchers)
    for (const line of lines) {
      const all = amounts.get(key(line.ledger)) ?? []
      all.push(line.amount)
      amounts.set(key(line.ledger), all)
    }
  return new Map([...amounts].map(([name, all]) => [name, total(all)]))
}

/** Something of the file that can't be brought as it is, with what to do. */
export interface Lack {
  readonly text: string
  readonly values: { readonly [name: string]: string }
}

/** What stands in the way, said to whoever brings the file. */
export function lacksOf(books: TallyBooks): readonly Lack[] {
  const places = placesOf(books)
  const named = new Set(books.ledgers.map(ledger => key(ledger.name)))
  const lacks: Lack[] = []
  if (books.ledgers.length === 0)
    lacks.push({ text: 'There are no ledgers in it. Export the masters from Tally too, as XML, and choose both files.', values: {} })
  for (const { name, parent } of books.ledgers)
    if (places.get(key(name)) === null)
      lacks.push({ text: 'The group “{group}” of {ledger} is not in the file. Export all masters from Tally.', values: { group: parent, ledger: name } })
  for (const { type, number, date, lines } of books.vouchers) {
    const stranger = lines.find(line => !named.has(key(line.ledger)))
    const values = { voucher: `${type} ${number}`.trim(), date }
    if (stranger)
      lacks.push({
        text: 'The ledger “{ledger}” of {voucher} of {date} is not in the file. Export all masters from Tally.',
        values: { ...values, ledger: stranger.ledger },
      })
    if (date === '') lacks.push({ text: 'The date of {voucher} can’t be read. Correct it in Tally, then export it again.', values })
    const difference = total(lines.map(line => line.amount))
    if (difference !== '0')
      lacks.push({
        text: '{voucher} of {date} is out of balance by {amount}. Correct it in Tally, then export it again.',
        values: { ...values, amount: difference.replace('-', '') },
      })
  }
  return lacks
}

/** Where Tally's own balances say something else than the vouchers in the file: some may be missing. */
export function doubtsOf(books: TallyBooks): readonly Lack[] {
  const balances = balancesOf(books)
  return books.ledgers.flatMap(({ name, closing }): Lack[] => {
    const ours = balances.get(key(name)) ?? '0'
    if (closing === null || minus(ours, closing) === '0') return []
    const text = 'Tally says that {ledger} comes to {closing}, and its vouchers in the file to {ours}. Export all vouchers up to the same day.'
    return [{ text, values: { ledger: name, closing, ours } }]
  })
}

export { key as ledgerKey }
