import {
  type FieldType,
  type Formula,
  type FormulaKind,
  type FormulaOptions,
  fieldTypes,
  formulaPaths,
  type LookupOptions,
  type RollupOptions,
} from '@sangam/sdk'
import { type Checked, checkFormula, type Size } from '../formulas/check.ts'
import { FormulaProblem } from '../formulas/problem.ts'
import { readSyntax } from '../formulas/syntax.ts'
import { type Computed, type ModelEntity, type ModelField, partsOf, systemFields } from './model.ts'
import { walkPath } from './paths.ts'
import type { FieldProblem } from './problems.ts'
import { readRollup } from './rollup.ts'

type Entities = Map<string, { fields: ReadonlyMap<string, ModelField> } & ModelEntity>
type Formulas = Extract<Computed, { readonly kind: 'formula' }>

const kinds = new Set(['formula', 'lookup', 'rollup'])

/** Gives the fields that are worked out their meaning, once all entities are there: those they use first. */
export function linkComputed(entities: Map<string, { -readonly [K in keyof ModelEntity]: ModelEntity[K] }>, problems: FieldProblem[]): void {
  const linker = new Linker(entities)
  for (const entity of entities.values()) {
    for (const field of entity.fields.values()) {
      try {
        linker.settle(entity.name, field.name, [])
      } catch (error) {
        if (!(error instanceof FormulaProblem)) throw error
        problems.push({ plugin: field.plugin, entity: entity.name, field: field.name, text: error.text, values: error.values })
      }
    }
  }
}

/** The formula of a field that is not there yet, or a problem that says why it can't be. */
export function readFormula(
  entities: ReadonlyMap<string, ModelEntity>,
  entity: string,
  name: string,
  options: Pick<FormulaOptions, 'expression'> & { readonly result?: string },
): Formulas {
  return new Linker(entities as Entities).formula(entity, options, [`${entity}.${name}`])
}

class Linker {
  constructor(readonly entities: Entities) {}

  /** A field of which all is known; what it uses is settled on the way. */
  settle(entityName: string, name: string, stack: readonly string[]): ModelField | undefined {
    const entity = this.entities.get(entityName)
    const field = entity?.fields.get(name)
    if (!entity || !field || field.computed || !kinds.has(field.type.type)) return field
    const key = `${entityName}.${name}`
    if (stack.includes(key))
      throw new FormulaProblem('Fields use each other in a circle: {path}. Take one of them out of its formula.', { path: [...stack, key].join(' → ') })
    const made = this.#made(entityName, field, [...stack, key])
    entity.fields = new Map([...entity.fields].map(([one, old]) => [one, one === name ? made : old]))
    return made
  }

