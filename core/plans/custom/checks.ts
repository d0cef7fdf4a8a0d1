import { fieldTypes, type Json, longestNumber, patternProblem } from '@sangam/sdk'
import { snake, tableOf } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { checkValue } from '../../records/validate.ts'
import { fieldOf } from '../../registry/build.ts'
import { adopterOf } from '../../registry/custom/adopt.ts'
import { type CustomField, type CustomState, customFields } from '../../registry/custom/document.ts'
import { optionsOf } from '../../registry/custom/plugin.ts'
import { type Model, type ModelField, systemFields } from '../../registry/model.ts'
import { adminPlugin, isAdminName, isName } from '../../registry/names.ts'

export type Values = { readonly [name: string]: string | number }

const mostEntities = 200
const mostFields = 300
const flags = ['required', 'unique', 'index', 'readonly', 'search', 'multiline', 'open', 'ignoreCase', 'tree']
/** The types that are worked out. */
const computedTypes = new Set(['formula', 'lookup', 'rollup'])
/** The options without which a field of a type means nothing, and what to do about it. */
const needed: { readonly [type: string]: readonly { readonly option: string; readonly text: string }[] } = {
  formula: [
    { option: 'expression', text: 'Field {name}: write its formula in the option "expression", such as quantity * 2.' },
    {
      option: 'result',
      text: 'Field {name}: say what its formula comes to in the option "result": text, integer, decimal, boolean, date, datetime or money.',
    },
  ],
  lookup: [
    { option: 'by', text: 'Field {name}: say by which reference of the record it looks a value up, in the option "by".' },
    { option: 'field', text: 'Field {name}: say which field of the record referred to it shows, in the option "field".' },
  ],
  rollup: [
    { option: 'of', text: 'Field {name}: say which records it counts or adds up, in the option "of", such as sales.order.' },
    { option: 'by', text: 'Field {name}: say by which of their references those records belong to this one, in the option "by".' },
    { option: 'how', text: 'Field {name}: say what is made of those records in the option "how": count, sum, average, min or max.' },
  ],
  reference: [{ option: 'to', text: 'Field {name}: say which entity it points at, in the option "to", such as core.user.' }],
  references: [{ option: 'to', text: 'Field {name}: say which entity it points at, in the option "to", such as core.user.' }],
}
const colours = ['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple']

export function refuse(code: string, text: string, values: Values = {}): never {
  throw new Refused(422, code, text, { values })
}

/** The name of a new entity: free, and one that a table can have. */
export function checkEntityName(state: CustomState, name: string): void {
  const noun = name.startsWith(`${adminPlugin}.`) ? name.slice(2) : ''
  if (!isName(noun) || tableOf(name).length > 45)
    refuse('bad_name', 'An entity is called "x." and a short name of letters and digits, such as x.vehicle; not "{name}".', { name })
  const plugin = adopterOf(state, name)
  if (plugin !== null) refuse('name_taken', 'The plugin {plugin} took {name} over, enabled or not. Choose another name.', { plugin, name })
  if (state.document.entities[name]) refuse('name_taken', 'There is an entity {name} already. Choose another name.', { name })
  if (state.bin.entities[name]) refuse('name_binned', 'There was an entity {name}, and its records are kept. Restore it, or choose another name.', { name })
  if (Object.keys(state.document.entities).length >= mostEntities)
    refuse('too_many_entities', 'At most {most} entities of your own are possible.', { most: mostEntities })
}

