import { Party } from '@sangam/plugin-parties/model'
import { type Condition, type Ctx, choice, date, type Id, inParts, minus, type RecordOf, reference, route, total, type Values } from '@sangam/sdk'
import { type AgedRow, Item, Match, type OpenRow } from '../model.ts'
import { isCredit, nameOf } from './matching.ts'

type ItemRecord = RecordOf<typeof Item>
type Side = ItemRecord['side']

export const openAsked = {
  side: choice({ receivable: { label: 'Receivable' }, payable: { label: 'Payable' } }),
  on: date({ help: 'As it was at the end of that day; today unless told.' }),
  company: reference('core.company'),
} as const

interface Wanted {
  readonly company: Id<'core.company'> | null
  readonly on: string
  readonly side: Side | null
  readonly party: Id<'parties.party'> | null
}

/** What was open at the end of a day: lines up to it, less matches in force on it. Read are only those that are open or were settled later, so it takes no longer as the books grow. */
export async function openOn(ctx: Ctx, { company, on, side, party }: Wanted): Promise<OpenRow[]> {
  const given = { ...(company && { company }), ...(side && { side }), ...(party && { party }) }
  const items: ItemRecord[] = []
  const where = { ...given, date: { lte: on }, or: [{ settledOn: { isEmpty: true } }, { settledOn: { gt: on } }] } as Condition<ItemRecord>
  await ctx.repo(Item).each({ where, fields: itemFields as never, sort: ['due', 'date', 'id'] }, async page => void items.push(...page))
  if (items.length === 0) return []
  const used = await usedOn(ctx, items, on)
  return items.flatMap((item): OpenRow[] => {
    const [amount, base] = used.get(item.id) ?? ['0', '0']
    const open = isCredit(item) ? total([item.amount, amount]) : minus(item.amount, amount)
    if (open === '0') return []
    const named = item as unknown as { readonly [path: string]: string | null }
    return [
      {
        ...{ item: item.id, entry: item.entry, party: item.party, partyName: named['party.$title'] ?? '', name: nameOf(item), narration: item.narration },
        ...{
          side: item.side,
          date: item.documentDate ?? item.date,
          due: item.due,
          late: daysBetween(item.due, on),
          currency: item.currency,
          amount: item.amount,
          open,
        },
        ...{ base: isCredit(item) ? total([item.base, base]) : minus(item.base, base), account: item.account, settledOn: item.settledOn },
        free: smaller(open, item.open ?? '0'),
        discount:
          item.discount === null || item.discountUntil === null ? null : { amount: item.discount, until: item.discountUntil, byNote: item.discountNote },
      },
    ]
  })
}

const itemFields = [
  ...[
    'narration',
    'party',
    'party.$title',
    'side',
    'number',
    'reference',
    'date',
    'documentDate',
    'due',
    'currency',
    'amount',
    'base',
    'settledOn',
    'open',
    'entry',
    'account',
    'discount',
    'discountUntil',
    'discountNote',
  ],
]

/**
 * What matches that were in force on a day had settled of these items: in their currency, and in the money of the books. They are asked by the items themselves:
 * by what both sides of a match are no index finds them, and all that were ever made would be looked through.
 */
async function usedOn(ctx: Ctx, items: readonly ItemRecord[], on: string): Promise<ReadonlyMap<string, readonly [string, string]>> {
  const used = new Map<string, readonly [string, string]>()
  for (const side of ['debit', 'credit'] as const) {
    const base = `sum:${side}Base` as const
    const own = items.filter(item => isCredit(item) === (side === 'credit')).map(({ id }) => id)
    for (const some of inParts(own)) {
      const where = { [side]: { in: some }, on: { lte: on }, or: [{ voidedOn: { isEmpty: true } }, { voidedOn: { gt: on } }] } as Condition<
        RecordOf<typeof Match>
      >
      for (const row of await ctx.repo(Match).group({ where, group: [side], measures: ['sum:amount', base], limit: 10_000 }))
        used.set(String(row[side]), [String(row['sum:amount'] ?? '0'), String(row[base] ?? '0')])
    }
  }
  return used
}

