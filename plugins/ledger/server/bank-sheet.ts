import { minus, type Sheet, type SheetRow, sheet, UserError } from '@sangam/sdk'
import { Account } from '../model.ts'
import { reconciledOf, reconciliationAsked } from './bank-reading.ts'
import { companyFor } from './books-of.ts'
import { figure, headOf } from './ledger-sheets.ts'

/** What a sheet holds: more is read on an earlier day. */
const mostRows = 10_000

/** From the balance of the books to that of the bank, with each line between them, as an auditor files it. */
export const reconciliationSheet = sheet('/bank-reconciliation/sheet', {
  permission: 'ledger.bankLine:export',
  query: reconciliationAsked,
  async run(ctx, { query }): Promise<Sheet> {
    const { name, code, company } = await ctx.repo(Account).get(query.account, { fields: ['name', 'code', 'company'] })
    const first = await reconciledOf(ctx, { ...query, afterUncleared: null, afterEntered: null, afterMissing: null })
    const { on, books, expected, bank, bankOn, difference } = first
    const { facts, digits } = await headOf(ctx, companyFor(ctx, company), null, on)
    const [uncleared, entered, missing] = [[...first.uncleared], [...first.entered], [...first.missing]]
    for (let { next } = first; Object.values(next).some(one => one !== null); ) {
      const page = await reconciledOf(ctx, { ...query, on, afterUncleared: next.uncleared, afterEntered: next.entered, afterMissing: next.missing })
      // What was at its end begins anew where nothing is said of it.
      if (next.uncleared !== null) uncleared.push(...page.uncleared)
      if (next.entered !== null) entered.push(...page.entered)
      if (next.missing !== null) missing.push(...page.missing)
      if (uncleared.length + entered.length + missing.length > mostRows)
        throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
      next = {
        uncleared: next.uncleared && page.next.uncleared,
        entered: next.entered && page.next.entered,
        missing: next.missing && page.next.missing,
      }
    }
    const sum = (label: string, amount: string | null, day: string | null = on): SheetRow => ({ cells: [day, null, label, null, amount], style: 'total' })
    const heading = (label: string): SheetRow => ({ cells: [null, null, label, null, null], style: 'heading' })
    return {
      title: ctx.t('Reconciliation of {account}', { account: `${name} (${code})` }),
      facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...[ctx.t('Number'), ctx.t('What'), ctx.t('Party')].map(label => ({ label, kind: 'text' }) as const),
        figure(ctx.t('Amount'), digits),
      ],
      rows: [
        sum(ctx.t('Balance in the books'), books),
        ...(uncleared.length > 0 ? [heading(ctx.t('In the books and not at the bank yet'))] : []),
        ...uncleared.map(line => ({ cells: [line.date, line.number, line.narration, line.party, minus('0', line.amount)] })),
        ...(missing.length + entered.length > 0 ? [heading(ctx.t('At the bank and not in the books yet'))] : []),
        ...entered.map(line => ({ cells: [line.date, line.number, line.narration, line.party, line.amount] })),
        ...missing.map(line => ({ cells: [line.date, null, line.description, null, line.amount] })),
        sum(ctx.t('What the bank should say'), expected),
        ...(bank === null ? [] : [sum(ctx.t('What the bank says'), bank, bankOn), sum(ctx.t('Difference'), difference)]),
      ],
    }
  },
})
