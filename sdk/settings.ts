import type { Fields } from './field.ts'

/** Settings of a plugin, made by `defineSettings`; administrators fill them in. */
export interface Settings<S extends Fields = Fields> {
  readonly kind: 'settings'
  readonly name: string
  readonly label: string
  readonly fields: S
}

/**
 * A page of settings, one set per workspace. Every field has a default or may be empty.
 *
 * @example const settings = defineSettings('leads', 'Leads', { quietDays: integer({ default: 7, min: 1, max: 90 }) })
 */
export function defineSettings<const S extends Fields>(name: string, label: string, fields: S): Settings<S> {
  return { kind: 'settings', name, label, fields }
}
