import { metaStore } from '../data/meta.ts'

// The calling codes of countries whose people write numbers without them.
const callingCodes: { readonly [country: string]: string } = {
  IN: '91',
  US: '1',
  CA: '1',
  GB: '44',
  AE: '971',
  SG: '65',
  DE: '49',
  FR: '33',
  NP: '977',
  BD: '880',
  LK: '94',
  AU: '61',
  ZA: '27',
}

export function mailHref(address: string): string {
  return `mailto:${encodeURIComponent(address).replace('%40', '@')}`
}

export function phoneHref(number: string): string {
  return `tel:${number.replace(/[^+\d]/g, '')}`
}

/** A chat with a number; the company's country stands in where the number has no code of its own. */
export function whatsappHref(number: string, country = metaStore.value?.company?.country ?? 'IN'): string {
  const digits = number.replace(/\D/g, '')
  if (number.trim().startsWith('+')) return `https://wa.me/${digits}`
  if (digits.startsWith('00')) return `https://wa.me/${digits.slice(2)}`
  return `https://wa.me/${callingCodes[country] ?? ''}${digits.replace(/^0+/, '')}`
}

/** Only addresses of the web become links: a record may hold anything. */
export function urlHref(address: string): string | null {
  return /^https?:\/\/[^\s<>"]+$/i.test(address) ? address : null
}
