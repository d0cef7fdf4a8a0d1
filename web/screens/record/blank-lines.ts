import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { type Line, newLine } from '../../fields/new-line.ts'
import { same, type Values, writable } from './draft.ts'

/**
 * Lines that nobody typed into: the one that a record begins with which is nothing without lines, and those that were added and left. They stand in the
 * form, ready to be typed into, and are neither sent nor a change.
 */
export class BlankLines {
  /** How such lines look, by field: as they begin, and with what elements of plugins filled in by themselves. */
  readonly #looks = new Map<string, Line[]>()

  constructor(
    readonly shape: EntityMeta,
    readonly lineShape: (entity: string) => EntityMeta | undefined,
  ) {
    for (const field of this.#fields()) this.#looks.set(field.name, [this.#typedOf(field, newLine(lineShape(field.to ?? '')))])
  }

  /** A new record with an empty line where it needs lines and has none. */
  begun(values: Values): Values {
    const needing = this.#fields().filter(field => asksForLines(field) && linesIn(values[field.name]).length === 0)
    const blank = needing.flatMap((field): [string, Json][] => {
      const line = newLine(this.lineShape(field.to ?? ''))
      return this.#isBlank(field, line) ? [[field.name, [line]]] : []
    })
    return blank.length === 0 ? values : { ...values, ...Object.fromEntries(blank) }
  }

  /** What an element of a plugin filled in by itself makes no line of one that nobody typed into. */
  filledIn(name: string, before: Json | undefined, after: Json): void {
    const field = this.#fields().find(one => one.name === name)
    const [was, is] = [linesIn(before), linesIn(after)]
    if (!field || was.length !== is.length) return
    const looks = is.filter((_, at) => this.#isBlank(field, was[at] ?? {})).map(line => this.#typedOf(field, line))
    this.#looks.set(name, [...(this.#looks.get(name) ?? []), ...looks.filter(look => !this.#looks.get(name)?.some(known => same(known, look)))])
  }

  /** The values without lines that nobody typed into; the same where there are none. */
  without(values: Values): Values {
    const thinner = this.#fields().flatMap((field): [string, Json][] => {
      const lines = linesIn(values[field.name])
      const said = lines.filter(line => !this.#isBlank(field, line))
      return said.length === lines.length ? [] : [[field.name, said]]
    })
    return thinner.length === 0 ? values : { ...values, ...Object.fromEntries(thinner) }
  }

  #fields(): readonly FieldMeta[] {
    return writable(this.shape).filter(field => field.type === 'lines')
  }

  /** A line that its defaults fill, with its name and all that it must have, says something as it is. */
  #isBlank(field: FieldMeta, line: Line): boolean {
    const shape = this.lineShape(field.to ?? '')
    if (!shape || (line.id ?? null) !== null) return false
    const typed = this.#typedOf(field, line)
    const lacks = this.#typable(field).some(one => (one.required || one.name === shape.title) && typed[one.name] === undefined)
    return lacks && (this.#looks.get(field.name) ?? []).some(look => same(look, typed))
  }

  /** What of a line a person may say, and is said. */
  #typedOf(field: FieldMeta, line: Line): Line {
    return Object.fromEntries(this.#typable(field).flatMap(({ name }): [string, Json][] => ((line[name] ?? null) === null ? [] : [[name, line[name] ?? null]])))
  }

  #typable(field: FieldMeta): readonly FieldMeta[] {
    const shape = this.lineShape(field.to ?? '')
    return shape ? writable(shape).filter(({ name }) => name !== field.by && name !== 'position') : []
  }
}

/** Whether the form of a new record asks for lines. */
export function asksForLines(field: FieldMeta): boolean {
  return field.type === 'lines' && (field.required || field.begins === true)
}

function linesIn(value: Json | undefined): readonly Line[] {
  return Array.isArray(value) ? (value as readonly Line[]) : []
}
