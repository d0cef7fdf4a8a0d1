import { type ConditionScope, canonicalDecimal, instantOf, resolveOperand } from '@sangam/sdk'
import type { Refused } from '../errors.ts'
import type { Column } from './compile.ts'
import { isDay, isMoment } from './moments.ts'
import { badQuery } from './query.ts'

/** What an operand is compared with. */
interface Compared {
  readonly column: Column
  readonly path: string
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An operand as it is compared: checked, and in its one form. */
export function operandOf({ column, path }: Compared, given: unknown, scope: ConditionScope): unknown {
  const value = resolveOperand(given, scope)
  const wrong = (needs: string): Refused => badQuery('"{path}" is compared with {needs}.', { path, needs })
  if (value === null && typeof given === 'string') return null
  switch (column.compare) {
    case 'id':
    case 'ids':
      if (typeof value !== 'string' || !uuid.test(value)) throw wrong('an id')
      return value
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong('a number')
      return String(value)
    case 'decimal': {
      const canonical = canonicalDecimal(value)
      if (typeof canonical !== 'string' || !/^-?\d+(\.\d+)?$/.test(canonical)) throw wrong('a decimal such as "12.50"')
      return canonical
    }
    case 'date':
      if (typeof value !== 'string' || !isDay(value)) throw wrong('a day such as 2027-03-31')
      return value
    case 'time':
      if (typeof value !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) throw wrong('a time such as 09:30')
      return value
    case 'instant':
      if (typeof value !== 'string' || !(isDay(value) || isMoment(value))) throw wrong('a day, or a moment with its zone such as 2027-03-31T09:30:00Z')
      return new Date(instantOf(value, scope)).toISOString()
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('true or false')
      return value
    default:
      if (typeof value !== 'string') throw wrong('a text')
      if (value.includes('\0')) throw wrong('a text without a zero character')
      return value
  }
}
