import type { FieldMeta, Json, Money } from '@sangam/sdk'
import Big from 'big.js'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'

const formats: { readonly [format: string]: RegExp } = {
  email: /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\]]{2,}$/,
  phone: /^\+?[0-9][0-9 ().\-/]{2,30}$/,
  url: /^https?:\/\/[^\s<>"]+$/,
}

/** What is wrong with a value, as the server would say it; null when nothing is. The server's answer stays the last word. */
export function checkValue(field: FieldMeta, value: Json | undefined, required: boolean): string | null {
  if (isEmpty(value)) return required ? (field.type === 'lines' ? t('Add at least one line.') : t('Fill this in.')) : null
  switch (field.type) {
    case 'text':
      return checkText(field, String(value).trim())
    case 'integer':
    case 'decimal':
    case 'percent':
    case 'rating':
      return checkRange(field, String(value))
    case 'money':
      return checkRange(field, (value as unknown as Money).amount)
    default:
      return null
  }
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
}

function checkText(field: FieldMeta, text: string): string | null {
  const most = Number(field.max ?? (field.multiline ? 20_000 : 255))
  const length = [...text].length
  if (length > most) return t('At most {max} characters; this has {length}.', { max: most, length })
  if (field.min !== undefined && length < Number(field.min)) return t('At least {min} characters.', { min: field.min })
  if (!field.format || formats[field.format]?.test(text)) return null
  if (field.format === 'email') return t('Write an e-mail address, such as name@example.com.')
  return field.format === 'phone' ? t('Write a phone number, such as +91 98765 43210.') : t('Write an address of the web that begins with https://.')
}

function checkRange(field: FieldMeta, text: string): string | null {
  if (field.min !== undefined && new Big(text).lt(String(field.min))) return t('At least {min}.', { min: formatNumber(field.min) })
  if (field.max !== undefined && new Big(text).gt(String(field.max))) return t('At most {max}.', { max: formatNumber(field.max) })
  return null
}
