import type postgres from 'postgres'

type WireType = postgres.PostgresType

/**
 * How values travel: JSON parameters as JSON text, days and instants as text (a Date would lose a
 * day or microseconds), lists of the common types as JavaScript lists. Numeric and bigint stay
 * text, which is the driver's own way.
 */
export const wireTypes = {
  json: type(114, [114], asText, JSON.parse),
  jsonb: type(3802, [3802], asText, JSON.parse),
  date: type(1082, [1082], asDay, same),
  timestamptz: type(1184, [1184], asInstant, (text: string) => new Date(text).toISOString()),
  textArray: list(1009, same),
  varcharArray: list(1015, same),
  nameArray: list(1003, same),
  uuidArray: list(2951, same),
  numericArray: list(1231, same),
  bigintArray: list(1016, same),
  dateArray: list(1182, same),
  integerArray: list(1007, Number),
  smallintArray: list(1005, Number),
  booleanArray: list(1000, (text: string) => text === 't'),
  jsonbArray: list(3807, JSON.parse),
  timestamptzArray: list(1185, (text: string) => new Date(text).toISOString()),
} satisfies Record<string, WireType>

function type(to: number, from: number[], serialize: (value: unknown) => string, parse: (text: string) => unknown): WireType {
  return { to, from, serialize, parse }
}

function list(oid: number, parse: (text: string) => unknown): WireType {
  return { to: oid, from: [oid], serialize: writeList, parse: (text: string) => readList(text, parse) }
}

function same(text: string): string {
  return text
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function asDay(value: unknown): string {
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}

function asInstant(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}

/** `['a', null]` → `{"a",NULL}`; text is taken as already written so. */
export function writeList(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return `{${value.map(writeItem).join(',')}}`
}

function writeItem(item: unknown): string {
  if (item === null || item === undefined) return 'NULL'
  if (Array.isArray(item)) return writeList(item)
  const text = item instanceof Date ? item.toISOString() : typeof item === 'object' ? JSON.stringify(item) : String(item)
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/** `{a,"b,c",NULL}` → the list of its items; lists within lists are read too. */
function readList(text: string, parse: (text: string) => unknown): unknown[] {
  let at = text.indexOf('{') + 1
  const read = (): unknown[] => {
    const items: unknown[] = []
    while (text[at] !== '}') {
      if (text[at] === ',') at += 1
      else if (text[at] === '{') {
        at += 1
        items.push(read())
      } else items.push(text[at] === '"' ? quoted() : bare())
    }
    at += 1
    return items
  }
  const quoted = (): unknown => {
    let item = ''
    for (at += 1; text[at] !== '"'; at += 1) item += text[at] === '\\' ? text[++at] : text[at]
    at += 1
    return parse(item)
  }
  const bare = (): unknown => {
    const from = at
    while (text[at] !== ',' && text[at] !== '}') at += 1
    const item = text.slice(from, at)
    return item === 'NULL' ? null : parse(item)
  }
  return read()
}