/** The name of a new field, on an entity of one's own or on a plugin's. */
export function checkFieldName(state: CustomState, base: Model, entity: string, name: string): void {
  const own = state.document.entities[entity] !== undefined
  if (own ? !isName(name) : !isAdminName(name))
    refuse(
      'bad_name',
      own
        ? 'A field is called by a small letter and then letters and digits, such as fuelType; not "{name}".'
        : 'A field on what a plugin brings is called "x_" and small letters, digits and _, such as x_colour; not "{name}".',
      { name },
    )
  if (systemFields.has(name) || name === 'position' || name === 'deletedAt')
    refuse('name_reserved', 'Every record has a "{name}" already. Choose another name.', { name })
  const fields = customFields(state.document, entity)
  if (fields.some(field => field.name === name) || base.entities.get(entity)?.fields.has(name))
    refuse('name_taken', '{entity} has a field {name} already. Choose another name.', { entity, name })
  if (state.bin.fields[entity]?.some(({ field }) => field.name === name))
    refuse('name_binned', '{entity} had a field {name}, and its values are kept. Restore it, or choose another name.', { entity, name })
  if (fields.length >= mostFields) refuse('too_many_fields', 'At most {most} fields of your own are possible on one entity.', { most: mostFields })
}

/** A field as the engine will know it; refuses options that make no sense. */
export function checkField(state: CustomState, base: Model, entity: string, field: CustomField): ModelField {
  const { name, type, options } = field
  if (!fieldTypes.has(type)) refuse('type_unknown', 'There is no field type "{type}". Use one of: {types}.', { type, types: [...fieldTypes.keys()].join(', ') })
  if ('column' in options)
    refuse('bad_option', 'Field {name}: the option "{option}" can’t be {value}.', { name, option: 'column', value: String(options.column) })
  const bad = (option: string): never =>
    refuse('bad_option', 'Field {name}: the option "{option}" can’t be {value}.', { name, option, value: JSON.stringify(options[option] ?? null).slice(0, 60) })
  for (const flag of flags) if (options[flag] !== undefined && typeof options[flag] !== 'boolean') bad(flag)
  for (const words of ['label', 'help'])
    if (options[words] !== undefined && (typeof options[words] !== 'string' || String(options[words]).length > 500)) bad(words)
  if (options.format !== undefined && !['email', 'phone', 'url'].includes(String(options.format))) bad('format')
  for (const { option, text } of needed[type] ?? []) {
    if (options[option] === undefined || options[option] === null || options[option] === '') refuse('option_missing', text, { name })
    if (typeof options[option] !== 'string') bad(option)
  }
  // What is worked out is neither written nor kept.
  if (computedTypes.has(type))
    for (const option of ['required', 'unique', 'index', 'search', 'default']) if (options[option] !== undefined && options[option] !== false) bad(option)
  if (type === 'choice' || type === 'choices') checkChoices(field, 'choices', 'value')
  if (type === 'flow') checkChoices(field, 'states', 'state')
  checkPointing(field, bad)
  checkPattern(field)
  checkTree(field, entity)
  const made = madeOf(field)
  const given = made.options.default as Json | undefined
  if (made.options.required && type === 'lines' && !state.document.entities[entity])
    refuse('lines_required', 'Lines {name} can’t be required on {entity}, which a plugin brings: others make such records without knowing of them.', {
      name,
      entity,
    })
  if (made.options.required && given === undefined && !state.document.entities[entity])
    refuse(
      'default_needed',
      'Field {name} is required on {entity}, which a plugin brings. Give it a default: others make such records without knowing of it.',
      {
        name,
        entity,
      },
    )
  const wanders = typeof given === 'string' && /^\$(me|today|now)$/.test(given)
  if (given !== undefined && given !== null && given !== '' && type !== 'lines' && !wanders && checkValue(made, given)) bad('default')
  checkColumns(state, base, entity, made)
  return made
}

/** Where a field points, and what becomes of it when that goes. */
function checkPointing({ type, options }: CustomField, bad: (option: string) => never): void {
  const { targets } = options
  if (type === 'oneOf' && !(Array.isArray(targets) && targets.length > 1 && targets.length <= 20 && targets.every(one => typeof one === 'string')))
    bad('targets')
  const ways = type === 'references' ? ['refuse', 'clear'] : ['refuse', 'clear', 'cascade']
  if (options.onRemove !== undefined && !ways.includes(String(options.onRemove))) bad('onRemove')
  if (type === 'references' && (options.unique || options.default !== undefined)) bad(options.unique ? 'unique' : 'default')
}

