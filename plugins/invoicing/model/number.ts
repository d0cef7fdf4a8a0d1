import { gstinProblem, isOfForm, plainGstin } from './gstin.ts'

/** What comes along when a number is copied from a paper and is no part of it: white space, and signs of no width. */
const unseen = /[\s\u200B-\u200D\u2060\uFEFF]/g

/** A tax number as it is kept: in capitals and without spaces, a GSTIN without dashes too. */
export function plainNumber(text: string): string {
  const tight = text.normalize('NFKC').toUpperCase().replace(unseen, '')
  const gstin = plainGstin(tight)
  return /^\d{2}[0-9A-Z]{13}$/.test(gstin) ? gstin : tight
}

/** Whether both are one number, in whatever case and with whatever signs each is written; none is like none alone. */
export function isSameNumber(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other
  return isNumberAtAll(one) && signsOf(one) === signsOf(other)
}

/** Who has none writes a dash, or another sign: without a letter or a digit it is no number. */
export function isNumberAtAll(text: string): boolean {
  return signsOf(text) !== ''
}

/** Where the other side is, as far as it is known: the country of their address, of our company, and the place of supply. */
export interface Whereabouts {
  readonly country: string | null
  readonly own: string | null
  readonly place: string | null
}

/**
 * What is wrong with a number of the other side, as a sentence, and whether it is sure of which country it is; null where it can be right. A GSTIN is right wherever its address is; of
 * other countries no more is known than that a number is short and of letters and digits.
 */
export function theirNumberProblem(number: string, { country, own, place }: Whereabouts): { readonly problem: string; readonly sure: boolean } | null {
  const problem = gstinProblem(number)
  if (problem === null) return null
  const indian = country === null ? own === 'IN' && place !== otherCountry : country === 'IN'
  if (indian) return { problem, sure: country !== null || isOfForm(plainNumber(number)) }
  return /^(?=.*\d)[0-9A-ZÑ./&+*-]{4,24}$/.test(plainNumber(number)) ? null : { problem: notANumber, sure: true }
}

const notANumber = 'A tax number has 4 to 24 letters and digits. Look at their paper again.'
/** The place of supply of what leaves India. */
const otherCountry = '96'

/** A country by its two letters, as an address names it; whatever else it says is another one than India. */
export function countryOf(name: string): string {
  return /^(in|ind|india|bharat|भारत)$/iu.test(name.trim()) ? 'IN' : name.trim().toUpperCase()
}

function signsOf(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
