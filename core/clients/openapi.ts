import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { fieldOf } from '../registry/build.ts'
import { linkPaths, linkSchemas } from './links.ts'
import { inputSchema, ref, type Schema, type Shapes, shapesOf } from './schemas.ts'

const about = `Every record over one grammar. Sign in by cookie, or with \`Authorization: Bearer <key>\`. Writes take an \`Idempotency-Key\`; changes take the version that was read as \`If-Match\`. A list of records instead of one makes them all or none, and is answered by a list. With \`Sangam-Plan: 1\` a write is only tried: the answer (200) is what would change, \`Plan\` below.`

/** The API as its caller may use it: an OpenAPI document that generators of clients can read. */
export function documentOf(ctx: CoreCtx, url: string): Json {
  const shapes = shapesOf(ctx)
  const entities = shapes.filter(({ entity }) => !entity.linesOf)
  const tags = new Map(entities.map(({ entity }) => [entity.plural, entity.definition.description]))
  return {
    openapi: '3.1.0',
    info: { title: 'Sangam', version: '0.1.0', description: about },
    servers: [{ url }],
    security: [{ key: [] }],
    tags: [...tags].map(([name, description]) => ({ name, ...(description && { description }) })),
    paths: { ...Object.fromEntries(entities.flatMap(shape => pathsOf(ctx, shape))), '/api/batch': batch },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { ...common, ...linkSchemas, ...Object.fromEntries(shapes.flatMap(schemasOf)) },
    },
  }
}

const text: Schema = { type: 'string' }
const list = (items: Schema): Schema => ({ type: 'array', items })
const object = (properties: { readonly [name: string]: Schema }, required: readonly string[] = Object.keys(properties)): Schema => ({
  type: 'object',
  ...(required.length > 0 && { required: [...required] }),
  properties,
})

const common: { readonly [name: string]: Schema } = {
  Problem: object(
    {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: text,
      detail: text,
      requestId: text,
      errors: list(object({ field: text, code: text, message: text, row: { type: 'integer' } }, ['code', 'message'])),
    },
    ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  ),
  Money: object({ amount: text, currency: text }),
  Address: object({ lines: text, city: text, state: text, postcode: text, country: text }, []),
  Condition: { type: 'object', description: 'Such as {"state":"open","value.amount":{"gte":"1000"}}.', additionalProperties: true },
  Plan: object(
    {
      plan: { type: 'boolean', enum: [true] },
      changes: list(
        object(
          {
            entity: text,
            id: text,
            title: { type: ['string', 'null'] },
            verb: { type: 'string', enum: ['create', 'update', 'remove', 'restore'] },
            fields: { type: 'object', additionalProperties: object({ from: {}, to: {} }) },
            outOfSight: { type: 'boolean', enum: [true] },
          },
          ['entity', 'id', 'title', 'verb', 'fields'],
        ),
      ),
      more: { type: 'integer' },
      proposal: text,
      afterwards: list(
        object(
          {
            kind: { type: 'string', enum: ['automation', 'webhook', 'event', 'job', 'mail', 'message', 'call'] },
            name: text,
            count: { type: 'integer' },
            text,
          },
          ['kind', 'text'],
        ),
      ),
    },
    ['plan', 'changes', 'more', 'afterwards'],
  ),
  History: object({
    items: list(
      object(
        {
          version: { type: 'integer' },
          verb: text,
          at: { type: 'string', format: 'date-time' },
          by: { anyOf: [object({ id: text, name: text }), { type: 'null' }] },
          origin: text,
          program: text,
          reason: text,
          batch: text,
          changes: { type: 'object', additionalProperties: object({ from: {}, to: {} }) },
        },
        ['version', 'verb', 'at', 'by', 'origin', 'changes'],
      ),
    ),
    next: { type: ['integer', 'null'] },
  }),
}

function schemasOf({ name, record, create, patch }: Shapes): [string, Json][] {
  return [
    [name, record],
    // A list shows what it was asked for.
    [`${name}_row`, { ...record, required: ['id', 'version'] }],
    ...(create ? ([[`${name}_new`, create]] as [string, Json][]) : []),
    ...(patch ? ([[`${name}_patch`, patch]] as [string, Json][]) : []),
  ]
}

const json = (schema: Schema): Schema => ({ content: { 'application/json': { schema } } })
const sent = (schema: Schema): Schema => ({ required: true, ...json(schema) })
const refused = { description: 'Refused', content: { 'application/problem+json': { schema: ref('Problem') } } }
const answers = (schema: Schema, status = '200'): Schema => ({ [status]: { description: 'Done', ...json(schema) }, default: refused })
const parameter = (name: string, where: 'query' | 'path' | 'header', description: string, type = 'string'): Schema => ({
  name,
  in: where,
  description,
  required: where === 'path',
  schema: { type },
})

