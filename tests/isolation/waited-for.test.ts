import { allow, defineEntity, definePlugin, defineService, type Plugin, role, route, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Made, madeOf } from './made.ts'

/** A plugin whose action, routes and service do what they are told, behind something that they have done already. */
const stalls = (id: string): string => `
import { allow, defineAction, defineEntity, definePlugin, defineService, handle, provide, role, route, text } from '@sangam/sdk'
const Thing = defineEntity('${id}.thing', { title: 'title', fields: { title: text({ required: true }) } })
const Turn = defineAction(Thing, 'turn', { label: 'Turn', input: { how: text() } })
const how = { how: text() }
const does = {
  'never answers': () => new Promise(() => undefined),
  loops: () => { for (;;); },
  'asks for long': async ctx => { for (let at = 0; at < 30; at += 1) { await ctx.repo(Thing).count({ title: 'not ' + at }); await new Promise(resolve => setTimeout(resolve, 10)) } return { told: 'after long' } },
  'asks slowly without end': async ctx => { for (;;) { await ctx.repo(Thing).count(); await new Promise(resolve => setTimeout(resolve, 10)) } },
}
const halfDone = async (ctx, told) => { if (told !== 'does it') await ctx.repo(Thing).create({ title: 'half done' }); return (does[told] ?? (() => ({ told })))(ctx) }
export default definePlugin({
  id: '${id}', version: '1.0.0', title: 'Stalls ${id}', description: 'Stalls.', engines: { sangam: '^0.1.0' }, entities: [Thing],
  parts: [
    role('${id}.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create', 'turn'])] }),
    handle(Turn, (ctx, thing, given) => halfDone(ctx, given.how)), Turn,
    route('POST', '/turns', { permission: '${id}.thing:read', body: how, run: (ctx, { body }) => halfDone(ctx, body.how) }),
    route('GET', '/turns/:id', { permission: '${id}.thing:read', query: how, run: (ctx, { query }) => (does[query.how] ?? (() => ({ told: query.how })))(ctx) }),
    provide(defineService('${id}.help'), ctx => ({ turn: told => halfDone(ctx, told) })),
  ],
})
`
const Call = defineEntity('calls.call', { title: 'title', fields: { title: text({ required: true }) } })
/** In our own process; uses the services of both, and hides whatever fails within. */
const calls = definePlugin({
  ...{
    id: 'calls',
    version: '1.0.0',
    title: 'Calls',
    description: 'Calls.',
    engines: { sangam: '^0.1.0' },
    entities: [Call],
    needs: { near: '*', apart: '*' },
  },
  parts: [
    role('calls.keeper', { label: 'Caller', grants: [allow(Call, ['read', 'create'])] }),
    ...['near', 'apart'].map(of =>
      route('POST', `/${of}`, {
        permission: 'calls.call:create',
        body: { how: text({ required: true }) },
        run: async (ctx, { body }) => {
          await ctx.repo(Call).create({ title: body.how })
          const help = ctx.use(defineService<{ turn(how: string): Promise<{ told: string }> }>(`${of}.help`))
          return help.turn(body.how).catch(() => ({ told: 'hidden' }))
        },
      }),
    ),
  ],
})

let [near, apart]: (Made | undefined)[] = []
let platform: TestPlatform
let keeper: TestClient
beforeAll(async () => {
  ;[near, apart] = await Promise.all([madeOf(stalls('near')), madeOf(stalls('apart'), { patienceMs: 700, wholeMs: 1500, faults: 100 })])
  // The same text, as one that came with the platform runs.
  const { default: inside } = (await import(near.entry)) as { readonly default: Plugin }
  platform = await createTestPlatform({ plugins: [inside, apart.plugin, calls] })
  keeper = await platform.as('near.keeper', 'apart.keeper', 'calls.keeper')
})
/** In our own process there is little time, and apart the process has it. */
const hurry = (of: 'near' | 'apart'): void =>
  void Object.assign(platform.platform.world, { patience: of === 'near' ? { everyMs: 20, still: 10, whole: 25, long: 25 } : undefined })
afterAll(async () => {
  await platform?.stop()
  await Promise.all([near?.[Symbol.asyncDispose](), apart?.[Symbol.asyncDispose]()])
})

/** One that loops stops our own process, so that it is ended apart only. */
const ways = { near: ['never answers', 'asks slowly without end'], apart: ['never answers', 'loops'] } as const
const doing = (['near', 'apart'] as const).flatMap(of => ways[of].map(how => ({ of, how })))

test.each(doing)('an action, a route or a service of a plugin $of that $how is ended by its name, and nothing of it is kept', async ({ of, how }) => {
  hurry(of)
  const { id } = (await keeper.post(`/api/records/${of}.thing`, { title: `there, ${how}` })) as { id: string }
  const asked = (told: string): readonly [place: string, method: string, path: string, body?: object][] => [
    [`turn of ${of}.thing`, 'POST', `/api/records/${of}.thing/${id}/actions/turn`, { how: told }],
    [`POST /turns of ${of}`, 'POST', `/api/plugins/${of}/x/turns`, { how: told }],
    [`GET /turns/:id of ${of}`, 'GET', `/api/plugins/${of}/x/turns/1?how=${encodeURIComponent(told)}`],
    [`turn of ${of}.help`, 'POST', `/api/plugins/calls/x/${of}`, { how: told }],
  ]
  const kept = async () => [await keeper.get(`/api/records/${of}.thing?fields=title&count=exact`), await keeper.get('/api/records/calls.call?count=exact')]
  const before = await kept()
  for (const [place, method, path, body] of asked(how)) {
    const [refused, other] = await Promise.all([keeper.ask(method, path, body), platform.admin.ask('GET', '/api/records/core.company')])
    const failed = of === 'near' ? `took too long (${place})` : 'failed'
    expect({ refused: refused.json, other: other.status }).toEqual({
      refused: expect.objectContaining({
        status: 503,
        code: 'plugin_failed',
        detail: `The plugin Stalls ${of} ${failed}, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.`,
      }),
      other: 200,
    })
  }
  const open = sql`select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`
  expect({ kept: await kept(), open: await platform.platform.world.db.owner.run(open) }).toEqual({ kept: before, open: [{ open: 0 }] })
  // The next time it is there as before.
  for (const [, method, path, body] of asked('does it')) expect((await keeper.ask(method, path, body)).status).toBe(200)
})

test('an action and a route may take longer in all than a hook may, as whoever asks for one knows what they wait for', async () => {
  Object.assign(platform.platform.world, { patience: { everyMs: 20, still: 10, whole: 5, long: 10_000 } })
  const { id } = (await keeper.post('/api/records/near.thing', { title: 'there, for long' })) as { id: string }
  expect([
    await keeper.post(`/api/records/near.thing/${id}/actions/turn`, { how: 'asks for long' }),
    await keeper.get('/api/plugins/near/x/turns/1?how=asks%20for%20long'),
  ]).toEqual([expect.objectContaining({ told: 'after long' }), { told: 'after long' }])
})
