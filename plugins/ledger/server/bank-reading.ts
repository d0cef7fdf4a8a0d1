import { addDays, type Condition, type Ctx, date, type Id, minus, type RecordOf, reference, route, total } from '@sangam/sdk'
import { Account, Balance, BankLine, BankRule, type BankSuggestion, Item, Line } from '../model.ts'
import { bankAccount } from './bank.ts'

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

/** Lines of the books on a bank account that no line of the bank is yet, up to a day. */
async function uncleared(ctx: Ctx, account: Id<'ledger.account'>, on: string): Promise<LineRecord[]> {
  const found: LineRecord[] = []
  const where = { account, 'entry.state': 'posted', 'entry.date': { lte: on }, 'ledger.clearing:line': { isEmpty: true } } as unknown as Condition<
    RecordOf<typeof Line>
  >
  const fields = ['base', 'entry', 'entry.date', 'entry.number', 'entry.reference', 'entry.narration', 'party.$title']
  await ctx.repo(Line).each({ where, fields, sort: ['entry.date', 'id'] }, async page => void found.push(...(page as unknown as LineRecord[])))
  return found
}

/** The lines of a bank that nobody said anything of yet, and for each what it probably is, the likeliest first, and why. */
const suggestions = route('GET', '/bank-lines', {
  permission: 'ledger.bankLine:read',
  query: { account: reference(Account, { required: true }) },
  async run(ctx, { query: { account } }) {
    await bankAccount(ctx, account)
    const { items: lines } = await ctx.repo(BankLine).find({ where: { account, state: 'open' }, sort: ['date', 'place'], limit: 200 })
    if (lines.length === 0) return { rows: [] }
    const last = lines.at(-1)?.date ?? ctx.today()
    const company = lines[0]?.company ?? null
    const amounts = [...new Set(lines.map(line => line.amount))]
    const [books, rules, items] = await Promise.all([
      uncleared(ctx, account, addDays(last, 10)),
      ctx.repo(BankRule).find({ where: company ? { company } : {}, limit: 500 }),
      openItems(ctx, company, amounts),
    ])
    return { rows: lines.map(line => ({ ...shown(line), suggestions: ranked(ctx, line, books, rules.items, items).map(one => ({ ...one })) })) }
  },
})

function shown({ id, date, description, reference, amount, balance }: BankLineRecord) {
  return { id, date, description, reference, amount, balance }
}

/** What parties have open that a line could pay: a bank's line comes in where they owe. */
async function openItems(ctx: Ctx, company: Id<'core.company'> | null, amounts: readonly string[]): Promise<ItemRecord[]> {
  const found: ItemRecord[] = []
  const where = { settledOn: { isEmpty: true }, open: { in: amounts }, ...(company && { company }) } as unknown as Condition<RecordOf<typeof Item>>
  const fields = ['narration', 'reference', 'number', 'due', 'open', 'party', 'party.$title', 'currency']
  await ctx.repo(Item).each({ where, fields, sort: ['due', 'id'] }, async page => void found.push(...(page as unknown as ItemRecord[])))
  return found
}

/** What a line is compared with: whether its text says something. */
type Says = (part: string | null) => boolean

function ranked(
  ctx: Ctx,
  line: BankLineRecord,
  books: readonly LineRecord[],
  rules: readonly RecordOf<typeof BankRule>[],
  items: readonly ItemRecord[],
): BankSuggestion[] {
  const text = squeezed(`${line.description} ${line.reference ?? ''}`)
  const says: Says = part => part !== null && squeezed(part).length > 2 && text.includes(squeezed(part))
  const alike = items.filter(item => item.open === line.amount)
  return [
    ...books.flatMap(book => (book.base === line.amount ? ofBooks(ctx, line, book, says) : [])),
    ...rules.flatMap(rule => (says(rule.contains) && (rule.way === null || (rule.way === 'out') === line.amount.startsWith('-')) ? [ofRule(ctx, rule)] : [])),
    ...alike.map(item => ofItem(ctx, item, alike.length === 1, says)),
  ]
    .sort((a, b) => b.rank - a.rank)
    .slice(0, 5)
}

function ofBooks(ctx: Ctx, line: BankLineRecord, book: LineRecord, says: Says): BankSuggestion[] {
  const days = Math.round(Math.abs(Date.parse(book['entry.date']) - Date.parse(line.date)) / 86_400_000)
  if (days > 45) return []
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

/** From the balance of the books to that of the bank on a day: what the bank has not seen yet, what the books have not. */
const reconciliation = route('GET', '/bank-reconciliation', {
  permission: 'ledger.bankLine:read',
  query: { account: reference(Account, { required: true }), on: date() },
  async run(ctx, { query }) {
    const { account } = query
    const on = query.on ?? ctx.today()
    await bankAccount(ctx, account)
    const upTo = { account, date: { lte: on } }
    const [balance, open, missing, latest] = await Promise.all([
      ctx.repo(Balance).group({ where: { account, day: { lte: on } } as Condition<RecordOf<typeof Balance>>, measures: ['sum:base'] }),
      uncleared(ctx, account, on),
      all(ctx, { ...upTo, state: 'open' } as Condition<BankLineRecord>),
      ctx.repo(BankLine).find({ where: { ...upTo, balance: { isEmpty: false } } as Condition<BankLineRecord>, sort: ['-date', '-place'], limit: 1 }),
    ])
    const books = String(balance[0]?.['sum:base'] ?? '0')
    const expected = total([books, minus('0', total(open.map(line => line.base))), ...missing.map(line => line.amount)])
    const bank = latest.items[0]?.balance ?? null
    return {
      ...{ on, books, expected, bank, bankOn: latest.items[0]?.date ?? null, difference: bank === null ? null : minus(bank, expected) },
      uncleared: open.map(line => ({
        entry: line.entry,
        number: line['entry.number'],
        date: line['entry.date'],
        narration: line['entry.narration'],
        party: line['party.$title'],
        amount: line.base,
      })),
      missing: missing.map(shown),
    }
  },
})

async function all(ctx: Ctx, where: Condition<BankLineRecord>): Promise<BankLineRecord[]> {
  const found: BankLineRecord[] = []
  await ctx.repo(BankLine).each({ where, sort: ['date', 'place'] }, async page => void found.push(...page))
  return found
}

export const bankRoutes = [suggestions, reconciliation]
