import { handle, hooks, job } from '@sangam/sdk'
import { finish, finished, Thing } from '../model.ts'

/** Hooks look at a list of changes: one record is a list of one, an import a list of thousands. */
export const checks = hooks(Thing, {
  check: async (_, changes) =>
    changes.flatMap(({ next }, index) =>
      next?.due && next.due < '2000-01-01' ? [{ index, field: 'due', code: 'long_ago', message: 'Choose a day of this century.' }] : [],
    ),
})

export const finishing = handle(finish, async (ctx, thing, { notes }) => {
  await ctx.repo(Thing).update(thing.id, { state: 'done', notes })
  ctx.emit(finished, { thing: thing.id })
})

/** Each morning: whose day is over and still open is written down in the log. */
export const lookForLate = job('things.lookForLate', {
  schedule: '0 8 * * *',
  as: 'system',
  run: async ctx => {
    const late = await ctx.repo(Thing).count({ state: 'open', due: { lt: ctx.today() } })
    if (late > 0) ctx.log('Some are late.', { late })
  },
})
