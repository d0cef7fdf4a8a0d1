import { PassThrough, Readable } from 'node:stream'
import type { Hono } from 'hono'
import { backup } from '../../backup/backup.ts'
import { openSigner } from '../../backup/signature.ts'
import { contentDisposition } from '../../files/names.ts'
import type { World } from '../../world.ts'
import { type Env, owner } from '../env.ts'

/** A backup by a button: all of it, as it is at this moment, for an owner. */
export function backupRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/backup', async c => {
    owner(c)
    const { fingerprint } = await openSigner(world.config.dataDir)
    const out = new PassThrough({ highWaterMark: 1 << 20 })
    backup(world, out).catch(error => {
      // So the stream ends when whoever takes it goes.
      if (out.errored?.name === 'AbortError') world.log.info('A backup was called off.')
      else world.log.error('A backup failed.', { error: String(error) })
      out.destroy(error instanceof Error ? error : new Error(String(error)))
    })
    const day = world.clock.now().toISOString().slice(0, 10)
    return c.body(Readable.toWeb(out) as ReadableStream, 200, {
      'Content-Type': 'application/octet-stream',
      'Sangam-Backup-Key': fingerprint,
      'Content-Disposition': contentDisposition(`sangam-${day}.backup`),
    })
  })
}
