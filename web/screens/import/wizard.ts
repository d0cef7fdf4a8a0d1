import type { Json } from '@sangam/sdk'

/** What the server says of a staged file; see core/records/import. */
export interface StagedImport {
  readonly id: string
  readonly entity: string
  readonly file: string
  readonly state: 'staging' | 'staged' | 'planned' | 'committing' | 'committed' | 'undone'
  readonly rows: number
  readonly done: number
  readonly counts: Counts | null
  readonly columns: readonly Column[]
  readonly fields: readonly ImportField[]
  readonly suggestion: Mapping
}

export interface Column {
  readonly index: number
  readonly header: string
  readonly samples: readonly string[]
  readonly filled: number
  readonly kind: 'text' | 'number' | 'date' | 'email' | 'boolean' | 'empty'
  readonly dateOrder: DateOrder | 'unsure' | null
  /** The column its order of dates was taken from, which alone is certain of it. */
  readonly orderFrom?: string
}

export interface ImportField {
  readonly path: string
  readonly label: string
  readonly type: string
  readonly required: boolean
  readonly to: string | null
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy'
export type Verdict = 'create' | 'update' | 'same' | 'refuse'
export type Counts = { readonly [V in Verdict]: number }

export interface FieldMapping {
  readonly columns: readonly number[]
  readonly values?: { readonly [text: string]: Json }
  readonly missing?: 'refuse' | 'create' | 'empty'
  readonly currency?: string
  readonly dateOrder?: DateOrder
  readonly constant?: Json
  readonly fallback?: Json
}

export interface Mapping {
  readonly fields: { readonly [path: string]: FieldMapping }
  readonly key: string | null
  /** Rows with one value in the key are one record, and nothing that is there is changed. */
  readonly adds?: boolean
}

export interface Plan {
  readonly counts: Counts
  readonly problems: readonly Problem[]
  readonly unmatched: readonly Unmatched[]
}

export interface Problem {
  readonly field: string | null
  readonly code: string
  readonly message: string
  readonly values: { readonly [name: string]: string | number } | null
  readonly rows: number
  readonly first: number
}

export interface Unmatched {
  readonly field: string
  readonly to: string
  readonly canCreate: boolean
  readonly texts: readonly { readonly text: string; readonly rows: number; readonly near: readonly { readonly id: string; readonly title: string }[] }[]
}

export interface PlannedRow {
  readonly row: number
  readonly verdict: Verdict
  readonly title: string | null
  readonly cells: readonly string[]
  readonly issues: readonly {
    readonly field?: string
    readonly code: string
    readonly message: string
    readonly values?: { readonly [name: string]: string | number }
  }[]
}

/** The field a column fills, or null. A column fills one field at most; a field may take several columns, the first that is not empty. */
export function fieldOf(mapping: Mapping, column: number): string | null {
  return Object.entries(mapping.fields).find(([, one]) => one.columns.includes(column))?.[0] ?? null
}

/** Gives a column to a field, or to none; what was asked of the field before (a currency, an order) stays. */
export function assign(mapping: Mapping, column: Column, path: string | null): Mapping {
  const fields: { [path: string]: FieldMapping } = {}
  for (const [name, one] of Object.entries(mapping.fields)) {
    const columns = one.columns.filter(index => index !== column.index)
    if (columns.length > 0 || one.constant !== undefined || name === path) fields[name] = { ...one, columns }
  }
  if (path !== null) {
    const before = fields[path] ?? { columns: [] }
    const order = column.dateOrder && column.dateOrder !== 'unsure' ? { dateOrder: column.dateOrder } : {}
    fields[path] = { ...order, ...before, columns: [...before.columns, column.index] }
  }
  return keyed(fields, mapping)
}

/** The key and what is done by it, as long as the key is filled. */
export function keyed(fields: Mapping['fields'], { key, adds }: Mapping): Mapping {
  return key === null || !fields[key] ? { fields, key: null } : { fields, key, ...(adds && { adds }) }
}

export function refine(mapping: Mapping, path: string, more: { readonly [K in keyof FieldMapping]?: FieldMapping[K] | undefined }): Mapping {
  const merged = Object.entries({ columns: [], ...mapping.fields[path], ...more }).filter(([, value]) => value !== undefined)
  return { ...mapping, fields: { ...mapping.fields, [path]: Object.fromEntries(merged) as unknown as FieldMapping } }
}

/** Says what a text of the file stands for; undefined takes it back. */
export function translateText(mapping: Mapping, path: string, text: string, value: Json | undefined): Mapping {
  const { [text]: _old, ...values } = mapping.fields[path]?.values ?? {}
  return refine(mapping, path, { values: value === undefined ? values : { ...values, [text]: value } })
}

/** A column of currency codes beside the amounts, as an export has it. */
function holdsCurrencies(column: Column): boolean {
  return column.samples.length > 0 && column.samples.every(text => /^[A-Z]{3}$/.test(text))
}

/** What must be answered before rows can be checked. */
export interface Question {
  readonly kind: 'dateOrder' | 'currency' | 'required' | 'value'
  readonly path: string
}

export function questions(staged: StagedImport, mapping: Mapping): Question[] {
  const open: Question[] = []
  for (const field of staged.fields) {
    const one = mapping.fields[field.path]
    if (!one) {
      if (field.required && !field.path.includes('.')) open.push({ kind: 'required', path: field.path })
      continue
    }
    const given = one.columns.length > 0 || (one.constant !== undefined && one.constant !== '')
    if (!given && (one.constant === '' || (field.required && !field.path.includes('.')))) open.push({ kind: 'value', path: field.path })
    const columns = one.columns.map(index => staged.columns[index]).filter(column => column !== undefined)
    const dated = field.type === 'date' || field.type === 'datetime'
    if (dated && !one.dateOrder && columns.some(column => column.dateOrder === 'unsure')) open.push({ kind: 'dateOrder', path: field.path })
    if (field.type === 'money' && columns.length > 0 && !one.currency && !columns.some(holdsCurrencies)) open.push({ kind: 'currency', path: field.path })
  }
  return open
}
