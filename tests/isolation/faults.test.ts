import { rmSync } from 'node:fs'
import { url } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allow, defineEntity, definePlugin, hooks, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bad } from './bad.ts'
import { type Made, madeOf } from './made.ts'

/** What it does wrong is found by no clock, so it has the time it needs on every machine. */
let made: Made
/** The same with little time: for what is found by the clock alone. */
let hasty: Made
let platform: TestPlatform

const Thing = defineEntity('idle.thing', { title: 'title', fields: { title: text({ required: true }) } })
const Frame = defineEntity('around.frame', { title: 'title', fields: { title: text({ required: true }) } })
/** What the hooks of `idle` wait for, and what became of one that went on. */
const late = { wakes: () => undefined as unknown, said: [] as string[] }
/** In our own process, as the built-in ones are. */
const idle = definePlugin({
  ...{ id: 'idle', version: '1.0.0', title: 'Idle', description: 'Waits.', engines: { sangam: '^0.1.0' }, entities: [Thing] },
  parts: [
    role('idle.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create'])] }),
    hooks(Thing, {
      check: async (ctx, [change]) => {
        const title = change?.next?.title
        // Within a transaction that has begun.
        if (title === 'never answers') await ctx.repo(Thing).count()
        if (title === 'never answers') await new Promise(() => undefined)
        if (title === 'asks slowly without end') for (;;) await Promise.all([ctx.repo(Thing).count(), new Promise(resolve => setTimeout(resolve, 10))])
        if (title !== 'wakes up later') return []
        await new Promise(resolve => {
          late.wakes = () => resolve(null)
        })
        const again = await ctx
          .repo(Thing)
          .create({ title: 'too late' })
          .catch((error: Error) => error.message)
        late.said.push(String(again))
        return []
      },
    }),
  ],
})
/** Hides whatever fails within. */
const around = definePlugin({
  ...{ id: 'around', version: '1.0.0', title: 'Around', description: 'Around.', engines: { sangam: '^0.1.0' }, entities: [Frame], needs: { idle: '*' } },
  parts: [
    role('around.keeper', { label: 'Framer', grants: [allow(Frame, ['read', 'create'])] }),
    hooks(Frame, {
      react: async ctx => {
        await ctx.asSystem('Fills it', system => system.repo(Thing).create({ title: 'never answers' })).catch(() => undefined)
      },
    }),
  ],
})

beforeAll(async () => {
  const limits = { asks: 300, memoryMb: 256, heapMb: 160, faults: 100 }
  ;[made, hasty] = await Promise.all([
    madeOf(bad('bad', { printMb: 64 }), { ...limits, patienceMs: 30_000 }),
    madeOf(bad('hasty', { leakMs: 10 }), { ...limits, patienceMs: 1000, wholeMs: 1500 }),
  ])
  platform = await createTestPlatform({ plugins: [made.plugin, hasty.plugin, idle, around] })
})
afterAll(async () => {
  await platform?.stop()
  await Promise.all([made?.[Symbol.asyncDispose](), hasty?.[Symbol.asyncDispose]()])
})

const faults: readonly (readonly [title: string, reason: RegExp])[] = [
  ['loops', /did not answer within 1 seconds/],
  ['never answers', /did not answer within 1 seconds/],
  ['takes objects without end', /ended by itself \(SIGABRT\): out of memory|took more than 256 MB/],
  ['takes buffers without end', /took more than 256 MB/],
  ['ends its process', /ended by itself \(7\)/],
  ['kills its process', /ended by itself \(SIGKILL\)/],
  ['fails where nobody waits', /Later\./],
  ['asks slowly without end', /took more than 1.5 seconds in all/],
  ['dies while it is called back', /ended by itself \(3\)/],
  ['asks without end', /asked and told more than 300 times/],
  ['sends what is no object', /sent what is no message/],
  ['sends no JSON', /sent what is no message/],
  ['answers without an outcome', /sent what is no message/],
  ['fails without a word', /sent what is no message/],
  ['asks by no number', /sent what is no message/],
  ['prints no text', /sent what is no message/],
  ['tells without end', /asked and told more than 300 times|sent messages without end/],
]

/** They do nothing that could be found but take their time. */
const timed: readonly string[] = ['loops', 'never answers', 'asks slowly without end']

