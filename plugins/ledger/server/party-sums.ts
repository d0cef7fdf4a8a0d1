import { type Condition, type Ctx, type Id, type RecordOf, total } from '@sangam/sdk'
import { Account, PartyBalance } from '../model.ts'

/**
 * What parties are ahead with on accounts that are kept by party, by account: customers who paid more than they owe, suppliers whom we paid more. All of it is above nothing;
 * accounts with none are left out. Only those parties are read, who are few: what the others owe is the account's balance and this.
 */
export async function advances(ctx: Ctx, company: Id<'core.company'>, on: string): Promise<Map<string, string>> {
  const where = { company, control: { in: ['receivable', 'payable'] } } as Condition<RecordOf<typeof Account>>
  const { items } = await ctx.repo(Account).find({ where, fields: ['type'], limit: 500 })
  const ahead = async (type: 'asset' | 'liability') => {
    const accounts = items.filter(account => account.type === type).map(account => account.id)
    if (accounts.length === 0) return []
    const where = { account: { in: accounts }, company, day: { lte: on } } as Condition<RecordOf<typeof PartyBalance>>
    const having = { 'sum:base': type === 'asset' ? { lt: '0' } : { gt: '0' } }
    return ctx.repo(PartyBalance).group({ where, group: ['account', 'party'], measures: ['sum:base'], having, limit: 10_000 })
  }
  const by = new Map<string, string>()
  for (const row of (await Promise.all([ahead('asset'), ahead('liability')])).flat())
    by.set(String(row.account), total([by.get(String(row.account)) ?? '0', String(row['sum:base']).replace('-', '')]))
  return by
}
