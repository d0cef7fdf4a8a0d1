import { choice, choices, flow } from './choices.ts'
import { address, emails, phones, richText, urls } from './contact.ts'
import { file, files, image } from './files.ts'
import { lines } from './lines.ts'
import { oneOf, reference, references } from './links.ts'
import { duration, percent, rating, time } from './measured.ts'
import { decimal, integer, money } from './numbers.ts'
import { boolean, date, datetime, json, series } from './plain.ts'
import type { TypeShape } from './shape.ts'
import { text } from './text.ts'
import { formula, lookup, rollup } from './worked-out.ts'

/** Every field type that administrators may make, in the order they are offered. */
const types: readonly TypeShape[] = [
  text,
  richText,
  address,
  emails,
  phones,
  urls,
  series,
  integer,
  decimal,
  percent,
  money,
  rating,
  boolean,
  choice,
  choices,
  flow,
  date,
  datetime,
  time,
  duration,
  reference,
  references,
  oneOf,
  lines,
  formula,
  lookup,
  rollup,
  file,
  files,
  image,
  json,
]

const byType = new Map(types.map(shape => [shape.type, shape]))

export function typeShape(type: string): TypeShape | undefined {
  return byType.get(type)
}

/** What a type is called; its own name where the Studio does not make it. */
export function typeLabel(type: string): string {
  return byType.get(type)?.label() ?? type
}

/** Those that this server knows. */
export function offered(known: readonly string[]): readonly TypeShape[] {
  return types.filter(shape => known.includes(shape.type))
}
