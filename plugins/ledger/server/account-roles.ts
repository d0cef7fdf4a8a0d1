import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, hooks, type Id, type RecordOf, type Refusal, UserError } from '@sangam/sdk'
import { type AskedOfRole, accountMeant } from '../model/account-role.ts'
import { AccountRole } from '../model.ts'

type Said = Pick<RecordOf<typeof AccountRole>, 'id' | (typeof fields)[number]>

const fields = ['company', 'role', 'account', 'itemGroup', 'partyGroup', 'registration', 'from', 'until'] as const

/** What companies say of roles, by company; remembered, as set-up is. */
export async function saidOfRoles(ctx: Ctx, companies: readonly string[], roles: readonly string[]): Promise<ReadonlyMap<string, readonly Said[]>> {
  const found = new Map<string, Said[]>()
  if (roles.length === 0) return found
  const where = { company: { in: companies as readonly Id<'core.company'>[] }, role: { in: roles } } as never
  await ctx.repo(AccountRole).each({ where, fields: [...fields] }, async page => {
    for (const one of page) found.set(String(one.company), [...(found.get(String(one.company)) ?? []), one])
  })
  return found
}

/** The account that counts; refused with what to do where none does. */
export function meantOf(said: readonly Said[] | undefined, asked: AskedOfRole): Id<'ledger.account'> {
  const found = accountMeant(said ?? [], asked)
  if (found !== null) return found as Id<'ledger.account'>
  const { role, day } = asked
  if (!said?.some(one => one.role === role))
    throw new UserError('no_account_role', 'The company has no account for “{role}”. Say which one it is under Set-up, Account roles.', { role })
  const message = 'Of the accounts for “{role}” none applies on {day}. Add one for all items and parties under Set-up, Account roles.'
  throw new UserError('no_account_role', message, { role, day })
}

/** The account of one role of a company on a day, of what is about a party or about nobody. */
export async function accountOfRole(
  ctx: Ctx,
  company: Id<'core.company'>,
  { party, ...asked }: AskedOfRole & { readonly party?: string },
): Promise<Id<'ledger.account'>> {
  return ctx.asSystem('Looks which account a role means', async system => {
    const said = (await saidOfRoles(system, [company], [asked.role])).get(company) ?? []
    const differs = party !== undefined && said.some(one => one.partyGroup !== null)
    return meantOf(said, { ...asked, ...(differs && { partyGroups: (await tagsOf(system, [party])).get(party) }) })
  })
}

/** Every account that a role of a company means, or ever meant: what was posted before another took over stands there still. */
export async function accountsOfRole(ctx: Ctx, company: Id<'core.company'>, role: string): Promise<Id<'ledger.account'>[]> {
  const said = await ctx.asSystem('Looks which account a role means', system => saidOfRoles(system, [company], [role]))
  return [...new Set((said.get(company) ?? []).map(one => one.account))]
}

/** The tags of parties, each by the id that is given: of one that was merged, of who it is now. */
export async function tagsOf(ctx: Ctx, parties: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const named = [...new Set(parties)] as Id<'parties.party'>[]
  const now = await ctx.repo(Party).standing(named)
  const ids = [...new Set(named.map(id => now[id] ?? id))]
  const tags = new Map<string, readonly string[]>()
  for (let start = 0; start < ids.length; start += 500) {
    const { items } = await ctx.repo(Party).find({ where: { id: { in: ids.slice(start, start + 500) } }, fields: ['tags'], limit: 500 })
    for (const one of items) tags.set(one.id, one.tags ?? [])
  }
  return new Map(named.map(id => [id, tags.get(now[id] ?? id) ?? []]))
}

/** Two that say the same from the same day would leave it to chance, and nothing applies until a day before it begins. */
export const accountRoleHooks = hooks(AccountRole, {
  async check(ctx, changes) {
    const asked = changes.flatMap(({ next }) => (next?.company ? [next] : []))
    // Whoever says the same in this moment waits, and is told.
    await ctx.lock([...new Set(asked.map(one => `ledger.accountRole ${one.company}`))].sort())
    const said = await ctx.asSystem('Looks what is said of a role already', system =>
      saidOfRoles(system, [...new Set(asked.map(one => String(one.company)))], [...new Set(asked.map(one => one.role))]),
    )
    const of = new Map<string, string>()
    for (const rows of said.values()) for (const one of rows) of.set(sameness(one), one.id)
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      if (next.from !== null && next.until !== null && next.until < next.from)
        return [{ index, field: 'until', code: 'days_swapped', message: 'The last day comes before the first. Swap them.' }]
      const other = of.get(sameness(next))
      of.set(sameness(next), next.id)
      if (other === undefined || other === next.id) return []
      const message =
        'For “{role}” an account is said already for the same items, parties and tax number, from the same day. Change that one, or choose another day.'
      return [{ index, field: 'from', code: 'said_already', message, values: { role: next.role } }]
    })
  },
})

function sameness({ company, role, itemGroup, partyGroup, registration, from }: Omit<Said, 'account' | 'until'>): string {
  return JSON.stringify([company, role, from, ...[itemGroup, partyGroup, registration].map(one => one?.trim().toLocaleLowerCase('en') ?? null)])
}
