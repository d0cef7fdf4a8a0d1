import { type ConditionScope, evaluateFormula, formulaPaths, type Json, valueAt } from '@sangam/sdk'
import { comesFromSum, type ModelEntity } from '../../registry/model.ts'
import { isFromElsewhere } from './shown.ts'
import type { Item } from './work.ts'

/** A path that a condition looks at and that follows from other records: what it is worked out from, and how. */
export interface Beyond {
  readonly path: string
  readonly from: readonly string[]
  of(record: Item): Json
}

/** Of some paths those that begin with a lookup or a formula through references: what is pointed at may be another than when the record was read. */
export function beyondOf(entity: ModelEntity, paths: readonly string[], scope: ConditionScope): Beyond[] {
  return [...new Set(paths)].flatMap((path): Beyond[] => {
    const [name = ''] = path.split('.')
    const field = entity.fields.get(name)
    if (!field || !isFromElsewhere(field) || comesFromSum(entity, name)) return []
    const { computed } = field
    if (computed?.kind === 'formula') return [{ path: name, from: formulaPaths(computed.tree), of: record => evaluateFormula(computed.tree, record, scope) }]
    const from = writtenOut(entity, path)
    return [{ path, from: [from], of: record => (valueAt(record, from) ?? null) as Json }]
  })
}

/** A path without the lookups it begins with. */
function writtenOut(entity: ModelEntity, path: string): string {
  const [name = '', ...rest] = path.split('.')
  const computed = entity.fields.get(name)?.computed
  return computed?.kind === 'lookup' ? writtenOut(entity, [computed.path, ...rest].join('.')) : path
}
