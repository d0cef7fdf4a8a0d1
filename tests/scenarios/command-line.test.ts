import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { boot } from '../../core/boot.ts'
import { packageAt } from '../../core/cli/pack-plugin.ts'
import { run } from '../../core/cli/program.ts'
import { readConfig } from '../../core/config.ts'
import { openPool } from '../../core/data/connection.ts'
import { createTestDatabase, type TestDatabase } from '../../core/data/testing.ts'
import { findPlugins } from '../../core/plugins.ts'
import { group } from '../../core/records/aggregate.ts'
import { systemContext } from '../../core/records/context.ts'
import { completeSetup } from '../../core/setup.ts'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { writtenPlugin } from '../docs/pasted.ts'
import { openRegistry, sum512 } from '../engine/npm.ts'
import { packedText } from '../engine/packed.ts'
import { folder as data } from './crm.ts'

let folder: string
let base: TestDatabase
let out = ''
let err = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sangam-cli-'))
  base = await createTestDatabase('cli')
  vi.stubEnv('DATABASE_URL', base.url)
  vi.stubEnv('SANGAM_DATA', folder)
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const platform = await boot({
    config: readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '3' }),
    ...(await findPlugins()),
    log: quiet,
    background: false,
  })
  const company = { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }
  await completeSetup(platform.world, {
    name: 'Asha',
    email: 'asha@example.com',
    password: 'correct horse battery',
    company,
    locale: 'en',
    plugins: ['parties', 'items'],
    sample: false,
  })
  await platform.stop()
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    err += String(text)
    return true
  })
})
beforeEach(() => {
  out = ''
  err = ''
  process.exitCode = undefined
})
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  process.exitCode = undefined
  await base.drop()
  await rm(folder, { recursive: true, force: true })
})

const imported = (entity: string, file: string, map: string, ...more: string[]): Promise<number> =>
  run(['import', entity, join(data, file), '--map', join(data, 'maps', map), ...more])

test('plugins are listed, and one is enabled with what it needs', async () => {
  expect([await run(['plugin', 'list']), err]).toEqual([0, ''])
  expect(out).toMatch(/leads +0\.1\.0 +available/)
  expect(await run(['plugin', 'enable', 'leads'])).toBe(0)
  expect(out).toContain('leads is enabled.')
})

