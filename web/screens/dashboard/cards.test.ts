import type { EntityMeta, FieldMeta, Meta } from '@sangam/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { metaStore } from '../../data/meta.ts'
import { isShown, resized, type Shown, sizeOf } from './cards.ts'
import { Draft } from './draft.ts'

const field = (name: string, more: Partial<FieldMeta> = {}): readonly [string, Partial<FieldMeta>] => [name, { name, type: 'text', label: name, ...more }]
const fields = Object.fromEntries([
  field('title'),
  field('closes', { type: 'date' }),
  field('size', { type: 'integer' }),
  field('party', { type: 'reference', to: 'crm.party' }),
])
const shape = (name: string, own: object): Partial<EntityMeta> => ({ name, title: 'title', fields: own as EntityMeta['fields'] })
beforeEach(() => {
  const entities = { 'crm.deal': shape('crm.deal', fields), 'crm.party': shape('crm.party', Object.fromEntries([field('title'), field('city')])) }
  metaStore.set({ entities } as unknown as Meta)
})
afterEach(() => metaStore.set(null))

const number: Shown = { kind: 'number', entity: 'crm.deal', label: 'N' }

test.each<[string, object, boolean]>([
  ['a count', {}, true],
  ['a measure of a field that is there', { measure: 'sum:size', by: 'closes', period: 'month' }, true],
  ['a condition over what is there', { where: { or: [{ 'party.city': 'Pune' }, { not: { party: { some: { city: 'Pune' } } } }] } }, true],
  ['an entity that went', { entity: 'crm.gone' }, false],
  ['a measure of a field that went', { measure: 'sum:gone' }, false],
  ['a period of a field that went', { by: 'gone', period: 'month' }, false],
  ['a condition that names a field that went', { where: { and: [{ title: 'x' }, { gone: 1 }] } }, false],
  ['a path that leads nowhere', { where: { 'party.gone': 1 } }, false],
  ['related records whose field went', { where: { party: { some: { gone: 1 } } } }, false],
  ['a group that went', { kind: 'chart', group: ['closes:month', 'gone'] }, false],
  ['a list, which loses the column', { kind: 'list', columns: ['title', 'gone'] }, true],
  ['a place kept for a card of others', { kind: 'hidden' }, false],
])('a card stands on what is there: %s', (_, more, shown) => {
  expect(isShown({ ...number, ...more } as Shown)).toBe(shown)
})

test('a card has the size of its kind, and is never smaller or larger than there is room for', () => {
  expect([sizeOf(number), sizeOf({ kind: 'tasks', width: 40, height: 1 })]).toEqual([
    { width: 3, height: 2 },
    { width: 12, height: 3 },
  ])
  expect(resized(number, { width: 0.4, height: 99 })).toEqual({ ...number, width: 2, height: 8 })
})

test('what is arranged can be taken back step by step, until nothing is changed', () => {
  const cards = ['A', 'B', 'C'].map((label): Shown => ({ kind: 'heading', label }))
  const labels = (draft: Draft): string => draft.shape.cards.map(card => ('label' in card ? card.label : '')).join('')
  const first = Draft.of({ cards })
  const moved = first.moved(2, -2)
  const fewer = moved.without(0)
  const more = fewer.with({ kind: 'heading', label: 'D' })
  expect([first, moved, fewer, more].map(labels)).toEqual(['ABC', 'CAB', 'CB', 'CBD'])
  expect([more.undo(), more.undo().undo(), more.undo().undo().undo()].map(labels)).toEqual(['CB', 'CAB', 'ABC'])
  expect([first.changed, more.changed, more.undo().undo().undo().changed, first.undoable]).toEqual([false, true, false, false])
  expect([first.moved(0, -1), first.moved(2, 5)]).toEqual([first, first])
  expect(more.filteredBy([{ entity: 'crm.deal', field: 'party' }]).shape.filters).toEqual([{ entity: 'crm.deal', field: 'party' }])
})
