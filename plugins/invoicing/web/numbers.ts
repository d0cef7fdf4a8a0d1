import type { Json } from '@sangam/sdk'
import { company, format, t, today } from '@sangam/sdk/web'
import { isSameNumber, theirNumberProblem } from '../model/number.ts'
import { choicesOf, isNotOurs, type NotOurs, notOurs, ofNumber, perhapsAbroad, twoStates } from '../model/sayings.ts'
import { states } from '../model/states.ts'
import { isSale, stateIn, takesBack } from '../model/supply.ts'
import type { Sides } from './sides.ts'

interface Values {
  readonly [field: string]: Json
}

/** A document as it is typed and as it is stored, and what the server knows of its sides, which is asked for only where it counts. */
export interface Typed {
  readonly values: Values
  readonly saved: Values | null
  sides(): Sides | null
}

/** What is against writing under a number of ours, or charging tax; undefined where it is not known yet. What is wrong with a stored one may be right by now. */
export function ownLacks({ values, saved, sides }: Typed): NotOurs | 'composition' | null | undefined {
  const number = text(values, 'ownRegistration')
  if (number === null) return null
  const scheme = (saved?.ownScheme ?? null) as NotOurs | 'composition' | null
  const same = saved !== null && ['kind', 'company', 'place', 'date', 'ownRegistration'].every(name => (saved[name] ?? null) === (values[name] ?? null))
  if (same && (takesOriginalBack(values) || !isNotOurs(scheme))) return scheme
  const known = sides()
  if (!known) return undefined
  const found = known.ours.numbers.find(one => isSameNumber(one.number, number))
  return found ? found.lacks : 'unknown'
}

/** What is to be said of the numbers of both sides as they are typed; of what is posted nothing is. */
export function saidOfNumbers(typed: Typed): readonly string[] {
  if (typed.saved?.state === 'posted') return []
  return [saidOfOurs(typed), saidOfTheirs(typed) ?? saidOfStates(typed)].filter(one => one !== null)
}

/** What takes a document back has the number of that, whatever became of it. */
export function takesOriginalBack({ kind, original }: Values): boolean {
  return Boolean(original) && takesBack(String(kind))
}

/** What is said of a number that is not ours to write under. */
function saidOfOurs(typed: Typed): string | null {
  const { values, saved } = typed
  // A note that is begun will be under the number of its document, or the one that holds in its state: whether there is one is said at once.
  const begins = saved === null && values.kind === 'debitNote' && values.original && text(values, 'ownRegistration') === null
  const lacks = begins ? typed.sides()?.ours.lacks : ownLacks(typed)
  if (!isNotOurs(lacks) || (lacks === 'ended' && takesOriginalBack(values))) return null
  const ours = typed.sides()?.ours
  if (!ours) return null
  const numbers = choicesOf(ours.numbers)
  const told = { number: text(values, 'ownRegistration') ?? ours.number ?? '', company: ours.company, day: format.date(String(values.date ?? today())) }
  return t(notOurs[lacks][numbers.length === 0 ? 'none' : 'some'], { ...told, numbers: numbers.slice(0, 10).join(', ') })
}

function saidOfTheirs({ values, saved, sides }: Typed): string | null {
  const number = text(values, 'partyRegistration')
  if (number === null || number === saved?.partyRegistration) return null
  const where = { own: company()?.country ?? null, place: text(values, 'placeOfSupply') }
  // Wherever they are, this one is right.
  if (theirNumberProblem(number, { ...where, country: 'IN' }) === null) return null
  const theirs = values.party ? sides()?.theirs : null
  if (theirs === undefined) return null
  const wrong = theirNumberProblem(number, { ...where, country: theirs?.country ?? null })
  return wrong && t(ofNumber, { number, problem: wrong.sure ? t(wrong.problem) : t(perhapsAbroad, { problem: t(wrong.problem) }) })
}

/** Both may be right, as for a room in a hotel, or a supplier who bills from another state: it says which of the two counts. */
function saidOfStates(typed: Typed): string | null {
  const { values } = typed
  const state = stateIn(text(values, 'partyRegistration'))
  if (state === null || values.original || company()?.country !== 'IN') return null
  const sale = isSale(String(values.kind ?? 'invoice'))
  const other = sale ? (placeFollows(typed) ? null : text(values, 'placeOfSupply')) : (typed.sides()?.theirs?.state ?? null)
  if (other === null || other === state) return null
  return t(twoStates[sale ? 'place' : 'number'], { state: named(state), place: named(other) })
}

/** Whether the place of supply was filled in by a number that is another now: it will be that of the new one, unless somebody says it. */
export function placeFollows({ values, saved, sides }: Typed): boolean {
  const sale = isSale(String(values.kind ?? 'invoice'))
  const name = sale ? 'partyRegistration' : 'ownRegistration'
  if (!saved || values.original || (['kind', 'party', 'place', 'placeOfSupply'] as const).some(one => saved[one] !== values[one])) return false
  if (saved[name] === values[name]) return false
  const known = sides()
  const before = stateIn(text(saved, name)) ?? (sale ? known?.theirs?.state : known?.ours.state) ?? null
  return text(saved, 'placeOfSupply') === before
}

function named(code: string): string {
  const name = states.get(code)
  return name === undefined ? code : `${code} ${t(name)}`
}

function text(values: Values, name: string): string | null {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : null
}
