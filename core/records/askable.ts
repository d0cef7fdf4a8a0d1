import { Refused } from '../errors.ts'
import { composerFor, type Reader } from './statements.ts'
import { conditionSql } from './where.ts'

/** Why a condition can’t be asked of an entity with some rights; null where it can. */
export function notAsked(reader: Pick<Reader, 'model' | 'access' | 'schema'>, entity: string, condition: unknown): Refused | null {
  const shape = reader.model.entities.get(entity)
  if (!shape) return null
  try {
    const composer = composerFor(reader)
    conditionSql(composer, composer.place(shape), condition, [])
    return null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error
  }
}
