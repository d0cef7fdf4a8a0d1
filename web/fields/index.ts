import type { FieldMeta, Json } from '@sangam/sdk'
import type { TemplateResult } from 'lit'
import * as boolean from './boolean.ts'
import * as choice from './choice.ts'
import * as choices from './choices.ts'
import * as date from './date.ts'
import * as datetime from './datetime.ts'
import * as decimal from './decimal.ts'
import type { EditorOptions } from './editor.ts'
import * as flow from './flow.ts'
import * as integer from './integer.ts'
import * as json from './json.ts'
import * as lines from './lines.ts'
import * as money from './money.ts'
import * as reference from './reference.ts'
import * as series from './series.ts'
import * as text from './text.ts'

export type { EditorOptions } from './editor.ts'

interface FieldLook {
  display(field: FieldMeta, value: Json, record: { readonly [field: string]: Json }): TemplateResult | string
  editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult
}

/** A new field type is one file here and one row. */
const looks: { readonly [type: string]: FieldLook } = {
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  flow,
  integer,
  json,
  lines,
  money,
  reference,
  series,
  text,
}

/** How a value is shown; an empty text for nothing. */
export function fieldDisplay(field: FieldMeta, value: Json | undefined, record: { readonly [field: string]: Json } = {}): TemplateResult | string {
  return lookOf(field).display(field, value ?? null, record)
}

/** How a value is edited: an element with its label, help and problem, or a bare one in a cell (`compact`). */
export function fieldEditor(field: FieldMeta, value: Json | undefined, options: EditorOptions = {}): TemplateResult {
  return lookOf(field).editor(field, value ?? null, options)
}

function lookOf(field: FieldMeta): FieldLook {
  return looks[field.type] ?? text
}
