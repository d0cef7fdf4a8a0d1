import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Made, madeOf } from './made.ts'

/** Whatever its title says, a thing's check does. */
const bad = `
import { openSync } from 'node:fs'
import { allow, defineEntity, definePlugin, hooks, role, text } from '@sangam/sdk'
const Thing = defineEntity('bad.thing', { title: 'title', fields: { title: text({ required: true }) } })
const held = []
const does = {
  throws: () => { throw new Error('It is broken.') },
  rejects: async () => { throw 'no error at all' },
  loops: () => { for (;;); },
  'never answers': () => new Promise(() => undefined),
  'takes objects without end': async () => { for (;;) { held.push(Array.from({ length: 100000 }, () => ({ a: 1 }))); await null } },
  'takes buffers without end': async () => { for (;;) { held.push(Buffer.alloc(16 * 1024 * 1024, 1)); await new Promise(setImmediate) } },
  'ends its process': () => process.exit(7),
  'kills its process': () => process.kill(process.pid, 'SIGKILL'),
  'fails where nobody waits': async () => { setTimeout(() => { throw new Error('Later.') }); await new Promise(resolve => setTimeout(resolve, 5000)) },
  'asks slowly without end': async ctx => { for (;;) { await ctx.repo(Thing).count(); await new Promise(resolve => setTimeout(resolve, 100)) } },
  'dies while it is called back': async ctx => ctx.asSystem('Looks', () => process.exit(3)),
  'asks without end': async ctx => { for (;;) await ctx.repo(Thing).count() },
  'tells without end': async ctx => { for (;;) { for (let at = 0; at < 1000; at += 1) ctx.log('again'); await new Promise(setImmediate) } },
  'answers too much': async () => [{ index: 0, code: 'long', message: 'x'.repeat(40 * 1024 * 1024) }],
}
const fine = {
  'prints without end': () => { for (let at = 0; at < 40; at += 1) process.stdout.write('x'.repeat(5 * 1024 * 1024)); for (let at = 0; at < 100000; at += 1) console.log('again') },
  'changes prototypes': () => { Object.prototype.then = () => undefined; Array.prototype.map = () => ['changed']; delete Object.prototype.then },
  'opens without end': () => { try { for (;;) held.push(openSync('/dev/null')) } catch {} },
}
export default definePlugin({
  id: 'bad', version: '1.0.0', title: 'Bad', description: 'Does what it should not.', engines: { sangam: '^0.1.0' }, entities: [Thing],
  parts: [
    role('bad.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create', 'update'])] }),
    hooks(Thing, { check: async (ctx, changes) => { const { title } = changes[0].next; return (does[title] ?? fine[title] ?? (() => undefined))(ctx) } }),
  ],
})
`

let made: Made
let platform: TestPlatform
beforeAll(async () => {
  made = await madeOf(bad, { patienceMs: 600, wholeMs: 1500, asks: 300, memoryMb: 256, heapMb: 96, faults: 100 })
  platform = await createTestPlatform({ plugins: [made.plugin] })
})
afterAll(async () => {
  await platform?.stop()
  await made?.[Symbol.asyncDispose]()
})

const faults: readonly (readonly [title: string, reason: RegExp])[] = [
  ['loops', /did not answer within 0.6 seconds/],
  ['never answers', /did not answer within 0.6 seconds/],
  ['takes objects without end', /ended by itself \(SIGABRT\): out of memory|took more than 256 MB|did not answer/],
  ['takes buffers without end', /took more than 256 MB|did not answer/],
  ['ends its process', /ended by itself \(7\)/],
  ['kills its process', /ended by itself \(SIGKILL\)/],
  ['fails where nobody waits', /Later\./],
  ['asks slowly without end', /took more than 1.5 seconds in all/],
  ['dies while it is called back', /ended by itself \(3\)/],
  ['asks without end', /asked more than 300 questions/],
  ['tells without end', /sent messages without end/],
]

test.each(faults)('a plugin that %s fails its own change alone, and is there again at the next', async (title, reason) => {
  const keeper = await platform.as('bad.keeper')
  const [refused, other] = await Promise.all([keeper.ask('POST', '/api/records/bad.thing', { title }), platform.admin.ask('GET', '/api/records/core.company')])
  expect({ refused: refused.json, other: other.status }).toMatchObject({
    refused: {
      status: 503,
      code: 'plugin_failed',
      detail: 'The plugin Bad failed, and nothing was changed. Try again; if it goes on, ask an administrator to disable it.',
    },
    other: 200,
  })
  expect(made.said.at(-1)).toMatch(reason)
  await keeper.post('/api/records/bad.thing', { title: `after ${title}` })
  expect(await titles(keeper)).toEqual([`after ${title}`])
})

test.each([
  ['throws', 500],
  ['rejects', 500],
  ['answers too much', 500],
])('one that %s is told of as any mistake is, and its process lives on', async (title, status) => {
  const keeper = await platform.as('bad.keeper')
  const before = made.said.length
  expect((await keeper.ask('POST', '/api/records/bad.thing', { title })).status).toBe(status)
  expect([made.said.length, await titles(keeper)]).toEqual([before, []])
})

test.each(['prints without end', 'changes prototypes', 'opens without end'])('one that %s harms itself at most', async title => {
  const keeper = await platform.as('bad.keeper')
  await keeper.post('/api/records/bad.thing', { title })
  expect([[1, 2].map(one => one + 1), made.said.filter(one => one.includes('prints')).length]).toEqual([[2, 3], expect.any(Number)])
  expect(made.said.filter(one => one.includes('prints')).length).toBeLessThanOrEqual(20)
  expect(await titles(keeper)).toEqual([title])
})

/** What is kept of the things this person made. */
async function titles(keeper: TestClient): Promise<readonly string[]> {
  const { items } = (await keeper.get('/api/records/bad.thing?where={"createdBy":"$me"}&fields=title&limit=500')) as { items: { title: string }[] }
  return items.map(one => one.title)
}
