import type { FieldMeta, Json } from '@sangam/sdk'
import type { TemplateResult } from 'lit'
import type { EditorOptions } from './editor.ts'

export interface FieldLook {
  display(field: FieldMeta, value: Json, record: { readonly [field: string]: Json }): TemplateResult | string
  editor(field: FieldMeta, value: Json, options: EditorOptions): TemplateResult
}

// Filled by index.ts: a field made of fields (lines) asks here and needs not know the others.
const looks = new Map<string, FieldLook>()

export function addLooks(more: { readonly [type: string]: FieldLook }): void {
  for (const [type, look] of Object.entries(more)) looks.set(type, look)
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
  const look = looks.get(field.type) ?? looks.get('text')
  if (!look) throw new Error('Import web/fields/index.ts first: it brings the looks of all field types.')
  return look
}
