import { subscribe } from 'node:diagnostics_channel'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { gzipSync } from 'node:zlib'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccount, setPassword } from '../../core/auth/accounts.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import { backup } from '../../core/backup/backup.ts'
import { boot, type Platform } from '../../core/boot.ts'
import { installPackage } from '../../core/packages/install.ts'
import { readPackage } from '../../core/packages/package.ts'
import { folderOf, nameOf } from '../../core/packages/shelf.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { deals } from './note.ts'
import { archiveOf, type Entry, packedVehicles } from './packed.ts'

const password = 'a horse, correctly stapled'
const binary = { 'Content-Type': 'application/octet-stream' }
const again = { ...binary, 'Sangam-Password': encodeURIComponent(password) }
let platform: TestPlatform
let vehicles: Buffer
let newer: Buffer
let inside: readonly Entry[]
/** How many processes this one has begun. */
let begun = 0
subscribe('child_process', () => {
  begun += 1
})

const install = (archive: Uint8Array, who: TestClient = platform.admin, headers: { readonly [name: string]: string } = again) =>
  who.ask('POST', '/api/plugins/install', archive, headers)
const detailOf = async (answer: Promise<{ readonly status: number; readonly json: unknown }>) => {
  const { status, json } = await answer
  return [status, (json as { detail?: string }).detail]
}
const listed = async (id: string) => {
  const { items } = (await platform.admin.get('/api/plugins')) as { items: { id: string; state: string; version: string; problems: string[] }[] }
  return items.find(one => one.id === id)
}
const turn = (id: string, to: string) => platform.admin.post(`/api/plugins/${id}/apply`, { to })
const shelf = () => join(platform.platform.world.config.dataDir, 'plugins')
const marker = () => join(platform.platform.world.config.dataDir, 'a-script-ran')
const onDisk = () => (existsSync(shelf()) ? readdirSync(shelf()).filter(name => name !== 'node_modules') : [])

/** Another node of the same instance: on the same database, with a data folder of its own unless told. */
async function node(dataDir?: string): Promise<Platform & AsyncDisposable> {
  const { world } = platform.platform
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'sangam-node-')))
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const plugins = new Map([corePlugin, deals, parties].map(plugin => [plugin.id, plugin]))
  const made = await boot({ config: { ...world.config, dataDir: folder }, plugins, log, clock: world.clock, background: false })
  return Object.assign(made, {
    [Symbol.asyncDispose]: async () => {
      await made.stop()
      if (!dataDir) await rm(folder, { recursive: true, force: true })
    },
  })
}

beforeAll(async () => {
  const [started, packed] = await Promise.all([createTestPlatform({ plugins: [deals], installed: [parties] }), packedVehicles()])
  platform = started
  inside = [...(await readPackage(packed)).files].map(([name, content]) => ({ path: `package/${name}`, content }))
  // As "npm pack" leaves it, with all its scripts, and by an older tool, which did not say all that one says now.
  inside = sayings(said => {
    delete said.says.hooks
    delete said.says.routes
  })()
  vehicles = archiveOf(beside({ scripts: { preinstall: `touch ${marker()}`, install: `touch ${marker()}`, postinstall: `touch ${marker()}` } })())
  const { app } = platform.platform.world.db
  const account = await findAccount(app, 'person1@example.com')
  await setPassword(app, account?.id ?? '', await hashPassword(password))
})
afterAll(() => platform.stop())

const sayings = (change: (said: { says: { [name: string]: unknown }; [name: string]: unknown }) => void) => () =>
  inside.map(entry => {
    if (entry.path !== 'package/dist/sangam.json') return entry
    const said = JSON.parse(String(entry.content))
    change(said)
    return { ...entry, content: Buffer.from(JSON.stringify(said)) }
  })
const beside = (about: object) => () =>
  inside.map(entry =>
    entry.path === 'package/package.json' ? { ...entry, content: Buffer.from(JSON.stringify({ ...JSON.parse(String(entry.content)), ...about })) } : entry,
  )
