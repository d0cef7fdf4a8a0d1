/** A value that is worked out, said a second time; `at` reads a path of the record it belongs to. */
export type Made =
  | { readonly lookup: string }
  | { readonly uses: readonly string[]; readonly of: (at: (path: string) => unknown) => unknown }
  | { readonly counts: string; readonly by: string; readonly come: (records: readonly Fields[]) => unknown }

interface Fields {
  readonly [field: string]: unknown
}

/** The oracle's side of what formulas, lookups and rollups come to: as plain arithmetic over what it knows. */
export const worked = {
  badge: { uses: ['name', 'secret'], of: at => `${at('name')}${at('secret') ?? '?'}` },
  above: { lookup: 'parent.secret' },
  summedDeals: { counts: 'deals.deal', by: 'firm', come: records => records.length },
  x_summed: {
    counts: 'deals.deal',
    by: 'firm',
    come: records => String(records.filter(one => one.hot === true && one.weight !== null).reduce((sum, one) => sum + Number(one.weight), 0)),
  },
  summedLast: { counts: 'deals.deal', by: 'firm', come: records => largest(records.map(one => one.closing)) },
  summedLively: { uses: ['summedDeals'], of: at => Number(at('summedDeals')) > 1 },
  points: { uses: ['weight', 'score'], of: at => (at('weight') === null ? null : String(Number(at('weight')) * 2 + Number(at('score') ?? 0))) },
  mark: { uses: ['firm.badge'], of: at => at('firm.badge') ?? 'none' },
  x_over: { uses: ['firm.above'], of: at => at('firm.above') ?? 'top' },
  cost: {
    uses: ['value.amount', 'value.currency'],
    of: at => (at('value.amount') === null ? null : { amount: String(Number(at('value.amount')) * 2), currency: at('value.currency') }),
  },
  hint: { lookup: 'firm.secret' },
  boss: { lookup: 'firm.owner' },
  x_kin: { lookup: 'firm.above' },
  partners: { lookup: 'firm.partners' },
  summedBusy: { lookup: 'firm.summedDeals' },
  summedRank: { uses: ['firm.summedDeals'], of: at => Number(at('firm.summedDeals') ?? 0) },
  summedPieces: { counts: 'deals.line', by: 'deal', come: records => String(records.reduce((sum, one) => sum + Number(one.quantity ?? 0), 0)) },
  twice: { uses: ['quantity'], of: at => String(Number(at('quantity')) * 2) },
  dealt: { lookup: 'deal.title' },
  sly: { lookup: 'deal.hint' },
} satisfies { readonly [field: string]: Made }

function largest(days: readonly unknown[]): unknown {
  return (
    days
      .filter(day => day !== null)
      .sort()
      .at(-1) ?? null
  )
}
