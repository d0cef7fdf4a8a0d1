import { type FieldMeta, type Json, type Money, readDuration, readTime, unguardCell } from '@sangam/sdk'
import { metaStore } from '../../../data/meta.ts'
import { readDate, readMoment } from '../../../fields/dates.ts'
import { latinDigits, type Read, readNumber } from '../../../fields/input.ts'
import { problemText } from '../../../fields/typed.ts'
import { monthFirst, region, signs, today, zone } from '../../../shell/format.ts'
import { t } from '../../../shell/words.ts'
import { optionLabel, optionsOf } from '../cells.ts'

/** A value, or a sentence why there is none. */
export type Understood = { readonly value: Json } | { readonly wrong: string }

/** A text from a spreadsheet as a value of a field; what points at other records is looked up elsewhere. */
export function readCell(field: FieldMeta, text: string, before: Json): Understood {
  const words = unguardCell(text).trim()
  if (words === '') return { value: null }
  switch (field.type) {
    case 'integer':
    case 'rating':
      return understood(number(words, 0), value => Number(value), 0)
    case 'decimal':
    case 'percent':
      return understood(number(words, field.digits ?? (field.type === 'percent' ? 2 : 6)), value => value, field.digits)
    case 'money':
      return money(field, words, before)
    case 'date':
      return understood(readDate(words, { today: today(), region: region(), monthFirst: monthFirst() }))
    case 'datetime':
      return understood(readMoment(words, { today: today(), region: region(), monthFirst: monthFirst(), zone: zone() }))
    case 'time':
      return timed(readTime(latinDigits(words)), 'time')
    case 'duration':
      return timed(readDuration(latinDigits(words)), 'duration')
    case 'boolean':
      return truth(words)
    case 'choice':
    case 'flow':
      return option(field, words)
    case 'emails':
    case 'phones':
    case 'urls':
      return {
        value: words
          .split(/[;,\n]/)
          .map(one => one.trim())
          .filter(Boolean),
      }
    default:
      return { value: words }
  }
}

function number(words: string, digits: number): Read<string> {
  return readNumber(words, { ...signs(), digits })
}

function understood(read: Read<string>, valueFrom: (text: string) => Json = text => text, digits?: number): Understood {
  if ('problem' in read) return { wrong: problemText(read.problem, digits) }
  return { value: read.value === null ? null : valueFrom(read.value) }
}

function timed(value: string | number | null, problem: 'time' | 'duration'): Understood {
  return value === null ? { wrong: problemText(problem) } : { value }
}

/** In the currency whose code stands beside the amount, else in that which stood there, else in the company's. */
function money(field: FieldMeta, words: string, before: Json): Understood {
  const { company, currencies = {} } = metaStore.value ?? {}
  const code = /\b[A-Z]{3}\b/.exec(words)?.[0] ?? ''
  const said = Object.hasOwn(currencies, code)
  const currency = said ? code : ((before as Money | null)?.currency ?? company?.currency ?? 'INR')
  const digits = field.digits ?? 4
  return understood(number(said ? words.replace(code, '') : words, digits), amount => ({ amount, currency }), digits)
}

function truth(words: string): Understood {
  const like = words.toLowerCase()
  if (['yes', 'true', '1', '✓', 'हाँ', 'हां'].includes(like)) return { value: true }
  return ['no', 'false', '0', 'नहीं'].includes(like) ? { value: false } : { wrong: t('Write yes or no.') }
}

function option(field: FieldMeta, words: string): Understood {
  const options = Object.entries(optionsOf(field)).filter(([, one]) => !one.retired)
  const like = words.toLocaleLowerCase()
  const named = (value: string): readonly string[] => [value, optionLabel(field, value), optionsOf(field)[value]?.label ?? '']
  const found = options.find(([value]) => named(value).some(name => name.toLocaleLowerCase() === like))
  if (found) return { value: found[0] }
  return { wrong: t('Write one of these: {options}.', { options: options.map(([value]) => optionLabel(field, value)).join(', ') }) }
}