const id = parameter('id', 'path', 'The id of the record')
const key = parameter('Idempotency-Key', 'header', 'The same key gives the same answer')
const match = parameter('If-Match', 'header', 'The version that was read')
const plan = parameter('Sangam-Plan', 'header', '1: nothing is changed, and the answer is what would change')
const planAfter = parameter('Sangam-Plan-After', 'header', 'Leaves out so many changes of a plan, which were told before', 'integer')
const plans = [plan, planAfter]
const told = [
  parameter('limit', 'query', 'At most 500, which is what is told otherwise', 'integer'),
  parameter('before', 'query', 'What the page before gave as next', 'integer'),
]
const asOf = parameter('asOf', 'query', 'As it was: at the end of a day (2027-03-31) or at a moment (2027-03-31T09:30:00Z), with the rights of today')
const fields = parameter('fields', 'query', 'Fields and paths, by comma')
const listed = [
  parameter('where', 'query', 'A condition as JSON: {"name":{"contains":"a"}}'),
  parameter('sort', 'query', 'Fields; a minus turns around: -createdAt'),
  fields,
  parameter('search', 'query', 'Words'),
  parameter('limit', 'query', '50 unless told, at most 500', 'integer'),
  parameter('after', 'query', 'What the page before gave as next'),
  parameter('count', 'query', 'none, capped or exact'),
  asOf,
]
const strings = list(text)
/** The list grammar as a body, with groups and measures. */
const query = object(
  {
    where: ref('Condition'),
    search: text,
    sort: strings,
    fields: strings,
    limit: { type: 'integer' },
    after: text,
    count: { type: 'string', enum: ['none', 'capped', 'exact'] },
    asOf: text,
    group: strings,
    measures: strings,
    having: ref('Condition'),
  },
  [],
)
const write = object(
  {
    entity: text,
    verb: { type: 'string', enum: ['create', 'update', 'remove', 'restore'] },
    id: text,
    values: { type: 'object' },
    patch: { type: 'object' },
    version: { type: 'integer' },
    as: { type: 'string', description: 'A name by which later writes mean this record: "$ref:name"' },
  },
  ['entity', 'verb'],
)
const batch: Schema = {
  post: {
    operationId: 'batch',
    summary: 'Several writes over several entities: all or none',
    parameters: [key, ...plans],
    requestBody: sent(list(write)),
    responses: answers(list({ type: 'object' })),
  },
}

function pathsOf(ctx: CoreCtx, { entity, name, create, patch }: Shapes): [string, Json][] {
  const may = (verb: string): boolean => ctx.access.may(entity.name, verb)
  const operation = (verb: string, summary: string, more: Schema): Schema => ({ operationId: `${verb}_${name}`, tags: [entity.plural], summary, ...more })
  const whole = ref(name)
  const page = object({ items: list(ref(`${name}_row`)), next: { type: ['string', 'null'] }, count: { type: ['integer', 'null'] } }, ['items', 'next'])
  const found = { anyOf: [page, object({ items: list({ type: 'object' }) })] }
  const at = `/api/records/${entity.name}`
  const actions = [...entity.actions.values()]
    .filter(({ action }) => may(action.name))
    .map(({ action }): [string, Json] => {
      const input = inputSchema(Object.entries(action.shape.input ?? {}).map(([field, shape]) => fieldOf('input', field, shape)))
      const more = { parameters: [id, key, ...plans], requestBody: sent(input), responses: answers({}) }
      return [`${at}/{id}/actions/${action.name}`, { post: operation(`run_${action.name}`, action.shape.label, more) }]
    })
  return [
    [
      at,
      {
        get: operation('list', `List ${entity.plural}`, { parameters: listed, responses: answers(page) }),
        ...(create && {
          post: operation('create', `Create a ${entity.label}`, {
            parameters: [key, ...plans],
            requestBody: sent(ref(`${name}_new`)),
            responses: answers(whole, '201'),
          }),
        }),
      },
    ],
    [
      `${at}/{id}`,
      {
        get: operation('read', `Read a ${entity.label}`, { parameters: [id, fields, asOf], responses: answers(whole) }),
        ...(patch && {
          patch: operation('update', `Change a ${entity.label}`, {
            parameters: [id, key, match, ...plans],
            requestBody: sent(ref(`${name}_patch`)),
            responses: answers(whole),
          }),
        }),
        ...(may('remove') && {
          delete: operation('remove', `Remove a ${entity.label}`, { parameters: [id, key, match, ...plans], responses: answers(whole) }),
        }),
      },
    ],
    ...(may('remove') && entity.bin
      ? ([
          [`${at}/{id}/restore`, { post: operation('restore', `Put a ${entity.label} back`, { parameters: [id, key, ...plans], responses: answers(whole) }) }],
        ] as [string, Json][])
      : []),
    [
      `${at}/{id}/history`,
      { get: operation('history', `What happened to a ${entity.label}`, { parameters: [id, ...told], responses: answers(ref('History')) }) },
    ],
    [
      `/api/query/${entity.name}`,
      { post: operation('query', `Find, group and measure ${entity.plural}`, { requestBody: sent(query), responses: answers(found) }) },
    ],
    ...actions,
    ...(entity.publicPage && may('shareLink') ? linkPaths(at, entity.label, { operation, answers, id, key }) : []),
  ]
}
