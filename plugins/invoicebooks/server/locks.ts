import type { Document } from '@sangam/plugin-invoicing/model'
import { liftedFor, PeriodLock } from '@sangam/plugin-ledger/model'
import { type Ctx, compareDecimals, type RecordOf, UserError } from '@sangam/sdk'
import { isPurchase } from './rules.ts'

type DocumentRecord = RecordOf<typeof Document>

/**
 * A return is filed by the days of documents, whatever the day in the books: none of their days lies where sales, purchases or tax are locked, or everything for good, whatever
 * journals the company has.
 */
export async function refuseLocked(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<void> {
  const companies = [...new Set(documents.flatMap(one => one.company ?? []))]
  const locks: RecordOf<typeof PeriodLock>[] = []
  await ctx
    .repo(PeriodLock)
    .each(
      { where: { company: { in: companies }, kind: { in: ['sales', 'purchase', 'tax', 'hard'] } }, sort: ['-until'] },
      async page => void locks.push(...page),
    )
  const lifted = await liftedFor(
    ctx,
    locks.map(lock => lock.id),
  )
  for (const document of documents) {
    const taxed = document.taxes.some(row => compareDecimals(row.amount, '0') !== 0)
    const kinds = ['hard', isPurchase(document) ? 'purchase' : 'sales', ...(taxed ? ['tax'] : [])]
    const mine = locks.filter(lock => (lock.kind === 'hard' || !lifted.has(lock.id)) && lock.company === document.company && kinds.includes(String(lock.kind)))
    for (const field of ['date', 'taxDate', 'postingDate'] as const) {
      const day = document[field]
      const lock = day === null ? undefined : mine.find(one => day <= one.until)
      if (lock)
        throw new UserError(
          'locked_days',
          lock.kind === 'hard'
            ? '{day} is locked for good up to {until}: {reason}. This has no exceptions. Give it a later date.'
            : '{day} is locked up to {until}: {reason}. Give it a later date, or ask an accountant for an exception.',
          { day: day ?? '', until: lock.until, reason: lock.reason },
          field,
        )
    }
  }
}
