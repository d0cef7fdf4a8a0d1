import { Account, AccountRole, accountMeant } from '@sangam/plugin-ledger/model'
import { Party } from '@sangam/plugin-parties/model'
import { type Ctx, type Id, type RecordOf, UserError } from '@sangam/sdk'
import { ledgerKey, type Place, placesOf, type TallyBooks } from '../model.ts'

/** What a ledger of Tally became: an account, or what a role means on the day of each voucher, with the party of whom it tells. */
export type Target =
  | { readonly account: AccountId; readonly party: null }
  | { readonly role: string; readonly party: Id<'parties.party'> | null; readonly tags: readonly string[] }

type CompanyId = Id<'core.company'>
type AccountId = Id<'ledger.account'>
/** The account of a role on a day; refused with what to do where none is meant. */
export type RoleOn = (role: string, day: string, tags?: readonly string[]) => AccountId

/** Accounts and parties by the names of Tally's ledgers: those that are called the same are taken, the others are made. */
export async function targetsOf(ctx: Ctx, company: CompanyId, books: TallyBooks): Promise<ReadonlyMap<string, Target>> {
  const places = placesOf(books)
  const targets = new Map<string, Target>()
  const wanted: { readonly name: string; readonly place: Place & { kind: 'account' } }[] = []
  const named: { readonly name: string; readonly role: string }[] = []
  for (const { name } of books.ledgers) {
    const place = places.get(ledgerKey(name))
    if (!place) continue
    if (place.kind === 'account') wanted.push({ name, place })
    else if (place.kind === 'party') named.push({ name, role: place.role })
    else targets.set(ledgerKey(name), { role: place.role, party: null, tags: [] })
  }
  for (const [name, account] of await accountsFor(ctx, company, wanted)) targets.set(name, { account, party: null })
  const parties = await partiesFor(
    ctx,
    named.map(one => one.name),
  )
  for (const { name, role } of named) {
    const { id, tags } = parties.get(ledgerKey(name)) ?? { id: null, tags: [] }
    targets.set(ledgerKey(name), { role, party: id, tags })
  }
  return targets
}

/** What a company says of roles, as of any day. */
export async function rolesOf(ctx: Ctx, company: CompanyId): Promise<RoleOn> {
  const said: RecordOf<typeof AccountRole>[] = []
  await ctx.repo(AccountRole).each({ where: { company } }, async page => void said.push(...page))
  return (role, day, partyGroups = []) => {
    const found = accountMeant(said, { role, day, partyGroups })
    if (found !== null) return found
    const message = 'The company has no account for “{role}” on {day}. Say which one it is under Set-up, Account roles.'
    throw new UserError('no_account_role', message, { role, day })
  }
}

async function accountsFor(
  ctx: Ctx,
  company: CompanyId,
  wanted: readonly { readonly name: string; readonly place: Place & { kind: 'account' } }[],
): Promise<Map<string, Id<'ledger.account'>>> {
  const found = new Map<string, Id<'ledger.account'>>()
  const headings = new Map<string, { readonly id: Id<'ledger.account'>; readonly type: string }>()
  const codes = new Set<string>()
  const there = new Map<string, { readonly id: Id<'ledger.account'>; readonly type: string }>()
  await ctx.repo(Account).each({ where: { company }, fields: ['code', 'name', 'type', 'isGroup'] }, async page => {
    for (const { id, code, name, type, isGroup } of page) {
      codes.add(code)
      if (isGroup) headings.set(code, { id, type })
      else there.set(ledgerKey(name), { id, type })
    }
  })
  const made = wanted.flatMap(({ name, place }) => {
    const same = there.get(ledgerKey(name))
    if (same?.type === place.type) {
      found.set(ledgerKey(name), same.id)
      return []
    }
    const heading = headings.get(place.heading)
    const code = freeCode(codes, place.heading)
    const called = same ? `${name.slice(0, 110)} (Tally)` : name.slice(0, 120)
    return [
      { name, values: { company, code, name: called, type: place.type, control: place.control, above: heading?.type === place.type ? heading.id : null } },
    ]
  })
  for (let start = 0; start < made.length; start += 500) {
    const some = made.slice(start, start + 500)
    const records = await ctx.repo(Account).createMany(some.map(one => one.values as never))
    for (const [at, record] of records.entries()) found.set(ledgerKey(some[at]?.name ?? ''), record.id)
  }
  return found
}

/** Behind the codes of the chart, below the same heading: 11901, 11902, … */
function freeCode(codes: Set<string>, heading: string): string {
  for (let count = 1; ; count += 1) {
    const code = `${heading}9${String(count).padStart(2, '0')}`
    if (codes.has(code)) continue
    codes.add(code)
    return code
  }
}

interface Known {
  readonly id: Id<'parties.party'>
  readonly tags: readonly string[]
}

async function partiesFor(ctx: Ctx, names: readonly string[]): Promise<Map<string, Known>> {
  const found = new Map<string, Known>()
  for (let start = 0; start < names.length; start += 400) {
    const some = names.slice(start, start + 400)
    await ctx.repo(Party).each({ where: { name: { in: some } }, fields: ['name', 'tags'] }, async page => {
      for (const { id, name, tags } of page) if (!found.has(ledgerKey(name))) found.set(ledgerKey(name), { id, tags: tags ?? [] })
    })
  }
  const missing = names.filter(name => !found.has(ledgerKey(name)))
  for (let start = 0; start < missing.length; start += 500) {
    const some = missing.slice(start, start + 500)
    const made = await ctx.repo(Party).createMany(some.map(name => ({ name: name.slice(0, 200), kind: 'organisation' as const })))
    for (const [at, record] of made.entries()) found.set(ledgerKey(some[at] ?? ''), { id: record.id, tags: [] })
  }
  return found
}
