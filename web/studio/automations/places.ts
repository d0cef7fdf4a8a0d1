import type { Step } from './shape.ts'

/** How deep steps may lie, as the server takes them: in a way of a branch within a branch within a branch. */
export const deepest = 4
const ways = ['yes', 'no'] as const
type Way = (typeof ways)[number]

/** The list that a place is in (`2.yes.`), and how far down in it. */
export function partsOf(place: string): { readonly list: string; readonly at: number } {
  const [, list = '', at = '0'] = /^(.*?)(\d+)$/.exec(place) ?? []
  return { list, at: Number(at) }
}

export function wayOf(step: Step, way: Way): readonly Step[] {
  return (step[way] ?? []) as readonly Step[]
}

/** The steps of a list, which is named as places are: '' or `2.yes.`. */
export function listAt(steps: readonly Step[], list: string): readonly Step[] {
  const [, at, way, rest = ''] = /^(\d+)\.(yes|no)\.(.*)$/.exec(list) ?? []
  if (way === undefined) return steps
  const step = steps[Number(at)]
  return step ? listAt(wayOf(step, way as Way), rest) : []
}

export function stepAt(steps: readonly Step[], place: string): Step | undefined {
  const { list, at } = partsOf(place)
  return listAt(steps, list)[at]
}

/** The steps with one of their lists as `change` makes it. */
function withList(steps: readonly Step[], list: string, change: (list: readonly Step[]) => readonly Step[]): readonly Step[] {
  const [, at, way, rest = ''] = /^(\d+)\.(yes|no)\.(.*)$/.exec(list) ?? []
  const step = steps[Number(at)]
  if (way === undefined) return change(steps)
  return step ? steps.with(Number(at), { ...step, [way]: withList(wayOf(step, way as Way), rest, change) }) : steps
}

export function put(steps: readonly Step[], place: string, step: Step): readonly Step[] {
  const { list, at } = partsOf(place)
  return withList(steps, list, all => all.with(at, step))
}

export function insert(steps: readonly Step[], place: string, step: Step): readonly Step[] {
  const { list, at } = partsOf(place)
  return withList(steps, list, all => all.toSpliced(at, 0, step))
}

export function remove(steps: readonly Step[], place: string): readonly Step[] {
  const { list, at } = partsOf(place)
  return withList(steps, list, all => all.toSpliced(at, 1))
}

/** All places, from above to below. */
export function placesOf(steps: readonly Step[], list = ''): readonly string[] {
  return steps.flatMap((step, at) => [`${list}${at}`, ...(step.do === 'branch' ? ways.flatMap(way => placesOf(wayOf(step, way), `${list}${at}.${way}.`)) : [])])
}

/** Where the step at `from` may stand: before what is at each of these places, as they are before it is taken. */
export function gapsFor(steps: readonly Step[], from: string): readonly string[] {
  const taken = stepAt(steps, from)
  const lists = ['', ...placesOf(steps).flatMap(place => (stepAt(steps, place)?.do === 'branch' ? ways.map(way => `${place}.${way}.`) : []))]
  return lists
    .filter(list => taken && !list.startsWith(`${from}.`) && levelOf(list) + depthOf(taken) <= deepest)
    .flatMap(list => Array.from({ length: listAt(steps, list).length + 1 }, (_, at) => `${list}${at}`))
}

export function levelOf(list: string): number {
  return list.split(/yes|no/).length
}

function depthOf(step: Step): number {
  return step.do === 'branch' ? 1 + Math.max(0, ...ways.flatMap(way => wayOf(step, way).map(depthOf))) : 0
}

/** Takes a step from its place and puts it into a gap; gives the place it then has. */
export function moved(steps: readonly Step[], from: string, gap: string): { readonly steps: readonly Step[]; readonly place: string } {
  const taken = stepAt(steps, from)
  if (!taken || !gapsFor(steps, from).includes(gap)) return { steps, place: from }
  const hole: Step = { do: 'hole' }
  const one: Step = { ...taken }
  const filled = insert(put(steps, from, hole), gap, one)
  const find = (step: Step): string => placesOf(filled).find(place => stepAt(filled, place) === step) ?? ''
  const closed = remove(filled, find(hole))
  return { steps: closed, place: placesOf(closed).find(place => stepAt(closed, place) === one) ?? from }
}

/** The gap into which the keyboard moves a step: up and down, out of a way at its ends; inwards into the branch above or the other way, outwards back. */
export function gapBeside(steps: readonly Step[], place: string, to: 'up' | 'down' | 'in' | 'out'): string | null {
  const { list, at } = partsOf(place)
  const all = listAt(steps, list)
  const [, above = '', way] = /^(.*?\d+)\.(yes|no)\.$/.exec(list) ?? []
  const after = (branch: string): string => `${partsOf(branch).list}${partsOf(branch).at + 1}`
  const end = (branch: string, which: Way): string => `${branch}.${which}.${listAt(steps, `${branch}.${which}.`).length}`
  const before = `${list}${at - 1}`
  const found = {
    up: at > 0 ? before : way ? above : null,
    down: at < all.length - 1 ? `${list}${at + 2}` : way ? after(above) : null,
    in: way === 'yes' ? end(above, 'no') : at > 0 && all[at - 1]?.do === 'branch' ? end(before, 'yes') : null,
    out: way === 'no' ? end(above, 'yes') : way ? after(above) : null,
  }[to]
  return found !== null && gapsFor(steps, place).includes(found) ? found : null
}
