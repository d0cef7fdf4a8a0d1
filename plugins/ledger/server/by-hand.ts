import { type Ctx, type Id, type RecordOf, Records, UserError } from '@sangam/sdk'
import { BankLine, CashCount, Entry, FiscalYear, Match, OpeningItem, Payment, Recurring, Revaluation } from '../model.ts'
import { nameOf } from './years.ts'

type EntryRecord = RecordOf<typeof Entry>
type Source = Pick<EntryRecord, 'number' | 'sourceEntity' | 'sourceId'>

/** What one is told who reverses by hand what something else in the books stands for. */
const instead: { readonly [entity: string]: string } = {
  [FiscalYear.name]: '{number} closes {name}. Reopen the year, post what is right, and close it again.',
  [Match.name]: '{number} is the exchange difference of a match. Take the match apart, and it is reversed with it.',
  [Revaluation.name]: '{number} is of the revaluation of {name}. Take that back instead.',
  [CashCount.name]: '{number} is of the cash count of {name}. Take that back instead.',
  [OpeningItem.name]: '{number} is an opening balance. Take the opening item back instead.',
}

/**
 * What something else stands for is taken back there: reversed by hand, an invoice would look paid, a year closed that is not. A payment is cancelled with its entry, a line of a
 * bank is entered anew, and what recurs is not written twice. What comes from elsewhere, or from what is gone or switched off, nobody else takes back, so an accountant may.
 */
export async function refuseByHand(ctx: Ctx, entry: EntryRecord): Promise<void> {
  await ctx.asSystem('Looks what an entry stands for', async system => {
    const { sourceEntity, sourceId } = await firstOf(system, entry)
    if (sourceEntity === null || sourceId === null || sourceEntity === BankLine.name || sourceEntity === Recurring.name) return
    if (sourceEntity === Payment.name && entry.reverses === null) return
    // The source of a match is the item that it began with.
    const name = sourceEntity === Match.name ? '' : await nameOfSource(ctx, system, sourceEntity, sourceId)
    if (name === null) return
    const message =
      instead[sourceEntity] ??
      (entry.reverses === null
        ? '{number} was posted for {name}. Cancel, credit or correct that, and the books follow.'
        : '{number} takes back what was posted for {name}. Enter that anew, and the books follow.')
    throw new UserError('posted_elsewhere', message, { number: entry.number, name })
  })
}

/** The entry that was taken back first: a reversal stands for what its entry did. */
async function firstOf(ctx: Ctx, entry: EntryRecord): Promise<Source> {
  let found: Pick<EntryRecord, 'number' | 'sourceEntity' | 'sourceId' | 'reverses'> = entry
  while (found.reverses !== null) found = await ctx.repo(Entry).get(found.reverses, { fields: ['number', 'sourceEntity', 'sourceId', 'reverses'] })
  return found
}

/** What the record is called that an entry was posted for; null where it is not there any more, or never was a record here. */
async function nameOfSource(ctx: Ctx, system: Ctx, entity: string, id: string): Promise<string | null> {
  if (entity === FiscalYear.name) {
    const year = await system.repo(FiscalYear).first({ id: id as Id<'ledger.fiscalYear'> })
    return year && nameOf(year)
  }
  // As whoever reverses it sees it: what it is called is not for all.
  const { there, title } = await ctx.use(Records).called({ entity, id })
  return there ? (title ?? entity) : null
}
