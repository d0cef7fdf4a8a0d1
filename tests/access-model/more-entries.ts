import { condition } from './conditions.ts'
import { type Entry, listed, said } from './judging.ts'
import { live } from './live.ts'
import type { Oracle } from './oracle.ts'
import type { Chance } from './random.ts'
import { pointing, shapes, title } from './shapes.ts'
import type { Row } from './world.ts'

/** A condition in the words of OData and in our own. */
function filterOf(chance: Chance, entity: string): { readonly filter: string; readonly where: object } {
  const plain = Object.entries(shapes[entity] ?? {}).filter(([, { kind, values }]) => ['text', 'number', 'choice', 'boolean', 'date'].includes(kind) && values)
  const [name, { kind, values = [] }] = chance.one(plain)
  const value = chance.one(values)
  const written = kind === 'text' || kind === 'choice' ? `'${String(value)}'` : String(value)
  const signs = kind === 'number' || kind === 'date' ? (['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const) : (['eq', 'ne'] as const)
  const sign = chance.one(signs)
  const word = { eq: 'eq', ne: 'ne', gt: 'gt', gte: 'ge', lt: 'lt', lte: 'le' }[sign]
  // In OData null differs from every value.
  const where = sign === 'ne' ? { or: [{ [name]: { ne: value } }, { [name]: { isEmpty: true } }] } : { [name]: { [sign]: value } }
  return { filter: `${name} ${word} ${written}`, where }
}

/** The feed that spreadsheets read. */
const feed: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const entity = chance.one(['deals.deal', 'deals.firm', 'core.activity'] as const)
  const oracle = theatre.oracle(actor)
  const { filter, where } = filterOf(chance, entity)
  const name = title[entity] ?? ''
  const words = new URLSearchParams({ $filter: filter, $select: `id,${name}`, $count: 'true' })
  const { status, json } = await actor.client.ask('GET', `/api/odata/${entity.replace('.', '_')}?${words}`)
  const answer = json as unknown as { '@odata.count': number; value: { id: string; [name: string]: unknown }[] }
  const plain = (rows: readonly { readonly id: string }[]): unknown => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    question: [entity, filter],
    actual: status === 200 ? { count: answer['@odata.count'], rows: plain(answer.value.map(row => ({ id: row.id, [name]: row[name] }))) } : { status },
    expected: said(oracle, entity, () => {
      const rows = listed(oracle, entity, { where, fields: [name] })
      return { count: rows.length, rows: plain(rows.map(row => ({ id: row.id, [name]: oracle.value(entity, row, name) }))) }
    }),
    judged: oracle.all(entity).length,
  }
}

/** What an agent finds with someone's key. */
const agent: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(['deals.deal', 'deals.firm', 'core.activity'] as const)
  const oracle = theatre.oracle(actor)
  const where = condition(theatre.chance, entity, theatre.known)
  const name = title[entity] ?? ''
  const params = { name: 'find_records', arguments: { entity, where, fields: [name], sort: ['id'], limit: 100, count: 'exact' } }
  const { json } = await actor.client.ask(
    'POST',
    '/api/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
    { Accept: 'application/json, text/event-stream' },
  )
  const { result } = JSON.parse(/\{.*\}/.exec(String(json))?.[0] ?? '{}') as { result: { isError?: boolean; content: { text: string }[] } }
  const answer = JSON.parse(result.content[0]?.text ?? '{}') as { items: { id: string }[]; count: number; code?: string }
  return {
    question: [entity, where],
    actual: result.isError
      ? { status: answer.code === 'not_found' ? 404 : 400 }
      : { count: answer.count, rows: answer.items.map(row => ({ ...row, version: 0 })) },
    expected: said(oracle, entity, () => {
      const rows = listed(oracle, entity, { where, fields: [name], sort: ['id'] })
      return { count: rows.length, rows: rows.slice(0, 100).map(row => ({ id: row.id, [name]: oracle.value(entity, row, name), version: 0 })) }
    }),
    judged: oracle.all(entity).length,
  }
}

/** Many at once by a condition: what is meant is what is seen. The action is offered for none of them, so all are refused and nothing changes. */
const bulk: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const where = { and: [{ state: { ne: 'won' } }, condition(theatre.chance, 'deals.deal', theatre.known)] }
  const { status, json } = await actor.client.ask('POST', '/api/bulk/deals.deal', { where, action: 'praise', input: { words: 'x' } })
  const { id } = json as unknown as { id: string }
  const refused = status < 300 ? await actor.client.ask('GET', `/api/bulk/${id}/refused`) : null
  const ids = refused?.status === 200 ? (refused.json as unknown as { items: { id: string }[] }).items.map(item => item.id).sort() : undefined
  return {
    question: where,
    actual: ids ?? refused ?? { status },
    expected: !oracle.may('deals.deal', 'read')
      ? { status: 404 }
      : !oracle.may('deals.deal', 'praise')
        ? { status: 403 }
        : said(oracle, 'deals.deal', () => {
            const rows = listed(oracle, 'deals.deal', { where })
            return rows.length === 0 ? { status: 422 } : rows.map(row => row.id).sort()
          }),
    judged: oracle.all('deals.deal').length,
  }
}

/** What refers to a record by one of its ways, as far as it is seen. */
function referring(oracle: Oracle, entity: string, way: readonly [string, string], id: string): Row[] {
  const [other, field] = way
  const closed = [field, title[other] ?? ''].some(name => oracle.open(other, name, null) === 'never')
  if (!oracle.may(other, 'read') || closed) return []
  return oracle.all(other).filter(row => oracle.sees(other, row) && oracle.points(way, row, entity, id))
}

/** What refers to a record: as far as it is seen, by names that are. */
const references: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(['deals.deal', 'deals.firm', 'deals.firm'] as const)
  const oracle = theatre.oracle(actor)
  const row = theatre.chance.one(oracle.all(entity))
  const { status, json } = await actor.client.ask('GET', `/api/records/${entity}/${row.id}/references`)
  const own = (pointing[entity] ?? []).map(way => way.join())
  const { items = [] } = json as unknown as { items?: { entity: string; field: string; count: number; items: { id: string; title: string }[] }[] }
  const known = items.filter(item => own.includes(`${item.entity},${item.field}`))
  const told = known.map(one => [`${one.entity},${one.field}`, one.count, one.items.filter(item => !isOne(oracle, [entity, row.id], one, item))] as const)
  return {
    question: [entity, row.id],
    actual: status === 200 ? told.sort() : { status },
    expected:
      oracle.may(entity, 'read') && oracle.sees(entity, row)
        ? (pointing[entity] ?? [])
            .map(way => [way.join(), referring(oracle, entity, way, row.id).length, []] as const)
            .filter(one => one[1] > 0)
            .sort()
        : { status: 404 },
    judged: 1,
  }
}

function isOne(
  oracle: Oracle,
  [to, id]: readonly [string, string],
  { entity, field }: { readonly entity: string; readonly field: string },
  item: { id: string; title: string },
): boolean {
  const found = referring(oracle, to, [entity, field], id).find(one => one.id === item.id)
  return found !== undefined && item.title === String(oracle.value(entity, found, title[entity] ?? '') ?? '')
}

/** The ways that came later; a new one is one row here. */
export const more: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['feed', 4, feed],
  ['agent', 3, agent],
  ['bulk', 2, bulk],
  ['references', 2, references],
  ['live', 1, live],
]
