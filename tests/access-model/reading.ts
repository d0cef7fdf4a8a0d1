import type { Json } from '@sangam/sdk'
import { condition, place } from './conditions.ts'
import { type Entry, listed, missing, type Question, said } from './judging.ts'
import type { Oracle } from './oracle.ts'
import { shapes } from './shapes.ts'
import type { Theatre } from './stage.ts'
import type { Row } from './world.ts'

const system = ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']
const entities = ['deals.deal', 'deals.deal', 'deals.firm', 'deals.line', 'core.activity'] as const

/** A record with all that a person sees of it. */
function whole(oracle: Oracle, entity: string, row: Row, withLines: boolean): object {
  const shown: { [field: string]: unknown } = {}
  for (const name of system) shown[name] = row[name] ?? null
  if (entity === 'deals.line') shown.position = row.position ?? null
  for (const [name, shape] of Object.entries(shapes[entity] ?? {})) {
    if (oracle.open(entity, name, null) === 'never') continue
    if (shape.kind === 'lines') {
      if (withLines) shown[name] = oracle.lines(row).map(line => whole(oracle, 'deals.line', line, false))
    } else shown[name] = oracle.value(entity, row, name)
  }
  return shown
}

/** Only the fields that shapes know: what else an entity has is not judged. */
function known(entity: string, row: Json, withLines: boolean): object {
  const names = new Set([...system, ...(entity === 'deals.line' ? ['position'] : []), ...Object.keys(shapes[entity] ?? {})])
  const given = row as unknown as { readonly [name: string]: unknown }
  const shown = Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)))
  return withLines && Array.isArray(given.lines) ? { ...shown, lines: given.lines.map(line => known('deals.line', line as Json, false)) } : shown
}

const get: Entry = async ({ chance, platform, ...theatre }, actor) => {
  const entity = chance.one(entities)
  const oracle = theatre.oracle(actor)
  const row = chance.one(oracle.all(entity))
  if (!row) return null
  const { status, json } = await actor.client.ask('GET', `/api/records/${entity}/${row.id}`)
  return {
    question: [entity, row.id],
    actual: status === 200 ? known(entity, json, true) : { status },
    expected: said(oracle, entity, () => (oracle.sees(entity, row) ? whole(oracle, entity, row, true) : missing)),
    judged: 1,
  }
}

/** Of each of several. */
const throughLists = ['allies.$title', 'allies.parent.name', 'partners.$title', 'firm.partners.owner', 'x_watchers.name']

export function ask({ chance, known: there }: Theatre, entity: string): Question {
  const sortable = new Set(['text', 'choice', 'number', 'date', 'instant', 'time', 'boolean'])
  const keys = Array.from({ length: chance.below(3) }, () => place(chance, entity, 0)).filter(one => sortable.has(one.kind) && !one.path.includes('number'))
  const several = entity === 'deals.deal' ? chance.some(throughLists, 0.1) : []
  const fields = [...Array.from({ length: 1 + chance.below(4) }, () => place(chance, entity, 0).path).filter(path => !path.includes('lines')), ...several]
  return {
    ...(chance.yes(0.7) && { where: condition(chance, entity, there) }),
    sort: [...new Set(keys.map(one => one.path))].map(path => (chance.yes(0.5) ? `-${path}` : path)),
    ...(chance.yes(0.8) && fields.length > 0 && { fields }),
  }
}

/** What a list shows of a record. */
export function shown(oracle: Oracle, entity: string, row: Row, fields: readonly string[] | undefined): object {
  if (!fields) return whole(oracle, entity, row, false)
  return Object.fromEntries(['id', 'version', ...fields].map(path => [path, path === 'version' ? row.version : oracle.value(entity, row, path)]))
}

