import { type Item, join, sortRanks, spread } from './ranks.ts'

/** A state to be placed; they come in their own order, which the drawing keeps from above to below. */
export interface Node {
  readonly key: string
  readonly width: number
}

/** An arrow to be placed, with the room that its words need. */
export interface Edge {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly width: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Line {
  readonly path: string
  /** The three points of the head. */
  readonly head: string
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<string, Box>
  /** Where the words of each arrow stand. */
  readonly words: ReadonlyMap<string, Box>
  readonly lines: ReadonlyMap<string, Line>
}

const tall = { node: 40, words: 26, between: 17 }
const edge = { block: 26, inline: 14 }

/**
 * Places the states of a flow in layers from above to below and leads its arrows around them. An arrow that goes back in the order of the states
 * leads upwards. The same flow is placed the same way each time, and a state leaves its layer only when an arrow makes it.
 */
export function layered(nodes: readonly Node[], edges: readonly Edge[]): Drawing {
  const order = new Map(nodes.map(({ key }, at) => [key, at]))
  const at = (key: string): number => order.get(key) ?? 0
  const known = edges.filter(({ from, to }) => from !== to && order.has(from) && order.has(to))
  const chains = known.map(one => {
    const back = at(one.from) > at(one.to)
    return { ...one, back, top: back ? one.to : one.from, bottom: back ? one.from : one.to }
  })
  const layer = layersOf(nodes, chains)
  const item = (width: number, pull: number): Item => ({ width, node: pull === 0, pull: pull || 1, up: [], down: [], x: 0 })
  const ranks: Item[][] = Array.from({ length: 2 * Math.max(0, ...layer.values()) + 1 }, () => [])
  const placed = new Map(nodes.map(({ key, width }) => [key, item(width, 0)]))
  for (const { key } of nodes) ranks[2 * (layer.get(key) ?? 0)]?.push(placed.get(key) as Item)
  const ways = chains.map(chain => {
    const [first, last] = [2 * (layer.get(chain.top) ?? 0) + 1, 2 * (layer.get(chain.bottom) ?? 0) - 1]
    const words = chain.back ? last : first
    const passing = Array.from({ length: last - first + 1 }, (_, step) => (first + step === words ? item(chain.width, 2) : item(6, 8)))
    for (const [step, one] of passing.entries()) ranks[first + step]?.push(one)
    const way = [placed.get(chain.top) as Item, ...passing, placed.get(chain.bottom) as Item]
    for (const [step, one] of way.slice(1).entries()) join(way[step] as Item, one)
    return { ...chain, way, words: passing[words - first] as Item }
  })
  sortRanks(ranks)
  spread(ranks)
  return drawn(ranks, placed, ways)
}

type Chain = Edge & { readonly back: boolean; readonly top: string; readonly bottom: string }
type Way = Omit<Chain, 'words'> & { readonly way: readonly Item[]; readonly words: Item }

/** As far down as the longest way leads; what no arrow reaches stands above where it leads to, or at the end. */
function layersOf(nodes: readonly Node[], chains: readonly Chain[]): ReadonlyMap<string, number> {
  const layer = new Map<string, number>()
  for (const { key } of nodes) {
    const above = chains.filter(({ bottom }) => bottom === key).map(({ top }) => (layer.get(top) ?? 0) + 1)
    layer.set(key, Math.max(0, ...above))
  }
  const deepest = Math.max(0, ...layer.values())
  for (const [at, { key }] of nodes.entries()) {
    if (at === 0 || chains.some(({ bottom }) => bottom === key)) continue
    const below = chains.filter(({ top }) => top === key).map(({ bottom }) => layer.get(bottom) ?? 0)
    layer.set(key, below.length > 0 ? Math.max(0, Math.min(...below) - 1) : deepest)
  }
  return layer
}

function drawn(ranks: readonly (readonly Item[])[], placed: ReadonlyMap<string, Item>, ways: readonly Way[]): Drawing {
  const all = ranks.flat()
  const left = Math.min(...all.map(one => one.x - one.width / 2)) - edge.inline
  const right = Math.max(...all.map(one => one.x + one.width / 2)) + edge.inline
  const tops = new Map<Item, number>()
  let y = edge.block
  for (const [at, rank] of ranks.entries()) {
    for (const one of rank) tops.set(one, y)
    y += (at % 2 === 0 ? tall.node : tall.words) + tall.between
  }
  const boxOf = (one: Item): Box => ({
    x: Math.round(one.x - one.width / 2 - left),
    y: tops.get(one) ?? 0,
    width: Math.round(one.width),
    height: one.node ? tall.node : tall.words,
  })
  const port = (one: Item, end: 'up' | 'down', to: Item): number => {
    const all = one.node ? one[end].toSorted((a, b) => a.x - b.x) : [to]
    const step = Math.min(20, (one.width - 28) / Math.max(1, all.length - 1))
    return Math.round((one.x - left + (all.indexOf(to) - (all.length - 1) / 2) * step) * 10) / 10
  }
  return {
    width: Math.ceil(right - left),
    height: y - tall.between + edge.block / 2,
    nodes: new Map([...placed].map(([key, one]) => [key, boxOf(one)])),
    words: new Map(ways.map(({ key, words }) => [key, boxOf(words)])),
    lines: new Map(ways.map(({ key, way, back }) => [key, lineOf(way, back, boxOf, port)])),
  }
}

/** From the bottom of the upper state to the top of the lower one, straight through what stands between; its head where it leads to. */
function lineOf(way: readonly Item[], back: boolean, boxOf: (item: Item) => Box, port: (item: Item, end: 'up' | 'down', to: Item) => number): Line {
  const points = way.flatMap((one, at): (readonly [number, number])[] => {
    const [before, after, box] = [way[at - 1], way[at + 1], boxOf(one)]
    return [...(before ? [[port(one, 'up', before), box.y] as const] : []), ...(after ? [[port(one, 'down', after), box.y + box.height] as const] : [])]
  })
  const run = back ? points.toReversed() : points
  const [[x = 0, y = 0] = [], ...rest] = run
  const path = rest.map(([toX, toY], at) => {
    const [fromX, fromY] = run[at] as readonly [number, number]
    const half = (fromY + toY) / 2
    return fromX === toX ? `V${toY}` : `C${fromX} ${half} ${toX} ${half} ${toX} ${toY}`
  })
  const [endX, endY] = run.at(-1) ?? [0, 0]
  const foot = endY + (back ? 7 : -7)
  return { path: `M${x} ${y}${path.join('')}`, head: `${endX - 4.5},${foot} ${endX + 4.5},${foot} ${endX},${endY}` }
}
