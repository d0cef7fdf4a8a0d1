import { type Sheet, type SheetRow, sheet, total, UserError } from '@sangam/sdk'
import { companyFor } from './books-of.ts'
import { figure, headOf } from './ledger-sheets.ts'
import { linesAsked, taxLinesOf } from './tax-lines.ts'
import { taxQuery, taxReportOf } from './tax-report.ts'

/** The tax report as a table: its parts, then how each tax account comes to its balance, and what was withheld. */
export const taxSheet = sheet('/tax-report/sheet', {
  permission: 'ledger.taxBalance:export',
  query: taxQuery,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const { from, to, before, registrations, sections, accounts, withheld } = await taxReportOf(ctx, query)
    const several = registrations.length > 1
    const { facts, digits } = await headOf(ctx, company, from, to)
    const then = before ? [ctx.t('{from} to {to}', { from: before.from, to: before.to })] : []
    const labels = [
      ctx.t('Taxable value'),
      ctx.t('Tax'),
      ctx.t('Given back: taxable value'),
      ctx.t('Given back: tax'),
      ctx.t('Taxable value left'),
      ctx.t('Tax left'),
    ]
    /** A row with a figure in the column of what is left of tax. */
    const row = (label: string, amount: string | null, more: Partial<SheetRow> = {}, code: string | null = null): SheetRow => ({
      cells: [code, label, null, null, null, null, null, null, amount, ...then.map(() => null), ...(several ? [null] : [])],
      ...more,
    })
    const heading = (label: string, code: string | null = null): SheetRow => row(label, null, { style: 'heading' }, code)
    return {
      title: ctx.t('Tax report'),
      facts,
      columns: [
        ...[ctx.t('Part of a tax'), ctx.t('Account')].map(label => ({ label, kind: 'text' }) as const),
        ...[ctx.t('Rate of the tax'), ...labels, ...then].map((label, at) => figure(label, at === 0 ? 2 : digits)),
        ...(several ? [{ label: ctx.t('Our tax number'), kind: 'text' } as const] : []),
      ],
      rows: [
        ...sections.flatMap((section): SheetRow[] => [
          heading(section.label),
          ...section.rows.map(({ component, code, name, rate, registration, charged, back, net, before: old }) => ({
            cells: [
              component,
              `${code} ${name}`,
              rate,
              charged.taxable,
              charged.tax,
              back.taxable,
              back.tax,
              net.taxable,
              net.tax,
              ...then.map(() => old?.tax ?? '0'),
              ...(several ? [registration] : []),
            ],
          })),
          {
            ...row(ctx.t('Total'), section.tax),
            cells: [...row(ctx.t('Total'), section.tax).cells.slice(0, 9), ...then.map(() => section.before), ...(several ? [null] : [])],
            style: 'total',
          },
        ]),
        ...accounts.flatMap(({ code, name, opening, reported, other, closing }) => [
          heading(name, code),
          row(ctx.t('Opening balance'), opening),
          row(ctx.t('In this report'), reported),
          row(ctx.t('Posted otherwise'), other),
          row(ctx.t('Closing balance'), closing, { style: 'total' }),
        ]),
        ...withheld.flatMap(({ code, name, opening, debit, credit, closing }) => [
          heading(name, code),
          row(ctx.t('Opening balance'), opening),
          row(ctx.t('Debit'), debit),
          row(ctx.t('Credit'), credit),
          row(ctx.t('Closing balance'), closing, { style: 'total' }),
        ]),
      ],
    }
  },
})

/** What a sheet holds: more is read by the days. */
const mostRows = 50_000

/** Each line of tax of some days with its paper, as one needs it beside a return. */
export const taxLinesSheet = sheet('/tax-lines/sheet', {
  permission: 'ledger.entry:export',
  query: linesAsked,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const first = await taxLinesOf(ctx, { ...query, company }, null, 500)
    const { facts, digits } = await headOf(ctx, company, first.from, first.to)
    const lines = [...first.lines]
    for (let after = first.next; after !== null; ) {
      const page = await taxLinesOf(ctx, { ...query, company }, after, 500)
      lines.push(...page.lines)
      if (lines.length > mostRows)
        throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
      after = page.next
    }
    const registered = lines.some(line => line.registration !== null)
    return {
      title: ctx.t('Lines of tax'),
      facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...[ctx.t('Number'), ctx.t('Number of the document')].map(label => ({ label, kind: 'text' }) as const),
        { label: ctx.t('Date of the document'), kind: 'date' },
        ...[ctx.t('Party'), ctx.t('Account'), ctx.t('Part of a tax')].map(label => ({ label, kind: 'text' }) as const),
        ...[ctx.t('Rate of the tax'), ctx.t('Taxable value'), ctx.t('Tax')].map((label, at) => figure(label, at === 0 ? 2 : digits)),
        ...(registered ? [{ label: ctx.t('Our tax number'), kind: 'text' } as const] : []),
      ],
      rows: [
        ...lines.map(line => ({
          cells: [
            line.date,
            line.number,
            line.reference,
            line.documentDate,
            line.party,
            `${line.code} ${line.name}`,
            line.component,
            line.rate,
            line.taxable,
            line.tax,
            ...(registered ? [line.registration] : []),
          ],
        })),
        {
          cells: [null, null, ctx.t('Total'), null, null, null, null, null, null, total(lines.map(line => line.tax)), ...(registered ? [null] : [])],
          style: 'total',
        },
      ],
    }
  },
})
