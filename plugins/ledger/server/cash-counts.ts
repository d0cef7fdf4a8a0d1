import { type Ctx, compareDecimals, handle, hooks, type Id, inParts, minus, type RecordOf, type Refusal, total, UserError } from '@sangam/sdk'
import { Account, Balance, CashCount, Journal, type PostedLine, postCount, takeBackCount } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { accountOfRole } from './account-roles.ts'
import { foreignOf } from './bank-money.ts'
import { isFiner, moneyOf } from './currencies.ts'
import { postAll } from './posting.ts'
import { takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'

type CountRecord = RecordOf<typeof CashCount>
type Figures = Pick<CountRecord, 'inBooks' | 'difference' | 'topUp'>

/** The most sums that one question is answered with. */
const mostSums = 10_000

/** What the books say of boxes at the end of days: what they held on the first of these days, and what came by day since. */
async function inBooksOf(ctx: Ctx, counts: readonly CountRecord[]): Promise<(count: CountRecord) => string> {
  const sums = new Map<string, { readonly day: string; readonly base: string }[]>()
  const days = counts.map(one => one.on).toSorted()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const asked = async (boxes: readonly string[], day: object, group: readonly string[]): Promise<void> => {
    const where = { account: { in: boxes }, day } as never
    const rows = await ctx.repo(Balance).group({ where, group: ['account', ...group], measures: ['sum:base'], limit: mostSums })
    if (rows.length === mostSums && boxes.length > 1) {
      for (const box of boxes) await asked([box], day, group)
      return
    }
    for (const row of rows) {
      const account = String(row.account)
      sums.set(account, [...(sums.get(account) ?? []), { day: String(row.day ?? first), base: String(row['sum:base'] ?? '0') }])
    }
  }
  for (const some of inParts(counts.map(one => one.account))) {
    await asked(some, { lte: first }, [])
    if (first !== last) await asked(some, { gt: first, lte: last }, ['day'])
  }
  return ({ account, on }) => total((sums.get(account) ?? []).flatMap(({ day, base }) => (day <= on ? [base] : [])))
}

/** What a count says beside the books: over or short, and what fills the box up to its float. */
function figuresOf({ counted, float }: CountRecord, inBooks: string): Figures {
  const lacks = minus(float ?? '0', counted)
  return { inBooks, difference: minus(counted, inBooks), topUp: compareDecimals(lacks, '0') > 0 ? lacks : '0' }
}

const countHooks = hooks(CashCount, {
  // A draft shows what the books say as it is saved.
  async derive(ctx, changes) {
    const drafts = changes.map(({ next }) => (next?.state === 'draft' && isWhole(next) ? next : null))
    const inBooks = await ctx.asSystem('Looks what the books say of a cash box', system =>
      inBooksOf(
        system,
        drafts.flatMap(next => next ?? []),
      ),
    )
    return drafts.map(next => next && figuresOf(next, inBooks(next)))
  },
  check: async (_, changes) =>
    changes.flatMap(({ verb, before }, index): Refusal[] =>
      verb === 'remove' && before && before.state !== 'draft'
        ? [{ index, code: 'stays', message: 'A posted count stays as it is. Take it back, and count anew.' }]
        : [],
    ),
})

/** What is no amount or day yet is refused later, by its field. */
function isWhole({ account, on, counted, float }: CountRecord): boolean {
  const isAmount = (value: unknown): boolean => typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)
  const isDay = typeof on === 'string' && /^\d{4}-\d\d-\d\d$/.test(on)
  return typeof account === 'string' && isDay && isAmount(counted) && (float === null || isAmount(float))
}

type AccountRecord = RecordOf<typeof Account>

/** The box, and the account that fills it up: both of the company, and money. */
async function boxesOf(ctx: Ctx, { account, filledFrom, company }: CountRecord): Promise<readonly AccountRecord[]> {
  const box = await ctx.repo(Account).get(account)
  if (box.control !== 'cash' || box.isGroup || box.company !== company)
    throw new UserError('no_cash', '{account} is no cash account of this company. Choose one that is used for “Cash”.', { account: box.name }, 'account')
  if (filledFrom === null) return [box]
  const from = await ctx.repo(Account).get(filledFrom)
  if ((from.control !== 'cash' && from.control !== 'bank') || from.isGroup || from.company !== company || from.id === box.id)
    throw new UserError(
      'no_money',
      '{account} gives no money to this box. Choose another bank or cash account of the company.',
      { account: from.name },
      'filledFrom',
    )
  return [box, from]
}

