import { Line, Posting } from '@sangam/plugin-ledger/model'
import { type Ctx, handle, type Id, type Json, total, UserError } from '@sangam/sdk'
import { balancesOf, bring, lacksOf, ledgerKey, Move, Piece, type TallyBooks } from '../model.ts'
import { rolesOf, type Target, targetsOf } from './accounts.ts'
import { settleBills } from './bills.ts'
import { Company } from './core.ts'
import { entryOf, journalsFor, openingOf, Placing } from './entries.ts'

const together = 500

/**
 * All of it in one transaction: accounts and parties, opening balances, vouchers, which bill settles which, and the proof. What was brought before is known by its number in Tally
 * and is not posted again.
 */
export const bringHandler = handle(bring, (ctx, move) =>
  ctx.asSystem('Brings the books of Tally', async system => {
    const { company } = await system.repo(Move).get(move.id, { fields: ['company'] })
    if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.', {}, 'company')
    const books = await readPieces(system, move.id)
    const [lack, ...more] = lacksOf(books)
    if (lack) {
      const said = ctx.t(lack.text, lack.values)
      throw new UserError('tally_lacks', more.length > 0 ? '{said} ({more} more.)' : '{said}', { said, more: more.length })
    }
    const days = books.vouchers.map(voucher => voucher.date).sort()
    const first = await yearBegin(system, company, days[0] ?? system.today())
    const targets = await targetsOf(system, company, books)
    const journalOf = await journalsFor(system, company, books)
    const roleOn = await rolesOf(system, company)
    const placing = new Placing(roleOn)
    const against = { account: roleOn('opening', first), narration: system.t('Opening balances of Tally') }
    const opening = openingOf(company, first, books, targets, placing, against)
    const entries = [
      ...(opening ? [opening] : []),
      ...books.vouchers.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)).map(one => entryOf(company, one, targets, placing, journalOf)),
    ]
    const posted: string[] = []
    for (let start = 0; start < entries.length; start += together)
      posted.push(...(await system.use(Posting).postMany(entries.slice(start, start + together))).map(one => one.entry))
    await settleBills(system, posted)
    const balances = await proofOf(system, posted, books, { targets, placing })
    refuseDifference(balances)
    await system.repo(Move).set([
      {
        id: move.id,
        patch: {
          ...{ state: 'posted', from: first, to: days.at(-1) ?? first, vouchers: books.vouchers.length },
          ...{ balances: balances as never, difference: '0' },
        },
      },
    ])
    await dropPieces(system, move.id)
  }),
)

/** What was read of the files, put together again in its order. */
async function readPieces(ctx: Ctx, move: Id<'tally.move'>): Promise<TallyBooks> {
  const books: { [kind in keyof TallyBooks]: Json[] } = { groups: [], ledgers: [], types: [], vouchers: [] }
  await ctx.repo(Piece).each({ where: { move }, sort: ['at'], fields: ['kind', 'content'] }, async page => {
    for (const { kind, content } of page) if (Array.isArray(content)) books[kind].push(...content)
  })
  return checked(books as unknown as TallyBooks)
}

/** A program may send pieces too, so that they are looked at before they are believed. */
function checked(books: TallyBooks): TallyBooks {
  const text = (...all: readonly unknown[]): boolean => all.every(one => typeof one === 'string')
  const amount = (one: unknown): boolean => typeof one === 'string' && /^-?\d{1,15}(\.\d{1,3})?$/.test(one)
  const bills = (all: unknown): boolean => Array.isArray(all) && all.every(bill => text(bill?.kind, bill?.name) && amount(bill?.amount))
  const good =
    [...books.groups, ...books.types].every(one => text(one?.name, one?.parent)) &&
    books.ledgers.every(one => text(one?.name, one?.parent) && amount(one?.opening) && bills(one?.bills)) &&
    books.vouchers.every(
      one =>
        text(one?.id, one?.type, one?.number, one?.date, one?.narration) &&
        /^\d{4}-\d\d-\d\d$/.test(one.date) &&
        Array.isArray(one.lines) &&
        one.lines.every(line => text(line?.ledger) && amount(line?.amount) && bills(line?.bills)),
    )
  if (!good) throw new UserError('tally_unreadable', 'This is no export of Tally. Export masters and vouchers as XML, and choose the files again.')
  return books
}

async function yearBegin(ctx: Ctx, company: Id<'core.company'>, day: string): Promise<string> {
  const { fiscalYearStart } = await ctx.repo(Company).get(company, { fields: ['fiscalYearStart'] })
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < fiscalYearStart ? 1 : 0)
  return `${year}-${String(fiscalYearStart).padStart(2, '0')}-01`
}

/** Both trial balances side by side: what each ledger comes to in Tally, and what was posted of it here, counted from the lines that stand in the books. */
async function proofOf(
  ctx: Ctx,
  entries: readonly string[],
  books: TallyBooks,
  { targets, placing }: { readonly targets: ReadonlyMap<string, Target>; readonly placing: Placing },
): Promise<Proof[]> {
  const ours = new Map<string, string>()
  const add = (key: string, base: string): void => void ours.set(key, total([ours.get(key) ?? '0', base]))
  for (let start = 0; start < entries.length; start += together) {
    const where = { entry: { in: entries.slice(start, start + together) } } as never
    const rows = await ctx.repo(Line).group({ where, group: ['account', 'party'], measures: ['sum:base'], limit: 10_000 })
    for (const { account, party, 'sum:base': base } of rows) add(String(party ?? account), String(base ?? '0'))
  }
  const theirs = balancesOf(books)
  return books.ledgers.map(({ name }) => {
    const target = targets.get(ledgerKey(name))
    // A ledger of a role stands on as many accounts as the role meant on its days; of a party, on whichever.
    const on = target ? placing.placed(target) : []
    const here = target?.party ? (ours.get(target.party) ?? '0') : total(on.map(account => ours.get(account) ?? '0'))
    return { ledger: name.slice(0, 200), account: on.at(-1) ?? null, party: target?.party ?? null, theirs: theirs.get(ledgerKey(name)) ?? '0', ours: here }
  })
}

interface Proof {
  readonly ledger: string
  readonly account: string | null
  readonly party: string | null
  readonly theirs: string
  readonly ours: string
}

/** Books that do not come to the same are not brought: a voucher that was brought before was changed there since. */
function refuseDifference(lines: readonly Proof[]): void {
  const odd = lines.find(line => line.theirs !== line.ours)
  if (!odd) return
  const { ledger, theirs, ours } = odd
  const message =
    '{ledger} comes to {theirs} in Tally and to {ours} here: a voucher or an opening balance that was brought before was changed there since. Reverse it here, and write it as it is now.'
  throw new UserError('tally_differs', message, { ledger, theirs, ours })
}

async function dropPieces(ctx: Ctx, move: Id<'tally.move'>): Promise<void> {
  for (;;) {
    const { items } = await ctx.repo(Piece).find({ where: { move }, fields: ['at'], limit: 200 })
    if (items.length === 0) return
    await ctx.repo(Piece).removeMany(items.map(piece => piece.id))
  }
}
