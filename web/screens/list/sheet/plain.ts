import { durationText, type FieldMeta, guardCell, type Json, type Money } from '@sangam/sdk'
import { fieldAt, metaStore } from '../../../data/meta.ts'
import type { Row } from '../../../data/records.ts'
import { addressLine } from '../../../fields/address-line.ts'
import { wordsIn } from '../../../fields/html.ts'
import { typedNumber } from '../../../fields/typed-number.ts'
import { clockOf, dayOf } from '../../../shell/format.ts'
import { t } from '../../../shell/words.ts'
import { optionLabel } from '../cells.ts'

/** A cell as it goes to a spreadsheet: numbers without their groups and with the person's own point, so that they come back as they went, days as 2027-03-31, what one can read of the rest. */
export function plainCell(entity: string, path: string, row: Row): string {
  const field = fieldAt(entity, path)
  const value = row[path] ?? null
  if (!field || value === null) return ''
  const titles = row[`${path}.$title`]
  if (field.type === 'reference' || field.type === 'oneOf') return typeof titles === 'string' ? guardCell(titles) : ''
  if (field.type === 'references') return guardCell(Array.isArray(titles) ? titles.filter(title => typeof title === 'string').join('; ') : '')
  return plainValue(field, value)
}

function plainValue(field: FieldMeta, value: Json): string {
  switch (field.type) {
    case 'money': {
      const { amount, currency } = value as unknown as Money
      const figure = typedNumber(amount)
      return currency === metaStore.value?.company?.currency ? figure : `${currency} ${figure}`
    }
    case 'decimal':
    case 'percent':
      return typedNumber(String(value))
    case 'integer':
    case 'rating':
    case 'date':
    case 'time':
      return String(value)
    case 'datetime':
      return `${dayOf(String(value))} ${clockOf(String(value))}`
    case 'boolean':
      return value === true ? t('Yes') : t('No')
    case 'duration':
      return guardCell(durationText(Number(value)))
    case 'choice':
    case 'flow':
      return guardCell(optionLabel(field, String(value)))
    case 'choices':
      return guardCell((value as readonly string[]).map(one => optionLabel(field, one)).join('; '))
    case 'richText':
      return guardCell(wordsIn(String(value)))
    case 'address':
      return guardCell(addressLine(value))
    default:
      return guardCell(Array.isArray(value) ? value.join('; ') : typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
}
