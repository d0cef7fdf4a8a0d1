import { Document } from '@sangam/plugin-invoicing/model'
import { Account, Entry, type PostedEntry, type PostedLine } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, type Id, minus, type RecordOf } from '@sangam/sdk'
import { BookedDocument } from '../model.ts'
import { isNote } from './rules.ts'

type DocumentRecord = RecordOf<typeof BookedDocument>
type Lines = RecordOf<typeof Entry>['lines']

/** What of a document its lines in the books are made of. */
export const bookedFields = [
  ...['kind', 'number', 'state', 'party', 'date', 'postingDate', 'supplierNumber', 'supplierDate', 'currency', 'exchangeRate', 'company', 'taxDate'],
  ...['lines', 'taxes', 'instalments', 'roundOff', 'total', 'withheld', 'open', 'original', 'moneyAccount', 'ownRegistration'],
] as const

/** Where a document stands in the books. */
export interface Stood {
  readonly entry: string
  readonly date: string
  readonly lines: Lines
}

/** Where documents stand, by their ids; none of those that the books don't know. */
export async function stoodOf(system: Ctx, documents: readonly string[]): Promise<Map<string, Stood>> {
  const found = new Map<string, Stood>()
  const ids = [...new Set(documents)]
  for (let start = 0; start < ids.length; start += 500) {
    const where = { sourceEntity: Document.name, sourceId: { in: ids.slice(start, start + 500) } }
    await system.repo(Entry).each({ where, fields: ['sourceId', 'date', 'lines'] }, async page => {
      for (const { id, sourceId, date, lines } of page) found.set(String(sourceId), { entry: id, date, lines })
    })
  }
  return found
}

/** The documents that notes are about. */
export async function originalsOf(system: Ctx, documents: readonly DocumentRecord[]): Promise<readonly DocumentRecord[]> {
  const found: DocumentRecord[] = []
  const ids = [...new Set(documents.flatMap(one => (isNote(one) && one.original !== null ? [one.original] : [])))]
  for (let start = 0; start < ids.length; start += 500) {
    const where = { id: { in: ids.slice(start, start + 500) } }
    await system.repo(BookedDocument).each({ where, fields: [...bookedFields] }, async page => void found.push(...page))
  }
  return found
}

/** Of the accounts on which documents stand, those that are not used any more. */
export async function closedOf(system: Ctx, stood: Iterable<Stood>): Promise<ReadonlySet<string>> {
  const ids = [...new Set([...stood].flatMap(one => one.lines.map(line => line.account)))]
  const closed = new Set<string>()
  for (let start = 0; start < ids.length; start += 500) {
    const where = { id: { in: ids.slice(start, start + 500) as Id<'ledger.account'>[] }, active: false }
    const { items } = await system.repo(Account).find({ where, fields: ['name'], limit: 500 })
    for (const { id } of items) closed.add(id)
  }
  return closed
}

/**
 * A note on the accounts of its document, whatever was said since of roles, of the party or of items: on others it would settle nothing. Lines of entries keep no roles, so the document is made
 * into lines again, `anew`; where these come to what was posted, they tell the role of each. What has no counterpart there stays with its role.
 */
export function asItStood(note: PostedEntry, { lines }: Stood, anew: PostedEntry, closed: ReadonlySet<string>): PostedEntry {
  const same = anew.lines.length === lines.length && anew.lines.every((line, at) => compareDecimals(worth(line), lines[at]?.base ?? '') === 0)
  const told = same ? anew.lines.map((line, at) => ({ line, account: String(lines[at]?.account) })) : []
  const accountOf = (line: PostedLine): string | null => {
    const mine = told.filter(one => roleOf(one.line) === roleOf(line))
    return only(mine.filter(one => one.line.item?.id === line.item?.id)) ?? only(mine) ?? (same ? null : only(lines.filter(one => isAlike(one, line))))
  }
  return {
    ...note,
    lines: note.lines.map(line => {
      const account = 'role' in line.account ? accountOf(line) : null
      // What is owed stays where it is; income and cost of an account that is closed go where they would go now.
      return account === null || (closed.has(account) && line.party === undefined) ? line : { ...line, account: { id: account } }
    }),
  }
}

/** The account of what a party has or owes by a document, as it stands in the books: on another one it would settle nothing. */
export function ofParty(stood: Stood | undefined, role: string): PostedLine['account'] {
  const account = only((stood?.lines ?? []).filter(one => one.party !== null))
  return account === null ? { role } : { id: account }
}

/** The account on which all of them stand, where it is one. */
function only(lines: readonly { readonly account: string }[]): string | null {
  const [account, ...others] = new Set(lines.map(one => one.account))
  return account === undefined || others.length > 0 ? null : account
}

/** What the rules of an earlier version posted is told apart by what its lines say themselves, which words and round-off don't. */
function isAlike(stood: Lines[number], { party, tax, item, ...line }: PostedLine): boolean {
  if (compareDecimals(stood.base, '0') === compareDecimals(worth(line), '0')) return false
  if (tax) return stood.taxComponent === tax.component
  return item ? stood.itemId === item.id : party !== undefined && stood.party === party
}

function worth({ debit, credit }: Pick<PostedLine, 'debit' | 'credit'>): string {
  return minus(debit ?? '0', credit ?? '0')
}

function roleOf({ account }: PostedLine): string | null {
  return 'role' in account ? account.role : null
}
