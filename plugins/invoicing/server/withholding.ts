import { type Ctx, everyOf, type RecordOf, total } from '@sangam/sdk'
import { isSale } from '../model/supply.ts'
import { countsIn, panIn, type RateOf, rateOn, ruleOf } from '../model/withholding-rule.ts'
import { Document, WithheldAdvance, WithheldBefore, type Withholding } from '../model.ts'
import { isVoucher } from './refusals.ts'
import type { SetUp } from './set-up.ts'
import type { Picture } from './sides.ts'
import { type Numbers, numbersOf } from './withheld-numbers.ts'
import { type Counted, carriedInto, untaxedOf } from './withheld-years.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** A document of which tax may be withheld, and where its company’s year begins. */
export interface Placed extends Pick<DocumentRecord, 'company' | 'party' | 'kind' | 'date' | 'postingDate' | 'partyRegistration' | 'ownRegistration'> {
  readonly withholding: NonNullable<DocumentRecord['withholding']>
  readonly start: number
  /** It is posted now: whoever posts another of the same year waits, so that both see what the other comes to. */
  readonly posting: boolean
}

/** Under which number a document counts, in which year, and by what rule. */
export interface Placing {
  readonly payee: string | null
  readonly countsIn: string | null
  /** With what the year came to so far; null where the section has no rate on that day. */
  rule(withhold: string | null): Withholding | null
  /** The advances of before, and on how much was withheld ahead of bills in earlier times. */
  before(): { readonly carried: string; readonly rows: readonly { readonly id: string; readonly now: boolean }[] }
}

export interface WithheldSums {
  readonly placings: readonly (Placing | null)[]
  /** What is posted in the same set counts for those after it. */
  add(counted: Counted): void
}

/** What the years of some documents came to before them. Nothing is asked where tax is withheld of none. */
export async function readWithheld(ctx: Ctx, documents: readonly (Placed | null)[], setUp: SetUp): Promise<WithheldSums> {
  const placed = documents.filter(one => one !== null)
  const sums: Counted[] = []
  const add = (counted: Counted): void => void sums.push(counted)
  if (placed.length === 0) return { placings: documents.map(() => null), add }
  return ctx.asSystem('Looks what of a year tax was withheld on', async system => {
    const numbers = await numbersOf(system, {
      parties: placed.map(one => one.party),
      companies: placed.flatMap(one => (isSale(one.kind) ? [one.company] : [])),
    })
    const known = new Map(placed.map(one => [one, placeOf(one, setUp, numbers)]))
    const keys = placed.flatMap(one => (one.posting ? keysOf(one, known.get(one) as Place) : []))
    if (keys.length > 0) await system.lock(keys)
    const advances = await advancesBefore(system, placed, [...known.values()])
    sums.push(
      ...(await documentsBefore(system, placed, [...known.values()], advances)),
      ...(await othersBefore(system, placed, [...known.values()], setUp)),
      ...advances,
    )
    return {
      add,
      placings: documents.map(one => {
        const place = one && known.get(one)
        if (!one || !place) return null
        const { payee, rate, pan } = place
        const rule = (withhold: string | null): Withholding | null => {
          if (!rate) return null
          const mine = sums.filter(sum => isOf(sum, one, place))
          const now = mine.filter(sum => sum.countsIn === place.countsIn)
          const withheldOn = total([carriedInto(place.countsIn ?? '', mine), ...now.map(sum => sum.countedOn ?? '0')])
          const untaxed = untaxedOf(now)
          const yearToDate = { base: total(now.map(sum => sum.counted ?? '0')), withheldOn, ...(untaxed !== '0' && { untaxed }) }
          return { ...ruleOf(rate, { sale: isSale(one.kind), pan, withhold }), yearToDate }
        }
        const before: Placing['before'] = () => {
          const mine = sums.filter(sum => isOf(sum, one, place))
          const rows = mine.flatMap(({ advance, countsIn }) => (advance ? [{ id: String(advance.id), now: countsIn === place.countsIn }] : []))
          return { carried: carriedInto(place.countsIn ?? '', mine), rows }
        }
        return { payee, countsIn: place.countsIn, rule, before }
      }),
    }
  })
}

interface Place {
  /** The number of the other side, under which its documents count together. */
  readonly payee: string | null
  /** That of whom tax is withheld: on what we sell, ours. */
  readonly pan: string | null
  readonly countsIn: string | null
  readonly rate: RateOf | null
}

function placeOf(one: Placed, setUp: SetUp, numbers: Numbers): Place {
  const day = one.postingDate ?? one.date
  const rate = rateOn(setUp.section(one.withholding), day)
  const theirs = panIn(numbers(String(one.party), day) ?? one.partyRegistration)
  const ours = isSale(one.kind) ? panIn(numbers(String(one.company), day) ?? one.ownRegistration) : null
  return { payee: theirs, pan: isSale(one.kind) ? ours : theirs, countsIn: rate && countsIn(day, rate.period, one.start), rate }
}

/** Held by whoever posts: under the number, and of the party, who may get a number meanwhile. */
function keysOf({ company, withholding, party }: Placed, { payee, countsIn: year }: Place): string[] {
  return [party, ...(payee === null ? [] : [payee])].map(whose => `invoicing.withheld ${company} ${withholding} ${year} ${whose}`)
}

