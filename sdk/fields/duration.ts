import type { Field, FieldType } from '../field.ts'
import { type IntegerOptions, integerType } from './number.ts'

/** `min` and `max` in seconds; 0 and 68 years unless told. */
export type DurationOptions = IntegerOptions

/**
 * How long something takes, in whole seconds: one unit, so that sums are exact. People see and type `1h 30m`.
 *
 * @example effort: duration()   // 5400
 */
export function duration<const O extends DurationOptions = DurationOptions>(options?: O): Field<number, O> {
  return { type: 'duration', options: (options ?? {}) as O }
}

export const durationType: FieldType<DurationOptions> = {
  ...integerType,
  type: 'duration',
  schema: o => integerType.schema({ ...o, min: o.min ?? 0 }),
}

const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:hours?|hrs?|h|घंटे|घंटा|घं)(?![\p{L}])\.?/iu, 3600],
  [/^(?:minutes?|mins?|m|मिनट|मि)(?![\p{L}])\.?/iu, 60],
  [/^(?:seconds?|secs?|s|सेकंड|से)(?![\p{L}])\.?/iu, 1],
]

/**
 * A duration as people write it, `1h 30m`, `1:30`, `1.5h`, `90 min`, `1:30:15`, in seconds; null when it is none, or no whole
 * number of seconds. A number alone is none: nobody knows of what.
 *
 * @example readDuration('1h 30m') // 5400
 */
export function readDuration(text: string): number | null {
  const clean = text.trim()
  const negative = /^[-−]/.test(clean)
  const seconds = clockSeconds(clean.replace(/^[-−]\s*/, '')) ?? wordSeconds(clean.replace(/^[-−]\s*/, ''))
  return seconds === null ? null : negative ? 0 - seconds : seconds
}

function clockSeconds(text: string): number | null {
  const found = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0) : text === '0' ? 0 : null
}

function wordSeconds(text: string): number | null {
  let rest = text
  let sum = 0
  let last = Number.POSITIVE_INFINITY
  if (rest === '') return null
  while (rest !== '') {
    const figures = /^(\d{1,9})(?:\.(\d{1,6}))?\s*/.exec(rest)
    if (!figures) return null
    rest = rest.slice(figures[0].length)
    const unit = units.find(([shape]) => shape.test(rest))
    if (!unit || unit[1] >= last) return null
    const [shape, size] = unit
    const part = figures[2] ?? ''
    const share = (Number(part || '0') * size) / 10 ** part.length
    if (!Number.isInteger(share)) return null
    sum += Number(figures[1]) * size + share
    last = size
    rest = rest.replace(shape, '').replace(/^[\s,]+/, '')
  }
  return sum
}

/**
 * A duration in the form `readDuration` reads back, without anyone's language: `1h 30m`, `45s`, `-2h`.
 *
 * @example durationText(5400) // '1h 30m'
 */
export function durationText(seconds: number, words: readonly [string, string, string] = ['h', 'm', 's']): string {
  const all = Math.abs(seconds)
  const parts = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60]
  const said = parts.flatMap((part, at) => (part === 0 ? [] : [`${part}${words[at]}`]))
  return `${seconds < 0 ? '-' : ''}${said.join(' ') || `0${words[1]}`}`
}
