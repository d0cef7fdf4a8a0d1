import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { change, refusedIn } from '../change.ts'
import { convertCell, isCurrencyCode } from './convert.ts'
import { existingBy } from './existing.ts'
import { Lookup } from './lookup.ts'
import type { FieldMapping, Mapping } from './mapping.ts'
import { Pointers } from './pointers.ts'
import { type JudgedRow, type StagedRow, textsWithoutRow } from './store.ts'
import { type Issue, Together, type Values, type Work } from './together.ts'

interface Slot {
  readonly path: string
  readonly field: ModelField
  readonly mapping: FieldMapping
  readonly lookup: Lookup | null
  /** Of fields that point at several records, or at several kinds. */
  readonly pointers: Pointers | null
  /** Of a reference to records of the same kind: texts that no row of the file is called by. */
  readonly nowhere: ReadonlySet<string>
}

/**
 * Takes rows of a file through the write pipeline, chunk by chunk, as the importer and under every
 * rule. A plan does the very same and rolls back, so what it promises is what a commit does.
 */
export class RowWriter {
  readonly #slots: Slot[]
  /** Rows that point at rows of the same file which are not written yet. */
  readonly #waiting: { id: string; field: string; text: string; row: number }[] = []
  readonly #together: Together
  /** Records that were found to say what a row says: each is one row's. */
  readonly #taken = new Set<string>()
  private constructor(
    readonly entity: ModelEntity,
    readonly mapping: Mapping,
    slots: Slot[],
    readonly linesField: string | null,
    together: Together,
  ) {
    this.#slots = slots
    this.#together = together
  }

  static async open(ctx: CoreCtx, entity: ModelEntity, mapping: Mapping, imported: string): Promise<RowWriter> {
    const slots: Slot[] = []
    let linesField: string | null = null
    for (const [path, one] of Object.entries(mapping.fields)) {
      const { field, lines } = fieldAt(ctx, entity, path)
      linesField ??= lines
      const lookup = field.type.type === 'reference' ? await Lookup.open(ctx, field, one) : null
      const titles = mapping.fields[entity.title]?.columns ?? []
      const nowhere = lookup?.target === entity.name ? await textsWithoutRow(ctx.tx, ctx.schema, imported, one.columns, titles) : new Set<string>()
      slots.push({ path, field, mapping: one, lookup, pointers: await Pointers.open(ctx, field, one), nowhere })
    }
    if (mapping.key !== null && !mapping.fields[mapping.key]) {
      throw new Refused(422, 'key_not_mapped', 'Map a column to the field by which rows are updated.')
    }
    return new RowWriter(entity, mapping, slots, linesField, await Together.open(ctx, mapping, imported, linesField !== null))
  }

  /** Of a page of rows those that go together: where the last may go on in the next page, it waits for that. */
  whole(rows: readonly StagedRow[], page: number): readonly StagedRow[] {
    if (rows.length < page || this.linesField === null) return rows
    const last = this.#keyOf(rows.at(-1))
    let end = rows.length
    while (end > 0 && last !== '' && this.#keyOf(rows[end - 1]) === last) end -= 1
    return end === 0 ? rows : rows.slice(0, end)
  }

  #keyOf(row: StagedRow | undefined): string {
    const key = this.mapping.key === null ? undefined : this.mapping.fields[this.mapping.key]
    return row && key ? textOf(row, key) : ''
  }

  async write(ctx: CoreCtx, rows: readonly StagedRow[]): Promise<JudgedRow[]> {
    await this.#prepare(ctx, rows)
    const zone = ctx.access.caller.ownZone ?? ctx.scope.zone
    const works = rows.map(row => this.#read(row, zone))
    await this.#findExisting(ctx, works)
    this.#together.judge(works, at => this.#keyOf(rows[at]))
    for (const work of works) if (work.issues.length > 0) work.outcome = judged(work, 'refuse', null, this.entity)
    await this.#send(
      ctx,
      works.filter(work => !work.outcome && !work.joined),
    )
    return works.map(work => work.outcome ?? joinedOutcome(work))
  }

