import { type Comparison, type FieldType, fieldTypes, type Operator } from '@sangam/sdk'
import { type ModelEntity, type ModelField, partsOf, systemFields } from './model.ts'

export type Entities = ReadonlyMap<string, ModelEntity>

/** What stands at the end of a path such as `stage`, `party.name`, `party.$title`, `value.amount`, `createdAt`. */
export interface PathEnd {
  /** References walked through, first to last. */
  readonly through: readonly ModelField[]
  readonly entity: ModelEntity
  /** The field it ends on; null for a system field. */
  readonly field: ModelField | null
  /** The name it ends on: of the field or the system field. */
  readonly name: string
  /** The part of a value in several columns it ends on: of money or an address. */
  readonly part: string | null
  readonly compare: Comparison
  readonly operators: readonly Operator[]
  readonly sortable: boolean
  readonly groupable: boolean
  /** The entity that an id at its end belongs to. */
  readonly to: string | null
}

/** What can be asked of the records that belong to one: its lines, those it refers to, those that point at it. */
export const relationOperators: readonly Operator[] = ['some', 'every', 'none', 'isEmpty']

/** A path that begins with the records which point here by one of their fields: `leads.lead:party`, as `referredBy` has them. */
export function reverseStep(path: string): { readonly child: string; readonly field: string; readonly rest: string | null } | null {
  const [, child = '', field = '', rest] = /^([a-z][a-z0-9]*\.\w+):(\w+)(?:\.(.+))?$/.exec(path) ?? []
  return child === '' ? null : { child, field, rest: rest ?? null }
}

/** The entity and field that a step back comes from; null where nothing of the kind points here. */
export function reverseOf(entities: Entities, target: ModelEntity, step: { readonly child: string; readonly field: string }) {
  const entity = entities.get(step.child)
  const field = entity?.fields.get(step.field)
  return entity && field && target.referredBy.some(link => link.entity === step.child && link.field === step.field) ? { entity, field } : null
}

/** Follows a path from an entity; a sentence says where it breaks. */
export function walkPath(entities: Entities, entityName: string, path: string): PathEnd | string {
  const parts = path.split('.')
  const through: ModelField[] = []
  let entity = entities.get(entityName)
  for (let at = 0; entity; at += 1) {
    const back = reverseStep(parts.slice(at).join('.'))
    if (back) return reverseEnd(entities, through, entity, back)
    const name = parts[at] === '$title' && at > 0 ? entity.title : (parts[at] ?? '')
    const rest = parts.length - at - 1
    const system = systemFields.get(name)
    const field: ModelField | undefined = entity.fields.get(name)
    if (!system && !field) return `${entity.name} has no field "${name}"`
    if (field?.computed?.kind === 'lookup') {
      // A lookup is the path it looks along.
      parts.splice(at, 1, ...field.computed.path.split('.'))
      at -= 1
      continue
    }
    if (rest === 0) return field ? ended(through, entity, field) : systemEnd(through, entity, name)
    if (field?.type.type === 'oneOf' && rest === 1) return pointerEnd(through, entity, field, parts[at + 1] ?? '')
    if (field && partsOf(field)[0]?.part !== undefined && rest === 1) return partEnd(through, entity, field, parts[at + 1] ?? '')
    const target: string | null = field ? (field.type.columns(field.options as never).length > 0 ? field.to : null) : name.endsWith('By') ? 'core.user' : null
    if (target === null) return `"${parts.slice(0, at + 1).join('.')}" of ${entityName} leads no further`
    if (field) through.push(field)
    entity = entities.get(target)
    if (!entity) return `"${path}" of ${entityName} leads to ${target}, which is not there`
  }
  return `there is no entity ${entityName}`
}

function reverseEnd(
  entities: Entities,
  through: readonly ModelField[],
  entity: ModelEntity,
  step: { readonly child: string; readonly field: string; readonly rest: string | null },
): PathEnd | string {
  const name = `${step.child}:${step.field}`
  if (!reverseOf(entities, entity, step)) return `no field "${step.field}" of ${step.child} points at ${entity.name}`
  if (step.rest !== null) return `"${name}" is asked for some, every or none of its records, with a condition of theirs`
  const fixed = { field: null, part: null, compare: 'none', operators: relationOperators, sortable: false, groupable: false } as const
  return { through, entity, name, to: step.child, ...fixed }
}

const decimalOperators: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty']

const textOperators: readonly Operator[] = [...decimalOperators, 'contains', 'startsWith']

function ended(through: readonly ModelField[], entity: ModelEntity, field: ModelField): PathEnd {
  const { compare, operators, sortable, groupable } = field.type
  return { through, entity, field, name: field.name, part: null, compare, operators, sortable, groupable, to: field.to }
}

function partEnd(through: readonly ModelField[], entity: ModelEntity, field: ModelField, part: string): PathEnd | string {
  const column = partsOf(field).find(one => one.part === part)
  if (!column)
    return `"${field.name}" of ${entity.name} has the parts ${partsOf(field)
      .map(one => one.part)
      .join(', ')}, not "${part}"`
  const common = { through, entity, field, name: field.name, part, sortable: true, to: null }
  if (column.compare === 'decimal') return { ...common, compare: 'decimal', operators: decimalOperators, groupable: false }
  return { ...common, compare: 'text', operators: textOperators, groupable: true }
}

function pointerEnd(through: readonly ModelField[], entity: ModelEntity, field: ModelField, part: string): PathEnd | string {
  const common = { through, entity, field, name: field.name, part, to: null, operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'] as const }
  if (part === 'entity') return { ...common, compare: 'text', sortable: true, groupable: true }
  if (part === 'id') return { ...common, compare: 'id', sortable: false, groupable: true }
  if (part === '$title') return { ...common, part: null, compare: 'text', operators: textOperators, sortable: true, groupable: true }
  return `"${field.name}" of ${entity.name} has the parts entity and id, not "${part}"`
}

function systemEnd(through: readonly ModelField[], entity: ModelEntity, name: string): PathEnd {
  const compare = systemFields.get(name)?.compare ?? 'id'
  const like = fieldTypes.get({ id: 'reference', number: 'integer', instant: 'datetime' }[compare]) as FieldType
  const to = compare !== 'id' ? null : name === 'id' ? entity.name : 'core.user'
  return {
    through,
    entity,
    field: null,
    name,
    part: null,
    compare,
    operators: like.operators,
    sortable: name !== 'createdBy' && name !== 'updatedBy',
    groupable: name !== 'id' && name !== 'version',
    to,
  }
}
