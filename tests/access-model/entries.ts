import type { Json } from '@sangam/sdk'
import { kindAt, type Oracle, order, type Row, Unknown } from './oracle.ts'
import { condition, place, searched, shapes, title } from './shapes.ts'
import { type Actor, dealOf, draw, type Theatre } from './stage.ts'

/** One question at one entry point: what was answered, and what should have been. */
export interface Comparison {
  readonly entry: string
  readonly question: unknown
  readonly actual: unknown
  readonly expected: unknown
  /** Records of which it was judged whether and how they show. */
  readonly judged: number
}

export type Entry = (theatre: Theatre, actor: Actor) => Promise<Omit<Comparison, 'entry'> | null>

const system = ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']
const entities = ['deals.deal', 'deals.deal', 'deals.firm', 'deals.line', 'core.activity'] as const
/** Which of two reasons to refuse comes first is not judged. */
const settled = (status: number): number => (status === 403 ? 422 : status)
const missing = { status: 404 }
const bad = { status: 400 }

/** What an oracle says, or what is answered to someone who names what is not there for them. */
export function said<T>(oracle: Oracle, entity: string, work: () => T): T | { status: number } {
  if (!oracle.may(entity, 'read')) return missing
  try {
    return work()
  } catch (error) {
    if (error instanceof Unknown) return bad
    throw error
  }
}

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

interface Question {
  readonly where?: object
  readonly sort?: readonly string[]
  readonly fields?: readonly string[]
  readonly search?: string
}

function ask({ chance, known: there }: Theatre, entity: string): Question {
  const sortable = new Set(['text', 'choice', 'number', 'date', 'instant', 'boolean'])
  const keys = Array.from({ length: chance.below(3) }, () => place(chance, entity, 0)).filter(one => sortable.has(one.kind) && !one.path.includes('number'))
  const fields = Array.from({ length: 1 + chance.below(4) }, () => place(chance, entity, 0).path).filter(path => !path.includes('lines'))
  return {
    ...(chance.yes(0.7) && { where: condition(chance, entity, there) }),
    sort: [...new Set(keys.map(one => one.path))].map(path => (chance.yes(0.5) ? `-${path}` : path)),
    ...(chance.yes(0.6) && fields.length > 0 && { fields }),
  }
}

/** The records of a list in their order, and what is shown of each. */
export function listed(oracle: Oracle, entity: string, question: Question, verb?: string): Row[] {
  const { where, sort = [], fields = [] } = question
  if (where) oracle.check(entity, where)
  for (const path of [...sort.map(bare), ...fields]) oracle.value(entity, null, path)
  const rows = oracle
    .all(entity)
    .filter(row => oracle.sees(entity, row) && (!verb || oracle.reaches(entity, verb, row)) && (!where || oracle.matches(entity, row, where)))
  const down = sort.at(-1)?.startsWith('-') ?? false
  return rows.sort((a, b) => {
    for (const key of sort) {
      const found = nullsLast(oracle.value(entity, a, bare(key)), oracle.value(entity, b, bare(key)), kindAt(entity, bare(key)).kind)
      if (found !== 0) return key.startsWith('-') ? -found : found
    }
    return (a.id < b.id ? -1 : 1) * (down ? -1 : 1)
  })
}

const bare = (key: string): string => key.replace(/^-/, '')

function nullsLast(a: unknown, b: unknown, kind: string): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return kind === 'text' || kind === 'choice' ? Math.sign(collator.compare(String(a), String(b))) : order(a, b, kind)
}

/** Text is ordered as everywhere: by the root rules of Unicode. */
const collator = new Intl.Collator('und')