function isOf(sum: Counted, one: Placed, place: Place): boolean {
  return (
    sum.company === one.company &&
    sum.withholding === one.withholding &&
    isSale(sum.kind) === isSale(one.kind) &&
    (sum.party === one.party || (place.payee !== null && sum.payee === place.payee))
  )
}

function unique<T>(list: readonly (T | null)[]): T[] {
  return [...new Set(list.filter(one => one !== null))]
}

/** The advances that were paid to them, and stand. */
async function advancesBefore(system: Ctx, placed: readonly Placed[], places: readonly Place[]): Promise<Counted[]> {
  const bought = placed.flatMap((one, at) => (isSale(one.kind) ? [] : [{ party: one.party, payee: places[at]?.payee ?? null }]))
  const rows = new Map<string, RecordOf<typeof WithheldAdvance>>()
  const where = { backOn: { isEmpty: true } } as const
  const [byParty, byPayee] = [unique(bought.map(one => one.party)), unique(bought.map(one => one.payee))]
  if (byParty.length > 0) for (const one of await everyOf(system.repo(WithheldAdvance), 'party', byParty, { where })) rows.set(one.id, one)
  if (byPayee.length > 0) for (const one of await everyOf(system.repo(WithheldAdvance), 'payee', byPayee, { where })) rows.set(one.id, one)
  const inOrder = [...rows.values()].toSorted((a, b) => a.date.localeCompare(b.date) || a.id.localeCompare(b.id))
  // With nothing towards the threshold: its bill counts.
  return inOrder.map(({ id, untaxed, section, ...row }): Counted => ({ ...row, withholding: section, kind: 'bill', counted: '0', advance: { id, untaxed } }))
}

/** The sums of what was posted: one question, however many documents ask. Those of other times too where advances of such were paid. */
async function documentsBefore(system: Ctx, placed: readonly Placed[], places: readonly Place[], advances: readonly Counted[]): Promise<Counted[]> {
  const [parties, payees] = [unique(placed.map(one => one.party)), unique(places.map(one => one.payee))]
  const asked = unique(places.map(one => one.countsIn))
  const found = new Map<string, Counted>()
  for (let start = 0; start < Math.max(parties.length, payees.length); start += 500) {
    const some = { parties: parties.slice(start, start + 500), payees: payees.slice(start, start + 500) }
    const where = {
      ...{ state: 'posted', company: { in: unique(placed.map(one => one.company)) }, withholding: { in: unique(placed.map(one => one.withholding)) } },
      ...(advances.every(one => asked.includes(one.countsIn ?? '')) && { countsIn: { in: asked } }),
      or: [...(some.parties.length > 0 ? [{ party: { in: some.parties } }] : []), ...(some.payees.length > 0 ? [{ payee: { in: some.payees } }] : [])],
    }
    const group = ['company', 'withholding', 'party', 'payee', 'countsIn', 'kind']
    const rows = await system.repo(Document).group({ where: where as never, group, measures: ['sum:counted', 'sum:countedOn'], limit: 10_000 })
    for (const { 'sum:counted': counted, 'sum:countedOn': countedOn, ...keys } of rows)
      found.set(JSON.stringify(keys), { ...(keys as unknown as Counted), counted: String(counted ?? '0'), countedOn: String(countedOn ?? '0') })
  }
  return [...found.values()]
}

/** What stands on no document here, of all parties under one number. */
async function othersBefore(system: Ctx, placed: readonly Placed[], places: readonly Place[], setUp: SetUp): Promise<Counted[]> {
  const starts = new Map(placed.map(one => [one.company, one.start]))
  const found = new Map<string, RecordOf<typeof WithheldBefore>>()
  for (const [field, values] of [['party', unique(placed.map(one => one.party))] as const, ['payee', unique(places.map(one => one.payee))] as const])
    for (const row of await everyOf(system.repo(WithheldBefore), field, values)) found.set(row.id, row)
  return [...found.values()].map(({ company, party, payee, section, side, date, amount, withheldOn }): Counted => {
    const period = rateOn(setUp.section(section), date)?.period ?? 'year'
    const kind = side === 'customer' ? 'invoice' : 'bill'
    const time = countsIn(date, period, starts.get(company) ?? 4)
    return { company, party, withholding: section, kind, payee, countsIn: time, counted: amount, countedOn: withheldOn }
  })
}

/** The section that counts: of a note that of its document, else what is told, else what was agreed with the party. */
export function sectionOf(
  next: DocumentRecord,
  { told, picture, original }: { readonly told: boolean; readonly picture: Picture | null; readonly original: Original | null },
): DocumentRecord['withholding'] {
  if (isVoucher(next.kind)) return null
  if (original) return original.document.withholding
  return picture === null || told ? next.withholding : picture.withholding
}

/** What has to be asked of a document; nothing of one that says what it counts with by the document it is about. */
export function placedOf(
  next: DocumentRecord,
  section: DocumentRecord['withholding'],
  { original, start }: { readonly original: Original | null; readonly start: number },
) {
  const takesBack = original !== null && next.kind !== 'debitNote'
  return section === null || takesBack ? null : { ...next, withholding: section, start, posting: next.state === 'posted' }
}

/** Where it counts; a note where its document does. */
export function placeIn(section: DocumentRecord['withholding'], placing: Placing | null, original: Original | null) {
  const { payee, countsIn: time } = placing ?? (section === null ? null : original?.document) ?? { payee: null, countsIn: null }
  return { payee, countsIn: time }
}
