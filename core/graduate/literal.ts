/** The width that files of a project are written in. */
const width = 140

/**
 * A value as an expression of TypeScript, on one line where it fits. `Code` in it stands as it is.
 *
 * @param value Plain data, as JSON has it.
 * @param column How many letters stand before it on its line.
 * @param depth How deep the line it begins on is indented, in steps of two.
 * @example literal({ label: 'Vehicle', required: true }) // { label: 'Vehicle', required: true }
 */
export function literal(value: unknown, depth = 0, column = 0): string {
  if (value instanceof Code) return value.write(depth, column)
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries: readonly (readonly [before: string, value: unknown])[] = Array.isArray(value)
    ? value.map(one => ['', one] as const)
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [`${keyOf(key)}: `, one] as const)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return open + close
  const inner = entries.map(([before, one]) => before + literal(one, 0, 0)).join(', ')
  const line = Array.isArray(value) ? `[${inner}]` : `{ ${inner} }`
  if (column + line.length <= width && !line.includes('\n')) return line
  const indent = '  '.repeat(depth + 1)
  const lines = entries.map(([before, one]) => `${indent}${before}${literal(one, depth + 1, indent.length + before.length)},\n`)
  return `${open}\n${lines.join('')}${'  '.repeat(depth)}${close}`
}

/** A piece of code among data: a name, or a call of a function. */
export class Code {
  readonly #text: string
  readonly #args: readonly unknown[] | null

  constructor(text: string, args: readonly unknown[] | null = null) {
    this.#text = text
    this.#args = args
  }

  write(depth: number, column: number): string {
    if (!this.#args) return this.#text
    const start = column + this.#text.length + 1
    return `${this.#text}(${this.#args.map(one => literal(one, depth, start)).join(', ')})`
  }
}

/** A call, whose arguments are data and further calls; those at the end that say nothing are left out. */
export function call(name: string, ...args: readonly unknown[]): Code {
  const last = args.findLastIndex(one => one !== undefined && !isEmpty(one))
  return new Code(name, args.slice(0, last + 1))
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Code) && !Array.isArray(value) && Object.keys(value).length === 0
}

const plainKey = /^[A-Za-z_$][A-Za-z0-9_$]*$/

function keyOf(key: string): string {
  // Written plainly this one would be no key but what the object is made of.
  if (key === '__proto__') return "['__proto__']"
  return plainKey.test(key) ? key : quoted(key)
}

export function quoted(text: string): string {
  const safe = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  if (!safe.includes("'")) return `'${safe}'`
  return safe.includes('"') ? `'${safe.replaceAll("'", "\\'")}'` : `"${safe}"`
}

/** Words for people inside of a comment. */
export function remark(text: string): string {
  return `/** ${text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ').trim()} */`
}