function checkPattern({ name, type, options }: CustomField): void {
  if (type !== 'series') return
  const { max } = options
  if (max !== undefined && !(Number.isInteger(max) && Number(max) > 0 && Number(max) <= longestNumber))
    refuse('bad_option', 'Field {name}: the option "{option}" can’t be {value}.', { name, option: 'max', value: JSON.stringify(max) })
  checkSeries(options.pattern, max as number | undefined)
}

/** Refuses a pattern that makes no numbers, or longer ones than may be. */
export function checkSeries(pattern: unknown, max: number | undefined): void {
  const problem = patternProblem(pattern, max)
  if (problem !== null) refuse('bad_pattern', problem.text, problem.values)
}

function checkTree({ name, options }: CustomField, entity: string): void {
  if (options.tree === true && options.to !== entity)
    refuse('bad_option', 'Field {name}: the option "{option}" can’t be {value}.', { name, option: 'tree', value: 'true' })
}

function madeOf(field: CustomField): ModelField {
  const made = drawn(field)
  try {
    // A schema that can’t be compiled is told now and not at the first record.
    checkValue(made, false)
    return made
  } catch {
    return notMade(field)
  }
}

function drawn(field: CustomField): ModelField {
  try {
    return fieldOf(adminPlugin, field.name, { type: field.type, options: optionsOf(field) })
  } catch {
    return notMade(field)
  }
}

function notMade({ name, type }: CustomField): never {
  return refuse('bad_option', 'Field {name}: its options don’t make a field of the type {type}. Look at them again.', { name, type })
}

function checkChoices({ name, type, options }: CustomField, option: 'choices' | 'states', key: 'value' | 'state'): void {
  const list = (options[option] ?? []) as readonly unknown[]
  const wrong = (): never =>
    refuse('bad_choices', 'Field {name}: write its {option} as a list such as [{ "{key}": "red", "label": "Red", "colour": "red" }].', { name, option, key })
  if (!Array.isArray(list) || list.length > 500) wrong()
  if (list.length === 0 && !(type === 'choices' && options.open === true)) refuse('no_choices', 'Field {name} needs at least one choice.', { name })
  const seen = new Set<string>()
  for (const one of list) {
    const shape = (typeof one === 'string' ? { [key]: one } : one) as { readonly [part: string]: unknown } | null
    const value = shape?.[key]
    if (typeof value !== 'string' || !/^[^\s"\\{}]([^"\\{}]{0,58}[^\s"\\{}])?$/.test(value) || value.startsWith('$')) return wrong()
    if (shape?.label !== undefined && (typeof shape.label !== 'string' || shape.label === '' || shape.label.length > 80)) wrong()
    if (shape?.colour !== undefined && !colours.includes(String(shape.colour))) wrong()
    if (shape?.retired !== undefined && typeof shape.retired !== 'boolean') wrong()
    if (seen.has(value)) refuse('choice_twice', 'Field {name} has the choice "{value}" twice.', { name, value })
    seen.add(value)
  }
}

/** No two fields share a column: `price` as money has `price_amount`. */
function checkColumns(state: CustomState, base: Model, entity: string, made: ModelField): void {
  const others = [
    ...customFields(state.document, entity).filter(field => field.name !== made.name),
    ...(state.bin.fields[entity] ?? []).map(one => one.field).filter(field => field.name !== made.name),
  ].flatMap(field => drawn(field).columns.map(column => column.name))
  const code = [...(base.entities.get(entity)?.fields.values() ?? [])].flatMap(field => field.columns.map(column => column.name))
  const taken = made.columns.find(column => others.includes(column.name) || code.includes(column.name) || column.name.length > 55)
  if (taken || snake(made.name).length > 50) refuse('name_taken', '{entity} has a field {name} already. Choose another name.', { entity, name: made.name })
}
