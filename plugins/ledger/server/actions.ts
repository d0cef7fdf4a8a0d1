import { handle } from '@sangam/sdk'
import { Entry, post, reverse } from '../model.ts'
import { refuseByHand } from './by-hand.ts'
import { cancelledWith } from './payments.ts'
import { takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'

const postHandler = handle(post, async (ctx, entry) => void (await ctx.repo(Entry).update(entry.id, { state: 'posted' })))

const reverseHandler = handle(reverse, async (ctx, entry, { on, because }) => {
  await refuseByHand(ctx, entry)
  const { reversal, touched } = await takenBack(ctx, entry.id, on, because)
  await ctx.asSystem('Tells what is open again', async system => {
    await tellOpen(system, touched, reversal.date)
    await cancelledWith(system, entry)
  })
  return { entry: reversal.id, number: reversal.number }
})

export const handlers = [postHandler, reverseHandler]
