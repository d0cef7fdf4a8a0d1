import { isDeepStrictEqual } from 'node:util'
import type { Json } from '@sangam/sdk'
import { kindAt } from './comparing.ts'
import { type Entry, verdictOn } from './judging.ts'
import { shapes, title } from './shapes.ts'
import type { Row } from './world.ts'

/** Whether a write is let in, tried with a version that is not there: what may be done is refused for that, and nothing changes. */
const verdict: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const entity = chance.one(['deals.deal', 'deals.firm'] as const)
  const oracle = theatre.oracle(actor)
  const row = chance.one(oracle.all(entity))
  const verb = chance.one(['update', 'remove'] as const)
  const at = `/api/records/${entity}/${row.id}`
  const stale = { 'If-Match': '"4711"' }
  const { status } =
    verb === 'update' ? await actor.client.ask('PATCH', at, { [title[entity] ?? '']: 'x' }, stale) : await actor.client.ask('DELETE', at, undefined, stale)
  return { question: [entity, row.id, verb], actual: status, expected: verdictOn(oracle, entity, verb, row, 409), judged: 1 }
}

/** Several in one batch: the worst of them decides. */
const batch: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const entity = chance.one(['deals.deal', 'deals.firm'] as const)
  const oracle = theatre.oracle(actor)
  const rows = [...new Set(Array.from({ length: 3 }, () => chance.one(oracle.all(entity))))]
  const writes = rows.map(row => ({ entity, verb: 'update', id: row.id, patch: { [title[entity] ?? '']: 'x' }, version: 4711 }))
  const { status } = await actor.client.ask('POST', '/api/batch', writes)
  const known404 = !(oracle.may(entity, 'read') || oracle.may(entity, 'create'))
  const verdicts = rows.map(row => verdictOn(oracle, entity, 'update', row, 409)).filter(one => one !== 409)
  const expected = known404 ? 404 : verdicts.length === 0 ? 409 : new Set(verdicts).size === 1 ? verdicts[0] : 422
  return { question: [entity, rows.map(row => row.id)], actual: status, expected, judged: rows.length }
}

/** An action on one or several; those that are not won refuse it for that, so nothing changes. */
const action: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const rows = theatre.chance.some(
    oracle.all('deals.deal').filter(row => row.state !== 'won'),
    0.1,
  )
  const [first] = rows
  if (!first) return null
  const one = rows.length === 1
  const { status } = one
    ? await actor.client.ask('POST', `/api/records/deals.deal/${first.id}/actions/praise`, { words: 'x' })
    : await actor.client.ask('POST', '/api/records/deals.deal/actions/praise', { ids: rows.map(row => row.id), input: { words: 'x' } })
  const expected = (): number => {
    if (!oracle.may('deals.deal', 'read')) return 404
    if (!oracle.may('deals.deal', 'praise')) return 403
    return rows.map(row => verdictOn(oracle, 'deals.deal', 'praise', row, 409)).find(status => status !== 409) ?? 409
  }
  return { question: rows.map(row => row.id), actual: status, expected: expected(), judged: rows.length }
}

/** One field written for real: refused where it is not there, not seen on this record or not to be written. */
const field: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const oracle = theatre.oracle(actor)
  const row = chance.one(oracle.all('deals.deal'))
  const name = chance.one(['title', 'score', 'weight', 'margin', 'hot', 'tags', 'closing'])
  const value = chance.one(shapes['deals.deal']?.[name]?.values ?? []) as Json
  const given = name === 'tags' ? ([value] as Json) : value
  if (!oracle.may('deals.deal', 'read') || verdictOn(oracle, 'deals.deal', 'update', row, 200) !== 200) return null
  const same =
    JSON.stringify(row[name]) === JSON.stringify(given) ||
    (kindAt('deals.deal', name).kind === 'number' && row[name] !== null && Number(row[name]) === Number(given))
  const reads = oracle.open('deals.deal', name, row)
  const writes = oracle.open('deals.deal', name, row, 'update') === true
  const after: Row = { ...row, [name]: given, ...(name === 'score' && { doubled: Number(given) * 2 }) }
  const allowed = reads === true && (same || writes)
  const { status } = await actor.client.ask('PATCH', `/api/records/deals.deal/${row.id}`, { [name]: given })
  await theatre.look('deals.deal', row.id)
  const stays = same || oracle.having('deals.deal', after).sees('deals.deal', after)
  return { question: [row.id, name, given], actual: status, expected: !allowed ? 422 : stays ? 200 : 403, judged: 1 }
}

