import type { Ctx, RecordOf } from '@sangam/sdk'
import { firstOfNextMonth } from '../model/recurring-days.ts'
import { Entry } from '../model.ts'
import { openDayFrom } from './reversal.ts'
import { takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'

/** Takes an entry back on the first day of the month after it, or the first open one; nothing where somebody took it back already. */
export async function takeBackNextMonth(ctx: Ctx, entry: Pick<RecordOf<typeof Entry>, 'id' | 'company' | 'concerns' | 'date'>): Promise<void> {
  await ctx.lock(`ledger.takeBack ${entry.id}`)
  if (await ctx.repo(Entry).first({ reverses: entry.id })) return
  const { touched, reversal } = await takenBack(ctx, entry.id, await openDayFrom(ctx, entry, firstOfNextMonth(entry.date)), null)
  await tellOpen(ctx, touched, reversal.date)
}
