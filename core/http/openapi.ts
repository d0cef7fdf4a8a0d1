import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { fieldSchema } from '../records/validate.ts'
import { fieldOf } from '../registry/build.ts'
import type { ModelEntity } from '../registry/model.ts'
import type { World } from '../world.ts'
import { reading } from './call.ts'
import { type Env, signedIn } from './env.ts'
import { webFolder } from './static.ts'

type Schema = { readonly [keyword: string]: Json }

const instant: Schema = { type: 'string', format: 'date-time' }
const systemSchemas: { readonly [field: string]: Schema } = {
  id: { type: 'string', format: 'uuid' },
  version: { type: 'integer' },
  createdAt: instant,
  createdBy: { type: ['string', 'null'], format: 'uuid' },
  updatedAt: instant,
  updatedBy: { type: ['string', 'null'], format: 'uuid' },
}

/** The API as this caller may use it, and a page to read it, without a request to anywhere else. */
export function docsRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/openapi.json', async c => {
    signedIn(c)
    return c.json((await reading(c, world, async ctx => openapi(ctx, world.config.url))) as never)
  })
  app.get('/api/docs', c =>
    c.html(page, 200, {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    }),
  )
  app.get('/api/docs/begin.js', c => c.body(begin, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/api/docs/reference.js', c => {
    const script = referenceScript()
    if (!script) throw notFound()
    return c.body(script as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'public, max-age=86400' })
  })
}

const page =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API · Sangam</title></head><body><div id="reference"></div><script src="/api/docs/reference.js"></script><script src="/api/docs/begin.js"></script></body></html>'
const begin =
  "Scalar.createApiReference('#reference', { url: '/api/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true, showDeveloperTools: 'never', agent: { disabled: true }, mcp: { disabled: true } })"

function referenceScript(): Uint8Array | null {
  const built = webFolder()
  const places = [built && join(built, 'docs', 'reference.js'), ...above('node_modules/@scalar/api-reference/dist/browser/standalone.js')]
  const found = places.find(place => place && existsSync(place))
  return found ? readFileSync(found) : null
}

function above(path: string): string[] {
  const places: string[] = []
  for (let at = dirname(fileURLToPath(import.meta.url)); dirname(at) !== at; at = dirname(at)) places.push(join(at, path))
  return places
}

function openapi(ctx: CoreCtx, url: string): Json {
  const entities = [...ctx.model.entities.values()].filter(entity => !entity.internal && !entity.linesOf && ctx.access.may(entity.name, 'read'))
  const names = new Map([...ctx.model.entities.keys()].map(name => [name, name.replace('.', '_')]))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sangam',
      version: '0.1.0',
      description:
        'Every record over one grammar. Sign in by cookie, or with `Authorization: Bearer <key>`. Writes take an `Idempotency-Key`; changes take the version that was read as `If-Match`.',
    },
    servers: [{ url }],
    security: [{ key: [] }],
    tags: entities.map(entity => ({ name: entity.plural, description: entity.definition.description ?? '' })),
    paths: Object.fromEntries(entities.flatMap(entity => pathsOf(ctx, entity, names.get(entity.name) ?? entity.name))),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: {
          type: 'object',
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            detail: { type: 'string' },
            requestId: { type: 'string' },
            errors: { type: 'array', items: { type: 'object' } },
          },
        },
        ...Object.fromEntries(entities.flatMap(entity => schemasOf(ctx, entity, names.get(entity.name) ?? entity.name))),
      },
    },
  }
}

