import { expect, test } from 'vitest'
import { cameAbout } from './changes.ts'

test('the history says how a record came about in words of a business, and names no program that planted it', () => {
  const said = [
    { origin: 'seed', reason: 'Seed leads.sample' },
    { origin: 'import', batch: 'b1' },
    { origin: 'web', reason: 'Moved to Priya' },
  ].map(cameAbout)
  expect(said).toEqual([' · as sample data', ' · by an import · with others', ' · Moved to Priya'])
})
