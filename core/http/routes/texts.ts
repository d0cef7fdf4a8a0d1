import type { Context, Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { contentDisposition } from '../../files/names.ts'
import { prepare } from '../../plans/custom/prepare.ts'
import { readSet } from '../../plans/custom/sets.ts'
import { exportTexts, importTexts, languages, type TextRow, textTable } from '../../plans/custom/texts.ts'
import { customState } from '../../plans/models.ts'
import { exportFormats } from '../../records/export/export.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { administrator, type Env } from '../env.ts'
import { inParts } from '../parts.ts'

const mostBytes = 10 * 1024 * 1024

/** Every text that plugins and administrators named something with, and what it is called in each language. What is changed goes into a change set, as `setWords`. */
export function textRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/model/texts', async c => c.json({ languages, items: await table(c, world) } as never))

  app.get('/api/model/texts/export', async c => {
    const format = c.req.query('format') ?? 'xlsx'
    if (format !== 'xlsx' && format !== 'csv') throw new Refused(400, 'bad_query', '"format" is csv or xlsx.')
    const rows = await table(c, world)
    c.header('Content-Type', exportFormats[format])
    c.header('Content-Disposition', contentDisposition(`translations.${format}`))
    const parts = await reading(c, world, async ctx => exportTexts(ctx, rows, format))
    return c.body(inParts(parts))
  })

  app.post('/api/model/texts/import', async c => {
    administrator(c)
    const { name = '' } = c.req.query()
    if (!/\.(csv|tsv|txt|xlsx)$/i.test(name) || name.length > 255) throw new Refused(415, 'file_kind', 'Drop a CSV or an XLSX file.')
    if (Number(c.req.header('Content-Length') ?? 0) > mostBytes) throw tooLarge()
    const rows = await table(c, world)
    return c.json((await reading(c, world, ctx => importTexts(ctx, rows, limited(c.req.raw.body), name))) as never)
  })
}

/** As it is, or as a draft would have it. */
async function table(c: Context<Env>, world: World): Promise<TextRow[]> {
  const { workspace } = administrator(c)
  const id = c.req.query('set')
  if (id !== undefined) {
    const { after, state } = await prepare(world, workspace, (await readSet(world, workspace, id)).operations)
    return textTable(after, state.document)
  }
  const { document } = await customState(world.db.app, workspace)
  return reading(c, world, async (ctx: CoreCtx) => textTable(ctx.model, document))
}

async function* limited(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > mostBytes) throw tooLarge()
    yield part
  }
}

function tooLarge(): Refused {
  return new Refused(413, 'too_large', 'A file of texts is at most {most} MB.', { values: { most: mostBytes >> 20 } })
}