  /** Links rows of the file to each other once all are there. */
  async finish(ctx: CoreCtx): Promise<void> {
    const requests = []
    for (const wait of this.#waiting) {
      const found = this.#slots.find(slot => slot.path === wait.field)?.lookup?.find(wait.text)
      if (found && 'id' in found) requests.push({ verb: 'update' as const, id: wait.id, patch: { [wait.field]: found.id } })
    }
    this.#waiting.length = 0
    for (let start = 0; start < requests.length; start += 500) await change(ctx, this.entity.name, requests.slice(start, start + 500))
  }

  async #prepare(ctx: CoreCtx, rows: readonly StagedRow[]): Promise<void> {
    for (const slot of this.#slots) {
      if (!slot.lookup && !slot.pointers) continue
      const texts = rows.map(row => textOf(row, slot.mapping)).filter(text => text !== '' && !(slot.mapping.values && Object.hasOwn(slot.mapping.values, text)))
      await slot.pointers?.prepare(ctx, texts)
      if (!slot.lookup) continue
      await slot.lookup.prepare(ctx, texts)
      const own = slot.lookup.target === this.entity.name
      if (slot.mapping.missing === 'create' && !own) await slot.lookup.create(ctx, texts)
    }
  }

  #read(row: StagedRow, zone: string): Work {
    const values: Values = {}
    const line: Values = {}
    const issues: Issue[] = []
    for (const slot of this.#slots) {
      const target = slot.path.includes('.') ? line : values
      const name = slot.path.includes('.') ? (slot.path.split('.')[1] as string) : slot.path
      const value = slot.pointers
        ? pointed(row, slot, slot.pointers, issues)
        : slot.lookup
          ? this.#refer(row, slot, issues)
          : plainValue(row, slot, issues, zone)
      const given = value === undefined ? slot.mapping.constant : value
      if (given !== undefined) target[name] = given
    }
    return { row: row.row, values, lines: Object.keys(line).length > 0 ? [line] : [], joined: null, issues, existing: null, others: [], outcome: null }
  }

  #refer(row: StagedRow, slot: Slot, issues: Issue[]): Json | undefined {
    const text = textOf(row, slot.mapping)
    if (text === '') return undefined
    if (slot.mapping.values && Object.hasOwn(slot.mapping.values, text)) return slot.mapping.values[text] ?? null
    const found = slot.lookup?.find(text) ?? null
    if (found && 'id' in found) return found.id
    if (found) issues.push({ field: slot.path, code: 'ambiguous', message: 'Several records are called "{text}". Say which one is meant.', values: { text } })
    else if (slot.lookup?.target === this.entity.name && !slot.nowhere.has(text.toLowerCase())) return { $later: text }
    else if (slot.mapping.missing !== 'empty')
      issues.push({ field: slot.path, code: 'no_match', message: 'Nothing is called "{text}". Say what it stands for, or have it created.', values: { text } })
    return undefined
  }

  async #findExisting(ctx: CoreCtx, works: readonly Work[]): Promise<void> {
    const key = this.mapping.key
    if (key === null) return
    const wanted = works.map(work => work.values[key]).filter((value): value is string => value !== undefined && value !== null)
    const fields = [...Object.keys(this.mapping.fields).filter(path => !path.includes('.')), ...(this.linesField ? [this.linesField] : [])]
    const found = await existingBy(ctx, this.entity, key, wanted, fields)
    // Records that a row may not change are its own only where they say the same, which is known once its lines are together.
    for (const work of works) work.others = found.get(String(work.values[key])) ?? []
    if (this.mapping.adds) return
    for (const work of works) {
      const [first = null, ...others] = work.others
      if (others.length === 0) work.existing = first
      else
        work.issues.push({
          field: key,
          code: 'several_match',
          message: '{count} records have this value, and nobody knows which is meant. Make them differ, or find records by another field.',
          values: { count: work.others.length },
        })
    }
  }

  async #send(ctx: CoreCtx, works: readonly Work[]): Promise<void> {
    if (works.length === 0) return
    const changed = works.filter(work => !this.#settleSame(work))
    if (changed.length === 0) return
    const requests = changed.map(work => this.#request(work))
    try {
      const written = await ctx.attempt(() => change(ctx, this.entity.name, requests))
      for (const [index, record] of (written as unknown as { id: string; [field: string]: Json }[]).entries()) this.#settle(changed[index] as Work, record)
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      await this.#retry(ctx, changed, problem, refusedIn(problem, requests))
    }
  }

  /** A hook may have been refused a change of its own: the places in that refusal are not those of these rows. */
  async #retry(ctx: CoreCtx, works: readonly Work[], problem: Refused, own: boolean): Promise<void> {
    const rows = own ? (problem.options.errors?.filter(error => error.row !== undefined) ?? []) : []
    if (rows.length === 0 && works.length > 1) {
      const half = Math.ceil(works.length / 2)
      await this.#send(ctx, works.slice(0, half))
      await this.#send(ctx, works.slice(half))
      return
    }
    if (rows.length === 0) {
      const [work] = works as [Work]
      work.issues.push(
        ...(problem.options.errors?.map(({ row: _, ...issue }) => issue) ?? [
          { code: problem.code, message: problem.detail, ...(problem.options.values && { values: problem.options.values }) },
        ]),
      )
      work.outcome = judged(work, 'refuse', null, this.entity)
      return
    }
    const helped = new Set<Work>()
    for (const { row, ...issue } of rows) {
      const work = works[row as number]
      if (!work) continue
      const fallback = issue.field === undefined ? undefined : this.mapping.fields[issue.field]?.fallback
      if (fallback !== undefined && (work.values[issue.field as string] ?? null) === null) {
        work.values[issue.field as string] = fallback
        helped.add(work)
      } else work.issues.push(issue)
    }
    for (const work of works) if (work.issues.length > 0) work.outcome = judged(work, 'refuse', null, this.entity)
    const again = works.filter(work => !work.outcome)
    if (again.length === works.length && helped.size === 0) throw problem
    await this.#send(ctx, again)
  }

  #request(work: Work): { verb: 'create'; values: Values } | { verb: 'update'; id: string; version: number; patch: Values } {
    const values = Object.fromEntries(Object.entries(work.values).filter(([, value]) => !isLater(value)))
    if (work.lines.length > 0 && this.linesField) values[this.linesField] = work.lines
    if (!work.existing) return { verb: 'create', values }
    return { verb: 'update', id: work.existing.id, version: work.existing.version, patch: this.#difference(work.existing, values) }
  }

  #settleSame(work: Work): boolean {
    const values = Object.fromEntries(Object.entries(work.values).filter(([, value]) => !isLater(value)))
    if (work.lines.length > 0 && this.linesField) values[this.linesField] = work.lines
    const alike = (this.mapping.adds ? work.others : work.existing ? [work.existing] : []).find(
      one => Object.keys(this.#difference(one, values)).length === 0 && !this.#taken.has(one.id),
    )
    if (!alike) return false
    if (this.mapping.adds) this.#taken.add(alike.id)
    work.outcome = judged(work, 'same', alike.id, this.entity)
    return true
  }

  #difference({ record: before }: NonNullable<Work['existing']>, values: Values): Values {
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => !this.#equal(name, value, before[name] ?? null)))
  }

  #equal(name: string, value: Json, before: Json): boolean {
    if (name === this.linesField) {
      const there = (Array.isArray(before) ? before : []) as readonly Values[]
      const wanted = value as unknown as readonly Values[]
      return (
        there.length === wanted.length &&
        wanted.every((line, at) => Object.entries(line).every(([field, one]) => same(this.#lineField(field), one, there[at]?.[field] ?? null)))
      )
    }
    return same(this.entity.fields.get(name), value, before)
  }

  #lineField(name: string): ModelField | undefined {
    return this.#slots.find(slot => slot.path.endsWith(`.${name}`))?.field
  }

  #settle(work: Work, record: { id: string; [field: string]: Json }): void {
    work.outcome = judged(work, work.existing ? 'update' : 'create', record.id, this.entity)
    const title = work.values[this.entity.title]
    for (const slot of this.#slots) {
      if (slot.lookup?.target === this.entity.name && typeof title === 'string') slot.lookup.learn(record.id, title)
      const value = work.values[slot.path]
      if (isLater(value)) this.#waiting.push({ id: record.id, field: slot.path, text: value.$later, row: work.row })
    }
  }
}

