import { type Condition, type Ctx, type Id, minus, provide, type RecordOf, type ServerNewOf, UserError } from '@sangam/sdk'
import { Entry, type PostedEntry, type PostedLine, Posting, paymentSettings } from '../model.ts'
import { meantOf, saidOfRoles, tagsOf } from './account-roles.ts'
import { checkDimensions } from './posted-dimensions.ts'
import { lockForTakingBack, settleAgain, type TakenBack, takenBack } from './taking-back.ts'
import { tellOpen } from './telling.ts'

type Posted = { readonly entry: string; readonly number: string }
type Last = Pick<RecordOf<typeof Entry>, 'id' | 'number' | 'company' | 'sourceEntity' | 'sourceId' | 'sourceVersion'>
type AccountId = Id<'ledger.account'>

/**
 * Idempotent by source and version: the same again gives what is there, a later version takes the last one back first, an earlier one is refused.
 * Of what was taken back meanwhile the same version gives the entry as it is, for it was posted and taken back on purpose; a later one posts the new one alone.
 */
export const posting = provide(Posting, ctx => ({
  async post(given) {
    const [posted] = await ctx.asSystem('Posts what was written elsewhere', system => postAll(system, [given]))
    if (!posted) throw new Error('An entry that was posted was not given back.')
    return posted
  },
  takeBack: (source, how = {}) => ctx.asSystem('Takes back what was written elsewhere', system => takeBackOne(system, source, how)),
  postMany: given => (given.length === 0 ? Promise.resolve([]) : ctx.asSystem('Posts what was written elsewhere', system => postAll(system, given))),
  twoAbove: async () => (await ctx.settings(paymentSettings)).twoAbove,
}))

/** All at once: what is read and written grows with the entries, the number of statements does not. */
export async function postAll(ctx: Ctx, given: readonly PostedEntry[]): Promise<Posted[]> {
  const keys = given.map(({ source }) => `${source.entity} ${source.id}`)
  if (new Set(keys).size < keys.length) throw new Error('Posting was asked twice for the same source in one call. Post its versions one after the other.')
  await ctx.lock(keys.map(key => `ledger.posting ${key}`))
  const last = await lastOf(ctx, given)
  const fresh = given.filter(({ company, source }, at) => {
    const before = last.get(keys[at] ?? '')
    if (before && before.company !== company)
      throw new UserError('source_elsewhere', 'This was posted in the books of another company already, as {number}.', { number: before.number })
    if (!before || before.sourceVersion === null || before.sourceVersion < source.version) return true
    if (before.sourceVersion > source.version)
      throw new UserError('source_outdated', 'A later version of this was posted already, as {number}.', { number: before.number })
    return false
  })
  const { freed, touched } = await takeBack(
    ctx,
    fresh.flatMap(({ source }) => last.get(`${source.entity} ${source.id}`)?.id ?? []),
  )
  const accountOf = await accountsFor(ctx, fresh)
  await checkDimensions(ctx, fresh, accountOf)
  const made = fresh.length === 0 ? [] : await ctx.repo(Entry).make(fresh.map(entry => entryOf(entry, accountOf)))
  await settleAgain(
    ctx,
    freed,
    made.map(one => one.id),
  )
  await tellOpen(ctx, touched, ctx.today())
  const numbers = new Map(made.map(one => [`${one.sourceEntity} ${one.sourceId}`, one]))
  return keys.map(key => {
    const found = numbers.get(key) ?? last.get(key)
    if (!found) throw new Error('An entry that was posted was not given back.')
    return { entry: found.id, number: found.number }
  })
}

/** What was posted last of each source. */
async function lastOf(ctx: Ctx, given: readonly PostedEntry[]): Promise<ReadonlyMap<string, Last>> {
  const found = new Map<string, Last>()
  const entities = new Set(given.map(({ source }) => source.entity))
  for (const entity of entities) {
    const ids = given.flatMap(({ source }) => (source.entity === entity ? [source.id] : []))
    for (let start = 0; start < ids.length; start += 500) {
      const where = { sourceEntity: entity, sourceId: { in: ids.slice(start, start + 500) } }
      const fields = ['number', 'company', 'sourceEntity', 'sourceId', 'sourceVersion']
      // The last of each comes last, and stays.
      await ctx
        .repo(Entry)
        .each({ where, fields, sort: ['sourceVersion'] }, async page => page.forEach(one => void found.set(`${one.sourceEntity} ${one.sourceId}`, one)))
    }
  }
  return found
}

