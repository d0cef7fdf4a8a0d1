import type { Colour, FieldMeta } from '@sangam/sdk'
import { called } from '../shell/words.ts'

export interface Option {
  readonly value: string
  readonly label: string
  readonly colour: Colour
  /** Kept where it is, not offered anew. */
  readonly retired: boolean
}

/** The options of a choice, or the states of a flow, in their order and the person's language. */
export function optionsOf(field: FieldMeta): readonly Option[] {
  return Object.keys(field.choices ?? field.states ?? {}).map(value => optionOf(field, value))
}

export function optionOf(field: FieldMeta, value: string): Option {
  const list: { readonly [value: string]: { readonly label?: string; readonly colour?: Colour; readonly retired?: boolean } } =
    field.choices ?? field.states ?? {}
  const shape = Object.hasOwn(list, value) ? list[value] : undefined
  return {
    value,
    label: shape?.label ? called(shape.label) : shape ? called(humane(value)) : value,
    colour: shape?.colour ?? 'grey',
    retired: shape?.retired ?? false,
  }
}

/** A name made of parts as words: `closedWon` and `closed_won` are "Closed won". */
export function humane(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
