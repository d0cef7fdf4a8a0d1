import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Colour } from './choice.ts'

/** One step of an approval; steps come one after another. */
export type ApprovalStep = {
  readonly label?: string
  /** Anyone of a role, one person, or the person a field of the record names. */
  readonly by: { readonly role: string } | { readonly user: string } | { readonly field: string }
  /** Of a role: one of its people (unless told), or all of them. */
  readonly need?: 'one' | 'all'
  /** Only then, such as from an amount on. What can't be known is asked for. */
  readonly when?: object
}

/**
 * Who must agree before an arrow is taken.
 *
 * @example const second: Approval = { steps: [{ by: { role: 'sales.head' }, when: { discount: { gt: '20' } } }, { label: 'Owner', by: { field: 'owner' } }], remindAfterDays: 1 }
 */
export type Approval = {
  readonly steps: readonly ApprovalStep[]
  /** Who asked may agree too; not unless told. */
  readonly own?: boolean
  /** Days after which those who are waited for are reminded: 2 unless told. */
  readonly remindAfterDays?: number
}

/** An arrow out of a state. */
export type FlowArrow = {
  /** A verb for the button: "Send", "Approve". */
  readonly label?: string
  /** Must hold of the record before the arrow is taken; the condition language of DESIGN section 7. */
  readonly when?: object
  /** Fields that must be filled to take it. */
  readonly require?: readonly string[]
  /** The verb a caller needs on this entity, beside `update`; for example `approve`. */
  readonly verb?: string
  /** Others must agree first: it is asked for, and the arrow is taken with the last voice. */
  readonly approval?: Approval
}

/** One state of a flow: what it is called, and which may follow. */
export type FlowState = {
  readonly label?: string
  readonly colour?: Colour
  /** The states that may follow: names alone, or names with what each arrow asks. */
  readonly to: readonly string[] | { readonly [state: string]: FlowArrow }
}

export type FlowOptions = FieldOptions<string> & { readonly states: { readonly [state: string]: FlowState } }

/**
 * A state whose changes follow declared arrows. The first state is where a record begins; to begin
 * elsewhere (an import of closed deals) a caller needs the verb `startElsewhere`, and the rules of
 * that state hold as for anyone.
 *
 * @example
 * state: flow({ open: { to: ['closed'] }, closed: { to: { open: { label: 'Reopen', verb: 'reopen' } } } })
 */
export function flow<const S extends { readonly [state: string]: FlowState }, const O extends FieldOptions<keyof S & string> = FieldOptions<keyof S & string>>(
  states: S,
  options?: O,
): Field<keyof S & string, O & { readonly required: true; readonly default: keyof S & string; readonly states: FlowOptions['states'] }> {
  const first = Object.keys(states)[0] as keyof S & string
  return { type: 'flow', options: { ...(options as O), required: true, default: first, states } }
}

/**
 * The arrows out of a state, by the state they lead to.
 *
 * @example [...arrowsFrom({ open: { to: ['won', 'lost'] }, won: { to: [] }, lost: { to: [] } }, 'open').keys()] // ['won', 'lost']
 */
export function arrowsFrom(states: FlowOptions['states'], from: string): ReadonlyMap<string, FlowArrow> {
  const to = Object.hasOwn(states, from) ? states[from]?.to : undefined
  if (!to) return new Map()
  return new Map(Array.isArray(to) ? to.map(state => [state, {}]) : Object.entries(to as { [state: string]: FlowArrow }))
}

export const flowType: FieldType<FlowOptions> = {
  type: 'flow',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: o => ({ type: 'string', enum: Object.keys(o.states) }),
  compare: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  sortable: true,
  groupable: true,
}
