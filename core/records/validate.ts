import { compareDecimals, type Json, type JsonSchema } from '@sangam/sdk'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats, { type FormatsPlugin } from 'ajv-formats'
import type { ModelField } from '../registry/model.ts'
import { isMoment } from './moments.ts'

/** What is wrong with one value, as a sentence with its values. */
export interface FieldIssue {
  readonly code: string
  readonly message: string
  readonly values: { readonly [name: string]: string | number }
}

const ajv = new Ajv({ allErrors: false, strict: false, allowUnionTypes: true, ownProperties: true })
const addFormats = formats as unknown as FormatsPlugin
addFormats(ajv, ['date', 'uuid'])
ajv.addFormat('date-time', isMoment)
ajv.addKeyword({ keyword: 'x-format', valid: true })
ajv.addKeyword({ keyword: 'x-minimum', type: 'string', validate: (least: string, value: string) => compareDecimals(value, least) >= 0 })
ajv.addKeyword({ keyword: 'x-maximum', type: 'string', validate: (most: string, value: string) => compareDecimals(value, most) <= 0 })
ajv.addKeyword({ keyword: 'x-maxBytes', validate: (most: number, value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '') <= most })

const checks = new WeakMap<ModelField, ValidateFunction>()
/** Compiled checks by the text of their schema: the next model has nearly all fields of the one before, and compiling takes longer than most of what asks for it. */
const compiled = new Map<string, ValidateFunction>()
const mostCompiled = 5000

/** The JSON Schema of one field as callers send it; null where it may be empty. */
export function fieldSchema(field: ModelField): JsonSchema {
  const schema = field.type.schema(field.options)
  return field.options.required ? schema : { anyOf: [schema, { type: 'null' }] }
}

function compiledOf(schema: JsonSchema): ValidateFunction {
  const text = JSON.stringify(schema)
  const known = compiled.get(text)
  if (known) return known
  const made = ajv.compile(schema)
  // The validator keeps by itself all that it ever compiled, also of models that are gone.
  ajv.removeSchema(schema)
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string)
  compiled.set(text, made)
  return made
}

/** Checks one value; null when all is well. Compiled when first met, and kept with the field. */
export function checkValue(field: ModelField, value: Json): FieldIssue | null {
  if (value === null || value === undefined)
    return field.options.required ? { code: 'required', message: 'Fill in {label}.', values: { label: field.label } } : null
  if (field.type.type === 'lines') {
    const bare = field.options.required === true && Array.isArray(value) && value.length === 0
    return bare ? { code: 'required', message: '{label} needs at least one line.', values: { label: field.label } } : null
  }
  const check = checks.get(field) ?? compiledOf(field.type.schema(field.options))
  checks.set(field, check)
  if (check(value)) return null
  return sentence(field, check.errors?.[0] as ErrorObject)
}

function sentence(field: ModelField, error: ErrorObject): FieldIssue {
  const label = field.label
  const { limit } = error.params as { limit?: number }
  const { min = '', max = '' } = field.options as { readonly min?: string | number; readonly max?: string | number }
  switch (error.keyword) {
    case 'minLength':
      return limit === 1
        ? { code: 'required', message: 'Fill in {label}.', values: { label } }
        : { code: 'too_short', message: '{label} needs at least {limit} characters.', values: { label, limit: limit ?? 0 } }
    case 'maxLength':
      return { code: 'too_long', message: '{label} takes at most {limit} characters.', values: { label, limit: limit ?? 0 } }
    case 'minimum':
    case 'x-minimum':
      return { code: 'too_small', message: '{label} must be at least {limit}.', values: { label, limit: limit ?? min } }
    case 'maximum':
    case 'x-maximum':
      return { code: 'too_large', message: '{label} must be at most {limit}.', values: { label, limit: limit ?? max } }
    case 'enum':
      return {
        code: 'not_a_choice',
        message: '{label} must be one of: {choices}.',
        values: { label, choices: (error.params as { allowedValues: string[] }).allowedValues.slice(0, 12).join(', ') },
      }
    case 'minItems':
      return { code: 'required', message: 'Fill in {label}.', values: { label } }
    case 'maxItems':
      return { code: 'too_many', message: '{label} takes at most {limit} values.', values: { label, limit: limit ?? 0 } }
    case 'x-maxBytes':
      return { code: 'too_large', message: '{label} is too large. 64 kB are the most.', values: { label } }
    default:
      return formOf(field, label)
  }
}

/** A value of the wrong form: says which form is meant, with an example. */
function formOf(field: ModelField, label: string): FieldIssue {
  const { format, digits } = field.options as { readonly format?: string; readonly digits?: number }
  const say = (code: string, message: string, values: FieldIssue['values'] = {}): FieldIssue => ({ code, message, values: { label, ...values } })
  if (format === 'email') return say('email', '{label} must be an e-mail address, such as name@example.com.')
  if (format === 'phone') return say('phone', '{label} must be a phone number, such as +91 98765 43210.')
  if (format === 'url') return say('url', '{label} must be a web address that begins with https://.')
  switch (field.type.type) {
    case 'integer':
      return say('integer', '{label} must be a whole number.')
    case 'decimal':
      return say('decimal', '{label} must be a number with at most {digits} digits after the point, such as "12.5".', { digits: digits ?? 6 })
    case 'percent':
      return say('percent', '{label} must be a share of a hundred with at most {digits} digits after the point, such as "12.5".', { digits: digits ?? 2 })
    case 'time':
      return say('time', '{label} must be a time of the day, such as 09:30.')
    case 'duration':
      return say('duration', '{label} must be a whole number of seconds: 5400 for one and a half hours.')
    case 'rating':
      return say('rating', '{label} must be a whole number of stars.')
    case 'file':
    case 'image':
    case 'files':
      return say('file', '{label} must be what POST /api/files gave: the id of a file.')
    case 'address':
      return say('address', '{label} must be an address: lines, city, state, a postcode of letters and digits, a country of two letters.')
    case 'emails':
      return say('emails', '{label} must be a list of e-mail addresses, such as name@example.com, none twice.')
    case 'phones':
      return say('phones', '{label} must be a list of phone numbers, such as +91 98765 43210, none twice.')
    case 'urls':
      return say('urls', '{label} must be a list of web addresses that begin with https://, none twice.')
    case 'money':
      return say('money', '{label} must be an amount with its currency, such as 1250.50 INR.')
    case 'date':
      return say('date', '{label} must be a day, such as 2027-03-31.')
    case 'datetime':
      return say('datetime', '{label} must be a day and time, such as 2027-03-31T09:30:00Z.')
    case 'boolean':
      return say('boolean', '{label} must be yes or no.')
    case 'references':
      return say('references', '{label} must be a list of ids of records, none twice.')
    case 'oneOf':
      return say('one_of', '{label} must be an entity and the id of a record of it.')
    case 'reference':
      return say('reference', '{label} must be the id of a record.')
    case 'choices':
      return say('choices', '{label} must be a list of its choices.')
    default:
      return say('text', '{label} must be a text.')
  }
}
