import type { Json, Meta } from '@sangam/sdk'
import { targetsOf } from '../../../core/registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import { firstSeen } from './hidden.ts'
import type { Made } from './records.ts'

interface Looking {
  readonly person: TestClient
  readonly admin: TestClient
  readonly model: Model
}

/**
 * Lets records that someone sees point at one that they do not see, by every field that can, and asks for these on every path there is. Each gives the place where the name would
 * stand empty (people read *Not visible to you* there) and has nothing else of it; a line for each that tells more.
 */
export async function byPointing({ person, admin, model }: Looking, entity: ModelEntity, hidden: readonly Made[]): Promise<string[]> {
  const target = hidden.find(one => JSON.stringify(one.values).includes(one.mark))
  if (!target) return []
  const { entities } = (await person.get('/api/meta')) as unknown as Meta
  const said: string[] = []
  for (const other of Object.values(entities)) {
    const shape = model.entities.get(other.name)
    if (!shape || other.linesOf || !other.verbs.includes('read')) continue
    const pointing = Object.keys(other.fields).flatMap(name => pointingField(shape, name, entity.name))
    const id = pointing.length > 0 ? await firstSeen(person, other.name) : null
    for (const field of id === null ? [] : pointing) {
      const told = await pointed({ person, admin }, shape, field, id ?? '', entity.name, target)
      said.push(...told)
      // What was told once stands in the history from then on: the next field would be blamed for it.
      if (told.length > 0) break
    }
  }
  return said
}

/** A field that people write and that may point at records of an entity. */
function pointingField(entity: ModelEntity, name: string, to: string): ModelField[] {
  const field = entity.fields.get(name)
  const points = field && ['reference', 'references', 'oneOf'].includes(field.type.type) && targetsOf(field).includes(to)
  return points && !field.options.readonly ? [field] : []
}

async function pointed(
  { person, admin }: Pick<Looking, 'person' | 'admin'>,
  { name }: ModelEntity,
  field: ModelField,
  id: string,
  to: string,
  target: Made,
): Promise<string[]> {
  const at = `/api/records/${name}/${id}`
  const kind = field.type.type
  const value: Json = kind === 'references' ? [target.id] : kind === 'oneOf' ? { entity: to, id: target.id } : target.id
  const before = (await admin.get(`${at}?fields=${field.name}`)) as { readonly [field: string]: Json }
  // What refuses to point there tells nothing of it.
  if ((await admin.ask('PATCH', at, { [field.name]: value })).status >= 400) return []
  const title = `${field.name}.$title`
  const only = encodeURIComponent(JSON.stringify({ id }))
  const list = (await person.ask('POST', `/api/query/${name}`, { where: { id }, fields: ['id', field.name, ...(kind === 'references' ? [] : [title])] })).json
  const answers: [string, Json][] = [['list', list]]
  for (const [path, address] of [
    ['form', at],
    ['export', `/api/export/${name}?format=csv&where=${only}`],
    ['history', `${at}/history`],
    ['timeline', `/api/timeline/${name}/${id}`],
  ] as const)
    answers.push([path, (await person.ask('GET', address)).json])
  await admin.ask('PATCH', at, { [field.name]: before[field.name] ?? null })
  const tells = answers.filter(([, answer]) => JSON.stringify(answer).includes(target.mark)).map(([path]) => path)
  const [row] = (list as { readonly items?: readonly { readonly [path: string]: Json }[] } | null)?.items ?? []
  if (row && (row[title] ?? null) !== null && !tells.includes('list')) tells.push('list')
  return tells.map(path => `The ${path} of ${name} tells more of ${to} that ${field.name} points at than that it is there, to who may not see it.`)
}
