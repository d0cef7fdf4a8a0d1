import type { FlowArrow } from '@sangam/sdk'
import type { ShownField } from '../model/shown.ts'
import { said } from '../model/store.ts'

/** An arrow of a flow as an operation writes it. */
export interface Arrow extends FlowArrow {
  readonly state: string
}

export interface State {
  readonly state: string
  readonly label?: string
  readonly colour?: string
  readonly to: readonly Arrow[]
}

type Targets = readonly (string | Arrow)[] | { readonly [state: string]: Omit<Arrow, 'state'> }

/** The states of a flow in their order, whether they were made here (a list) or in code (a map). */
export function statesOf({ options }: ShownField): readonly State[] {
  const given = options.states as unknown
  if (Array.isArray(given))
    return given.map((one: string | (Omit<State, 'to'> & { readonly to?: Targets })) =>
      typeof one === 'string' ? { state: one, to: [] } : { ...one, to: arrowsOf(one.to) },
    )
  return Object.entries((given ?? {}) as { [state: string]: Omit<State, 'to' | 'state'> & { readonly to?: Targets } }).map(([state, one]) => ({
    ...one,
    state,
    to: arrowsOf(one.to),
  }))
}

function arrowsOf(to: Targets = []): readonly Arrow[] {
  if (Array.isArray(to)) return (to as readonly (string | Arrow)[]).map(one => (typeof one === 'string' ? { state: one } : one))
  return Object.entries(to).map(([state, one]) => ({ ...(one as Omit<Arrow, 'state'>), state }))
}

export function stateSaid({ state, label }: State): string {
  return said(label ?? state.slice(0, 1).toUpperCase() + state.slice(1))
}

/** The states with one of them as it shall be, or a new one at the end; records begin in the first. */
export function withState(states: readonly State[], state: State, first: boolean): readonly State[] {
  const others = states.filter(one => one.state !== state.state)
  const known = others.length < states.length
  if (first) return [state, ...others]
  return known ? states.map(one => (one.state === state.state ? state : one)) : [...states, state]
}

/** The states without one of them, and without the arrows that lead there. */
export function withoutState(states: readonly State[], gone: string): readonly State[] {
  return states.filter(one => one.state !== gone).map(one => ({ ...one, to: one.to.filter(arrow => arrow.state !== gone) }))
}
