import { expect, test } from 'vitest'
import { addressOf, withAddress } from './definition.ts'

const view = { where: { state: 'open' }, by: 'closes', card: ['title', 'value'] }
const settings = ['by', 'span', 'card']

test('an address says only what differs from its view, and says it again when it is opened', () => {
  const now = { ...view, where: { state: 'won' }, span: 'week', card: [] }
  const said = addressOf(view, now, settings)
  expect(said).toEqual({ where: '{"state":"won"}', search: undefined, by: undefined, span: 'week', card: '' })
  const query = new URLSearchParams(Object.entries(said).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  expect(withAddress(view, query, settings)).toEqual(now)
})

test('a condition that is taken out stays out, and one that was cut short is as if it were not there', () => {
  expect(withAddress(view, new URLSearchParams({ where: '{}' }), settings)).toEqual({ ...view, where: {} })
  expect(withAddress(view, new URLSearchParams({ where: '{"state":' }), settings)).toEqual(view)
  expect(withAddress(view, new URLSearchParams({ where: '[1]', other: 'x' }), settings)).toEqual(view)
})