  #made(entity: string, field: ModelField, stack: readonly string[]): ModelField {
    if (field.type.type === 'lookup') return this.#lookup(entity, field, stack)
    if (field.type.type === 'rollup') return this.#rollup(entity, field)
    const options = field.options as unknown as FormulaOptions
    const computed = this.formula(entity, options, stack)
    return { ...field, options: { ...field.options, readonly: true }, type: valueType(fieldTypes.get(options.result) as FieldType), computed }
  }

  formula(entity: string, { expression, result }: { readonly expression: string; readonly result?: string }, stack: readonly string[]): Formulas {
    const uses = new Set<string>()
    const checked = checkFormula(readSyntax(String(expression)), path => this.#named(entity, path, stack, uses))
    const { tree, size } = resultOf(checked, result)
    if (count(tree) > mostParts) throw new FormulaProblem('With the formulas it uses this one is too long. Use fewer of them.')
    const stored = formulaPaths(tree)
    return { kind: 'formula', tree, size, uses: [...uses], local: stored.every(path => this.#isLocal(entity, path)) }
  }

  #isLocal(entity: string, path: string): boolean {
    const [first = '', ...rest] = path.split('.')
    const field = this.entities.get(entity)?.fields.get(first)
    if (field?.computed?.kind === 'rollup') return false
    return rest.length === 0 || (field !== undefined && partsOf(field)[0]?.part !== undefined)
  }

  #rollup(entity: string, field: ModelField): ModelField {
    const given = field.options as unknown as RollupOptions
    const { computed, type, empty } = readRollup(this.entities, entity, field.name, given)
    const { digits } = (this.entities.get(given.of)?.fields.get(given.field ?? '')?.options ?? {}) as { readonly digits?: number }
    const options = {
      ...field.options,
      readonly: true,
      ...(empty !== null && { default: empty }),
      ...(digits !== undefined && given.how !== 'average' && { digits }),
    }
    return { ...field, options, to: null, type: valueType(type), computed }
  }

  #lookup(entity: string, field: ModelField, stack: readonly string[]): ModelField {
    const { by, field: name } = field.options as unknown as LookupOptions
    const uses = new Set<string>()
    const path = `${by}.${name}`
    this.#walk(entity, path, stack, uses)
    const end = walkPath(this.entities, entity, path)
    if (typeof end === 'string' || end.through.length === 0 || end.field?.type.type === 'lines')
      throw new FormulaProblem('There is no field "{path}" that {entity} could look up.', { path, entity })
    const target = end.field ?? systemField(end.name, end.compare)
    const { required: _, unique: __, index: ___, default: ____, search: _____, states, ...open } = target.options as Record<string, unknown>
    const options = { ...open, ...(states !== undefined && { choices: states }), ...field.options, readonly: true }
    const type = states === undefined ? target.type : (fieldTypes.get('choice') as FieldType)
    return { ...field, options, to: target.to, type: valueType(type), computed: { kind: 'lookup', path, uses: [...uses], local: false } }
  }

  /** What a path in a formula stands for. A formula or lookup in it is written out. */
  #named(entity: string, path: string, stack: readonly string[], uses: Set<string>): Pick<Checked, 'tree' | 'size'> {
    const last = this.#walk(entity, path, stack, uses)
    const end = walkPath(this.entities, entity, path)
    const wrong = (): FormulaProblem => new FormulaProblem('There is no field "{path}" of {entity} that a formula could use.', { path, entity })
    if (typeof end === 'string' || path.length > 120) throw wrong()
    const inner = last?.field.computed
    if (last && inner?.kind === 'formula') return writtenOut(inner, last.before, end.part)
    const kind = end.part === null && end.field?.type.type === 'money' ? 'money' : kindOf[end.compare]
    if (!kind) throw wrong()
    return { tree: { op: 'field', kind, path: this.#stored(entity, path) }, size: sizeOf(kind, end.field) }
  }

  /** Settles the fields along a path and notes them; gives the last one, and what stands before it. */
  #walk(entityName: string, path: string, stack: readonly string[], uses: Set<string>): { readonly field: ModelField; readonly before: string } | null {
    let entity: string | null = entityName
    let found: { readonly field: ModelField; readonly before: string } | null = null
    const parts = path.split('.')
    for (const [at, name] of parts.entries()) {
      if (entity === null) break
      const before = parts.slice(0, at).join('.')
      const field = this.settle(entity, name, stack)
      if (!field) {
        entity = systemFields.has(name) && name.endsWith('By') ? 'core.user' : null
        found = null
        continue
      }
      uses.add(before ? `${before}.${name}` : name)
      for (const one of field.computed?.uses ?? []) uses.add(before ? `${before}.${one}` : one)
      found = { field, before }
      entity = partsOf(field)[0]?.part !== undefined ? null : field.to
    }
    return found
  }

  /** A path with its lookups written out. */
  #stored(entityName: string, path: string): string {
    const parts = path.split('.')
    let entity: string | null = entityName
    for (let at = 0; at < parts.length && entity !== null; at += 1) {
      const field: ModelField | undefined = this.entities.get(entity)?.fields.get(parts[at] ?? '')
      if (field?.computed?.kind === 'lookup') {
        parts.splice(at, 1, ...field.computed.path.split('.'))
        at -= 1
      } else entity = field?.to ?? null
    }
    return parts.join('.')
  }
}

const mostParts = 1000

