import { type Condition, type Ctx, hooks, minus, type RecordOf, type Refusal, total } from '@sangam/sdk'
import { Account, BankLine, Entry, Journal, Line } from '../model.ts'
import { digitsOf, isFiner, type Money, moneyOf } from './currencies.ts'
import { dimensionProblems, dividedBy } from './dimension-lines.ts'
import { itemsOf } from './items.ts'
import { ownNumberProblems } from './own-numbers.ts'

type EntryRecord = RecordOf<typeof Entry>
type LineRecord = RecordOf<typeof Line>
type AccountRecord = Pick<RecordOf<typeof Account>, 'id' | 'name' | 'isGroup' | 'active' | 'manual' | 'company' | 'control' | 'type'>

/** What a line adds in the money of the books. */
export const lineHooks = hooks(Line, {
  async derive(ctx, changes) {
    const alone = changes.some(({ next }) => next?.currency && next.amount === null)
    const books = alone && ctx.company ? (await moneyOf(ctx, [ctx.company])).get(ctx.company)?.currency : undefined
    return changes.map(({ next }) => {
      if (!next) return null
      const base = minus(next.debit ?? '0', next.credit ?? '0')
      // In the money of the books it is the same figure; other programs name it in every line.
      const amount = next.amount === null && next.currency !== null && next.currency === books ? { amount: base } : {}
      return { base, ...amount, ...(next.quantity !== null && { quantity: signed(next.quantity, base) }) }
    })
  },
  check: async (_, changes) => changes.flatMap(({ next }, index) => (next ? oneSide(next, index) : [])),
})

export function oneSide(line: LineRecord, index: number): Refusal[] {
  const [debit, credit] = [line.debit ?? '0', line.credit ?? '0']
  if (debit !== '0' && credit !== '0')
    return [{ index, field: 'credit', code: 'two_sides', message: 'A line is a debit or a credit. Write two lines for both.' }]
  if ((line.currency === null) !== (line.amount === null))
    return [{ index, field: 'amount', code: 'currency_alone', message: 'Give a currency and the amount in it together, or neither.' }]
  if (line.currency !== null && !/^[A-Z]{3}$/.test(line.currency))
    return [{ index, field: 'currency', code: 'no_currency', message: 'Give the currency by its three letters, such as USD.' }]
  if (signOf(line.amount) * signOf(line.base) < 0)
    return [{ index, field: 'amount', code: 'two_signs', message: 'A debit is positive in its currency too, and a credit negative.' }]
  if (line.taxBase !== null && signOf(line.taxBase) * signOf(line.base) < 0)
    return [{ index, field: 'taxBase', code: 'two_signs', message: 'The taxable value of a debit is positive, and of a credit negative.' }]
  if (line.unit !== null && line.quantity === null)
    return [{ index, field: 'quantity', code: 'unit_alone', message: 'Say how much it is of that unit, or leave the unit empty.' }]
  return []
}

/** As much as is told, with the sign of its line. */
function signed(quantity: string, base: string): string {
  const size = quantity.replace('-', '')
  return base.startsWith('-') && size !== '0' ? `-${size}` : size
}

function signOf(amount: string | null): number {
  return amount === null || amount === '0' ? 0 : amount.startsWith('-') ? -1 : 1
}

export const entryHooks = hooks(Entry, {
  async derive(ctx, changes) {
    // What was posted stays as it is, whatever became of its journal and accounts since.
    const live = changes.map(({ before, next }) => (isPosted(before) ? null : next))
    const [journals, accounts, divided] = await Promise.all([journalsOf(ctx, live), accountsOf(ctx, live), dividedBy(ctx, changes)])
    return live.map((next, index) => {
      if (!next) return null
      const company = next.company ?? ctx.company
      const journal = next.journal === null ? journals.usual.get(String(company)) : journals.byId.get(next.journal)
      return {
        ...(next.journal === null && journal && { journal: journal.id }),
        total: total(next.lines.map(line => line.debit ?? '0')),
        concerns: concernsOf(journal?.kind ?? 'general', next, accounts),
        ...(divided[index] && { divided: divided[index] as never }),
      }
    })
  },

  async check(ctx, changes) {
    const live = changes.map(({ before, next }) => (isPosted(before) ? null : next))
    const posting = live.flatMap(next => (next?.state === 'posted' && next.company ? [next.company] : []))
    const currencies = live.flatMap(next => (next?.state === 'posted' ? next.lines.flatMap(line => line.currency ?? []) : []))
    const [journals, accounts, money, digits] = await Promise.all([
      journalsById(ctx, live),
      accountsOf(ctx, live),
      moneyOf(ctx, posting),
      digitsOf(ctx, currencies),
    ])
    const [divided, numbers] = [await dimensionProblems(ctx, live, accounts), await ownNumberProblems(ctx, live)]
    const own = live.flatMap((next, index) =>
      next
        ? [
            ...kindProblems(ctx, next, index),
            ...dayProblems(ctx, next, index),
            ...journalProblems(next, journals, index),
            ...lineProblems(ctx, next, accounts, index),
            ...digitProblems(next, money.get(String(next.company)), index),
            ...currencyProblems(next, money.get(String(next.company)), digits, index),
          ]
        : [],
    )
    return [...own, ...divided, ...numbers]
  },

  react: itemsOf,
})

