import { addDays, type Condition, type Ctx, date, type Id, minus, type RecordOf, reference, route, text, total, type Values } from '@sangam/sdk'
import { Account, Balance, BankLine, BankRule, type BankSuggestion, CurrencyBalance, Item, Line } from '../model.ts'
import { atBank, bankAccount, foreignOf, movedAtBank } from './bank-money.ts'
import { moneyOf } from './currencies.ts'

type BankLineRecord = RecordOf<typeof BankLine>
type LineRecord = RecordOf<typeof Line> & {
  readonly 'entry.date': string
  readonly 'entry.number': string
  readonly 'entry.reference': string | null
  readonly 'entry.narration': string
  readonly 'party.$title': string | null
}
type ItemRecord = RecordOf<typeof Item> & { readonly 'party.$title': string | null }

const squeezed = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** So many days a line of the books and one of the bank may be apart. */
const apartAtMost = 45
/** So many lines of each part of a reconciliation are given at once. */
const pageSize = 200

type Days = { readonly gte?: string; readonly lte: string }

/** Lines of the books on a bank account that no line of the bank is yet, of some days. */
function uncleared(account: Id<'ledger.account'>, foreign: string | null, days: Days): Condition<RecordOf<typeof Line>> {
  const where = { account, 'entry.state': 'posted', 'entry.date': days, 'ledger.clearing:line': { isEmpty: true }, ...movedAtBank(foreign) }
  return where as unknown as Condition<RecordOf<typeof Line>>
}

const ofBooksFields = ['base', 'amount', 'entry', 'entry.date', 'entry.number', 'entry.reference', 'entry.narration', 'party.$title']

/** What lines of the bank could be in the books: as much, and not too long before or after. A busy account has more open than anybody reads. */
async function candidates(ctx: Ctx, account: Id<'ledger.account'>, foreign: string | null, lines: readonly BankLineRecord[]): Promise<LineRecord[]> {
  const [first, last] = [lines[0]?.date ?? ctx.today(), lines.at(-1)?.date ?? ctx.today()]
  const days = { gte: addDays(first, -apartAtMost), lte: addDays(last, 10) }
  const amounts = [...new Set(lines.map(line => line.amount))]
  const where = { ...uncleared(account, foreign, days), [foreign === null ? 'base' : 'amount']: { in: amounts } } as Condition<RecordOf<typeof Line>>
  const found: LineRecord[] = []
  await ctx.repo(Line).each({ where, fields: ofBooksFields, sort: ['entry.date', 'id'] }, async page => void found.push(...(page as unknown as LineRecord[])))
  return found
}

/** The lines of a bank that nobody said anything of yet, and for each what it probably is, the likeliest first, and why. */
const suggestions = route('GET', '/bank-lines', {
  permission: 'ledger.bankLine:read',
  query: { account: reference(Account, { required: true }) },
  async run(ctx, { query: { account } }) {
    const bank = await bankAccount(ctx, account)
    const foreign = await foreignOf(ctx, bank)
    const { items: lines } = await ctx.repo(BankLine).find({ where: { account, state: 'open' }, sort: ['date', 'place'], limit: 200 })
    if (lines.length === 0) return { rows: [] }
    const { company } = bank
    // A payment or a rule posts in the money of the books: of a bank in another only what stands there already is told.
    const [books, rules, items] = await Promise.all([
      candidates(ctx, account, foreign, lines),
      foreign === null ? ctx.repo(BankRule).find({ where: company ? { company } : {}, limit: 500 }) : { items: [] },
      foreign === null ? openItems(ctx, company, [...new Set(lines.map(line => line.amount))]) : [],
    ])
    return { rows: lines.map(line => ({ ...shown(line), suggestions: ranked(ctx, line, { books, foreign }, rules.items, items).map(one => ({ ...one })) })) }
  },
})

function shown({ id, date, description, reference, amount, balance }: BankLineRecord) {
  return { id, date, description, reference, amount, balance }
}

