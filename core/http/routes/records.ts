import type { Json } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { Refused } from '../../errors.ts'
import { runAction } from '../../records/actions.ts'
import { type GroupsQuery, group } from '../../records/aggregate.ts'
import { asking } from '../../records/asking.ts'
import { type ChangeRequest, change } from '../../records/change.ts'
import { type FindQuery, find, findText, getText } from '../../records/find.ts'
import { historyPage } from '../../records/history.ts'
import type { World } from '../../world.ts'
import { readJson } from '../body.ts'
import { type Answer, asked, jsonText, reading, writing } from '../call.ts'
import { body, type Env } from '../env.ts'
import { changingOne } from '../one.ts'
import { bodyQuery, groupWords, historyQuery, listQuery, listWords, versionOf } from '../query.ts'

type Values = { readonly [field: string]: Json | undefined }

/** Records: list, read, create, change, remove, act on, and what happened to them. */
export function recordRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/records/:entity', async c => jsonText(c, await asked(c, world, reader => findText(reader, c.req.param('entity'), listQuery(c)))))

  app.post('/api/records/:entity', async c => {
    const entity = c.req.param('entity')
    const given = await readJson(c)
    const list = Array.isArray(given) ? given : [given]
    if (list.length === 0 || !list.every(isObject)) throw new Refused(400, 'bad_body', 'Send a record as a JSON object, or a list of them.')
    const requests = list.map((values): ChangeRequest => ({ verb: 'create', values: values as Values }))
    if (!Array.isArray(given)) return changingOne(c, world, given, entity, requests[0] as ChangeRequest)
    return changing(c, world, given, async ctx => ({ status: 201, json: await change(ctx, entity, requests) }))
  })

  app.get('/api/records/:entity/:id', async c => {
    const { fields, asOf } = listQuery(c)
    return jsonText(c, await asked(c, world, reader => getText(reader, c.req.param('entity'), c.req.param('id'), fields, asOf)))
  })

  app.patch('/api/records/:entity/:id', async c => {
    const given = await body(c)
    const version = versionOf(c)
    const request: ChangeRequest = { verb: 'update', id: c.req.param('id'), patch: given as Values, ...(version !== undefined && { version }) }
    return changingOne(c, world, given, c.req.param('entity'), request)
  })

  app.delete('/api/records/:entity/:id', async c => {
    const version = versionOf(c)
    const request: ChangeRequest = { verb: 'remove', id: c.req.param('id'), ...(version !== undefined && { version }) }
    return changingOne(c, world, null, c.req.param('entity'), request)
  })

  app.get('/api/records/:entity/:id/history', async c =>
    c.json(await reading(c, world, ctx => historyPage(ctx, c.req.param('entity'), c.req.param('id'), historyQuery(c)))),
  )

  app.post('/api/records/:entity/:id/actions/:action', async c => {
    const given = await body(c)
    const { entity, id, action } = c.req.param()
    return writing(c, world, given, async ctx => ({ json: (await runAction(ctx, entity, action, [id], given as Values))[0] ?? null }))
  })

  app.post('/api/records/:entity/actions/:action', async c => {
    const given = await body(c)
    const { entity, action } = c.req.param()
    const { ids, where, input } = bodyQuery<{ ids?: unknown; where?: object; input?: Values }>(given, ['ids', 'where', 'input'])
    return writing(c, world, given, async ctx => ({ json: await runAction(ctx, entity, action, await chosen(ctx, entity, ids, where), input ?? {}) }))
  })

  app.post('/api/query/:entity', async c => {
    const given = await body(c)
    const entity = c.req.param('entity')
    if (!('group' in given) && !('measures' in given)) {
      return jsonText(c, await asked(c, world, reader => findText(reader, entity, bodyQuery<FindQuery>(given, listWords))))
    }
    return c.json({ items: await asked(c, world, reader => group(reader, entity, bodyQuery<GroupsQuery>(given, groupWords))) })
  })

  app.post('/api/batch', async c => {
    const given = await readJson(c)
    if (!Array.isArray(given) || given.length === 0 || given.length > 1000 || !given.every(isObject))
      throw new Refused(400, 'bad_body', 'Send a list of at most 1,000 writes.')
    return changing(c, world, given, async ctx => ({ json: await batch(ctx, given as unknown as BatchWrite[]) }))
  })
}

/** A write that is nothing but changes of records, and so may be tried on hope. */
function changing(c: Context<Env>, world: World, given: unknown, work: (ctx: Ctx) => Promise<Answer>): Promise<Response> {
  return writing(c, world, given, work, { hopeful: true })
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Ctx = Parameters<typeof change>[0]

async function chosen(ctx: Ctx, entity: string, ids: unknown, where: object | undefined): Promise<string[]> {
  if (Array.isArray(ids) && ids.length > 0 && ids.every(id => typeof id === 'string')) return ids as string[]
  if (!where) throw new Refused(400, 'bad_body', 'Say which records: { "ids": […] } or { "where": … }.')
  const page = await find(asking(ctx), entity, { where, fields: ['id'], sort: ['id'], limit: 500 })
  if (page.next !== null) throw new Refused(413, 'too_many', 'Choose at most {most} records at once.', { values: { most: 500 } })
  return page.items.map(item => item.id)
}

interface BatchWrite {
  readonly entity: string
  readonly verb: ChangeRequest['verb']
  readonly id?: string
  readonly values?: Values
  readonly patch?: Values
  readonly version?: number
  /** A name by which later writes mean this record: `"$ref:name"`. */
  readonly as?: string
}

/** Several writes over several entities; neighbours of one entity and verb go as one set. Later ones may name earlier ones. */
async function batch(ctx: Ctx, writes: readonly BatchWrite[]): Promise<Json[]> {
  const answers: Json[] = []
  const names = new Map<string, string>()
  for (let start = 0; start < writes.length; ) {
    const first = writes[start] as BatchWrite
    let end = start + 1
    while (end < writes.length && writes[end]?.entity === first.entity && writes[end]?.verb === first.verb && !first.as && !writes[end]?.as) end += 1
    const set = writes.slice(start, end)
    const done = await change(
      ctx,
      String(first.entity),
      set.map((write, at) => requestOf(write, names, start + at)),
    )
    if (first.as) names.set(first.as, (done[0] as { id: string }).id)
    answers.push(...done)
    start = end
  }
  return answers
}

function requestOf(write: BatchWrite, names: ReadonlyMap<string, string>, at: number): ChangeRequest {
  const bad = (): Refused =>
    new Refused(400, 'bad_body', 'Write {at} must be { entity, verb, values } or { entity, verb, id, patch }.', { values: { at: at + 1 } })
  const { verb, id, values, patch, version } = write
  const meant = <T>(value: T): T | string => (typeof value === 'string' && value.startsWith('$ref:') ? (names.get(value.slice(5)) ?? value) : value)
  const named = (given: Values): Values => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, meant(value)]))
  if (verb === 'create') {
    if (!isObject(values)) throw bad()
    return { verb, values: named(values as Values) }
  }
  if (typeof id !== 'string' || !['update', 'remove', 'restore'].includes(verb) || (version !== undefined && !Number.isInteger(version))) throw bad()
  if (verb === 'update') {
    if (!isObject(patch)) throw bad()
    return { verb, id: meant(id), patch: named(patch as Values), ...(version !== undefined && { version }) }
  }
  return { verb, id: meant(id), ...(version !== undefined && { version }) }
}