/** A slip in the year would stay for good, and each year from then on would have to be closed before the next. */
const farthest = 50

function dayProblems(ctx: Ctx, { state, date }: EntryRecord, index: number): Refusal[] {
  if (state !== 'posted' || Math.abs(Number(date.slice(0, 4)) - Number(ctx.today().slice(0, 4))) <= farthest) return []
  return [
    { index, field: 'date', code: 'far_day', message: 'The year of this date is more than {years} years from now. Correct it.', values: { years: farthest } },
  ]
}

function isPosted(entry: EntryRecord | null): boolean {
  return entry?.state === 'posted'
}

/** Which locks hold an entry: those of its journal, and that of tax where it touches a tax account. */
function concernsOf(kind: string, { lines }: EntryRecord, accounts: ReadonlyMap<string, AccountRecord>): ('general' | 'sales' | 'purchase' | 'tax')[] {
  const taxed = lines.some(line => accounts.get(String(line.account))?.control === 'tax')
  return ['general', ...(kind === 'sales' || kind === 'purchase' ? [kind] : []), ...(taxed ? ['tax' as const] : [])] as (
    | 'general'
    | 'sales'
    | 'purchase'
    | 'tax'
  )[]
}

/** Journals by their ids, and the usual one of each company for entries that name none: its first general one. */
async function journalsOf(ctx: Ctx, entries: readonly (EntryRecord | null)[]) {
  const companies = [...new Set(entries.flatMap(entry => (entry && entry.journal === null ? [entry.company ?? ctx.company] : [])))].filter(id => id !== null)
  const [byId, general] = await Promise.all([journalsById(ctx, entries), journals(ctx, companies, company => ({ company, kind: 'general' }))])
  return { byId, usual: new Map(general.reverse().map(one => [String(one.company), one])) }
}

async function journalsById(ctx: Ctx, entries: readonly (EntryRecord | null)[]): Promise<ReadonlyMap<string, RecordOf<typeof Journal>>> {
  const ids = [...new Set(entries.flatMap(entry => entry?.journal ?? []))]
  return new Map((await journals(ctx, ids, id => ({ id }))).map(one => [String(one.id), one]))
}

async function journals<T>(ctx: Ctx, of: readonly T[], where: (of: { readonly in: readonly T[] }) => object): Promise<RecordOf<typeof Journal>[]> {
  const found: RecordOf<typeof Journal>[] = []
  for (let start = 0; start < of.length; start += 500) {
    const condition = where({ in: of.slice(start, start + 500) }) as Condition<RecordOf<typeof Journal>>
    await ctx.asSystem('Looks which journal an entry stands in', system =>
      system.repo(Journal).each({ where: condition, sort: ['code'] }, async page => void found.push(...page)),
    )
  }
  return found
}

export async function accountsOf(
  ctx: Ctx,
  entries: readonly ({ readonly lines: readonly { readonly account: string | null }[] } | null)[],
): Promise<ReadonlyMap<string, AccountRecord>> {
  const ids = [...new Set(entries.flatMap(entry => (entry?.lines ?? []).map(line => line.account)))].filter(id => typeof id === 'string')
  const found = new Map<string, AccountRecord>()
  const fields = ['name', 'isGroup', 'active', 'manual', 'company', 'control', 'type'] as const
  for (let start = 0; start < ids.length; start += 500) {
    const where = { id: { in: ids.slice(start, start + 500) } }
    const { items } = await ctx.asSystem('Looks what the accounts of an entry are', system =>
      system.repo(Account).find({ where, fields: [...fields], limit: 500 }),
    )
    for (const account of items) found.set(String(account.id), account)
  }
  return found
}

