import type { Json } from '@sangam/sdk'
import { ref, type Schema } from './schemas.ts'

const text: Schema = { type: 'string' }
const instant: Schema = { type: ['string', 'null'], format: 'date-time' }
const properties = {
  id: text,
  state: { type: 'string', enum: ['live', 'over', 'stopped'] },
  until: { type: 'string', format: 'date' },
  at: { type: 'string', format: 'date-time' },
  by: { type: ['string', 'null'] },
  openedAt: instant,
  seenAt: instant,
}
const required = Object.keys(properties)

/** What a public link looks like; where it leads is told as it is made, and never again. */
export const linkSchemas: { readonly [name: string]: Schema } = {
  PublicLink: { type: 'object', required, properties },
  PublicLinkMade: { type: 'object', required: [...required, 'address'], properties: { ...properties, address: text } },
}

const body: Schema = {
  required: true,
  content: {
    'application/json': {
      schema: { type: 'object', properties: { until: { type: 'string', format: 'date', description: 'Its last day; as the settings say unless told.' } } },
    },
  },
}

/** The paths of an entity whose records are shown to whoever has a link, for who may share them so. */
export function linkPaths(
  at: string,
  label: string,
  given: {
    readonly operation: (verb: string, summary: string, more: Schema) => Schema
    readonly answers: (schema: Schema, status?: string) => Schema
    readonly id: Schema
    readonly key: Schema
  },
): [string, Json][] {
  const { operation, answers, id, key } = given
  const link: Schema = { name: 'link', in: 'path', required: true, schema: text }
  const all = { type: 'object', required: ['items', 'until'], properties: { items: { type: 'array', items: ref('PublicLink') }, until: text } }
  return [
    [
      `${at}/{id}/links`,
      {
        get: operation('links', `List the public links to a ${label}`, { parameters: [id], responses: answers(all) }),
        post: operation('make_link', `Share a ${label} by a public link`, {
          parameters: [id, key],
          requestBody: body,
          responses: answers(ref('PublicLinkMade'), '201'),
        }),
      } as Json,
    ],
    [
      `${at}/{id}/links/{link}`,
      {
        patch: operation('renew_link', `Renew a public link to a ${label}`, {
          parameters: [id, link, key],
          requestBody: body,
          responses: answers(ref('PublicLink')),
        }),
        delete: operation('stop_link', `Stop a public link to a ${label}`, {
          parameters: [id, link, key],
          responses: answers({ type: 'object', required: ['id'], properties: { id: text } }),
        }),
      } as Json,
    ],
  ]
}
