import type { Json } from '@sangam/sdk'

/** How long an answer may be, in characters. */
export const mostText = 60_000
/** What is left for what is said beside it. */
const spare = 2_000

/** How many of a list fit into one answer, each whole, or -1 for all of them; `beside` is what stands around them. */
export function fitting(items: readonly Json[], beside: Json): number {
  let room = mostText - spare - JSON.stringify(beside).length
  return items.findIndex(item => {
    room -= JSON.stringify(item).length + 1
    return room < 0
  })
}

/** How long a text and a list may be, from what is hardly noticed to what is left where nothing else helps. */
const cuts: readonly (readonly [text: number, items: number])[] = [
  [4_000, 5_000],
  [1_000, 5_000],
  [300, 2_000],
  [300, 200],
  [300, 50],
  [100, 20],
  [40, 5],
]

/** The same with long texts and lists cut off, as little as makes it fit; each says how much is missing. */
export function shortened(answer: Json): Json {
  let shorter: Json = answer
  for (const [text, items] of cuts) {
    shorter = cut(answer, text, items)
    if (JSON.stringify(shorter).length <= mostText - spare) return shorter
  }
  return namesOf(shorter)
}

function cut(value: Json, text: number, items: number): Json {
  if (typeof value === 'string')
    return value.length <= text ? value : `${value.slice(0, text).replace(/[\ud800-\udbff]$/, '')}… (${value.length - text} more characters)`
  if (Array.isArray(value)) {
    const kept = value.slice(0, items).map(one => cut(one, text, items))
    return value.length <= items ? kept : [...kept, `… (${value.length - items} more)`]
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one ?? null, text, items)]))
}

/** Of a thing of thousands of parts, what they are called. */
function namesOf(value: Json): Json {
  return { parts: Object.keys(value as object).slice(0, 1_000) }
}
