import type { FieldMeta } from '@sangam/sdk'
import type { ShownEntity } from '../model/shown.ts'
import { said } from '../model/store.ts'
import type { OptionShape } from '../options/shape.ts'

/** An option as a field, so that it is edited like every other. */
export function optionMeta(option: OptionShape, entities: readonly ShownEntity[]): FieldMeta {
  const { type, choices } = kindOf(option, entities)
  return {
    name: option.name,
    type,
    label: option.label(),
    help: option.help?.() ?? null,
    required: option.required === true,
    readonly: false,
    default: null,
    operators: [],
    sortable: false,
    groupable: false,
    ...(choices && { choices }),
  }
}

function kindOf(option: OptionShape, entities: readonly ShownEntity[]): { readonly type: string; readonly choices?: FieldMeta['choices'] } {
  if (option.kind === 'integer') return { type: 'integer' }
  if (option.kind === 'decimal') return { type: 'decimal' }
  if (option.kind === 'pick') return { type: 'choice', choices: named(option.picks?.() ?? []) }
  if (option.kind === 'entity' || option.kind === 'entities') {
    const sorted = entities.filter(entity => entity.linesOf === null).map((entity): [string, string] => [entity.name, said(entity.label)])
    return { type: option.kind === 'entity' ? 'choice' : 'choices', choices: named(sorted.sort(([, a], [, b]) => a.localeCompare(b))) }
  }
  return { type: 'text' }
}

function named(pairs: readonly (readonly [string, string])[]): FieldMeta['choices'] {
  return Object.fromEntries(pairs.filter(([value]) => value !== '').map(([value, label]) => [value, { label }]))
}
