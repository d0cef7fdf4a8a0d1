import { t } from '../../shell/words.ts'
import { fieldNameFrom, nameFrom } from '../model/names.ts'
import type { Operation, Options, ShownModel } from '../model/shown.ts'
import { said } from '../model/store.ts'
import type { OptionShape, TypeShape } from './shape.ts'

const asked = (name: string, label: () => string, help?: () => string): OptionShape => ({
  name,
  label,
  ...(help && { help }),
  kind: 'text',
  required: true,
  // Said once, as the lines are made: from then on they are an entity with a page of its own.
  when: options => options.of === undefined,
})

export const lines: TypeShape = {
  type: 'lines',
  label: () => t('Lines'),
  about: () => t('The stops of a trip, the items of an offer: a table within the record.'),
  icon: 'columns',
  group: 'links',
  common: ['required'],
  unlisted: true,
  options: [
    asked('line', () => t('One line is called')),
    asked(
      'column',
      () => t('Its first column'),
      () => t('Such as Place or Item. The other columns are added as fields, by “Columns of a line”.'),
    ),
  ],
  /** Lines are records of an entity of their own, which point back at the record that they stand in and go with it. */
  along: (place, { line, column, ...options }, model) => {
    const label = String(line ?? '').trim()
    const of = lineName(model, label)
    const title = fieldNameFrom(String(column ?? ''), new Set(), 'camel', 'name')
    const by = fieldNameFrom(place.label, new Set([title]), 'camel', 'of')
    const made: Operation = {
      op: 'addEntity',
      entity: of,
      label,
      title,
      fields: [
        { field: title, type: 'text', options: { label: String(column ?? '').trim(), required: true, max: 200 } },
        { field: by, type: 'reference', options: { label: said(place.label), to: place.name, required: true, onRemove: 'cascade' } },
      ],
    }
    return { operations: [made], options: { ...options, of, by } satisfies Options }
  },
}

function lineName({ entities, bin }: ShownModel, label: string): string {
  const taken = [...entities, ...bin.entities].map(entity => entity.name.replace(/^x\./, ''))
  return `x.${nameFrom(label, new Set(taken), 'camel', 'line')}`
}
