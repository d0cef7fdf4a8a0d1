import { createHash } from 'node:crypto'
import type { Kept, KeptPart } from '@sangam/sdk'
import { ownStored } from '../registry/invariants.ts'
import type { Invariants, Model, ModelEntity, ModelField } from '../registry/model.ts'

/** Lines that stay with the record they belong to. */
export interface StayingLines {
  readonly field: string
  readonly entity: ModelEntity
  /** The column that leads to the record. */
  readonly by: string
  /** Columns that may change. */
  readonly free: readonly string[]
  /** Columns that its hash covers. */
  readonly covered: readonly Column[]
}

/** An entity whose records stay as they are from a moment on, with all that the database must know to hold it. */
export interface Staying {
  /** The name of its functions: another for another meaning. */
  readonly key: string
  readonly entity: ModelEntity
  readonly holds: Invariants
  readonly free: readonly string[]
  /** Of the free ones those that are filled in once. */
  readonly once: readonly string[]
  readonly covered: readonly Column[]
  readonly lines: readonly StayingLines[]
  readonly kept: readonly KeptSums[]
}

/** Sums that are kept up: columns of their table, and where each value comes from. */
export interface KeptSums {
  /** Another for another meaning: what was counted under one counts for no other. */
  readonly key: string
  readonly table: string
  readonly lines: StayingLines
  readonly by: readonly Drawn[]
  readonly sums: readonly Drawn[]
}

export interface Drawn {
  readonly column: string
  /** Of the line, or of the record. */
  readonly from: 'line' | 'record'
  readonly source: string
  /** Lines that have nothing there are in no sum: the sum asks for a value, and its source does not. */
  readonly needed?: true
  /** Only what is above nothing is added up, or only what is below it. */
  readonly only?: 'above' | 'below'
}

export interface Column {
  readonly name: string
  readonly type: string
}

function keyOf(kind: 'stays' | 'sums', meaning: unknown): string {
  return `${kind}_${createHash('sha256').update(JSON.stringify(meaning)).digest('hex').slice(0, 20)}`
}

/** Grows when the functions of the database say something else of the same definition. */
const made = 6

/** Changed by every write, or by what others added. */
const always = ['version', 'updated_at', 'updated_by']

const known = new WeakMap<Model, readonly Staying[]>()

/** All entities of a model whose records stay. */
export function stayingOf(model: Model): readonly Staying[] {
  const found = known.get(model) ?? [...model.entities.values()].flatMap(entity => (entity.holds ? [stayingEntity(model, entity, entity.holds)] : []))
  known.set(model, found)
  return found
}

function stayingEntity(model: Model, entity: ModelEntity, holds: Invariants): Staying {
  const { stays } = holds
  const lines = [...entity.fields.values()].flatMap((field): StayingLines[] => {
    const line = field.type.type === 'lines' ? model.entities.get(field.to ?? '') : undefined
    const by = line?.fields.get((field.options as unknown as { readonly by: string }).by)?.columns[0]?.name
    if (!line || !by || field.plugin !== entity.plugin) return []
    const changeable = stays.lines[field.name] ?? []
    return [
      { field: field.name, entity: line, by, free: freeOf(line, changeable), covered: coveredOf(line, changeable, [{ name: 'position', type: 'integer' }]) },
    ]
  })
  const kept = holds.kept.flatMap(one => keptSums(model, entity, lines, one))
  const [free, covered] = [freeOf(entity, stays.changeable), coveredOf(entity, stays.changeable, [])]
  const meaning = [
    made,
    holds,
    entity.table,
    free,
    covered,
    lines.map(line => [line.entity.table, line.by, line.free, line.covered]),
    lockTables(model, holds),
    kept.map(({ lines: of, ...one }) => [of.field, one]),
    entity.trial,
  ]
  const once = stays.once.flatMap(name => entity.fields.get(name)?.columns.map(column => column.name) ?? [])
  return { key: keyOf('stays', meaning), entity, holds, free, once, covered, lines, kept }
}

function keptSums(model: Model, entity: ModelEntity, lines: readonly StayingLines[], { entity: name, lines: field, by, sums }: Kept): KeptSums[] {
  const target = model.entities.get(name)
  const of = lines.find(line => line.field === field)
  if (!target || !of) return []
  const drawn = (pairs: { readonly [field: string]: string | KeptPart }): Drawn[] =>
    Object.entries(pairs).map(([to, given]) => {
      const { of: path, only } = typeof given === 'string' ? { of: given, only: undefined } : given
      const inLine = path.startsWith(`${field}.`)
      const source = inLine ? of.entity.fields.get(path.slice(field.length + 1)) : entity.fields.get(path)
      const needed = to in by && target.fields.get(to)?.options.required === true && source?.options.required !== true
      const column = target.fields.get(to)?.columns[0]?.name ?? ''
      return { column, from: inLine ? 'line' : 'record', source: source?.columns[0]?.name ?? '', ...(needed && { needed }), ...(only && { only }) }
    })
  const drawnFrom = { table: target.table, by: drawn(by), sums: drawn(sums) }
  const meaning = [drawnFrom, entity.table, of.entity.table, of.by, entity.holds?.stays.when]
  return [{ ...drawnFrom, key: keyOf('sums', meaning), lines: of }]
}

function lockTables(model: Model, { locked }: Invariants): string[] {
  return locked.flatMap(one => [one.by, ...(one.except ? [one.except.by] : [])]).map(name => model.entities.get(name)?.table ?? '')
}

/** What may differ between two images of a row: what every write changes, what is changeable, and what others than its plugin keep in it. */
function freeOf(entity: ModelEntity, changeable: readonly string[]): string[] {
  const others = [...entity.fields.values()].filter(field => field.plugin !== entity.plugin || changeable.includes(field.name))
  return [...always, ...others.flatMap(namesOf)].sort()
}

function coveredOf(entity: ModelEntity, changeable: readonly string[], more: readonly Column[]): Column[] {
  const own = ownStored(entity).filter(field => !changeable.includes(field.name))
  return [...own.flatMap(({ columns }) => columns.map(({ name, type }) => ({ name, type }))), ...more].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function namesOf(field: ModelField): string[] {
  return field.columns.map(column => column.name)
}
