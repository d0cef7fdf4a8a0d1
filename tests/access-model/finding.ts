import type { Json } from '@sangam/sdk'
import { type Entry, listed, missing, said } from './judging.ts'
import { ask, shown } from './reading.ts'
import { searched, shapes, title } from './shapes.ts'

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

/** Ways to find records and to take them along; a new one is one row here. */
export const finding: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['search', 2, search],
  ['search over all', 1, searchAll],
  ['export', 3, exported],
  ['history', 1, history],
]
