import { ask, company, repo, today } from '@sangam/sdk/web'
import { Account, Entry, Journal } from '../../model.ts'
import { type DimensionChoice, readParts } from '../part.ts'
import { carriedOf } from './carried.ts'
import { type AccountChoice, again, type Kind, kinds, type Told, type Voucher } from './voucher.ts'

/** What vouchers are written with. */
export interface Books {
  readonly accounts: readonly AccountChoice[]
  readonly journals: ReadonlyMap<string, string>
  readonly dimensions: readonly DimensionChoice[]
}

/** The accounts that one may post to by hand, by their codes, and the first journal of each kind. */
export async function readBooks(): Promise<Books> {
  const of = company()?.id
  const where = { isGroup: false, active: true, manual: true, ...(of && { company: of }) } as never
  const accounts: AccountChoice[] = []
  for (let after: string | null = null; ; ) {
    const page: { readonly items: readonly object[]; readonly next: string | null } = await repo(Account).find({
      ...{ where, fields: ['code', 'name', 'control', 'type'], sort: ['code'], limit: 500, ...(after !== null && { after }) },
    })
    accounts.push(...(page.items as AccountChoice[]))
    if (page.next === null) break
    after = page.next
  }
  const { dimensions } = await readParts({})
  const { items } = await repo(Journal).find({ where: (of ? { company: of } : {}) as never, fields: ['kind', 'code'], sort: ['-code'], limit: 200 })
  return { accounts, dimensions, journals: new Map(items.map(({ id, kind }) => [kind, id])) }
}

/** What accounts come to today. */
export async function readBalances(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ask<{ rows: readonly { readonly account: string; readonly closing: string }[] }>('ledger', '/trial-balance', { to: today() })
  return new Map(rows.map(row => [row.account, row.closing]))
}

export function journalFor({ journals }: Books, { kind, through }: Voucher): string | null {
  const { journal } = kinds[kind]
  return journals.get(journal === 'bank' && through?.control === 'cash' ? 'cash' : journal) ?? null
}

/** What was last said of vouchers of a kind, the newest first. */
export async function readNarrations(books: Books, kind: Kind): Promise<readonly string[]> {
  const { items } = await repo(Entry).find({ where: { ...within(books, kind) } as never, fields: ['narration'], sort: ['-createdAt'], limit: 100 })
  return [...new Set(items.map(one => one.narration))].slice(0, 40)
}

/** The last voucher of a kind, to be written again on a day; null where there is none. */
export async function readLast(books: Books, kind: Kind, date: string): Promise<Voucher | null> {
  const { items } = await repo(Entry).find({
    where: { ...within(books, kind), state: 'posted', reverses: { isEmpty: true } } as never,
    fields: ['date'],
    sort: ['-createdAt'],
    limit: 1,
  })
  if (!items[0]) return null
  const { narration, lines } = await repo(Entry).get(items[0].id)
  const known = new Map(books.accounts.map(one => [one.id as string, one]))
  const choices = lines.flatMap(one => {
    const choice = known.get(one.account)
    return choice
      ? [{ ...{ account: one.account, party: one.party, debit: one.debit, credit: one.credit }, choice, ...toldOf(books, one), ...carriedOf(one) }]
      : []
  })
  return choices.length < lines.length ? null : again(kind, date, null, narration, choices)
}

/** What a line tells of the dimensions that vouchers ask for. */
function toldOf({ dimensions }: Books, line: object): { readonly told?: Told } {
  const values = line as { readonly [field: string]: unknown }
  const told = dimensions.flatMap(({ field }) => (typeof values[field] === 'string' ? [[field, String(values[field])] as const] : []))
  return told.length > 0 ? { told: Object.fromEntries(told) } : {}
}

/** The vouchers of a kind: those of its journal; of bank and cash, by which side money stands on. */
function within({ journals }: Books, kind: Kind): object {
  const { journal, through } = kinds[kind]
  const names = journal === 'bank' ? ['bank', 'cash'] : [journal]
  const money = (side: 'debit' | 'credit'): object => ({ lines: { some: { [side]: { gt: '0' }, 'account.control': { in: ['bank', 'cash'] } } } })
  const sides = {
    contra: [money('debit'), money('credit')],
    payment: [money('credit'), { not: money('debit') }],
    receipt: [money('debit'), { not: money('credit') }],
  }
  return { journal: { in: names.flatMap(name => journals.get(name) ?? []) }, ...(through !== null && { and: sides[kind as keyof typeof sides] }) }
}
