import { minus, total } from '@sangam/sdk'
import { type Carried, stillCarried } from './carried.ts'

/** What a voucher is about, the key it is begun with, and the journal it stands in. A *single* one moves money through one account of bank or cash, which stands on the side that is told. */
export const kinds = {
  contra: { key: 'F4', journal: 'bank', through: 'credit' },
  payment: { key: 'F5', journal: 'bank', through: 'credit' },
  receipt: { key: 'F6', journal: 'bank', through: 'debit' },
  journal: { key: 'F7', journal: 'general', through: null },
  sales: { key: 'F8', journal: 'sales', through: null },
  purchase: { key: 'F9', journal: 'purchase', through: null },
} as const satisfies { readonly [kind: string]: { readonly key: string; readonly journal: string; readonly through: Side | null } }

export type Kind = keyof typeof kinds
export type Side = 'debit' | 'credit'

/** An account as one chooses it. */
export interface AccountChoice {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly control: string | null
  readonly type?: string
}

/** One line as it is typed: an amount on one side. */
export interface VoucherLine {
  readonly account: AccountChoice | null
  readonly party: string | null
  readonly side: Side
  readonly amount: string
  /** What it tells of dimensions, by the fields of the line. */
  readonly told?: Told
  /** What it told where it is written again, beside what is asked for here. */
  readonly carried?: Carried
}

/** The records that a line tells, by its fields. */
export type Told = { readonly [field: string]: string }

export interface Voucher {
  readonly kind: Kind
  readonly date: string
  /** Of a single one, the account of bank or cash. */
  readonly through: AccountChoice | null
  readonly lines: readonly VoucherLine[]
  readonly narration: string
  /** What the account of bank or cash told where it is written again. */
  readonly carried?: Carried
}

export function isKind(text: string | undefined): text is Kind {
  return text !== undefined && Object.hasOwn(kinds, text)
}

/** The side of what is typed in a single voucher: opposite to the account it goes through. */
export function sideOf(kind: Kind): Side {
  return kinds[kind].through === 'debit' ? 'credit' : 'debit'
}

export function blank(kind: Kind, date: string, through: AccountChoice | null): Voucher {
  return { kind, date, through: kinds[kind].through === null ? null : through, lines: [emptyLine(sideOf(kind))], narration: '' }
}

export function emptyLine(side: Side, amount = ''): VoucherLine {
  return { account: null, party: null, side, amount }
}

/**
 * An amount as it is typed, without what makes it readable; null where it is none.
 *
 * @example amountOf('1,25,000.50') // '125000.5'
 */
export function amountOf(text: string): string | null {
  const plain = text.replace(/[\s,₹]/g, '')
  if (!/^\d{1,15}(\.\d{0,3})?$|^\.\d{1,3}$/.test(plain)) return null
  const value = total([plain.startsWith('.') ? `0${plain}` : plain.replace(/\.$/, '')])
  return value === '0' ? null : value
}

/** What the lines come to on a side; what is no amount counts nothing. */
export function sumOf(lines: readonly VoucherLine[], side: Side): string {
  return total(lines.flatMap(line => (line.side === side ? (amountOf(line.amount) ?? []) : [])))
}

/** Debits less credits; nothing in a single voucher, whose other side follows. */
export function differenceOf({ kind, lines }: Voucher): string {
  return kinds[kind].through === null ? minus(sumOf(lines, 'debit'), sumOf(lines, 'credit')) : '0'
}

/** The line that would balance those there are: on the side that lacks, with what it lacks. */
export function nextLine(voucher: Voucher): VoucherLine {
  if (kinds[voucher.kind].through !== null) return emptyLine(sideOf(voucher.kind))
  const difference = differenceOf(voucher)
  if (difference === '0') return emptyLine('debit')
  return difference.startsWith('-') ? emptyLine('debit', difference.slice(1)) : emptyLine('credit', difference)
}

/** Lines that say something. */
export function filled(lines: readonly VoucherLine[]): readonly VoucherLine[] {
  return lines.filter(line => line.account !== null || line.amount.trim() !== '')
}