function count(tree: Formula): number {
  return tree.op === 'call' ? 1 + tree.args.reduce((sum, one) => sum + count(one), 0) : 1
}

const kindOf: { readonly [compare: string]: FormulaKind | undefined } = {
  text: 'text',
  number: 'integer',
  decimal: 'decimal',
  date: 'date',
  instant: 'datetime',
  boolean: 'boolean',
  id: 'id',
}

function sizeOf(kind: FormulaKind, field: ModelField | null): Size | null {
  if (kind === 'integer') return { before: 10, after: 0 }
  const { digits } = (field?.options ?? {}) as { readonly digits?: number }
  return kind === 'decimal' ? { before: 25, after: digits ?? 6 } : null
}

/** The tree of another formula, seen from where a reference to it stands. */
function writtenOut(inner: Formulas, before: string, part: string | null): Pick<Checked, 'tree' | 'size'> {
  const tree = before === '' ? inner.tree : whereThere(moved(inner.tree, before), before)
  if (part === null || inner.tree.op !== 'call') return { tree, size: inner.size }
  const [amount, currency] = inner.tree.args.map(one => (before === '' ? one : whereThere(moved(one, before), before))) as [Formula, Formula]
  const [wanted, other] = part === 'amount' ? [amount, currency] : [currency, amount]
  const nothing: Formula = { op: 'value', kind: wanted.kind, value: null }
  return {
    tree: { op: 'call', kind: wanted.kind, name: 'if', args: [{ op: 'call', kind: 'boolean', name: 'isEmpty', args: [other] }, nothing, wanted] },
    size: part === 'amount' ? { before: 40, after: 20 } : null,
  }
}

/** Of a record that is not there nothing follows, whatever its formula makes of nothing. */
function whereThere(tree: Formula, before: string): Formula {
  const gone: Formula = { op: 'call', kind: 'boolean', name: 'isEmpty', args: [{ op: 'field', kind: 'id', path: `${before}.id` }] }
  return { op: 'call', kind: tree.kind, name: 'if', args: [gone, { op: 'value', kind: tree.kind, value: null }, tree] }
}

function moved(tree: Formula, before: string): Formula {
  if (tree.op === 'field') return { ...tree, path: `${before}.${tree.path}` }
  return tree.op === 'value' ? tree : { ...tree, args: tree.args.map(one => moved(one, before)) }
}

/** The result in the kind that the field is to hold. */
function resultOf({ tree, size, nothing }: Checked, wanted: string = tree.kind): { readonly tree: Formula; readonly size: Size | null } {
  if (nothing) throw new FormulaProblem('A formula that is always empty tells nothing.')
  const fits = tree.kind === wanted || (wanted === 'decimal' && tree.kind === 'integer')
  if (!fits || !(fieldTypes.has(wanted) && results.includes(wanted)))
    throw new FormulaProblem('The formula results in a {kind}, and the field is to hold a {wanted}.', { kind: tree.kind, wanted })
  if (wanted === 'money' && !(tree.op === 'call' && tree.name === 'money'))
    throw new FormulaProblem('Money is made last, by money(amount, currency): as in money(price.amount * quantity, price.currency).')
  if (wanted === 'integer' && size && size.before > 15) throw new FormulaProblem('This can be too large for a whole number. Let the field hold a decimal.')
  return { tree: tree.kind === wanted ? tree : ({ ...tree, kind: wanted } as Formula), size }
}

const results = ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'money']

/** A type's way of comparing and showing, without a place to keep it. */
function valueType(type: FieldType): FieldType {
  const { normalise: _, ...rest } = type.type === 'series' ? (fieldTypes.get('text') as FieldType) : type
  return { ...rest, columns: () => [] }
}

function systemField(name: string, compare: string): ModelField {
  const type = fieldTypes.get({ id: 'reference', number: 'integer', instant: 'datetime' }[compare] ?? 'text') as FieldType
  return { name, plugin: 'core', label: name, type, options: {}, columns: [], to: compare === 'id' ? 'core.user' : null, computed: null }
}
