import { plainGstin } from './gstin.ts'

/** What comes along when a number is copied from a paper and is no part of it: white space, and signs of no width. */
const unseen = /[\s\u200B-\u200D\u2060\uFEFF]/g

/** A tax number as it is kept: in capitals and without spaces, a GSTIN without dashes too. */
export function plainNumber(text: string): string {
  const tight = text.normalize('NFKC').toUpperCase().replace(unseen, '')
  const gstin = plainGstin(tight)
  return /^\d{2}[0-9A-Z]{13}$/.test(gstin) ? gstin : tight
}

/** Whether both are one number, in whatever case and with whatever signs each is written; none is like none. */
export function isSameNumber(one: string | null, other: string | null): boolean {
  return signsOf(one) === signsOf(other)
}

function signsOf(number: string | null): string {
  return (number ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
