import { entityMeta, fieldAt, meta } from '../../data/meta.ts'
import type { Found } from '../../data/search.ts'
import { optionLabel } from '../../screens/list/cells.ts'

const told = ['text', 'series', 'choice', 'reference']

/** What stands beside the title of a record that was found, as one reads it in the list: a choice comes as it is kept. */
export function besideTitle({ entity, subtitle }: Found): string | null {
  if (subtitle === null) return null
  const title = entityMeta(entity)?.title
  const columns = meta().lists.find(list => list.entity === entity)?.columns ?? []
  const first = columns
    .filter(column => column !== title)
    .map(column => fieldAt(entity, column))
    .find(field => field && told.includes(field.type))
  return first?.type === 'choice' && first.choices?.[subtitle] ? optionLabel(first, subtitle) : subtitle
}
