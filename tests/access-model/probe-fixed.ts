import { feedOf, get, type Question, query } from './probe-questions.ts'
import { entity, rows, sheet } from './probe-shape.ts'

export interface Known {
  readonly reader: string
  /** Records the reader sees, and some they don't. */
  readonly seen: readonly string[]
  readonly unseen: readonly string[]
  readonly sheets: readonly string[]
  readonly files: readonly string[]
}

/** What is asked of single records, and of everything at once. */
export function fixedQuestions({ reader, seen, unseen, sheets, files }: Known): Question[] {
  const each = (name: string, ids: readonly string[]): Question[] =>
    ids.flatMap(id => [
      get(`/api/records/${name}/${id}`),
      get(`/api/records/${name}/${id}/history`),
      get(`/api/records/${name}/${id}/references`),
      get(`/api/records/${name}/${id}/merged`),
      get(`/api/explain/${name}/${id}`),
      get(`${feedOf(name)}(${id})`),
    ])
  return [
    ...each(entity, [...seen, ...unseen]),
    ...each(sheet, sheets),
    ...[...seen, ...unseen].flatMap(id => [planned('PATCH', id, { name: 'planned' }), planned('DELETE', id)]),
    ...[entity, sheet].flatMap(ofAll),
    ...rows.flatMap(ofRows),
    ...files.map(id => get(`/api/files/${id}`)),
    get('/api/files', { ids: files.join() }),
    get('/api/odata/$metadata'),
    get('/api/meta'),
    get('/api/notifications'),
    ...['amber', 'birch', 'cedar', 'thing', 'closed'].flatMap(word => [
      get('/api/search', { q: word }),
      query(entity, { search: word, fields: ['id'], limit: 100 }),
      get(feedOf(entity), { $filter: `contains(name,'${word}')`, $select: 'id' }),
    ]),
    ...importQuestions(reader),
  ]
}

/** What would change is told, and nothing of what one does not see. */
function planned(method: 'PATCH' | 'DELETE', id: string, body?: object): Question {
  return { method, path: `/api/records/${entity}/${id}`, ...(body && { body }), headers: { 'Sangam-Plan': '1' } }
}

const ofAll = (name: string): Question[] => [
  query(name, { limit: 100, count: 'exact' }),
  get(`/api/records/${name}`, { limit: '100', count: 'capped' }),
  get(`/api/export/${name}`, { format: 'jsonl' }),
  get(feedOf(name)),
  get(`/api/bin/${name}`),
  get(`/api/duplicates/${name}/pairs`),
]

/** Lines asked for by themselves. */
const ofRows = (name: string): Question[] => [
  query(name, { fields: ['id', 'name', 'size', 'sheet', 'sheet.name'], limit: 200, count: 'exact' }),
  query(name, { sort: ['name', '-size'], fields: ['id'], limit: 100 }),
  query(name, { where: { name: 'amber' }, fields: ['id'], count: 'exact' }),
  query(name, { where: { 'sheet.open': true, size: { gte: 1 } }, fields: ['id'], count: 'exact' }),
  query(name, { group: ['name', 'sheet'], measures: ['count', 'sum:size'] }),
  query(sheet, { where: { [`${name}:sheet`]: { some: { name: 'birch' } } }, fields: ['id'] }),
  get(`/api/export/${name}`, { format: 'jsonl' }),
  get(feedOf(name)),
  get('/api/search', { q: 'amber', entity: name }),
]

/** A file is only tried: by what references it finds, by which field, and which records its key means. */
function importQuestions(reader: string): Question[] {
  const name = { name: { columns: [0] }, owner: { columns: [], constant: reader } }
  const known = ['Thing 0 own', 'Thing 1 open', 'Thing 2 closed', 'Thing 5 closed', 'Thing 8 closed', 'Thing 99']
  const words = ['amber', 'birch', 'cedar']
  return [
    imported(known, { fields: { ...name, ref: { columns: [1] } }, key: null }),
    imported(known, { fields: { ...name, ref: { columns: [1], missing: 'empty' } }, key: null }),
    imported(words, { fields: { ...name, ref: { columns: [1], match: 'partlyText' } }, key: null }),
    imported(words, { fields: { ...name, ref: { columns: [1], match: 'hiddenText' } }, key: null }),
    imported(['1', '2', '3'], { fields: { ...name, ref: { columns: [1], match: 'sumPartly' } }, key: null }),
    imported(words, { fields: { ...name, partlyText: { columns: [1] } }, key: 'partlyText' }),
    imported(words, { fields: { ...name, hiddenText: { columns: [1] } }, key: 'hiddenText' }),
    imported(known, { fields: { name: { columns: [1] }, owner: { columns: [], constant: reader } }, key: 'name' }),
  ]
}

function imported(values: readonly string[], mapping: object): Question {
  const at = (id: unknown): string => `/api/imports/${entity}/${String(id)}`
  return {
    method: 'POST',
    path: `/api/imports/${entity}?name=f.csv`,
    body: ['New,What', ...values.map((value, row) => `New ${row},${value}`)].join('\n'),
    headers: { 'Content-Type': 'text/csv' },
    only: ({ columns, rows: read, code }) => [columns, read, code],
    next: ({ id }) => ({
      method: 'POST',
      path: `${at(id)}/plan`,
      body: mapping,
      only: ({ id: _id, ...rest }) => rest,
      next: () => get(`${at(id)}/rows`),
    }),
  }
}
