import { type Change, type Ctx, compareDecimals, everyOf, hooks, minus, type RecordOf, type ServerPatchOf, seriesForm, total } from '@sangam/sdk'
import { states } from '../model/states.ts'
import { isSale, stateIn, supplyOf, takesBack } from '../model/supply.ts'
import { Document } from '../model.ts'
import { chargedByNobody, chargesFalsely } from './charged.ts'
import { claimOf } from './claims.ts'
import { days, isOfOriginal, numbersOf } from './document-numbers.ts'
import { givingBack, owedOn, settledBy } from './giving-back.ts'
import { readServices } from './line-roles.ts'
import { holdOriginals, originalsOf } from './originals.ts'
import { isFalselyOurs, ownNumberProblems } from './own-number.ts'
import { problemsOf, stateUnknown } from './refusals.ts'
import { readSetUp, type SetUp } from './set-up.ts'
import { chargesTax, type Picture, readSides, type Sides, statesOf } from './sides.ts'
import { doubtOf, theirNumberProblems } from './their-number.ts'
import { followingOf, readCategories, withUsualTax } from './usual-tax.ts'
import { type Placing, placedOf, placeIn, readWithheld, sectionOf } from './withholding.ts'
import { figuresOf, type Original, worked } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

export const documentHooks = hooks(Document, {
  async derive(ctx, changes) {
    // What was posted stays as it was worked out then.
    const live = changes.map(({ before, next }) => (before?.state === 'posted' ? null : next))
    const there = live.flatMap(next => next ?? [])
    if (there.length === 0) return changes.map(() => null)
    await holdOriginals(ctx, there)
    const originals = await originalsOf(ctx, there)
    const named = live.map(next => next && companyOf(ctx, next, originals.get(String(next.original))))
    const originalOf = (next: DocumentRecord) => originals.get(String(next.original)) ?? null
    const pictured = changes.flatMap((change, at) => (named[at] && looksAtSides(change, originalOf(named[at])) ? [named[at]] : []))
    const [setUp, sides] = await Promise.all([
      readSetUp(ctx),
      readSides(
        ctx,
        named.flatMap(next => next ?? []),
        pictured,
      ),
    ])
    const begun = changes.map((change, at) => {
      const next = named[at]
      if (!next) return null
      const brought = isBrought(ctx, change)
      return { ...drawnOf(change, next, { sides, original: originalOf(next), brought }), following: followingOf(ctx, change, next) }
    })
    const categories = await readCategories(
      ctx,
      begun.map(one => one?.following ?? null),
    )
    const drawn = begun.map((one): Drawn | null => {
      return one && { ...one, next: withUsualTax(one.following, { setUp, categories, charging: chargesTax({ ...one.next, ...one.head }) }) }
    })
    const withheld = await readWithheld(
      ctx,
      drawn.map(one => one && placedOf({ ...one.next, ...one.head }, one.head.withholding, one)),
      setUp,
    )
    const services = await readServices(
      ctx,
      drawn.flatMap(one => one?.next ?? []),
    )
    const behind = givingBack(originals)
    return drawn.map((one, at) => {
      if (!one) return null
      const patch = patchOf(ctx, { ...one, original: behind.originalOf(one.next) }, { setUp, sides, services, placing: withheld.placings[at] ?? null })
      if (one.next.state === 'posted') {
        withheld.add({ ...one.next, ...patch } as DocumentRecord)
        behind.add({ ...one.next, ...(patch as object), lines: one.next.lines.map((line, place) => ({ ...line, ...(patch.lines?.[place] as object) })) })
      }
      return patch
    })
  },

  async check(ctx, changes) {
    const live = changes.map(({ before, next }) => (before?.state === 'posted' ? null : next))
    const originals = await originalsOf(
      ctx,
      live.flatMap(next => next ?? []),
    )
    const originalOf = (next: DocumentRecord) => originals.get(String(next.original)) ?? null
    const unsure = live.some(next => next?.state === 'posted' && (next.supply === null || chargesFalsely(next, originalOf(next))))
    const setUp = unsure ? await readSetUp(ctx) : null
    const brought = changes.map(change => isBrought(ctx, change))
    const falsely = live.flatMap((next, index) => (next && !brought[index] && isFalselyOurs(next, originalOf(next)) ? [{ next, index }] : []))
    const behind = givingBack(originals)
    const judged = live.flatMap((next, index) => {
      if (!next) return []
      const wrong = problemsOf(next, behind.originalOf(next), index)
      if (next.state === 'posted') behind.add(next)
      if (!setUp || next.state !== 'posted' || falsely.some(one => one.index === index)) return wrong
      // Old papers come as they were charged.
      const charged = brought[index] && isSale(next.kind) ? [] : chargedByNobody(next, originalOf(next), { setUp, index })
      return [...wrong, ...(next.supply === null && charged.length === 0 ? stateUnknown(next, setUp, index) : []), ...charged]
    })
    const doubted = changes.map((change, index) => {
      const next = live[index]
      return next && !brought[index] ? doubtOf(change, next, originalOf(next)) : null
    })
    return [...judged, ...(await ownNumberProblems(ctx, falsely)), ...(await theirNumberProblems(ctx, doubted))]
  },

  async react(ctx, changes) {
    const notes = changes.flatMap(({ before, next }) =>
      next?.state === 'posted' && before?.state !== 'posted' && next.original !== null && takesBack(next.kind) ? [next] : [],
    )
    if (notes.length === 0) return
    await ctx.asSystem('Lessens what a note takes back', async system => {
      const found = await everyOf(
        system.repo(Document),
        'id',
        notes.map(note => note.original),
        { fields: ['kind', 'open', 'paid', 'total'] },
      )
      const given = await originalsOf(system, notes)
      const sums = found.map(one => ({ one, back: total(notes.filter(note => note.original === one.id).map(owedOn)) }))
      const whole = (id: string): boolean => {
        const all = given.get(id)
        return all !== undefined && compareDecimals(total(all.notes.map(note => note.total?.amount ?? '0')), all.document.total?.amount ?? '0') >= 0
      }
      await system
        .repo(Document)
        .set(
          sums.map(({ one, back }) => ({ id: one.id, patch: { ...settledBy(one, back), ...(one.kind === 'bill' && whole(one.id) && { supplierKey: null }) } })),
        )
    })
  },
})

