import { type Sheet, type SheetRow, sheet, UserError } from '@sangam/sdk'
import type { Deed } from '../model/audit.ts'
import { auditAsked, auditOf } from './audit.ts'
import { companyFor, companyOfBooks } from './books-of.ts'

/** What a sheet holds: each of it is read of the history. */
const mostRows = 10_000

const words: { readonly [did in Deed['did']]: string } = {
  ...{ drafted: 'drafted', posted: 'posted', reversed: 'reversed by', changed: 'changed', locked: 'locked up to', unlocked: 'unlocked' },
  ...{ closed: 'closed the year', reopened: 'reopened the year', excepted: 'gave an exception to', wentLive: 'let the books go live of' },
  endedException: 'ended the exception of',
}

/** Whether each number is there, year by year, and who did what when, as an auditor files it. */
export const auditSheet = sheet('/audit/sheet', {
  permission: 'ledger.entry:export',
  query: auditAsked,
  async run(ctx, { query }): Promise<Sheet> {
    const company = companyFor(ctx, query.company)
    const asked = { ...query, company }
    const [{ name, zone }, first] = await Promise.all([companyOfBooks(ctx, company), auditOf(ctx, asked, null)])
    const deeds = [...first.deeds]
    for (let { next } = first; next !== null; ) {
      const page = await auditOf(ctx, asked, next)
      deeds.push(...page.deeds)
      if (deeds.length > mostRows)
        throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
      next = page.next
    }
    const moment = new Intl.DateTimeFormat('sv-SE', { timeZone: zone ?? 'UTC', dateStyle: 'short', timeStyle: 'medium' })
    const heading = (label: string): SheetRow => ({ cells: [label, null, null, null, null], style: 'heading' })
    const until = query.to ?? ctx.today()
    return {
      title: ctx.t('Audit trail'),
      facts: [name, query.from === null ? ctx.t('Up to {day}', { day: until }) : ctx.t('{from} to {to}', { from: query.from, to: until })],
      columns: [ctx.t('When'), ctx.t('Who'), ctx.t('Did'), ctx.t('What'), ctx.t('About')].map(label => ({ label, kind: 'text' }) as const),
      rows: [
        heading(ctx.t('Numbers of entries')),
        ...first.years.map(({ year, first: begin, last, count, missing }) => ({
          cells: [year, `${begin} – ${last}`, String(count), ctx.t('Missing'), missing.length === 0 ? ctx.t('None') : missing.join(', ')],
        })),
        heading(ctx.t('Who did what')),
        ...deeds
          .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
          .map(({ at, by, did, name: called, about }) => ({ cells: [moment.format(new Date(at)), by, ctx.t(words[did]), called || ctx.t('a draft'), about] })),
      ],
    }
  },
})
