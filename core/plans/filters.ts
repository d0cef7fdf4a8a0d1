import type { Model, ModelEntity, ModelField } from '../registry/model.ts'

/** The fields that a condition looks at, wherever they stand in it. */
export function lookedAt(condition: object): string[] {
  return Object.entries(condition).flatMap(([key, value]) =>
    key === 'or' || key === 'and' ? (value as object[]).flatMap(lookedAt) : key === 'not' ? lookedAt(value as object) : [key],
  )
}

/** An entry of an index may have 2,700 bytes, and a letter four; what is longer nobody filters a list by. */
const longest = 600

/** The columns that the lists of an entity filter by as their plugin brings them: of its own, and such as a value can be found by. */
export function filtersOf(model: Model, entity: ModelEntity): string[] {
  const views = model.lists.filter(list => list.entity === entity.name).flatMap(list => list.views ?? [])
  return [...new Set(views.flatMap(view => lookedAt(view.where ?? {})))].flatMap(path => {
    const [name = '', part] = path.split('.')
    const field = entity.fields.get(name)
    const column = field?.columns.find(one => part === undefined || one.part === part)
    return field && column && isShort(field, column.type) ? [column.name] : []
  })
}

function isShort({ type, options }: ModelField, column: string): boolean {
  if (column === 'jsonb' || column === 'text[]') return false
  return column !== 'text' || type.type !== 'text' || (typeof options.max === 'number' && options.max <= longest)
}
