import { fieldAt } from '../../data/meta.ts'

/** What a column is ordered by: money by its amount, a reference by what it is called. */
export function sortPath(entity: string, path: string): string {
  const field = fieldAt(entity, path)
  if (field?.type === 'money') return `${path}.amount`
  return field?.type === 'reference' ? `${path}.$title` : path
}