async function takeBackOne(
  ctx: Ctx,
  { entity, id }: { readonly entity: string; readonly id: string },
  { on, because }: { readonly on?: string; readonly because?: string },
): Promise<Posted | null> {
  await ctx.lock(`ledger.posting ${entity} ${id}`)
  const { items } = await ctx.repo(Entry).find({ where: { sourceEntity: entity, sourceId: id }, sort: ['-sourceVersion'], limit: 1 })
  const [last] = items
  if (!last || (await ctx.repo(Entry).first({ reverses: last.id }))) return null
  const { reversal, touched } = await takenBack(ctx, last.id, on ?? null, because ?? null)
  await tellOpen(ctx, touched, reversal.date)
  return { entry: reversal.id, number: reversal.number }
}

/** Gives what is open again because of it. */
async function takeBack(ctx: Ctx, ids: readonly Id<'ledger.entry'>[]): Promise<Pick<TakenBack, 'freed' | 'touched'>> {
  if (ids.length === 0) return { freed: [], touched: [] }
  const back = new Set<string>()
  for (let start = 0; start < ids.length; start += 500) {
    const where = { reverses: { in: ids.slice(start, start + 500) } } as Condition<RecordOf<typeof Entry>>
    const { items } = await ctx.repo(Entry).find({ where, fields: ['reverses'], limit: 500 })
    for (const { reverses } of items) back.add(String(reverses))
  }
  const done: TakenBack[] = []
  const going = ids.filter(id => !back.has(id))
  await lockForTakingBack(ctx, going)
  for (const id of going) done.push(await takenBack(ctx, id, null, null))
  return { freed: done.flatMap(one => one.freed), touched: done.flatMap(one => one.touched) }
}

function entryOf(given: PostedEntry, accountOf: AccountOf): ServerNewOf<typeof Entry> {
  const { entity, id, version } = given.source
  return {
    ...{ company: given.company as Id<'core.company'>, date: given.date, narration: given.narration, kind: given.kind ?? 'normal', state: 'posted' },
    ...(given.journal !== undefined && { journal: given.journal as Id<'ledger.journal'> }),
    ...{ documentDate: given.documentDate ?? null, reference: given.reference ?? null },
    ...{ sourceEntity: entity, sourceId: id, sourceVersion: version },
    lines: given.lines.map(line => lineOf(line, accountOf(given, line))),
  }
}

function lineOf(line: PostedLine, account: AccountId) {
  const { party, debit, credit, memo, due, currency, amount, tax, dimensions, item } = line
  const isCredit = minus(debit ?? '0', credit ?? '0').startsWith('-')
  return {
    ...{ account, party: (party ?? null) as Id<'parties.party'> | null, debit: debit ?? null, credit: credit ?? null, memo: memo ?? null, due: due ?? null },
    ...{ currency: currency ?? null, amount: amount ?? null },
    ...{ taxComponent: tax?.component ?? null, taxRate: tax?.rate ?? null, taxBase: tax ? (isCredit ? minus('0', tax.base) : tax.base) : null },
    ...{ item: item?.name.slice(0, 200) ?? null, itemEntity: item?.entity ?? null, itemId: item?.id ?? null },
    ...{ quantity: line.quantity ?? null, unit: line.unit ?? null, registration: line.registration ?? null },
    ...dimensions,
  }
}

export type AccountOf = (entry: PostedEntry, line: PostedLine) => AccountId

/** The accounts that are meant by roles, read at once, each on the day of its entry. */
async function accountsFor(ctx: Ctx, given: readonly PostedEntry[]): Promise<AccountOf> {
  const roles = [...new Set(given.flatMap(({ lines }) => lines.flatMap(({ account }) => ('role' in account ? [account.role] : []))))].sort()
  const said = await saidOfRoles(ctx, [...new Set(given.map(({ company }) => company))].sort(), roles)
  const groupsOf = await partyGroups(ctx, given, company => (said.get(company) ?? []).some(one => one.partyGroup !== null))
  return (entry, { account, item, registration }) => {
    if ('id' in account) return account.id as AccountId
    const asked = { role: account.role, day: entry.mappedOn ?? entry.date, itemGroup: item?.group, registration }
    return meantOf(said.get(entry.company), { ...asked, partyGroups: groupsOf(entry) })
  }
}

/** The tags of whom an entry is about: as it tells them, else those of the party that its lines name, which are looked up where accounts differ by them. */
async function partyGroups(ctx: Ctx, given: readonly PostedEntry[], differs: (company: string) => boolean): Promise<(entry: PostedEntry) => readonly string[]> {
  const partyOf = ({ lines }: PostedEntry): string | undefined => lines.find(line => line.party !== undefined)?.party
  const asked = given.flatMap(entry => (entry.partyGroups === undefined && differs(entry.company) ? (partyOf(entry) ?? []) : []))
  const tags = await tagsOf(ctx, asked)
  return entry => entry.partyGroups ?? tags.get(partyOf(entry) ?? '') ?? []
}
