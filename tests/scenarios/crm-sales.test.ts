import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backup } from '../../core/backup/backup.ts'
import { restore } from '../../core/backup/restore.ts'
import { boot } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { openDatabase } from '../../core/data/database.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { group as groups } from '../../core/records/aggregate.ts'
import { systemContext } from '../../core/records/context.ts'
import { accounts, columnsOf, deals, folder, importCrm, planFile, type Staged } from './crm.ts'

let platform: TestPlatform
let counts: Awaited<ReturnType<typeof importCrm>>
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, leads] })
  counts = await importCrm(platform.admin)
}, 240_000)
afterAll(() => platform.stop())

const group = async (query: object) => ((await platform.admin.post('/api/query/leads.lead', query)) as { items: object[] }).items

test('every row of the four files is taken', () => {
  expect(counts).toEqual({
    'accounts.csv': { create: 85, update: 0, same: 0, refuse: 0 },
    'products.csv': { create: 7, update: 0, same: 0, refuse: 0 },
    'sales_teams.csv': { create: 6, update: 0, same: 29, refuse: 0 },
    'sales_pipeline.csv': { create: 8800, update: 0, same: 0, refuse: 0 },
  })
})

test('the totals agree with the file to the unit', async () => {
  const rows = await group({ group: ['stage.name', 'state'], measures: ['count', 'sum:value.amount'], sort: ['-count'] })
  expect(rows).toEqual([
    { 'stage.name': 'Won', state: 'won', count: 4238, 'sum:value.amount': '10005534' },
    { 'stage.name': 'Lost', state: 'lost', count: 2473, 'sum:value.amount': '0' },
    { 'stage.name': 'Engaging', state: 'open', count: 1589, 'sum:value.amount': null },
    { 'stage.name': 'Prospecting', state: 'open', count: 500, 'sum:value.amount': null },
  ])
})

test('a list counts as far as a thousand unless it is asked for more', async () => {
  const counted = async (count: string) =>
    ((await platform.admin.post('/api/query/leads.lead', { count, limit: 1, fields: ['title'] })) as { count: number }).count
  expect([await counted('capped'), await counted('exact'), await counted('none')]).toEqual([1001, 8800, null])
})

test('deals without an account are called by their number, the others by their account', async () => {
  const without = (await platform.admin.post('/api/query/leads.lead', {
    where: { party: { isEmpty: true } },
    count: 'exact',
    limit: 3,
    fields: ['title', 'externalId'],
  })) as { count: number; items: { title: string; externalId: string }[] }
  expect(without.count).toBe(1425)
  for (const item of without.items) expect(item.title).toBe(item.externalId)
})

test('agents and managers are users who can’t sign in, in teams with a region', async () => {
  const users = (await platform.admin.get('/api/users')) as { items: { state: string }[] }
  expect(users.items.filter(user => user.state === 'noSignIn')).toHaveLength(41)
  const teams = (await platform.admin.get('/api/records/core.team?fields=name,region,leader.name,members')) as { items: { members: object[] }[] }
  expect(teams.items).toHaveLength(6)
  expect(teams.items.reduce((sum, team) => sum + team.members.length, 0)).toBe(35)
  expect(teams.items).toContainEqual(expect.objectContaining({ name: 'Dustin Brinkmann', region: 'Central', 'leader.name': 'Dustin Brinkmann' }))
})

test('parents are linked, and the two spellings of a product are one product', async () => {
  const parents = (await platform.admin.post('/api/query/parties.party', { where: { parent: { isEmpty: false } }, count: 'exact', limit: 1 })) as {
    count: number
  }
  expect(parents.count).toBe(15)
  const pro = (await platform.admin.post('/api/query/leads.lead', { where: { lines: { some: { 'item.name': 'GTX Pro' } } }, count: 'exact', limit: 1 })) as {
    count: number
  }
  expect(pro.count).toBe(1480)
})

test('history shows all of them, by whom and from where', async () => {
  const [row] = await platform.platform.world.db.owner.run(
    sql`select count(*)::int as count, min(origin) as origin, count(distinct by_user)::int as people from main.core_history where entity = 'leads.lead'`,
  )
  expect(row).toEqual({ count: 8800, origin: 'import', people: 1 })
})

test('the same files again change nothing', { timeout: 240_000 }, async () => {
  const again = await importCrm(platform.admin)
  expect(Object.values(again).map(({ create, update, refuse }) => ({ create, update, refuse }))).toEqual(Array(4).fill({ create: 0, update: 0, refuse: 0 }))
})

const stageText = async (who: TestClient, entity: string, name: string, text: string): Promise<Staged> =>
  (await who.ask('POST', `/api/imports/${entity}?name=${name}`, text, { 'Content-Type': 'text/csv' })).json as unknown as Staged