/** What parties have open that a line could pay: a bank's line comes in where they owe. */
async function openItems(ctx: Ctx, company: Id<'core.company'> | null, amounts: readonly string[]): Promise<ItemRecord[]> {
  const found: ItemRecord[] = []
  const currency = company === null ? undefined : (await moneyOf(ctx, [company])).get(company)?.currency
  const where = { settledOn: { isEmpty: true }, open: { in: amounts }, ...(company && { company }), ...(currency && { currency }) } as unknown as Condition<
    RecordOf<typeof Item>
  >
  const fields = ['narration', 'reference', 'number', 'due', 'open', 'party', 'party.$title', 'currency']
  await ctx.repo(Item).each({ where, fields, sort: ['due', 'id'] }, async page => void found.push(...(page as unknown as ItemRecord[])))
  return found
}

/** What a line is compared with: whether its text says something. */
type Says = (part: string | null) => boolean

function ranked(
  ctx: Ctx,
  line: BankLineRecord,
  { books, foreign }: { readonly books: readonly LineRecord[]; readonly foreign: string | null },
  rules: readonly RecordOf<typeof BankRule>[],
  items: readonly ItemRecord[],
): BankSuggestion[] {
  const text = squeezed(`${line.description} ${line.reference ?? ''}`)
  const says: Says = part => part !== null && squeezed(part).length > 2 && text.includes(squeezed(part))
  const alike = items.filter(item => item.open === line.amount)
  return [
    ...books.flatMap(book => (atBank([book], foreign) === line.amount ? ofBooks(ctx, line, book, says) : [])),
    ...rules.flatMap(rule => (says(rule.contains) && (rule.way === null || (rule.way === 'out') === line.amount.startsWith('-')) ? [ofRule(ctx, rule)] : [])),
    ...alike.map(item => ofItem(ctx, item, alike.length === 1, says)),
  ]
    .sort((a, b) => b.rank - a.rank)
    .slice(0, 5)
}

function ofBooks(ctx: Ctx, line: BankLineRecord, book: LineRecord, says: Says): BankSuggestion[] {
  const days = Math.round(Math.abs(Date.parse(book['entry.date']) - Date.parse(line.date)) / 86_400_000)
  if (days > apartAtMost) return []
  const named = says(book['entry.reference']) || says(book['entry.number'])
  const apart = days === 0 ? ctx.t('Same amount on the same day') : ctx.t('Same amount, {days, plural, one {# day} other {# days}} apart', { days })
  const reason = named ? ctx.t('Same amount, and its number stands in the text') : apart
  return [
    { kind: 'book', id: book.id, name: book['entry.number'], detail: book['party.$title'] ?? book['entry.narration'], reason, rank: named ? 100 : 90 - days },
  ]
}

function ofRule(ctx: Ctx, { id, contains, account, party, narration }: RecordOf<typeof BankRule>): BankSuggestion {
  return {
    kind: 'rule',
    id,
    name: contains,
    detail: narration ?? '',
    reason: ctx.t('The rule for “{text}”', { text: contains }),
    rank: 80,
    account,
    party,
    narration,
  }
}

function ofItem(ctx: Ctx, item: ItemRecord, isOnly: boolean, says: Says): BankSuggestion {
  const base = {
    kind: 'item',
    id: item.id,
    name: item.reference ?? String(item.number ?? item.narration),
    detail: item['party.$title'] ?? '',
    party: item.party,
  } as const
  if (says(item.reference) || says(item.number)) return { ...base, reason: ctx.t('Open with this amount, and its number stands in the text'), rank: 85 }
  if (says(item['party.$title'])) return { ...base, reason: ctx.t('Open with this amount, and the party stands in the text'), rank: 75 }
  return isOnly ? { ...base, reason: ctx.t('The only thing open with this amount'), rank: 50 } : { ...base, reason: ctx.t('Open with this amount'), rank: 30 }
}

export const reconciliationAsked = { account: reference(Account, { required: true }), on: date() }

interface ReconciliationAsked extends Values<typeof reconciliationAsked> {
  readonly afterUncleared: string | null
  readonly afterEntered: string | null
  readonly afterMissing: string | null
}

/**
 * From the balance of the books to that of the bank on a day: what the bank has not seen yet, what the books have not. Both are summed in the database; their lines come by pages,
 * the next by what `next` names. A bank in another currency than the books is reckoned in its own.
 */
const reconciliation = route('GET', '/bank-reconciliation', {
  permission: 'ledger.bankLine:read',
  query: { ...reconciliationAsked, afterUncleared: text(), afterEntered: text(), afterMissing: text() },
  run: async (ctx, { query }) => ({ ...(await reconciledOf(ctx, query)) }),
})

