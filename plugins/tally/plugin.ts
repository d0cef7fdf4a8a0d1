import { definePlugin, hooks, trial } from '@sangam/sdk'
import { bring, Move, MoveBalance, Piece } from './model.ts'
import { roles } from './roles.ts'
import { screens } from './screens.ts'
import { bringHandler } from './server/bring.ts'
import { hindi } from './translations/hi.ts'

/** A move is of the company that its maker works for. */
const moveHooks = hooks(Move, {
  derive: async (ctx, changes) => changes.map(({ next }) => (next && !next.company && ctx.company ? { company: ctx.company } : null)),
})

export default definePlugin({
  id: 'tally',
  version: '0.1.0',
  title: 'From Tally',
  description: 'Brings the books of Tally: groups, ledgers, bills and vouchers, with both trial balances side by side as the proof.',
  icon: 'upload',
  needs: { parties: '^0.1.0', ledger: '^0.1.0' },
  engines: { sangam: '^0.1.0' },
  entities: [Move, MoveBalance, Piece],
  parts: [bring, bringHandler, moveHooks, trial(Move, { company: 'company' }), ...roles, ...screens, hindi],
})
