import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import parties from '@sangam/plugin-parties'
import { allow, defineEntity, definePlugin, type Plugin, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test, vi } from 'vitest'
import { findAccount, setPassword } from '../../core/auth/accounts.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import { packPlugin } from '../../core/cli/pack-plugin.ts'
import { run } from '../../core/cli/program.ts'
import { graduate } from '../../core/graduate/graduate.ts'
import { writeFiles } from '../../core/graduate/write.ts'
import { customState } from '../../core/plans/models.ts'
import { entityPrint, rolePrint } from '../../core/registry/custom/adopt.ts'
import { stillToMake } from '../../sdk/testing/check/schema.ts'
import { fleet } from './fleet.ts'

type Item = { readonly [field: string]: unknown } & { readonly id: string }

const root = join(import.meta.dirname, '..', '..')
mkdirSync(join(root, '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, '.cache', 'graduate-'))
const platform = await createTestPlatform({ plugins: [parties] })
const { admin } = platform
const { world } = platform.platform
afterAll(async () => {
  await platform.stop()
  rmSync(folder, { recursive: true, force: true })
})

const apply = (...operations: readonly object[]) => admin.post('/api/model/apply', { operations }) as Promise<unknown> as Promise<{ set: { id: string } }>
const plan = (id: string, to = 'enabled') => admin.post(`/api/plugins/${id}/plan`, { to }) as Promise<unknown> as Promise<{ steps: string[]; refused?: string }>
const turn = (to: string) => admin.post('/api/plugins/fleet/apply', { to })
const password = 'a horse, correctly stapled'
const install = (archive: Buffer) =>
  admin.ask('POST', '/api/plugins/install', archive, { 'Content-Type': 'application/octet-stream', 'Sangam-Password': encodeURIComponent(password) })
const packed = async (name: string): Promise<Buffer> => readFileSync(await packPlugin(join(folder, name), join(folder, 'out')))
const listed = async (who: TestClient, entity: string): Promise<Item[]> =>
  ((await who.get(`/api/records/${entity}?sort=createdAt&limit=100`)) as unknown as { items: Item[] }).items
const entities = ['x.depot', 'x.vehicle', 'x.trip']

/** What is there, down to the rows: their records, what happened to them, and the version of each row that the database holds. */
const everything = async () => ({
  records: await Promise.all(entities.map(entity => listed(admin, entity))),
  history: await admin.get(`/api/records/x.vehicle/${van.id}/history`),
  bin: await admin.get('/api/records/x.vehicle?bin=true').catch(() => null),
  drivers: await listed(driver, 'x.vehicle'),
  rows: await Promise.all(
    ['x_depot', 'x_vehicle', 'x_trip', 'x_stop'].map(async table => ({
      table: await world.db.owner.run(
        sql`select oid::text, relfilenode::text from pg_catalog.pg_class where relname = ${table} and relnamespace = 'main'::regnamespace`,
      ),
      rows: await world.db.owner.run(sql`select id::text, xmin::text from main.${sql.identifier(table)} order by id`),
    })),
  ),
})

/** Who has what by now: an entity, and a role. */
const owners = async () => {
  const { entities: all, allRoles } = (await admin.get('/api/model')) as unknown as { [list: string]: { name: string; plugin: string }[] }
  return Object.fromEntries([...(all ?? []), ...(allRoles ?? [])].filter(({ name }) => name.startsWith('x.')).map(({ name, plugin }) => [name, plugin]))
}

for (const operations of fleet) await apply(...operations)
const depot = (await admin.post('/api/records/x.depot', { name: 'Hadapsar', town: 'Pune' })) as unknown as Item
const van = (await admin.post('/api/records/x.vehicle', {
  name: 'Van',
  plate: 'MH 12',
  depot: depot.id,
  load: '8',
  mails: ['a@example.com'],
  grade: 'a',
})) as unknown as Item
await admin.patch(`/api/records/x.vehicle/${van.id}`, { state: 'driving', rate: '4.25' })
const cart = (await admin.post('/api/records/x.vehicle', { name: 'Cart' })) as unknown as Item
await admin.delete(`/api/records/x.vehicle/${cart.id}`)
await admin.post('/api/records/x.trip', { purpose: 'To Mumbai', vehicle: van.id, km: '150.5', stops: [{ place: 'Lonavala' }, { place: 'Panvel' }] })
const driver = await platform.as('x.driver')
await admin.post('/api/automations', {
  name: 'Rate what is new',
  entity: 'x.vehicle',
  trigger: { on: 'created' },
  steps: [{ do: 'set', values: { rate: '1.5' } }],
})

const made = await graduate(world, 'main', { name: 'fleet', entities: null })
await writeFiles(join(folder, 'fleet'), made.files)
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['fleet/**/*.ts'], exclude: ['**/*.test.ts'] }))
const compiling = promisify(execFile)(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { cwd: root }).then(
  () => '',
  (error: { stdout?: string }) => error.stdout ?? String(error),
)
const written = ((await import(join(folder, 'fleet', 'plugin.ts'))) as { default: Plugin }).default

