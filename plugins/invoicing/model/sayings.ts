/** Why nobody charges a tax of the registered: no number, one that does not hold, or a scheme without tax. */
export type Lack = 'none' | 'ended' | 'composition'

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
    none: 'We have no tax number that holds on that day, and so charge no {tax}. Give it with the registrations of the company or under Both sides, or take the tax out of the lines.',
    ended:
      'Our tax number {number} does not hold on that day, and so we charge no {tax}. Correct its days with the registrations of the company, give another under Both sides, or take the tax out of the lines.',
    composition:
      'We are under the composition scheme, and so charge no {tax}. Take the tax out of the lines; if it is wrong, correct the scheme of {number} with the registrations of the company.',
  },
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
