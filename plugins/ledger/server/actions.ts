import { handle } from '@sangam/sdk'
import { Entry, post, reverse } from '../model.ts'
import { takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'

const postHandler = handle(post, async (ctx, entry) => void (await ctx.repo(Entry).update(entry.id, { state: 'posted' })))

const reverseHandler = handle(reverse, async (ctx, entry, { on, because }) => {
  const { reversal, touched } = await takenBack(ctx, entry.id, on, because)
  await ctx.asSystem('Tells what is open again', system => tellOpen(system, touched, reversal.date))
  return { entry: reversal.id, number: reversal.number }
})

export const handlers = [postHandler, reverseHandler]