const without = (path: string) => () => inside.filter(entry => entry.path !== path)
const and =
  (...more: readonly Entry[]) =>
  () => [...inside, ...more]

describe('a package that is not what it should be is refused whole, and leaves nothing', () => {
  test.each<[string, () => readonly Entry[], number, string]>([
    ['a path upwards', and({ path: 'package/../../escaped' }), 422, 'The package wants to write outside of its folder: package/../../escaped.'],
    ['a path from the root', and({ path: '/etc/cron.d/job' }), 422, 'The package wants to write outside of its folder: /etc/cron.d/job.'],
    ['a path of Windows', and({ path: 'package\\..\\escaped' }), 422, 'The package wants to write outside of its folder: package\\..\\escaped.'],
    [
      'a symbolic link',
      and({ path: 'package/a', type: 'SymbolicLink', linkpath: '/etc' }),
      422,
      'The package holds package/a, which is a link or a device. Only files and folders may be in it.',
    ],
    [
      'a hard link',
      and({ path: 'package/a', type: 'Link', linkpath: 'package/package.json' }),
      422,
      'The package holds package/a, which is a link or a device. Only files and folders may be in it.',
    ],
    [
      'a device',
      and({ path: 'package/a', type: 'CharacterDevice' }),
      422,
      'The package holds package/a, which is a link or a device. Only files and folders may be in it.',
    ],
    ['a pipe', and({ path: 'package/a', type: 'FIFO' }), 422, 'The package holds package/a, which is a link or a device. Only files and folders may be in it.'],
    ['a file twice', and({ path: 'package/dist/server.js' }), 422, 'The package holds dist/server.js twice.'],
    [
      'a twin in capitals',
      and({ path: 'package/dist/SERVER.js' }),
      422,
      'The package holds dist/SERVER.js and dist/server.js, which are one file on many machines.',
    ],
    ['a file that is a folder', and({ path: 'package/dist/web.js/x' }), 422, 'The package holds dist/web.js as a file and as a folder.'],
    [
      'a name of a device',
      and({ path: 'package/nul.txt' }),
      422,
      'The package holds package/nul.txt. Names are letters, digits, points and dashes, and what others wrote is bundled, not in “node_modules”.',
    ],
    [
      'a hidden file',
      and({ path: 'package/.npmrc' }),
      422,
      'The package holds package/.npmrc. Names are letters, digits, points and dashes, and what others wrote is bundled, not in “node_modules”.',
    ],
    [
      'packages of others',
      and({ path: 'package/node_modules/x/i.js' }),
      422,
      'The package holds package/node_modules/x/i.js. Names are letters, digits, points and dashes, and what others wrote is bundled, not in “node_modules”.',
    ],
    ['another root', and({ path: 'other/file' }), 422, 'The package holds other/file. All its files must lie in the folder “package”, as npm packs them.'],
    [
      'more entries than any plugin has',
      () => Array.from({ length: 2_001 }, (_, at) => ({ path: `package/${at}` })),
      422,
      'The package has more than 2000 files. Bundle what it needs, as “sangam plugin pack” does.',
    ],
    ['a bomb', and({ path: 'package/zeros', content: Buffer.alloc(70 * 1_048_576) }), 422, 'The package unfolds to more than 64 MB. It is refused.'],
    ['no package.json', without('package/package.json'), 422, 'The package has no package.json that can be read.'],
    [
      'no description',
      without('package/dist/sangam.json'),
      422,
      'The package lacks dist/sangam.json. Make it with “sangam plugin pack”, which builds both halves of a plugin.',
    ],
    [
      'no server half',
      without('package/dist/server.js'),
      422,
      'The package lacks dist/server.js. Make it with “sangam plugin pack”, which builds both halves of a plugin.',
    ],
    [
      'a browser half that was exchanged',
      () => [...without('package/dist/web.js')(), { path: 'package/dist/web.js', content: Buffer.from('alert(1)') }],
      422,
      'dist/web.js is not what was packed. Get the package anew from who made it.',
    ],
    ['a later form', sayings(said => Object.assign(said, { format: 2 })), 422, 'The package was made for a newer Sangam. Install a version of it that fits.'],
    [
      'half a description',
      sayings(said => delete said.says.title),
      422,
      'The package does not say all of what it is in dist/sangam.json. Make it anew with “sangam plugin pack”.',
    ],
    [
      'an id that leads elsewhere',
      sayings(said => Object.assign(said.says, { id: '../x' })),
      422,
      '“../x” can’t be the name of a plugin: 2 to 20 letters a-z and digits.',
    ],
    ['two versions', beside({ version: '9.9.9' }), 422, 'package.json says version 9.9.9, and the plugin 0.1.0. Make them the same.'],
    [
      'for a later platform',
      sayings(said => Object.assign(said.says, { sangam: '^9.0.0' })),
      422,
      'It is made for Sangam ^9.0.0; this is 0.1.0. Install a version of it that fits.',
    ],
    [
      'what it would have to fetch',
      beside({ dependencies: { '@sangam/sdk': '0.1.0', 'left-pad': '1.0.0' } }),
      422,
      'It depends on left-pad. Nothing is fetched when a plugin is installed: bundle them with “sangam plugin pack”.',
    ],
    [
      'the id of a plugin that came with Sangam',
      sayings(said => Object.assign(said.says, { id: 'deals' })),
      409,
      'The plugin deals came with Sangam. A package can’t take its place. Give yours another id, or install it on another Sangam.',
    ],
    [
      'what it says is not what it is',
      sayings(said => Object.assign(said.says, { jobs: [] })),
      409,
      'It can’t run here: What the package says of itself ("jobs") is not what its code says. Make it anew with "sangam plugin pack".',
    ],
  ])('%s', async (_, entries, status, detail) => {
    expect([...(await detailOf(install(archiveOf(entries())))), onDisk().filter(name => readdirSync(join(shelf(), name)).length > 0)]).toEqual([
      status,
      detail,
      [],
    ])
  })

  test.each<[string, () => Buffer]>([
    ['text', () => Buffer.from('hello')],
    ['cut off', () => vehicles.subarray(0, vehicles.length - 200)],
    ['packed twice', () => gzipSync(vehicles)],
    ['a page', () => gzipSync(Buffer.from('<html>'.repeat(500)))],
  ])('no package at all: %s', async (_, bytes) => {
    expect([...(await detailOf(install(bytes()))), await listed('vehicles')]).toEqual([
      422,
      'This is no whole package of a plugin. Choose the .tgz file that “sangam plugin pack” or “npm pack” made.',
      undefined,
    ])
  })
})