test('a plugin is disabled and taken back, put away, deleted for good and enabled anew, each told of as it is done', async () => {
  const said = async (...args: string[]) => {
    out = ''
    return [await run(['plugin', ...args]), ...out.trimEnd().split('\n')]
  }
  const [screens, roles] = [
    'Leads, Pipelines, Stages, Monday review.',
    'Brings the roles Salesperson, Team leader, Sales manager. Give them to people under Users.',
  ]
  const stops = [
    ...['No longer answers at 1 address, about: Leads. (GET /api/plugins/leads/x/forecast)', 'No longer has a say in changes of Activities.'],
    ...['No longer tells others: Lead won. (leads.leadWon)', 'No longer runs by itself: Notices of quiet leads. (leads.remind)'],
    'Whoever has these roles may do nothing by them meanwhile: Salesperson, Team leader, Sales manager.',
  ]
  const gone = [
    `Takes from the navigation: ${screens}`,
    ...['Takes away 1 board: Leads.', 'Takes away 1 dashboard: Sales.', 'No longer lays out 3 forms: Leads, Pipelines, Stages.'],
    ...['Takes 1 part from pages of others: Parties.', 'No longer prints 1 document: Quotation.', 'Takes away 1 page of settings: Leads.'],
  ]
  const away = [...gone, ...stops, 'Puts away 4 tables with 8 records for 30 days. Until then all of it can be put back.']
  expect(await said('disable', 'leads')).toEqual([0, ...gone, ...stops, 'All its records stay and are there again when it is enabled.', 'leads is disabled.'])
  const back = [
    `Adds to the navigation: ${screens}`,
    ...['Brings 1 board: Leads.', 'Brings 1 dashboard: Sales.', 'Lays out 3 forms: Leads, Pipelines, Stages.'],
    ...['Puts 1 part on pages of others: Parties.', 'Prints 1 document: Quotation.', 'Brings 1 page of settings: Leads.', roles],
    ...['Answers at 1 address of its own, about: Leads. (GET /api/plugins/leads/x/forecast)', 'Has a say in every change of Activities.'],
    ...['Tells others when something happens: Lead won. (leads.leadWon)', 'Runs by itself: Notices of quiet leads. (leads.remind)'],
  ]
  expect(await said('undo', 'leads')).toEqual([0, 'Its tables are still there, with all their records.', ...back, 'The last change of leads is taken back.'])
  expect(await said('upgrade', 'leads', '--plan')).toEqual([0, 'Its records are of version 0.1.0 already.'])

  const plan = await said('uninstall', 'leads', '--plan')
  expect(plan.slice(0, away.length + 1)).toEqual([0, ...away])
  const table = plan.slice(away.length + 2, plan.indexOf('', away.length + 2)).map(line =>
    String(line)
      .replace(/ +– {2,}\d+ ms$/, '')
      .replace(/ {2,}/g, '  '),
  )
  expect([table[0], ...table.slice(2).toSorted()]).toEqual([
    'When  What  Where  Rows  About',
    ...['contact', 'owner', 'party', 'team'].map(name => `at the end  drop constraint  leads_lead.leads_lead_${name}_fk`),
    'at the end  drop constraint  leads_lead_line.leads_lead_line_item_fk',
    ...['lead', 'lead_line', 'pipeline', 'stage'].map(name => `at the end  move table  leads_${name}`),
    'at the end  new model',
  ])
  expect(await said('uninstall', 'leads')).toEqual([0, ...away, 'leads is uninstalled.'])
  expect(await said('delete', 'leads')).toEqual([
    0,
    'Deletes 4 tables with 8 records for good, and what people wrote, shared and saved about them. This can’t be taken back.',
    expect.stringMatching(/^The history of these records stays\. By itself this would be done on \d{4}-\d\d-\d\d\.$/),
    'Nothing of leads is left.',
  ])
  expect(await said('enable', 'leads')).toEqual([
    0,
    expect.stringMatching(/^Makes 4 tables with \d+ columns\. Nothing that is there is changed\.$/),
    ...back,
    'leads is enabled.',
  ])
  expect([await said('undo', 'items'), await said('release', 'nowhere'), err]).toEqual([
    [1, ''],
    [1, ''],
    'There is nothing to take back here.\nThere is no such plugin here. Name the folder that its package.json lies in.\n',
  ])
})

