import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { setPlugins } from '../../core/plans/workspace.ts'
import { change } from '../../core/records/change.ts'
import { systemContext } from '../../core/records/context.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { deals } from './note.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Looks until it is so; fails with the last answer when it never is. */
async function eventually<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  const until = performance.now() + 15_000
  for (;;) {
    const answer = await ask()
    if (good(answer) || performance.now() > until) return answer
    await new Promise(setImmediate)
  }
}

test('two nodes begin at once on an empty server, and what one enables the other has', { timeout: 60_000 }, async () => {
  const base = await createTestDatabase('nodes')
  const folder = await mkdtemp(join(tmpdir(), 'sangam-nodes-'))
  const start = () =>
    boot({
      config: readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '3' }),
      plugins: new Map([corePlugin, deals].map(plugin => [plugin.id, plugin])),
      log,
      background: false,
    })
  const [one, two] = await Promise.all([start(), start()])
  try {
    const roles = await systemContext(
      one.world,
      'main',
      'Counts roles',
      'cli',
      async ctx =>
        (await ctx.tx.run<{ n: number }>((await import('drizzle-orm')).sql`select count(*)::int as n from main.core_role where deleted_at is null`))[0]?.n,
    )
    expect(roles).toBe(4)
    await setPlugins(one.world, mainWorkspace, [{ id: 'deals', version: '1.0.0', state: 'enabled' }])
    const model = await eventually(
      () => two.world.models.current('main'),
      found => found.plugins.has('deals'),
    )
    expect([...model.plugins.keys()]).toEqual(['core', 'deals'])
    await Promise.all(
      [one, two].map(node =>
        systemContext(node.world, 'main', 'Writes on both', 'cli', ctx => change(ctx, 'deals.deal', [{ verb: 'create', values: { title: 'Both' } }])),
      ),
    )
  } finally {
    await Promise.all([one.stop(), two.stop()])
    await base.drop()
    await rm(folder, { recursive: true, force: true })
  }
})
