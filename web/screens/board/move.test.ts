import { describe, expect, test } from 'vitest'
import type { Row } from '../../data/records.ts'
import type { Column } from './columns.ts'
import { moved, neighbour, takenBack } from './move.ts'

const card = (id: string, stage: string): Row => ({ id, version: 1, stage })
const column = (value: string, ...ids: readonly string[]): Column => ({
  value,
  label: value,
  colour: 'grey',
  rows: ids.map(id => card(id, value)),
  next: null,
  count: ids.length,
  sums: [],
})
const [open, won, lost] = [column('open', 'a', 'b', 'c'), column('won', 'd'), column('lost')]
const board = [open, won, lost]
const cards = (columns: readonly Column[]): readonly string[] => columns.map(one => `${one.value} ${one.count}: ${one.rows.map(row => row.id).join(' ')}`)

describe('A card on a board', () => {
  test('stands first in its new column, and the counts go with it', () => {
    const after = moved(board, card('b', 'open'), open, won, 'stage')
    expect(cards(after)).toEqual(['open 2: a c', 'won 2: b d', 'lost 0: '])
    expect(after[1]?.rows[0]).toEqual({ id: 'b', version: 1, stage: 'won' })
  })

  test('goes back to where it stood when the move is refused', () => {
    const row = card('b', 'open')
    expect(takenBack(moved(board, row, open, won, 'stage'), row, open, won, 'stage')).toEqual(board)
  })

  test('has its neighbours under the arrow keys, over empty columns', () => {
    expect(neighbour(board, open, card('a', 'open'), 0, 1)?.id).toBe('b')
    expect(neighbour(board, open, card('a', 'open'), 0, -1)).toBeUndefined()
    expect(neighbour(board, open, card('c', 'open'), 1, 0)?.id).toBe('d')
    expect(neighbour([open, lost, won], open, card('a', 'open'), 1, 0)?.id).toBe('d')
    expect(neighbour(board, won, card('d', 'won'), -1, 0)?.id).toBe('a')
  })
})