export async function reconciledOf(ctx: Ctx, query: ReconciliationAsked) {
  const { account } = query
  const on = query.on ?? ctx.today()
  const foreign = await foreignOf(ctx, await bankAccount(ctx, account))
  // As it was at the end of the day: what the bank had not seen by then though it did later, and what was entered later though the bank had it.
  const seenBy = { 'bankLine.date': { lte: on } }
  const moved = { account, 'entry.state': 'posted', ...movedAtBank(foreign) }
  const open = { ...moved, 'entry.date': { lte: on }, 'ledger.clearing:line': { none: seenBy } } as unknown as Condition<RecordOf<typeof Line>>
  const entered = { ...moved, 'entry.date': { gt: on }, 'ledger.clearing:line': { some: seenBy } } as unknown as Condition<RecordOf<typeof Line>>
  const upTo = { account, date: { lte: on } }
  const missed = { ...upTo, state: 'open' } as Condition<BankLineRecord>
  const seen = { ...upTo, balance: { isEmpty: false } } as Condition<BankLineRecord>
  const sum = foreign === null ? 'sum:base' : 'sum:amount'
  const [books, openSum, missedSum, enteredSum, uncleareds, missing, later, latest] = await Promise.all([
    booksOf(ctx, account, foreign, on),
    ctx.repo(Line).group({ where: open, measures: [sum] }),
    ctx.repo(BankLine).group({ where: missed, measures: ['sum:amount'] }),
    ctx.repo(Line).group({ where: entered, measures: [sum] }),
    ctx.repo(Line).find({ where: open, fields: ofBooksFields, sort: ['entry.date', 'id'], limit: pageSize, ...from(query.afterUncleared) }),
    ctx.repo(BankLine).find({ where: missed, sort: ['date', 'place'], limit: pageSize, ...from(query.afterMissing) }),
    ctx.repo(Line).find({ where: entered, fields: ofBooksFields, sort: ['entry.date', 'id'], limit: pageSize, ...from(query.afterEntered) }),
    ctx.repo(BankLine).find({ where: seen, sort: ['-date', '-place'], limit: 1 }),
  ])
  const ofBooks = (found: unknown) => {
    const line = found as LineRecord
    const { entry, 'entry.number': number, 'entry.date': date, 'entry.narration': narration, 'party.$title': party } = line
    return { entry, number, date, narration, party, amount: atBank([line], foreign) }
  }
  const expected = total([
    books,
    minus('0', String(openSum[0]?.[sum] ?? '0')),
    String(missedSum[0]?.['sum:amount'] ?? '0'),
    String(enteredSum[0]?.[sum] ?? '0'),
  ])
  const bank = latest.items[0]?.balance ?? null
  return {
    ...{ on, books, expected, bank, bankOn: latest.items[0]?.date ?? null, difference: bank === null ? null : minus(bank, expected) },
    uncleared: uncleareds.items.map(ofBooks),
    entered: later.items.map(ofBooks),
    missing: missing.items.map(shown),
    next: { uncleared: uncleareds.next, entered: later.next, missing: missing.next },
  }
}

function from(after: string | null | undefined): { readonly after?: string } {
  return after ? { after } : {}
}

/**
 * The balance of the books in the money of the bank. It is part of the reconciliation, as its lines are: who may see the account and reads entries needs no right to the
 * sums that the database keeps of all accounts.
 */
async function booksOf(ctx: Ctx, account: Id<'ledger.account'>, foreign: string | null, on: string): Promise<string> {
  return ctx.asSystem('Looks what the books say of a bank account', async system => {
    if (foreign === null) {
      const where = { account, day: { lte: on } } as Condition<RecordOf<typeof Balance>>
      const [row] = await system.repo(Balance).group({ where, measures: ['sum:base'] })
      return String(row?.['sum:base'] ?? '0')
    }
    const where = { account, currency: foreign, day: { lte: on } } as Condition<RecordOf<typeof CurrencyBalance>>
    const [row] = await system.repo(CurrencyBalance).group({ where, measures: ['sum:amount'] })
    return String(row?.['sum:amount'] ?? '0')
  })
}

export const bankRoutes = [suggestions, reconciliation]
