import type { Json } from '@sangam/sdk'
import { type ModelField, partsOf } from '../../core/registry/model.ts'
import { type Entities, walkPath } from '../../core/registry/paths.ts'
import { operandOf, type ProbeField } from './probe-fields.ts'
import type { Chance } from './random.ts'

/** One request of the reader. */
export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly headers?: { readonly [name: string]: string }
}

export const entity = 'x.thing'

const get = (path: string, words: { readonly [name: string]: string } = {}): Question => ({ method: 'GET', path: `${path}?${new URLSearchParams(words)}` })
const query = (body: object): Question => ({ method: 'POST', path: `/api/query/${entity}`, body })

/** Where a condition can be asked. */
const places: readonly ((where: object) => Question)[] = [
  where => query({ where, fields: ['id', 'name'], limit: 100 }),
  where => query({ where, fields: ['id'], limit: 1, count: 'exact' }),
  where => query({ where, group: ['open'], measures: ['count'] }),
  where => query({ where, search: 'thing', fields: ['id'], limit: 100 }),
  where => get(`/api/records/${entity}`, { where: JSON.stringify(where), fields: 'id,ref.$title', limit: '100' }),
  where => get(`/api/export/${entity}`, { format: 'jsonl', fields: 'id,name', where: JSON.stringify(where) }),
  where => get(`/api/export/${entity}`, { format: 'csv', fields: 'id', where: JSON.stringify(where) }),
]

/** What else can be asked of a path: to be shown, ordered, turned to pages, grouped, summed, kept by its sum, exported, fed to a spreadsheet. */
const uses: readonly ((path: string) => Question)[] = [
  path => query({ fields: ['id', path], limit: 100 }),
  path => query({ sort: [path], fields: ['id'], limit: 3 }),
  path => query({ sort: [`-${path}`], fields: ['id'], limit: 100, search: 'thing' }),
  path => query({ group: [path], measures: ['count'], drill: true }),
  path => query({ group: [`${path}:month`], measures: ['count'] }),
  path => query({ group: ['open'], measures: [`sum:${path}`] }),
  path => query({ measures: [`min:${path}`, `max:${path}`] }),
  path => query({ measures: [`avg:${path}`] }),
  path => query({ group: ['open'], measures: ['count', `sum:${path}`], having: { [`sum:${path}`]: { gt: '1' } } }),
  path => get(`/api/export/${entity}`, { format: 'csv', fields: `id,${path}` }),
  path => get('/api/odata/x_thing', { $select: `id,${path.replaceAll('.', '_')}` }),
  path => get('/api/odata/x_thing', { $orderby: path.replaceAll('.', '_'), $select: 'id' }),
  path => get('/api/odata/x_thing/$count', { $filter: `${path.replaceAll('.', '_')} ne null` }),
  path => get(`/api/duplicates/${entity}`, { values: JSON.stringify({ [path]: 'amber' }) }),
]

/** Each field, its parts, and what is worked out, by itself and as what a reference leads to. */
export function pathsOf(entities: Entities, fields: readonly ProbeField[], derived: readonly string[]): string[] {
  const own = fields.flatMap(({ name }) => {
    const parts = partsOf(entities.get(entity)?.fields.get(name) as ModelField).flatMap(({ part }) => (part === undefined ? [] : [`${name}.${part}`]))
    return [name, ...parts]
  })
  return [...own, ...derived].flatMap(path => [path, `ref.${path}`])
}

/** Every operator that the registry has for a path, at the record itself and at those that point at it. */
export function conditionsOn(entities: Entities, path: string, values: readonly Json[]): object[] {
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string') throw new Error(end)
  const plain = end.operators.map(operator => ({ [path]: { [operator]: operandOf(operator, values, end) } }))
  const combined = plain.slice(0, 1).flatMap(one => [{ not: one }, { or: [one, { name: 'nobody' }] }])
  const back = plain.flatMap(one => ['some', 'every', 'none'].map(how => ({ [`${entity}:ref`]: { [how]: one } })))
  return [...plain, ...combined, ...back]
}

/** All that can be asked of the paths; of the conditions each at one place by chance. */
export function questionsOf(chance: Chance, entities: Entities, fields: readonly ProbeField[], derived: readonly string[]): Question[] {
  const valuesOf = (path: string): readonly Json[] => fields.find(({ name }) => path.split('.').includes(name))?.values ?? [1, 2, 3]
  return pathsOf(entities, fields, derived).flatMap(path => [
    ...conditionsOn(entities, path, valuesOf(path)).map(where => chance.one(places)(where)),
    ...uses.map(use => use(path)),
  ])
}

/** What is asked of single records, and of everything at once. */
export function fixedQuestions(seen: readonly string[], unseen: readonly string[]): Question[] {
  const each = (ids: readonly string[]): Question[] =>
    ids.flatMap(id => [
      get(`/api/records/${entity}/${id}`),
      get(`/api/records/${entity}/${id}/history`),
      get(`/api/records/${entity}/${id}/references`),
      get(`/api/records/${entity}/${id}/merged`),
      get(`/api/explain/${entity}/${id}`),
      get(`/api/odata/x_thing(${id})`),
    ])
  return [
    ...each(seen),
    ...each(unseen),
    query({ limit: 100, count: 'exact' }),
    get(`/api/records/${entity}`, { limit: '100', count: 'capped' }),
    get(`/api/export/${entity}`, { format: 'jsonl' }),
    get('/api/odata/x_thing'),
    get('/api/odata/$metadata'),
    get('/api/meta'),
    get(`/api/bin/${entity}`),
    get(`/api/duplicates/${entity}/pairs`),
    get('/api/notifications'),
    get('/api/bulk'),
    ...['amber', 'birch', 'cedar', 'thing', 'closed'].flatMap(word => [
      get('/api/search', { q: word }),
      query({ search: word, fields: ['id'], limit: 100 }),
      get('/api/odata/x_thing', { $filter: `contains(name,'${word}')`, $select: 'id' }),
    ]),
  ]
}