function schemasOf(ctx: CoreCtx, entity: ModelEntity, name: string): [string, Json][] {
  const open = [...entity.fields.values()].filter(field => ctx.access.field(entity.name, field.name, 'read') !== 'none')
  const written = open.filter(field => !field.options.readonly && ctx.access.field(entity.name, field.name, 'write') !== 'none')
  const of = (fields: typeof open): Schema =>
    Object.fromEntries(
      fields.map(field => [
        field.name,
        {
          title: field.label,
          ...(field.options.help && { description: field.options.help }),
          ...(field.options.readonly && { readOnly: true }),
          ...(fieldSchema(field) as Schema),
        },
      ]),
    )
  const needed = written.filter(field => field.options.required && field.options.default === undefined).map(field => field.name)
  return [
    [name, { type: 'object', title: entity.label, properties: { ...systemSchemas, ...of(open) } }],
    [`${name}_new`, { type: 'object', title: `${entity.label}, new`, required: needed, additionalProperties: false, properties: of(written) }],
  ]
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Schema): Schema => ({ content: { 'application/json': { schema } } })
const answers = (schema: Schema, status = '200'): Schema => ({
  [status]: { description: 'Done', ...json(schema) },
  default: { description: 'Refused', content: { 'application/problem+json': { schema: ref('Problem') } } },
})
const parameter = (name: string, where: 'query' | 'path' | 'header', description: string, type = 'string'): Schema => ({
  name,
  in: where,
  description,
  required: where === 'path',
  schema: { type },
})

function pathsOf(ctx: CoreCtx, entity: ModelEntity, name: string): [string, Json][] {
  const tags = [entity.plural]
  const may = (verb: string): boolean => ctx.access.may(entity.name, verb)
  const id = parameter('id', 'path', 'The id of the record')
  const key = parameter('Idempotency-Key', 'header', 'The same key gives the same answer')
  const match = parameter('If-Match', 'header', 'The version that was read')
  const asOf = parameter('asOf', 'query', 'As it was: at the end of a day (2027-03-31) or at a moment (2027-03-31T09:30:00Z), with the rights of today')
  const list = [
    parameter('where', 'query', 'A condition as JSON: {"name":{"contains":"a"}}'),
    parameter('sort', 'query', 'Fields; a minus turns around: -createdAt'),
    parameter('fields', 'query', 'Fields and paths, by comma'),
    parameter('search', 'query', 'Words'),
    parameter('limit', 'query', '50 unless told, at most 500', 'integer'),
    parameter('after', 'query', 'What the page before gave as next'),
    parameter('count', 'query', 'none, capped or exact'),
    asOf,
  ]
  const pageOf: Schema = {
    type: 'object',
    properties: { items: { type: 'array', items: ref(name) }, next: { type: ['string', 'null'] }, count: { type: ['integer', 'null'] } },
  }
  const all: { [method: string]: Json } = { get: { tags, summary: `List ${entity.plural}`, parameters: list, responses: answers(pageOf) } }
  if (may('create'))
    all.post = {
      tags,
      summary: `Create a ${entity.label}`,
      parameters: [key],
      requestBody: json({ oneOf: [ref(`${name}_new`), { type: 'array', items: ref(`${name}_new`) }] }),
      responses: answers(ref(name), '201'),
    }
  const one: { [method: string]: Json } = { get: { tags, summary: `Read a ${entity.label}`, parameters: [id, asOf], responses: answers(ref(name)) } }
  if (may('update'))
    one.patch = {
      tags,
      summary: `Change a ${entity.label}`,
      parameters: [id, key, match],
      requestBody: json({ type: 'object' }),
      responses: answers(ref(name)),
    }
  if (may('remove')) one.delete = { tags, summary: `Remove a ${entity.label}`, parameters: [id, key, match], responses: answers(ref(name)) }
  const actions = [...entity.actions.values()]
    .filter(({ action }) => may(action.name))
    .map(({ action }): [string, Json] => [
      `/api/records/${entity.name}/{id}/actions/${action.name}`,
      {
        post: {
          tags,
          summary: action.shape.label,
          parameters: [id, key],
          requestBody: json({
            type: 'object',
            properties: Object.fromEntries(
              Object.entries(action.shape.input ?? {}).map(([field, shape]) => [field, fieldSchema(fieldOf('input', field, shape)) as Schema]),
            ),
          }),
          responses: answers({}),
        },
      },
    ])
  return [
    [`/api/records/${entity.name}`, all],
    [`/api/records/${entity.name}/{id}`, one],
    [
      `/api/records/${entity.name}/{id}/history`,
      { get: { tags, summary: `What happened to a ${entity.label}`, parameters: [id], responses: answers({ type: 'object' }) } },
    ],
    [
      `/api/query/${entity.name}`,
      { post: { tags, summary: `Group and measure ${entity.plural}`, requestBody: json({ type: 'object' }), responses: answers({ type: 'object' }) } },
    ],
    ...actions,
  ]
}
