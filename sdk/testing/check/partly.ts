import type { Json, Role } from '@sangam/sdk'
import type { Model } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import { holds, papersOf, readingOf, secretOf, wordOf } from './hidden.ts'
import { idsOf } from './paths.ts'

export interface Partly {
  readonly entity: string
  readonly field: string
  /** On which records it is shown. */
  readonly shown: readonly object[]
}

/** What a role sees of some entities on some records only: fields that some of its grants hide, and others show within their conditions. */
export function partlyHidden({ grants }: Role): Partly[] {
  const read = grants.filter(grant => grant.verbs.includes('read'))
  return [...new Set(read.map(({ entity }) => entity))].flatMap(entity => {
    const all = read.filter(grant => grant.entity === entity)
    return [...new Set(all.flatMap(({ hide = [] }) => hide))].flatMap(field => {
      const shown = all.filter(({ hide = [] }) => !hide.includes(field)).map(({ where }) => where)
      return shown.length > 0 && shown.every(where => where !== undefined) ? [{ entity, field, shown: shown.flatMap(where => where ?? []) }] : []
    })
  })
}

interface Looking {
  readonly person: TestClient
  readonly admin: TestClient
  readonly model: Model
  readonly routes: Model['routes']
}

/** The records that someone sees and on which a field is hidden from them. */
export async function hiddenOn(person: TestClient, { entity, shown }: Partly): Promise<string[]> {
  return idsOf(person.post(`/api/query/${entity}`, { fields: ['id'], where: { not: { or: shown } as Json }, sort: ['id'], limit: 500 }))
}

/**
 * Asks for a field on a record on which it is hidden, and which someone sees otherwise. The owner writes a value there that is met nowhere else; a line for each path that
 * knows it, and for each question that finds the record by it.
 */
export async function shownWhereHidden({ person, admin, model, routes }: Looking, partly: Partly): Promise<string[]> {
  const { entity: name, field: hidden } = partly
  const field = model.entities.get(name)?.fields.get(hidden)
  const secret = !field || field.options.readonly || field.computed ? null : secretOf(model, field)
  if (!field || secret === null) return []
  const [id] = await hiddenOn(person, partly)
  if (id === undefined)
    return [
      `Whoever has the role sees ${hidden} on all ${name} that it sees, so nothing is proven of where it is hidden. Give \`examples\` that its conditions tell apart.`,
    ]
  const at = `/api/records/${name}/${id}`
  // What can't be written, or changes whether it is shown, proves nothing.
  if ((await admin.ask('PATCH', at, { [hidden]: secret })).status >= 400 || !(await hiddenOn(person, partly)).includes(id)) return []
  const word = wordOf(secret)
  const found: string[] = []
  const { updatedAt } = (await admin.get(at)) as { updatedAt: string }
  for (const [path, answer] of await readingOf(person, routes, name, id, updatedAt, word))
    if (holds(JSON.stringify(answer), word)) found.push(`${path} shows ${name}.${hidden} where it is hidden`)
  for (const [path, text] of await papersOf(person, model, name, id)) if (holds(text, word)) found.push(`${path} shows ${name}.${hidden} where it is hidden`)
  const part = field.type.type === 'money' ? `${hidden}.amount` : hidden
  const asked: readonly (readonly [string, object])[] = [
    ['a filter by', { where: { id, [part]: typeof secret === 'object' ? word : secret }, fields: ['id'] }],
    ['a filter by what is not', { where: { id, not: { [part]: { isEmpty: true } } }, fields: ['id'] }],
    ['groups by', { where: { id }, group: [part], measures: ['count'] }],
    ['the most of', { where: { id }, group: [], measures: [`max:${part}`] }],
  ]
  for (const [path, body] of asked) {
    const { status, json } = await person.ask('POST', `/api/query/${name}`, body)
    const items = status < 400 ? (json as { readonly items: readonly Json[] }).items : []
    if ('fields' in body ? items.length > 0 : holds(JSON.stringify(items), word)) found.push(`${path} ${name}.${hidden} finds it where it is hidden`)
  }
  const { status } = await person.ask('PATCH', at, { [hidden]: secret })
  if (status < 400 || status >= 500) found.push(`a change of ${name}.${hidden} where it is hidden answers ${status}`)
  return found
}
