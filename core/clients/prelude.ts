/** What stands at the head of every file of types. */
export const prelude = `export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
/** The id of a record; one of another entity does not fit. */
export type Id<Entity extends string> = string & { readonly entity?: Entity }
/** An amount is a decimal as text: "12.50". */
export interface Money { readonly amount: string; readonly currency: string }
export interface Address { readonly lines?: string; readonly city?: string; readonly state?: string; readonly postcode?: string; readonly country?: string }
/** Filled in by the server for whoever asks. */
export type Placeholder = '$me' | '$myTeams' | '$teamsILead' | '$today' | '$now' | '$company'

type Operand<V, O> = O extends 'in' | 'notIn'
  ? readonly V[] | '$myTeams' | '$teamsILead'
  : O extends 'between'
    ? readonly [V, V]
    : O extends 'isEmpty'
      ? boolean
      : O extends 'contains' | 'startsWith' | 'within'
        ? string
        : V | Placeholder | null
/** What one field must be: a value, or operators that must all hold. */
export type Match<V, O extends string> = ('eq' extends O ? V | Placeholder | null : never) | { readonly [K in O]?: Operand<V, K> }
export interface OfMany<W, I = never> { readonly some?: W; readonly every?: W; readonly none?: W; readonly isEmpty?: boolean; readonly contains?: I | Placeholder }
export interface Logic<W> {
  readonly or?: readonly W[]
  readonly and?: readonly W[]
  readonly not?: W
  /** Through references (\`party.kind\`) and into parts (\`value.amount\`). */
  readonly [path: \`\${string}.\${string}\`]: unknown
}

export type EntityName = keyof Entities
export type RecordOf<E extends EntityName> = Entities[E]['record']
export type NewOf<E extends EntityName> = Entities[E]['create']
export type PatchOf<E extends EntityName> = Entities[E]['patch']
export type Where<E extends EntityName> = Entities[E]['where']
export type InputOf<E extends EntityName, A extends keyof Entities[E]['actions']> = Entities[E]['actions'][A]
/** One page of a list: the fields that were asked for, with id and version. */
export interface Page<E extends EntityName, F extends keyof RecordOf<E> = keyof RecordOf<E>> {
  readonly items: readonly Pick<RecordOf<E>, F | ('id' & keyof RecordOf<E>) | ('version' & keyof RecordOf<E>)>[]
  readonly next: string | null
  readonly count?: number | null
}
/** How every refusal is told. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly field?: string; readonly code: string; readonly message: string; readonly row?: number }[]
}`
