import type { Json } from '@sangam/sdk'
import { entityMeta, meta } from '../data/meta.ts'
import { type Row, records } from '../data/records.ts'
import { called, t } from '../shell/words.ts'
import { confirm } from '../ui/dialog.ts'
import { askFields } from './ask-fields.ts'

/**
 * Makes a record on the spot, with its title and what must be given, what is `given` already, and the `also` fields; null when the person thinks better
 * of it. What is `settled` is given and not asked. What can't be without its lines has no place in a small form: the whole one is offered, beside what is
 * being filled in here.
 */
export async function createInDialog(
  entity: string,
  title: string,
  given: { readonly [field: string]: Json } = {},
  { also = [], settled = '' }: { readonly also?: readonly string[]; readonly settled?: string } = {},
): Promise<Row | null> {
  const shape = entityMeta(entity)
  if (!shape) return null
  const label = called(shape.label)
  const lines = Object.values(shape.fields).filter(
    field => field.type === 'lines' && (field.required || field.begins === true) && !field.readonly && !(field.name in given),
  )
  if (lines.length > 0) {
    const needed = lines.map(field => called(field.label)).join(', ')
    const values = { ...given, ...(shape.title && title && { [shape.title]: title }) }
    await leadToForm(entity, label, needed, values)
    return null
  }
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
  // What must be given is asked for, however much it is.
  const shown = ordered.filter((field, at) => at < 8 || (field.required && field.default === null))
  return askFields({
    heading: t('New {entity}', { entity: label }),
    fields: shown,
    values: { ...given, ...(shape.title && { [shape.title]: title || null }) },
    entity,
    go: t('Create'),
    submit: values => records.create(entity, values),
  })
}

/** A page of its own, so that nothing that is filled in here is lost. */
async function leadToForm(entity: string, label: string, lines: string, values: { readonly [field: string]: Json }): Promise<void> {
  const question = t('{label} needs {lines} before it can be saved. Make it in its whole form: that opens on a page of its own, and this one stays as it is.', {
    label,
    lines,
  })
  if (!(await confirm(question, { heading: t('New {entity}', { entity: label }), go: t('Open the whole form') }))) return
  const known = Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  const href = `/new/${entity}${known.length > 0 ? `?${new URLSearchParams(known.map(([name, value]) => [name, value]))}` : ''}`
  Object.assign(document.createElement('a'), { href, target: '_blank' }).click()
}
