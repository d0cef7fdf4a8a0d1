import { translations } from '@sangam/sdk'

/** English words that mean two things: each meaning is a key of its own, so that another language can tell them apart, and English says the short one. */
export const english = translations('en', {
  // “To” alone is the end of some days.
  'To whom': 'To',
  // “Open” alone is a state, such as that of a fiscal year.
  'Still open': 'Open',
  'Open the entry': 'Open',
  // “Paid” alone is what nothing is owed of any more.
  'Paid out': 'Paid',
  // “Value” alone is what something is worth.
  'Value of the dimension': 'Value',
  // “Taxes” alone is the list of them.
  'Taxes in the books': 'Taxes',
  // “Taken back” alone is what became of a change set.
  'Count taken back': 'Taken back',
})