/** A picture of both sides is taken as a document is made, or made out to another. */
function isPictured({ before, changed }: Change<typeof Document>): boolean {
  return before === null || changed.some(name => ['party', 'company', 'place', 'kind'].includes(name))
}

/** Whether it lies within a state is asked again also where only the state, or the number that tells it, is another. */
function looksAtStates(change: Change<typeof Document>): boolean {
  return isPictured(change) || change.changed.some(name => ['placeOfSupply', 'partyRegistration', 'ownRegistration', 'original', ...days].includes(name))
}

/** Who is registered is asked once more as it is posted: it may have been entered, or ended, meanwhile. What takes a document back has the number of that. */
function looksAtSides(change: Change<typeof Document>, original: Original | null): boolean {
  const { next } = change
  return looksAtStates(change) || (next?.state === 'posted' && !isOfOriginal(next, original))
}

/** The place of supply stands where it was filled in by the numbers of before, of which one is another now: it is that of the new one, unless somebody says it. */
function followsNumber({ before, changed, given }: Change<typeof Document>, sides: Sides): boolean {
  const another = changed.includes('partyRegistration') || changed.includes('ownRegistration')
  if (before === null || !another || before.original !== null || given.placeOfSupply !== undefined) return false
  return before.placeOfSupply === statesOf(before.kind, sides.picture(before), { party: before.partyRegistration, own: before.ownRegistration }).buyer
}

/** A paper of before that a file brings, as it stood then. One that is here and is posted by a file is posted now. */
function isBrought({ origin }: Ctx, { before, next }: Change<typeof Document>): boolean {
  return origin === 'import' && before === null && next?.state === 'posted'
}

