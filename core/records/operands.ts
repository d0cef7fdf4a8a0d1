import { type ConditionScope, canonicalDecimal, canonicalId, instantOf, resolveOperand } from '@sangam/sdk'
import type { Column } from './compile.ts'
import { isDay, isMoment } from './moments.ts'
import { badQuery } from './query.ts'

/** What an operand is compared with. */
interface Compared {
  readonly column: Column
  readonly path: string
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An operand as it is compared: checked, and in its one form. */
export function operandOf({ column, path }: Compared, given: unknown, scope: ConditionScope): unknown {
  const resolved = resolveOperand(given, scope)
  const value = column.compare === 'id' || column.compare === 'ids' ? canonicalId(resolved) : resolved
  if (value === null && typeof given === 'string') return null
  switch (column.compare) {
    case 'id':
    case 'ids':
      if (typeof value !== 'string' || !uuid.test(value)) throw badQuery('"{path}" is compared with an id.', { path })
      return value
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw badQuery('"{path}" is compared with a number.', { path })
      return String(value)
    case 'decimal': {
      const canonical = canonicalDecimal(value)
      if (typeof canonical !== 'string' || !/^-?\d+(\.\d+)?$/.test(canonical)) throw badQuery('"{path}" is compared with a decimal such as "12.50".', { path })
      return canonical
    }
    case 'date':
      if (typeof value !== 'string' || !isDay(value)) throw badQuery('"{path}" is compared with a day such as 2027-03-31.', { path })
      return value
    case 'time':
      if (typeof value !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) throw badQuery('"{path}" is compared with a time such as 09:30.', { path })
      return value
    case 'instant':
      if (typeof value !== 'string' || !(isDay(value) || isMoment(value)))
        throw badQuery('"{path}" is compared with a day, or a moment with its zone such as 2027-03-31T09:30:00Z.', { path })
      return new Date(instantOf(value, scope)).toISOString()
    case 'boolean':
      if (typeof value !== 'boolean') throw badQuery('"{path}" is compared with true or false.', { path })
      return value
    default:
      if (typeof value !== 'string') throw badQuery('"{path}" is compared with a text.', { path })
      if (value.includes('\0')) throw badQuery('"{path}" is compared with a text without a zero character.', { path })
      return value
  }
}