function shown(oracle: Oracle, entity: string, row: Row, fields: readonly string[] | undefined): object {
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

const group: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const oracle = theatre.oracle(actor)
  const entity = 'deals.deal'
  const keys = [...new Set(chance.some(['state', 'hot', 'owner', 'firm.kind', 'closing', 'firm.$title'], 0.3))]
  const sums = chance.some(['score', 'weight', 'margin'], 0.4)
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

/** What the search box and the pickers ask. */
const search: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(['deals.deal', 'deals.firm', 'core.activity'] as const)
  const oracle = theatre.oracle(actor)
  const word = String(theatre.chance.one(shapes['deals.firm']?.name?.values ?? [])).slice(0, 3)
  const name = title[entity] ?? ''
  const words = new URLSearchParams({ search: word, fields: name, sort: 'id', limit: '500' })
  const { status, json } = await actor.client.ask('GET', `/api/records/${entity}?${words}`)
  return {
    question: [entity, word],
    actual: status === 200 ? (json as unknown as { items: { id: string }[] }).items : { status },
    expected: said(oracle, entity, () => {
      const found = listed(oracle, entity, { fields: [name], sort: ['id'] })
      const texts = [name, ...(searched[entity] ?? [])].filter(text => oracle.open(entity, text, null) !== 'never')
      return found
        .filter(row => texts.some(text => String(oracle.value(entity, row, text) ?? '').includes(word)))
        .map(row => shown(oracle, entity, row, [name]))
    }),
    judged: oracle.all(entity).length,
  }
}

/** The search over everything forgives slips of the pen: all it gives is the person's to see, by names they may see, and what has the word is among it. */
const searchAll: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const word = String(theatre.chance.one(shapes['deals.firm']?.name?.values ?? []))
  const { json } = await actor.client.ask('GET', `/api/search?q=${word}`)
  const { items } = json as unknown as { items: { entity: string; id: string; title: string }[] }
  const wrong = items.filter(({ entity, id, title: name }) => {
    const row = oracle.all(entity).find(one => one.id === id)
    return title[entity] && !(row && oracle.sees(entity, row) && (oracle.value(entity, row, title[entity] ?? '') ?? '') === name)
  })
  const has = (entity: string): boolean => {
    const name = title[entity] ?? ''
    if (!oracle.may(entity, 'read') || oracle.open(entity, name, null) === 'never') return false
    return oracle.all(entity).some(row => oracle.sees(entity, row) && String(oracle.value(entity, row, name) ?? '').includes(word))
  }
  const lost = ['deals.deal', 'deals.firm'].filter(entity => has(entity) && !items.some(item => item.entity === entity))
  return {
    question: word,
    actual: { wrong, lost },
    expected: { wrong: [], lost: [] },
    judged: oracle.all('deals.deal').length + oracle.all('deals.firm').length,
  }
}

const exported: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(['deals.deal', 'deals.firm', 'core.activity'] as const)
  const oracle = theatre.oracle(actor)
  const question = { ...ask(theatre, entity), fields: ['id', 'version', title[entity] ?? ''], sort: ['id'] }
  const words = new URLSearchParams({
    format: 'jsonl',
    fields: question.fields.join(),
    sort: 'id',
    ...(question.where && { where: JSON.stringify(question.where) }),
  })
  const { status, json } = await actor.client.ask('GET', `/api/export/${entity}?${words}`)
  const lines = String(json).split('\n').filter(Boolean)
  return {
    question: [entity, question],
    actual: status === 200 ? lines.map(line => JSON.parse(line) as unknown) : { status },
    expected:
      oracle.may(entity, 'read') && !oracle.may(entity, 'export')
        ? { status: 403 }
        : said(oracle, entity, () => listed(oracle, entity, question, 'export').map(row => shown(oracle, entity, row, question.fields))),
    judged: oracle.all(entity).length,
  }
}

/** Of the history one sees what one sees everywhere, of a record one sees now. */
const history: Entry = async (theatre, actor) => {
  const entity = theatre.chance.one(['deals.deal', 'deals.firm'] as const)
  const oracle = theatre.oracle(actor)
  const row = theatre.chance.one(oracle.all(entity))
  const at = `/api/records/${entity}/${row.id}/history`
  const { status, json } = await actor.client.ask('GET', at)
  const namesIn = (answer: Json): string[] =>
    [...new Set((answer as unknown as { items: { changes: object }[] }).items.flatMap(one => Object.keys(one.changes)))].sort()
  const everywhere = (name: string): boolean => {
    const reading = actor.person.grants.filter(grant => grant.entity === entity && grant.verbs.includes('read'))
    const free = reading.filter(grant => !grant.hide?.includes(name))
    return free.length > 0 && (free.length === reading.length || free.some(grant => !grant.where))
  }
  const sees = oracle.may(entity, 'read') && oracle.sees(entity, row)
  return {
    question: [entity, row.id],
    actual: status === 200 ? namesIn(json) : { status },
    expected: sees ? namesIn(await theatre.platform.admin.get(at)).filter(everywhere) : missing,
    judged: 1,
  }
}

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

