import { translations } from '@sangam/sdk'

/** English words that mean two things: each meaning is a key of its own, so that another language can tell them apart, and English says the short one. */
export const english = translations('en', {
  // “To” alone is the end of some days.
  'To whom': 'To',
  // “Open” alone is a state in which something goes on; a document is open while it is owed.
  'Open document': 'Open',
  // “Due” alone is the time of a task.
  'Falls due': 'Due',
  // “All of it” alone is a report that is not divided.
  'All of the amount': 'All of it',
})
