import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { type Listening, listen } from '../../core/http/server.ts'
import { deals } from '../engine/note.ts'
import { withClient, withTypes } from './programs.ts'

const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)
let platform: TestPlatform
let server: Listening
let folder: string

/** A workspace as it lives: plugins, and what an administrator added to them. */
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads, deals] })
  const colour = {
    op: 'addField',
    entity: 'leads.lead',
    field: 'x_colour',
    type: 'choice',
    options: { choices: [{ value: 'red' }, { value: 'green' }], label: 'Colour */ export' },
  }
  const vehicle = { op: 'addEntity', entity: 'x.vehicle', label: 'Vehicle', fields: [{ field: 'plate', type: 'text', options: { required: true } }] }
  // What one makes of a vehicle would be called like it.
  const other = { op: 'addEntity', entity: 'x.vehicleNew', label: 'New vehicle', fields: [{ field: 'plate', type: 'text' }] }
  await platform.admin.post('/api/model/apply', { title: 'Own', operations: [colour, vehicle, other] })
  server = await listen(platform.platform.app, { ...platform.platform.world.config, port: 0, host: '127.0.0.1' })
  // Within the project, where its packages are found.
  await mkdir(join(root, '.cache'), { recursive: true })
  folder = await mkdtemp(join(root, '.cache', 'clients-'))
})
afterAll(async () => {
  await server?.close()
  await platform?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What the compiler says of some files, under the strictest rules. */
async function compiled(compiler: string, ...files: readonly string[]): Promise<string> {
  const options = { strict: true, noEmit: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', allowImportingTsExtensions: true }
  const more = {
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    types: [],
    lib: ['es2022', 'dom', 'dom.iterable'],
  }
  const project = join(folder, `${files[0]}.json`)
  await writeFile(project, JSON.stringify({ compilerOptions: { ...options, ...more }, files }))
  return run(process.execPath, [compiler, '-p', project]).then(
    () => '',
    (error: { stdout?: string }) => error.stdout ?? String(error),
  )
}

const text = async (path: string, role?: string): Promise<string> => String((await (role ? await platform.as(role) : platform.admin).ask('GET', path)).json)

test('the types of a workspace compile, take what is right and refuse what is wrong, fields of its own among it', async () => {
  const types = await text('/api/types.ts')
  await writeFile(join(folder, 'types.ts'), types)
  await writeFile(join(folder, 'uses.ts'), withTypes)

  expect(await compiled(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), 'uses.ts', 'types.ts')).toBe('')
  expect(types).toContain('/** Colour * / export */')
  expect(types).toContain("readonly 'x.vehicleNew': XVehicleNew2Types")
  const told = await text('/api/types.ts', 'deals.seller')
  expect([types, told].map(one => ['margin', 'weight', 'DealsFirm', 'LeadsLead'].map(name => new RegExp(`\\b${name}\\b`).test(one)))).toEqual([
    [true, true, true, true],
    [false, true, true, false],
  ])
  expect(/export type DealsDealNew = \{([\s\S]*?)\n\}/.exec(told)?.[1]).not.toContain('weight')
})

test('a client generated from the API’s document compiles, and lists, makes, changes and removes', async () => {
  const manager = await platform.as('leads.manager')
  const document = await manager.get('/api/openapi.json')
  expect(await new Validator().validate(document as never)).toMatchObject({ valid: true })
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
  const own = createRequire(join(import.meta.dirname, 'package.json'))
  const generator = join(own.resolve('openapi-typescript/package.json'), '..', 'bin', 'cli.js')
  await run(process.execPath, [generator, join(folder, 'openapi.json'), '-o', join(folder, 'schema.d.ts')])
  const program = join(folder, 'client.ts')
  await writeFile(program, withClient)
  expect(await compiled(own.resolve('typescript/bin/tsc'), 'client.ts')).toBe('')

  const { db } = platform.platform.world
  const [row] = await db.app.run<{ account: string }>(sql`select account::text from main.core_user where id = ${manager.userId}::uuid`)
  const shape = { account: row?.account ?? '', workspace: 'main', name: 'Integrator', role: null, expiresAt: '2027-12-31T00:00:00.000Z' }
  const { key } = await makeKey(db.app, shape, new Date(platform.clock.now()))
  const { run: use } = (await import(pathToFileURL(program).href)) as { run(url: string, key: string): Promise<object> }
  expect(await use(`http://127.0.0.1:${server.port}`, key)).toEqual({
    source: 'referral',
    refused: 'changed_meanwhile',
    found: ['Looms'],
    count: 1,
    amount: '12.5',
    choice: 'red',
    quantities: ['2'],
    lost: 200,
    removed: 200,
  })
})

test('what is answered is what the document says', async () => {
  const { admin } = platform
  const document = (await admin.get('/api/openapi.json')) as { components: object }
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ ...document, $id: 'api' })
  const party = (await admin.post('/api/records/parties.party', { name: 'Gupta', kind: 'organisation' })) as { id: string }
  await admin.post('/api/records/leads.lead', {
    title: 'Looms',
    party: party.id,
    lines: [{ description: 'A', quantity: '2', price: { amount: '3', currency: 'INR' } }],
  })
  const wrong: string[] = []
  for (const entity of ['leads.lead', 'leads.stage', 'parties.party', 'core.user', 'core.company', 'deals.firm']) {
    const name = entity.replace('.', '_')
    const { items } = (await admin.get(`/api/records/${entity}?limit=3`)) as { items: { id: string }[] }
    const whole = await Promise.all(items.map(({ id }) => admin.get(`/api/records/${entity}/${id}`)))
    for (const [schema, answers] of [
      [name, whole],
      [`${name}_row`, items],
    ] as const) {
      const check = ajv.compile({ type: 'array', minItems: 1, items: { $ref: `api#/components/schemas/${schema}` } })
      if (!check(answers)) wrong.push(`${schema}: ${ajv.errorsText(check.errors)}`)
    }
  }
  expect(wrong).toEqual([])
})
