import type { Model } from '../registry/model.ts'
import { Code, call } from './literal.ts'

type Options = { readonly [option: string]: unknown }
/** A field as a plugin has it. */
export interface PlainField {
  readonly type: string
  readonly options: Options
}

/** What is written around a field. */
export interface Around {
  /** The entity it stands on. */
  readonly entity: string
  readonly model: Pick<Model, 'entities'>
  /** The constant of an entity that stands before it in the file; null where there is none. */
  constantOf(entity: string): string | null
  /** Notes what is imported from the SDK. */
  uses(name: string): void
}

/** A field as the SDK's function for its type says it, which adds the rest by itself: what it makes is the very same. */
export function fieldCode({ type, options }: PlainField, around: Around): Code {
  const make = (name: string, ...args: readonly unknown[]): Code => {
    around.uses(name)
    return call(name, ...args)
  }
  const rest = (...said: readonly string[]): Options => Object.fromEntries(Object.entries(options).filter(([name]) => !said.includes(name)))
  const list = (...said: readonly string[]): Options => rest(...said, ...(isEmptyList(options.default) ? ['default'] : []))
  switch (type) {
    case 'emails':
    case 'phones':
    case 'urls':
    case 'files':
      return make(type, list())
    case 'choice':
      return make(type, shapes(options.choices), rest('choices'))
    case 'choices':
      return make(type, shapes(options.choices), list('choices'))
    case 'flow':
      return make(type, options.states, rest('states', 'required', 'default'))
    case 'reference':
      if (options.tree === true && options.to === around.entity) return make('parent', options.to, rest('to', 'tree'))
      if (options.to === 'core.user') return make('user', rest('to'))
      return make(type, options.to, rest('to'))
    case 'references':
      return make(type, options.to, options.required === true ? rest('to') : list('to'))
    case 'oneOf':
      return make(type, options.targets, rest('targets'))
    case 'lines':
      return make(type, new Code(around.constantOf(String(options.of)) ?? 'never'), options.by, list('of', 'by'))
    case 'series':
      return make(type, options.pattern, rest('pattern', 'readonly', 'required', 'default', 'unique'))
    case 'formula':
      return make(type, options.result, options.expression, rest('result', 'expression', 'readonly'))
    case 'lookup':
      return make(type, options.by, shownEntity(options, around), options.field, rest('by', 'field', 'readonly'))
    case 'rollup':
      return rollupCode(options, rest('how', 'of', 'by', 'field', 'readonly'), make)
    default:
      return make(type, rest())
  }
}

function rollupCode({ how, of, by, field }: Options, rest: Options, make: (name: string, ...args: readonly unknown[]) => Code): Code {
  const more = Object.keys(rest).length > 0
  return make('rollup', how, of, by, field ?? (more ? new Code('undefined') : undefined), rest)
}

/** What a lookup shows a field of: the entity itself, where it stands before; else as much of it as it takes to know the field's type. */
function shownEntity({ by, field }: Options, around: Around): Code {
  const target = around.model.entities.get(around.entity)?.fields.get(String(by))?.to ?? ''
  const constant = around.constantOf(target)
  if (constant !== null) return new Code(constant)
  const shown = around.model.entities.get(target)?.fields.get(String(field))
  around.uses('defineEntity')
  const seen = shown && { type: shown.type.type, options: shown.options as unknown as Options }
  const code =
    seen && !['lines', 'lookup'].includes(seen.type) ? fieldCode(seen, { ...around, entity: target }) : fieldCode({ type: 'json', options: {} }, around)
  return call('defineEntity', target, { title: field, fields: { [String(field)]: code } })
}

/** Choices without a label or a colour are a list of their values. */
function shapes(choices: unknown): unknown {
  const entries = Object.entries((choices ?? {}) as object)
  return entries.every(([, shape]) => Object.keys(shape as object).length === 0) ? entries.map(([value]) => value) : choices
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