const postHandler = handle(postCount, async (ctx, { id }) => {
  // One at a time: who counts the same box after this sees what it made of it.
  const count = await ctx.repo(CashCount).get(id)
  await ctx.lock(`ledger.cashCount ${count.account}`)
  const { figures, entry } = await ctx.asSystem('Posts what was counted in a cash box', async system => {
    const boxes = await boxesOf(system, count)
    const figures = figuresOf(count, (await inBooksOf(system, [count]))(count))
    if (figures.difference !== '0' && count.because === null)
      throw new UserError(
        'why_needed',
        'The books say {inBooks}, and {counted} was counted. Say why it differs, then post it.',
        { inBooks: figures.inBooks ?? '0', counted: count.counted },
        'because',
      )
    return { figures, entry: await entryOf(system, count, figures, boxes) }
  })
  await ctx.repo(CashCount).set([{ id, patch: { ...figures, entry, state: 'posted' } }])
})

/** What is short or over goes to its role, and money to the box, in one entry; none where the box is right and full. */
async function entryOf(ctx: Ctx, count: CountRecord, { difference, topUp }: Figures, boxes: readonly AccountRecord[]): Promise<Id<'ledger.entry'> | null> {
  const { id, account, on, filledFrom, because, company } = count
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.')
  await refuseOtherMoney(ctx, count, boxes)
  const sided = (of: PostedLine['account'], amount: string): PostedLine[] =>
    amount === '0' || amount === '-0' ? [] : [{ account: of, ...(amount.startsWith('-') ? { credit: amount.slice(1) } : { debit: amount }) }]
  const differs = difference !== null && difference !== '0'
  const lines = [
    ...(differs
      ? [
          ...sided({ id: account }, difference),
          ...sided({ id: await accountOfRole(ctx, company, { role: 'cashDifference', day: on }) }, minus('0', difference)),
        ]
      : []),
    ...(filledFrom !== null && topUp !== null ? [...sided({ id: account }, topUp), ...sided({ id: filledFrom }, minus('0', topUp))] : []),
  ]
  if (lines.length === 0) return null
  const journal = await ctx.repo(Journal).first({ company, kind: 'cash' })
  const narration = ctx.t('Counted {account}: {because}', { account: boxes[0]?.name ?? '', because: because ?? ctx.t('filled up') }).slice(0, 300)
  const source = { entity: CashCount.name, id, version: 1 }
  const [posted] = await postAll(ctx, [{ company, date: on, narration, ...(journal && { journal: journal.id }), source, lines }])
  return (posted?.entry ?? null) as Id<'ledger.entry'> | null
}

/** A box that is kept in another currency is worth something else each day: it is counted by a journal entry. */
async function refuseOtherMoney(ctx: Ctx, { counted, float }: CountRecord, accounts: readonly AccountRecord[]): Promise<void> {
  for (const account of accounts) {
    if ((await foreignOf(ctx, account)) !== null)
      throw new UserError(
        'other_money',
        '{account} is kept in another currency. Enter what was counted as a journal entry.',
        { account: account.name },
        'account',
      )
    const money = account.company === null ? undefined : (await moneyOf(ctx, [account.company])).get(account.company)
    if (money && [counted, float].some(amount => isFiner(amount, money)))
      throw new UserError('too_fine', '{currency} has {digits} digits after the point. Round the amount.', { ...money }, 'counted')
  }
}

const takeBackHandler = handle(takeBackCount, async (ctx, { id, entry }, { on, because }) => {
  if (entry !== null)
    await ctx.asSystem('Takes back what a count posted', async system => {
      const { touched, reversal } = await takenBack(system, entry, on, because)
      await tellOpen(system, touched, reversal.date)
    })
  await ctx.repo(CashCount).set([{ id, patch: { state: 'takenBack' } }])
})

export const cashCounting = [ofCompany(CashCount), countHooks, postCount, postHandler, takeBackCount, takeBackHandler]