// The test that is written with it, which holds it to all that every plugin owes.
await import(join(folder, 'fleet', 'fleet.test.ts'))

test('what is written compiles, says the very same as what administrators shaped, and names what stays and why', async () => {
  expect(JSON.parse(JSON.stringify(written))).toEqual(JSON.parse(JSON.stringify(made.plugin)))
  expect(await compiling).toBe('')
  expect(made.stays.map(({ what, names }) => [what, names])).toEqual([
    ['Automations', ['Rate what is new']],
    ['Removed fields', ['Vehicle · colour']],
  ])
  for (const { names, why } of made.stays) for (const text of [...names, why]) expect(made.files.get('README.md')).toContain(text)
})

test.each<[object, string, string]>([
  [{ name: 'trucks', entities: ['x.lorry'] }, 'entity_unknown', 'There is no entity x.lorry that administrators made. Name one such as x.depot.'],
  [{ name: 'trucks', entities: ['parties.party'] }, 'entity_unknown', 'parties.party is of the plugin parties, and no entity that administrators made.'],
  [{ name: 'parties' }, 'name_taken', 'There is a plugin parties here already. Choose another name.'],
  [{ name: 'X Y' }, 'bad_name', 'A plugin’s name is 2 to 20 letters a-z and digits: fleet.'],
])('%j is refused: %s', async (asked, code, detail) => {
  expect(await admin.refused(admin.post('/api/model/graduate/plan', asked))).toMatchObject({ code, detail })
})

test('one entity takes along what it names, and its sources come packed to administrators alone', async () => {
  const {
    entities: taken,
    roles,
    added,
  } = (await admin.post('/api/model/graduate/plan', { name: 'stops', entities: ['x.depot'] })) as unknown as { [list: string]: string[] }
  expect({ taken, roles, added }).toEqual({ taken: ['x.depot'], roles: [], added: [] })
  const plan = (await admin.post('/api/model/graduate/plan', { name: 'stops', entities: ['x.stop'] })) as unknown as { [list: string]: string[] }
  expect([plan.entities, plan.added]).toEqual([
    ['x.depot', 'x.stop', 'x.trip', 'x.vehicle'],
    ['x.trip', 'x.vehicle', 'x.depot', 'x.driver'],
  ])
  const { status, json } = await admin.ask('POST', '/api/model/graduate', { name: 'stops' })
  expect([status, typeof json]).toEqual([200, 'string'])
  expect((await driver.ask('POST', '/api/model/graduate', { name: 'stops' })).status).toBe(403)
})

