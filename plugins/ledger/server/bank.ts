import { type Ctx, handle, hooks, type Id, type RecordOf, type Refusal, Sheets, UserError } from '@sangam/sdk'
import { BankFormat, BankLine, BankStatement, clear, Entry, enter, Journal, Line, Payment, readFile, reopen } from '../model.ts'
import { formatOf, linesIn } from './bank-file.ts'
import { atBank, bankAccount, foreignOf } from './bank-money.ts'
import { partsOf } from './bank-parts.ts'
import { digitsOf, moneyOf } from './currencies.ts'
import { postAll } from './posting.ts'

type BankLineRecord = RecordOf<typeof BankLine>
type LineId = Id<'ledger.line'>

const readHandler = handle(readFile, async (ctx, statement) => {
  const { id, account, file, company } = statement
  const bank = await bankAccount(ctx, account)
  if (file === null) throw new UserError('no_file', 'Choose the file of the bank first, and save it.', {}, 'file')
  const rows = await ctx.use(Sheets).read(file)
  const counted = await ctx.asSystem('Reads the lines of a bank statement', async system => {
    await system.lock(`ledger.bank ${account}`)
    const money = company === null ? undefined : (await moneyOf(system, [company])).get(company)
    const digits = bank.currency === null ? (money?.digits ?? 2) : ((await digitsOf(system, [bank.currency])).get(bank.currency) ?? 2)
    const remembered = await system.repo(BankFormat).first({ account })
    const found = formatOf(rows, remembered)
    if (!found)
      throw new UserError(
        'no_columns',
        'It is not known which columns of this file hold the date and the amounts. Say their heads under Set-up, Bank formats.',
        {},
        'file',
      )
    if (!remembered) await system.repo(BankFormat).create({ account, company, ...found.format })
    const lines = linesIn(rows, found.head, found.format, digits)
    if (lines.length === 0) throw new UserError('no_lines', 'There is no line with a day and an amount below the heads of this file.', {}, 'file')
    // Two lines that say the same are two: each is known by the how manyeth of its kind it is.
    const same = new Map<string, number>()
    const printed = lines.map(line => {
      const print = [line.date, line.amount, line.balance ?? '', line.reference ?? '', line.description.slice(0, 300)].join('|')
      const nth = (same.get(print) ?? 0) + 1
      same.set(print, nth)
      return { ...line, print: `${print}|${nth}` }
    })
    const known = new Set<string>()
    const last = (await system.repo(BankLine).find({ where: { account }, sort: ['-place'], fields: ['place'], limit: 1 })).items[0]?.place ?? 0
    for (let start = 0; start < printed.length; start += 500) {
      const { items } = await system
        .repo(BankLine)
        .find({ where: { account, print: { in: printed.slice(start, start + 500).map(line => line.print) } }, fields: ['print'], limit: 500 })
      for (const { print } of items) known.add(print)
    }
    const fresh = oldestFirst(printed).filter(({ print }) => !known.has(print))
    for (let start = 0; start < fresh.length; start += 1000)
      await system
        .repo(BankLine)
        .make(fresh.slice(start, start + 1000).map((line, at) => ({ ...line, account, company, statement: id, place: last + start + at + 1 })))
    return { added: fresh.length, known: printed.length - fresh.length }
  })
  await ctx.repo(BankStatement).set([{ id, patch: { ...counted, state: 'read' } }])
})

