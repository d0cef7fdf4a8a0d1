import type { DocumentShape } from '@sangam/sdk'
import type { Context, Hono } from 'hono'
import { notFound, Refused } from '../../errors.ts'
import { contentDisposition } from '../../files/names.ts'
import { documentOf, documentsOffered } from '../../print/documents.ts'
import { asking } from '../../records/asking.ts'
import { type ExportFormat, exportFormats, exportRecords } from '../../records/export/export.ts'
import { exportGroups } from '../../records/export/groups.ts'
import { documentProblems } from '../../registry/check-documents.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { body, type Env, signedIn } from '../env.ts'
import { exporting, started } from '../file.ts'
import { listed, listQuery, onlyWords, unknownParameter } from '../query.ts'

/** Lists and records as files. */
export function exportRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/export/:entity', async c => {
    const entity = c.req.param('entity')
    const format = (c.req.query('format') ?? 'csv') as ExportFormat
    if (!Object.hasOwn(exportFormats, format)) throw new Refused(400, 'bad_query', '"format" is csv, xlsx, jsonl or pdf.')
    const { group, measures, ...query } = { ...listQuery(c, ['format', 'group', 'measures']), group: listed(c, 'group'), measures: listed(c, 'measures') }
    const grouped = group !== undefined || measures !== undefined
    c.header('Content-Type', exportFormats[format])
    c.header('Content-Disposition', contentDisposition(`${entity.replace('.', '-')}.${format}`))
    if (grouped) {
      const { where, search, sort, asOf, ...rest } = query
      for (const name of Object.keys(rest)) throw unknownParameter(name)
      const given = { where, search, sort, asOf, group, measures }
      const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      return started(c, world, ctx => exporting(ctx, () => exportGroups(asking(ctx), entity, asked, format)))
    }
    return started(c, world, ctx => exporting(ctx, () => exportRecords(asking(ctx), entity, query, format)))
  })

  app.get('/api/export/:entity/:id', async c => {
    const { entity, id } = c.req.param()
    const { format, asOf, document } = onlyWords(c, ['format', 'asOf', 'document'])
    if ((format ?? 'pdf') !== 'pdf') throw new Refused(400, 'bad_query', 'One record is given as "format=pdf"; read it as JSON at /api/records.')
    c.header('Content-Type', exportFormats.pdf)
    c.header('Content-Disposition', contentDisposition(`${entity.replace('.', '-')}-${id}.pdf`))
    return started(c, world, async function* (ctx) {
      if (document !== undefined) return yield* documentOn(c, ctx, entity, id, await documentOf(ctx, entity, document), asOf)
      const { recordPdf } = await import('../../print/record.ts')
      yield* recordPdf(asking(ctx), entity, id, asOf)
    })
  })

  app.get('/api/documents/:entity', async c => {
    signedIn(c)
    const entity = c.req.param('entity')
    return c.json({
      items: await reading(c, world, async ctx => {
        if (!ctx.access.may(entity, 'read')) throw notFound()
        return (await documentsOffered(ctx)).get(entity) ?? []
      }),
    } as never)
  })

  app.post('/api/documents/:entity/:id/preview', async c => {
    signedIn(c)
    const { entity, id } = c.req.param()
    const definition = await body(c)
    c.header('Content-Type', exportFormats.pdf)
    return started(c, world, async function* (ctx) {
      if (!ctx.access.may('core.documentTemplate', 'create')) throw new Refused(403, 'forbidden', 'Ask an administrator for the right to write documents.')
      const problems = ctx.access.may(entity, 'read') ? documentProblems(ctx.model.entities, entity, definition) : []
      if (problems.length > 0)
        throw new Refused(422, 'invalid', problems[0]?.message ?? '', {
          errors: problems.map(problem => ({ field: 'definition', ...problem })),
          ...(problems[0]?.values && { values: problems[0].values }),
        })
      yield* documentOn(c, ctx, entity, id, definition as unknown as DocumentShape)
    })
  })
}

/** A document of a record, in a file that is called as the document says. */
async function* documentOn(c: Context<Env>, ctx: Ctx, entity: string, id: string, document: DocumentShape, asOf?: string): AsyncGenerator<Uint8Array> {
  const { writeDocument } = await import('../../print/document.ts')
  const { fileName, pages } = await writeDocument(ctx, entity, id, document, asOf)
  c.header('Content-Disposition', contentDisposition(fileName))
  yield* pages
}

type Ctx = Parameters<typeof exportRecords>[0]
