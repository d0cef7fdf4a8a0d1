import { PassThrough, Readable } from 'node:stream'
import type { Context, Hono } from 'hono'
import { backup } from '../../backup/backup.ts'
import { openSigner } from '../../backup/signature.ts'
import { Refused } from '../../errors.ts'
import { contentDisposition } from '../../files/names.ts'
import type { World } from '../../world.ts'
import { readBytes } from '../body.ts'
import { type Env, owner } from '../env.ts'

/** A backup by a button: all of it, as it is at this moment, for an owner. */
export function backupRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/backup', async c => {
    owner(c)
    await mustSayNothing(c)
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

/** A backup is always of everything: whoever asks for a part of it, or something else, is told so and not given all. */
async function mustSayNothing(c: Context<Env>): Promise<void> {
  const text = new TextDecoder().decode(await readBytes(c, mostBytes))
  if (text.trim() === '') return
  const given = read(text)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Refused(400, 'bad_body', 'Send a JSON object.')
  const [name] = Object.keys(given)
  if (name !== undefined)
    throw new Refused(400, 'bad_body', 'A backup holds everything, and takes no “{name}”. Send no body, or {empty}.', {
      values: { name: name.slice(0, 80), empty: '{}' },
    })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(400, 'bad_json', 'The body is not valid JSON.')
  }
}

const mostBytes = 1_048_576
