import type { EntityMeta, FieldMeta, Meta } from '@sangam/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { conditionOf, groupOf } from './conditions.ts'
import { lostIn, withoutLost } from './lost.ts'
import { changedBy, goneFrom, leadColumn, nothingGone, shapeOf, stateOf } from './state.ts'

const field = (name: string, more: Partial<FieldMeta> = {}): readonly [string, Partial<FieldMeta>] => [name, { name, type: 'text', label: name, ...more }]
const shape = (name: string, ...fields: readonly (readonly [string, Partial<FieldMeta>])[]): Partial<EntityMeta> => ({
  name,
  title: 'title',
  sort: ['title'],
  fields: Object.fromEntries(fields) as EntityMeta['fields'],
})
const party = field('party', { type: 'reference', to: 'crm.party', label: 'Party' })
const entities = { 'crm.deal': shape('crm.deal', field('title'), field('stage'), party), 'crm.party': shape('crm.party', field('title'), field('city')) }
const model = { entities, lists: [] } as unknown as Meta
beforeEach(() => metaStore.set(model))
afterEach(() => metaStore.set(null))

test.each<[object, readonly string[], object]>([
  [{ stage: { eq: 'won' } }, [], { stage: { eq: 'won' } }],
  [{ id: { in: ['1'] }, 'party.id': { eq: '2' } }, [], { and: [{ id: { in: ['1'] } }, { 'party.id': { eq: '2' } }] }],
  [{ and: [{ stage: { eq: 'won' } }, { vehicleKind: { eq: 'van' } }] }, ['Vehicle kind'], { stage: { eq: 'won' } }],
  [{ not: { vehicleKind: { eq: 'van' } } }, ['Vehicle kind'], {}],
  [{ or: [{ 'party.licence': { isEmpty: false } }, { 'party.city': { eq: 'Pune' } }] }, ['Party › Licence'], { 'party.city': { eq: 'Pune' } }],
  [{ party: { some: { licence: { isEmpty: true } } } }, ['Licence'], {}],
  [{ 'vehicles.vehicle:owner': { none: { plate: { eq: 'x' } } } }, ['Vehicle'], {}],
])('A condition %j misses %j, and without it is %j', (condition, names, rest) => {
  const group = groupOf(condition)
  expect([lostIn('crm.deal', group), conditionOf(withoutLost('crm.deal', group))]).toEqual([names, rest])
})

const view = {
  columns: ['title', 'vehicleKind', 'stage', 'odometer'],
  widths: { vehicleKind: 90, stage: 120 },
  sort: ['-odometer', 'title'],
  where: { and: [{ stage: { eq: 'won' } }, { vehicleKind: { eq: 'van' } }] },
  search: '',
  group: ['vehicleKind', 'stage'],
  measures: [],
}

test('A view is drawn without what a plugin took along, says what it misses, and is saved with it', () => {
  const state = stateOf(model, 'crm.deal', view)
  expect(state).toMatchObject({ columns: [{ path: 'title' }, { path: 'stage', width: 120 }], sort: ['title'], group: ['stage'] })
  expect([goneFrom('crm.deal', state), lostIn('crm.deal', state.where)]).toEqual([['Vehicle kind', 'Odometer'], ['Vehicle kind']])
  expect(shapeOf(state)).toEqual(view)
  expect(shapeOf(stateOf(model, 'crm.deal', shapeOf(state)))).toEqual(view)
})

test('Who arranges it keeps what is away, until they say otherwise', () => {
  const state = stateOf(model, 'crm.deal', view)
  const wider = changedBy(state, { columns: leadColumn('crm.deal', [{ path: 'stage' }, { path: 'title' }, { path: 'party' }]) })
  expect(shapeOf(wider)).toMatchObject({
    columns: ['title', 'vehicleKind', 'stage', 'odometer', 'party'],
    sort: view.sort,
    group: view.group,
    where: view.where,
  })
  expect(shapeOf(changedBy(state, { sort: ['stage'], group: [] }))).toMatchObject({ columns: view.columns, sort: ['stage'], group: [] })
  expect(shapeOf(changedBy(state, { gone: nothingGone }))).toMatchObject({ columns: ['title', 'stage'], sort: ['title'], group: ['stage'], where: view.where })
})
