import { entityMeta, meta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { t } from '../shell/words.ts'
import { askFields } from './ask-fields.ts'

/** Makes a record on the spot, with its title and what must be given; null when the person thinks better of it. */
export async function createInDialog(entity: string, title: string): Promise<Row | null> {
  const shape = entityMeta(entity)
  if (!shape) return null
  const first = meta().forms[entity]?.sections[0]?.fields.flat().slice(0, 4) ?? []
  const asked = Object.values(shape.fields).filter(
    field =>
      !field.readonly && field.type !== 'lines' && (field.name === shape.title || (field.required && field.default === null) || first.includes(field.name)),
  )
  const ordered = [...asked].sort((a, b) => Number(b.name === shape.title) - Number(a.name === shape.title))
  const label = t(shape.label)
  return askFields({
    heading: t('New: {label}', { label }),
    fields: ordered.slice(0, 8),
    values: shape.title ? { [shape.title]: title || null } : {},
    entity,
    go: t('Create'),
    submit: values => records.create(entity, values),
  })
}