test('the command writes the folder, says what comes along and what stays, and writes over nothing', async () => {
  const said: string[] = []
  const keep = (text: string | Uint8Array): boolean => said.push(String(text)) > 0
  vi.stubEnv('DATABASE_URL', world.config.databaseUrl ?? '')
  vi.stubEnv('SANGAM_DATA', world.config.dataDir)
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  try {
    const out = join(folder, 'depots')
    expect([await run(['graduate', 'depots', '--entities', 'x.depot', '--out', out]), await run(['graduate', 'depots', '--out', out])]).toEqual([0, 1])
    expect(readdirSync(out).sort()).toEqual(['README.md', 'depots.test.ts', 'model.ts', 'package.json', 'plugin.ts', 'server', 'translations'])
    expect(said.join('')).toContain(`Wrote ${out}: x.depot.`)
    expect(said.join('')).toContain('Roles that stay: Driver. They also open what stays in the workspace. They go on opening these records.')
    expect(said.join('')).toContain(`There is ${out} already. Name another with --out.`)
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
})

test('where administrators shaped something otherwise since, enabling is refused until it is as it was', async () => {
  const account = await findAccount(world.db.app, 'person1@example.com')
  await setPassword(world.db.app, account?.id ?? '', await hashPassword(password))
  expect(await install(await packed('fleet'))).toMatchObject({ status: 201 })
  const { set } = await apply({ op: 'changeEntity', entity: 'x.depot', description: 'Where they stand at night.' })
  const sentence = 'x.depot was changed here since Fleet was made of it. Make the plugin anew: sangam graduate.'

  expect(await plan('fleet')).toMatchObject({ refused: sentence, steps: [] })
  expect(await admin.refused(turn('enabled'))).toMatchObject({ code: 'plan_refused', detail: sentence })
  await admin.post(`/api/model/sets/${set.id}/undo`, {})
  expect(await plan('fleet')).toEqual({
    tables: 0,
    columns: 0,
    steps: expect.arrayContaining([
      'Fleet takes over what administrators made: Depot, Stop, Trip, Vehicle, with 3 records. Not a row is moved.',
      'Fleet takes over the roles Driver. Who has them keeps them.',
    ]),
    schema: [expect.objectContaining({ what: 'model' })],
    takes: expect.objectContaining({ on: 'copy' }),
  })
})

test('it takes over the same tables and records, whoever has a role has it still, and numbers go on', async () => {
  const before = await everything()
  await turn('enabled')

  expect(await everything()).toEqual(before)
  expect(await stillToMake(platform.platform)).toEqual([])
  expect(await owners()).toEqual({ 'x.depot': 'fleet', 'x.vehicle': 'fleet', 'x.trip': 'fleet', 'x.stop': 'fleet', 'x.driver': 'fleet' })
  expect(await admin.post('/api/records/x.depot', { name: 'Andheri', town: 'Mumbai' })).toMatchObject({ number: 'D26-27-002' })
  expect(await platform.settle()).toEqual([])
})

test('taken back, all of it is the administrators’ again; enabled again, the plugin’s', async () => {
  const before = await everything()
  await admin.post('/api/plugins/fleet/undo', {})
  expect(await owners()).toEqual({ 'x.depot': 'x', 'x.vehicle': 'x', 'x.trip': 'x', 'x.stop': 'x', 'x.driver': 'x' })
  expect(await everything()).toEqual(before)
  expect(await plan('fleet')).not.toHaveProperty('refused')
  await turn('enabled')
  expect(await everything()).toEqual(before)
})

test('administrators shape it on as any plugin’s, and then it is not given back', async () => {
  expect(await admin.refused(apply({ op: 'addEntity', entity: 'x.depot', label: 'Depot' }))).toMatchObject({
    code: 'name_taken',
    detail: 'The plugin fleet took x.depot over, enabled or not. Choose another name.',
  })
  expect(await admin.refused(apply({ op: 'setRole', role: 'x.driver', label: 'Driver', grants: [] }))).toMatchObject({ code: 'name_taken' })
  const { set } = await apply({ op: 'addField', entity: 'x.vehicle', field: 'x_nickname', type: 'text' })
  await admin.patch(`/api/records/x.vehicle/${van.id}`, { x_nickname: 'Bulbul' })
  expect(await admin.refused(admin.post('/api/plugins/fleet/undo', {}))).toMatchObject({
    detail: 'Administrators added fields or rules to Vehicle since Fleet took it over. Take them away first, or leave it with the plugin.',
  })
  await admin.post(`/api/model/sets/${set.id}/undo`, {})
})

test('from then on it is a plugin like any: a later version has a field more, and it goes and comes back with all records', async () => {
  const edit = (file: string, from: string, to: string): void => {
    const path = join(folder, 'fleet', file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
  }
  for (const file of ['package.json', 'plugin.ts']) edit(file, '1.0.0', '1.1.0')
  edit('model.ts', 'wheels: integer(', 'seats: integer({ min: 1 }),\n    wheels: integer(')
  expect(await install(await packed('fleet'))).toMatchObject({ status: 201 })
  await admin.patch(`/api/records/x.vehicle/${van.id}`, { seats: 9 })
  expect(await admin.refused(admin.post('/api/plugins/fleet/undo', {}))).toMatchObject({
    detail: 'Vehicle has other fields in Fleet by now than when it was taken over. It can’t be given back as it was; disable the plugin instead.',
  })

  const before = await everything()
  const gone = async () => Promise.all(entities.map(async entity => (await admin.ask('GET', `/api/records/${entity}`)).status))
  await turn('disabled')
  expect(await gone()).toEqual([404, 404, 404])
  await turn('enabled')
  expect(await everything()).toEqual(before)
  await turn('uninstalled')
  expect(await gone()).toEqual([404, 404, 404])
  await turn('enabled')
  expect((await everything()).records).toEqual(before.records)
  expect((await everything()).drivers).toEqual(before.drivers)

  await turn('uninstalled')
  await turn('available')
  expect(await apply({ op: 'addEntity', entity: 'x.depot', label: 'Depot' })).toMatchObject({ set: { state: 'applied' } })
})

test('only one plugin takes over; a later version of it takes over more by itself, or waits where that was changed since', async () => {
  for (const name of ['x.tyre', 'x.tool'])
    await apply({ op: 'addEntity', entity: name, label: name.slice(2), fields: [{ field: 'name', type: 'text', options: { max: 40 } }] })
  const jack = (await admin.post('/api/records/x.tool', { name: 'Jack' })) as unknown as Item
  const { document } = await customState(world.db.owner, 'main')
  const stores = (version: string, prints: { readonly [entity: string]: string | null }, id = 'stores'): Plugin =>
    definePlugin({
      ...{ id, version, title: 'Stores', description: 'For tests.', engines: { sangam: '^0.1.0' } },
      entities: Object.keys(prints).map(name => defineEntity(name, { label: name.slice(2), title: 'name', fields: { name: text({ max: 40 }) } })),
      adopts: { entities: prints as { [entity: string]: string } },
    })
  const [tyre, tool] = ['x.tyre', 'x.tool'].map(name => entityPrint(document, name)) as [string, string]
  await platform.restart(stores('1.0.0', { 'x.tyre': tyre }), stores('1.0.0', { 'x.tyre': tyre }, 'rival'))
  await admin.post('/api/plugins/stores/apply', { to: 'enabled' })
  expect(await owners()).toMatchObject({ 'x.tyre': 'stores', 'x.tool': 'x' })
  expect(await plan('rival')).toMatchObject({ refused: 'Plugin stores has x.tyre already. Only one can take it over.' })

  await platform.restart(stores('1.1.0', { 'x.tyre': tyre, 'x.tool': 'not its print' }))
  expect(await owners()).toMatchObject({ 'x.tool': 'x' })
  expect((await admin.get('/api/model')) as object).toMatchObject({
    setAside: ['Plugin stores: x.tool was changed here since Stores was made of it. Make the plugin anew: sangam graduate.'],
  })
  await platform.restart(stores('1.2.0', { 'x.tyre': tyre, 'x.tool': tool }))
  expect(await owners()).toMatchObject({ 'x.tyre': 'stores', 'x.tool': 'stores' })
  expect(await admin.get(`/api/records/x.tool/${jack.id}`)).toMatchObject({ name: 'Jack' })
})

// What the written test says of the plugin, in workspaces that have nothing of it.
await import(join(folder, 'fleet', 'fleet.test.ts'))

test('a role changes hands as it is: a plugin that gives its people more is refused', async () => {
  await apply({ op: 'setRole', role: 'x.clerk', label: 'Clerk', grants: [{ entity: 'core.team', verbs: ['read'] }] })
  const { document } = await customState(platform.platform.world.db.owner, 'main')
  const roles = { 'x.clerk': rolePrint(document, 'x.clerk') ?? '' }
  const clerks = (...verbs: readonly string[]): Plugin =>
    definePlugin({
      ...{ id: 'clerks', version: '1.0.0', title: 'Clerks', description: 'For tests.', engines: { sangam: '^0.1.0' } },
      parts: [role('x.clerk', { label: 'Clerk', grants: [allow('core.team', verbs)] })],
      adopts: { roles },
    })
  await platform.restart(clerks('read', 'update'))
  expect(await plan('clerks')).toMatchObject({
    refused: 'x.clerk lets people do other things in Clerks than here. Make the plugin anew: sangam graduate.',
  })
  await platform.restart(clerks('read'))
  expect(await plan('clerks')).toMatchObject({ steps: ['Clerks takes over the roles Clerk. Who has them keeps them.'] })
})
