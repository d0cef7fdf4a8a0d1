import { entityMeta, fieldAt, metaStore, systemFields } from '../../data/meta.ts'

/** What a column is ordered by: money by its amount, a reference by what it is called. */
export function sortPath(entity: string, path: string): string {
  const field = fieldAt(entity, path)
  if (field?.type === 'money') return `${path}.amount`
  return field?.type === 'reference' ? `${path}.$title` : path
}

/** What records can be grouped by: fields, and the parts of days and moments. */
export function groupPaths(entity: string): readonly string[] {
  const fields = [...Object.values(entityMeta(entity)?.fields ?? {}), ...Object.values(systemFields)].filter(field => field.groupable)
  const parts = ['week', 'month', 'quarter', 'year', ...(fiscal() ? ['fiscal_year'] : [])]
  return fields.flatMap(field => (field.type === 'date' || field.type === 'datetime' ? parts.map(part => `${field.name}:${part}`) : [field.name]))
}

/** Whether the company's year is another than the calendar's. */
function fiscal(): boolean {
  return (metaStore.value?.company?.fiscalYearStart ?? 1) !== 1
}
