import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { installPackage } from '../../core/packages/install.ts'
import { setPlugins } from '../../core/plans/workspace.ts'
import { change } from '../../core/records/change.ts'
import { systemContext } from '../../core/records/context.ts'
import { mainWorkspace } from '../../core/setup.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { stillToMake } from '../../sdk/testing/check/schema.ts'
import { clientOf, type TestClient } from '../../sdk/testing/client.ts'
import { deals } from './note.ts'
import { packedText } from './packed.ts'

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

test('two nodes begin at once on an empty server, what one enables the other has, and tries are counted together', async () => {
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

const carts = (version: string, fields: string, parts = '') => `
import { allow, defineEntity, definePlugin, extendEntity, integer, migration, reference, role, text } from '@sangam/sdk'
const Cart = defineEntity('carts.cart', { title: 'name', fields: { name: text({ required: true }), deal: reference('deals.deal', { index: true }), ${fields} } })
export default definePlugin({
  id: 'carts', version: '${version}', title: 'Carts', description: 'Carts.', engines: { sangam: '^0.1.0' }, needs: { deals: '^1.0.0' }, entities: [Cart],
  extensions: [extendEntity({ name: 'deals.deal' }, { fields: { cartNote: text({ index: true }) } })],
  parts: [role('carts.keeper', { label: 'Keeper', grants: [allow(Cart, ['read', 'create'])] }), ${parts}],
})`
const carts1 = carts('1.0.0', 'load: text()')
const carts2 = carts(
  '2.0.0',
  'load: integer(), wheels: integer()',
  "migration('2.0.0', { steps: [{ step: 'convert', entity: 'carts.cart', field: 'load', lose: true }], proof: [{ entity: 'carts.cart', never: { load: { lt: 0 } } }] })",
)

test('a plugin is enabled, upgraded, disabled and put away on both of two nodes at once while people work: none of them is refused, it is done once, and both know', {
  timeout: 240_000,
}, async () => {
  await using first = await createTestPlatform({ plugins: [deals] })
  const { world } = first.platform
  await using second = Object.assign(
    await boot({ config: world.config, plugins: new Map([corePlugin, deals].map(plugin => [plugin.id, plugin])), log, clock: world.clock, background: false }),
    {
      [Symbol.asyncDispose]: () => second.stop(),
    },
  )
  const over = (key: string) => clientOf(async (path, init) => second.app.request(`http://localhost:4000${path}`, init), { Authorization: `Bearer ${key}` }, '')
  const [owner] = await world.db.owner.run<{ account: string }>(sql`select account::text from main.core_user where id = ${first.admin.userId}::uuid`)
  const wanted = { account: owner?.account ?? '', workspace: 'main', name: 'second', role: null, expiresAt: '2027-12-31T00:00:00Z' }
  const { key } = await makeKey(world.db.app, wanted, world.clock.now())
  const nodes: readonly TestClient[] = [first.admin, over(key)]

  // Two on each node write, change and read without a pause.
  const refused: object[] = []
  let [working, done] = [true, 0]
  const works = async (node: TestClient): Promise<void> => {
    for (let turn = 0; working; turn += 1) {
      const made = await node.ask('POST', '/api/records/deals.deal', { title: `Deal ${turn}` })
      const { id } = made.json as { id: string }
      const answers = [made, await node.ask('PATCH', `/api/records/deals.deal/${id}`, { title: 'Again' }), await node.ask('GET', '/api/records/deals.deal')]
      refused.push(...answers.filter(one => one.status >= 400).map(one => one.json as object))
      done += answers.length
    }
  }
  const work = nodes.flatMap(node => [1, 2].map(() => works(node)))

  const waited: number[] = []
  const onBoth = async (to: string, known: (node: TestClient) => Promise<boolean>) => {
    const answers = await Promise.all(nodes.map(node => node.ask('POST', '/api/plugins/carts/apply', { to })))
    const began = performance.now()
    for (const node of nodes)
      await eventually(
        () => known(node),
        good => good,
      )
    waited.push(performance.now() - began)
    // Who comes second is told so, or found it done already.
    expect(answers.map(one => one.status).toSorted()[0], JSON.stringify(answers.map(one => one.json))).toBe(200)
    for (const { status, json } of answers) if (status !== 200) expect([status, json]).toMatchObject([409, { code: 'plan_refused' }])
    const reached = await Promise.all(nodes.map(known))
    const [row] = await world.db.owner.run<{ n: number }>(sql`select count(*)::int as n from main.core_plugin_change`)
    return { both: reached, changes: row?.n }
  }
  const lists = (status: number) => async (node: TestClient) => (await node.ask('GET', '/api/records/carts.cart?fields=load')).status === status
  const counts = (load: number) => async (node: TestClient) => {
    const { status, json } = await node.ask('GET', '/api/records/carts.cart?fields=load,wheels')
    return status === 200 && (json as { items: { load: unknown }[] }).items.every(one => one.load === load)
  }
  try {
    await installPackage(world, await packedText('carts', carts1), null)
    const rounds = [await onBoth('enabled', lists(200))]
    await nodes[1]?.post('/api/records/carts.cart', { name: 'Blue', load: '12' })
    await installPackage(world, await packedText('carts', carts2), null)
    // Its records wait for the word of an owner, on both.
    for (const node of nodes)
      await eventually(
        () => lists(404)(node),
        good => good,
      )
    const upgraded = await onBoth('2.0.0', counts(12))
    rounds.push(await onBoth('disabled', lists(404)), await onBoth('uninstalled', lists(404)), await onBoth('enabled', counts(12)))
    const before = await world.db.owner.run<{ n: number }>(sql`select count(*)::int as n from main.core_plugin_change where upgrade is not null`)
    working = false
    await Promise.all(work)
    const enough = done > 30
    expect({ refused, enough, upgrades: before, upgraded: upgraded.both, rounds, left: await stillToMake(first.platform) }).toEqual({
      ...{ refused: [], enough: true, upgrades: [{ n: 1 }], upgraded: [true, true], left: [] },
      rounds: [1, 3, 4, 5].map(changes => ({ both: [true, true], changes })),
    })
    // The third of five: what one pause of the machine delays says nothing of the way.
    expect(waited.toSorted((a, b) => a - b)[2]).toBeLessThan(1000)
  } finally {
    working = false
    await Promise.allSettled(work)
  }
})
