import type { Json } from '@sangam/sdk'
import type { ModelEntity } from '../registry/model.ts'
import { filledValue, type Sight } from '../template.ts'
import type { Values } from './definition.ts'

/** The values a step sets, filled for one run and in the form of their fields. The pipeline checks them as anyone's. */
export function valuesFor(entity: ModelEntity | undefined, values: Values, sight: Sight): { [field: string]: Json } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fitted(entity?.fields.get(name)?.type.type, stands(filledValue(value, sight), sight))]),
  )
}

function stands(value: Json, sight: Sight): Json {
  if (value === '$me') return sight.me ?? null
  if (value === '$today') return sight.today ?? null
  return value === '$now' ? (sight.now ?? null) : value
}

/** What a template made is text; a field of another kind takes what it stands for. */
function fitted(type: string | undefined, value: Json): Json {
  if (typeof value !== 'string') return value
  if (value === '' && type !== 'text') return null
  if (type === 'integer' && /^-?\d+(\.0+)?$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if (type === 'date' && /^\d{4}-\d\d-\d\dT/.test(value)) return value.slice(0, 10)
  return value
}
