/** Why nobody charges a tax of the registered: no number, one that does not hold, or a scheme without tax. */
export type Lack = 'none' | 'ended' | 'composition'

/** Why nothing is written under a number: it does not hold, is none of ours, or is of another state than our place. */
export type NotOurs = 'ended' | 'unknown' | 'elsewhere'

export function isNotOurs(scheme: string | null | undefined): scheme is NotOurs {
  return scheme === 'ended' || scheme === 'unknown' || scheme === 'elsewhere'
}

/** What both the screen and the server say of a tax that nobody charges, by whose it is and why. */
export const sayings = {
  theirs: {
    none: 'This supplier has no tax number, and so charges no {tax}. Give their number under Both sides, or take the tax out of the lines.',
    ended:
      'The tax number {number} of this supplier does not hold on that day, and so they charge no {tax}. Correct its days with their registrations, give another under Both sides, or take the tax out of the lines.',
    composition:
      'This supplier is under the composition scheme, and so charges no {tax}. Take the tax out of the lines; if it is wrong, correct the scheme of their number or the tax treatment of their account.',
  },
  ours: {
    none: 'We have no tax number that holds on that day, and so charge no {tax}. Add it under Company → Registrations, or take the tax out of the lines.',
    ended:
      'Our tax number {number} does not hold on that day, and so we charge no {tax}. Correct its days with the registrations of the company, give another under Both sides, or take the tax out of the lines.',
    composition:
      'We are under the composition scheme, and so charge no {tax}. Take the tax out of the lines; if it is wrong, correct the scheme of {number} with the registrations of the company.',
  },
} as const

/** A number of our company, and what is against writing under it, or charging tax. */
export interface OwnNumber {
  readonly number: string
  readonly lacks: NotOurs | 'composition' | null
}

/** Under which of our numbers a document may be written. */
export function choicesOf(owned: readonly OwnNumber[]): readonly string[] {
  return owned.flatMap(({ number, lacks }) => (isNotOurs(lacks) ? [] : [number]))
}

/** What is said of a number that is not ours to write under, where there are others to choose from and where there are none. */
export const notOurs = {
  unknown: {
    some: '{number} is no tax number of {company}. Choose one of {numbers}, or add it under Company → Registrations.',
    none: '{number} is no tax number of {company}, which has none on {day}. Leave our tax number empty, or add it under Company → Registrations.',
  },
  ended: {
    some: '{number} does not hold for {company} on {day}. Choose one of {numbers}, or correct its days under Company → Registrations.',
    none: '{number} does not hold for {company} on {day}, and no other does. Leave our tax number empty, or correct its days under Company → Registrations.',
  },
  elsewhere: {
    some: '{number} is of another state than our place. Choose one of {numbers}, or another place.',
    none: '{number} is of another state than our place, and {company} has none there. Leave our tax number empty, choose another place, or add one under Company → Registrations.',
  },
} as const

/** What is said of a number of somebody of whom it is not known where they are. */
export const perhapsAbroad = '{problem} If they are in another country, say so in their address.'

/** The same where it does not stand beside the number. */
export const ofNumber = '{number}: {problem}'

/** What is said where two states are told of one side, and which of them counts. */
export const twoStates = {
  place: 'Their tax number is of {state}, and the place of supply is {place}: the tax goes by the place of supply.',
  number: 'Their tax number is of {state}, and we know them in {place}: the tax goes by the number.',
} as const

/** What the screen says where nothing was filled in. */
export const unfilled = {
  theirs: {
    none: 'No tax is filled in: this supplier has no tax number.',
    ended: 'No tax is filled in: the tax number of this supplier does not hold on that day.',
    composition: 'No tax is filled in: this supplier is under the composition scheme.',
  },
  ours: {
    none: 'No tax is filled in: we have no tax number that holds on that day.',
    ended: 'No tax is filled in: our tax number does not hold on that day.',
    composition: 'No tax is filled in: we are under the composition scheme.',
  },
} as const
