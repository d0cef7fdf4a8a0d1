import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccount, setPassword } from '../../core/auth/accounts.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import { readConfig } from '../../core/config.ts'
import { fetchNamed, limits } from '../../core/packages/registry.ts'
import { openRegistry, type Published, type Registry, sum512 } from './npm.ts'
import { packedText } from './packed.ts'

const password = 'a horse, correctly stapled'
const again = { 'Sangam-Password': encodeURIComponent(password) }
const name = '@meera/plates'
let registry: Registry
let platform: TestPlatform
/** Version 1.0.0, 1.1.0 and 1.2.0 of a plugin for plates, and another plugin. */
let packed: Buffer[]

const source = (version: string, id = 'plates') => `
import { defineEntity, definePlugin, text } from '@sangam/sdk'
const Plate = defineEntity('${id}.plate', { title: 'name', fields: { name: text({ required: true }) } })
export default definePlugin({ id: '${id}', version: '${version}', title: 'Plates', description: 'Plates of cars.', engines: { sangam: '^0.1.0' }, entities: [Plate], parts: [] })
`

beforeAll(async () => {
  registry = await openRegistry()
  platform = await createTestPlatform({ plugins: [], localHosts: ['localhost'], npmRegistry: registry.address })
  packed = await Promise.all([
    ...['1.0.0', '1.1.0', '1.2.0'].map(version => packedText('plates', source(version), name)),
    packedText('other', source('1.9.0', 'other'), name),
  ])
  const { app } = platform.platform.world.db
  const account = await findAccount(app, 'person1@example.com')
  await setPassword(app, account?.id ?? '', await hashPassword(password))
})
afterAll(async () => {
  await platform?.stop()
  await registry?.[Symbol.asyncDispose]()
})

const one = (at: number): Buffer => packed[at] as Buffer
const look = (wanted: string, who: TestClient = platform.admin) => who.ask('POST', '/api/plugins/look', { name: wanted })
const install = (wanted: object, who: TestClient = platform.admin, headers: { readonly [name: string]: string } = again) =>
  who.ask('POST', '/api/plugins/install', wanted, headers)
const newer = (id = 'plates', who: TestClient = platform.admin) => who.ask('POST', `/api/plugins/${id}/newer`)
const detailOf = async (answer: Promise<{ readonly status: number; readonly json: unknown }>) => {
  const { status, json } = await answer
  return [status, (json as { detail?: string }).detail]
}
const listed = async () => ((await platform.admin.get('/api/plugins')) as { items: { id: string }[] }).items.find(item => item.id === 'plates')
const onDisk = () => {
  const shelf = join(platform.platform.world.config.dataDir, 'plugins')
  return existsSync(shelf) ? readdirSync(shelf).filter(item => item !== 'node_modules') : []
}

