import type { FieldMeta } from '@sangam/sdk'

/** A field that no entity has: what a dialog asks, or a part shows. It need not be filled unless `more` says so. */
export function asked(name: string, type: string, label: string, more: Partial<FieldMeta> = {}): FieldMeta {
  return { name, type, label, help: null, required: false, readonly: false, default: null, operators: [], sortable: false, groupable: false, ...more }
}
