import { IntlMessageFormat } from 'intl-messageformat'

const formats = new Map<string, IntlMessageFormat>()

/** Whether a sentence can be filled at all: one with plurals may be cut off in the middle of them. */
export function canBeFilled(sentence: string): boolean {
  try {
    return !hasPlurals(sentence) || Boolean(new IntlMessageFormat(sentence, 'en'))
  } catch {
    return false
  }
}

function hasPlurals(sentence: string): boolean {
  return sentence.includes(', plural') || sentence.includes(', select')
}

/** Fills `{name}` in a sentence, and ICU plurals where it has any. */
export function fill(sentence: string, values: { readonly [name: string]: string | number }, locale: string): string {
  if (!sentence.includes('{')) return sentence
  if (!hasPlurals(sentence)) {
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole))
  }
  const key = `${locale} ${sentence}`
  const format = formats.get(key) ?? new IntlMessageFormat(sentence, locale)
  formats.set(key, format)
  return String(format.format(values as { [name: string]: string | number }))
}
