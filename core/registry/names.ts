/** `lostReason` → `Lost reason`; `leads.leadLine` → `Lead line`; `x_colour` → `Colour`. */
export function labelOf(name: string): string {
  const last = name.slice(name.indexOf('.') + 1).replace(/^x_/, '')
  const words = last.replace(/_/g, ' ').replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `Party` → `Parties`. An entity whose plural is another says so itself. */
export function pluralOf(label: string): string {
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/i.test(label) ? `${label}es` : `${label}s`
}

/** Names that every object in JavaScript answers to. */
const everywhere = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Whether every object answers to a name, so that it can be the key of nothing. */
export function isEverywhere(name: string): boolean {
  return everywhere.has(name)
}

/** Words of the condition language are no names either. */
const taken = new Set([...everywhere, 'prototype', 'or', 'and', 'not'])

/** A plugin's field, action, state or noun: camel case, at most 40 letters and digits. */
export function isName(name: string): boolean {
  return /^[a-z][a-zA-Z0-9]{0,39}$/.test(name) && !taken.has(name)
}

/** A field or noun that an administrator made. */
export function isAdminName(name: string): boolean {
  return /^x_[a-z][a-z0-9_]{0,37}$/.test(name) && !taken.has(name)
}

/** The plugin that holds what administrators made. No plugin in code can have so short an id. */
export const adminPlugin = 'x'

export function isPluginId(id: string): boolean {
  return /^[a-z][a-z0-9]{1,19}$/.test(id) && !taken.has(id)
}

/** Words of JavaScript: nothing that is imported can be called so. */
export const languageWords: readonly string[] =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  )
