import type { Json } from '@sangam/sdk'
import { entityMeta, meta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { called, t } from '../shell/words.ts'
import { askFields } from './ask-fields.ts'

/**
 * Makes a record on the spot, with its title and what must be given, what is `given` already, and the `also` fields; null when the person thinks better
 * of it. What is `settled` is given and not asked.
 */
export async function createInDialog(
  entity: string,
  title: string,
  given: { readonly [field: string]: Json } = {},
  { also = [], settled = '' }: { readonly also?: readonly string[]; readonly settled?: string } = {},
): Promise<Row | null> {
  const shape = entityMeta(entity)
  if (!shape) return null
  const first = meta().forms[entity]?.sections[0]?.fields.flat().slice(0, 4) ?? []
  const asked = Object.values(shape.fields).filter(
    field =>
      !field.readonly &&
      field.type !== 'lines' &&
      field.name !== settled &&
      (also.includes(field.name) ||
        field.name === shape.title ||
        field.name in given ||
        (field.required && field.default === null) ||
        first.includes(field.name)),
  )
  const rank = (name: string): number => (name === shape.title ? 3 : name in given ? 2 : also.includes(name) ? 1 : 0)
  const ordered = [...asked].sort((a, b) => rank(b.name) - rank(a.name))
  const label = called(shape.label)
  return askFields({
    heading: t('New: {label}', { label }),
    fields: ordered.slice(0, 8),
    values: { ...given, ...(shape.title && { [shape.title]: title || null }) },
    entity,
    go: t('Create'),
    submit: values => records.create(entity, values),
  })
}