/** A note is at the rate of its document; one that is told another is refused. */
function rateOf({ before }: Change<typeof Document>, next: DocumentRecord, original: Original | null): string {
  const untold = before === null || before.original !== next.original
  return original && untold && compareDecimals(next.exchangeRate, '1') === 0 ? original.document.exchangeRate : next.exchangeRate
}

function companyOf(ctx: Ctx, next: DocumentRecord, original: Original | undefined): DocumentRecord {
  const company = next.company ?? original?.document.company ?? ctx.company
  return company === next.company || company === undefined ? next : { ...next, company }
}

/** A document with what follows from its sides. */
interface Drawn {
  readonly change: Change<typeof Document>
  readonly next: DocumentRecord
  readonly original: Original | null
  readonly picture: Picture | null
  readonly start: number
  readonly head: ReturnType<typeof headOf> & ReturnType<typeof numbersOf>
}

function drawnOf(
  change: Change<typeof Document>,
  next: DocumentRecord,
  { sides, original, brought }: { readonly sides: Sides; readonly original: Original | null; readonly brought: boolean },
): Drawn {
  const seen = looksAtSides(change, original) ? sides.picture(next) : null
  const picture = isPictured(change) ? seen : null
  const start = sides.company(next.company)?.fiscalYearStart ?? 4
  const numbers = numbersOf(change, next, { picture, seen, sides, original, brought })
  const followed = picture === null && followsNumber(change, sides)
  return { change, next, original, picture, start, head: { ...numbers, ...headOf(change, next, { picture, seen, original, start, numbers, followed }) } }
}

interface Known {
  readonly setUp: SetUp
  readonly sides: Sides
  readonly services: ReadonlySet<string>
  readonly placing: Placing | null
}

function patchOf(
  ctx: Ctx,
  { change, next, original, picture, head, start }: Drawn,
  { setUp, sides, services, placing }: Known,
): ServerPatchOf<typeof Document> {
  const company = sides.company(next.company)
  const currency = next.currency ?? original?.document.currency ?? company?.currency ?? 'INR'
  const policy = setUp.policy(next.company, next.date)
  const terms = next.terms ?? (change.before === null && picture?.days === null && original === null ? (policy?.terms ?? null) : null)
  const seen = { ...next, ...head }
  const found = worked(seen, { setUp, currency, own: company?.currency ?? currency, original, start })
  const posting = next.state === 'posted'
  const rule = placing?.rule(next.withhold) ?? null
  const own = company?.currency ?? currency
  const figures = found ? figuresOf(seen, found, { terms: setUp.terms(terms), days: daysOf(change, next, picture), original, rule, own, services }) : null
  return {
    ...head,
    // A draft has no number yet, and is known by whose it is.
    ...(!posting && (picture || next.number === null) && { number: ctx.t('Draft: {party}', { party: picture?.name ?? '' }).slice(0, 240) }),
    ...{
      company: next.company,
      currency,
      exchangeRate: rateOf(change, next, original),
      ...(original && next.kind !== 'debitNote' && { withhold: original.document.withhold }),
      ...placeIn(head.withholding, placing, original),
      terms,
      postingDate: next.postingDate ?? (posting ? next.date : null),
      language: next.language ?? (isSale(next.kind) ? (policy?.language ?? null) : null),
      placeName: placeNamed(ctx, head.placeOfSupply, company?.country ?? null),
      taxDate: next.taxDate ?? (posting ? next.date : null),
    },
    ...(figures as ServerPatchOf<typeof Document> | null),
    ...(found && claimOf(seen, found.snapshots, setUp, start)),
    ...(figures && payingOf(next, policy, currency)),
    ...(figures && openOf(next, { owed: minus(figures.total.amount, figures.withheld.amount), currency, original })),
  }
}

/** `27 Maharashtra`: an invoice in India names the state beside its code. */
function placeNamed(ctx: Ctx, code: string | null, country: string | null): string | null {
  const name = country === 'IN' && code !== null ? states.get(code) : undefined
  return name === undefined ? code : `${code} ${ctx.t(name)}`
}

