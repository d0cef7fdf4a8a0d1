import { type Condition, type Ctx, choice, date, type RecordOf, reference, textFile, UserError } from '@sangam/sdk'
import type { AccountType } from '../model/placing.ts'
import { type Balance, Entry, type Line } from '../model.ts'
import { companyFor, companyOfBooks, type Placed, placedAccounts, sums } from './books-of.ts'
import { moneyOf } from './currencies.ts'

type Kind = 'hledger' | 'beancount'

const page = 500

/** The books as programs that read plain text have them, part by part: accounts, what they began the days with, and each posted entry with its number. */
export const plainText = textFile('/plain-text', {
  permission: 'ledger.entry:export',
  query: {
    company: reference('core.company'),
    from: date({ help: 'All from the beginning unless told.' }),
    to: date({ help: 'Today unless told.' }),
    format: choice(['hledger', 'beancount']),
  },
  async run(ctx, { query, after }) {
    const company = companyFor(ctx, query.company)
    const [from, to, kind] = [query.from, query.to ?? ctx.today(), (query.format ?? 'hledger') as Kind]
    if (from !== null && from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
    const where = { company } as Condition<RecordOf<typeof Balance>>
    const [all, { name }, money] = await Promise.all([sums(ctx, where), companyOfBooks(ctx, company), moneyOf(ctx, [company])])
    const { currency, digits } = money.get(company) ?? { currency: 'INR', digits: 2 }
    const accounts = (await placedAccounts(ctx, company, all.keys())).filter(account => all.has(account.id))
    const writer = writers[kind](currency, digits)
    const names = new Map(accounts.map(account => [account.id, writer.name(account)]))
    const head = after === null ? await headOf(ctx, { writer, accounts, names, from, to, name, company }) : ''
    const days = from === null ? { lte: to } : { gte: from, lte: to }
    const { items, next } = await ctx.repo(Entry).find({
      where: { company, state: 'posted', date: days } as Condition<RecordOf<typeof Entry>>,
      ...{ fields: ['date', 'number', 'narration', 'lines'], sort: ['date', 'number'], limit: page, ...(after !== null && { after }) },
    })
    const text = items.map(({ date, number, narration, lines }) =>
      writer.entry(
        date,
        number,
        narration,
        lines.map(line => ({ account: names.get(String(line.account)) ?? '', base: line.base, told: toldOf(line) })),
      ),
    )
    return { name: `${name} ${to}.${kind === 'hledger' ? 'journal' : 'beancount'}`, text: head + text.join(''), next }
  },
})

interface Head {
  readonly writer: Writer
  readonly accounts: readonly Placed[]
  readonly names: ReadonlyMap<string, string>
  readonly from: string | null
  readonly to: string
  readonly name: string
  readonly company: string
}

async function headOf(ctx: Ctx, { writer, accounts, names, from, to, name, company }: Head): Promise<string> {
  const begins = from === null ? null : await sums(ctx, { company, day: { lt: from } } as Condition<RecordOf<typeof Balance>>)
  const opening = [...(begins ?? [])].filter(([, { base }]) => base !== '0').map(([id, { base }]) => ({ account: names.get(id) ?? '', base, told: [] }))
  const days = from === null ? `up to ${to}` : `${from} to ${to}`
  return [
    writer.head(`${oneLine(name)}, ${days}`),
    ...accounts.map(account => writer.account(account)),
    '\n',
    ...(from !== null && opening.length > 0 ? [writer.entry(from, '', ctx.t('Opening balances'), opening)] : []),
  ].join('')
}

interface Writer {
  head(title: string): string
  name(account: Placed): string
  account(account: Placed): string
  entry(date: string, number: string, narration: string, lines: readonly Written[]): string
}

interface Written {
  readonly account: string
  readonly base: string
  /** What else the line tells, by a name that both formats take. */
  readonly told: readonly (readonly [name: string, value: string])[]
}

function toldOf({ item, quantity, unit, registration }: RecordOf<typeof Line>): Written['told'] {
  return Object.entries({ item, quantity, unit, registration }).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
}

const roots: { readonly [type in AccountType]: string } = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
}

const writers: { readonly [kind in Kind]: (currency: string, digits: number) => Writer } = {
  hledger: (currency, digits) => {
    // Two spaces end a name, a semicolon begins a comment, and a colon a level below.
    const name = ({ type, code, name }: Placed): string => `${roots[type].toLowerCase()}:${plain(`${code} ${name}`, /[;:|()[\]*!"]/g)}`
    // A comma ends the value of a tag.
    const tags = (told: Written['told']): string =>
      told.length === 0 ? '' : `  ; ${told.map(([tag, value]) => `${tag}:${plain(value, /[,:;]/g)}`).join(', ')}`
    return {
      head: title => `; ${title}\ncommodity ${currency} 1000.${'0'.repeat(digits)}\n\n`,
      name,
      account: account => `account ${name(account)}\n`,
      entry: (date, number, narration, lines) =>
        `${date} *${number === '' ? '' : ` (${plain(number, /[()]/g)})`} ${plain(narration, /[;|]/g)}\n${lines.map(({ account, base, told }) => `    ${account}  ${currency} ${base}${tags(told)}\n`).join('')}\n`,
    }
  },
  beancount: currency => {
    // A name is of letters, digits and dashes, so the code stands in it and the name beside it.
    const name = ({ type, code }: Placed): string => `${roots[type]}:A${code.replace(/[^\p{L}\p{N}-]+/gu, '-')}`
    const quoted = (text: string): string => `"${oneLine(text).replace(/["\\]/g, "'")}"`
    return {
      head: title => `; ${title}\noption "operating_currency" "${currency}"\n\n`,
      name,
      account: account => `1900-01-01 open ${name(account)} ; ${oneLine(account.name)}\n`,
      entry: (date, number, narration, lines) =>
        `${date} * ${number === '' ? '' : `${quoted(number)} `}${quoted(narration)}\n${lines.map(({ account, base, told }) => `  ${account}  ${base} ${currency}\n${told.map(([key, value]) => `    ${key}: ${quoted(value)}\n`).join('')}`).join('')}\n`,
    }
  },
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function plain(text: string, signs: RegExp): string {
  return oneLine(text.replace(signs, ' '))
}
