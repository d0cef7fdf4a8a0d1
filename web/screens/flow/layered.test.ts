import { describe, expect, test } from 'vitest'
import { type Box, type Drawing, type Edge, layered } from './layered.ts'

const states = (...keys: string[]) => keys.map(key => ({ key, width: 110 }))
const arrows = (...ways: string[]): Edge[] =>
  ways.map(way => {
    const [from = '', to = ''] = way.split('>')
    return { key: way, from, to, width: 70 }
  })

const boxes = ({ nodes, words }: Drawing): [string, Box][] => [...nodes, ...words]
const overlaps = (drawing: Drawing): string[] =>
  boxes(drawing).flatMap(([name, a], at) =>
    boxes(drawing)
      .slice(at + 1)
      .filter(([, b]) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map(([other]) => `${name} lies over ${other}`),
  )
/** The states of each layer, from above to below. */
const layers = ({ nodes }: Drawing): string[] => {
  const rows = new Map<number, string[]>()
  for (const [key, { y }] of [...nodes].toSorted(([, a], [, b]) => a.y - b.y || a.x - b.x)) rows.set(y, [...(rows.get(y) ?? []), key])
  return [...rows.values()].map(row => row.join(' '))
}

const flows: readonly (readonly [string, string[], string[], string[]])[] = [
  ['one after another', ['a', 'b', 'c'], ['a>b', 'b>c'], ['a', 'b', 'c']],
  ['a choice that leads back', ['a', 'b', 'c'], ['a>b', 'a>c', 'b>a', 'c>a'], ['a', 'b c']],
  ['a way around, a state that nothing leads to, and one without arrows', ['a', 'b', 'd', 'c', 'e'], ['a>b', 'b>c', 'a>c', 'd>c'], ['a', 'b d', 'c e']],
  [
    'everything leads everywhere',
    ['a', 'b', 'c', 'd', 'e'],
    ['a', 'b', 'c', 'd', 'e'].flatMap(from => ['a', 'b', 'c', 'd', 'e'].filter(to => to !== from).map(to => `${from}>${to}`)),
    ['a', 'b', 'c', 'd', 'e'],
  ],
  ['no arrow yet', ['a', 'b'], [], ['a b']],
  ['an arrow to itself and one to a state that is gone, which are not drawn', ['a', 'b'], ['a>a', 'a>b', 'b>z'], ['a', 'b']],
]

describe('A flow is drawn', () => {
  test.each(flows)('in layers in which nothing lies over anything: %s', (_, keys, ways, rows) => {
    const drawing = layered(states(...keys), arrows(...ways))
    expect({ layers: layers(drawing), overlaps: overlaps(drawing) }).toEqual({ layers: rows, overlaps: [] })
    expect(boxes(drawing).filter(([, { x, y, width, height }]) => x < 0 || y < 0 || x + width > drawing.width || y + height > drawing.height)).toEqual([])
  })

  test('with each arrow from the edge of one state to the edge of the other', () => {
    const { nodes, lines } = layered(states('a', 'b'), arrows('a>b', 'b>a'))
    const [a, b] = [nodes.get('a') as Box, nodes.get('b') as Box]
    const ends = (key: string): (number | undefined)[] => {
      const path = lines.get(key)?.path ?? ''
      return [Number(/^M\S+ ([\d.]+)/.exec(path)?.[1]), Number(/([\d.]+)$/.exec(path)?.[1])]
    }
    expect([ends('a>b'), ends('b>a')]).toEqual([
      [a.y + a.height, b.y],
      [b.y, a.y + a.height],
    ])
  })

  test('the same way each time, and an arrow more leaves the others in their layers and order', () => {
    const keys = ['new', 'open', 'won', 'lost']
    const before = layered(states(...keys), arrows('new>open', 'open>won', 'open>lost'))
    expect(layered(states(...keys), arrows('new>open', 'open>won', 'open>lost'))).toEqual(before)
    expect(layers(layered(states(...keys), arrows('new>open', 'open>won', 'open>lost', 'new>lost', 'won>open')))).toEqual(layers(before))
  })
})