/** What is open of a document as it is posted: of a note, what is more than its document had open. */
function openOf(
  { state, kind }: DocumentRecord,
  { owed, currency, original }: { readonly owed: string; readonly currency: string; readonly original: Original | null },
): ServerPatchOf<typeof Document> {
  const money = (amount: string) => ({ amount, currency })
  if (state !== 'posted') return { open: money('0'), paid: money('0'), settlement: null }
  const there = kind === 'debitNote' ? '0' : (original?.document.open?.amount ?? '0')
  const taken = compareDecimals(there, owed) < 0 ? there : owed
  const open = minus(owed, taken)
  return { open: money(open), paid: money(taken), settlement: compareDecimals(open, '0') === 0 ? 'paid' : compareDecimals(taken, '0') === 0 ? 'open' : 'part' }
}

/** How a customer pays: an address that telephones know, to which the paper adds what is open as it is printed, and the bank. */
function payingOf(next: DocumentRecord, policy: ReturnType<SetUp['policy']>, currency: string) {
  const asked = next.kind === 'invoice' || next.kind === 'debitNote'
  const upi = asked && policy?.upi && currency === 'INR' ? `upi://pay?pa=${encodeURIComponent(policy.upi)}&cu=INR` : null
  return { payUpi: upi, payBank: asked ? (policy?.bank ?? null) : null }
}

/** The days agreed with the party hold until terms are chosen; a draft keeps the days it was given. */
function daysOf(change: Change<typeof Document>, next: DocumentRecord, picture: Picture | null): number | null {
  if (picture) return picture.days
  const before = change.before
  if (!before?.due || next.terms !== null || before.terms !== null) return null
  return Math.round((Date.parse(before.due) - Date.parse(before.date)) / 86_400_000)
}

function headOf(
  change: Change<typeof Document>,
  next: DocumentRecord,
  {
    picture,
    seen,
    original,
    start,
    numbers,
    followed,
  }: {
    readonly picture: Picture | null
    readonly seen: Picture | null
    readonly original: Original | null
    readonly start: number
    readonly numbers: ReturnType<typeof numbersOf>
    /** The place of supply was filled in, and follows. */
    readonly followed: boolean
  },
) {
  const given = (name: keyof DocumentRecord & string): boolean => change.changed.includes(name) && next[name] !== null
  const taken = (name: 'billTo' | 'shipTo') => (picture === null || given(name) ? next[name] : picture[name])
  const of = original?.document
  const { buyer, seller } = statesOf(next.kind, seen, { party: numbers.partyRegistration, own: numbers.ownRegistration })
  const told = given('placeOfSupply') || (picture === null && !followed)
  const place = told ? next.placeOfSupply : (of?.placeOfSupply ?? buyer)
  // What people saw as they posted it stays so.
  const settled = seen === null || (!looksAtStates(change) && next.supply !== null)
  // More that is charged under a number of another state is supplied from there.
  const moved = of !== undefined && !takesBack(next.kind) && stateIn(numbers.ownRegistration) !== stateIn(of.ownRegistration)
  const supply = (moved ? null : of?.supply) ?? (settled ? next.supply : supplyOf(place, seller))
  const key =
    next.supplierNumber === null
      ? null
      : next.supplierNumber
          .toUpperCase()
          .replace(/[^\p{L}\p{N}]/gu, '')
          .replace(/^0+/, '')
          .slice(0, 40) || '0'
  return {
    withholding: sectionOf(next, { told: given('withholding'), picture, original }),
    ...{ billTo: taken('billTo'), shipTo: taken('shipTo') },
    placeOfSupply: place,
    supply: supply as 'within' | 'between' | null,
    // What is received for a service has its tax in it.
    inclusive: of ? of.inclusive : next.inclusive || next.kind === 'receipt',
    supplierKey: key,
    supplierYear: key === null ? null : fiscalYear(next.supplierDate ?? next.date, start),
  }
}

/** The fiscal year of the company, in which a supplier gives no number twice. */
function fiscalYear(day: string, start: number): string {
  return seriesForm('{fy}{0}', day, { code: null, start }).prefix
}
