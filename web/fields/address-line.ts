import type { Address, Json } from '@sangam/sdk'
import { region } from '../shell/format.ts'

/** A country in the person's language. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([region()], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

/** An address in one line. */
export function addressLine(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { lines, city, state, postcode, country } = value as Address
  const place = [city, [state, postcode].filter(Boolean).join(' ')]
  return [...(lines ?? '').split('\n'), ...place, country ? countryName(country) : ''].filter(Boolean).join(', ')
}
