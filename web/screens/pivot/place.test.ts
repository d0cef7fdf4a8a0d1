import { expect, test } from 'vitest'
import { type Places, placed, type Side } from './place.ts'

const now: Places = { rows: ['stage', 'owner'], columns: ['source'], measures: ['count', 'sum:value.amount'] }
const alone: Places = { rows: ['stage'], columns: [], measures: ['count'] }

test.each<[string, Places, readonly [string, Side, Side, string | null], Partial<Places>]>([
  ['a row before the other', now, ['owner', 'rows', 'rows', 'stage'], { rows: ['owner', 'stage'] }],
  ['a row to the end', now, ['stage', 'rows', 'rows', null], { rows: ['owner', 'stage'] }],
  ['a row to the columns, whose field takes its place', now, ['owner', 'rows', 'columns', null], { rows: ['stage', 'source'], columns: ['owner'] }],
  ['a column to the rows, where one makes room for it', now, ['source', 'columns', 'rows', 'stage'], { rows: ['source', 'stage'], columns: ['owner'] }],
  ['a figure before another', now, ['sum:value.amount', 'measures', 'measures', 'count'], { measures: ['sum:value.amount', 'count'] }],
  ['a figure not to the rows', now, ['count', 'measures', 'rows', null], {}],
  ['a field not to the figures', now, ['stage', 'rows', 'measures', null], {}],
  ['what is let go over itself nowhere', now, ['stage', 'rows', 'rows', 'stage'], {}],
  ['the only row not away', alone, ['stage', 'rows', 'columns', null], {}],
])('%s', (_, places, [item, from, to, before], made) => {
  expect(placed(places, item, from, to, before)).toEqual({ ...places, ...made })
})
