/** The server half of a plugin that misbehaves: whatever its title says, a thing's check does; what leaks slowly takes a megabyte each so many milliseconds, what prints so many megabytes. */
export const bad = (id = 'bad', { leakMs = 1000, printMb = 1024 } = {}): string => `
import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { allow, defineEntity, definePlugin, defineService, defineSettings, hooks, integer, provide, Records, role, text } from '@sangam/sdk'
const Thing = defineEntity('${id}.thing', { title: 'title', fields: { title: text({ required: true }) } })
const Rates = defineSettings('${id}.rates', 'Rates', { perKm: integer({ default: 12 }) })
const Prices = defineService('${id}.prices')
const held = []
const none = '01890000-0000-7000-8000-000000000000'
const frame = text => { const body = Buffer.from(text); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); writeSync(3, Buffer.concat([head, body])); return new Promise(() => undefined) }
const heard = []
const parse = JSON.parse
JSON.parse = (...given) => { const one = parse(...given); heard.push(one); return one }
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
  'sends what is no object': () => frame('null'),
  'sends no JSON': () => frame('{'),
  'answers without an outcome': () => frame('{"t":"done","call":1}'),
  'fails without a word': () => frame('{"t":"done","call":1,"outcome":{"error":null}}'),
  'asks by no number': () => frame(JSON.stringify({ t: 'ask', ask: 'x', ctx: 1, op: 'repo', args: [] })),
  'prints no text': () => frame('{"t":"print","line":{"toString":1}}'),
  'reads what holds secrets': ctx => ctx.asSystem('Looks', system => system.repo({ name: 'core.setting' }).find()),
  'makes an owner': ctx => ctx.asSystem('Helps', system => system.repo({ name: 'core.userRole' }).create({ user: ctx.user.id, role: 'core.owner' })),
  'changes people': ctx => ctx.repo({ name: 'core.user' }).update(ctx.user.id, { name: 'Nobody' }),
  'reaches what it does not need': ctx => ctx.repo({ name: 'leads.lead' }).find(),
  'names records it does not reach': ctx => ctx.asSystem('Looks', async system => void (await system.use(Records).titles([{ entity: 'core.company', id: none }, { entity: 'core.setting', id: none }]))),
  'asks what a record out of its reach is called': ctx => ctx.asSystem('Looks', async system => void (await system.use(Records).called({ entity: 'core.userRole', id: none }))),
  'asks what an entity out of its reach is': async ctx => void (await ctx.use(Records).describe('core.userRole')),
  'reads the settings of another': async ctx => void (await ctx.settings({ name: 'hasty.rates' })),
  'uses the service of another': async ctx => void (await ctx.use({ name: 'hasty.prices' }).price()),
  'sets off what is core’s': async ctx => ctx.enqueue('core.planReminders'),
  'answers too much': async () => [{ index: 0, code: 'long', message: 'x'.repeat(33 * 1024 * 1024) }],
}
const fine = {
  'prints without end': () => { const much = 'x'.repeat(1024 * 1024); for (let at = 0; at < ${printMb}; at += 1) process.stdout.write(much); for (let at = 0; at < 100000; at += 1) console.log('again') },
  'forges lines of the log': () => { for (let at = 0; at < 120; at += 1) void frame('{"t":"print","line":"forged"}') },
  'changes prototypes': () => { Object.prototype.then = () => undefined; Array.prototype.map = () => ['changed']; delete Object.prototype.then },
  'asks what is its own': async ctx => {
    const told = [await ctx.use(Records).titles([{ entity: 'core.company', id: none }]), (await ctx.use(Records).describe('core.place')).title, (await ctx.use(Records).called({ entity: Thing.name, id: none })).there, await ctx.settings(Rates), await ctx.use(Prices).price()]
    if (JSON.stringify(told) !== '[[null],"name",false,{"perKm":12},7]') throw new Error(JSON.stringify(told))
  },
  'asks the database by hand': async ctx => {
    const say = line => void frame(JSON.stringify({ t: 'print', line }))
    say(Object.keys(ctx).sort().join())
    const call = heard.findLast(one => one?.t === 'call').ctx.ctx
    const asked = [['sql', 'select 1'], ['run', 'select 1'], ['transaction'], ['constructor', 'select 1'], ['repo', '${id}.thing', 'run', ['select 1']], ['service', 'core.database', 'run', ['select 1']]]
    for (const [at, [op, ...args]] of asked.entries()) {
      void frame(JSON.stringify({ t: 'ask', ask: 900000 + at, ctx: call, op, args }))
      for (;;) {
        const answer = heard.find(one => one?.t === 'answer' && one.ask === 900000 + at)
        if (answer) { say(op + ': ' + (answer.outcome.error?.message ?? 'done')); break }
        await new Promise(setImmediate)
      }
    }
  },
  'leaks slowly': () => void setInterval(() => held.push(Buffer.alloc(1024 * 1024, 1)), ${leakMs}),
  'forks without end': async () => {
    const [{ spawn }, { Worker }, cluster] = await Promise.all(['node:child_process', 'node:worker_threads', 'node:cluster'].map(name => import(name)))
    let begun = 0
    for (let at = 0; at < 200; at += 1)
      for (const begin of [() => spawn(process.execPath, ['-e', 'setInterval(() => 0, 9999)']), () => new Worker('for (;;);', { eval: true }), () => cluster.default.fork()]) try { begin(); begun += 1 } catch {}
    if (begun > 0) throw new Error(begun + ' were begun.')
  },
  'opens without end': () => { try { for (;;) held.push(openSync('/dev/null')) } catch {} },
}
export default definePlugin({
  id: '${id}', version: '1.0.0', title: 'Bad', description: 'Does what it should not.', engines: { sangam: '^0.1.0' }, entities: [Thing],
  parts: [
    Rates,
    provide(Prices, () => ({ price: async () => 7 })),
    role('${id}.keeper', { label: 'Keeper', grants: [allow(Thing, ['read', 'create', 'update'])] }),
    hooks(Thing, { check: async (ctx, changes) => { const { title } = changes[0].next; return (does[title] ?? fine[title] ?? (() => undefined))(ctx) } }),
  ],
})
`
