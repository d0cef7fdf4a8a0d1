/** What stands in a rank: a state, the words of an arrow, or the place where an arrow passes. */
export interface Item {
  readonly width: number
  readonly node: boolean
  /** How much it holds on to where its neighbours in other ranks are: a long arrow stays straight. */
  readonly pull: number
  /** Towards the rank above, and below. */
  readonly up: Item[]
  readonly down: Item[]
  /** The middle. */
  x: number
}

const apart = 18
const rounds = 8

export function join(above: Item, below: Item): void {
  above.down.push(below)
  below.up.push(above)
}

/** Puts each rank into the order that crosses fewest lines; of equal ones the first found stays. */
export function sortRanks(ranks: Item[][]): void {
  let best = ranks.map(rank => [...rank])
  let fewest = crossings(ranks)
  for (let round = 0; round < rounds && fewest > 0; round += 1) {
    const down = round % 2 === 0
    for (const rank of down ? ranks : ranks.toReversed()) {
      const places = new Map(rank.map((one, at) => [one, at]))
      const middle = (one: Item): number => meanOf(down ? one.up : one.down, other => placeOf(ranks, other)) ?? places.get(one) ?? 0
      const middles = new Map(rank.map(one => [one, middle(one)]))
      rank.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0) || (places.get(a) ?? 0) - (places.get(b) ?? 0))
    }
    const now = crossings(ranks)
    if (now >= fewest) continue
    fewest = now
    best = ranks.map(rank => [...rank])
  }
  for (const [at, rank] of best.entries()) ranks[at] = rank
}

function placeOf(ranks: readonly (readonly Item[])[], item: Item): number {
  for (const rank of ranks) {
    const at = rank.indexOf(item)
    if (at !== -1) return at - (rank.length - 1) / 2
  }
  return 0
}

function crossings(ranks: readonly (readonly Item[])[]): number {
  let count = 0
  for (const [at, rank] of ranks.slice(0, -1).entries()) {
    const below = new Map((ranks[at + 1] ?? []).map((one, place) => [one, place]))
    const lines = rank.flatMap((one, place) => one.down.map(other => [place, below.get(other) ?? 0] as const))
    for (const [i, [a, b]] of lines.entries()) for (const [c, d] of lines.slice(i + 1)) if ((a - c) * (b - d) < 0) count += 1
  }
  return count
}

/** Moves everything as near to what it is joined with as its neighbours in the rank allow. */
export function spread(ranks: readonly (readonly Item[])[]): void {
  for (const rank of ranks) settle(rank, () => 0)
  for (let round = 0; round < rounds; round += 1) {
    const [list, ends] = round % 2 === 0 ? [ranks, ['up'] as const] : [ranks.toReversed(), ['down'] as const]
    for (const rank of list)
      settle(
        rank,
        one =>
          meanOf(
            ends.flatMap(end => one[end]),
            other => other.x,
          ) ?? one.x,
      )
  }
  for (const rank of ranks) settle(rank, one => meanOf([...one.up, ...one.down], other => other.x) ?? one.x)
}

/** The places nearest to those wished for at which nothing in the rank overlaps: neighbours that would are moved as one. */
function settle(rank: readonly Item[], wish: (item: Item) => number): void {
  const blocks: { sum: number; weight: number; items: Item[]; from: number }[] = []
  let offset = 0
  const offsets = rank.map((one, at) => {
    const before = rank[at - 1]
    if (before) offset += (before.width + one.width) / 2 + apart
    return offset
  })
  for (const [at, one] of rank.entries()) {
    let block = { sum: (wish(one) - (offsets[at] ?? 0)) * one.pull, weight: one.pull, items: [one], from: at }
    for (let last = blocks.at(-1); last && last.sum / last.weight > block.sum / block.weight; last = blocks.at(-1)) {
      blocks.pop()
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, items: [...last.items, ...block.items], from: last.from }
    }
    blocks.push(block)
  }
  for (const { sum, weight, items, from } of blocks) for (const [step, one] of items.entries()) one.x = sum / weight + (offsets[from + step] ?? 0)
}

function meanOf(items: readonly Item[], value: (item: Item) => number, weight: (item: Item) => number = () => 1): number | null {
  const whole = items.reduce((sum, one) => sum + weight(one), 0)
  return whole === 0 ? null : items.reduce((sum, one) => sum + value(one) * weight(one), 0) / whole
}