describe('what a registry gives is refused where it is not what was published, and leaves nothing', () => {
  const host = () => new URL(registry.address).host
  const moved = (to: string) => () => {
    registry.publish(name, { '1.0.0': { archive: one(0) } })
    registry.answer(`/npm/${name}/-/1.0.0.tgz`, response => response.writeHead(302, { location: to }).end())
  }
  const said = (published: (archive: Buffer) => Partial<Published>) => () => registry.publish(name, { '1.0.0': { archive: one(0), ...published(one(0)) } })
  const flood = (path: string) => () => {
    registry.publish(name, { '1.0.0': { archive: one(0) } })
    registry.answer(path, response => {
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(1_048_576, 32), more))
      more()
    })
  }
  const noSum = 'HOST gives no SHA-512 sum of @meera/plates 1.0.0, so nobody could tell whether what comes is what was published. It is refused.'
  const elsewhere = 'HOST says that @meera/plates 1.0.0 lies elsewhere. A package is fetched from its registry alone. It is refused.'
  const sentOn = (to: string) => `HOST sends us on to ${to}. A package is fetched from its registry alone. It is refused.`

  test.each<[string, () => void, string]>([
    [
      'another sum',
      said(() => ({ dist: { integrity: sum512(Buffer.from('another')) } })),
      'What HOST sent is not @meera/plates 1.0.0 as it was published: its SHA-512 sum is another. It is refused.',
    ],
    ['no sum', said(() => ({ dist: { integrity: undefined } })), noSum],
    ['a weak sum', said(() => ({ dist: { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' } })), noSum],
    ['half a sum', said(archive => ({ dist: { integrity: sum512(archive).slice(0, 40) } })), noSum],
    ['no address', said(() => ({ dist: { tarball: null } })), elsewhere],
    ['an address on another host', said(() => ({ dist: { tarball: 'https://packages.example.com/plates.tgz' } })), elsewhere],
    ['the same host at another port', said(() => ({ dist: { tarball: 'http://localhost:1/npm/plates.tgz' } })), elsewhere],
    ['a file', said(() => ({ dist: { tarball: 'file:///etc/passwd' } })), elsewhere],
    ['sent on to a private address', moved('http://169.254.169.254/latest'), sentOn('169.254.169.254')],
    ['sent on to another server', moved('https://packages.example.com/plates.tgz'), sentOn('packages.example.com')],
    ['sent on to no address', moved('http://'), sentOn('http://')],
    ['sent round and round', moved('/npm/@meera/plates/-/1.0.0.tgz'), sentOn('HOST')],
    ['an archive without an end', flood(`/npm/${name}/-/1.0.0.tgz`), 'HOST sends more than a package may be. It is refused.'],
    ['a list without an end', flood(`/npm/${name}`), 'HOST sends more than a package may be. It is refused.'],
    [
      'no archive',
      said(() => ({ archive: Buffer.from('hello') })),
      'This is no whole package of a plugin. Choose the .tgz file that “sangam plugin pack” or “npm pack” made.',
    ],
    [
      'another version than is listed',
      said(() => ({ archive: one(1) })),
      'What the registry lists as @meera/plates 1.0.0 says that it is @meera/plates 1.1.0. It is refused.',
    ],
  ])('%s', async (_, prepare, detail) => {
    prepare()
    expect([await detailOf(look(name)), onDisk()]).toEqual([[422, detail.replaceAll('HOST', host())], []])
  })

  test('nor is it installed, or anything left of it', async () => {
    said(() => ({ dist: { integrity: sum512(Buffer.from('another')) } }))()
    expect([(await install({ name })).status, await listed(), onDisk()]).toEqual([422, undefined, []])
  })

  test.each<[string, () => void, number, string]>([
    [
      'a page',
      () => registry.answer(`/npm/${name}`, response => response.end('<html>')),
      422,
      'HOST does not answer as a registry of packages does. Ask the operator of this server.',
    ],
    [
      'a secret',
      () => registry.answer(`/npm/${name}`, response => response.writeHead(401).end()),
      422,
      'HOST gives it only to those it knows. Get the file from who made it, and install that.',
    ],
    ['a fault', () => registry.answer(`/npm/${name}`, response => response.writeHead(500).end()), 503, 'HOST does not answer just now. Try again later.'],
    ['a cut', () => registry.answer(`/npm/${name}`, response => response.destroy()), 503, 'HOST does not answer just now. Try again later.'],
  ])('an answer that is %s', async (_, prepare, status, detail) => {
    prepare()
    expect(await detailOf(look(name))).toEqual([status, detail.replaceAll('HOST', host())])
  })

  test('who answers byte by byte is left after a while', async () => {
    registry.answer(`/npm/${name}`, response => void response.write('{'))
    const { config, log } = platform.platform.world
    await expect(fetchNamed({ config, log, limits: { ...limits, timeoutMs: 100 } }, name)).rejects.toMatchObject({ status: 503, code: 'no_answer' })
  })

  test.each(['https://127.0.0.1', 'https://10.0.0.7/npm', 'https://[::1]:4873', 'https://localhost'])(
    'a registry at %s, unless its operator names it',
    async address => {
      const { log } = platform.platform.world
      await expect(fetchNamed({ config: readConfig({ SANGAM_NPM_REGISTRY: address }), log }, name)).rejects.toMatchObject({ code: 'address_refused' })
    },
  )
})

test.each<[string, number, string]>([
  ['../../etc', 422, '“../../etc” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.'],
  ['@meera/../x', 422, '“@meera/../x” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.'],
  ['plates?x=1', 422, '“plates?x=1” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.'],
  ['', 422, '“” is no name of a package. Write it as its author gave it to npm, such as vehicles-for-sangam or @meera/vehicles.'],
  ['plates@latest', 422, '“latest” is no range of versions. Write 1.2.0 for that one, ^1.2.0 for it and what fits in its place, or nothing for the newest.'],
  ['nobody-made-this', 404, 'REGISTRY has no package nobody-made-this. Look at how it is written.'],
  [`${name}@^3.0.0`, 422, 'No version of @meera/plates fits ^3.0.0. There are: 1.0.0, 2.0.0.'],
  [`${name}@2.0.0`, 422, 'No version of @meera/plates that was asked for runs on Sangam 0.1.0: 2.0.0 is made for ^9.0.0.'],
])('what is not there by its name is said: %s', async (wanted, status, detail) => {
  registry.publish(name, { '1.0.0': { archive: one(0) }, '2.0.0': { archive: one(0), engines: { sangam: '^9.0.0' } } })
  expect(await detailOf(look(wanted))).toEqual([status, detail.replace('REGISTRY', registry.address)])
})

test('only an owner asks the registry, and gives the password again to install', async () => {
  registry.publish(name, { '1.0.0': { archive: one(0) } })
  const before = registry.asked.length
  const administrator = await platform.as('core.admin')
  const only = [403, 'Only an owner may do this.']
  expect([
    await detailOf(look(name, administrator)),
    await detailOf(install({ name }, administrator)),
    await detailOf(newer('plates', administrator)),
    await detailOf(install({ name }, platform.guest)),
    await detailOf(install({ name }, platform.admin, {})),
    await detailOf(install({ name }, platform.admin, { 'Sangam-Password': 'guessed' })),
    registry.asked.length - before,
  ]).toEqual([
    only,
    only,
    only,
    [401, 'Sign in first.'],
    [403, 'Give your password again, in the header Sangam-Password, with what is no plain letter written as %20.'],
    [422, 'This is not your password. Try again.'],
    0,
  ])
})

test('an owner installs by a name what they looked at, and learns of a newer version when they ask', async () => {
  registry.publish(name, {
    '1.0.0': { archive: one(0), engines: { sangam: '^0.1.0' } },
    '1.1.0': { archive: one(1), engines: { sangam: '^0.1.0' } },
    '1.2.0': { archive: one(2), engines: { sangam: '^9.0.0' } },
    '1.3.0': { archive: one(2), deprecated: 'Loses plates.' },
    '1.4.0-beta.1': { archive: one(2) },
    'no version': { archive: one(2) },
  })
  const looked = (await look(`${name}@^1.0.0`)).json as { from: { integrity: string } }
  const origin = { registry: registry.address, name, integrity: sum512(one(1)) }
  expect(looked).toMatchObject({ id: 'plates', version: '1.1.0', replaces: null, from: { ...origin, deprecated: null } })
  expect(await listed()).toBeUndefined()

  // Between the look and the password another was put in its place.
  const wanted = { name: `${name}@1.1.0`, integrity: looked.from.integrity }
  registry.publish(name, { '1.1.0': { archive: one(0) } })
  expect(await detailOf(install(wanted))).toEqual([409, '@meera/plates 1.1.0 is not what you looked at any more. Look at it again.'])
  registry.publish(name, { '1.0.0': { archive: one(0) }, '1.1.0': { archive: one(1) } })
  expect((await install(wanted)).status).toBe(201)
  expect(await listed()).toMatchObject({ version: '1.1.0', installed: { origin } })

  const asked = registry.asked.length
  await platform.settle()
  await platform.admin.post('/api/plugins/plates/apply', { to: 'enabled' })
  expect([await listed(), registry.asked.length - asked]).toMatchObject([{ state: 'enabled' }, 0])
  expect((await newer()).json).toEqual({ newer: null })
  registry.publish(name, { '1.1.0': { archive: one(1) }, '1.2.0': { archive: one(2), deprecated: 'It loses plates.' } })
  expect((await newer()).json).toMatchObject({
    newer: {
      version: '1.2.0',
      replaces: '1.1.0',
      warnings: expect.arrayContaining(['Its author would rather not see this version taken: “It loses plates.”']),
    },
  })
  registry.publish(name, { '1.9.0': { archive: one(3) } })
  expect(await detailOf(newer())).toEqual([422, '@meera/plates is another plugin now: other. It is refused.'])
  registry.publish(name, { '1.2.0': { archive: one(2) } })
  expect((await install({ name }, platform.admin, again)).json).toMatchObject({ version: '1.2.0', replaces: '1.1.0' })
})

test('a package of another name that takes its place says so; what came as a file has no registry to ask', async () => {
  const twin = 'plates-twin'
  const [other, file] = await Promise.all([packedText('plates', source('1.5.0'), twin), packedText('plates', source('1.6.0'), name)])
  registry.publish(twin, { '1.5.0': { archive: other } })
  const strange = 'What it takes the place of came from elsewhere. Make sure that the same people made both.'
  expect((await look(twin)).json).toMatchObject({ replaces: '1.2.0', warnings: expect.arrayContaining([strange]) })
  await platform.admin.ask('POST', '/api/plugins/install', file, { ...again, 'Content-Type': 'application/octet-stream' })
  expect([await listed(), await detailOf(newer()), await detailOf(newer('leads'))]).toMatchObject([
    { version: '1.6.0', installed: { origin: null } },
    [409, 'Plates was installed from a file. A newer version comes as a file, or by its name, from who made it.'],
    [404, 'No package of this plugin is installed.'],
  ])
})

test('an instance from before, whose packages had no registry, is brought along by its next start', async () => {
  await platform.platform.world.db.owner.run(sql`alter table sangam.plugin_package drop column origin`)
  // What came later was not there either.
  await platform.platform.world.db.owner.run(sql`drop table sangam.letter`)
  await platform.restart()
  expect(await listed()).toMatchObject({ version: '1.6.0', installed: { origin: null } })
})
