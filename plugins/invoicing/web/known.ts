import { Item } from '@sangam/plugin-items/model'
import type { RecordOf } from '@sangam/sdk'
import { company, live, repo, today } from '@sangam/sdk/web'
import type { KnownShare } from '../model/draft.ts'
import { Policy, Tax, TaxGroup, type TaxPart, Terms } from '../model.ts'

/** What a line takes of its item. */
export type Offer = Pick<RecordOf<typeof Item>, 'name' | 'price' | 'unit' | 'taxCategory'> & { readonly 'unit.$title': string | null }

/** Taxes, terms and how the company rounds, as whoever types may see them: read once for a page. */
export interface Known {
  readonly shares: ReadonlyMap<string, readonly KnownShare[]>
  readonly groupFor: ReadonlyMap<string, string>
  readonly groupNames: ReadonlyMap<string, string>
  /** So many months after the fiscal year of a bill tax of a group is got back. */
  readonly claimMonths: ReadonlyMap<string, number>
  readonly terms: ReadonlyMap<string, RecordOf<typeof Terms>['parts']>
  readonly policy: RecordOf<typeof Policy> | null
}

let known: Promise<Known> | null = null

/** What somebody changes of them meanwhile is read anew. */
let listens = false

export function readKnown(): Promise<Known> {
  if (!listens) for (const name of [Tax.name, TaxGroup.name, Terms.name, Policy.name]) live(name, () => (known = null))
  listens = true
  known ??= read().catch(error => {
    known = null
    throw error
  })
  return known
}

async function read(): Promise<Known> {
  const [taxes, groups, terms, policies] = await Promise.all([
    repo(Tax).find({ limit: 500 }),
    repo(TaxGroup).find({ fields: ['name', 'category', 'active', 'shares'], sort: ['position', 'name'], limit: 500 }),
    repo(Terms).find({ fields: ['name', 'parts'], limit: 500 }),
    repo(Policy).find({ where: { company: company()?.id as never, from: { lte: today() } }, sort: ['-from'], limit: 1 }),
  ])
  const taxOf = new Map(taxes.items.map(tax => [String(tax.id), tax]))
  const parts = (group: (typeof groups.items)[number]): KnownShare[] =>
    group.shares.flatMap(({ tax: id, rate, supply, validFrom, validTo }): KnownShare[] => {
      const tax = taxOf.get(String(id))
      if (!tax) return []
      const part: TaxPart = { key: tax.code, kind: tax.kind, rate, onPrevious: tax.onPrevious, reverse: tax.reverse, recoverable: tax.recoverable }
      return [{ part, supply, registered: tax.registered, validFrom, validTo }]
    })
  const active = groups.items.filter(group => group.active && group.category !== null)
  return {
    shares: new Map(groups.items.map(group => [String(group.id), parts(group)])),
    groupFor: new Map(active.toReversed().map(group => [String(group.category), String(group.id)])),
    groupNames: new Map(groups.items.map(group => [String(group.id), group.name])),
    claimMonths: new Map(
      groups.items.flatMap(({ id, shares }): [string, number][] => {
        const months = shares.flatMap(({ tax }) => taxOf.get(String(tax))?.claimMonths ?? [])
        return months.length === 0 ? [] : [[String(id), Math.min(...months)]]
      }),
    ),
    terms: new Map(terms.items.map(one => [String(one.id), one.parts])),
    policy: policies.items[0] ?? null,
  }
}

const offers = new Map<string, Offer | null>()

/** What an item costs, once it is known; until then it is asked for, and `told` is called when it has come. */
export function offerOf(id: string, told: () => void): Offer | null {
  const found = offers.get(id)
  if (found !== undefined) return found
  offers.set(id, null)
  void repo(Item)
    .get(id as never, { fields: ['name', 'price', 'unit', 'unit.$title', 'taxCategory'] })
    .then(item => {
      offers.set(id, item as unknown as Offer)
      told()
    })
    .catch(() => undefined)
  return null
}
