import { type Sheet, type SheetRow, sheet } from '@sangam/sdk'
import { companyFor, companyOfBooks } from './books-of.ts'
import { figure, headOf } from './ledger-sheets.ts'
import { agedOf, openAsked, partyStatementOf, statementAsked } from './open-items.ts'

/** How late what is owed is, by party, as a table. */
const agedSheet = sheet('/aged/sheet', {
  permission: 'ledger.item:export',
  query: openAsked,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const { on, side, rows, total: sum } = await agedOf(ctx, { ...query, company })
    const { facts, digits } = await headOf(ctx, company, null, on)
    const heads = ['Not due', '1–30 days', '31–60 days', '61–90 days', 'Over 90 days', 'Owed', 'Advances', 'Owed less advances'].map(head => ctx.t(head))
    const cells = ({ notDue, late, owed, advances, net }: Pick<(typeof rows)[number], 'notDue' | 'late' | 'owed' | 'advances' | 'net'>) => [
      ...[notDue, ...late, owed, advances, net],
    ]
    return {
      title: side === 'receivable' ? ctx.t('Owed to us') : ctx.t('We owe'),
      facts,
      columns: [{ label: ctx.t('Party'), kind: 'text' }, ...heads.map(head => figure(head, digits))],
      rows: [...rows.map(row => ({ cells: [row.name, ...cells(row)] })), { cells: [ctx.t('Total'), ...cells(sum)], style: 'total' }],
    }
  },
})

/** The statement of account of a party, as one sends it. */
const statementSheet = sheet('/party-statement/sheet', {
  permission: 'ledger.item:export',
  query: statementAsked,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const { name, from, to, currencies } = await partyStatementOf(ctx, { ...query, company })
    const [{ facts }, { name: of }] = await Promise.all([headOf(ctx, company, from, to), companyOfBooks(ctx, company)])
    const several = currencies.length > 1 || currencies.some(({ currency }) => !facts.at(-1)?.includes(currency))
    const row = (label: string, balance: string, day: string | null): SheetRow => ({ cells: [day, label, null, null, null, null, balance], style: 'total' })
    return {
      title: ctx.t('Statement of account: {party}', { party: name }),
      facts: several ? [of, ...facts.slice(1, -1)] : facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...[ctx.t('Document'), ctx.t('Narration')].map(label => ({ label, kind: 'text' }) as const),
        { label: ctx.t('Due on'), kind: 'date' },
        ...[ctx.t('Debit'), ctx.t('Credit'), ctx.t('Balance')].map(label => figure(label, 2)),
      ],
      rows: currencies.flatMap(({ currency, opening, closing, rows }): SheetRow[] => [
        ...(several ? [{ cells: [null, currency, null, null, null, null, null], style: 'heading' } as const] : []),
        row(ctx.t('Opening balance'), opening, from),
        ...rows.map(({ date, name: paper, narration, due, amount, balance }) => ({
          cells: [date, paper, narration, due, ...(amount.startsWith('-') ? [null, amount.slice(1)] : [amount, null]), balance],
        })),
        row(ctx.t('Closing balance'), closing, to),
      ]),
    }
  },
})

export const openSheets = [agedSheet, statementSheet]
