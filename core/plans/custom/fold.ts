import type { Operation, OperationOf } from './operations.ts'

/** Operations that say all of a thing: the last one counts. */
const whole = new Set<Operation['op']>(['setRules', 'setUnique', 'setList', 'setForm', 'setLayouts', 'setBoard', 'setRole', 'setSeries'])

/**
 * A draft with one more operation, told in as few as say the same: what is set twice is set once, and a field that was made and then changed
 * is made as it is now. Performing the result leads to the document that performing all of them leads to, but for words of what is not there any more.
 *
 * @example fold([addField('colour')], changeField('colour', { label: 'Paint' })) // one addField with the label
 */
export function fold(operations: readonly Operation[], next: Operation): readonly Operation[] {
  if (whole.has(next.op)) return [...operations.filter(one => !(one.op === next.op && subject(one) === subject(next))), next]
  if (next.op === 'setWords') return saidToo(operations, next)
  if (next.op === 'changeField' && next.after === undefined) return changedField(operations, next) ?? [...operations, next]
  if (next.op === 'changeEntity') return changedEntity(operations, next) ?? [...operations, next]
  if (next.op === 'removeField') return unmadeField(operations, next.entity, next.field) ?? [...operations, next]
  if (next.op === 'removeEntity') return unmadeEntity(operations, next.entity) ?? [...operations, next]
  return [...operations, next]
}

/** Words of one language that are said one after another are said at once. */
function saidToo(operations: readonly Operation[], next: OperationOf<'setWords'>): readonly Operation[] {
  const last = operations.at(-1)
  if (last?.op !== 'setWords' || last.language !== next.language) return [...operations, next]
  return operations.with(-1, { ...last, words: { ...last.words, ...next.words } })
}

function subject(operation: Operation): string {
  if (operation.op === 'setSeries') return `${operation.entity} ${operation.field}`
  return 'role' in operation ? operation.role : 'entity' in operation ? operation.entity : ''
}

function changedField(operations: readonly Operation[], next: OperationOf<'changeField'>): readonly Operation[] | null {
  const at = operations.findLastIndex(one => 'field' in one && one.entity === next.entity && one.field === next.field)
  const before = operations[at]
  // What was said of the words since would be said over.
  if (operations.slice(at + 1).some(one => one.op === 'setWords')) return null
  const labels = (before?.op === 'addField' || before?.op === 'changeField') && { ...before.labels, ...next.labels }
  // Labels stand under the English one: where that changes, the words of the one before stay said.
  if (!labels || (Object.keys(labels).length > 0 && next.options?.label !== undefined)) return null
  const said = Object.keys(labels).length > 0 && { labels }
  if (before?.op === 'changeField')
    return operations.with(at, { ...before, options: { ...before.options, ...next.options }, ...said, ...(next.place !== undefined && { place: next.place }) })
  if (before?.op !== 'addField') return null
  const { place, ...rest } = before
  const kept = next.place === null ? undefined : (next.place ?? place)
  const options = Object.fromEntries(Object.entries({ ...before.options, ...next.options }).filter(([, value]) => value !== null))
  return operations.with(at, { ...rest, options, ...said, ...(kept && { place: kept }) })
}

function changedEntity(operations: readonly Operation[], next: OperationOf<'changeEntity'>): readonly Operation[] | null {
  const at = operations.findLastIndex(one => one.op === 'changeEntity' && one.entity === next.entity)
  const before = operations[at]
  if (before?.op !== 'changeEntity' || before.labels || next.labels || next.title !== undefined) return null
  return operations.with(at, { ...before, ...next })
}

/** A field that was made in the same draft is as if it never was, unless something of the draft names it. */
function unmadeField(operations: readonly Operation[], entity: string, field: string): readonly Operation[] | null {
  const at = operations.findIndex(one => one.op === 'addField' && one.entity === entity && one.field === field)
  const made = operations[at]
  if (made?.op !== 'addField') return null
  const rest = operations.filter(one => !('field' in one && one.entity === entity && one.field === field))
  return rest.some(one => JSON.stringify(one).includes(`"${field}"`)) || rest.some(one => named(one, field)) ? null : rest
}

function named(operation: Operation, field: string): boolean {
  return new RegExp(`["-.]${field}["-.:]`).test(JSON.stringify(operation))
}

function unmadeEntity(operations: readonly Operation[], entity: string): readonly Operation[] | null {
  const made = operations.find(one => one.op === 'addEntity' && one.entity === entity)
  if (!made) return null
  const rest = operations.filter(one => !('entity' in one && one.entity === entity))
  return JSON.stringify(rest).includes(`"${entity}"`) || operations.length === rest.length ? null : rest
}
