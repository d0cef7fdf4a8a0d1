import type { Fields, Json, TextFilePart } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { within } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { notFound, Refused } from '../../errors.ts'
import { contentDisposition, nameOfFile } from '../../files/names.ts'
import { inputOf } from '../../records/actions.ts'
import { exportFormats } from '../../records/export/export.ts'
import { exportSheet, sheetFormat, sheetOf } from '../../records/export/sheet.ts'
import { patiently } from '../../records/patience.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { body, type Env, signedIn } from '../env.ts'
import { exporting, started } from '../file.ts'

/** Routes of plugins' own, below `/api/plugins/{id}/x`; found in the caller's model, so a disabled plugin has none. */
export function pluginRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/plugins/:id/x/*', c => answer(c, world, 'GET'))
  app.post('/api/plugins/:id/x/*', c => answer(c, world, 'POST'))
}

async function answer(c: Context<Env>, world: World, method: 'GET' | 'POST'): Promise<Response> {
  const { workspace, access } = signedIn(c)
  const id = c.req.param('id') ?? ''
  const path = c.req.path.slice(`/api/plugins/${id}/x`.length)
  const model = await world.models.current(workspace)
  const found = model.routes
    .filter(route => route.plugin === id && route.method === method)
    .map(route => ({ route, params: matched(route.path, path) }))
    .find(one => one.params !== null)
  if (!found) throw notFound()
  const { route, params } = found
  const asked = new URL(c.req.url).searchParams
  const [entity = '', verb = ''] = route.permission.split(':')
  if (route.permission !== 'signedIn' && !access.may(entity, verb)) throw new Refused(403, 'forbidden', 'You may not do this. Ask an admin for the right to.')
  const format = route.gives === 'sheet' ? sheetFormat(asked.get('format') ?? undefined) : null
  if (format) asked.delete('format')
  const given = fromAddress(route.query ?? {}, asked)
  const run = async (ctx: CoreCtx, sent: { readonly [name: string]: Json }, more: object = {}): Promise<Json> => {
    const request = { ...more, params, query: inputOf(ctx, route.query ?? {}, given), body: inputOf(ctx, route.body ?? {}, sent) }
    return patiently(ctx, { plugin: id, name: `${method} ${route.path}`, of: id }, () => route.run(ctx, request as never))
  }
  // A file is made of the rows that the right to it reaches, as an export of records is.
  const file = (make: (ctx: CoreCtx) => AsyncGenerator<Uint8Array>): Promise<Response> =>
    started(c, world, ctx => exporting(ctx, () => make(ctx)), { access: verb === '' ? access : within(access, entity, verb) })
  if (format) {
    c.header('Content-Type', exportFormats[format])
    return file(async function* (ctx) {
      const sheet = sheetOf(`${id}${route.path}`, await run(ctx, {}))
      c.header('Content-Disposition', contentDisposition(`${nameOfFile(sheet.title)}.${format}`))
      yield* exportSheet(ctx, sheet, format)
    })
  }
  if (route.gives === 'text') {
    c.header('Content-Type', 'text/plain; charset=utf-8')
    return file(async function* (ctx) {
      for (let after: string | null = null, first = true; first || after !== null; first = false) {
        const part = textPartOf(`${id}${route.path}`, await run(ctx, {}, { after }))
        if (first) c.header('Content-Disposition', contentDisposition(nameOfFile(part.name)))
        yield new TextEncoder().encode(part.text)
        after = part.next
      }
    })
  }
  if (method === 'GET') return c.json((await reading(c, world, ctx => run(ctx, {}))) as never)
  const sent = await body(c)
  return writing(c, world, sent, async ctx => ({ json: await run(ctx, sent as { readonly [name: string]: Json }) }))
}

/** An address holds text alone: yes or no and whole numbers are read from it where the route asks for them. */
function fromAddress(fields: Fields, query: URLSearchParams): { readonly [name: string]: Json } {
  return Object.fromEntries([...query].map(([name, text]) => [name, valueIn(fields[name]?.type, text)]))
}

function valueIn(type: string | undefined, text: string): Json {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return (type === 'integer' || type === 'duration' || type === 'rating') && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

/** `/orders/:id` against `/orders/7`: its parameters, or null. */
function matched(pattern: string, path: string): { readonly [name: string]: string } | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params: { [name: string]: string } = {}
  for (const [at, part] of wanted.entries()) {
    const there = given[at] ?? ''
    if (part.startsWith(':') && there !== '') params[part.slice(1)] = decodeURIComponent(there)
    else if (part !== there) return null
  }
  return params
}

/** What a plugin gave, if it is a part of a text. */
function textPartOf(place: string, given: Json): TextFilePart {
  const { name, text, next } = (given ?? {}) as Partial<TextFilePart>
  if (typeof name !== 'string' || typeof text !== 'string' || (next !== null && typeof next !== 'string'))
    throw new Error(`The text ${place} gives no name, text and next. Return what \`TextFilePart\` of the SDK says.`)
  return given as unknown as TextFilePart
}
