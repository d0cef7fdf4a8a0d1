import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Json } from '../json.ts'
import { textType } from './text.ts'

/** The order is kept, and the first is the primary one. */
export type ContactsOptions = FieldOptions<readonly string[]>

type Contacts<O> = Field<readonly string[], O & { readonly default: readonly [] }>

/**
 * Several e-mail addresses; the first is the primary one.
 *
 * @example emails: emails()   // ['asha@example.com', 'accounts@example.com']
 */
export function emails<const O extends ContactsOptions = ContactsOptions>(options?: O): Contacts<O> {
  return { type: 'emails', options: { default: [], ...options } as never }
}

/**
 * Several phone numbers; the first is the primary one.
 *
 * @example phones: phones({ label: 'Phone numbers' })
 */
export function phones<const O extends ContactsOptions = ContactsOptions>(options?: O): Contacts<O> {
  return { type: 'phones', options: { default: [], ...options } as never }
}

/**
 * Several addresses of the web; the first is the primary one.
 *
 * @example sites: urls()
 */
export function urls<const O extends ContactsOptions = ContactsOptions>(options?: O): Contacts<O> {
  return { type: 'urls', options: { default: [], ...options } as never }
}

function severalOf(type: string, format: 'email' | 'phone' | 'url'): FieldType<ContactsOptions> {
  const one = textType.schema({ format, required: true })
  return {
    type,
    columns: () => [{ suffix: '', type: 'text[]' }],
    schema: o => ({ type: 'array', maxItems: 20, uniqueItems: true, items: one, ...(o.required && { minItems: 1 }) }),
    normalise: value => {
      if (!Array.isArray(value)) return value
      const clean = value.map((word: Json) => textType.normalise?.(word, { format }) ?? null).filter(word => word !== null)
      return [...new Set(clean)]
    },
    compare: 'set',
    operators: ['contains', 'isEmpty'],
    sortable: false,
    groupable: false,
  }
}

export const emailsType = severalOf('emails', 'email')
export const phonesType = severalOf('phones', 'phone')
export const urlsType = severalOf('urls', 'url')
