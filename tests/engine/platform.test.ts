import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Deal, deals, Firm } from './note.ts'
import { Stamp, stamps } from './stamps.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], installed: [stamps] })
})
afterAll(() => platform.stop())

describe('a plugin is enabled while people work', () => {
  test('its plan says what will be, and changes nothing', async () => {
    const plan = await platform.admin.post('/api/plugins/stamps/plan', { to: 'enabled' })
    expect(plan).toEqual({
      steps: [
        'Makes 1 table with 7 columns. Nothing that is there is changed.',
        'Adds to the navigation: Stamps.',
        'Brings 1 dashboard: Stamping.',
        'Adds 1 field to records of others: Deals › Stamp count.',
        'Brings the roles Clerk, Blind, Part. Give them to people under Users.',
        'Answers at 1 address of its own, about: Stamps.',
        'Has a say in every change of Deals.',
      ],
      technical: [{ step: 5, names: ['GET /api/plugins/stamps/x/newest'] }],
      tables: 1,
      columns: 7,
      schema: expect.any(Array),
      takes: expect.objectContaining({ on: 'copy' }),
    })
    expect((await platform.admin.ask('GET', '/api/records/stamps.stamp')).status).toBe(404)
  })

  test('it is there with the next request: its records, and its field on what is there already', async () => {
    const deal = await platform.admin.repo(Deal).create({ title: 'Before' })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'enabled' })
    await platform.admin.repo(Stamp).create({ name: 'First', deal: deal.id })
    expect(await platform.admin.get(`/api/records/deals.deal/${deal.id}?fields=stampCount`)).toMatchObject({ stampCount: 0 })
    await platform.admin.patch(`/api/records/deals.deal/${deal.id}`, { stampCount: 3 })
    expect(((await platform.admin.get('/api/meta')) as { entities: object }).entities).toHaveProperty(['stamps.stamp'])
  })

  test('what others stand on can’t be taken away under them', async () => {
    expect(await platform.admin.refused(platform.admin.post('/api/plugins/deals/apply', { to: 'disabled' }))).toMatchObject({
      status: 409,
      code: 'plan_refused',
      detail: 'Stamps needs it. Disable that first.',
    })
  })

  test('disabled, all of it is gone and its records stay; enabled again, all of it is back', async () => {
    const status = async (path: string) => (await platform.admin.ask('GET', path)).status
    const { items } = await platform.admin.repo(Deal).find({ where: { title: 'Before' } })
    const deal = items[0]?.id
    const refusesTitle = async () => {
      const { status } = await platform.admin.ask('PATCH', `/api/records/deals.deal/${deal}`, { title: 'Unstampable' })
      if (status === 200) await platform.admin.patch(`/api/records/deals.deal/${deal}`, { title: 'Before' })
      return status === 422
    }
    const look = async () => {
      const meta = (await platform.admin.get('/api/meta')) as {
        readonly entities: { readonly [name: string]: { readonly fields: object } }
        readonly lists: readonly { readonly entity: string; readonly menu?: string }[]
        readonly dashboards: readonly { readonly name: string }[]
        readonly plugins: readonly { readonly id: string }[]
      }
      const roles = (await platform.admin.get('/api/roles')) as object
      const { owner } = platform.platform.world.db
      return {
        records: await status('/api/records/stamps.stamp'),
        route: await status('/api/plugins/stamps/x/newest'),
        hook: await refusesTitle(),
        field: { told: 'stampCount' in (meta.entities['deals.deal']?.fields ?? {}), asked: await status(`/api/records/deals.deal/${deal}?fields=stampCount`) },
        entity: 'stamps.stamp' in meta.entities,
        navigation: meta.lists.flatMap(({ entity, menu }) => (entity === 'stamps.stamp' ? [menu] : [])),
        screens: meta.dashboards.map(one => one.name),
        plugins: meta.plugins.map(one => one.id),
        roles: JSON.stringify(roles).includes('stamps.clerk'),
        kept: await owner.run(sql`select s.name, d.stamp_count as count from main.stamps_stamp s join main.deals_deal d on d.id = s.deal`),
      }
    }
    const here = await look()
    expect(here).toEqual({
      records: 200,
      route: 200,
      hook: true,
      field: { told: true, asked: 200 },
      entity: true,
      navigation: ['Deals'],
      screens: ['stamps.desk'],
      plugins: ['core', 'deals', 'stamps'],
      roles: true,
      kept: [{ name: 'First', count: 3 }],
    })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'disabled' })
    expect(await look()).toEqual({
      records: 404,
      route: 404,
      hook: false,
      field: { told: false, asked: 400 },
      entity: false,
      navigation: [],
      screens: [],
      plugins: ['core', 'deals'],
      roles: false,
      kept: here.kept,
    })
    await platform.admin.post('/api/plugins/stamps/apply', { to: 'enabled' })
    expect(await look()).toEqual(here)
  })

  test('only an administrator may', async () => {
    const manager = await platform.as('deals.manager')
    expect(await manager.refused(manager.post('/api/plugins/stamps/apply', { to: 'disabled' }))).toMatchObject({ status: 403 })
  })
})

