import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { allow, definePlugin, host, type Plugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackage } from '../../core/packages/install.ts'
import { readPackage } from '../../core/packages/package.ts'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { type Made, madeOf } from '../isolation/made.ts'
import { archiveOf, packedText } from './packed.ts'

/** Asks a registry for what each plate is: the path, the method and the server come from the record. */
const registry = (address: string, version: string, more: string) => `
import { allow, defineEntity, definePlugin, defineSettings, host, hooks, job, PublicLinks, role, text } from '@sangam/sdk'
const Registry = host('plates.registry', { label: 'The vehicle registry', address: '${address}' })
const Bare = host('plates.bare', { label: 'The same, without a beginning', address: '${address.replace('/v2', '')}' })
const options = defineSettings('plates', 'Plates', { key: text({ secret: true, default: 'k-1' }) })
const Plate = defineEntity('plates.plate', { title: 'name', fields: { name: text({ required: true }), path: text(), told: text({ max: 4000 }) } })
const ask = async (ctx, plate, request) => {
  try {
    const { key } = await ctx.settings(options)
    return JSON.stringify(await ctx.fetch(plate.name === 'bare' ? Bare : Registry, plate.path, { ...request, headers: { authorization: key, host: 'elsewhere.example', 'X-Trace': 'a' } }))
  } catch (error) { return error.code ? error.code + ': ' + error.message : error.message }
}
const tell = async (ctx, id, told) => ctx.repo(Plate).update(id, { told })
const tries = {
  reads: async ctx => JSON.stringify((await ctx.repo({ name: 'core.team' }).find({ fields: ['name'] })).items.length),
  changes: async ctx => ctx.repo({ name: 'core.team' }).create({ name: 'Made by a plugin' }),
  links: async ctx => ctx.use(PublicLinks).make({ entity: 'core.team', id: '0' }),
  linksOwn: async ctx => ctx.use(PublicLinks).make({ entity: 'plates.plate', id: '0' }),
  calls: async ctx => ctx.use({ name: 'core.mail' }).send({}),
  enqueues: async ctx => ctx.enqueue('core.planReminders'),
  readsOther: async ctx => ctx.repo({ name: 'core.company' }).find(),
}
export default definePlugin({
  id: 'plates', version: '${version}', title: 'Plates', description: 'What a plate is.', engines: { sangam: '^0.1.0' }, entities: [Plate], ${more}
  parts: [
    Registry, Bare, options, role('plates.clerk', { label: 'Clerk', grants: [allow(Plate, ['read', 'create', 'update'])] }),
    hooks(Plate, { derive: async (ctx, changes) => Promise.all(changes.map(async ({ next }) => (next?.name === 'at once' ? { told: await ask(ctx, next) } : null))) }),
    job('plates.ask', { as: 'system', run: async (ctx, input) => {
      for (const plate of (await ctx.repo(Plate).find({ fields: ['name', 'path'], where: { name: { ne: 'at once' } } })).items)
        await tell(ctx, plate.id, tries[plate.name] ? String(await tries[plate.name](ctx).catch(error => error.message)) : await ask(ctx, plate, input))
    } }),
  ],
})
`

let server: Server
let asked: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
let address: string
let made: Made
let platform: TestPlatform
let clerk: TestClient

