import { allow, type Grant } from '@sangam/sdk'
import { expect, test } from 'vitest'
import { saidInEnglish } from '../rehearsal/said.ts'
import { comparable, newsOf } from './brings.ts'
import { calledBy, gainsSaid, losesSaid, roleChanges } from './roles.ts'

const mine = { owner: '$me' }
const open = { state: 'open' }
const Deal = 'deals.deal'

/** What a role opened, what it opens, and what is said of it: what is gained, what is lost. */
const changes: readonly [string, readonly Grant[], readonly Grant[], string, string][] = [
  ['the same in another order', [allow(Deal, ['read', 'update'])], [allow(Deal, ['update']), allow(Deal, ['read'])], '', ''],
  ['a verb', [allow(Deal, ['read'])], [allow(Deal, ['read', 'export'])], 'export deals.deal', ''],
  ['a button', [allow(Deal, ['read', 'win'])], [allow(Deal, ['read'])], '', '“win” on deals.deal'],
  ['an entity', [], [allow('deals.firm', ['read', 'create'])], 'see deals.firm, create deals.firm', ''],
  ['all records where it was some', [allow(Deal, ['read'], { where: mine })], [allow(Deal, ['read'])], 'see deals.deal, all of them', ''],
  ['some where it was all', [allow(Deal, ['read'])], [allow(Deal, ['read'], { where: mine })], '', 'see deals.deal, all of them'],
  ['some of what was closed', [], [allow(Deal, ['read'], { where: mine })], 'see deals.deal, where a condition holds', ''],
  [
    'others than before',
    [allow(Deal, ['read'], { where: mine })],
    [allow(Deal, ['read'], { where: open })],
    'see deals.deal, under another condition',
    'see deals.deal, under another condition',
  ],
  [
    'a second condition beside the first',
    [allow(Deal, ['read'], { where: mine })],
    [allow(Deal, ['read'], { where: mine }), allow(Deal, ['read'], { where: open })],
    'see deals.deal, under another condition',
    '',
  ],
  ['a hidden field', [allow(Deal, ['read'], { hide: ['value', 'note'] })], [allow(Deal, ['read'], { hide: ['note'] })], 'see value of deals.deal', ''],
  ['a field that is hidden now', [allow(Deal, ['read'])], [allow(Deal, ['read'], { hide: ['value'] })], '', 'see value of deals.deal'],
  ['a frozen field', [allow(Deal, ['read', 'update'], { freeze: ['value'] })], [allow(Deal, ['read', 'update'])], 'change value of deals.deal', ''],
  [
    'a field that another grant shows anyway',
    [allow(Deal, ['read']), allow(Deal, ['read'], { hide: ['value'], where: mine })],
    [allow(Deal, ['read'])],
    '',
    '',
  ],
  ['nothing any more', [allow(Deal, ['read'])], [], '', 'see deals.deal'],
]

test.each(changes)('a role that opens %s is told with what it gains and what it loses', (_, before, after, gains, loses) => {
  const shape = (grants: readonly Grant[]) => ({ 'deals.clerk': { label: 'Clerk', grants } })
  const found = roleChanges(shape(before), shape(after))
  const [gained, lost] = [gainsSaid, losesSaid].map(said => said(found, calledBy([])).map(saidInEnglish))
  expect({ gained, lost }).toEqual({
    gained: gains === '' ? [] : [`The role Clerk opens more than before: ${gains}.`],
    lost: loses === '' ? [] : [`The role Clerk no longer opens: ${loses}.`],
  })
})

test('a role that is new is none that changed', () => {
  expect(roleChanges({}, { 'deals.clerk': { label: 'Clerk', grants: [allow(Deal, ['read'])] } })).toEqual([])
})

test('of what a version kept from before did not say whether it had it, nothing is told as new', () => {
  const desk = { desk: { called: 'Desk' } }
  const [now, unsaid, none] = [{ screens: desk, boards: desk, offers: {} }, { screens: {} }, { screens: {}, boards: {}, offers: {} }]
  const told = (before: object) => newsOf(before, comparable(before, now)).map(saidInEnglish)
  expect([told(unsaid), told(none)]).toEqual([['Adds to the navigation: Desk.'], ['Adds to the navigation: Desk.', 'Brings 1 board: Desk.']])
})