function verdictOn(oracle: Oracle, entity: string, verb: string, row: Row, fine: number): number {
  if (!(oracle.may(entity, 'read') && oracle.sees(entity, row))) return oracle.may(entity, 'read') || oracle.may(entity, 'create') ? 404 : 404
  return oracle.may(entity, verb) && oracle.reaches(entity, verb, row) ? fine : 403
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
  const stays = same || oracle.sees('deals.deal', after)
  return { question: [row.id, name, given], actual: status, expected: !allowed ? 422 : stays ? 200 : 403, judged: 1 }
}

/** A new record: with the verb, within the rows where one may make and see it, with the fields one may fill. */
const create: Entry = async (theatre, actor) => {
  const given = draw(theatre.chance, 'deals.firm', theatre.known, [])
  const values: { [name: string]: Json } = { owner: actor.person.id, ...given, name: 'fern' }
  const { status, json } = await actor.client.ask('POST', '/api/records/deals.firm', values)
  const expected = settled(mayMake(theatre.oracle(actor), actor, values))
  if (status === 201) await theatre.platform.admin.delete(`/api/records/deals.firm/${(json as { id: string }).id}`)
  return { question: values, actual: settled(status), expected, judged: 1 }
}

function mayMake(oracle: Oracle, { person }: Actor, values: { readonly [name: string]: Json }): number {
  const draft = { id: 'new', code: null, kind: null, parent: null, secret: null, owner: person.id, ...values, createdBy: person.id } as Row
  const points = [
    ['parent', 'deals.firm'],
    ['owner', 'core.user'],
  ] as const
  const targets = points.every(([name, entity]) => {
    const target = draft[name] === null ? undefined : oracle.all(entity).find(row => row.id === draft[name])
    return draft[name] === null || (oracle.may(entity, 'read') && target !== undefined && oracle.sees(entity, target))
  })
  const filled = Object.entries(values).filter(([name, value]) => value !== null && !(name === 'owner' && value === person.id))
  if (!oracle.may('deals.firm', 'create')) return oracle.may('deals.firm', 'read') ? 403 : 404
  if (Object.keys(values).some(name => oracle.open('deals.firm', name, null) === 'never') || !targets) return 422
  const claims = filled.filter(([name]) => oracle.open('deals.firm', name, draft, 'create') !== true)
  return claims.length > 0 ? 422 : oracle.reaches('deals.firm', 'create', draft) && oracle.sees('deals.firm', draft) ? 201 : 403
}

/** Pointing at a record asks for the right to see it. */
const point: Entry = async (theatre, actor) => {
  const { chance } = theatre
  const oracle = theatre.oracle(actor)
  const row = chance.one(oracle.all('deals.deal'))
  const target = chance.one(oracle.all('deals.firm').filter(firm => firm.kind === 'customer'))
  if (row.firm === target.id || verdictOn(oracle, 'deals.deal', 'update', row, 200) !== 200) return null
  if (oracle.open('deals.deal', 'firm', row) !== true || oracle.open('deals.deal', 'firm', row, 'update') !== true) return null
  const seen = oracle.may('deals.firm', 'read') && oracle.sees('deals.firm', target)
  const { status } = await actor.client.ask('PATCH', `/api/records/deals.deal/${row.id}`, { firm: target.id })
  await theatre.look('deals.deal', row.id)
  return {
    question: [row.id, target.id],
    actual: status,
    expected: !seen ? 422 : oracle.sees('deals.deal', { ...row, firm: target.id }) ? 200 : 403,
    judged: 1,
  }
}