test('a file in which two values are others changes these two records alone, and taken back they are as before', async () => {
  const { admin } = platform
  const file = (await readFile(join(folder, 'accounts.csv'), 'utf8')).replace('1100.04,2822', '1100.04,3000').replace('medical,1999,251.41', 'medical,1999,300')
  const staged = await stageText(admin, 'parties.party', 'accounts.csv', file)
  const counts = { create: 0, update: 2, same: 83, refuse: 0 }
  expect((await planFile(admin, 'parties.party', staged.id, accounts(staged))).counts).toEqual(counts)
  expect(await admin.post(`/api/imports/parties.party/${staged.id}/commit`)).toMatchObject({ counts })
  const changed = async () => {
    const { items } = (await admin.post('/api/query/parties.party', {
      where: { name: { in: ['Acme Corporation', 'Betasoloin', 'Betatech'] } },
      fields: ['id', 'name', 'employees', 'revenue', 'version'],
      sort: ['name'],
    })) as { items: { id: string; name: string; employees: number; revenue: string; version: number }[] }
    return { ids: items.map(one => one.id), values: items.map(one => [one.name, one.employees, one.revenue, one.version]) }
  }
  const { ids, values } = await changed()
  const betatech = ['Betatech', 1185, '647.18', 1]
  expect(values).toEqual([['Acme Corporation', 3000, '1100.04', 2], ['Betasoloin', 495, '300', 2], betatech])
  const history = (await admin.get(`/api/records/parties.party/${ids[0]}/history`)) as { items: object[] }
  expect(history.items).toMatchObject([{ verb: 'update', version: 2, origin: 'import', changes: { employees: { from: 2822, to: 3000 } } }, { verb: 'create' }])
  expect(await admin.post(`/api/imports/parties.party/${staged.id}/undo`)).toEqual({ removed: 0, restored: 2, kept: [] })
  expect((await changed()).values).toEqual([['Acme Corporation', 2822, '1100.04', 3], ['Betasoloin', 495, '251.41', 3], betatech])
})

test('a backup taken while it runs opens elsewhere, with the same totals, history and sign-ins', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-drill-'))
  const elsewhere = await createTestDatabase('drill')
  const { world } = platform.platform
  try {
    const { key } = await backup(world, createWriteStream(join(folder, 'crm.backup')))
    // What was backed up on a server is opened in an embedded database, where the whole run is on a server.
    const server = process.env.SANGAM_TEST_DATABASE_URL === undefined
    const config = readConfig({ ...(server && { DATABASE_URL: elsewhere.url }), SANGAM_DATA: folder, SANGAM_POOL: '3' })
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const bare = await openDatabase(config, log)
    await restore({ config, db: bare }, join(folder, 'crm.backup'), { replace: false, trust: key })
    await bare.close()
    const other = await boot({ config, plugins: world.plugins, log, clock: world.clock, background: false })
    const rows = await systemContext(other.world, 'main', 'Looks at what came back', 'cli', ctx =>
      groups(ctx, 'leads.lead', { group: ['state'], measures: ['count', 'sum:value.amount'], sort: ['state'] }),
    )
    const [kept] = await other.world.db.owner.run(
      sql`select (select count(*)::int from main.core_history where entity = 'leads.lead') as history, (select count(*)::int from sangam.account) as accounts`,
    )
    await other.stop()
    expect({ rows, kept }).toEqual({
      rows: [
        { state: 'lost', count: 2473, 'sum:value.amount': '0' },
        { state: 'open', count: 2089, 'sum:value.amount': null },
        { state: 'won', count: 4238, 'sum:value.amount': '10005534' },
      ],
      kept: { history: 8800, accounts: 1 },
    })
  } finally {
    await elsewhere.drop()
    await rm(folder, { recursive: true, force: true })
  }
})

test('who may bring deals in, and not begin them elsewhere, has those that are won or lost refused row by row; a loss says why', async () => {
  const reads = ['leads.pipeline', 'leads.stage', 'parties.party', 'items.item', 'items.unit'].map(entity => ({ entity, verbs: ['read'] }))
  const verbs = ['read', 'create', 'update', 'import']
  const roles = [
    ['x.brings', verbs],
    ['x.carries', [...verbs, 'startElsewhere']],
  ] as const
  const operations = roles.map(([role, may]) => ({ op: 'setRole', role, label: role, grants: [{ entity: 'leads.lead', verbs: may }, ...reads] }))
  await platform.admin.post('/api/model/apply', { operations })
  const rows = ['Won,3/1/2017,1054', 'Lost,3/18/2017,0', 'Engaging,,', 'Prospecting,,'].map((end, at) => `NEW${at},GTXPro,Cancity,${end}`)
  const told = async (role: string) => {
    const who = await platform.as(role)
    const staged = await stageText(who, 'leads.lead', 'deals.csv', ['opportunity_id,product,account,deal_stage,close_date,close_value', ...rows].join('\n'))
    const { fields } = (await deals(platform.admin, staged)) as { fields: { [path: string]: object } }
    const { owner: _, engagedAt: __, lostReason: ___, title: ____, ...mapped } = fields
    const mapping = { key: 'externalId', fields: { ...mapped, title: { columns: columnsOf(staged).opportunity_id } } }
    const { counts } = await planFile(who, 'leads.lead', staged.id, mapping)
    const { items } = (await who.get(`/api/imports/leads.lead/${staged.id}/rows?verdict=refuse`)) as unknown as {
      items: { row: number; issues: { field: string; code: string }[] }[]
    }
    return { counts, refused: items.map(({ row, issues }) => [row, ...issues.map(issue => `${issue.field}: ${issue.code}`)]) }
  }
  expect([await told('x.brings'), await told('x.carries')]).toEqual([
    {
      counts: { create: 2, update: 0, same: 0, refuse: 2 },
      refused: [
        [2, 'state: flow_start'],
        [3, 'lostReason: required', 'state: flow_start'],
      ],
    },
    { counts: { create: 3, update: 0, same: 0, refuse: 1 }, refused: [[3, 'lostReason: required']] },
  ])
})
