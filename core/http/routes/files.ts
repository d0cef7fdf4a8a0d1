import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import { notFound, Refused } from '../../errors.ts'
import { headersOf } from '../../files/kinds.ts'
import { type FileRow, filesById, mayRead } from '../../files/rights.ts'
import type { FileStore } from '../../files/storage.ts'
import { keepBytes, mayUpload, recordFile } from '../../files/upload.ts'
import { isId } from '../../records/find.ts'
import { filesToken } from '../../services.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { type Env, signedIn } from '../env.ts'

/** Files: sent first, then named in a field of a record; read by who may read that field. */
export function fileRoutes(app: Hono<Env>, world: World): void {
  const store = (): FileStore => world.services.get<FileStore>(filesToken)

  app.post('/api/files', async c => {
    const name = c.req.query('name') ?? ''
    if (name === '' || name.length > 255) throw new Refused(400, 'bad_query', 'Say how the file is called: /api/files?name=contract.pdf.')
    if (!c.req.raw.body) throw new Refused(400, 'bad_body', 'Send the bytes of the file as the body.')
    const { workspace } = signedIn(c)
    await reading(c, world, mayUpload)
    const kept = await keepBytes(store(), workspace, name, c.req.raw.body as unknown as AsyncIterable<Uint8Array>)
    try {
      return await writing(c, world, { sha256: kept.sha256, name }, async ctx => ({ status: 201, json: await recordFile(ctx, kept) }))
    } catch (error) {
      await store().remove(workspace, kept.key)
      throw error
    }
  })

  /** What some files are: those of them that the caller may read. */
  app.get('/api/files', async c => {
    const ids = (c.req.query('ids') ?? '').split(',').filter(isId).slice(0, 100)
    const items = await reading(c, world, async ctx => {
      const seen: FileRow[] = []
      for (const file of (await filesById(ctx, ids)).values()) if (await mayRead(ctx, file)) seen.push(file)
      return seen
    })
    return c.json({ items: items.map(({ id, name, contentType, bytes }) => ({ id, name, type: contentType, bytes })) })
  })

  app.get('/api/files/:id', async c => {
    const id = c.req.param('id').toLowerCase()
    if (!isId(id)) throw notFound()
    const file = await reading(c, world, async ctx => {
      const found = (await filesById(ctx, [id])).get(id)
      return found && (await mayRead(ctx, found)) ? found : null
    })
    if (!file) throw notFound()
    const content = await store().read(signedIn(c).workspace, file.key)
    return c.body(Readable.toWeb(content) as ReadableStream, 200, headersOf(file.name, file.contentType, file.bytes))
  })
}
