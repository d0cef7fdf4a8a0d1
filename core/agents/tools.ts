import type { Json } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import { describeEntity, listEntities } from './describe.ts'

/** What a tool asks of our own API: the door that everyone uses. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: Json
  readonly version?: number
}

type Arguments = { readonly [name: string]: Json | undefined }

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly kind: 'read' | 'write' | 'destroy'
  readonly properties: { readonly [name: string]: { readonly [keyword: string]: Json } }
  readonly required: readonly string[]
  /** How many rows are asked for unless told; 20 where nothing is said. */
  readonly rows?: number
  /** Its answer says by `next` where the next page begins. */
  readonly pages?: true
  ask(given: Arguments): Asked
  /** What of the answer the agent is told; all of it unless said. */
  shown?(answer: Json, given: Arguments): Json
}

const text = (description: string) => ({ type: 'string', description, maxLength: 2000 }) as const
const entity = text('The name of an entity, as list_entities gives it, such as "leads.lead".')
const id = text('The id of the record.')
const object = (description: string) => ({ type: 'object', description }) as const
const names = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const
const where = object(
  'A condition as JSON. {"state":"open"} is one field; all keys must hold. Operators: eq ne gt gte lt lte in notIn between contains startsWith isEmpty within under, such as {"value.amount":{"gte":"1000"},"closing":{"within":"this_month"}}. Combine by {"or":[…]}, {"and":[…]}, {"not":{…}}. Paths go through references: {"party.name":{"contains":"gupta"}}. Of lists and lines: {"lines":{"some":{…}}}. Placeholders: "$me" "$today" "$now" "$company".',
)
const limit = { type: 'integer', minimum: 1, description: 'Rows of this page; 20 unless told. The key has a limit.' } as const
const groups = { type: 'integer', minimum: 1, description: 'Groups; 100 unless told. The key has a limit.' } as const
const asOf = text('Look at the past: as it was at the end of a day (2027-03-31), with the rights of today.')
const version = {
  type: 'integer',
  minimum: 1,
  description: 'The version that was read. Where someone has changed the same since, the change is refused.',
} as const

const at = (given: Arguments, ...more: readonly unknown[]): string => [given.entity, ...more].map(part).join('/')

/** A name or an id, and nothing that leads to another place: a part of points alone would. */
function part(given: unknown): string {
  const said = String(given)
  if (!/^\w[\w.:-]*$/.test(said))
    throw new Refused(400, 'bad_argument', '"{given}" is no name and no id. Take them as other tools give them.', { values: { given: said.slice(0, 80) } })
  return encodeURIComponent(said)
}
const records = (given: Arguments, ...more: readonly unknown[]): string => `/api/records/${at(given, ...more)}`
const versioned = ({ version }: Arguments): Pick<Asked, 'version'> => (typeof version === 'number' ? { version } : {})
const picked = (given: Arguments, ...wanted: readonly string[]): { [name: string]: Json } =>
  Object.fromEntries(wanted.flatMap(name => (given[name] === undefined ? [] : [[name, given[name]]])))

/** Groups have no next page: whoever gets as many as were asked for is told that there may be more. */
function cutShort(answer: Json, { limit }: Arguments): Json {
  const { items } = answer as { readonly items: readonly Json[] }
  return items.length === limit
    ? { items, note: 'There may be more groups: ask for more with "limit", or narrow them down with "where" or "having".' }
    : { items }
}

