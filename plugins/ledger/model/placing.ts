import { boolean, choice, text } from '@sangam/sdk'

/** The lines of a balance sheet and of a profit and loss, in the order in which they stand. */
export const statementLines = {
  property: { label: 'Property and equipment' },
  intangible: { label: 'Intangible assets' },
  investments: { label: 'Investments' },
  inventories: { label: 'Inventories' },
  receivables: { label: 'Trade receivables' },
  cash: { label: 'Cash and bank balances' },
  advancesPaid: { label: 'Loans and advances given' },
  taxAssets: { label: 'Tax assets' },
  otherAssets: { label: 'Other assets' },
  capital: { label: 'Capital' },
  reserves: { label: 'Reserves and surplus' },
  borrowings: { label: 'Borrowings' },
  payables: { label: 'Trade payables' },
  advancesReceived: { label: 'Advances received' },
  taxLiabilities: { label: 'Taxes payable' },
  provisions: { label: 'Provisions' },
  otherLiabilities: { label: 'Other liabilities' },
  revenue: { label: 'Revenue from operations' },
  otherIncome: { label: 'Other income' },
  directCosts: { label: 'Cost of goods sold' },
  employees: { label: 'Employee costs' },
  finance: { label: 'Finance costs' },
  depreciation: { label: 'Depreciation' },
  otherExpenses: { label: 'Other expenses' },
  incomeTax: { label: 'Income tax' },
} as const

export type StatementLine = keyof typeof statementLines
export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense'
export type Term = 'current' | 'nonCurrent'
export type CashLine = 'cash' | 'operating' | 'investing' | 'financing' | 'nonCash'

/** Which lines an account of a type may stand on. */
export const linesOf: { readonly [type in AccountType]: readonly StatementLine[] } = {
  asset: ['property', 'intangible', 'investments', 'inventories', 'receivables', 'cash', 'advancesPaid', 'taxAssets', 'otherAssets'],
  equity: ['capital', 'reserves'],
  liability: ['borrowings', 'payables', 'advancesReceived', 'taxLiabilities', 'provisions', 'otherLiabilities'],
  income: ['revenue', 'otherIncome'],
  expense: ['directCosts', 'employees', 'finance', 'depreciation', 'otherExpenses', 'incomeTax'],
}

/** What reports ask of an account: where it stands. What is left empty its heading says, else what it is used for, else its type. */
export const placing = {
  statement: choice(statementLines, { label: 'Statement line', help: 'Where it stands in the balance sheet or the profit and loss. Empty, as its heading.' }),
  term: choice(
    { current: { label: 'Current' }, nonCurrent: { label: 'Non-current' } },
    { label: 'Current or non-current', help: 'Whether it is due within a year. Empty, as its heading or its line.' },
  ),
  cashFlow: choice(
    {
      cash: { label: 'Cash itself' },
      operating: { label: 'Operating' },
      investing: { label: 'Investing' },
      financing: { label: 'Financing' },
      nonCash: { label: 'No cash, such as depreciation' },
    },
    { label: 'Cash-flow line', help: 'Where its changes stand in the cash flow. Empty, as its heading or its line.' },
  ),
  monetary: boolean({ help: 'Stands for money to be received or paid, so that it is valued anew when rates change. Empty, as its line.' }),
  currency: text({ min: 3, max: 3, help: 'Where it is kept in one currency other than that of the books, such as a bank account in USD.' }),
} as const

/** What an account says of itself, as far as its place depends on it. */
export interface Placeable {
  readonly type: AccountType
  readonly control?: string | null
  readonly statement?: StatementLine | null
  readonly term?: Term | null
  readonly cashFlow?: CashLine | null
  readonly monetary?: boolean | null
}

/** Where an account stands in the reports. */
export interface Place {
  readonly line: StatementLine
  readonly term: Term
  readonly cashFlow: CashLine
  readonly monetary: boolean
}

const byControl: { readonly [control: string]: { readonly asset: StatementLine; readonly liability: StatementLine } } = {
  receivable: { asset: 'receivables', liability: 'advancesReceived' },
  payable: { asset: 'advancesPaid', liability: 'payables' },
  bank: { asset: 'cash', liability: 'borrowings' },
  cash: { asset: 'cash', liability: 'borrowings' },
  tax: { asset: 'taxAssets', liability: 'taxLiabilities' },
  stock: { asset: 'inventories', liability: 'otherLiabilities' },
}

const byType: { readonly [type in AccountType]: StatementLine } = {
  asset: 'otherAssets',
  liability: 'otherLiabilities',
  equity: 'reserves',
  income: 'otherIncome',
  expense: 'otherExpenses',
}

const longLines: readonly StatementLine[] = ['property', 'intangible', 'investments', 'borrowings']
const monetaryLines: readonly StatementLine[] = ['receivables', 'cash', 'borrowings', 'payables', 'taxAssets', 'taxLiabilities', 'otherLiabilities']

/**
 * Where an account stands: as it says itself, else as what it is used for, else as the nearest of the headings above it that says it, else as its type. So an
 * account that nobody placed stands in the right part of each report.
 *
 * @param above - its headings, the nearest first
 */
export function placeOf(account: Placeable, above: readonly Placeable[] = []): Place {
  const from = <K extends 'statement' | 'term' | 'cashFlow' | 'monetary'>(key: K): NonNullable<Placeable[K]> | undefined =>
    [account, ...above].find(one => one[key] !== null && one[key] !== undefined)?.[key] ?? undefined
  const fits = (line: StatementLine | null | undefined): line is StatementLine => line !== null && line !== undefined && linesOf[account.type].includes(line)
  const used = account.control && (account.type === 'asset' || account.type === 'liability') ? byControl[account.control]?.[account.type] : undefined
  const headed = above.map(one => one.statement).find(fits)
  const line = fits(account.statement) ? account.statement : (used ?? headed ?? byType[account.type])
  return {
    line,
    term: from('term') ?? (longLines.includes(line) ? 'nonCurrent' : 'current'),
    cashFlow: from('cashFlow') ?? cashLineOf(line),
    monetary: account.monetary ?? monetaryLines.includes(line),
  }
}

function cashLineOf(line: StatementLine): CashLine {
  if (line === 'cash') return 'cash'
  if (line === 'property' || line === 'intangible' || line === 'investments') return 'investing'
  if (line === 'borrowings' || line === 'capital' || line === 'reserves') return 'financing'
  return line === 'depreciation' ? 'nonCash' : 'operating'
}
