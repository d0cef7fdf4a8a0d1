import { translations } from '@sangam/sdk'

/** English words that mean two things: each meaning is a key of its own, so that another language can tell them apart, and English says the short one. */
export const englishWords = translations('en', {
  // “State” alone is how a record stands.
  'State of the address': 'State',
})
