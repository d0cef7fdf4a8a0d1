import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, compareDecimals, handle, type Id, type Json, type RecordOf, reference, references, route, total, UserError } from '@sangam/sdk'
import { BankLine, Item, Payment, pay } from '../model.ts'
import { bankLinesOf, settled } from './bank.ts'
import { bankAccount, foreignOf } from './bank-money.ts'
import { postPaymentNow } from './payments.ts'

type PaymentRecord = RecordOf<typeof Payment>

/** Whose payment a line of the bank is said to be, what it settles, and what tax was withheld beside it, where somebody says so. */
interface Said {
  readonly party: Id<'parties.party'>
  readonly items: readonly Id<'ledger.item'>[]
  readonly withheld: string | null
}

/** The payment that a line of the bank is, posted; with what other plugins worked out as it was. */
async function paidBy(ctx: Ctx, line: RecordOf<typeof BankLine>, { party, items, withheld }: Said): Promise<PaymentRecord> {
  const isIn = !line.amount.startsWith('-')
  return ctx.asSystem('Makes a payment of a line of the bank', async system => {
    const currency = await foreignOf(system, await bankAccount(system, line.account))
    // What it is worth in the books is not known here.
    if (currency !== null)
      throw new UserError(
        'foreign_bank',
        'This account is kept in {currency}. Enter the payment with its exchange rate, then say which line of the books it is.',
        { currency },
      )
    const made = await system.repo(Payment).create({
      ...{ direction: isIn ? 'receive' : 'pay', party, account: line.account, date: line.date, amount: line.amount.replace('-', ''), company: line.company },
      ...{ narration: line.description.slice(0, 300), instrumentNumber: line.reference?.slice(0, 60) ?? null, clearedOn: line.date, withheld },
      allocations: items.map(item => ({ item })),
    })
    await postPaymentNow(system, made)
    return system.repo(Payment).get(made.id)
  })
}

export const payHandler = handle(pay, async (ctx, line, said) => {
  const { entry, amount, withheld } = await paidBy(ctx, line, said)
  // What is kept back for the state is seen before it is posted, by whoever says that this is a payment.
  if (said.withheld === null && withheld !== null && compareDecimals(withheld, '0') > 0) {
    const message =
      '{amount} is paid, and tax of {withheld} is withheld beside it: {gross} in all. Say so under “Tax withheld”, or 0 where nothing is withheld.'
    throw new UserError('say_withheld', message, { withheld, amount, gross: total([amount, withheld]) }, 'withheld')
  }
  await settled(ctx, line, await bankLinesOf(ctx, entry as Id<'ledger.entry'>, line.account))
})

/** What a payment would be that is made of a line of the bank, with the tax that is withheld: it is posted, looked at, and taken back. */
export const paymentAhead = route('POST', '/bank-payment', {
  permission: 'ledger.bankLine:pay',
  body: { line: reference(BankLine, { required: true }), party: reference(Party, { required: true }), items: references(Item) },
  async run(ctx, { body: { line, party, items } }) {
    const found = await ctx.repo(BankLine).get(line)
    // Of who may not be seen, nothing is told.
    await ctx.repo(Party).get(party, { fields: ['name'] })
    const seen: { readonly made: PaymentRecord; readonly shown: Json }[] = []
    const refusal = await ctx.refusalOf(async () => {
      const made = await paidBy(ctx, found, { party, items, withheld: null })
      // All of it, with how the tax came, as whoever asks may see payments.
      seen.push({ made, shown: ctx.may('ledger.payment:read') ? ((await ctx.repo(Payment).first({ id: made.id })) as unknown as Json) : null })
      throw new UserError(looked, 'It was looked at.')
    })
    const [one] = seen
    if (!one || !refusal?.codes.includes(looked)) throw new UserError('refused', 'This payment can’t be made: {why}', { why: refusal?.sentence ?? '' })
    const { amount, withheld, leftOver } = one.made
    return { amount, withheld, leftOver, payment: one.shown }
  },
})

const looked = 'looked_at'
