import type { BoardScreen, Grant, Json, Rule } from '@sangam/sdk'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Refused } from '../../errors.ts'
import type { CustomList, RoleForm } from '../../registry/custom/document.ts'
import type { FormShape } from '../../registry/forms.ts'

type Options = { readonly [option: string]: Json }
/** A label in other languages: `{ "hi": "रंग" }`; null takes the word away. */
type Labels = { readonly [language: string]: string | null }
type EntityLabels = { readonly [language: string]: { readonly label?: string | null; readonly plural?: string | null } }
type Place = { readonly after: string } | { readonly section: string }

export interface FieldShape {
  readonly field: string
  readonly type: string
  /** As in code (`required`, `default`, `unique`, `max` …); choices and states as lists, because their order counts. */
  readonly options?: Options
  readonly labels?: Labels
}

/** One change of the custom model. What is left out stays; null takes an option away. */
export type Operation =
  | {
      readonly op: 'addEntity'
      readonly entity: string
      readonly label: string
      readonly plural?: string
      readonly labels?: EntityLabels
      readonly description?: string
      readonly title?: string
      readonly activities?: boolean
      /** For so many years after their last change its records can’t be removed for good. */
      readonly keep?: { readonly years: number }
      /** The heading of the navigation it stands under. */
      readonly menu?: string
      readonly icon?: string
      readonly fields?: readonly FieldShape[]
    }
  | {
      readonly op: 'changeEntity'
      readonly entity: string
      readonly label?: string
      readonly plural?: string | null
      readonly labels?: EntityLabels
      readonly description?: string | null
      readonly title?: string
      readonly activities?: boolean | null
      readonly keep?: { readonly years: number } | null
      readonly sort?: readonly string[] | null
    }
  | { readonly op: 'removeEntity' | 'restoreEntity'; readonly entity: string }
  | (FieldShape & { readonly op: 'addField'; readonly entity: string; readonly after?: string | null; readonly place?: Place; readonly column?: string })
  | {
      readonly op: 'changeField'
      readonly entity: string
      readonly field: string
      readonly options?: { readonly [option: string]: Json }
      readonly labels?: Labels
      readonly after?: string | null
      readonly place?: Place | null
    }
  | {
      readonly op: 'convertField'
      readonly entity: string
      readonly field: string
      readonly type: string
      readonly options?: Options
      /** The currency of amounts that had none, or of those to keep. */
      readonly currency?: string
      /** Values that don’t fit the new type become empty; without it they are a reason to refuse. */
      readonly lose?: boolean
      readonly column?: string
    }
  | { readonly op: 'retireField'; readonly entity: string; readonly field: string; readonly retired?: boolean }
  | { readonly op: 'removeField' | 'restoreField'; readonly entity: string; readonly field: string }
  | { readonly op: 'setRules'; readonly entity: string; readonly rules: readonly Rule[] }
  | { readonly op: 'setUnique'; readonly entity: string; readonly unique: readonly (readonly string[])[] }
  | { readonly op: 'setList'; readonly entity: string; readonly list: CustomList | null }
  | { readonly op: 'setForm'; readonly entity: string; readonly form: Omit<FormShape, 'role'> | null }
  /** The layouts for roles, all of them, in the order in which the first that fits counts. */
  | { readonly op: 'setLayouts'; readonly entity: string; readonly layouts: readonly RoleForm[] }
  | { readonly op: 'setBoard'; readonly entity: string; readonly board: Omit<BoardScreen, 'kind' | 'entity'> | null }
  | {
      readonly op: 'setRole'
      readonly role: string
      readonly label: string
      readonly description?: string
      readonly labels?: Labels
      readonly grants: readonly Omit<Grant, 'kind'>[]
    }
  | { readonly op: 'removeRole'; readonly role: string }
  /** How a series of a plugin is numbered here; null for the plugin’s own pattern. Of one’s own it is the option `pattern` of the field. */
  | { readonly op: 'setSeries'; readonly entity: string; readonly field: string; readonly pattern: string | null }
  | { readonly op: 'setWords'; readonly language: string; readonly words: { readonly [english: string]: string | null } }

export type OperationOf<K extends Operation['op']> = Extract<Operation, { readonly op: K }>

/** The most operations of one change set. */
const mostOperations = 300

type Schema = { readonly [keyword: string]: unknown }
const text = (max: number, min = 1): Schema => ({ type: 'string', minLength: min, maxLength: max })
const list = (items: Schema, max = 200): Schema => ({ type: 'array', items, maxItems: max })
const shape = (required: readonly string[], properties: { readonly [name: string]: Schema }): Schema => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
})
const mapOf = (values: Schema): Schema => ({ type: 'object', additionalProperties: values, maxProperties: 2000 })
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })

const name = text(80)
const flag: Schema = { type: 'boolean' }
const label = text(80)
const languages = (values: Schema): Schema => ({ type: 'object', propertyNames: { pattern: '^[a-z]{2,3}(-[A-Z]{2})?$' }, additionalProperties: values })
const entityLabels = languages(shape([], { label: orNull(label), plural: orNull(label) }))
const years = shape(['years'], { years: { type: 'integer', minimum: 1, maximum: 100 } })
const options: Schema = { type: 'object', maxProperties: 60 }
const place: Schema = { anyOf: [shape(['after'], { after: name }), shape(['section'], { section: label })] }
const condition: Schema = { type: 'object', minProperties: 1 }
const names = list(name)
const paths = list(text(120))
const subject: Schema = { ...name, not: { enum: Object.getOwnPropertyNames(Object.prototype) } }
const on = { entity: subject }
const field = { entity: subject, field: name }
const measure = text(120)
const column: Schema = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,55}$' }

const pinned: Schema = { type: 'integer', minimum: 1, maximum: 5 }
const colour: Schema = { enum: ['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple'] }
const lineColour = shape(['where', 'colour'], { where: condition, colour, label, column: text(120) })

const waits = shape([], { verb: text(60), measure, late: { const: true }, page: name })

const named = { label, where: { type: 'object' } }
const view: Schema = {
  anyOf: [
    shape(['label'], {
      ...named,
      kind: { const: 'list' },
      sort: paths,
      columns: paths,
      group: paths,
      measures: list(measure, 12),
      pinned,
      colours: list(lineColour, 12),
      waits,
    }),
    shape(['label', 'kind', 'by'], { ...named, kind: { const: 'calendar' }, by: name, span: { enum: ['day', 'week', 'month'] }, card: paths }),
    shape(['label', 'kind', 'start'], {
      ...named,
      kind: { const: 'gantt' },
      start: name,
      end: name,
      group: { ...paths, maxItems: 1 },
      colour: name,
      scale: { enum: ['day', 'week', 'month', 'quarter'] },
    }),
    shape(['label', 'kind'], { ...named, kind: { const: 'tree' }, by: name, columns: paths, sort: paths }),
    shape(['label', 'kind', 'group'], {
      ...named,
      kind: { const: 'chart' },
      chart: { enum: ['bar', 'line', 'area', 'pie', 'funnel'] },
      group: { ...paths, minItems: 1, maxItems: 2 },
      measure,
    }),
    shape(['label', 'kind', 'rows'], {
      ...named,
      kind: { const: 'pivot' },
      rows: { ...paths, minItems: 1, maxItems: 2 },
      columns: { ...paths, maxItems: 1 },
      measures: { ...list(measure, 3), minItems: 1 },
    }),
  ],
}
const fieldShape = { field: name, type: text(40), options, labels: languages(orNull(label)) }
const rule: Schema = {
  anyOf: [
    shape(['require', 'when'], { require: names, when: condition, because: text(300) }),
    shape(['lock', 'when'], { lock: { anyOf: [{ const: 'all' }, names] }, when: condition, because: text(300) }),
    shape(['show', 'when'], { show: names, when: condition }),
    shape(['refuse', 'when'], { refuse: text(300), when: condition, field: name }),
  ],
}
const related = shape(['entity', 'by', 'columns'], { entity: name, by: name, label, columns: list(text(120), 12) })
const section = shape(['fields'], {
  label,
  fields: list({ anyOf: [name, list(name, 4)] }),
  columns: { enum: [1, 2] },
  tab: name,
  when: condition,
  related: list(related, 10),
})
const form = {
  tabs: list(shape(['name', 'label'], { name, label, when: condition }), 12),
  sections: list(section, 40),
  related: list(related, 20),
  hidden: list(name, 300),
}
const grant = shape(['entity', 'verbs'], { entity: name, verbs: list(text(60), 60), where: condition, hide: names, freeze: names })

