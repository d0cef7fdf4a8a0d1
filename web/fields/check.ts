import type { FieldMeta, Json } from '@sangam/sdk'
import { formatNumber } from '../shell/format.ts'
import { t } from '../shell/words.ts'
import { type Fault, faultIn } from './judged.ts'

/** What is wrong with a value, as the server would say it; null when nothing is. The server's answer stays the last word. */
export function checkValue(field: FieldMeta, value: Json | undefined, required: boolean): string | null {
  const fault = faultIn(field, value, required)
  return fault && said(field, fault)
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
}

function said(field: FieldMeta, { code, limit, count }: Fault): string {
  switch (code) {
    case 'required':
      return field.type === 'lines' ? t('Add at least one line.') : t('Fill this in.')
    case 'too_long':
      return t('At most {max} characters; this has {length}.', { max: limit, length: count })
    case 'too_short':
      return t('At least {min} characters.', { min: limit })
    case 'too_small':
      return t('At least {min}.', { min: formatNumber(limit) })
    case 'too_large':
      return t('At most {max}.', { max: formatNumber(limit) })
    case 'too_many':
      return t('At most {max} of them; these are {count}.', { max: limit, count })
    case 'decimal':
    case 'percent':
    case 'money':
      return t('Write a number with at most 15 digits before the point and {digits} after it.', { digits: field.digits ?? digits[code] })
    default:
      return forms[code]?.() ?? t('This can’t be read. Choose or write another value.')
  }
}

const digits = { decimal: 6, percent: 2, money: 4 } as const

/** What a value must look like, where it looks otherwise. */
const forms: { readonly [code: string]: () => string } = {
  email: () => t('Write an e-mail address, such as name@example.com.'),
  emails: () => t('Write an e-mail address, such as name@example.com.'),
  phone: () => t('Write a phone number, such as +91 98765 43210.'),
  phones: () => t('Write a phone number, such as +91 98765 43210.'),
  url: () => t('Write an address of the web that begins with https://.'),
  urls: () => t('Write an address of the web that begins with https://.'),
  address: () => t('A postcode has 2 to 12 letters and digits, a country two letters.'),
  not_a_choice: () => t('Choose one that is offered.'),
}
