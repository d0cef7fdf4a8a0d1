import { shapes } from './shapes.ts'

/** True, false, or not known. */
export type Three = boolean | null

/** How values at a path are compared. */
export function kindAt(entity: string, path: string): { kind: string; to?: string } {
  const [first = '', ...more] = path.split('.')
  if (first === '$title') return { kind: 'text' }
  const shape = shapes[entity]?.[first]
  if (first === 'id' || !shape) return { kind: 'id' }
  if (more.length === 0) return shape
  if (shape.kind === 'pointer') return { kind: more[0] === 'id' ? 'id' : 'text' }
  return shape.kind === 'money' ? { kind: more[0] === 'amount' ? 'number' : 'text' } : kindAt(shape.to ?? '', more.join('.'))
}

/** Which comes first. */
export function order(a: unknown, b: unknown, kind: string): number {
  if (kind === 'number') return Math.sign(Number(a) - Number(b))
  if (kind === 'boolean') return Number(a) - Number(b)
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

export function every(parts: readonly Three[]): Three {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

export function not(one: Three): Three {
  return one === null ? null : !one
}

/** What an operator says of a value and an operand whose words (`$me`) are known. */
export function compared(operator: string, value: unknown, operand: unknown, kind: string, today: string): Three {
  if (operator === 'isEmpty') return (value === null || (Array.isArray(value) && value.length === 0)) === operand
  if (operator === 'in' || operator === 'notIn') {
    const list = operand as readonly unknown[]
    if (list.length === 0) return operator === 'notIn'
    if (value === null) return null
    const found = list.some(one => order(value, one, kind) === 0)
    return operator === 'in' ? found : !found
  }
  if (value === null || operand === null) return null
  if (operator === 'contains' && (kind === 'set' || kind === 'ids')) return (value as unknown[]).includes(operand)
  if (operator === 'contains') return (kind === 'html' ? wordsOf(String(value)) : String(value)).toLowerCase().includes(String(operand).toLowerCase())
  if (operator === 'startsWith') return String(value).toLowerCase().startsWith(String(operand).toLowerCase())
  if (operator === 'between') {
    const [low, high] = operand as readonly [unknown, unknown]
    return order(value, low, kind) >= 0 && order(value, high, kind) <= 0
  }
  if (operator === 'within') {
    const [from, to] = periods(today)[operand as string] as [string, string]
    return String(value) >= from && String(value) <= to
  }
  const sign = order(value, operand, kind)
  const signs: { readonly [operator: string]: boolean } = { eq: sign === 0, ne: sign !== 0, gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }
  return signs[operator] as boolean
}

/** Rich text as it is read: of marks only those that stand between words leave a space. */
function wordsOf(html: string): string {
  return html
    .replace(/<\/?(p|ul|li)>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
}

/** The clock of a stage stands still, so its periods are few. */
function periods(today: string): { readonly [name: string]: readonly [string, string] } {
  return { today: [today, today], this_month: [`${today.slice(0, 7)}-01`, `${today.slice(0, 7)}-31`], this_fiscal_year: ['2026-04-01', '2027-03-31'] }
}
