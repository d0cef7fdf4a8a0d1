import { compareDecimals, type FieldMeta, fieldTypes, type Json, type JsonSchema } from '@sangam/sdk'

/** What is wrong with a value, under the name that the server gives it too. */
export interface Fault {
  readonly code: string
  /** What it may be at most, or must be at least. */
  readonly limit: string | number
  /** How much it is, where that was counted. */
  readonly count: number
}

/** What only the server judges: what it makes or cleans itself, and lines, which are judged one by one. */
const unjudged: ReadonlySet<string> = new Set(['series', 'flow', 'json', 'richText', 'formula', 'lookup', 'rollup'])

/** Whether the browser says of a field what is wrong with its value. */
export function judges({ computed, type }: FieldMeta): boolean {
  return computed === undefined && type !== 'lines' && !unjudged.has(type) && fieldTypes.has(type)
}

/** What is wrong with a value as far as its field tells: the same limits and patterns as the server's, of one definition. Null when nothing is. */
export function faultIn(field: FieldMeta, value: Json | undefined, required: boolean): Fault | null {
  const type = fieldTypes.get(field.type)
  const options = { ...field, required }
  const sent = type?.normalise && value !== undefined ? type.normalise(value, options) : (value ?? null)
  if (sent === null || (field.type === 'lines' && Array.isArray(sent) && sent.length === 0)) return required ? fault('required') : null
  if (!type || !judges(field)) return null
  const found = wrongIn(type.schema(options), sent)
  return found && { ...found, code: found.code || formOf(field) }
}

function fault(code: string, limit: string | number = 0, count = 0): Fault {
  return { code, limit, count }
}

/** A value of another form than its field's. */
const wrongForm = fault('')

function formOf({ format, type }: FieldMeta): string {
  return format ?? forms[type] ?? type
}

const forms: { readonly [type: string]: string } = { choice: 'text', image: 'file', files: 'file', oneOf: 'one_of' }

function wrongIn(schema: JsonSchema, value: Json): Fault | null {
  if (typeof value === 'string') return wrongText(schema, value)
  if (typeof value === 'number') return wrongNumber(schema, value)
  if (Array.isArray(value)) return wrongList(schema, value)
  return typeof value === 'object' && value !== null ? wrongObject(schema, value as { readonly [name: string]: Json }) : asked(schema, typeof value)
}

function asked({ type }: JsonSchema, is: string): Fault | null {
  return type === is ? null : wrongForm
}

function wrongText(schema: JsonSchema, text: string): Fault | null {
  const { maxLength, minLength, pattern, format, enum: offered } = schema
  const count = [...text].length
  if (schema.type !== 'string') return wrongForm
  if (maxLength !== undefined && count > Number(maxLength)) return fault('too_long', Number(maxLength), count)
  if (minLength !== undefined && count < Number(minLength)) return fault(minLength === 1 ? 'required' : 'too_short', Number(minLength), count)
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)) return wrongForm
  if (typeof format === 'string' && !formats[format]?.(text)) return wrongForm
  if (Array.isArray(offered) && !offered.includes(text)) return fault('not_a_choice')
  return beyond(schema['x-minimum'], schema['x-maximum'], limit => compareDecimals(text, limit))
}

function wrongNumber(schema: JsonSchema, number: number): Fault | null {
  if (schema.type !== 'integer' || !Number.isInteger(number)) return wrongForm
  return beyond(schema.minimum, schema.maximum, limit => number - Number(limit))
}

function beyond(least: Json | undefined, most: Json | undefined, compared: (limit: string) => number): Fault | null {
  if (least !== undefined && compared(String(least)) < 0) return fault('too_small', String(least))
  return most !== undefined && compared(String(most)) > 0 ? fault('too_large', String(most)) : null
}

function wrongList(schema: JsonSchema, list: readonly Json[]): Fault | null {
  if (schema.type !== 'array') return wrongForm
  if (schema.maxItems !== undefined && list.length > Number(schema.maxItems)) return fault('too_many', Number(schema.maxItems), list.length)
  if (schema.minItems !== undefined && list.length < Number(schema.minItems)) return fault('required')
  return firstOf(list.map(one => wrongIn(schema.items as JsonSchema, one)))
}

function wrongObject(schema: JsonSchema, given: { readonly [name: string]: Json }): Fault | null {
  if (schema.type !== 'object') return wrongForm
  const parts = schema.properties as { readonly [name: string]: JsonSchema }
  const missing = ((schema.required as readonly string[] | undefined) ?? []).some(name => !Object.hasOwn(given, name))
  if (missing || Object.keys(given).some(name => !Object.hasOwn(parts, name))) return wrongForm
  return firstOf(Object.entries(given).map(([name, part]) => wrongIn(parts[name] as JsonSchema, part)))
}

function firstOf(found: readonly (Fault | null)[]): Fault | null {
  return found.find(one => one !== null) ?? null
}

const formats: { readonly [format: string]: (text: string) => boolean } = {
  date: isDay,
  'date-time': text => {
    const found = /^(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i.exec(text)
    return found !== null && isDay(found[1] ?? '')
  },
  uuid: text => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