function isLater(value: Json | undefined): value is { readonly $later: string } {
  return typeof value === 'object' && value !== null && '$later' in value
}

function same(field: ModelField | undefined, value: Json, before: Json): boolean {
  const normal = (one: Json): string => JSON.stringify(field?.type.normalise ? field.type.normalise(one, field.options) : one)
  if (field?.type.compare === 'instant' && typeof value === 'string' && typeof before === 'string') return Date.parse(value) === Date.parse(before)
  return normal(value) === normal(before)
}

function pointed(row: StagedRow, slot: Slot, pointers: Pointers, issues: Issue[]): Json | undefined {
  const text = textOf(row, slot.mapping)
  if (text === '') return undefined
  if (slot.mapping.values && Object.hasOwn(slot.mapping.values, text)) return slot.mapping.values[text] ?? null
  const meant = pointers.read(text)
  if ('value' in meant) return meant.value
  issues.push({ field: slot.path, ...meant })
  return undefined
}

function plainValue(row: StagedRow, slot: Slot, issues: Issue[], zone: string): Json | undefined {
  const text = slot.field.type.type === 'money' ? moneyOf(row, slot.mapping) : textOf(row, slot.mapping)
  const converted = convertCell(text, slot.field, slot.mapping, zone)
  if ('value' in converted) return converted.value
  issues.push({ field: slot.path, ...converted })
  return undefined
}

