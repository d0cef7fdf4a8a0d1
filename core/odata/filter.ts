import type { Json } from '@sangam/sdk'
import { badQuery } from '../records/query.ts'
import type { Property } from './shape.ts'

type Word = { readonly kind: 'text' | 'word' | 'sign'; readonly text: string }

const most = 200

/**
 * A `$filter` as a condition: and, or, not, brackets, eq ne gt ge lt le, in, contains and startswith. A field that holds nothing is not
 * equal to a value, as OData has it; texts are found in whatever case, as everywhere here.
 *
 * @example filterOf("state eq 'won' and value_amount ge 1000", properties)
 */
export function filterOf(text: string, properties: readonly Property[]): object {
  const reader = new Reader(wordsOf(text), properties)
  const condition = reader.either()
  reader.end()
  return condition
}

function wordsOf(text: string): Word[] {
  const words: Word[] = []
  const pattern = /\s*(?:('(?:[^']|'')*')|([(),])|([^\s(),']+))/gy
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex
    const [, quoted, sign, word] = pattern.exec(text) ?? []
    if (quoted === undefined && sign === undefined && word === undefined) throw unread(text.slice(at))
    words.push(
      quoted !== undefined
        ? { kind: 'text', text: quoted.slice(1, -1).replaceAll("''", "'") }
        : sign !== undefined
          ? { kind: 'sign', text: sign }
          : { kind: 'word', text: word as string },
    )
    if (words.length > most) throw badQuery('This filter is too long.')
  }
  return words
}

const unread = (text: string) => badQuery('"$filter" can’t be read at "{text}". Use and, or, not, eq, ne, gt, ge, lt, le, in, contains, startswith.', { text })
const signs: { readonly [sign: string]: string } = { eq: 'eq', ne: 'ne', gt: 'gt', ge: 'gte', lt: 'lt', le: 'lte' }

class Reader {
  #at = 0
  constructor(
    readonly words: readonly Word[],
    readonly properties: readonly Property[],
  ) {}

  either(): object {
    const parts = [this.#both()]
    while (this.#take('or')) parts.push(this.#both())
    return parts.length === 1 ? (parts[0] as object) : { or: parts }
  }

  end(): void {
    if (this.#at < this.words.length) throw this.#wrong()
  }

  #both(): object {
    const parts = [this.#one()]
    while (this.#take('and')) parts.push(this.#one())
    return parts.length === 1 ? (parts[0] as object) : { and: parts }
  }

  #one(): object {
    if (this.#take('not')) return { not: this.#one() }
    if (this.#take('(')) {
      const inner = this.either()
      this.#need(')')
      return inner
    }
    for (const [name, operator] of [
      ['contains', 'contains'],
      ['startswith', 'startsWith'],
    ] as const) {
      if (!this.#take(name)) continue
      this.#need('(')
      const property = this.#property()
      this.#need(',')
      const value = this.#value(property)
      this.#need(')')
      return { [property.path]: { [operator]: value } }
    }
    const property = this.#property()
    const sign = this.#next().text
    if (sign === 'in') return { [property.path]: { in: this.#list(property) } }
    const operator = Object.hasOwn(signs, sign) ? signs[sign] : undefined
    if (operator === undefined) throw this.#wrong(-1)
    return compared(property, operator, this.#value(property))
  }

  #list(property: Property): Json[] {
    this.#need('(')
    const values = [this.#value(property)]
    while (this.#take(',')) values.push(this.#value(property))
    this.#need(')')
    return values
  }

  #property(): Property {
    const { kind, text } = this.#next()
    const found = kind === 'word' ? this.properties.find(one => one.name === text && one.single) : undefined
    if (!found) throw badQuery('There is no property "{name}" to ask for here.', { name: text })
    return found
  }

  #value(property: Property): Json {
    const { kind, text } = this.#next()
    if (kind === 'word' && text === 'null') return null
    switch (property.type) {
      case 'Edm.Int32':
        if (kind === 'word' && /^-?\d{1,15}$/.test(text)) return Number(text)
        break
      case 'Edm.Decimal':
        if (kind === 'word' && /^-?\d+(\.\d+)?$/.test(text)) return text
        break
      case 'Edm.Boolean':
        if (kind === 'word' && /^(true|false)$/.test(text)) return text === 'true'
        break
      case 'Edm.String':
        if (kind === 'text') return text.startsWith('$') ? `$${text}` : text
        break
      case 'Edm.TimeOfDay':
        if (kind === 'word') return text.slice(0, 5)
        break
      default:
        if (kind === 'word' && !text.startsWith('$')) return text
    }
    throw this.#wrong(-1)
  }

  #next(): Word {
    const word = this.words[this.#at]
    if (!word) throw unread('the end')
    this.#at += 1
    return word
  }

  #take(text: string): boolean {
    const word = this.words[this.#at]
    if (!word || word.kind === 'text' || word.text !== text) return false
    this.#at += 1
    return true
  }

  #need(text: string): void {
    if (!this.#take(text)) throw this.#wrong()
  }

  #wrong(offset = 0) {
    const rest = this.words.slice(this.#at + offset).map(word => word.text)
    return unread(rest.join(' ') || 'the end')
  }
}

function compared({ path }: Property, operator: string, value: Json): object {
  if (value === null) {
    if (operator !== 'eq' && operator !== 'ne') return { [path]: { [operator]: null } }
    return { [path]: { isEmpty: operator === 'eq' } }
  }
  return operator === 'ne' ? { or: [{ [path]: { ne: value } }, { [path]: { isEmpty: true } }] } : { [path]: { [operator]: value } }
}
