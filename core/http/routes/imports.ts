import type { Context, Hono } from 'hono'
import { Refused } from '../../errors.ts'
import { contentDisposition } from '../../files/names.ts'
import { cellText, csvLine } from '../../records/export/cells.ts'
import { commit, describe, type Importer, inContext, mayImport, plan, stage } from '../../records/import/import.ts'
import type { Mapping } from '../../records/import/mapping.ts'
import { judgedRows, listImports, readImport, type Verdict } from '../../records/import/store.ts'
import { undo } from '../../records/import/undo.ts'
import type { World } from '../../world.ts'
import { body, type Env, signedIn } from '../env.ts'

/** 200 MB: a file of a million rows. */
const mostBytes = 200 * 1024 * 1024

export function importRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/imports/:entity', async c => {
    const name = c.req.query('name') ?? ''
    if (!/\.(csv|tsv|txt|xlsx)$/i.test(name) || name.length > 255) throw new Refused(415, 'file_kind', 'Drop a CSV or an XLSX file.')
    return c.json((await stage(world, importer(c), c.req.param('entity'), name, limited(c.req.raw))) as never, 201)
  })

  app.get('/api/imports/:entity', async c => {
    const entity = c.req.param('entity')
    const who = importer(c)
    return c.json({
      items: await inContext(world, who, {}, ctx => listImports(ctx.tx, ctx.schema, mayImport(ctx, entity).name, who.access.caller.userId)),
    } as never)
  })

  app.get('/api/imports/:entity/:id', async c => {
    const { entity, id } = c.req.param()
    const who = importer(c)
    return c.json(
      (await inContext(world, who, {}, async ctx =>
        describe(ctx, mayImport(ctx, entity), await readImport(ctx.tx, ctx.schema, entity, id, who.access.caller.userId)),
      )) as never,
    )
  })

  app.post('/api/imports/:entity/:id/plan', async c => {
    const { entity, id } = c.req.param()
    return c.json((await plan(world, importer(c), entity, id, (await body(c)) as unknown as Mapping)) as never)
  })

  app.get('/api/imports/:entity/:id/rows', async c => {
    const { entity, id } = c.req.param()
    const who = importer(c)
    const verdict = c.req.query('verdict') as Verdict | undefined
    const [after, limit] = [Number(c.req.query('after') ?? 0), Number(c.req.query('limit') ?? 100)]
    if (!Number.isInteger(after) || !Number.isInteger(limit) || limit < 1 || limit > 500)
      throw new Refused(400, 'bad_query', '"limit" is a whole number from 1 to 500.')
    const items = await inContext(world, who, {}, async ctx => {
      mayImport(ctx, entity)
      await readImport(ctx.tx, ctx.schema, entity, id, who.access.caller.userId)
      const rows = await judgedRows(ctx.tx, ctx.schema, id, verdict ?? null, after, limit)
      return rows.map(row => ({ ...row, issues: row.issues.map(issue => ({ ...issue, message: ctx.t(issue.message, issue.values) })) }))
    })
    return c.json({ items } as never)
  })

  app.post('/api/imports/:entity/:id/commit', async c => c.json((await commit(world, importer(c), c.req.param('entity'), c.req.param('id'))) as never))
  app.post('/api/imports/:entity/:id/undo', async c => c.json((await undo(world, importer(c), c.req.param('entity'), c.req.param('id'))) as never))

  app.get('/api/imports/:entity/:id/refused.csv', async c => {
    const { entity, id } = c.req.param()
    const who = importer(c)
    const text = await inContext(world, who, {}, async ctx => {
      mayImport(ctx, entity)
      const found = await readImport(ctx.tx, ctx.schema, entity, id, who.access.caller.userId)
      const rows = await judgedRows(ctx.tx, ctx.schema, id, 'refuse', 0, 100_000)
      const head = [...found.columns.map(column => column.header), ctx.t('Row in the file'), ctx.t('Why not')]
      const lines = [
        head,
        ...rows.map(row => [
          ...found.columns.map(({ index }) => row.cells[index] ?? ''),
          String(row.row),
          row.issues.map(issue => ctx.t(issue.message, issue.values)).join(' '),
        ]),
      ]
      return lines.map(line => csvLine(line.map(cell => cellText({ path: '', header: '', kind: 'text' }, cell)))).join('')
    })
    return c.body(`\ufeff${text}`, 200, { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': contentDisposition('refused.csv') })
  })
}

function importer(c: Context<Env>): Importer {
  const { workspace, access } = signedIn(c)
  return { workspace, access, locale: c.get('locale') }
}

async function* limited(request: Request): AsyncGenerator<Uint8Array> {
  let bytes = 0
  if (!request.body) return
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > mostBytes)
      throw new Refused(413, 'file_too_large', 'The file is larger than {limit} MB. Make it smaller or split it.', { values: { limit: mostBytes / 1_048_576 } })
    yield part
  }
}