test('a browser half that would bring a second copy of what the page has is not packed', async () => {
  const second = packedVehicles('0.1.0', { 'web/index.ts': text => `import 'lit/directives/repeat.js'\n${text}` })
  await expect(second).rejects.toMatchObject({ code: 'bad_import', options: { values: { half: 'web', names: 'lit/directives/repeat.js' } } })
})

test('only an owner installs or removes, and gives the password again; what is refused starts no process', async () => {
  const [member, administrator] = [await platform.as('deals.seller'), await platform.as('core.admin')]
  const only = 'Only an owner may do this.'
  const before = begun
  expect([
    await detailOf(install(vehicles, member)),
    await detailOf(install(vehicles, administrator)),
    await detailOf(administrator.ask('POST', '/api/plugins/look', vehicles, binary)),
    await detailOf(administrator.ask('POST', '/api/plugins/vehicles/remove', {}, { 'Sangam-Password': 'x' })),
    await detailOf(install(vehicles, platform.guest)),
    await detailOf(install(vehicles, platform.admin, binary)),
    await detailOf(install(vehicles, platform.admin, { ...binary, 'Sangam-Password': 'guessed' })),
    await detailOf(platform.admin.ask('POST', '/api/plugins/vehicles/remove', {}, { 'Sangam-Password': 'guessed' })),
    await listed('vehicles'),
    begun - before,
  ]).toEqual([
    [403, only],
    [403, only],
    [403, only],
    [403, only],
    [401, 'Sign in first.'],
    [403, 'Give your password again, in the header Sangam-Password, with what is no plain letter written as %20.'],
    [422, 'This is not your password. Try again.'],
    [422, 'This is not your password. Try again.'],
    undefined,
    0,
  ])
})

