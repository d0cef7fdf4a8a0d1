import { IntlMessageFormat } from 'intl-messageformat'
import { Store } from '../data/store.ts'
import { apart, rightToLeft, setDirection } from './direction.ts'
import { isMirrored, mirrored } from './mirrored.ts'
import { shortWords } from './words.en.ts'

export type Values = { readonly [name: string]: string | number }

/** The language of the shell: `en` or `hi`. */
export const localeStore = new Store<string>(savedLocale())

let shellWords: { readonly [english: string]: string } = {}
let modelWords: { readonly [english: string]: string } = {}
let shown = (said: string): string => said
const compiled = new Map<string, IntlMessageFormat>()

/** The person's language for a sentence of the shell; `{name}` and ICU plurals are filled in. What plugins and workspaces call their own by the same word is something else. */
export function t(source: string, values?: Values): string {
  return put(shellWords[source] ?? shortWords[source] ?? source, values)
}

/** What plugins, workspaces and the server call something, in the person's language: labels of entities, fields, choices and actions, and what they say. */
export function called(source: string, values?: Values): string {
  return put(modelWords[source] ?? shellWords[source] ?? shortWords[source] ?? source, values)
}

function put(said: string, values: Values | undefined): string {
  return shown(said.includes('{') ? filled(said, rightToLeft() ? keptApart(values) : values) : said)
}

function filled(said: string, values: Values | undefined): string {
  if (plain.test(said)) return filledIn(said, values)
  try {
    return String(formatOf(said).format(values))
  } catch {
    // A sentence with a value missing is still better shown than lost.
    return said
  }
}

/** Names and titles within a sentence read as they are written, whichever way the sentence does. */
function keptApart(values: Values = {}): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? apart(value) : value]))
}

/** Fetches the shell's own words of a language; screens drawn after it speak it. */
export async function useLocale(locale: string): Promise<void> {
  shellWords = locale === 'hi' ? (await import('./words.hi.ts')).words : {}
  compiled.clear()
  document.documentElement.lang = locale
  shown = isMirrored() ? mirrored : said => said
  setDirection(isMirrored() ? 'rtl' : 'ltr')
  remember(locale)
  localeStore.set(locale)
}

/** The words that came with the model: labels of entities, fields and actions. */
export function useModelWords(words: { readonly [english: string]: string }): void {
  modelWords = words
}

/** Nothing but names between braces: most sentences, which need no reading of plurals. */
const plain = /^(?:[^{}']|\{\w+\})*$/

function filledIn(said: string, values: Values | undefined): string {
  const names = [...said.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return names.every(name => values?.[name] !== undefined) ? said.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values?.[name])) : said
}

function formatOf(said: string): IntlMessageFormat {
  const known = compiled.get(said)
  if (known) return known
  const made = new IntlMessageFormat(said, `${localeStore.value}-IN`, undefined, { ignoreTag: true })
  compiled.set(said, made)
  return made
}

function savedLocale(): string {
  if (typeof localStorage === 'undefined') return 'en'
  return localStorage.getItem('sangam.locale') ?? (navigator.language.startsWith('hi') ? 'hi' : 'en')
}

function remember(locale: string): void {
  localStorage.setItem('sangam.locale', locale)
}
