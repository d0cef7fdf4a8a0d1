import type { Json, Meta } from '@sangam/sdk'
import type { ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'

/** Tells of a path on which another answer came than the list gave. */
export type Agree = (path: string, found: unknown, expected: unknown) => void

interface Looked {
  readonly person: TestClient
  readonly meta: Meta
  readonly entity: ModelEntity
  /** Which records the list shows, and which it does not. */
  readonly listed: ReadonlySet<string>
  readonly hidden: readonly string[]
}

/** How many of the hidden are asked for one by one, where one request may do much. */
const few = 2

export async function idsOf(asked: Promise<Json>): Promise<string[]> {
  return ((await asked) as unknown as { items: { id: string }[] }).items.map(item => item.id)
}

/** The same records as they were a moment ago, and as programs read them that make reports. */
export async function elsewhere({ person, entity, listed }: Looked, agree: Agree): Promise<void> {
  const sorted = (ids: Iterable<string>): string[] => [...ids].sort()
  const newest = (await person.get(`/api/records/${entity.name}?fields=id,updatedAt&sort=-updatedAt&limit=1`)) as unknown as {
    items: { updatedAt: string }[]
  }
  for (const { updatedAt } of newest.items) {
    const then = await idsOf(person.get(`/api/records/${entity.name}?fields=id&limit=500&asOf=${encodeURIComponent(updatedAt)}`))
    agree('asOf', sorted(then), sorted(listed))
  }
  const feed = (await person.get(`/api/odata/${entity.name.replace('.', '_')}?$select=id&$count=true`)) as {
    value?: { id: string }[]
    '@odata.count'?: number
  }
  agree('OData', sorted((feed.value ?? []).map(row => row.id)), sorted(listed))
  agree('the count of OData', feed['@odata.count'], listed.size)
}

/** Records of others, by the fields with which they and these point at each other: what is hidden is met on no way from them. */
export async function byWayOfOthers({ person, meta, entity, hidden }: Looked, agree: Agree): Promise<void> {
  if (hidden.length === 0) return
  const among = { id: { in: hidden } }
  for (const other of Object.values(meta.entities))
    for (const field of Object.values(other.fields)) {
      if (field.type !== 'reference' || field.to !== entity.name || !other.verbs.includes('read') || other.linesOf) continue
      const items = ((await person.post(`/api/query/${other.name}`, { fields: ['id', `${field.name}.id`], limit: 500 })) as { items: Json[] }).items
      const met = items.map(item => (item as { [path: string]: Json })[`${field.name}.id`]).filter(id => hidden.includes(String(id)))
      agree(`a column of ${other.name} by ${field.name}`, met, [])
      agree(
        `a condition of ${other.name} by ${field.name}`,
        await idsOf(person.post(`/api/query/${other.name}`, { where: { [`${field.name}.id`]: { in: hidden } } })),
        [],
      )
    }
  for (const field of Object.values(meta.entities[entity.name]?.fields ?? {})) {
    const to = field.type === 'reference' ? meta.entities[field.to ?? ''] : undefined
    if (!to?.verbs.includes('read')) continue
    const back = `${entity.name}:${field.name}`
    const count = async (where: object): Promise<Json> =>
      ((await person.post(`/api/query/${to.name}`, { where, fields: ['id'], limit: 1, count: 'exact' })) as { count: number }).count
    agree(`a condition of ${to.name} on some of ${back}`, await count({ [back]: { some: among } }), 0)
    agree(`a condition of ${to.name} on none of ${back}`, await count({ [back]: { none: among } }), await count({}))
  }
}

/** What changes, prints or puts back many or one: none of it reaches what is hidden. */
export async function byHand({ person, entity, hidden }: Looked, agree: Agree): Promise<void> {
  const { name } = entity
  const some = hidden.slice(0, few)
  if (some.length === 0) return
  const refused = async (path: string, body: object): Promise<void> => {
    const { status, json } = await person.ask('POST', path, body)
    // A change of many tells of each that it was refused.
    const { total, refused: none } = (json ?? {}) as { total?: number; refused?: number }
    const all = status < 400 && total !== undefined && none === total
    agree(`POST ${path} of records out of reach`, all || (status >= 400 && status < 500) ? 'refused' : status, 'refused')
  }
  for (const id of some) agree('print', (await person.ask('GET', `/api/export/${name}/${id}`)).status, 404)
  const [own] = [...entity.fields.values()].filter(field => !field.options.readonly && !field.options.required && !field.computed && field.columns.length > 0)
  for (const which of [{ ids: some }, { where: { id: { in: some } } }]) {
    await refused(`/api/bulk/${name}`, { ...which, remove: true })
    if (own) await refused(`/api/bulk/${name}`, { ...which, set: { [own.name]: null } })
  }
  for (const verb of ['update', 'remove', 'restore'])
    await refused(
      '/api/batch',
      some.map(id => ({ entity: name, verb, id, ...(verb === 'update' && { patch: {} }) })),
    )
}

/** One that is hidden lies in the bin: there too it is hidden, and nobody puts it back who could not see it. It is put back afterwards. */
export async function fromBin({ person, entity, hidden }: Pick<Looked, 'person' | 'entity' | 'hidden'>, admin: TestClient, agree: Agree): Promise<void> {
  const [id] = hidden
  if (!entity.bin || id === undefined) return
  const at = `/api/records/${entity.name}/${id}`
  if ((await admin.ask('DELETE', at)).status >= 400) return
  const { json } = await person.ask('GET', `/api/bin/${entity.name}`)
  agree('bin', JSON.stringify(json).includes(id), false)
  for (const [method, path] of [
    ['POST', `${at}/restore`],
    ['DELETE', `/api/bin/${entity.name}/${id}`],
  ] as const) {
    const { status } = await person.ask(method, path)
    agree(`${method} ${path} of a record out of reach`, status === 403 || status === 404 ? 'refused' : status, 'refused')
  }
  await admin.post(`${at}/restore`)
}
