import type { Json } from '@sangam/sdk'
import { type ModelField, partsOf } from '../../core/registry/model.ts'
import { type Entities, walkPath } from '../../core/registry/paths.ts'
import { operandOf, type ProbeField } from './probe-fields.ts'
import type { Chance } from './random.ts'

/** One request of the reader, and what is asked with its answer. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object | string
  readonly headers?: { readonly [name: string]: string }
  /** What of the answer is compared, where it names what was made by asking. */
  readonly only?: (answer: Answer) => unknown
  readonly next?: (answer: Answer) => Question | null
}
type Answer = { readonly [name: string]: Json }

/** What is asked about: an entity, and those of its fields that someone may not see. */
export interface Subject {
  readonly entity: string
  readonly fields: readonly ProbeField[]
  /** Worked out of what the reader may not see, or may see on some records only. */
  readonly derived: readonly string[]
}

export const get = (path: string, words: { readonly [name: string]: string } = {}): Question => ({
  method: 'GET',
  path: `${path}?${new URLSearchParams(words)}`,
})
export const query = (entity: string, body: object): Question => ({ method: 'POST', path: `/api/query/${entity}`, body })
export const feedOf = (entity: string): string => `/api/odata/${entity.replace('.', '_')}`

/** Where a condition can be asked. */
const places: readonly ((entity: string, where: object) => Question)[] = [
  (entity, where) => query(entity, { where, fields: ['id', 'name'], limit: 100 }),
  (entity, where) => query(entity, { where, fields: ['id'], limit: 1, count: 'exact' }),
  (entity, where) => query(entity, { where, group: ['open'], measures: ['count'] }),
  (entity, where) => query(entity, { where, search: 'thing', fields: ['id'], limit: 100 }),
  (entity, where) => get(`/api/records/${entity}`, { where: JSON.stringify(where), fields: 'id,ref.$title', limit: '100' }),
  (entity, where) => get(`/api/export/${entity}`, { format: 'jsonl', fields: 'id,name', where: JSON.stringify(where) }),
  (entity, where) => get(`/api/export/${entity}`, { format: 'csv', fields: 'id', where: JSON.stringify(where) }),
  (entity, where) => turned(query(entity, { where, sort: ['-name'], fields: ['id'], limit: 3 })),
  bulk,
]

/** Many at once, by a change that each refuses: it needs a name. Who was meant is told by who is refused, and nothing changes. */
function bulk(entity: string, where: object): Question {
  return {
    method: 'POST',
    path: `/api/bulk/${entity}`,
    body: { where, set: { name: null } },
    only: ({ state, total, done, refused, code }) => [state, total, done, refused, code],
    next: ({ id }) => (id === undefined ? null : get(`/api/bulk/${String(id)}/refused`)),
  }
}

/** A list and the two pages behind its first, by the cursors it gives. */
function turned(first: Question, pages = 2): Question {
  return {
    ...first,
    next: ({ next: after }) => (typeof after === 'string' && pages > 0 ? turned({ ...first, body: { ...(first.body as object), after } }, pages - 1) : null),
  }
}

/** A place in an order that nobody was given: whoever makes it up compares with values they may not see. */
function forged(entity: string, path: string, value: Json, down: boolean): Question {
  const key = `${down ? '-' : ''}${path}`
  const after = Buffer.from(`${key}\n${JSON.stringify([value === null ? null : String(value), '00000000-0000-7000-8000-000000000000'])}`).toString('base64url')
  return query(entity, { sort: [key], fields: ['id'], limit: 100, after })
}

/** What else can be asked of a path: to be shown, ordered, turned to pages, grouped, summed, kept by its sum, exported, fed to a spreadsheet. */
const uses: readonly ((entity: string, path: string, value: Json) => Question)[] = [
  (entity, path) => query(entity, { fields: ['id', path], limit: 100 }),
  (entity, path) => turned(query(entity, { sort: [path], fields: ['id'], limit: 3 })),
  (entity, path) => query(entity, { sort: [`-${path}`], fields: ['id'], limit: 100, search: 'thing' }),
  (entity, path, value) => forged(entity, path, value, false),
  (entity, path, value) => forged(entity, path, value, true),
  (entity, path) => query(entity, { group: [path], measures: ['count'], drill: true }),
  (entity, path) => query(entity, { group: [`${path}:month`], measures: ['count'] }),
  (entity, path) => query(entity, { group: ['open'], measures: [`sum:${path}`] }),
  (entity, path) => query(entity, { measures: [`min:${path}`, `max:${path}`] }),
  (entity, path) => query(entity, { measures: [`avg:${path}`] }),
  (entity, path) => query(entity, { group: ['open'], measures: ['count', `sum:${path}`], having: { [`sum:${path}`]: { gt: '1' } } }),
  (entity, path) => get(`/api/export/${entity}`, { format: 'csv', fields: `id,${path}` }),
  (entity, path) => get(feedOf(entity), { $select: `id,${path.replaceAll('.', '_')}` }),
  (entity, path) => get(feedOf(entity), { $orderby: path.replaceAll('.', '_'), $select: 'id' }),
  (entity, path) => get(`${feedOf(entity)}/$count`, { $filter: `${path.replaceAll('.', '_')} ne null` }),
  (entity, path) => get(`/api/duplicates/${entity}`, { values: JSON.stringify({ [path]: 'amber' }) }),
]

/** Each field, its parts, and what is worked out, by itself and as what a reference leads to. */
export function pathsOf(entities: Entities, { entity, fields, derived }: Subject): string[] {
  const own = fields.flatMap(({ name }) => {
    const parts = partsOf(entities.get(entity)?.fields.get(name) as ModelField).flatMap(({ part }) => (part === undefined ? [] : [`${name}.${part}`]))
    return [name, ...parts]
  })
  return [...own, ...derived].flatMap(path => [path, `ref.${path}`])
}

/** Every operator that the registry has for a path, at the record itself and at those that point at it. */
export function conditionsOn(entities: Entities, subject: Subject, path: string): object[] {
  const { entity } = subject
  const end = walkPath(entities, entity, path)
  if (typeof end === 'string') throw new Error(end)
  const plain = end.operators.map(operator => ({ [path]: { [operator]: operandOf(operator, valuesOf(subject, path), end) } }))
  const combined = plain.slice(0, 1).flatMap(one => [{ not: one }, { or: [one, { name: 'nobody' }] }])
  const back = plain.flatMap(one => ['some', 'every', 'none'].map(how => ({ [`${entity}:ref`]: { [how]: one } })))
  return [...plain, ...combined, ...back]
}

function valuesOf({ fields }: Subject, path: string): readonly Json[] {
  return fields.find(({ name }) => path.split('.').includes(name))?.values ?? [1, 2, 3]
}

/** All that can be asked of the paths; of the conditions each at one place by chance. */
export function questionsOf(chance: Chance, entities: Entities, subject: Subject): Question[] {
  const { entity } = subject
  return pathsOf(entities, subject).flatMap(path => {
    const end = walkPath(entities, entity, path) as Exclude<ReturnType<typeof walkPath>, string>
    const value = operandOf('eq', valuesOf(subject, path), end)
    return [...conditionsOn(entities, subject, path).map(where => chance.one(places)(entity, where)), ...uses.map(use => use(entity, path, value))]
  })
}