/** Whether an order says which comes first: without, the list has its own, which is not judged here. */
function ordered<T extends { readonly id: string }>(rows: readonly T[], question: Question): T[] {
  return (question.sort ?? []).length > 0 ? [...rows] : [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const list: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(entities)
  const oracle = theatre.oracle(actor)
  const question = ask(theatre, entity)
  const { status, json } = await actor.client.ask('POST', `/api/query/${entity}`, { ...question, limit: 500, count: 'exact' })
  const { items = [], count } = json as unknown as { items?: (Json & { id: string })[]; count: number }
  return {
    question: [entity, question],
    actual: status === 200 ? { count, items: ordered(items, question).map(item => (question.fields ? item : known(entity, item, false))) } : { status },
    expected: said(oracle, entity, () => {
      const rows = ordered(listed(oracle, entity, question), question)
      return { count: rows.length, items: rows.map(row => shown(oracle, entity, row, question.fields)) }
    }),
    judged: oracle.all(entity).length,
  }
}

/** Page after page, by the address a browser asks. */
const pages: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(entities)
  const oracle = theatre.oracle(actor)
  const question = { ...ask(theatre, entity), fields: ['id'] }
  if (question.sort?.length === 0) return null
  const ids: string[] = []
  let status = 200
  for (let after: string | null = ''; after !== null && status === 200; ) {
    const words = new URLSearchParams({
      sort: question.sort?.join() ?? '',
      fields: 'id',
      limit: '7',
      ...(question.where && { where: JSON.stringify(question.where) }),
      ...(after && { after }),
    })
    const answer = await actor.client.ask('GET', `/api/records/${entity}?${words}`)
    status = answer.status
    const page = answer.json as unknown as { items: { id: string }[]; next: string | null }
    if (status === 200) ids.push(...page.items.map(item => item.id))
    after = status === 200 ? page.next : null
  }
  return {
    question: [entity, question],
    actual: status === 200 ? ids : { status },
    expected: said(oracle, entity, () => listed(oracle, entity, question).map(row => row.id)),
    judged: oracle.all(entity).length,
  }
}

const groupKeys = [
  ...['state', 'hot', 'owner', 'firm.kind', 'closing', 'firm.$title', 'hint', 'mark', 'boss'],
  ...['boss.name', 'topic.entity', 'topic.$title', 'firm.summedLively'],
]

const group: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const oracle = theatre.oracle(actor)
  const entity = 'deals.deal'
  const keys = chance.some(groupKeys, 0.15).slice(0, 4)
  const sums = chance.some(['score', 'weight', 'margin', 'points', 'summedPieces', 'summedRank', 'cost.amount'], 0.25)
  const where = chance.yes(0.5) ? condition(chance, entity, theatre.known) : undefined
  const measures = ['count', ...sums.map(field => `sum:${field}`)]
  const { status, json } = await actor.client.ask('POST', `/api/query/${entity}`, { group: keys, measures, ...(where && { where }), limit: 1000 })
  const textOf = (one: { readonly [name: string]: unknown }): string =>
    JSON.stringify([...keys, ...measures].map(name => (one[name] === null ? null : String(one[name]))))
  return {
    question: { group: keys, measures, where },
    actual: status === 200 ? (json as unknown as { items: { [name: string]: unknown }[] }).items.map(textOf).sort() : { status },
    expected: said(oracle, entity, () => {
      for (const path of [...keys, ...sums]) oracle.value(entity, null, path)
      const groups = new Map<string, Row[]>()
      for (const row of listed(oracle, entity, where ? { where } : {})) {
        const key = JSON.stringify(keys.map(path => oracle.value(entity, row, path)))
        groups.set(key, [...(groups.get(key) ?? []), row])
      }
      if (keys.length === 0 && groups.size === 0) groups.set('[]', [])
      return [...groups]
        .map(([key, rows]) => {
          const values = JSON.parse(key) as unknown[]
          const totals = sums.map(field => [`sum:${field}`, total(rows.map(row => oracle.value(entity, row, field)))])
          return textOf({ ...Object.fromEntries(keys.map((path, at) => [path, values[at]])), count: rows.length, ...Object.fromEntries(totals) })
        })
        .sort()
    }),
    judged: oracle.all(entity).length,
  }
}

function total(values: readonly unknown[]): number | null {
  const there = values.filter(value => value !== null)
  return there.length === 0 ? null : there.reduce<number>((sum, value) => sum + Number(value), 0)
}

/** Ways to read records; a new one is one row here. */
export const reading: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['get', 4, get],
  ['list', 6, list],
  ['pages', 2, pages],
  ['group', 3, group],
]
