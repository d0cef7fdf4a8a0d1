import { createHash } from 'node:crypto'
import { type FieldType, fieldTypes, type Json, type RollupOptions } from '@sangam/sdk'
import { FormulaProblem } from '../formulas/problem.ts'
import { conditionProblems } from './conditions.ts'
import type { Computed, ModelEntity, ModelField } from './model.ts'

type Rollup = Extract<Computed, { readonly kind: 'rollup' }>
type Entities = ReadonlyMap<string, ModelEntity>

const hows: readonly string[] = ['count', 'sum', 'average', 'min', 'max']

/** A rollup as the engine keeps it, or a problem that says why it can't be. */
export function readRollup(
  entities: Entities,
  entity: string,
  name: string,
  options: RollupOptions,
): { readonly computed: Rollup; readonly type: FieldType; readonly empty: Json } {
  const { of, by, how, where } = options
  const child = entities.get(of)
  if (!child) throw new FormulaProblem('There is no entity {of} to look at.', { of })
  const back = child.fields.get(by)
  if (back?.type.type !== 'reference' || back.computed || back.to !== entity)
    throw new FormulaProblem('"{by}" of {of} is no reference to {entity}.', { by, of, entity })
  if (!hows.includes(how)) throw new FormulaProblem('A rollup is one of {hows}; not "{how}".', { hows: hows.join(', '), how: String(how) })
  const field = how === 'count' ? null : measuredField(child, options)
  const isMoney = field?.type.type === 'money'
  const currency = options.currency ?? null
  if (isMoney !== (currency !== null) || (currency !== null && !/^[A-Z]{3}$/.test(currency)))
    throw new FormulaProblem('Money is rolled up in one currency, named as in currency: "INR"; what is no money has none.')
  if (where !== undefined) checkWhere(entities, child, where)
  const key = `rollup_${createHash('sha256')
    .update(JSON.stringify([entity, name, of, by, how, options.field ?? null, where ?? null, currency]))
    .digest('hex')
    .slice(0, 20)}`
  return {
    computed: { kind: 'rollup', key, of, by, how, field: field?.name ?? null, currency, where: where ?? null, uses: [], local: false },
    type: typeOf(how, field),
    empty: how === 'count' ? 0 : how !== 'sum' ? null : isMoney ? { amount: '0', currency: String(currency) } : '0',
  }
}

function measuredField(child: ModelEntity, { of, how, field: name }: RollupOptions): ModelField {
  const field = child.fields.get(name ?? '')
  const compare = field?.type.type === 'money' ? 'decimal' : field?.type.compare
  const fits = compare === 'decimal' || compare === 'number' || ((how === 'min' || how === 'max') && (compare === 'date' || compare === 'instant'))
  if (!field || field.computed || field.columns.length === 0 || !fits)
    throw new FormulaProblem('{how} needs a field of {of} that is kept and can be measured; "{field}" is none.', { how, of, field: name ?? '' })
  return field
}

function typeOf(how: RollupOptions['how'], field: ModelField | null): FieldType {
  if (field && (how === 'min' || how === 'max' || field.type.type === 'money')) return field.type
  return fieldTypes.get(how === 'count' ? 'integer' : 'decimal') as FieldType
}

/** What a row itself says, always and to everyone: only so can it be kept up by the row's own writes. */
function checkWhere(entities: Entities, child: ModelEntity, where: object): void {
  const [problem] = conditionProblems(entities, child.name, where)
  if (problem) throw new FormulaProblem('The condition of a rollup can’t be: {problem}.', { problem })
  for (const [key, value] of Object.entries(where)) {
    if (key === 'or' || key === 'and') for (const one of value as object[]) checkWhere(entities, child, one)
    else if (key === 'not') checkWhere(entities, child, value as object)
    else checkTerm(child, key, value)
  }
}

function checkTerm(child: ModelEntity, key: string, value: unknown): void {
  const [first = '', part] = key.split('.')
  const field = child.fields.get(first)
  if (!field || field.computed || field.columns.length === 0 || (part !== undefined && field.type.type !== 'money'))
    throw new FormulaProblem('The condition of a rollup looks at fields that {of} keeps itself; "{path}" is none.', { of: child.name, path: key })
  const wanders = (one: unknown): boolean => (Array.isArray(one) ? one.some(wanders) : typeof one === 'string' && /^\$[^$]/.test(one))
  const operators = typeof value === 'object' && value !== null ? Object.entries(value) : [['eq', value] as const]
  if (operators.some(([operator, operand]) => operator === 'within' || operator === 'under' || wanders(operand)))
    throw new FormulaProblem('The condition of a rollup holds for everyone and at all times: "{path}" can’t ask who or when.', { path: key })
}