/** Amount and currency in one text, wherever each of them stands. */
function moneyOf(row: StagedRow, mapping: FieldMapping): string {
  const texts = mapping.columns.map(column => row.cells[column]?.trim() ?? '')
  const amount = texts.find(text => text !== '' && !isCurrencyCode(text)) ?? ''
  const code = texts.find(isCurrencyCode)
  return amount === '' || code === undefined || /[A-Z]{3}/.test(amount) ? amount : `${amount} ${code}`
}

function joinedOutcome(work: Work): JudgedRow {
  const first = work.joined?.outcome
  if (first?.verdict !== 'refuse') return { row: work.row, verdict: 'same', recordId: first?.recordId ?? null, title: first?.title ?? null, issues: [] }
  return {
    row: work.row,
    verdict: 'refuse',
    recordId: null,
    title: first.title,
    issues: [{ code: 'first_refused', message: 'Row {first}, which it belongs to, is refused.', values: { first: work.joined?.row ?? 0 } }],
  }
}

export function textOf(row: StagedRow, mapping: FieldMapping): string {
  for (const column of mapping.columns) {
    const text = row.cells[column]?.trim()
    if (text) return text
  }
  return ''
}

function judged(work: Work, verdict: JudgedRow['verdict'], id: string | null, entity: ModelEntity): JudgedRow {
  const title = work.values[entity.title]
  return { row: work.row, verdict, recordId: id, title: typeof title === 'string' ? title : null, issues: work.issues }
}

/** The field a path of the mapping names; refuses what this caller may not write by saying it is not there. */
export function fieldAt(ctx: CoreCtx, entity: ModelEntity, path: string): { field: ModelField; lines: string | null } {
  const [first, second, ...rest] = path.split('.') as [string, string?]
  const field = entity.fields.get(first)
  const writable = (owner: string, name: string): boolean => ctx.access.field(owner, name, 'write') !== 'none'
  if (field && second === undefined && field.type.type !== 'lines' && !field.type.files && writable(entity.name, first)) return { field, lines: null }
  const line = field?.type.type === 'lines' && field.to ? ctx.model.entities.get(field.to) : undefined
  const inner = second === undefined ? undefined : line?.fields.get(second)
  if (inner && !inner.type.files && rest.length === 0 && writable(line?.name as string, second as string)) return { field: inner, lines: first }
  if ((inner ?? field)?.type.files)
    throw new Refused(
      422,
      'files_not_imported',
      '{label} holds files, and a table brings none. Import the records without it, then attach the files on them.',
      {
        values: { label: (inner ?? field)?.label ?? path },
      },
    )
  throw new Refused(400, 'bad_mapping', 'There is no field "{path}" to import into.', { values: { path } })
}