test.each(faults)('a plugin that %s fails its own change alone, and is there again at the next', async (title, reason) => {
  const { id, its } = timed.includes(title) ? { id: 'hasty', its: hasty } : { id: 'bad', its: made }
  const keeper = await platform.as(`${id}.keeper`)
  const [refused, other] = await Promise.all([
    keeper.ask('POST', `/api/records/${id}.thing`, { title }),
    platform.admin.ask('GET', '/api/records/core.company'),
  ])
  expect({ refused: refused.json, other: other.status }).toMatchObject({
    refused: {
      status: 503,
      code: 'plugin_failed',
      detail: 'The plugin Bad failed, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
    },
    other: 200,
  })
  expect(its.said.at(-1)).toMatch(reason)
  await keeper.post(`/api/records/${id}.thing`, { title: `after ${title}` })
  expect(await titles(keeper, id)).toEqual([`after ${title}`])
})

test.each([
  ['throws', 500],
  ['rejects', 500],
  ['answers too much', 500],
  ['reads what holds secrets', 500],
  ['makes an owner', 500],
  ['changes people', 500],
  ['reaches what it does not need', 500],
  ['names records it does not reach', 500],
  ['asks what a record out of its reach is called', 500],
  ['asks what an entity out of its reach is', 500],
  ['reads the settings of another', 500],
  ['uses the service of another', 500],
  ['sets off what is core’s', 500],
])('one that %s is told of as any mistake is, and its process lives on', async (title, status) => {
  const keeper = await platform.as('bad.keeper')
  const before = made.said.length
  expect((await keeper.ask('POST', '/api/records/bad.thing', { title })).status).toBe(status)
  expect([made.said.length, await titles(keeper)]).toEqual([before, []])
})

test.each(['forks without end', 'prints without end', 'changes prototypes', 'opens without end', 'asks what is its own'])(
  'one that %s harms itself at most',
  async title => {
    const keeper = await platform.as('bad.keeper')
    await keeper.post('/api/records/bad.thing', { title })
    expect(made.said.filter(one => one.includes('prints')).length).toBeLessThanOrEqual(20)
    expect(await titles(keeper)).toEqual([title])
  },
)

test('one that answers well and leaks behind its answers is ended when it has taken too much, and is there again at the next', async () => {
  const keeper = await platform.as('hasty.keeper')
  const leaks = () => hasty.said.filter(one => /took more than 256 MB/.test(one)).length
  const before = leaks()
  await keeper.post('/api/records/hasty.thing', { title: 'leaks slowly' })
  await expect.poll(leaks).toBe(before + 1)
  await keeper.post('/api/records/hasty.thing', { title: 'after the leak' })
  expect(await titles(keeper, 'hasty')).toContain('after the leak')
})

test('one has no statement of SQL in what it is given, and asking for one past that is refused with a sentence', async () => {
  const keeper = await platform.as('bad.keeper')
  await keeper.post('/api/records/bad.thing', { title: 'asks the database by hand' })
  const printed = () => made.said.flatMap(one => (/^bad prints: (.*)$/.exec(one) ?? []).slice(1)).slice(-7)
  await expect
    .poll(printed)
    .toEqual([
      'asSystem,company,emit,enqueue,fetch,locale,lock,log,may,now,origin,refusalOf,repo,run,settings,t,today,use,user,workspace',
      'sql: A context has no sql.',
      'run: Plugin bad does not reach select 1. Name its plugin in `needs` or `joins`.',
      'transaction: A context has no transaction.',
      'constructor: A context has no constructor.',
      'repo: A repo has no method run.',
      'service: No enabled plugin provides core.database. List its plugin in `needs`, or ask whether it is enabled.',
    ])
})

test('however many lines one forges, the log takes some of them and the number of the rest', async () => {
  const keeper = await platform.as('bad.keeper')
  await keeper.post('/api/records/bad.thing', { title: 'forges lines of the log' })
  expect(made.said.filter(one => one.endsWith('forged')).length).toBeLessThan(120)
  const leftOut = async () => {
    await keeper.post('/api/records/bad.thing', { title: 'forges lines of the log' })
    return made.said.some(one => /^bad: \d+ more lines were left out\.$/.test(one))
  }
  await expect.poll(leftOut, { interval: 300 }).toBe(true)
})

/** What is kept of the things this person made. */
async function titles(keeper: TestClient, id = 'bad'): Promise<readonly string[]> {
  const { items } = (await keeper.get(`/api/records/${id}.thing?where={"createdBy":"$me"}&fields=title&limit=500`)) as { items: { title: string }[] }
  return items.map(one => one.title)
}

