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
  const places = new Map<Item, number>()
  const place = (rank: readonly Item[]): void => {
    for (const [at, one] of rank.entries()) places.set(one, at - (rank.length - 1) / 2)
  }
  for (const rank of ranks) place(rank)
  for (let round = 0; round < rounds && fewest > 0; round += 1) {
    const down = round % 2 === 0
    for (const rank of down ? ranks : ranks.toReversed()) {
      const before = new Map(rank.map((one, at) => [one, at]))
      const middle = (one: Item): number => meanOf(down ? one.up : one.down, other => places.get(other) ?? 0) ?? before.get(one) ?? 0
      const middles = new Map(rank.map(one => [one, middle(one)]))
      rank.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0) || (before.get(a) ?? 0) - (before.get(b) ?? 0))
      place(rank)
    }
    const now = crossings(ranks)
    if (now >= fewest) continue
    fewest = now
    best = ranks.map(rank => [...rank])
  }
  for (const [at, rank] of best.entries()) ranks[at] = rank
}

function crossings(ranks: readonly (readonly Item[])[]): number {
  let count = 0
  for (const [at, rank] of ranks.slice(0, -1).entries()) {
    const below = new Map((ranks[at + 1] ?? []).map((one, place) => [one, place]))
    count += inversions(
      rank.flatMap(one => one.down.map(other => below.get(other) ?? 0).sort((a, b) => a - b)),
      below.size,
    )
  }
  return count
}

/** How many pairs of places stand in the wrong order, by a tree of counts: each place asks how many greater ones came before it. */
function inversions(places: readonly number[], size: number): number {
  const tree = new Int32Array(size + 1)
  let count = 0
  for (const [before, place] of places.entries()) {
    count += before
    for (let at = place + 1; at > 0; at -= at & -at) count -= tree[at] ?? 0
    for (let at = place + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1
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