/** What each operation takes beside `op`: the names that must be there, then all that may. */
const shapes: { readonly [K in Operation['op']]: readonly [readonly string[], { readonly [name: string]: Schema }] } = {
  addEntity: [
    ['entity', 'label'],
    {
      ...on,
      label,
      plural: label,
      labels: entityLabels,
      description: text(300),
      title: name,
      activities: flag,
      keep: years,
      menu: label,
      icon: text(40),
      fields: list(shape(['field', 'type'], fieldShape)),
    },
  ],
  changeEntity: [
    ['entity'],
    {
      ...on,
      label,
      plural: orNull(label),
      labels: entityLabels,
      description: orNull(text(300)),
      title: name,
      activities: orNull(flag),
      keep: orNull(years),
      sort: orNull(paths),
    },
  ],
  removeEntity: [['entity'], on],
  restoreEntity: [['entity'], on],
  addField: [['entity', 'field', 'type'], { ...on, ...fieldShape, after: orNull(name), place, column }],
  changeField: [['entity', 'field'], { ...field, options, labels: languages(orNull(label)), after: orNull(name), place: orNull(place) }],
  convertField: [['entity', 'field', 'type'], { ...field, type: text(40), options, currency: { type: 'string', pattern: '^[A-Z]{3}$' }, lose: flag, column }],
  retireField: [['entity', 'field'], { ...field, retired: flag }],
  removeField: [['entity', 'field'], field],
  restoreField: [['entity', 'field'], field],
  setRules: [['entity', 'rules'], { ...on, rules: list(rule, 100) }],
  setUnique: [['entity', 'unique'], { ...on, unique: list({ type: 'array', items: name, minItems: 1, maxItems: 8 }, 30) }],
  setList: [
    ['entity', 'list'],
    { ...on, list: orNull(shape([], { menu: label, icon: text(40), position: { type: 'integer' }, columns: paths, views: list(view, 50) })) },
  ],
  setForm: [['entity', 'form'], { ...on, form: orNull(shape(['sections'], form)) }],
  setLayouts: [['entity', 'layouts'], { ...on, layouts: list(shape(['role', 'sections'], { role: subject, ...form }), 20) }],
  setBoard: [
    ['entity', 'board'],
    {
      ...on,
      board: orNull(
        shape(['by', 'card'], {
          by: name,
          order: name,
          scope: shape(['field', 'within'], { field: name, within: name }),
          card: paths,
          measures: list(measure, 12),
        }),
      ),
    },
  ],
  setRole: [['role', 'label', 'grants'], { role: subject, label, description: text(500), labels: languages(orNull(label)), grants: list(grant) }],
  removeRole: [['role'], { role: subject }],
  setSeries: [['entity', 'field', 'pattern'], { ...field, pattern: orNull(text(40)) }],
  setWords: [['language', 'words'], { language: { type: 'string', pattern: '^[a-z]{2,3}(-[A-Z]{2})?$' }, words: mapOf(orNull(text(500))) }],
}

const ajv = new Ajv({ allErrors: false, strict: false, ownProperties: true })
const checks = new Map<string, ValidateFunction>()

/** Made when the first such operation comes: all of them together take a fifth of the time in which a server begins. */
function checkOf(op: string): ValidateFunction | undefined {
  const known = checks.get(op)
  if (known || !Object.hasOwn(shapes, op)) return known
  const [required, properties] = shapes[op as keyof typeof shapes]
  const made = ajv.compile(shape(['op', ...required], { op: { const: op }, ...properties }))
  checks.set(op, made)
  return made
}

/** A list of operations as it came from outside, or a refusal that names the operation and what is wrong with it. */
export function readOperations(given: unknown): readonly Operation[] {
  if (!Array.isArray(given) || given.length > mostOperations)
    throw new Refused(400, 'bad_operations', '"operations" is a list of at most {most} operations.', { values: { most: mostOperations } })
  for (const [at, operation] of given.entries()) {
    const op = typeof operation === 'object' && operation !== null ? (operation as { op?: unknown }).op : undefined
    const check = typeof op === 'string' ? checkOf(op) : undefined
    if (!check)
      throw new Refused(400, 'bad_operations', 'Operation {number} is of no known kind. Use one of: {kinds}.', {
        values: { number: at + 1, kinds: Object.keys(shapes).join(', ') },
      })
    if (!check(operation))
      throw new Refused(400, 'bad_operations', 'Operation {number} ({op}) can’t be read: {problem}.', {
        values: { number: at + 1, op: String(op), problem: problemOf(check.errors ?? []) },
      })
  }
  return given as readonly Operation[]
}

function problemOf(errors: readonly ErrorObject[]): string {
  const [first] = errors
  if (!first) return 'unknown'
  const at = first.instancePath.slice(1).replaceAll('/', '.')
  const { additionalProperty, missingProperty } = first.params as { additionalProperty?: string; missingProperty?: string }
  if (additionalProperty !== undefined) return `"${at ? `${at}.` : ''}${additionalProperty}" is unknown`
  if (missingProperty !== undefined) return `"${at ? `${at}.` : ''}${missingProperty}" is missing`
  return `"${at}" ${first.message ?? ''}`
}