describe('groups as a file', () => {
  test('are those one may export, exactly, each currency by itself; the name of what they refer to stands for it', async () => {
    const [seller, other] = [await platform.as('deals.seller'), await platform.as('deals.seller')]
    const firm = await platform.admin.repo(Firm).create({ name: '=Gupta, Mills', kind: 'customer' })
    const amounts = ['900719925474099.31', '0.75'].map(amount => ({ amount, currency: 'INR' }))
    const values = [...amounts, { amount: '5', currency: 'USD' }]
    for (const value of values) await seller.repo(Deal).create({ title: 'Counted', firm: firm.id, closing: '2027-03-09', value })
    await other.repo(Deal).create({ title: 'Counted', value: { amount: '1', currency: 'INR' } })
    const where = encodeURIComponent(JSON.stringify({ title: 'Counted' }))
    const path = `/api/export/deals.deal?where=${where}&group=firm,closing:month&measures=count,sum:value.amount`
    expect(await seller.get(`${path}&format=csv`)).toBe(
      'Firm,Closing (month),Currency,Number of records,Value: Sum\r\n"\'=Gupta, Mills",2027-03-01,INR,2,900719925474100.06\r\n"\'=Gupta, Mills",2027-03-01,USD,1,5\r\n',
    )
    expect(String(await seller.get(`${path}&format=xlsx`)).slice(0, 2)).toBe('PK')
  })

  test('are refused to who may not export, of what one may not read, and in other forms', async () => {
    const [seller, looker] = [await platform.as('deals.seller'), await platform.as('deals.looker')]
    const refusals = [
      await looker.refused(looker.get('/api/export/deals.deal?group=state')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&measures=sum:margin')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&format=pdf')),
      await seller.refused(seller.get('/api/export/deals.deal?group=state&fields=title')),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([403, 400, 400, 400])
  })
})

