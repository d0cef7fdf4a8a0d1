import { type Condition, date, type Id, type RecordOf, reference, type Sheet, type SheetRow, sheet, UserError } from '@sangam/sdk'
import { entryKinds } from '../model/entry.ts'
import { Entry, Line } from '../model.ts'
import { companyFor } from './books-of.ts'
import { figure, headOf } from './ledger-sheets.ts'

/** What a sheet holds: more is read by the days. */
const mostRows = 50_000

/** In the order in which an import reads them, under the names that it knows. */
const texts = ['memo', 'item', 'unit', 'registration', 'taxComponent', 'currency'] as const
const figures = ['quantity', 'taxBase', 'taxRate', 'amount'] as const

type Seen = { readonly [path: string]: string | null }

/** What was posted in some days as rows that *Journal entries, Import* reads again, here or in other books: one for each line, those of an entry below each other under its number. */
export const journalSheet = sheet('/journal/sheet', {
  permission: 'ledger.entry:export',
  query: { company: reference('core.company'), from: date({ help: 'All from the beginning unless told.' }), to: date({ help: 'Today unless told.' }) },
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const { from } = query
    const to = query.to ?? ctx.today()
    const { facts, digits } = await headOf(ctx, company, from, to)
    const where = { company, state: 'posted', date: from === null ? { lte: to } : { gte: from, lte: to } } as Condition<RecordOf<typeof Entry>>
    const rows: SheetRow[] = []
    await ctx.repo(Entry).each({ where, fields: ['number', 'date', 'narration', 'kind'], sort: ['date', 'number'] }, async entries => {
      const lines = new Map<string, RecordOf<typeof Line>[]>()
      const of = { entry: { in: entries.map(one => one.id) as Id<'ledger.entry'>[] } } as Condition<RecordOf<typeof Line>>
      const fields = ['entry', 'account.code', 'party.$title', 'debit', 'credit', 'due', ...texts, ...figures]
      await ctx.repo(Line).each({ where: of, fields: fields as never, sort: ['position' as 'id'] }, async page => {
        for (const line of page) lines.set(line.entry, [...(lines.get(line.entry) ?? []), line])
      })
      for (const { id, number, date: day, narration, kind } of entries)
        for (const line of lines.get(id) ?? []) {
          const seen = line as unknown as Seen
          const told = [...texts, ...figures].map(name => seen[name] ?? null)
          const called = ctx.t(entryKinds[kind].label)
          rows.push({
            cells: [day, number, called, narration, seen['account.code'] ?? null, line.debit, line.credit, seen['party.$title'] ?? null, line.due, ...told],
          })
        }
      if (rows.length > mostRows)
        throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
    })
    const words = (...labels: readonly string[]) => labels.map(label => ({ label: ctx.t(label), kind: 'text' }) as const)
    return {
      title: ctx.t('Journal'),
      facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...words('Number of the document', 'Kind', 'Narration', 'Account'),
        ...['Debit', 'Credit'].map(label => figure(ctx.t(label), digits)),
        ...words('Party'),
        { label: ctx.t('Due on'), kind: 'date' },
        ...words('Memo', 'Item', 'Unit', 'Our tax number', 'Part of a tax', 'Currency'),
        ...[figure(ctx.t('Quantity'), 6), figure(ctx.t('Taxable value'), digits), figure(ctx.t('Rate of the tax'), 3), figure(ctx.t('Amount'), 3)],
      ],
      rows,
    }
  },
})
