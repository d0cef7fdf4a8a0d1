import { type Ctx, type Id, provide, type ServerNewOf, UserError } from '@sangam/sdk'
import { AccountRole, Entry, type PostedEntry, Posting } from '../model.ts'
import { reversed } from './actions.ts'

/**
 * Idempotent by source and version: the same again gives what is there, a later version takes the last one back first, an earlier one is refused.
 * Of what an accountant reversed meanwhile the same version gives the entry as it is, for it was posted and taken back on purpose; a later one posts the new one alone.
 */
export const posting = provide(Posting, ctx => ({
  post: given => ctx.asSystem(`Posts ${given.source.entity}`, system => postOnce(system, given)),
}))

async function postOnce(ctx: Ctx, given: PostedEntry): Promise<{ entry: string; number: string }> {
  const { entity, id, version } = given.source
  await ctx.lock(`ledger.posting ${entity} ${id}`)
  const { items } = await ctx.repo(Entry).find({ where: { sourceEntity: entity, sourceId: id }, sort: ['-sourceVersion'], limit: 1 })
  const last = items[0]
  if (last && last.sourceVersion !== null) {
    if (last.sourceVersion === version) return { entry: last.id, number: last.number }
    if (last.sourceVersion > version)
      throw new UserError('source_outdated', 'A later version of this was posted already, as {number}.', { number: last.number })
    if (!(await ctx.repo(Entry).first({ reverses: last.id }))) await reversed(ctx, last.id, null, null)
  }
  const lines = []
  for (const { account, party, debit, credit, memo, due } of given.lines)
    lines.push({
      account: 'id' in account ? (account.id as Id<'ledger.account'>) : await accountFor(ctx, given.company, account.role),
      ...{ party: (party ?? null) as Id<'parties.party'> | null, debit: debit ?? null, credit: credit ?? null, memo: memo ?? null, due: due ?? null },
    })
  const [made] = await ctx.repo(Entry).make([
    {
      ...{ company: given.company as Id<'core.company'>, date: given.date, narration: given.narration, lines },
      ...(given.journal !== undefined && { journal: given.journal as Id<'ledger.journal'> }),
      ...{ sourceEntity: entity, sourceId: id, sourceVersion: version },
    } as ServerNewOf<typeof Entry>,
  ])
  if (!made) throw new Error('An entry that was made was not given back.')
  const posted = await ctx.repo(Entry).update(made.id, { state: 'posted' })
  return { entry: posted.id, number: posted.number }
}

async function accountFor(ctx: Ctx, company: string, role: string): Promise<Id<'ledger.account'>> {
  const found = await ctx.repo(AccountRole).first({ company: company as Id<'core.company'>, role })
  if (!found) throw new UserError('no_account_role', 'The company has no account for “{role}”. Say which one it is under Set-up, Account roles.', { role })
  return found.account
}
