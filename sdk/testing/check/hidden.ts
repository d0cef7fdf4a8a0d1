import type { Grant, Json, Meta, Role } from '@sangam/sdk'
import type { Model, ModelField } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import { addressesOf, byAgent } from './around.ts'
import { idsOf } from './paths.ts'
import { pagesOf } from './pdf.ts'
import type { Made } from './records.ts'
import { linkTo } from './strangers.ts'

/** What a role reads of some entities and does not see of them: fields that each of its grants hides. */
export function hiddenFields({ grants }: Role): ReadonlyMap<string, readonly string[]> {
  const read = grants.filter(grant => grant.verbs.includes('read'))
  const reading = new Map(read.map(({ entity }) => [entity, read.filter(grant => grant.entity === entity)]))
  const hidden = ([first, ...rest]: readonly Grant[]): readonly string[] => (first?.hide ?? []).filter(name => rest.every(grant => grant.hide?.includes(name)))
  return new Map([...reading].map(([entity, all]): [string, readonly string[]] => [entity, hidden(all)]).filter(([, fields]) => fields.length > 0))
}

/** A value that is met nowhere else, where a field takes one, another for each field: what is hidden is known by it. */
export function secretOf(model: Model, field: ModelField): Json | null {
  const { type, options } = field
  const { min, max, format, digits } = options as {
    readonly min?: number | string
    readonly max?: number | string
    readonly format?: string
    readonly digits?: number
  }
  const all = [...model.entities.values()].flatMap(entity => [...entity.fields.values()])
  const figures = 7001 + all.indexOf(field)
  const word = `zq${figures}zq`
  if (type.type === 'text') return format || Number(max ?? 255) < word.length || Number(min ?? 0) > word.length ? null : word
  const fits = Number(min ?? 0) <= figures && figures < Number(max ?? Number.POSITIVE_INFINITY)
  if (!fits) return null
  if (type.type === 'integer') return figures * 10 + 1
  if (type.type === 'decimal') return digits === 0 ? String(figures) : `${figures}.7`
  return type.type === 'money' ? { amount: `${figures}.7`, currency: 'INR' } : null
}

/** Whether a text holds such a value; figures within an id or a longer number are none. */
export function holds(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w.-])${word.replace('.', '\\.')}${word.includes('.') ? '' : '(?![\\w-])'}`).test(text)
}

/** The part of such a value that is looked for. */
export function wordOf(secret: Json): string {
  return typeof secret === 'object' && secret !== null ? (secret as { amount: string }).amount : String(secret)
}

/** What someone reads of a record on every path there is. */
export async function readingOf(
  person: TestClient,
  routes: Model['routes'],
  name: string,
  id: string,
  updatedAt: string,
  word: string,
): Promise<(readonly [path: string, answer: Json])[]> {
  const at = `/api/records/${name}`
  const read: (readonly [string, Json])[] = []
  for (const [path, address] of [
    ['list', `${at}?limit=500`],
    ['get', `${at}/${id}`],
    ['history', `${at}/${id}/history`],
    ['asOf', `${at}/${id}?asOf=${encodeURIComponent(updatedAt)}`],
    ['OData', `/api/odata/${name.replace('.', '_')}`],
    ['export', `/api/export/${name}?format=jsonl`],
    ['search everywhere', `/api/search?q=${word}`],
    ['the timeline', `/api/timeline/${name}/${id}`],
    ...addressesOf(routes, name, [id]).map(address => [`GET ${address.replaceAll(id, '{id}')}`, address] as const),
  ] as const)
    read.push([path, (await person.ask('GET', address)).json])
  return [...read, ['an agent’s', await byAgent(person, 'find_records', { entity: name })]]
}

/** What stands on the papers of a record that someone prints, by what they are printed as; figures without the signs between their digits. */
export async function papersOf(person: TestClient, model: Model, name: string, id: string): Promise<(readonly [path: string, text: string])[]> {
  const documents = model.documents.filter(document => document.entity === name).map(document => document.name)
  const papers: (readonly [string, string])[] = []
  for (const document of [null, ...documents]) {
    const answer = await person.open(`/api/export/${name}/${id}${document === null ? '' : `?document=${document}`}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    if (answer.ok) papers.push([document === null ? 'the printed form' : `the paper ${document}`, pagesOf(bytes).join('\n').replaceAll(',', '')])
  }
  return papers
}

/** In how many records, beside the newest, the value is written. */
const oldest = 10

/** Who asks for a field that is hidden, who writes into it, and a stranger who is sent a link. */
interface Asking {
  readonly person: TestClient
  readonly admin: TestClient
  readonly guest: TestClient
  readonly model: Model
  /** The plugin's own. */
  readonly routes: Model['routes']
}

