import { type Ctx, hooks, type Id, seed } from '@sangam/sdk'
import { Account, AccountRole, type accountTypes, Journal } from '../model.ts'
import { Company } from './core.ts'

type Row = readonly [
  code: string,
  name: string,
  type: keyof typeof accountTypes,
  above: string | null,
  control?: 'receivable' | 'payable' | 'bank' | 'cash' | 'tax' | 'stock' | null,
  role?: string,
]

/** What every small business begins with; headings have two or fewer digits. */
const common: readonly Row[] = [
  ['1', 'Assets', 'asset', null],
  ['11', 'Current assets', 'asset', '1'],
  ['1110', 'Cash in hand', 'asset', '11', 'cash', 'cash'],
  ['1120', 'Bank', 'asset', '11', 'bank', 'bank'],
  ['1130', 'Trade receivables', 'asset', '11', 'receivable', 'receivable'],
  ['1140', 'Advances to suppliers', 'asset', '11', null, 'supplierAdvance'],
  ['1150', 'Stock in hand', 'asset', '11', 'stock', 'stock'],
  ['12', 'Fixed assets', 'asset', '1'],
  ['1210', 'Furniture and equipment', 'asset', '12'],
  ['1220', 'Computers', 'asset', '12'],
  ['2', 'Liabilities', 'liability', null],
  ['21', 'Current liabilities', 'liability', '2'],
  ['2110', 'Trade payables', 'liability', '21', 'payable', 'payable'],
  ['2120', 'Advances from customers', 'liability', '21', null, 'customerAdvance'],
  ['2130', 'Salaries payable', 'liability', '21', null, 'wagesPayable'],
  ['22', 'Loans', 'liability', '2'],
  ['2210', 'Bank loans', 'liability', '22'],
  ['3', 'Equity', 'equity', null],
  ['3110', 'Capital', 'equity', '3', null, 'capital'],
  ['3120', 'Retained earnings', 'equity', '3', null, 'retainedEarnings'],
  ['3190', 'Opening balances', 'equity', '3', null, 'opening'],
  ['4', 'Income', 'income', null],
  ['4110', 'Sales', 'income', '4', null, 'sales'],
  ['4190', 'Other income', 'income', '4'],
  ['4195', 'Round-off', 'income', '4', null, 'roundOff'],
  ['5', 'Expenses', 'expense', null],
  ['5110', 'Purchases', 'expense', '5', null, 'purchases'],
  ['5210', 'Salaries', 'expense', '5', null, 'wages'],
  ['5220', 'Rent', 'expense', '5'],
  ['5230', 'Electricity', 'expense', '5'],
  ['5240', 'Travel', 'expense', '5'],
  ['5250', 'Office expenses', 'expense', '5'],
  ['5260', 'Bank charges', 'expense', '5', null, 'bankCharges'],
  ['5270', 'Depreciation', 'expense', '5'],
]

/** What Indian books have beside it: GST by its parts, and tax that is deducted at source. */
const india: readonly Row[] = [
  ['1160', 'Input CGST', 'asset', '11', 'tax', 'inputCgst'],
  ['1161', 'Input SGST', 'asset', '11', 'tax', 'inputSgst'],
  ['1162', 'Input IGST', 'asset', '11', 'tax', 'inputIgst'],
  ['1170', 'TDS receivable', 'asset', '11', null, 'tdsReceivable'],
  ['2160', 'Output CGST', 'liability', '21', 'tax', 'outputCgst'],
  ['2161', 'Output SGST', 'liability', '21', 'tax', 'outputSgst'],
  ['2162', 'Output IGST', 'liability', '21', 'tax', 'outputIgst'],
  ['2170', 'TDS payable', 'liability', '21', null, 'tdsPayable'],
]

const journals = [
  ['JV', 'General journal', 'general'],
  ['SJ', 'Sales', 'sales'],
  ['PJ', 'Purchases', 'purchase'],
  ['BJ', 'Bank', 'bank'],
  ['CJ', 'Cash', 'cash'],
] as const

/** Gives companies that have none a chart of accounts by their country, journals, and the accounts that other plugins mean. */
async function beginBooks(ctx: Ctx, companies: readonly { readonly id: Id<'core.company'>; readonly country: string }[]): Promise<void> {
  for (const { id: company, country } of companies) {
    if (await ctx.repo(Account).first({ company })) continue
    const rows = [...common, ...(country === 'IN' ? india : [])].sort(([a], [b]) => (a < b ? -1 : 1))
    const ids = new Map<string, Id<'ledger.account'>>()
    // Headings first, so that what stands below them can say so.
    for (const depth of [1, 2, 4]) {
      const level = rows.filter(([code]) => code.length === depth)
      const made = await ctx.repo(Account).createMany(
        level.map(([code, name, type, above, control]) => ({
          ...{ company, code, type, name: ctx.t(name), isGroup: depth < 4, control: control ?? null },
          above: above === null ? null : (ids.get(above) ?? null),
        })),
      )
      for (const account of made) ids.set(account.code, account.id)
    }
    await ctx.repo(AccountRole).createMany(
      rows.flatMap(([code, , , , , role]) => {
        const account = ids.get(code)
        return role && account ? [{ company, role, account }] : []
      }),
    )
    await ctx.repo(Journal).createMany(journals.map(([code, name, kind]) => ({ company, code, name: ctx.t(name), kind })))
  }
}

export const chartSeed = seed('ledger.chart', {
  async run(ctx) {
    const { items } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
    await beginBooks(ctx, items)
  },
})

/** A company that comes later has books from its first day. */
export const companyHooks = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [{ id: next.id, country: next.country }] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company its accounts', system => beginBooks(system, made))
  },
})