test('somebody else’s plugin is installed out of its folder or by its name, told of, and removed', async () => {
  await using written = await writtenPlugin('vehicles', 'Vehicle')
  await using registry = await openRegistry()
  const done = [
    await run(['plugin', 'install', written.folder]),
    await run(['plugin', 'list']),
    await run(['doctor']),
    await run(['plugin', 'remove', 'vehicles']),
  ]
  expect([done, err]).toEqual([[0, 0, 0, 0], ''])
  expect(out).toContain('Its server half runs in a process of its own')
  expect(out).toContain('Vehicles 0.1.0 is installed. Now: sangam plugin enable vehicles')
  expect(out).toMatch(/^vehicles\s+0\.1\.0\s+available\s+Vehicles$/m)
  expect(out).toContain('vehicles is removed.')

  const archive = await packageAt(written.folder)
  const { name } = JSON.parse(await readFile(join(written.folder, 'package.json'), 'utf8')) as { readonly name: string }
  registry.publish(name, { '0.1.0': { archive } })
  vi.stubEnv('SANGAM_NPM_REGISTRY', registry.address)
  expect([await run(['plugin', 'install', `${name}@^0.1.0`]), err]).toEqual([
    1,
    expect.stringMatching(/^SANGAM_NPM_REGISTRY is "http:.+SANGAM_LOCAL_HOSTS names\.\n$/),
  ])
  vi.stubEnv('SANGAM_LOCAL_HOSTS', 'localhost')
  expect([await run(['plugin', 'install', `${name}@^0.1.0`]), await run(['plugin', 'remove', 'vehicles'])]).toEqual([0, 0])
  expect(out).toContain(`${name} 0.1.0 from ${registry.address}, ${sum512(archive)}\n`)
  expect([await run(['plugin', 'install', `${name}@^2.0.0`]), err]).toEqual([
    1,
    expect.stringContaining(`No version of ${name} fits ^2.0.0. There are: 0.1.0.`),
  ])
  expect([await run(['plugin', 'install', './vehicles.tgz']), err]).toEqual([1, expect.stringContaining('vehicles.tgz')])
})

test('a plugin that is enabled without its first records ends with 1, and they are made again once it is mended', async () => {
  const barges = async (version: string, name: string) => {
    const text = `
      import { defineEntity, definePlugin, seed, text } from '@sangam/sdk'
      const Barge = defineEntity('barges.barge', { title: 'name', fields: { name: text({ required: true, max: 5 }) } })
      export default definePlugin({
        id: 'barges', version: '${version}', title: 'Barges', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Barge],
        parts: [seed('barges.first', { run: async ctx => void (await ctx.repo(Barge).create({ name: '${name}' })) })],
      })`
    const file = join(folder, `barges-${version}.tgz`)
    await writeFile(file, await packedText('barges', text))
    return file
  }
  const missing =
    'Barges is enabled without its first records (barges.first), which could not be made. Barge “Ganga and Yamuna”: Name takes at most 5 characters. Have them made again on the page of plugins once this is mended.\nOr here: sangam plugin seed barges\n'
  const ran = async (...args: string[]) => {
    out = ''
    process.exitCode = undefined
    return [await run(args), out]
  }
  const said = (...args: string[]) => ran('plugin', ...args)
  await said('install', await barges('1.0.0', 'Ganga and Yamuna'))
  expect(await said('enable', 'barges')).toEqual([1, expect.stringContaining(`barges is enabled.\n${missing}`)])
  expect(await said('seed', 'barges')).toEqual([1, missing])
  expect(await ran('doctor')).toEqual([1, expect.stringContaining(`LOOK  Workspace main: ${missing.replace('\n', ' ')}`)])
  await said('install', await barges('1.0.1', 'Ganga'))
  expect([await said('seed', 'barges'), await said('seed', 'leads')]).toEqual([
    [0, 'All first records of barges are made.\n'],
    [0, 'All first records of leads are made.\n'],
  ])
  expect(await ran('doctor')).toEqual([0, expect.stringContaining('ok    Workspace main: every plugin has its first records.\n')])
  await said('uninstall', 'barges')
})

test('an import without --commit only tells what it would do', async () => {
  expect(await imported('parties.party', 'accounts.csv', 'accounts.json')).toBe(0)
  expect(out).toContain('To create 85, to update 0, as they are 0, refused 0.')
  expect(out).toContain('Nothing was written.')
})

test('the whole of a seller’s data comes in by the command line, and what is missing is said before', async () => {
  await imported('parties.party', 'accounts.csv', 'accounts.json', '--commit')
  await imported('items.item', 'products.csv', 'products.json', '--currency', 'USD', '--commit')
  await imported('core.team', 'sales_teams.csv', 'teams.json', '--commit')
  expect(await imported('leads.lead', 'sales_pipeline.csv', 'deals.json', '--currency', 'USD', '--dates', 'mdy', '--commit')).toBe(0)
  expect(out).toContain('Written: 8800 created, 0 updated, 0 as they were, 0 left out.')
  expect(err).toBe('')
  const config = readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '3' })
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const platform = await boot({ config, ...(await findPlugins()), log: quiet, background: false })
  const rows = await systemContext(platform.world, 'main', 'Looks at what came in', 'cli', ctx =>
    group(ctx, 'leads.lead', { group: ['stage.name', 'state'], measures: ['count', 'sum:value.amount'], sort: ['-count'] }),
  )
  await platform.stop()
  expect(rows).toEqual([
    { 'stage.name': 'Won', state: 'won', count: 4238, 'sum:value.amount': '10005534' },
    { 'stage.name': 'Lost', state: 'lost', count: 2473, 'sum:value.amount': '0' },
    { 'stage.name': 'Engaging', state: 'open', count: 1589, 'sum:value.amount': null },
    { 'stage.name': 'Prospecting', state: 'open', count: 500, 'sum:value.amount': null },
  ])
})