describe('settings', () => {
  test('are checked like any field, and secrets are not shown again', async () => {
    expect(await platform.admin.refused(platform.admin.put('/api/settings/core.mail', { values: { port: 70_000, colour: 'x' } }))).toMatchObject({
      status: 422,
      errors: [
        { field: 'port', code: 'too_large' },
        { field: 'colour', code: 'unknown_field' },
      ],
    })
    const saved = await platform.admin.put('/api/settings/core.mail', { values: { host: 'mail.example.com', password: 'hush' } })
    expect(saved).toMatchObject({ values: { host: 'mail.example.com', port: 587, password: '••••••••' } })
    await platform.admin.put('/api/settings/core.mail', { values: { password: '••••••••', port: 25 } })
    const [row] = await platform.platform.world.db.owner.run<{ values: object }>(sql`select values from main.core_setting where name = 'core.mail'`)
    expect(row?.values).toMatchObject({ password: 'hush', port: 25 })
    await platform.admin.put('/api/settings/core.mail', { values: { host: null } })
  })

  test('a password is for the server it was given for: it goes with that one, however the page comes to name another', async () => {
    const save = async (values: object) => ((await platform.admin.put('/api/settings/core.mail', { values })) as { values: object }).values
    for (const way of [
      [{ host: 'other.example.com', password: '••••••••' }],
      [{ host: 'other.example.com' }],
      [{ host: null }, { host: 'other.example.com' }],
    ]) {
      expect(await save({ host: 'mail.example.com', password: 'hush' })).toMatchObject({ password: '••••••••' })
      const saved = []
      for (const values of way) saved.push(await save(values))
      expect(saved.at(-1)).toMatchObject({ host: 'other.example.com', password: null })
    }
    expect(await save({ host: 'mail.example.com', password: 'new' })).toMatchObject({ password: '••••••••' })
    await save({ host: null })
  })
})

describe('the model over HTTP', () => {
  test('is sent once for as long as it is the same', async () => {
    const first = await platform.admin.ask('GET', '/api/meta')
    const again = await platform.admin.ask('GET', '/api/meta', undefined, { 'If-None-Match': first.headers.get('ETag') ?? '' })
    expect([first.status, again.status, again.json]).toEqual([200, 304, ''])
  })

  test('is described for programs, with what the caller may see and do only', async () => {
    const looker = await platform.as('deals.looker')
    const described = (await looker.get('/api/openapi.json')) as { openapi: string; paths: { [path: string]: object } }
    expect(described.openapi).toBe('3.1.0')
    expect(Object.keys(described.paths['/api/records/deals.deal'] ?? {})).toEqual(['get'])
    expect(described.paths).not.toHaveProperty(['/api/records/deals.firm'])
    expect(described.paths).not.toHaveProperty(['/api/records/core.setting'])
  })
})

test('several writes over several entities are one, and later ones name earlier ones', async () => {
  const [firm, deal] = (await platform.admin.post('/api/batch', [
    { entity: 'deals.firm', verb: 'create', values: { name: 'Batch & Sons', kind: 'customer' }, as: 'firm' },
    { entity: 'deals.deal', verb: 'create', values: { title: 'For them', firm: '$ref:firm' } },
  ])) as { id: string; firm: string }[]
  expect(deal?.firm).toBe(firm?.id)
})

test('pages follow each other without a gap or a twin, whatever is sorted by and whatever is empty', async () => {
  const firm = await platform.admin.repo(Firm).create({ name: 'Pages', kind: 'customer' })
  await platform.admin.repo(Deal).createMany(
    Array.from({ length: 57 }, (_, at) => ({
      title: `Page ${at % 9}`,
      firm: firm.id,
      score: at % 4 === 0 ? null : at % 5,
      hot: at % 3 !== 1,
      closing: at % 3 === 0 ? null : `2027-0${(at % 8) + 1}-11`,
    })),
  )
  for (const sort of [
    ['score'],
    ['-score'],
    ['closing', '-title'],
    ['-closing', 'score'],
    ['firm.name', 'title'],
    ['-value', 'title'],
    ['createdAt'],
    ['hot', 'title'],
    ['-hot'],
  ]) {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = (await platform.admin.post('/api/query/deals.deal', {
        where: { firm: firm.id },
        sort,
        fields: ['id'],
        limit: 10,
        ...(after && { after }),
      })) as { items: { id: string }[]; next: string | null }
      seen.push(...page.items.map(item => item.id))
      after = page.next ?? undefined
    } while (after)
    const whole = (await platform.admin.post('/api/query/deals.deal', { where: { firm: firm.id }, sort, fields: ['id'], limit: 100 })) as {
      items: { id: string }[]
    }
    expect({ sort, seen }).toEqual({ sort, seen: whole.items.map(item => item.id) })
    expect(new Set(seen).size).toBe(57)
  }
})