beforeAll(async () => {
  server = createServer(async (request, answer) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
    if (request.url === '/v2/long') return answer.end('x'.repeat(2_000_000))
    answer.writeHead(request.url === '/v2/none' ? 404 : 200, { 'content-type': 'text/plain', 'x-times': ['one', 'two'], connection: 'close' })
    answer.end('Tata 407')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  address = `http://localhost:${(server.address() as AddressInfo).port}/v2`
  made = await madeOf(registry(address, '1.0.0', "permissions: { read: ['core.team'], services: ['core.publicLinks'] },"))
  platform = await createTestPlatform({ plugins: [made.plugin], localHosts: ['localhost'] })
  clerk = await platform.as('plates.clerk')
})
afterAll(async () => {
  await platform?.stop()
  await made?.[Symbol.asyncDispose]()
  server?.close()
})

/** What the plugin was told for a plate, after its job ran. */
async function told(name: string, path: string, input: object = {}): Promise<string> {
  asked = []
  const { id } = (await clerk.post('/api/records/plates.plate', { name, path })) as { id: string }
  await platform.job('plates.ask', input as never)
  const plate = (await clerk.get(`/api/records/plates.plate/${id}`)) as { told: string; version: number }
  await platform.admin.ask('DELETE', `/api/records/plates.plate/${id}`)
  return plate.told
}

describe('a plugin calls the servers it lists', () => {
  test('in a job: what it sends arrives, with our name of the server, and it has the answer', async () => {
    const answer = JSON.parse(await told('MH 12', '/plates/MH%2012?full=1', { method: 'POST', body: '{"why":"sale"}' }))
    expect({
      answer,
      asked: asked.map(({ headers, ...rest }) => ({ ...rest, host: headers.host, authorization: headers.authorization, trace: headers['x-trace'] })),
    }).toEqual({
      answer: { status: 200, headers: expect.objectContaining({ 'content-type': 'text/plain', 'x-times': 'one, two' }), text: 'Tata 407' },
      asked: [{ method: 'POST', url: '/v2/plates/MH%2012?full=1', body: '{"why":"sale"}', host: new URL(address).host, authorization: 'k-1', trace: 'a' }],
    })
    expect(JSON.parse(await told('MH 13', '/none'))).toMatchObject({ status: 404, text: 'Tata 407' })
  })

  test.each([
    ['another server', 'bare', '//elsewhere.example/x', /is no path below/],
    ['another server, by a turned slash', 'bare', '/\\elsewhere.example/x', /is no path below/],
    ['another server, behind a beginning', 'begun', '//elsewhere.example/x', /Tata 407/],
    ['an address', 'bare', 'https://elsewhere.example/', /is no path below/],
    ['a port', 'bare', ':9/x', /is no path below/],
    ['a name before it', 'bare', '@elsewhere.example/x', /is no path below/],
    ['above its own beginning', 'begun', '/../admin', /is no path below/],
    ['above it, in disguise', 'begun', '/%2e%2e/admin', /is no path below/],
    ['no path', 'begun', 'plates', /is no path below/],
  ])('and no other: %s', async (_, name, path, reason) => {
    expect(await told(name, path)).toMatch(reason)
    expect(asked.filter(({ headers }) => headers.host !== new URL(address).host)).toEqual([])
  })

  test.each([
    ['an answer without end', '/long', {}, /^no_answer: /],
    ['a way of asking that is none', '/x', { method: 'TRACE' }, /A host is not asked by TRACE\. Choose one of GET, POST, PUT, PATCH, DELETE\.$/],
    ['a body that is no text', '/x', { body: { a: 1 } }, /The body of a request is text\./],
  ])('%s is told to it in a sentence', async (_, path, input, reason) => {
    expect(await told('Tries', path, input)).toMatch(reason)
  })

  test('never while somebody waits for it', async () => {
    asked = []
    const plate = await clerk.post('/api/records/plates.plate', { name: 'at once', path: '/plates/MH12' })
    expect(plate).toMatchObject({ told: `failed: ${address} is called where somebody waits for it. Call it in a job, begun by ctx.enqueue, or in a consumer.` })
    expect(asked).toEqual([])
  })
})

test('of others’ records it reads and changes what it says, and no more', async () => {
  expect(await told('reads', '/')).toBe('0')
  expect(await told('changes', '/')).toBe('Plugin plates may not change core.team. Say so in its `permissions`, which whoever installs it reads.')
  expect(await told('links', '/')).toBe('Plugin plates may not change core.team. Say so in its `permissions`, which whoever installs it reads.')
  expect(await told('linksOwn', '/')).toBe(
    'Plugin plates may not make a public link to plates.plate by asSystem or in a job. Make it where somebody asks for it, who may share it.',
  )
  expect(await told('calls', '/')).toBe('Plugin plates may not call core.mail. Say so in its `permissions`, which whoever installs it reads.')
  expect(await told('enqueues', '/')).toBe('Plugin plates may not set off core.planReminders: what was installed from elsewhere does not.')
  expect(await told('readsOther', '/')).toBe('Plugin plates may not read core.company. Say so in its `permissions`, which whoever installs it reads.')
})

test.each<[string, Partial<Plugin>, string]>([
  ['a host by http', { parts: [host('plates.x', { label: 'X', address: 'http://x.example' })] }, 'Write https:// and the name of the server'],
  ['a host with a key in it', { parts: [host('plates.x', { label: 'X', address: 'https://x.example/?key=1' })] }, 'keys belong into a setting'],
  ['a host by its number', { parts: [host('plates.x', { label: 'X', address: 'https://10.0.0.1' })] }, "Give the server's name."],
  ['a host of another’s name', { parts: [host('leads.x', { label: 'X', address: 'https://x.example' })] }, 'must begin with "plates."'],
  [
    'a role of core’s',
    { parts: [role('core.member', { label: 'Member', grants: [allow('core.user', ['read', 'update'])] })] },
    'role core.member must begin with "plates.".',
  ],
  ['two roles of one name', { parts: [1, 2].map(() => role('plates.clerk', { label: 'Clerk', grants: [] })) }, 'role plates.clerk is defined twice.'],
  ['its own records', { permissions: { read: ['plates.plate'] } }, 'which is its own. Take it out.'],
  ['what it does not need', { permissions: { write: ['leads.lead'] } }, 'List leads in `needs`.'],
  ['a service of its own', { permissions: { services: ['plates.prices'] } }, 'which is its own. Take it out.'],
  ['a service of what it does not need', { permissions: { services: ['leads.forecast'] } }, 'List leads in `needs`.'],
  ['a service that nobody has', { permissions: { services: ['core.post'] } }, 'its `permissions` name core.post, which is no service of core.'],
  ['what nobody has', { permissions: { read: ['core.teem'] } }, 'its `permissions` name core.teem, which core does not have.'],
])('whoever writes %s is told so when the server starts', (_, wrong, sentence) => {
  const plugin = definePlugin({ id: 'plates', version: '1.0.0', title: 'Plates', description: 'Plates.', engines: { sangam: '^0.1.0' }, ...wrong })
  expect(() => buildModel([corePlugin, plugin])).toThrow(sentence)
})

test('whoever installs it reads what it asks for, and first what an older version did not ask', async () => {
  const look = async (archive: Uint8Array) =>
    (await platform.admin.ask('POST', '/api/plugins/look', archive, { 'Content-Type': 'application/octet-stream' })).json as { more: string[]; asks: string[] }
  const [open, held] = await Promise.all([
    packedText('lots', registry('https://a.example', '1.0.0', '').replaceAll('plates', 'lots')),
    packedText(
      'lots',
      registry('https://b.example', '1.1.0', "permissions: { read: ['core.user'], write: ['core.activity'], services: ['core.mail'] },")
        .replaceAll('plates', 'lots')
        .replace("'update'])]", "'export'], { hide: ['told'] })]"),
    ),
  ])
  expect(await look(open)).toMatchObject({ more: [], asks: ['It brings records: Plate.', 'It calls https://a.example.', 'It works by itself: 1 job.'] })
  await installPackage(platform.platform.world, open, null)
  expect(await look(held)).toMatchObject({
    roles: [expect.objectContaining({ role: 'lots.clerk' })],
    more: [
      'The role Clerk opens more than before: export Plates.',
      'It reads core.user.',
      'It reads and changes core.activity.',
      'It calls the services core.mail.',
      'It calls https://b.example.',
    ],
    asks: ['The role Clerk no longer opens: change Plates, see Told of Plates.', 'It brings records: Plate.', 'It works by itself: 1 job.'],
  })
  const plan = (await platform.admin.post('/api/plugins/lots/plan', { to: 'enabled' })) as { steps: string[] }
  expect(plan.steps).toContain('Calls other servers: The vehicle registry (https://a.example), The same, without a beginning (https://a.example).')
  // A package that does not say what it calls is none.
  const silent = [...(await readPackage(held)).files].map(([name, content]) => ({
    path: `package/${name}`,
    content: name.endsWith('sangam.json') ? Buffer.from(String(content).replace(/"hosts": \[[^\]]*\],/, '')) : content,
  }))
  await expect(installPackage(platform.platform.world, archiveOf(silent), null)).rejects.toMatchObject({ code: 'plugin_unsound' })
})
