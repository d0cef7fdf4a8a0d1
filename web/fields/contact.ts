import { metaStore } from '../data/meta.ts'

// How numbers of a country are called from elsewhere, and how many digits they have at most without that.
const numbering: { readonly [country: string]: readonly [code: string, longest: number] } = {
  IN: ['91', 10],
  US: ['1', 10],
  CA: ['1', 10],
  GB: ['44', 10],
  AE: ['971', 9],
  SG: ['65', 8],
  DE: ['49', 11],
  FR: ['33', 9],
  NP: ['977', 10],
  BD: ['880', 10],
  LK: ['94', 9],
  AU: ['61', 9],
  ZA: ['27', 9],
}

export function mailHref(address: string): string {
  return `mailto:${encodeURIComponent(address).replace('%40', '@')}`
}

export function phoneHref(number: string): string {
  return `tel:${dialled(number).replace(/[^+\d]/g, '')}`
}

/** A chat with a number; the company's country stands in where the number has no code of its own, and where neither is known there is no such link: it would open a chat with a stranger. */
export function whatsappHref(number: string, country = metaStore.value?.company?.country ?? 'IN'): string | null {
  const digits = dialled(number).replace(/\D/g, '')
  if (number.trim().startsWith('+')) return `https://wa.me/${digits}`
  if (digits.startsWith('00')) return `https://wa.me/${digits.slice(2)}`
  const [code, longest] = numbering[country] ?? []
  if (code === undefined || longest === undefined) return null
  // Many write the code of their own country without a plus.
  return digits.startsWith(code) && digits.length > longest ? `https://wa.me/${digits}` : `https://wa.me/${code}${digits.replace(/^0+/, '')}`
}

/** The zero of "+44 (0)20" is for those who call within the country, and no part of the number from elsewhere. */
function dialled(number: string): string {
  return /^\s*(\+|00)/.test(number) ? number.replace('(0)', '') : number
}

/** Only addresses of the web become links: a record may hold anything. */
export function urlHref(address: string): string | null {
  return /^https?:\/\/[^\s<>"]+$/i.test(address) ? address : null
}
