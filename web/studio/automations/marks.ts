import { partsOf, placesOf, stepAt } from './places.ts'
import type { Entry, Step } from './shape.ts'

/** What a run did, as the drawing shows it. */
export interface Ran {
  readonly state: string
  readonly log: readonly Entry[]
  /** The steps it went through, as they were then. */
  readonly steps: readonly Step[]
}

/** What became of a step in a run. */
export interface StepMark {
  readonly state: string
  readonly entry: Entry | null
  /** The step is not as it was in that run. */
  readonly changed: boolean
}

const going = ['waiting', 'calling', 'retrying']

/** What became of each step in a run, by the places of then: what has no line in the log was not reached, not taken, or undone with what failed behind it; which way was taken before it is then not known. */
function statesIn({ state, log, steps }: Ran): ReadonlyMap<string, Omit<StepMark, 'changed'>> {
  const found = new Map<string, Omit<StepMark, 'changed'>>()
  const failed = log.find(entry => entry.state === 'failed')
  let next = going.includes(state)
  let before = failed !== undefined
  for (const place of placesOf(steps)) {
    const entry = log.find(one => one.at === place) ?? null
    if (entry === failed) before = false
    const missed = untaken(place, log)
    const unknown = before && !onWay(place, failed?.at ?? '')
    found.set(place, { entry, state: entry?.state ?? (missed ? 'untaken' : unknown ? 'unknown' : before ? 'undone' : next ? state : 'unreached') })
    if (!entry && !missed) next = false
  }
  return found
}

/** Whether the ways above a place lead to another place too. */
function onWay(place: string, to: string): boolean {
  return [...place.matchAll(/\.(yes|no)\./g)].every(({ index, 0: way }) => to.startsWith(place.slice(0, index) + way))
}

/** Whether a branch above it went the other way. */
function untaken(place: string, log: readonly Entry[]): boolean {
  return [...place.matchAll(/(?<=^(.*?))\.(yes|no)\./g)].some(({ index, 2: way }) => {
    const took = (log.find(entry => entry.at === place.slice(0, index))?.data as { readonly took?: string } | null)?.took
    return took !== undefined && took !== way
  })
}

/**
 * What became of the steps as they stand now. Each is found again in the run as it was: in its own list, else wherever it was moved from, else by its
 * place and kind, where it was changed since.
 */
export function marksOf(now: readonly Step[], ran: Ran): ReadonlyMap<string, StepMark> {
  const states = statesIn(ran)
  const places = placesOf(now)
  const free = new Set(placesOf(ran.steps))
  const found = new Map<string, string>()
  const marks = new Map<string, StepMark>()
  const take = (place: string, was: string | undefined, changed: boolean): void => {
    const state = was === undefined ? undefined : states.get(was)
    if (was === undefined || !state || marks.has(place) || !free.delete(was)) return
    found.set(place, was)
    marks.set(place, { ...state, changed })
  }
  const same = (place: string, was: string): boolean => shell(stepAt(now, place)) === shell(stepAt(ran.steps, was))
  for (const place of places) {
    const list = listThen(place, found)
    const fits = [...free].filter(was => partsOf(was).list === list && same(place, was))
    take(place, fits[0], false)
  }
  for (const place of places)
    if (!found.has(place))
      take(
        place,
        [...free].find(was => same(place, was)),
        false,
      )
  for (const place of places) {
    const list = listThen(place, found)
    const was = list === null ? undefined : `${list}${partsOf(place).at}`
    if (was !== undefined && stepAt(ran.steps, was)?.do === stepAt(now, place)?.do) take(place, was, true)
  }
  return marks
}

/** Where the list of a place was in the run; null where its branch was not there. */
function listThen(place: string, found: ReadonlyMap<string, string>): string | null {
  const [, branch, way] = /^(.*\d+)\.(yes|no)\.$/.exec(partsOf(place).list) ?? []
  if (branch === undefined) return ''
  const was = found.get(branch)
  return was === undefined ? null : `${was}.${way}.`
}

/** A step without what lies in its ways, and without what a run does not tell of an address. */
function shell(step: Step | undefined): string {
  const { yes: _, no: __, url, ...rest } = step ?? { do: '' }
  return JSON.stringify([String(url).split('?')[0], Object.entries(rest).toSorted()])
}