test('a hook in our own process that does not end fails its own change alone, by its name, and leaves no transaction and no connection behind', async () => {
  const { world } = platform.platform
  Object.assign(world, { patience: { everyMs: 20, still: 10, whole: 25, long: 25 } })
  const keeper = await platform.as('idle.keeper', 'around.keeper')
  // More at once than there are connections.
  const asked = [
    ...['never answers', 'asks slowly without end', 'wakes up later'].map(title => ['idle.thing', title]),
    ['around.frame', 'whole'],
    ...Array.from({ length: 6 }, () => ['idle.thing', 'never answers']),
  ]
  const said = await Promise.all(asked.map(async ([entity, title]) => (await keeper.ask('POST', `/api/records/${entity}`, { title: title ?? '' })).json))
  const refused = {
    status: 503,
    code: 'plugin_failed',
    detail: 'The plugin Idle took too long (check of idle.thing), and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
  }
  expect(said).toEqual(asked.map(() => expect.objectContaining(refused)))
  late.wakes()
  await expect.poll(() => late.said).toEqual([expect.stringMatching(/^The plugin \{plugin\} took too long/)])
  const fine = Array.from({ length: 12 }, (_, at) => `fine ${at}`)
  await Promise.all(fine.map(title => keeper.post('/api/records/idle.thing', { title })))
  const open = {
    text: `select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    params: [],
  }
  expect({ kept: (await titles(keeper, 'idle')).length, frames: await keeper.get('/api/records/around.frame'), left: await world.db.owner.run(open) }).toEqual({
    kept: 12,
    frames: expect.objectContaining({ items: [] }),
    left: [{ open: 0 }],
  })
})

test('a job that thinks for long keeps nobody waiting who saves, and is done', async () => {
  await using slow = await madeOf(
    `
import { allow, defineEntity, definePlugin, hooks, job, role, text } from '@sangam/sdk'
const Thing = defineEntity('slow.thing', { title: 'title', fields: { title: text({ required: true }) } })
export default definePlugin({
  id: 'slow', version: '1.0.0', title: 'Slow', description: 'Slow.', engines: { sangam: '^0.1.0' }, entities: [Thing],
  parts: [
    role('slow.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create'])] }),
    hooks(Thing, { derive: async (ctx, changes) => changes.map(() => null) }),
    job('slow.think', { as: 'system', run: async ctx => { const until = Date.now() + 2000; while (Date.now() < until); await ctx.repo(Thing).create({ title: 'Thought' }) } }),
  ],
})
`,
    { patienceMs: 1000 },
  )
  await using other = await createTestPlatform({ plugins: [slow.plugin] })
  const keeper = await other.as('slow.keeper')
  await Promise.all([other.job('slow.think'), keeper.post('/api/records/slow.thing', { title: 'Saved' })])
  const { items } = (await keeper.get('/api/records/slow.thing?fields=title&sort=title')) as { items: { title: string }[] }
  expect([items.map(one => one.title), slow.said]).toEqual([['Saved', 'Thought'], []])
})

test('one that can’t begin again, or begins as another, fails what calls it, and is left alone after a while', async () => {
  const flag = join(tmpdir(), `sangam-flag-${process.pid}`)
  rmSync(flag, { force: true })
  await using changed = await madeOf(
    `
import { existsSync, writeFileSync } from 'node:fs'
import { allow, defineEntity, definePlugin, hooks, role, text } from '@sangam/sdk'
const again = existsSync(${JSON.stringify(flag)})
writeFileSync(${JSON.stringify(flag)}, 'x')
const Thing = defineEntity('turned.thing', { title: 'title', fields: { title: text({ required: true }) } })
export default definePlugin({
  id: 'turned', version: '1.0.0', title: again ? 'Another' : 'Turned', description: 'Turned.', engines: { sangam: '^0.1.0' }, entities: [Thing],
  parts: [role('turned.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create'])] }), hooks(Thing, { check: async () => process.exit(1) })],
})
`,
    { faults: 3 },
    // It writes a file.
    false,
  )
  await using other = await createTestPlatform({ plugins: [changed.plugin] })
  const keeper = await other.as('turned.keeper')
  for (let at = 0; at < 4; at += 1) expect((await keeper.ask('POST', '/api/records/turned.thing', { title: 'x' })).status).toBe(503)
  expect([changed.said.length, changed.said[1], changed.trouble()]).toEqual([
    3,
    expect.stringContaining('It defines something else than when it was loaded.'),
    expect.stringMatching(/^It failed 3 times in a short while, and is tried again in \d+ seconds/),
  ])
  rmSync(flag, { force: true })
})

test('a signal of a plugin’s process does not open the server to a debugger', async () => {
  await using made = await madeOf(
    `
import { definePlugin } from '@sangam/sdk'
process.kill(process.ppid, 'SIGUSR1')
export default definePlugin({ id: 'signals', version: '1.0.0', title: 'Signals', description: 'Signals.', engines: { sangam: '^0.1.0' } })
`,
  )
  await new Promise(setImmediate)
  expect([made.plugin.id, url()]).toEqual(['signals', undefined])
})
