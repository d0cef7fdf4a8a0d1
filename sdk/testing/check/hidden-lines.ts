import type { Json, Meta } from '@sangam/sdk'
import type { Model, ModelEntity, ModelField } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import { holds, papersOf, readingOf, secretOf, wordOf } from './hidden.ts'
import { hiddenOn, type Partly } from './partly.ts'
import type { Maker } from './records.ts'
import { linkTo } from './strangers.ts'

/** Who asks for lines that are hidden, who writes into them, and a stranger who is sent a link. */
export interface AskingForLines {
  readonly person: TestClient
  readonly admin: TestClient
  readonly guest: TestClient
  readonly maker: Maker
  readonly model: Model
  readonly routes: Model['routes']
}

/** The entity of the lines that a field holds; null for any other field. */
export function linesIn(model: Model, name: string, hidden: string): ModelEntity | null {
  const field = model.entities.get(name)?.fields.get(hidden)
  return field?.type.type === 'lines' ? (model.entities.get(field.to ?? '') ?? null) : null
}

type Line = { readonly id: string; readonly [field: string]: Json }

interface Written {
  readonly field: ModelField
  readonly line: string
  readonly word: string
  readonly where: Json
}

/**
 * What of a record's lines is told to someone from whom their field is hidden on it. The owner writes a value that is met nowhere else into a line, field for
 * field; a line for each path that knows it, of the record, of its lines by themselves and of other records, and for each question about it that finds the record.
 */
export async function linesShown(asking: AskingForLines, name: string, hidden: string, id: string): Promise<string[]> {
  const { person, admin, guest, model, routes } = asking
  const line = linesIn(model, name, hidden)
  if (!line) return []
  const meta = (await person.get('/api/meta')) as unknown as Meta
  const at = `/api/records/${name}/${id}`
  const found: string[] = []
  for (const field of [...line.fields.values()].filter(one => !one.options.readonly && !one.computed)) {
    const written = await writeInto(asking, { name, hidden, id, line, field })
    if (!written) continue
    const { word } = written
    const what = `${name}.${hidden}.${field.name}`
    const silent = (path: string, answer: string): void => {
      if (holds(answer, word)) found.push(`${path} shows ${what}`)
    }
    const { updatedAt } = (await admin.get(at)) as { updatedAt: string }
    for (const [path, answer] of await readingOf(person, routes, name, id, updatedAt, word)) silent(path, JSON.stringify(answer))
    for (const [path, answer] of await readingOf(person, [], line.name, written.line, updatedAt, word))
      silent(`${path} of ${line.name}`, JSON.stringify(answer))
    for (const [path, text] of await papersOf(person, model, name, id)) silent(path, text)
    const link = meta.entities[name]?.verbs.includes('shareLink') ? await linkTo(person, name, id) : ''
    if (typeof link !== 'string') silent('the page of a link', String((await guest.ask('GET', link.path)).json).replaceAll(',', ''))
    for (const other of Object.values(meta.entities))
      if (other.name !== name && other.name !== line.name && other.verbs.includes('read') && !other.linesOf)
        silent(other.name, JSON.stringify((await person.ask('GET', `/api/records/${other.name}?limit=500`)).json))
    found.push(...(await foundBy(asking, { name, hidden, id, line }, written, what)))
  }
  return found
}

/** The same of a record on which they are hidden, where someone sees those of others. */
export async function linesWhereHidden(asking: AskingForLines, partly: Partly): Promise<string[]> {
  if (!linesIn(asking.model, partly.entity, partly.field)) return []
  const [id] = await hiddenOn(asking.person, partly)
  return id === undefined ? [] : linesShown(asking, partly.entity, partly.field, id)
}

interface Place {
  readonly name: string
  readonly hidden: string
  readonly id: string
  readonly line: ModelEntity
}

/** Puts the value into the first line of the record, or into one that is made for it; null where it is not taken. */
async function writeInto(
  { admin, maker, model }: AskingForLines,
  { name, hidden, id, line, field }: Place & { readonly field: ModelField },
): Promise<Written | null> {
  const secret = secretOf(model, field)
  if (secret === null) return null
  const read = async (): Promise<readonly Line[]> =>
    ((await admin.get(`/api/records/${name}/${id}?fields=${hidden}`)) as { readonly [field: string]: readonly Line[] })[hidden] ?? []
  const there = await read()
  const [first, ...rest] = there
  const patched = first ? { id: first.id, [field.name]: secret } : { ...(await maker.draw(line.name)).values, [field.name]: secret }
  if ((await admin.ask('PATCH', `/api/records/${name}/${id}`, { [hidden]: [patched, ...rest.map(one => ({ id: one.id }))] })).status >= 400) return null
  const word = wordOf(secret)
  const now = (await read()).find(one => holds(JSON.stringify(one[field.name] ?? null), word))
  const part = field.type.type === 'money' ? `${field.name}.amount` : field.name
  return now ? { field, line: now.id, word, where: { [part]: typeof secret === 'object' ? word : secret } } : null
}

/** Questions that would find the record, or its lines, by what stands in them. */
async function foundBy({ person }: AskingForLines, { name, hidden, id, line }: Place, { where, word, field }: Written, what: string): Promise<string[]> {
  const part = Object.keys(where as object)[0] ?? ''
  const way = `${line.name}:${line.linesOf?.by}`
  const found: string[] = []
  const ask = async (path: string, entity: string, body: object): Promise<void> => {
    const { status, json } = await person.ask('POST', `/api/query/${entity}`, body)
    const items = status < 400 ? (json as { readonly items: readonly Json[] }).items : []
    if ('fields' in body ? items.length > 0 : holds(JSON.stringify(items), word)) found.push(`${path} ${what} finds it`)
  }
  await ask('a filter by some of', name, { where: { id, [hidden]: { some: where } }, fields: ['id'] })
  await ask('a filter by none but', name, { where: { id, not: { [hidden]: { none: where } } }, fields: ['id'] })
  await ask('a filter by the way to', name, { where: { id, [way]: { some: where } }, fields: ['id'] })
  await ask('a filter of lines by', line.name, { where, fields: ['id'] })
  await ask('groups of lines by', line.name, { group: [part], measures: ['count'] })
  if (field.type.type !== 'text') await ask('the most of', line.name, { group: [], measures: [`max:${part}`] })
  if (field.type.type === 'text') await ask('a search of lines for', line.name, { search: word, fields: ['id'] })
  if (field.type.type === 'text') await ask('a search for', name, { search: word, fields: ['id'] })
  return found
}