/** Banks write their newest line first or last: here the oldest comes first, and those of one day in the order of time. */
function oldestFirst<T extends { readonly date: string }>(lines: readonly T[]): T[] {
  const isNewestFirst = (lines[0]?.date ?? '') > (lines.at(-1)?.date ?? '')
  return (isNewestFirst ? lines.toReversed() : [...lines]).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

const clearHandler = handle(clear, async (ctx, line, { lines }) => settled(ctx, line, lines))

/** A line of the bank is these lines of the books: of its account, posted, nobody else's, and together as much. */
export async function settled(ctx: Ctx, { id, account, amount, date }: BankLineRecord, lines: readonly LineId[]): Promise<void> {
  await ctx.asSystem('Notes which lines of the books a line of the bank is', async system => {
    await system.lock(lines.map(line => `ledger.clearing ${line}`))
    const where = { id: { in: [...lines] }, account, 'entry.state': 'posted', 'ledger.clearing:line': { isEmpty: true } } as never
    const { items } = await system.repo(Line).find({ where, limit: 500 })
    if (items.length < lines.length)
      throw new UserError('not_free', 'One of these lines is another line of the bank already, or is not of this account. Load the page again.', {}, 'lines')
    const foreign = await foreignOf(system, await bankAccount(system, account))
    if (foreign !== null && items.some(item => item.currency !== foreign))
      throw new UserError(
        'no_amount',
        'One of these lines does not say how much it is in {currency}. Reverse its entry, and post it with that.',
        { currency: foreign },
        'lines',
      )
    const books = atBank(items, foreign)
    if (books !== amount)
      throw new UserError('differs', 'In the books it is {books}, at the bank {bank}. Choose lines that come to as much.', { books, bank: amount }, 'lines')
    await system.repo(BankLine).set([{ id, patch: { state: 'done', cleared: lines.map(line => ({ line })) } }])
    await clearPayments(system, items, date)
  })
}

/** Payments whose money the bank has are cleared on its day. */
async function clearPayments(ctx: Ctx, lines: readonly RecordOf<typeof Line>[], date: string): Promise<void> {
  const { items } = await ctx
    .repo(Payment)
    .find({ where: { entry: { in: lines.map(line => line.entry) }, state: { in: ['received', 'deposited', 'cleared'] } }, fields: ['state'], limit: 500 })
  if (items.length > 0) await ctx.repo(Payment).set(items.map(({ id }) => ({ id, patch: { state: 'cleared', clearedOn: date } })))
}

const enterHandler = handle(enter, async (ctx, line, { narration, ...split }) => {
  const company = line.company
  const whole = line.amount.replace('-', '')
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.')
  const parts = partsOf(whole, split)
  const isIn = !line.amount.startsWith('-')
  const entry = await ctx.asSystem('Posts a line of the bank', async system => {
    const bank = await bankAccount(system, line.account)
    const currency = await foreignOf(system, bank)
    if (currency !== null)
      throw new UserError(
        'foreign_bank',
        'This account is kept in {currency}. Post a journal entry with that currency and what it is worth, then say which line of the books it is.',
        { currency },
      )
    const journal = await system.repo(Journal).first({ company, kind: bank.control === 'cash' ? 'cash' : 'bank' })
    const lines = [
      { account: { id: line.account }, [isIn ? 'debit' : 'credit']: whole },
      ...parts.map(({ account, party, amount }) => ({ account: { id: account }, [isIn ? 'credit' : 'debit']: amount, ...(party !== null && { party }) })),
    ]
    // What was posted of it and reversed by hand meanwhile is posted anew.
    const before = await system.repo(Entry).count({ sourceEntity: BankLine.name, sourceId: line.id })
    const said = {
      company,
      date: line.date,
      narration: (narration ?? line.description).slice(0, 300),
      source: { entity: BankLine.name, id: line.id, version: before + 1 },
      lines,
    }
    const [posted] = await postAll(system, [
      { ...said, ...(journal && { journal: journal.id }), ...(line.reference !== null && { reference: line.reference.slice(0, 60) }) },
    ])
    return posted?.entry as Id<'ledger.entry'>
  })
  await settled(ctx, line, await bankLinesOf(ctx, entry, line.account))
})

export async function bankLinesOf(ctx: Ctx, entry: Id<'ledger.entry'>, account: Id<'ledger.account'>): Promise<LineId[]> {
  const found = await ctx.asSystem('Looks which line of an entry is the bank’s', system =>
    system.repo(Line).find({ where: { entry, account } as never, fields: ['base'], limit: 10 }),
  )
  return found.items.map(line => line.id)
}

const reopenHandler = handle(reopen, async (ctx, line) => {
  await ctx.asSystem('Takes away what was said of a line of the bank', system =>
    system.repo(BankLine).set([{ id: line.id, patch: { state: 'open', cleared: [] } }]),
  )
})

/** What the bank said is neither made up nor taken away. */
const bankLineStays = hooks(BankLine, {
  check: async (_, changes) =>
    changes.flatMap(({ verb, next }, index): Refusal[] => {
      if (verb === 'remove') return [{ index, code: 'stays', message: 'What a bank said stays. Leave the line out instead.' }]
      if ((next?.state === 'done') === (next?.cleared.length ?? 0) > 0) return []
      return [{ index, field: 'state', code: 'which_lines', message: 'Say which lines of the books it is: by “It is in the books”, a payment, or an account.' }]
    }),
})

export const bankHandlers = [readHandler, clearHandler, enterHandler, reopenHandler, bankLineStays]