/** Of two on the same side the one nearer to nothing: a match that was in force on a day of the past may be taken apart since. */
function smaller(a: string, b: string): string {
  return minus(a.replace('-', ''), b.replace('-', '')).startsWith('-') ? a : b
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** What is open of a party, or of all, at the end of a day. */
const openItems = route('GET', '/open-items', {
  permission: 'ledger.item:read',
  query: { ...openAsked, party: reference(Party) },
  async run(ctx, { query }) {
    const on = query.on ?? ctx.today()
    const rows = await openOn(ctx, { company: query.company ?? ctx.company, on, side: query.side, party: query.party })
    return { on, rows: rows.map(row => ({ ...row })) }
  },
})

/** How late what is owed is, by party: not due yet, and by thirty days each. What is paid without its bill stands by itself, and is not taken off what others owe. */
const aged = route('GET', '/aged', {
  permission: 'ledger.item:read',
  query: openAsked,
  async run(ctx, { query }) {
    const { rows, total: sum, ...of } = await agedOf(ctx, query)
    return { ...of, rows: rows.map(row => ({ ...row, late: [...row.late] })), total: { ...sum, late: [...sum.late] } }
  },
})

export async function agedOf(ctx: Ctx, query: Values<typeof openAsked>) {
  const on = query.on ?? ctx.today()
  const side = query.side ?? 'receivable'
  const open = await openOn(ctx, { company: query.company ?? ctx.company, on, side, party: null })
  const parties = new Map<string, OpenRow[]>()
  for (const row of open) parties.set(row.party, [...(parties.get(row.party) ?? []), row])
  const rows = [...parties.values()].map(own => agedRow(own, side)).sort((a, b) => a.name.localeCompare(b.name))
  return { on, side, rows, total: totalOf(rows) }
}

function agedRow(rows: readonly OpenRow[], side: Side): AgedRow {
  const own = rows.filter(row => row.base.startsWith('-') === (side === 'payable'))
  const sum = (some: readonly OpenRow[]): string => total(some.map(row => (side === 'payable' ? minus('0', row.base) : row.base)))
  const between = (from: number, to: number): string => sum(own.filter(({ late }) => late >= from && late <= to))
  const advances = sum(rows.filter(row => !own.includes(row)))
  return {
    ...{ party: rows[0]?.party ?? '', name: rows[0]?.partyName ?? '', notDue: between(Number.NEGATIVE_INFINITY, 0), advances },
    late: [between(1, 30), between(31, 60), between(61, 90), between(91, Number.POSITIVE_INFINITY)],
    ...{ owed: sum(own), net: total([sum(own), advances]) },
  }
}

function totalOf(rows: readonly AgedRow[]): Omit<AgedRow, 'party' | 'name' | 'late'> & { readonly late: string[] } {
  const sum = (of: (row: AgedRow) => string): string => total(rows.map(of))
  return {
    ...{ notDue: sum(row => row.notDue), advances: sum(row => row.advances), owed: sum(row => row.owed), net: sum(row => row.net) },
    late: [0, 1, 2, 3].map(at => sum(row => row.late[at] ?? '0')),
  }
}

export const statementAsked = {
  party: reference(Party, { required: true }),
  ...{ side: openAsked.side, from: date(), to: date(), company: openAsked.company },
}

/** What happened with a party in each currency over some days, as one sends it: what was open before, each paper, and what is owed after it. */
const partyStatement = route('GET', '/party-statement', {
  permission: 'ledger.item:read',
  query: statementAsked,
  async run(ctx, { query }) {
    const { party, from, to, currencies } = await partyStatementOf(ctx, query)
    return { party, from, to, currencies: currencies.map(one => ({ ...one, rows: one.rows.map(row => ({ ...row })) })) }
  },
})

export async function partyStatementOf(ctx: Ctx, query: Values<typeof statementAsked>) {
  const { party, from } = query
  const to = query.to ?? ctx.today()
  const company = query.company ?? ctx.company
  const { name } = await ctx.repo(Party).get(party, { fields: ['name'] })
  const of = { party, ...(query.side && { side: query.side }), ...(company && { company }) }
  const before = new Map<string, string>()
  if (from) {
    const sums = await ctx
      .repo(Item)
      .group({ where: { ...of, date: { lt: from } } as Condition<ItemRecord>, group: ['currency'], measures: ['sum:amount'], limit: 1000 })
    for (const row of sums) before.set(String(row.currency), String(row['sum:amount'] ?? '0'))
  }
  const items: ItemRecord[] = []
  const where = { ...of, date: from ? { gte: from, lte: to } : { lte: to } } as Condition<ItemRecord>
  await ctx.repo(Item).each({ where, fields: itemFields as never, sort: ['date', 'createdAt', 'id'] }, async page => void items.push(...page))
  const currencies = [...new Set([...before.keys(), ...items.map(item => item.currency)])].sort()
  return {
    ...{ party, name, from, to },
    currencies: currencies.map(currency => {
      const opening = before.get(currency) ?? '0'
      let balance = opening
      const rows = items.flatMap(item => {
        if (item.currency !== currency) return []
        balance = total([balance, item.amount])
        return [{ entry: item.entry, date: item.date, due: item.due, name: nameOf(item), narration: item.narration, amount: item.amount, balance }]
      })
      return { currency, opening, rows, closing: balance }
    }),
  }
}

export const openItemRoutes = [openItems, aged, partyStatement]
