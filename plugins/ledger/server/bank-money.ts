import { type Condition, type Ctx, type Id, type RecordOf, total, UserError } from '@sangam/sdk'
import { Account, type Line } from '../model.ts'
import { moneyOf } from './currencies.ts'

type AccountRecord = RecordOf<typeof Account>
type LineRecord = RecordOf<typeof Line>

/** A bank or cash account, or a sentence that says it is none. */
export async function bankAccount(ctx: Ctx, id: Id<'ledger.account'>): Promise<AccountRecord> {
  const found = await ctx.repo(Account).get(id)
  if (found.control !== 'bank' && found.control !== 'cash')
    throw new UserError('no_bank', '{account} is no bank account. Choose one.', { account: found.name }, 'account')
  return found
}

/** The currency of an account that is kept in another than the books: what its bank says is in it, and its lines are compared by it. Null where it is that of the books. */
export async function foreignOf(ctx: Ctx, { currency, company }: Pick<AccountRecord, 'currency' | 'company'>): Promise<string | null> {
  if (currency === null || company === null) return null
  return (await moneyOf(ctx, [company])).get(company)?.currency === currency ? null : currency
}

/** What lines of the books come to in the money of their bank. */
export function atBank(lines: readonly Pick<LineRecord, 'base' | 'amount'>[], foreign: string | null): string {
  return total(lines.map(line => (foreign === null ? line.base : (line.amount ?? '0'))))
}

/** Lines that moved money of the bank: of one in another currency not those by which rates made it worth more or less. */
export function movedAtBank(foreign: string | null): Condition<LineRecord> {
  return foreign === null ? {} : ({ currency: foreign, amount: { ne: '0' } } as Condition<LineRecord>)
}
