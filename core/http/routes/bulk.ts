import type { Context, Hono } from 'hono'
import { v7 } from 'uuid'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { contentDisposition } from '../../files/names.ts'
import { listBin, purge } from '../../records/bin.ts'
import { type BulkAsked, beginBulk } from '../../records/bulk/begin.ts'
import { endRun, holdRun, type Run, readRun, recentRuns, refusedPlaces } from '../../records/bulk/store.ts'
import { beginUndo } from '../../records/bulk/undo.ts'
import { change } from '../../records/change.ts'
import { cellText, csvLine } from '../../records/export/cells.ts'
import { titlesOf } from '../../records/titles.ts'
import { restoreTo, undoVersion } from '../../records/undo.ts'
import type { World } from '../../world.ts'
import { type Answer, reading, writing } from '../call.ts'
import { body, type Env, signedIn } from '../env.ts'
import { bodyQuery } from '../query.ts'

const asked = ['ids', 'where', 'search', 'set', 'remove', 'restore', 'action', 'input', 'handOver']

/** Changing many records at once, and taking back what was changed: a version, a batch, what lies in the bin. */
export function bulkRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/bulk/:entity', async c => {
    const given = bodyQuery<BulkAsked>(await body(c), asked)
    const id = v7()
    return writing(c, world, given, async ctx => begun(await beginBulk(ctx, id, c.req.param('entity'), given, roleOf(c))), { batch: id })
  })

  app.post('/api/undo/:batch', async c => {
    const id = v7()
    return writing(c, world, null, async ctx => begun(await beginUndo(ctx, id, c.req.param('batch'), roleOf(c))), { batch: id })
  })

  app.get('/api/bulk', async c => c.json({ items: (await reading(c, world, ctx => recentRuns(ctx, roleOf(c)))).map(shown) } as never))
  app.get('/api/bulk/:id', async c => c.json(shown(await reading(c, world, ctx => readRun(ctx, c.req.param('id'), roleOf(c)))) as never))

  app.post('/api/bulk/:id/cancel', async c =>
    writing(c, world, null, async ctx => {
      const { id } = await readRun(ctx, c.req.param('id'), roleOf(c))
      // Waits for the chunk that is under way: what it does is done.
      await holdRun(ctx.tx, ctx.schema, id)
      await endRun(ctx.tx, ctx.schema, id, 'cancelled', ctx.now(), null)
      return { json: shown(await readRun(ctx, id, roleOf(c))) as never }
    }),
  )

  app.get('/api/bulk/:id/refused', async c => {
    const after = Number(c.req.query('after') ?? 0)
    if (!Number.isInteger(after) || after < 0) throw new Refused(400, 'bad_query', '"after" is what the page before gave as "next".')
    const items = await reading(c, world, async ctx => refusals(ctx, (await readRun(ctx, c.req.param('id'), roleOf(c))).id, after, 200))
    return c.json({ items, next: items.length === 200 ? (items.at(-1)?.place ?? null) : null } as never)
  })

  app.get('/api/bulk/:id/refused.csv', async c => {
    const text = await reading(c, world, async ctx => {
      const rows = await refusals(ctx, (await readRun(ctx, c.req.param('id'), roleOf(c))).id, 0, 100_000)
      const head = [ctx.t('ID'), ctx.t('Record'), ctx.t('Why not')]
      const lines = [head, ...rows.map(row => [row.id, row.title, row.issues.map(issue => issue.message).join(' ')])]
      return lines.map(line => csvLine(line.map(cell => cellText({ path: '', header: '', kind: 'text' }, cell)))).join('')
    })
    return c.body(`\ufeff${text}`, 200, { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': contentDisposition('refused.csv') })
  })

  app.post('/api/records/:entity/:id/restore', async c => {
    const { entity, id } = c.req.param()
    const { version } = bodyQuery<{ version?: unknown }>(c.req.header('Content-Type') ? await body(c) : {}, ['version'])
    if (version === undefined) return writing(c, world, null, async ctx => ({ json: (await change(ctx, entity, [{ verb: 'restore', id }]))[0] ?? null }))
    return writing(c, world, { version }, async ctx => ({ json: await restoreTo(ctx, entity, id, versionIn(version)) }))
  })

  app.post('/api/records/:entity/:id/undo', async c => {
    const { entity, id } = c.req.param()
    const { version } = bodyQuery<{ version?: unknown }>(await body(c), ['version'])
    return writing(c, world, { version }, async ctx => ({ json: await undoVersion(ctx, entity, id, versionIn(version)) }))
  })

  app.get('/api/bin/:entity', async c => {
    const [search, after] = [c.req.query('search'), c.req.query('after')]
    return c.json((await reading(c, world, ctx => listBin(ctx, c.req.param('entity'), { ...(search && { search }), ...(after && { after }) }))) as never)
  })

  app.delete('/api/bin/:entity/:id', async c =>
    writing(c, world, null, async ctx => {
      await purge(ctx, c.req.param('entity'), c.req.param('id'))
      return { json: { done: true } }
    }),
  )
}

function versionIn(version: unknown): number {
  if (!Number.isInteger(version) || (version as number) < 1) throw new Refused(400, 'bad_body', 'Say which version: { "version": 3 }.')
  return version as number
}

function roleOf(c: Context<Env>): string | null {
  return signedIn(c).key?.role ?? null
}

function begun(run: Run): Answer {
  return { status: run.state === 'running' ? 202 : 200, json: shown(run) as never, location: `/api/bulk/${run.id}` }
}

function shown({ id, entity, what, state, total, done, refused, error, undoes, createdAt, finishedAt }: Run) {
  return { id, entity, what, state, total, done, refused, error, undoes, createdAt, finishedAt }
}

async function refusals(ctx: CoreCtx, run: string, after: number, limit: number) {
  const rows = await refusedPlaces(ctx, run, after, limit)
  const titles = await titlesOf(ctx, rows)
  return rows.map(row => ({
    place: row.place,
    entity: row.entity,
    id: row.id,
    title: titles.get(`${row.entity} ${row.id}`) ?? '',
    issues: row.issues.map(({ field, code, message, values }) => ({ ...(field !== undefined && { field }), code, message: ctx.t(message, said(ctx, values)) })),
  }))
}

/** Names of fields and records within a sentence are words too. */
function said(ctx: CoreCtx, values: { readonly [name: string]: string | number } | undefined): { readonly [name: string]: string | number } {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === 'string' ? ctx.t(value) : value]))
}