/** Where a voucher is not whole yet: what stops it, and the place of it; null where it may be posted. */
export function lackOf(
  voucher: Voucher,
): { readonly what: 'through' | 'lines' | 'account' | 'party' | 'amount' | 'difference' | 'narration'; readonly line: number } | null {
  if (kinds[voucher.kind].through !== null && voucher.through === null) return { what: 'through', line: -1 }
  const lines = filled(voucher.lines)
  if (lines.length === 0) return { what: 'lines', line: 0 }
  for (const [line, one] of lines.entries()) {
    if (one.account === null) return { what: 'account', line }
    if (isByParty(one.account) && one.party === null) return { what: 'party', line }
    if (amountOf(one.amount) === null) return { what: 'amount', line }
  }
  if (differenceOf({ ...voucher, lines }) !== '0') return { what: 'difference', line: lines.length - 1 }
  return voucher.narration.trim() === '' ? { what: 'narration', line: -1 } : null
}

export function isByParty(account: AccountChoice | null): boolean {
  return account?.control === 'receivable' || account?.control === 'payable'
}

interface EntryLine {
  readonly account: string
  readonly party: string | null
  readonly debit: string | null
  readonly credit: string | null
  readonly [field: string]: string | null
}

/** The lines of the entry that a whole voucher makes. */
export function entryLines(voucher: Voucher): EntryLine[] {
  const line = (
    account: string,
    party: string | null,
    side: Side,
    amount: string,
    { told = {}, carried }: Pick<VoucherLine, 'told' | 'carried'>,
  ): EntryLine => ({
    ...{ ...stillCarried(carried, side, amount), ...told, account, party },
    ...{ debit: side === 'debit' ? amount : null, credit: side === 'credit' ? amount : null },
  })
  const lines = filled(voucher.lines)
  const own = lines.map(one => line(one.account?.id ?? '', isByParty(one.account) ? one.party : null, one.side, amountOf(one.amount) ?? '0', one))
  const { through } = kinds[voucher.kind]
  if (through === null || !voucher.through) return own
  const other = line(voucher.through.id, null, through, total(lines.map(one => amountOf(one.amount) ?? '0')), {
    ...(voucher.carried && { carried: voucher.carried }),
  })
  return through === 'debit' ? [other, ...own] : [...own, other]
}

/** A voucher as an entry was, to be written again: its lines without the account it went through, where it is single. */
export function again(
  kind: Kind,
  date: string,
  through: AccountChoice | null,
  narration: string,
  lines: readonly (Pick<EntryLine, 'party' | 'debit' | 'credit'> & { readonly choice: AccountChoice; readonly told?: Told; readonly carried?: Carried })[],
): Voucher {
  const by = kinds[kind].through
  const at = by === null ? -1 : lines.findIndex(one => one[by] !== null && (one.choice.control === 'bank' || one.choice.control === 'cash'))
  const own = lines.filter((_, place) => place !== at)
  return {
    ...{ kind, date, narration },
    through: by === null ? null : (lines[at]?.choice ?? through),
    ...(lines[at]?.carried && { carried: lines[at].carried }),
    lines: own.map(one => ({
      account: one.choice,
      party: one.party,
      side: one.debit === null ? ('credit' as const) : ('debit' as const),
      amount: one.debit ?? one.credit ?? '',
      ...(one.told && { told: one.told }),
      ...(one.carried && { carried: one.carried }),
    })),
  }
}

/**
 * Accounts that a text means, the likeliest first: its code or its name beginning so, then a word of it, then anything in it.
 *
 * @example found(accounts, 'ren')[0]?.name // 'Rent'
 */
export function found(accounts: readonly AccountChoice[], text: string): readonly AccountChoice[] {
  const asked = text.trim().toLocaleLowerCase()
  if (asked === '') return accounts
  const rank = ({ code, name }: AccountChoice): number => {
    const called = name.toLocaleLowerCase()
    if (code === asked) return 0
    if (called.startsWith(asked)) return 1
    if (code.startsWith(asked)) return 2
    if (called.split(/[\s(/–-]+/).some(word => word.startsWith(asked))) return 3
    return called.includes(asked) ? 4 : 5
  }
  return accounts
    .map(account => ({ account, at: rank(account) }))
    .filter(({ at }) => at < 5)
    .sort((a, b) => a.at - b.at)
    .map(({ account }) => account)
}
