import type { FieldMeta, Json } from '@sangam/sdk'
import type { TemplateResult } from 'lit'
import { fieldDisplay } from '../../fields/index.ts'

/** What a record held in a field. Where the field has become another type since, what is no value of that is shown as it stood there. */
export function heldSaid(field: FieldMeta, value: Json): TemplateResult | string {
  return value === null || isOf(field.type, value) ? fieldDisplay(field, value) : plain(value)
}

function isOf(type: string, value: Json): boolean {
  switch (type) {
    case 'integer':
    case 'decimal':
    case 'percent':
    case 'rating':
    case 'duration':
      return (typeof value === 'number' || (typeof value === 'string' && value !== '')) && Number.isFinite(Number(value))
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
    case 'datetime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))
    case 'time':
      return typeof value === 'string' && /^\d\d:\d\d/.test(value)
    case 'money':
      return typeof value === 'object' && 'amount' in (value as object)
    case 'address':
    case 'oneOf':
      return typeof value === 'object' && !Array.isArray(value)
    case 'choices':
    case 'emails':
    case 'phones':
    case 'urls':
    case 'files':
    case 'references':
      return Array.isArray(value)
    case 'json':
    case 'file':
    case 'image':
      return true
    default:
      return typeof value !== 'object'
  }
}

function plain(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value)
    .filter(one => one !== null)
    .map(one => (typeof one === 'object' ? plain(one) : String(one)))
    .join(Array.isArray(value) ? ', ' : ' ')
}
