import { Posting } from '@sangam/plugin-ledger/model'
import { compareDecimals, hooks, type Refusal } from '@sangam/sdk'
import { BookedDocument } from '../model.ts'
import { isVoucher } from './rules.ts'

/** A voucher is money that comes or goes: above the limit of the books it is posted by somebody else than who wrote it, as a payment is. */
export const voucherEyes = hooks(BookedDocument, {
  async check(ctx, changes) {
    const own = changes.flatMap(({ before, next, changed }, index) => {
      if (next?.state !== 'posted' || before?.state === 'posted' || !isVoucher(next)) return []
      // Who changes it while posting it has written it.
      const written = before === null || before.createdBy === ctx.user.id || before.updatedBy === ctx.user.id || before.total?.amount !== next.total?.amount
      return written || changed.some(name => name === 'party' || name === 'moneyAccount') ? [{ index, amount: next.total?.amount ?? '0' }] : []
    })
    if (own.length === 0 || ctx.origin === 'seed') return []
    const twoAbove = await ctx.use(Posting).twoAbove()
    if (twoAbove === null) return []
    const message =
      'A voucher of more than {limit} is posted by somebody else than who wrote it. Keep it as a draft, and ask a colleague to look at it and post it.'
    return own
      .filter(({ amount }) => compareDecimals(amount, twoAbove) > 0)
      .map(({ index }): Refusal => ({ index, field: 'state', code: 'needs_another', message, values: { limit: twoAbove } }))
  },
})
