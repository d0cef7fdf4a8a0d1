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

/** What roles say of an entity's fields: those that their grants look at, wherever they stand in conditions, and those that some hide. */
interface Said {
  readonly looked: Set<string>
  readonly hidden: Set<string>
}

const saidIn = new WeakMap<Model['roles'], ReadonlyMap<string, Said>>()

/** The same of all entities, found once for a model: each of many entities would go through every role. */
export function saidOf(model: Model): ReadonlyMap<string, Said> {
  const known = saidIn.get(model.roles)
  if (known) return known
  const found = new Map<string, Said>()
  for (const { grants } of model.roles.values()) {
    for (const { entity, where, hide } of grants) {
      const said = found.get(entity) ?? { looked: new Set(), hidden: new Set() }
      found.set(entity, said)
      for (const name of where ? lookedAt(where) : []) said.looked.add(name)
      for (const name of hide ?? []) said.hidden.add(name)
    }
  }
  saidIn.set(model.roles, found)
  return found
}
