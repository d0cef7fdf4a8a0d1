import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { corePlugin } from '../../core/system/plugin.ts'

export interface Served {
  readonly url: string
  readonly code: string
  readonly platform: Platform
  stop(): Promise<void>
}

/** The product as a newcomer finds it: nothing is set up, and the built browser part is served. */
export async function serve(): Promise<Served> {
  const database = await createTestDatabase('browser')
  const folder = await mkdtemp(join(tmpdir(), 'sangam-browser-'))
  const platform = await boot({
    config: readConfig({ DATABASE_URL: database.url, SANGAM_DATA: folder, SANGAM_POOL: '6', PORT: '0', SANGAM_URL: 'http://localhost:4000' }),
    plugins: new Map([corePlugin, parties, items, leads].map(plugin => [plugin.id, plugin])),
    log: { info: () => undefined, warn: () => undefined, error: (message, values) => void process.stderr.write(`${message} ${JSON.stringify(values)}\n`) },
  })
  const { port } = await platform.listen()
  return {
    url: `http://localhost:${port}`,
    code: (await platform.setupCode()) ?? '',
    platform,
    stop: async () => {
      await platform.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
