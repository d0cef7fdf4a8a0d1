import type { Json } from '@sangam/sdk'
import type { Entry } from './judging.ts'
import type { Oracle } from './oracle.ts'
import { shapes } from './shapes.ts'
import { type Actor, dealOf, draw } from './stage.ts'
import type { Row } from './world.ts'

/** Which of two reasons to refuse comes first is not judged. */
const settled = (status: number): number => (status === 403 ? 422 : status)

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
  const draft = { id: 'new', code: null, kind: null, parent: null, secret: null, partners: [], owner: person.id, ...values, createdBy: person.id } as Row
  const points = [
    ['parent', 'deals.firm'],
    ['owner', 'core.user'],
    ['partners', 'deals.firm'],
  ] as const
  const targets = points.every(([name, entity]) =>
    [draft[name]].flat().every(id => {
      const target = oracle.all(entity).find(row => row.id === id)
      return id === null || (oracle.may(entity, 'read') && target !== undefined && oracle.sees(entity, target))
    }),
  )
  const empty = (value: Json): boolean => value === null || (Array.isArray(value) && value.length === 0)
  const filled = Object.entries(values).filter(([name, value]) => !empty(value) && !(name === 'owner' && value === person.id))
  if (!oracle.may('deals.firm', 'create')) return oracle.may('deals.firm', 'read') ? 403 : 404
  if (Object.keys(values).some(name => oracle.open('deals.firm', name, null) === 'never') || !targets) return 422
  const claims = filled.filter(([name]) => oracle.open('deals.firm', name, draft, 'create') !== true)
  return claims.length > 0 ? 422 : oracle.reaches('deals.firm', 'create', draft) && oracle.sees('deals.firm', draft) ? 201 : 403
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
  const draft = { ...blank, ...values, hot: false, tags: null, sites: [], id: 'new', createdBy: actor.person.id } as unknown as Row
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

/** Ways to make records; a new one is one row here. */
export const making: readonly (readonly [name: string, weight: number, entry: Entry])[] = [
  ['create', 2, create],
  ['begin', 1, begin],
  ['import', 1, imported],
]