/** Reports leave closing entries out, so that they are made by who closes years; exchange differences by what works them out. */
function kindProblems(ctx: Ctx, next: EntryRecord, index: number): Refusal[] {
  if (next.reverses !== null || next.sourceEntity !== null || (next.kind !== 'closing' && next.kind !== 'revaluation')) return []
  if (ctx.may('ledger.fiscalYear:close')) return []
  const message = 'Closing entries and exchange differences are left to who closes years. Choose another kind.'
  return [{ index, field: 'kind', code: 'kind_of_others', message }]
}

function journalProblems(next: EntryRecord, journals: ReadonlyMap<string, RecordOf<typeof Journal>>, index: number): Refusal[] {
  const journal = next.journal === null ? undefined : journals.get(next.journal)
  if (!journal || journal.company === next.company) return []
  const message = '{journal} is a journal of another company. Choose one of this company.'
  return [{ index, field: 'journal', code: 'other_company', message, values: { journal: journal.name } }]
}

/** What of a record's lines their accounts do not take. */
export function lineProblems(ctx: Ctx, next: EntryRecord, accounts: ReadonlyMap<string, AccountRecord>, index: number): Refusal[] {
  // What takes an entry back stands on the accounts of that entry, whatever they are used for since.
  const takesBack = next.reverses !== null
  return next.lines.flatMap((line, at): Refusal[] => {
    const account = accounts.get(String(line.account))
    const values = { account: account?.name ?? '' }
    const refuse = (field: string, code: string, message: string): Refusal[] => [{ index, field: `lines.${at}.${field}`, code, message, values }]
    if (next.state === 'posted' && line.base === '0') return refuse('debit', 'no_amount', 'Give a debit or a credit, or take the line away.')
    if (!account) return []
    if (account.company !== next.company) return refuse('account', 'other_company', '{account} is an account of another company.')
    if (account.isGroup) return refuse('account', 'heading', '{account} is a heading. Choose an account below it.')
    if (takesBack) return []
    if (next.kind === 'closing' && (account.type === 'asset' || account.type === 'liability'))
      return refuse('account', 'closing_elsewhere', 'A closing entry moves income and expenses into equity, and {account} is none of them.')
    if (!account.active && next.kind !== 'closing') return refuse('account', 'not_active', '{account} is not used any more. Choose another account.')
    if (!account.manual && (next.sourceEntity === null || next.sourceEntity === BankLine.name) && ctx.origin !== 'job')
      return refuse('account', 'not_by_hand', '{account} is posted to by other parts of Sangam only.')
    if ((account.control === 'receivable' || account.control === 'payable') && line.party === null && next.state === 'posted')
      return refuse('party', 'party_needed', '{account} is kept by party. Say whose it is.')
    return []
  })
}

/** What is posted says no more than its money can; a draft may, and what takes an entry back says what that one said. */
function digitProblems(next: EntryRecord, money: Money | undefined, index: number): Refusal[] {
  if (!money || next.state !== 'posted' || next.reverses !== null) return []
  const message = '{currency} has {digits} digits after the point. Round the amount.'
  return next.lines.flatMap((line, at) =>
    (['debit', 'credit'] as const).flatMap((side): Refusal[] =>
      isFiner(line[side], money) ? [{ index, field: `lines.${at}.${side}`, code: 'too_fine', message, values: { ...money } }] : [],
    ),
  )
}

/** What a line says of another currency: of the books' own it says the same, and nothing of it only where exchange rates moved. */
function currencyProblems(next: EntryRecord, money: Money | undefined, digits: ReadonlyMap<string, number>, index: number): Refusal[] {
  if (!money || next.state !== 'posted' || next.reverses !== null) return []
  return next.lines.flatMap(({ currency, amount, base }, at): Refusal[] => {
    if (currency === null || amount === null) return []
    const refuse = (code: string, message: string, values: Refusal['values'] = {}): Refusal[] => [{ index, field: `lines.${at}.amount`, code, message, values }]
    if (currency === money.currency)
      return amount === base
        ? []
        : refuse('same_money', 'The books are kept in {currency}: give the same amount, or leave currency and amount empty.', { currency })
    if (amount === '0' && next.kind !== 'revaluation')
      return refuse('no_amount_there', 'Say how much it is in {currency}. Only an exchange difference is nothing there.', { currency })
    const there = { currency, digits: digits.get(currency) ?? 2 }
    return isFiner(amount, there) ? refuse('too_fine', '{currency} has {digits} digits after the point. Round the amount.', { ...there }) : []
  })
}