/** The first record of an entity that someone sees. */
export async function firstSeen(person: TestClient, entity: string): Promise<string | null> {
  return (await idsOf(person.get(`/api/records/${entity}?fields=id&limit=1`)))[0] ?? null
}

/**
 * Asks for a field that someone's role hides on every path there is. The owner writes a value of its own into a record that the person sees; a line for each
 * answer that knows it, or the field's name, and for each question about it that is not refused.
 */
export async function shownOf({ person, admin, guest, model, routes }: Asking, name: string, hidden: string, made: readonly Made[]): Promise<string[]> {
  const entity = model.entities.get(name)
  const field = entity?.fields.get(hidden)
  if (!entity || !field) return []
  const meta = (await person.get('/api/meta')) as unknown as Meta
  const id = await firstSeen(person, name)
  if (id === null)
    return [
      `Of ${made.length} random ${name}, whoever has the role sees none, so of ${hidden} nothing is proven. Give \`examples\` that its condition reaches.`,
    ]
  const secret = field.options.readonly ? null : secretOf(model, field)
  const written = secret !== null && (await admin.ask('PATCH', `/api/records/${name}/${id}`, { [hidden]: secret })).status < 400
  // The oldest too: they are what records of others point at, where it may be copied to.
  for (const other of written && !field.options.unique ? await idsOf(person.get(`/api/records/${name}?fields=id&sort=createdAt&limit=${oldest}`)) : [])
    await admin.ask('PATCH', `/api/records/${name}/${other}`, { [hidden]: secret })
  const word = wordOf(secret)
  const found: string[] = []
  const silent = (path: string, answer: Json): void => {
    const text = JSON.stringify(answer)
    if (text.includes(`"${hidden}"`) || (written && holds(text, word))) found.push(`${path} shows ${name}.${hidden}`)
  }
  const refused = async (path: string, asked: Promise<{ readonly status: number }>): Promise<void> => {
    const { status } = await asked
    if (status < 400 || status >= 500) found.push(`${path} ${name}.${hidden} answers ${status}`)
  }
  const query = (entity: string, body: object) => person.ask('POST', `/api/query/${entity}`, body)

  if (meta.entities[name]?.fields[hidden]) found.push(`/api/meta names ${name}.${hidden}`)
  const at = `/api/records/${name}`
  const now = (await admin.get(`${at}/${id}`)) as { updatedAt: string }
  for (const [path, answer] of await readingOf(person, routes, name, id, now.updatedAt, word)) silent(path, answer)
  for (const [path, text] of written ? await papersOf(person, model, name, id) : []) if (holds(text, word)) found.push(`${path} shows ${name}.${hidden}`)
  if (written) silent('search', (await query(name, { search: word })).json)
  const link = meta.entities[name]?.verbs.includes('shareLink') ? await linkTo(person, name, id) : ''
  if (written && typeof link !== 'string') silent('the page of a link', String((await guest.ask('GET', link.path)).json).replaceAll(',', ''))
  const part = field.type.type === 'money' ? `${hidden}.amount` : hidden
  for (const other of written ? Object.values(meta.entities) : [])
    if (other.name !== name && other.verbs.includes('read') && !other.linesOf)
      if (holds(JSON.stringify((await person.ask('GET', `/api/records/${other.name}?limit=500`)).json), word))
        found.push(`${other.name} holds what ${name}.${hidden} hides, and shows it`)
  await refused('a change of', person.ask('PATCH', `${at}/${id}`, { [hidden]: secret }))
  await refused('a change of many of', person.ask('POST', `/api/bulk/${name}`, { ids: [id], set: { [hidden]: secret } }))
  await refused('list with', person.ask('GET', `${at}?fields=id,${hidden}`))
  await refused('sort by', query(name, { sort: [part] }))
  await refused('filter by', query(name, { where: { [part]: { isEmpty: false } } }))
  await refused('group by', query(name, { group: [part], measures: ['count'] }))
  await refused('sums of', query(name, { group: [], measures: [`max:${part}`] }))
  await refused('export of', person.ask('GET', `/api/export/${name}?format=csv&fields=${hidden}`))
  await refused('OData sorted by', person.ask('GET', `/api/odata/${name.replace('.', '_')}?$orderby=${part.replace('.', '_')}`))
  await refused('asOf with', person.ask('GET', `${at}?fields=${hidden}&asOf=${encodeURIComponent(now.updatedAt)}`))
  for (const other of Object.values(meta.entities))
    for (const reference of Object.values(other.fields)) {
      if (reference.type !== 'reference' || reference.to !== name || other.linesOf || !other.verbs.includes('read')) continue
      await refused(`${other.name} with ${reference.name}.`, query(other.name, { fields: ['id', `${reference.name}.${hidden}`] }))
      await refused(`${other.name} filtered by ${reference.name}.`, query(other.name, { where: { [`${reference.name}.${part}`]: { isEmpty: false } } }))
    }
  return found
}
