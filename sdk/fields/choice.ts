import type { Field, FieldOptions, FieldType } from '../field.ts'

/**
 * One option: its stored value is the key; its label is English and is translated.
 *
 * @example const gone: ChoiceShape = { label: 'By fax', colour: 'grey', retired: true }
 */
export type ChoiceShape = {
  readonly label?: string
  readonly colour?: Colour
  /** Kept by records that have it, and no longer offered or taken. */
  readonly retired?: boolean
}
/**
 * Named tones of the design system; each has a light and a dark form with enough contrast.
 *
 * @example const late: Colour = 'red'
 */
export type Colour = 'grey' | 'blue' | 'teal' | 'green' | 'yellow' | 'orange' | 'red' | 'purple'

type Options = readonly string[] | { readonly [value: string]: ChoiceShape }
type ValueOf<C extends Options> = C extends readonly (infer V extends string)[] ? V : keyof C & string

export type ChoiceOptions = FieldOptions<string> & { readonly choices: { readonly [value: string]: ChoiceShape } }

function shapes(choices: Options): { readonly [value: string]: ChoiceShape } {
  return Array.isArray(choices) ? Object.fromEntries(choices.map(value => [value, {}])) : (choices as { [value: string]: ChoiceShape })
}

/**
 * One of a fixed list. Labels are made from the values when only values are given.
 *
 * @example source: choice(['web', 'referral', 'event'])
 * @example kind: choice({ person: { label: 'Person', colour: 'blue' }, organisation: {} }, { required: true })
 */
export function choice<const C extends Options, const O extends FieldOptions<ValueOf<C>> = FieldOptions<ValueOf<C>>>(
  choices: C,
  options?: O,
): Field<ValueOf<C>, O & { readonly choices: ChoiceOptions['choices'] }> {
  return { type: 'choice', options: { ...(options as O), choices: shapes(choices) } }
}

export const choiceType: FieldType<ChoiceOptions> = {
  type: 'choice',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: o => ({ type: 'string', enum: Object.keys(o.choices) }),
  normalise: value => (value === '' ? null : value),
  compare: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  sortable: true,
  groupable: true,
}

export type ChoicesOptions = FieldOptions<readonly string[]> & {
  readonly choices: { readonly [value: string]: ChoiceShape }
  /** Words of the writer's own are taken too: tags. */
  readonly open?: boolean
}

/**
 * Any number of a list, in no order, none twice. With `open: true` the list is only a suggestion.
 *
 * @example tags: choices([], { open: true })
 */
export function choices<
  const C extends Options,
  const O extends FieldOptions<readonly string[]> & { readonly open?: boolean } = FieldOptions<readonly string[]>,
>(
  list: C,
  options?: O,
): Field<
  readonly (O extends { readonly open: true } ? string : ValueOf<C>)[],
  O & { readonly choices: ChoicesOptions['choices']; readonly default: readonly [] }
> {
  return { type: 'choices', options: { default: [], ...(options as O), choices: shapes(list) } as never }
}

export const choicesType: FieldType<ChoicesOptions> = {
  type: 'choices',
  columns: () => [{ suffix: '', type: 'text[]' }],
  schema: o => ({
    type: 'array',
    ...(o.required && { minItems: 1 }),
    maxItems: 100,
    uniqueItems: true,
    items: o.open ? { type: 'string', minLength: 1, maxLength: 60 } : { type: 'string', enum: Object.keys(o.choices) },
  }),
  normalise: (value, o) => {
    if (!Array.isArray(value)) return value
    const words = value.map(word => (o.open && typeof word === 'string' ? word.trim() : word)).filter(word => word !== '')
    return [...new Set(words)]
  },
  compare: 'set',
  operators: ['contains', 'isEmpty'],
  sortable: false,
  groupable: false,
}
