import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { boot, type Platform } from '../../core/boot.ts'
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

test('two nodes begin at once on an empty server, what one enables the other has, and tries are counted together', { timeout: 60_000 }, async () => {
  const base = await createTestDatabase('nodes')
  const folder = await mkdtemp(join(tmpdir(), 'sangam-nodes-'))
  const start = (most = '30s') =>
    boot({
      config: readConfig({ DATABASE_URL: `${base.url}${base.url.includes('?') ? '&' : '?'}statement_timeout=${most}`, SANGAM_DATA: folder, SANGAM_POOL: '3' }),
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
      async ctx => (await ctx.tx.run<{ n: number }>(sql`select count(*)::int as n from main.core_role where deleted_at is null`))[0]?.n,
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

    // Who guesses at one node has fewer tries left at the other.
    const guess = async ({ app }: Platform) => {
      const body = JSON.stringify({ email: 'asha@example.com', password: 'not the password' })
      const answer = await app.request('http://localhost:4000/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
      return [answer.status, ((await answer.json()) as { code: string }).code, answer.headers.get('Retry-After') !== null]
    }
    const wrong = await Promise.all(Array.from({ length: 10 }, (_, at) => guess(at % 2 === 0 ? one : two)))
    expect(wrong).toEqual(Array(10).fill([401, 'wrong_password', false]))
    expect(await Promise.all([one, two].map(guess))).toEqual(Array(2).fill([429, 'too_many', true]))

    // What takes longer than its node lets it is ended by the database, and told; a node that has more patience gets it done.
    const hasty = await start('2s')
    try {
      const [told, patient] = await one.world.db.owner.transaction(async tx => {
        await tx.run(sql`lock table sangam.rate in access exclusive mode`)
        const patient = guess(one)
        return [await guess(hasty), patient] as const
      })
      expect([told, await patient]).toEqual([
        [503, 'too_slow', false],
        [429, 'too_many', true],
      ])
    } finally {
      await hasty.stop()
    }
  } finally {
    await Promise.all([one.stop(), two.stop()])
    await base.drop()
    await rm(folder, { recursive: true, force: true })
  }
})
