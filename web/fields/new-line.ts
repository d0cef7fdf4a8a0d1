import type { EntityMeta, Json } from '@sangam/sdk'

/** A line as it is typed. */
export type Line = { readonly [field: string]: Json }

/** What a new line begins with: the defaults that are values, and none that stand for something. */
export function newLine(shape: EntityMeta | undefined): Line {
  const defaults = Object.values(shape?.fields ?? {}).filter(
    field => field.default !== null && !field.readonly && !(typeof field.default === 'string' && field.default.startsWith('$')),
  )
  return Object.fromEntries(defaults.map(field => [field.name, field.default]))
}