/** With whom a record is shared is told to those who may share it. */
const shares: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const entity = theatre.chance.one(['deals.deal', 'deals.firm'] as const)
  const row = theatre.chance.one(oracle.all(entity))
  const { status } = await actor.client.ask('GET', `/api/records/${entity}/${row.id}/shares`)
  return { question: [entity, row.id], actual: status, expected: verdictOn(oracle, entity, 'share', row, 200), judged: 1 }
}

/** A file is tried row by row by the same pipeline: its preview says what would come of it, and writes nothing. */
const imported: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const { client } = actor
  const kind = theatre.chance.one(['customer', 'supplier'])
  const staged = await client.ask('POST', '/api/imports/deals.firm?name=f.csv', `name,kind\nfern,${kind}\n`, { 'Content-Type': 'text/csv' })
  const entered = oracle.may('deals.firm', 'import') && oracle.may('deals.firm', 'create') ? 201 : 403
  if (staged.status !== 201) return { question: kind, actual: staged.status, expected: oracle.may('deals.firm', 'read') ? entered : 404, judged: 1 }
  if (['name', 'kind'].some(name => oracle.open('deals.firm', name, null, 'create') === 'never' || oracle.open('deals.firm', name, null) === 'never'))
    return null
  const at = `/api/imports/deals.firm/${(staged.json as { id: string }).id}`
  const planned = await client.ask('POST', `${at}/plan`, { fields: { name: { columns: [0] }, kind: { columns: [1] } }, key: null })
  const rows = (await client.ask('GET', `${at}/rows`)).json as unknown as { items: { verdict: string }[] }
  const makes = mayMake(oracle, actor, { name: 'fern', kind }) === 201
  return { question: kind, actual: planned.status < 300 ? rows.items.map(row => row.verdict === 'create') : planned.json, expected: [makes], judged: 1 }
}

/** A new deal begins open unless one may begin elsewhere, by row. */
const begin: Entry = async (theatre, actor) => {
  const oracle = theatre.oracle(actor)
  const given = dealOf(theatre.chance, theatre.known)
  const values = { title: 'amber', state: given.state ?? 'open', reason: 'fern', value: given.value ?? null, owner: actor.person.id }
  if (['title', 'state', 'reason', 'value', 'owner'].some(name => oracle.open('deals.deal', name, null) === 'never')) return null
  if (!oracle.may('deals.deal', 'create')) return null
  const { status, json } = await actor.client.ask('POST', '/api/records/deals.deal', values)
  const blank = Object.fromEntries(Object.keys(shapes['deals.deal'] ?? {}).map(name => [name, null]))
  const draft = { ...blank, ...values, hot: false, tags: null, id: 'new', createdBy: actor.person.id } as unknown as Row
  const claims = ['title', 'reason', 'value', 'state'].some(
    name => (name !== 'state' || values.state !== 'open') && oracle.open('deals.deal', name, draft, 'create') !== true,
  )
  const starts = values.state === 'open' || (oracle.may('deals.deal', 'startElsewhere') && oracle.reaches('deals.deal', 'startElsewhere', draft))
  const sees = oracle.reaches('deals.deal', 'create', draft) && oracle.sees('deals.deal', draft)
  if (status === 201) await theatre.platform.admin.delete(`/api/records/deals.deal/${(json as { id: string }).id}`)
  // A condition on the number can't be told beforehand.
  if (JSON.stringify(actor.person.grants).includes('"number')) return null
  return { question: values, actual: settled(status), expected: claims || !starts || !sees ? 422 : 201, judged: 1 }
}

/** Every way to a record; a new one is one row here. */
export const entries: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['get', 4, get],
  ['list', 6, list],
  ['pages', 2, pages],
  ['group', 3, group],
  ['search', 2, search],
  ['search over all', 1, searchAll],
  ['export', 3, exported],
  ['history', 1, history],
  ['verdict', 3, verdict],
  ['batch', 2, batch],
  ['action', 2, action],
  ['field', 2, field],
  ['create', 2, create],
  ['begin', 1, begin],
  ['reference', 1, point],
  ['shares', 1, shares],
  ['import', 1, imported],
]