/** Pointing at a record asks for the right to see it; of a list, only what comes to it does. */
const point: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const oracle = theatre.oracle(actor)
  const row = chance.one(oracle.all('deals.deal'))
  const target = chance.one(oracle.all('deals.firm').filter(firm => firm.kind === 'customer'))
  const name = chance.one(['firm', 'allies', 'topic'])
  const allies = row.allies as string[]
  const given = name === 'allies' ? [target.id, ...allies] : name === 'topic' ? { entity: 'deals.firm', id: target.id } : target.id
  if (isDeepStrictEqual(row[name], given) || allies.includes(target.id) || verdictOn(oracle, 'deals.deal', 'update', row, 200) !== 200) return null
  if (oracle.open('deals.deal', name, row) !== true || oracle.open('deals.deal', name, row, 'update') !== true) return null
  const seen = oracle.may('deals.firm', 'read') && oracle.sees('deals.firm', target)
  const after = { ...row, [name]: given }
  const stays = oracle.having('deals.deal', after).sees('deals.deal', after)
  const { status } = await actor.client.ask('PATCH', `/api/records/deals.deal/${row.id}`, { [name]: given })
  await theatre.look('deals.deal', row.id)
  return { question: [row.id, name, target.id], actual: status, expected: !seen ? 422 : stays ? 200 : 403, judged: 1 }
}

/** What is worked out can't be written, and nobody finds out by trying what it comes to where they don't see it: only what they were shown may be sent back. */
const worked: Entry = async (theatre, actor) => {
  const { chance, platform } = theatre
  const oracle = theatre.oracle(actor)
  const entity = chance.one(['deals.deal', 'deals.firm'] as const)
  const row = chance.one(oracle.all(entity))
  const [name, { values = [] }] = chance.one(Object.entries(shapes[entity] ?? {}).filter(([, shape]) => shape.made))
  if (verdictOn(oracle, entity, 'update', row, 200) !== 200) return null
  const at = `/api/records/${entity}/${row.id}`
  const kept = chance.yes(0.6) ? ((await platform.admin.get(at)) as { readonly [field: string]: Json })[name] : undefined
  const given = kept ?? (chance.one(values.length > 0 ? values : [null]) as Json)
  const shown = oracle.open(entity, name, null) === 'never' ? undefined : oracle.value(entity, row, name)
  const same = given === null || String(JSON.stringify(given)) === String(JSON.stringify(shown))
  const { status } = await actor.client.ask('PATCH', at, { [name]: given })
  return { question: [entity, row.id, name, given], actual: status, expected: shown !== undefined && same ? 200 : 422, judged: 1 }
}

/** With whom a record is shared is told to those who may share it. */
const shares: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const entity = theatre.chance.one(['deals.deal', 'deals.firm'] as const)
  const row = theatre.chance.one(oracle.all(entity))
  const { status } = await actor.client.ask('GET', `/api/records/${entity}/${row.id}/shares`)
  return { question: [entity, row.id], actual: status, expected: verdictOn(oracle, entity, 'share', row, 200), judged: 1 }
}

/** Ways to change records; a new one is one row here. */
export const writing: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['verdict', 3, verdict],
  ['batch', 2, batch],
  ['action', 2, action],
  ['field', 2, field],
  ['reference', 2, point],
  ['worked', 2, worked],
  ['shares', 1, shares],
]