test('the same file again makes nothing', async () => {
  expect(await imported('parties.party', 'accounts.csv', 'accounts.json', '--commit')).toBe(0)
  expect(out).toContain('Written: 0 created, 0 updated, 85 as they were, 0 left out.')
})

test('records go out into a file, as the person named may see them', async () => {
  const file = join(folder, 'won.csv')
  expect([await run(['export', 'leads.lead', file, '--where', '{"state":"won"}', '--fields', 'externalId,value']), err]).toEqual([0, ''])
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(4239)
  expect(lines[0]).toBe('\ufeffExternal ID,Value,Value (Currency)')
  const paper = join(folder, 'teams.pdf')
  expect(await run(['export', 'core.team', paper])).toBe(0)
  expect(pagesOf(await readFile(paper))[0]).toContain('Teams')
})

test('the types of the workspace are written for programs, as the person named may see them', async () => {
  const file = join(folder, 'sangam.ts')
  expect([await run(['types', '--out', file]), out, err]).toEqual([0, `Wrote ${file}.\n`, ''])
  expect(await readFile(file, 'utf8')).toContain("readonly 'leads.lead': LeadsLeadTypes")
  expect(await run(['types', '--as', 'nobody@example.com'])).toBe(1)
  expect(await run(['types', '--workspace', 'nowhere'])).toBe(1)
  expect(err).toBe('Nobody who may sign in has the address nobody@example.com.\nThere is no workspace nowhere.\n')
})

test('users are listed, a key is made and a leaver disabled', async () => {
  expect(await run(['user', 'key', 'asha@example.com', '--name', 'script'])).toBe(0)
  expect(out).toMatch(/^sgm_[\w-]{43}$/m)
  expect([await run(['user', 'key', 'asha@example.com', '--name', 'agent', '--may', 'look']), err]).toEqual([1, '"--may" is one of write, plan, read.\n'])
  err = ''
  expect(await run(['user', 'list'])).toBe(0)
  expect(out).toContain('asha@example.com')
  expect(await run(['user', 'keys'])).toBe(0)
  const [id = '', row = ''] = /^(\S{36}) +(script .*)$/m.exec(out)?.slice(1) ?? []
  expect(row).toMatch(/^script +Asha\b.* +write +inForce\b/)
  expect([await run(['user', 'revoke-key', id]), out.endsWith('The key is revoked.\n')]).toEqual([0, true])
  expect([await run(['user', 'revoke-key', id]), err]).toEqual([1, 'There is no such record, or you may not see it.\n'])
  err = ''
  expect([await run(['user', 'disable', 'asha@example.com']), err]).toEqual([1, 'Someone must stay the owner. Make another person an owner first.\n'])
})

test('a change that somebody altered behind the server is named by the doctor, with its record and version', async () => {
  const superuser = openPool({ url: base.url, size: 1, name: 'superuser' })
  const [row] = await superuser.run<{ id: string; record: string; snapshot: string }>(
    sql`select id::text, record_id::text as record, snapshot::text from main.core_history where entity = 'core.company' order by id limit 1`,
  )
  const write = (snapshot = '') => superuser.run(sql`update main.core_history set snapshot = ${snapshot}::text::jsonb where id = ${row?.id}::bigint`)
  await write(row?.snapshot.replace('Sharma', 'Gupta'))
  expect([await run(['doctor']), out]).toEqual([1, expect.stringContaining(`tampered with: core.company ${row?.record}, version 1, was altered`)])
  await write(row?.snapshot)
  await superuser.close()
  out = ''
  process.exitCode = undefined
  expect([await run(['doctor']), out]).toEqual([0, expect.stringContaining('the history is whole')])
})

test('what is wrong is one sentence with the way out', async () => {
  expect([await run(['import', 'leads.lead', 'nowhere.csv']), err]).toEqual([1, expect.stringMatching(/^There is no file .*nowhere\.csv\.\n$/)])
  err = ''
  expect([await run(['export', 'leads.lead', 'a.doc']), err]).toEqual([1, 'Name a file that ends in .csv, .xlsx, .jsonl or .pdf.\n'])
})
