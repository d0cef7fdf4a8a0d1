import type { Comparison, Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { type ModelEntity, type ModelField, partsOf, systemFields } from '../registry/model.ts'

/** One column of the flat feed. */
export interface Property {
  readonly name: string
  /** Where its value is read. */
  readonly path: string
  readonly type: 'Edm.String' | 'Edm.Int32' | 'Edm.Decimal' | 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset' | 'Edm.TimeOfDay' | 'Edm.Guid'
  /** Whether it can be asked for in a filter and an order. */
  readonly single: boolean
  readonly label: string
}

const types: ReadonlyMap<Comparison, Property['type']> = new Map<Comparison, Property['type']>([
  ['text', 'Edm.String'],
  ['number', 'Edm.Int32'],
  ['decimal', 'Edm.Decimal'],
  ['boolean', 'Edm.Boolean'],
  ['date', 'Edm.Date'],
  ['instant', 'Edm.DateTimeOffset'],
  ['time', 'Edm.TimeOfDay'],
  ['id', 'Edm.Guid'],
])

/** The entities that a caller may read, by the names they have in the feed. */
export function entitySets(ctx: CoreCtx): ReadonlyMap<string, ModelEntity> {
  const open = [...ctx.model.entities.values()].filter(entity => !entity.internal && ctx.access.may(entity.name, 'read'))
  return new Map(open.map(entity => [entity.name.replace('.', '_'), entity]))
}

export function entitySet(ctx: CoreCtx, name: string): ModelEntity {
  const found = entitySets(ctx).get(name)
  if (!found) throw notFound()
  return found
}

/** The columns of an entity: of each field its value, of a reference its title too, of money and addresses their parts. */
export function propertiesOf(ctx: CoreCtx, entity: ModelEntity): Property[] {
  const system = [...systemFields].map(([name, { compare }]): Property => {
    return { name, path: name, type: types.get(compare) ?? 'Edm.String', single: true, label: name }
  })
  const fields = [...entity.fields.values()].filter(field => field.type.type !== 'lines' && ctx.access.field(entity.name, field.name, 'read') !== 'none')
  // A read takes a hundred paths.
  return [...system, ...fields.flatMap(field => columnsOf(ctx, field))].slice(0, 98)
}

function columnsOf(ctx: CoreCtx, field: ModelField): Property[] {
  const { name } = field
  const label = ctx.t(field.label)
  const title = (single: boolean): Property => ({
    name: `${name}_title`,
    path: `${name}.$title`,
    type: 'Edm.String',
    single,
    label: `${label} (${ctx.t('Title')})`,
  })
  const parts = partsOf(field)
  const byPart = parts[0]?.part !== undefined
  if (byPart) {
    const own = parts.map((part): Property => {
      return {
        name: `${name}_${part.part}`,
        path: `${name}.${part.part}`,
        type: types.get(part.compare ?? 'text') ?? 'Edm.String',
        single: true,
        label: `${label} (${part.part})`,
      }
    })
    return field.type.type === 'oneOf' ? [...own, title(true)] : own
  }
  const target = field.to !== null && ctx.access.may(field.to, 'read')
  const type = types.get(field.type.compare)
  const self: Property = { name, path: name, type: type ?? 'Edm.String', single: type !== undefined && field.type.compare !== 'none', label }
  return target && (field.type.compare === 'id' || field.type.compare === 'ids') ? [self, title(field.type.compare === 'id')] : [self]
}

/** A record as the text of a JSON object. Decimals keep their digits: they are written as they are, and never pass through a float. */
export function entryText(properties: readonly Property[], item: { readonly [path: string]: Json }, decimalsAsText: boolean): string {
  const values = properties.map(({ name, path, type }) => `${JSON.stringify(name)}:${valueText(type, item[path] ?? null, decimalsAsText)}`)
  return `{"@odata.etag":${JSON.stringify(`W/"${item.version}"`)},${values.join(',')}}`
}

function valueText(type: Property['type'], value: Json, decimalsAsText: boolean): string {
  if (value === null) return 'null'
  if (type === 'Edm.Decimal') return decimalsAsText ? JSON.stringify(String(value)) : String(value)
  if (type === 'Edm.TimeOfDay') return JSON.stringify(`${String(value)}:00`)
  if (Array.isArray(value)) return JSON.stringify(value.map(one => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join('; '))
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : value)
}
