import Big from 'big.js'
import { bare } from '../shell/direction.ts'

/** What was read from what someone typed: a canonical value (null for nothing), or why it can't be read. */
export type Read<V> = { readonly value: V | null } | { readonly problem: Problem }
export type Problem = 'number' | 'grouping' | 'whole' | 'digits' | 'date' | 'time' | 'duration' | 'moment'

export interface NumberOptions {
  /** The sign the person puts before the fraction; `.` unless told. */
  readonly point?: '.' | ','
  /** The sign between thousands; the other of comma and point unless told. Spaces may stand between threes whatever it is. */
  readonly group?: string
  /** Digits after the point that are kept; more are refused, never rounded away. */
  readonly digits?: number
}

/**
 * A number as people type it, to a canonical decimal string: `12.5L`, `1 cr`, `2k`, `5-3`, `4*250`, `₹ 1,00,000`, `(500)`, `१२`.
 * Exact: no floats on the way.
 */
export function readNumber(text: string, options: NumberOptions = {}): Read<string> {
  const plain = latinDigits(text)
    .replace(/[₹$€£¥]|\b(?:rs|inr|usd|eur|gbp)\b\.?/gi, '')
    .replace(/[\s\u00a0\u202f_']+/g, ' ')
    .trim()
  if (plain === '') return { value: null }
  const bookish = /^\(([^()+*-]+)\)$/.exec(plain)
  const tokens = tokensOf(bookish ? `-${bookish[1]}` : plain, options)
  if ('problem' in tokens) return tokens
  const sum = sumOf(tokens.value)
  if (!sum) return { problem: 'number' }
  const value = sum.toFixed()
  const after = value.split('.')[1]?.length ?? 0
  if (options.digits !== undefined && after > options.digits) return { problem: options.digits === 0 ? 'whole' : 'digits' }
  return { value: /^-?0+$/.test(value) ? '0' : value }
}

/** Digits of Devanagari become 0–9, and signs that keep texts apart are none of it. */
export function latinDigits(text: string): string {
  return bare(text).replace(/[०-९]/g, digit => String(digit.charCodeAt(0) - 0x966))
}

type Token = Big | '+' | '-' | '*'

const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:lakhs?|lacs?|lac|l|लाख)(?![\p{L}])\.?/iu, '100000'],
  [/^(?:thousand|k|हज़ार|हज़ार|हजार)(?![\p{L}])/iu, '1000'],
  [/^(?:million|mn|mio|m)(?![\p{L}])/iu, '1000000'],
  [/^(?:billion|bn|b|अरब)(?![\p{L}])/iu, '1000000000'],
  [/^(?:crores?|cr|करोड़|करोड़)(?![\p{L}])\.?/iu, '10000000'],
]

function tokensOf(text: string, options: NumberOptions): { readonly value: readonly Token[] } | { readonly problem: Problem } {
  const tokens: Token[] = []
  let rest = text
  while (rest !== '') {
    const sign = /^[+\-−*×]/.exec(rest)
    if (sign) {
      tokens.push(sign[0] === '−' ? '-' : sign[0] === '×' ? '*' : (sign[0] as '+' | '-' | '*'))
      rest = rest.slice(1).trimStart()
      continue
    }
    const typed = /^(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]*)?|[0-9.,]+)/.exec(rest)?.[0]
    if (!typed) return { problem: 'number' }
    const digits = plainNumber(typed.replaceAll(' ', ''), options)
    if (!digits) return { problem: /[.,]/.test(typed) ? 'grouping' : 'number' }
    rest = rest.slice(typed.length).trimStart()
    const unit = units.find(([shape]) => shape.test(rest))
    tokens.push(new Big(digits).times(unit?.[1] ?? '1'))
    if (unit) rest = rest.replace(unit[0], '').trimStart()
    rest = rest.replace(/^(?:%|\/-)/, '').trimStart()
  }
  return { value: tokens }
}

/** Groups of two or three, the last of three: `1,00,000` and `100,000`, not `12,5`. */
function plainNumber(typed: string, { point = '.', group: said }: NumberOptions): string | null {
  const other = point === '.' ? ',' : '.'
  const group = said ?? other
  // Who writes spaces between thousands means nothing by the other sign that we could be sure of.
  if (group !== other && typed.includes(other)) return null
  const [whole = '', fraction, more] = typed.split(point)
  if (more !== undefined || fraction?.includes(group) || (whole === '' && !fraction)) return null
  const groups = whole.split(group)
  const grouped =
    groups.length === 1 || (/^[0-9]{1,3}$/.test(groups[0] ?? '') && groups.at(-1)?.length === 3 && groups.slice(1).every(one => /^[0-9]{2,3}$/.test(one)))
  if (!grouped) return null
  return `${groups.join('') || '0'}${fraction ? `.${fraction}` : ''}`
}

function sumOf(tokens: readonly Token[]): Big | null {
  let sum = new Big(0)
  let at = 0
  let sign = 1
  while (at < tokens.length) {
    while (tokens[at] === '-' || tokens[at] === '+') {
      if (tokens[at] === '-') sign = -sign
      at++
    }
    let product = tokens[at++]
    if (!(product instanceof Big)) return null
    while (tokens[at] === '*') {
      const factor = tokens[at + 1]
      if (!(factor instanceof Big)) return null
      product = product.times(factor)
      at += 2
    }
    sum = sign > 0 ? sum.plus(product) : sum.minus(product)
    sign = 1
    if (at < tokens.length && tokens[at] !== '+' && tokens[at] !== '-') return null
    if (at === tokens.length - 1) return null
  }
  return tokens.length === 0 ? null : sum
}