/** What an agent can do. Their words are ours alone: nothing that a workspace's people wrote stands in them. */
export const tools: readonly Tool[] = [
  {
    name: 'list_entities',
    title: 'List the entities',
    description: 'The kinds of records you may see, with what you may do with them. Begin here.',
    kind: 'read',
    properties: { search: text('Only those whose name or label contains this.') },
    required: [],
    ask: () => ({ method: 'GET', path: '/api/meta' }),
    shown: listEntities,
  },
  {
    name: 'describe_entity',
    title: 'Describe an entity',
    description: 'The fields, rules and actions of one entity, as far as you may see them. Read it before you write.',
    kind: 'read',
    properties: { entity },
    required: ['entity'],
    ask: () => ({ method: 'GET', path: '/api/meta' }),
    shown: describeEntity,
  },
  {
    name: 'find_records',
    title: 'Find records',
    description:
      'Records of one entity by a condition, page by page. Ask for the fields you need only. Go on with "after": what the page before gave as "next".',
    kind: 'read',
    properties: {
      entity,
      where,
      search: text('Words to look for.'),
      fields: names('Fields and paths through references, such as ["title","party.name"].'),
      sort: names('Fields; a minus turns around: ["-createdAt"].'),
      limit,
      after: { type: 'string', maxLength: 10_000, description: 'What the page before gave as "next".' },
      count: { enum: ['none', 'capped', 'exact'], description: 'Whether to count all that match; "capped" stops early.' },
      asOf,
    },
    required: ['entity'],
    pages: true,
    ask: given => ({
      method: 'POST',
      path: `/api/query/${at(given)}`,
      body: picked(given, 'where', 'search', 'fields', 'sort', 'limit', 'after', 'count', 'asOf'),
    }),
  },
  {
    name: 'measure_records',
    title: 'Count and add up records',
    description: 'Totals over the records of one entity: counts, sums, averages, smallest and largest, whole or by groups.',
    kind: 'read',
    properties: {
      entity,
      where,
      measures: names('Such as ["count","sum:value.amount","avg:score","max:closing"].'),
      group: names('Fields to group by, such as ["state"]; of a date a part: ["closing:month"]. Empty for one total.'),
      having: object('A condition on the measures, such as {"count":{"gte":10}}.'),
      sort: names('Groups or measures; a minus turns around.'),
      limit: groups,
      asOf,
    },
    required: ['entity', 'measures'],
    rows: 100,
    ask: given => ({
      method: 'POST',
      path: `/api/query/${at(given)}`,
      body: { group: [], ...picked(given, 'where', 'measures', 'group', 'having', 'sort', 'limit', 'asOf') },
    }),
    shown: cutShort,
  },
  {
    name: 'get_record',
    title: 'Read a record',
    description: 'One record by its id, with its version.',
    kind: 'read',
    properties: { entity, id, fields: names('Only these fields and paths.') },
    required: ['entity', 'id'],
    ask: given => {
      const fields = Array.isArray(given.fields) && given.fields.length > 0 ? `?fields=${encodeURIComponent(given.fields.join(','))}` : ''
      return { method: 'GET', path: `${records(given, given.id)}${fields}` }
    },
  },
  {
    name: 'record_history',
    title: 'Read what happened to a record',
    description: 'Who changed what of one record and when, newest first.',
    kind: 'read',
    properties: {
      entity,
      id,
      limit: { ...limit, description: 'Changes of this page; 20 unless told. The key has a limit.' },
      before: { type: 'integer', minimum: 1, description: 'Go on: what the page before gave as "next".' },
    },
    required: ['entity', 'id'],
    pages: true,
    ask: given => {
      const before = given.before === undefined ? '' : `&before=${given.before}`
      return { method: 'GET', path: `${records(given, given.id)}/history?limit=${given.limit}${before}` }
    },
  },
  {
    name: 'create_record',
    title: 'Create a record',
    description: 'Makes one record.',
    kind: 'write',
    properties: { entity, values: object('Its fields by name.') },
    required: ['entity', 'values'],
    ask: given => ({ method: 'POST', path: records(given), body: given.values ?? null }),
  },
  {
    name: 'update_record',
    title: 'Change a record',
    description: 'Changes some fields of one record; the others stay. States are changed this way too.',
    kind: 'write',
    properties: { entity, id, values: object('The fields to change, by name.'), version },
    required: ['entity', 'id', 'values'],
    ask: given => ({ method: 'PATCH', path: records(given, given.id), body: given.values ?? null, ...versioned(given) }),
  },
  {
    name: 'delete_record',
    title: 'Delete a record',
    description: 'Removes one record. Most entities have a bin, from which restore_record brings it back.',
    kind: 'destroy',
    properties: { entity, id, version },
    required: ['entity', 'id'],
    ask: given => ({ method: 'DELETE', path: records(given, given.id), ...versioned(given) }),
  },
  {
    name: 'restore_record',
    title: 'Put a record back',
    description: 'Brings a removed record back out of the bin.',
    kind: 'write',
    properties: { entity, id },
    required: ['entity', 'id'],
    ask: given => ({ method: 'POST', path: `${records(given, given.id)}/restore` }),
  },
  {
    name: 'run_action',
    title: 'Run an action',
    description: 'Runs one of the actions that describe_entity tells on one record.',
    kind: 'destroy',
    properties: { entity, id, action: text('The name of the action.'), input: object('What the action asks for, by name.') },
    required: ['entity', 'id', 'action'],
    ask: given => ({ method: 'POST', path: records(given, given.id, 'actions', given.action), body: given.input ?? {} }),
  },
]

/** What every write takes beside its own. */
export const writing: Tool['properties'] = {
  plan: { type: 'boolean', description: 'true: nothing is changed, and the answer is what would change, or why it would be refused. Do this first.' },
  propose: {
    type: 'string',
    minLength: 1,
    maxLength: 500,
    description:
      'Says in a sentence why this should be done: the plan is then left in the inbox of your person, who applies or declines it. Nothing is changed until then.',
  },
  planAfter: { type: 'integer', minimum: 0, description: 'Goes on with a long plan: so many of its changes were told before. Nothing is changed.' },
  idempotencyKey: {
    type: 'string',
    pattern: '^[!-~]{1,200}$',
    description: 'A text of your own making for this one write. Sent again with the same text it is not done twice.',
  },
}
