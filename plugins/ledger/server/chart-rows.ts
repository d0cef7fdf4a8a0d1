import type { StatementLine } from '../model/placing.ts'
import type { accountTypes } from '../model.ts'

type Line = readonly [
  code: string,
  name: string,
  type: keyof typeof accountTypes,
  above: string | null,
  control?: 'receivable' | 'payable' | 'bank' | 'cash' | 'tax' | 'stock' | null,
  role?: string | null,
  statement?: StatementLine,
]

/** What every small business begins with; headings have two or fewer digits. */
const common: readonly Line[] = [
  ['1', 'Assets', 'asset', null],
  ['11', 'Current assets', 'asset', '1'],
  ['1110', 'Cash in hand', 'asset', '11', 'cash', 'cash'],
  ['1120', 'Bank', 'asset', '11', 'bank', 'bank'],
  ['1130', 'Trade receivables', 'asset', '11', 'receivable', 'receivable'],
  ['1140', 'Advances to suppliers', 'asset', '11', 'payable', 'supplierAdvance', 'advancesPaid'],
  ['1150', 'Stock in hand', 'asset', '11', 'stock', 'stock'],
  ['12', 'Fixed assets', 'asset', '1', null, null, 'property'],
  ['1210', 'Furniture and equipment', 'asset', '12'],
  ['1220', 'Computers', 'asset', '12'],
  ['2', 'Liabilities', 'liability', null],
  ['21', 'Current liabilities', 'liability', '2'],
  ['2110', 'Trade payables', 'liability', '21', 'payable', 'payable'],
  ['2120', 'Advances from customers', 'liability', '21', 'receivable', 'customerAdvance', 'advancesReceived'],
  ['2130', 'Salaries payable', 'liability', '21', null, 'wagesPayable', 'otherLiabilities'],
  ['22', 'Loans', 'liability', '2', null, null, 'borrowings'],
  ['2210', 'Bank loans', 'liability', '22'],
  ['3', 'Equity', 'equity', null],
  ['3110', 'Capital', 'equity', '3', null, 'capital', 'capital'],
  ['3120', 'Retained earnings', 'equity', '3', null, 'retainedEarnings', 'reserves'],
  ['3190', 'Opening balances', 'equity', '3', null, 'opening', 'reserves'],
  ['4', 'Income', 'income', null],
  ['4110', 'Sales', 'income', '4', null, 'sales', 'revenue'],
  ['4190', 'Other income', 'income', '4', null, null, 'otherIncome'],
  ['4191', 'Exchange gain', 'income', '4', null, 'exchangeGain', 'otherIncome'],
  ['4192', 'Unrealised exchange gain', 'income', '4', null, 'unrealisedGain', 'otherIncome'],
  ['4193', 'Discounts received', 'income', '4', null, 'discountReceived', 'otherIncome'],
  ['4195', 'Round-off', 'income', '4', null, 'roundOff', 'otherIncome'],
  ['5', 'Expenses', 'expense', null, null, null, 'otherExpenses'],
  ['5110', 'Purchases', 'expense', '5', null, 'purchases', 'directCosts'],
  ['5210', 'Salaries', 'expense', '5', null, 'wages', 'employees'],
  ['5220', 'Rent', 'expense', '5'],
  ['5230', 'Electricity', 'expense', '5'],
  ['5240', 'Travel', 'expense', '5'],
  ['5245', 'Services and other expenses', 'expense', '5', null, 'services', 'otherExpenses'],
  ['5250', 'Office expenses', 'expense', '5'],
  ['5255', 'Interest paid', 'expense', '5', null, null, 'finance'],
  ['5260', 'Bank charges', 'expense', '5', null, 'bankCharges', 'finance'],
  ['5265', 'Exchange loss', 'expense', '5', null, 'exchangeLoss', 'finance'],
  ['5266', 'Unrealised exchange loss', 'expense', '5', null, 'unrealisedLoss', 'finance'],
  ['5267', 'Balances written off', 'expense', '5', null, 'writeOff', 'otherExpenses'],
  ['5268', 'Discounts allowed', 'expense', '5', null, 'discountAllowed', 'otherExpenses'],
  ['5269', 'Cash short and over', 'expense', '5', null, 'cashDifference', 'otherExpenses'],
  ['5270', 'Depreciation', 'expense', '5', null, null, 'depreciation'],
]

/** What Indian books have beside it: GST by its parts, and tax that is deducted at source. */
const india: readonly Line[] = [
  ['1160', 'Input CGST', 'asset', '11', 'tax', 'inputCgst'],
  ['1161', 'Input SGST', 'asset', '11', 'tax', 'inputSgst'],
  ['1162', 'Input IGST', 'asset', '11', 'tax', 'inputIgst'],
  ['1170', 'TDS receivable', 'asset', '11', null, 'tdsReceivable', 'taxAssets'],
  ['2160', 'Output CGST', 'liability', '21', 'tax', 'outputCgst'],
  ['2161', 'Output SGST', 'liability', '21', 'tax', 'outputSgst'],
  ['2162', 'Output IGST', 'liability', '21', 'tax', 'outputIgst'],
  ['2170', 'TDS payable', 'liability', '21', null, 'tdsPayable', 'taxLiabilities'],
]

/** One account or heading of a chart, and where it stands in the reports; what is left out its heading says, or what it is used for. */
export interface ChartRow {
  readonly code: string
  readonly name: string
  readonly type: keyof typeof accountTypes
  readonly above: string | null
  readonly control: Line[4] | undefined
  readonly role: string | null | undefined
  readonly statement: StatementLine | undefined
}

/** The chart of accounts that a company of a country begins with, by codes. */
export function chartFor(country: string): readonly ChartRow[] {
  return [...common, ...(country === 'IN' ? india : [])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, name, type, above, control, role, statement]) => ({ code, name, type, above, control, role, statement }))
}
