/** English words of the shell that mean two things: each meaning is a key of its own, so that Hindi can tell them apart, and English says the short one. */
export const shortWords: { readonly [key: string]: string } = {
  // “From” alone is the first of some days or numbers, and “To” the last.
  'From where': 'From',
  'To whom': 'To',
  // “More” alone is a menu.
  'More of it': 'More',
  // “When” alone is a time.
  'When it happens': 'When',
}