test('who guesses the password of an owner is stopped', async () => {
  const other = await platform.as('core.owner')
  const guesses = await Promise.all(Array.from({ length: 11 }, (_, at) => install(vehicles, other, { ...binary, 'Sangam-Password': `guess ${at}` })))
  expect(guesses.map(one => one.status).toSorted()).toEqual([...Array(10).fill(422), 429])
})

describe('a third party’s plugin, while the product runs', () => {
  test('is looked at without running, installed, and is there to be enabled', async () => {
    const looked = await platform.admin.ask('POST', '/api/plugins/look', vehicles, binary)
    expect(looked.json).toMatchObject({
      ...{ id: 'vehicles', title: 'Vehicles', version: '0.1.0', replaces: null, author: 'Meera Motors' },
      asks: ['It brings records: Vehicle.', 'It draws screens of its own: The yard.', 'It works by itself: 1 job.'],
      warnings: [
        'Its server half runs in a process of its own, without the files and secrets of the server, and is given no password of the database. It may open connections of its own, to this machine and to others: what it reads it could send anywhere, and only trust keeps it from that.',
        'Its browser half acts with the rights of whoever looks at its screens.',
        'Install only what comes from somebody you trust.',
      ],
    })
    expect(await listed('vehicles')).toBeUndefined()

    const before = begun
    expect([(await install(vehicles)).status, begun > before]).toEqual([201, true])
    expect(await listed('vehicles')).toMatchObject({ state: 'available', problems: [], installed: { by: 'Meera Motors' } })
    const folder = folderOf(platform.platform.world.config.dataDir, { id: 'vehicles', version: '0.1.0', sha256: (await readPackage(vehicles)).sha256 })
    expect([readdirSync(folder).toSorted(), existsSync(marker())]).toEqual([['README.md', 'dist', 'package.json'], false])
    expect(await detailOf(install(vehicles))).toEqual([409, 'This very package of Vehicles 0.1.0 is installed already.'])
  })

  test('is used by a member, over the API and on a node that never saw the file', async () => {
    expect(await turn('vehicles', 'enabled')).toMatchObject({
      steps: expect.arrayContaining([
        'Vehicles comes from elsewhere: its code runs in a process of its own and reaches the records of what it needs; what it draws acts with the rights of whoever looks.',
      ]),
    })
    const member = await platform.as('vehicles.member')
    const made = (await member.post('/api/records/vehicles.vehicle', { name: 'White van' })) as { readonly id: string }
    await member.post(`/api/records/vehicles.vehicle/${made.id}/actions/finish`, { notes: 'Sold.' })
    expect(await member.get(`/api/records/vehicles.vehicle/${made.id}?fields=name,state,notes`)).toMatchObject({
      name: 'White van',
      state: 'done',
      notes: 'Sold.',
    })

    await using other = await node()
    const { pages } = (await member.get('/api/meta')) as { pages: { name: string; source: string }[] }
    const [page] = pages
    expect(page).toMatchObject({ name: 'vehicles.yard', source: expect.stringMatching(/^\/plugins\/vehicles\/0\.1\.0-[0-9a-f]{16}\.js$/) })
    const half = await other.app.request(`http://localhost:4000${page?.source}`)
    expect([half.status, half.headers.get('Cache-Control'), half.headers.get('Content-Type')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'text/javascript; charset=utf-8',
    ])
    expect(await half.text()).toMatch(/from ?["`]@sangam\/sdk\/web["`]/)
    expect((await other.app.request(`http://localhost:4000${page?.source.replace('0.1.0', '0.1.1')}`)).status).toBe(404)
    expect((await other.world.models.current('main')).entities.has('vehicles.vehicle')).toBe(true)
  })

  test('gives way to a newer version that keeps what it has, and to no other', async () => {
    newer = await packedVehicles('0.2.0', {
      'model.ts': text => text.replace('due: date(),', 'due: date(),\n    plate: text(),'),
      'plugin.ts': text =>
        text
          .replace('definePlugin }', 'definePlugin, seed }')
          .replace('parts: [', "parts: [seed('vehicles.first', { run: async () => Promise.reject(new Error('No first vehicle.')) }), "),
    })
    const poorer = await packedVehicles('0.3.0')
    await using other = await node()
    const before = await other.world.models.current('main')
    // Two owners at once: one of them is told that it is there already.
    const both = (await Promise.all([install(newer), install(newer)])).sort((a, b) => a.status - b.status)
    expect(both.map(answer => [answer.status, answer.json])).toMatchObject([
      [201, { version: '0.2.0', replaces: '0.1.0' }],
      [409, { detail: 'This very package of Vehicles 0.2.0 is installed already.' }],
    ])
    // Its first records fail, and nothing else does.
    expect(await listed('vehicles')).toMatchObject({ problems: [], unmade: [{ seed: 'vehicles.first', why: expect.stringContaining('No first vehicle.') }] })
    const member = await platform.as('vehicles.member')
    expect(await member.post('/api/records/vehicles.vehicle', { name: 'Bus', plate: 'MH 12 AB 1234' })).toMatchObject({ plate: 'MH 12 AB 1234' })
    const after = await other.world.models.refresh('main')
    expect([before, after].map(model => [model.plugins.get('vehicles')?.version, model.entities.get('vehicles.vehicle')?.fields.has('plate')])).toEqual([
      ['0.1.0', false],
      ['0.2.0', true],
    ])

    expect(await detailOf(install(poorer))).toEqual([
      409,
      'Version 0.3.0 leaves out vehicles.vehicle.plate, which this one has, or makes something else of it. Its records would be out of reach.',
    ])
    expect(await detailOf(install(vehicles))).toEqual([409, 'Vehicles 0.2.0 is installed, which is newer. Nothing goes back to an older version.'])
  })

  test('is in every backup', async () => {
    const out = new PassThrough()
    out.resume()
    const { parts } = await backup(platform.platform.world, out)
    expect(parts.find(part => part.name === 'sangam.plugin_package')).toMatchObject({ rows: 1 })
  })

  test('is there after a restart; altered on the disk it is set aside, and the same package mends it', async () => {
    const { config, packages } = platform.platform.world
    const row = packages.of('vehicles')
    const server = join(folderOf(config.dataDir, row as NonNullable<typeof row>), 'dist', 'server.js')
    {
      await using restarted = await node(config.dataDir)
      expect([restarted.world.setAside, (await restarted.world.models.current('main')).plugins.get('vehicles')?.version]).toEqual([[], '0.2.0'])
    }
    const whole = readFileSync(server)
    writeFileSync(server, 'globalThis.planted = true')
    await using restarted = await node(config.dataDir)
    expect(restarted.world.setAside).toMatchObject([
      {
        id: 'vehicles',
        problems: [expect.stringMatching(/^dist\/server\.js of vehicles 0\.2\.0 was altered on this machine: it is not what was installed\./)],
      },
    ])
    const runs = async (entity: string) => (await restarted.world.models.refresh('main')).entities.has(entity)
    expect([(globalThis as { planted?: boolean }).planted, await runs('deals.deal'), await runs('vehicles.vehicle')]).toEqual([undefined, true, false])
    {
      // Who puts the file back as it was needs no restart either: not for anybody who asks for it is it tried, but for an administrator.
      await using mended = await node(config.dataDir)
      writeFileSync(server, whole)
      const told = () => mended.world.setAside.length
      const anybody = (await mended.app.request('http://localhost:4000/plugins/vehicles/0.0.0.js')).status
      await mended.world.packages.sync()
      expect([anybody, told()]).toEqual([404, 1])
      await Promise.all([mended.world.packages.sync(), mended.world.packages.sync({ again: true })])
      expect(told()).toBe(0)
      expect((await mended.world.models.refresh('main')).entities.has('vehicles.vehicle')).toBe(true)
      // A browser half that is another than the one that was packed is handed to nobody.
      const page = async (at: Platform): Promise<number> =>
        (await at.app.request(`http://localhost:4000/plugins/vehicles/${nameOf(row as NonNullable<typeof row>)}.js`)).status
      expect(await page(mended)).toBe(200)
      writeFileSync(server.replace('server.js', 'web.js'), 'globalThis.planted = true')
      await using other = await node(config.dataDir)
      expect([await page(other), other.world.setAside.map(one => one.problems)]).toEqual([
        404,
        [[expect.stringMatching(/^dist\/web\.js of vehicles 0\.2\.0 was altered on this machine/)]],
      ])
      writeFileSync(server, 'globalThis.planted = true')
    }
    await installPackage(restarted.world, newer, null)
    expect([restarted.world.setAside, await runs('vehicles.vehicle')]).toEqual([[], true])
  })

  test('goes when nobody uses it: disabled, uninstalled, removed', async () => {
    const remove = () => platform.admin.ask('POST', '/api/plugins/vehicles/remove', {}, { 'Sangam-Password': again['Sangam-Password'] })
    const inUse = 'Its records are in Main. Uninstall it there first; then they are put away and can be put back.'
    expect(await detailOf(remove())).toEqual([409, inUse])
    await turn('vehicles', 'disabled')
    expect(await detailOf(remove())).toEqual([409, inUse])
    await turn('vehicles', 'uninstalled')
    expect([(await remove()).json, await listed('vehicles'), onDisk().flatMap(name => readdirSync(join(shelf(), name)))]).toEqual([
      { removed: true },
      undefined,
      [],
    ])
    expect(await detailOf(remove())).toEqual([404, 'No package of this plugin is installed.'])

    // What was put away comes back with the package.
    await install(newer)
    await turn('vehicles', 'enabled')
    const { items } = (await platform.admin.get('/api/records/vehicles.vehicle?fields=name&sort=name')) as { items: object[] }
    expect(items).toMatchObject([{ name: 'Bus' }, { name: 'White van' }])
  })
})

test('what was packed with the first SDK runs as it is, and is not packed again', async () => {
  expect((await install(readFileSync(join(import.meta.dirname, '..', 'data', 'packages', 'first-1.0.0.tgz')))).json).toMatchObject({ title: 'First' })
  await turn('first', 'enabled')
  const guide = await platform.as('first.guide', 'parties.reader')
  const customer = (await platform.admin.post('/api/records/parties.party', { name: 'Gupta Mills', kind: 'organisation' })) as { readonly id: string }
  const legs = [
    { to: 'Pune', km: 120 },
    { to: 'Nashik', km: 210 },
  ]
  const tour = (await guide.post('/api/records/first.tour', { name: '  Mills ', price: { amount: '900', currency: 'INR' }, rate: '12.5', legs })) as {
    readonly id: string
  }
  const never = (await guide.post('/api/records/first.tour', { name: 'Never' })) as { readonly id: string }
  const closing = (id: string) => guide.post(`/api/records/first.tour/${id}/actions/close`, { customer: customer.id })
  await closing(tour.id)

  expect(await guide.get(`/api/records/first.tour/${tour.id}?fields=name,number,km,half,state`)).toMatchObject({
    ...{ name: 'Mills', number: 'T-0002', km: '330', half: '6.25', state: 'done' },
  })
  // The SDK it throws by is the platform's own.
  expect(await guide.refused(closing(never.id))).toMatchObject({ code: 'never', detail: 'Never is never closed.' })
  expect(await guide.refused(guide.post('/api/records/first.tour', { name: 'Old', day: '1999-12-31' }))).toMatchObject({
    detail: 'Choose a day of this century.',
  })
  expect(await guide.get('/api/plugins/first/x/twice')).toEqual({ twice: 6 })
  expect([await platform.settle(), await platform.admin.get(`/api/records/parties.party/${customer.id}?fields=lastTour`)]).toMatchObject([
    [],
    { lastTour: 'Mills' },
  ])
})
