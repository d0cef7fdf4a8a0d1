import { OData } from '@odata/client'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { type Listening, listen } from '../../core/http/server.ts'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let seller: TestClient
let server: Listening
let excel: ReturnType<typeof OData.New4>
let sellerKey: string
let firm: string

/** A key for a program, as a person makes it for themselves. */
async function keyOf(client: TestClient): Promise<string> {
  const { db } = platform.platform.world
  const [row] = await db.app.run<{ account: string }>(sql`select account::text from main.core_user where id = ${client.userId}::uuid`)
  const shape = { account: row?.account ?? '', workspace: 'main', name: 'Excel', role: null, expiresAt: '2027-12-31T00:00:00.000Z' }
  return (await makeKey(db.app, shape, new Date(platform.clock.now()))).key
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  const apple = await platform.admin.repo(Firm).create({ name: "Apple, O'Neil", kind: 'customer', secret: 'gold' })
  firm = apple.id
  await platform.admin.repo(Deal).createMany([
    { title: 'Looms', firm, owner: seller.userId, score: 80, margin: '9', closing: '2027-03-31', value: { amount: '90071992547409.9301', currency: 'INR' } },
    { title: 'Yarn', firm, owner: seller.userId, score: 10, closing: '2027-04-01', tags: ['vip', 'late'] },
    { title: 'Silk', score: 90, hot: true },
  ])
  server = await listen(platform.platform.app, { ...platform.platform.world.config, port: 0, host: '127.0.0.1' })
  sellerKey = await keyOf(seller)
  excel = OData.New4({ serviceEndpoint: `http://127.0.0.1:${server.port}/api/odata/`, credential: { username: 'any name', password: sellerKey } })
})
afterAll(async () => {
  await server.close()
  await platform.stop()
})

const titles = (items: readonly { readonly title?: string }[]): (string | undefined)[] => items.map(item => item.title)

describe('An OData client with a key as its password', () => {
  const set = () => excel.getEntitySet<{ id: string; title: string; firm_title: string; closing: string; tags: string }>('deals_deal')

  it('reads what its person may see, in the order and the columns it asks for', async () => {
    const found = await set().query(excel.newParam().select(['title', 'firm_title', 'closing', 'tags']).orderby('title', 'desc'))
    expect(found.map(({ title, firm_title, closing, tags }) => ({ title, firm_title, closing, tags }))).toEqual([
      { title: 'Yarn', firm_title: "Apple, O'Neil", closing: '2027-04-01', tags: 'vip; late' },
      { title: 'Looms', firm_title: "Apple, O'Neil", closing: '2027-03-31', tags: '' },
    ])
  })

  it.each([
    ["firm_title eq 'Apple, O''Neil' and score gt 10", ['Looms']],
    ['closing ge 2027-04-01', ['Yarn']],
    ['value_amount eq null', ['Yarn']],
    ["not (contains(title, 'LOO') or startswith(title, 'z'))", ['Yarn']],
    ["title in ('Looms', 'Silk')", ['Looms']],
    ["value_currency ne 'USD'", ['Looms', 'Yarn']],
    ['hot eq false and value_amount gt 1000.5', ['Looms']],
  ])('finds by %s', async (filter, found) => {
    expect(titles(await set().query(excel.newParam().filter(filter).orderby('title', 'asc')))).toEqual(found)
  })

  it('finds by the id of what is referred to, and reads one record by its own', async () => {
    const [looms] = await set().query(excel.newParam().filter(`firm eq ${firm}`).orderby('title', 'asc').top(1))
    expect(looms?.title).toBe('Looms')
    expect((await set().retrieve(String(looms?.id))).firm_title).toBe("Apple, O'Neil")
  })

  it('counts', async () => {
    expect(await set().count()).toBe(2)
  })
})

describe('The feed', () => {
  const ask = async (path: string, key: string | null, headers: { readonly [name: string]: string } = {}) => {
    const basic = key === null ? {} : { Authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` }
    const answer = await fetch(path.startsWith('http') ? path : `http://127.0.0.1:${server.port}/api/odata${path}`, { headers: { ...basic, ...headers } })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  it('asks a stranger for a name and a password, and takes no wrong one', async () => {
    const [stranger, wrong, elsewhere] = [await ask('', null), await ask('', 'not-a-key'), await ask(`http://127.0.0.1:${server.port}/api/meta`, sellerKey)]
    expect([stranger.status, stranger.headers.get('WWW-Authenticate')]).toEqual([401, 'Basic realm="Sangam", charset="UTF-8"'])
    expect([wrong.status, elsewhere.status]).toEqual([401, 401])
    expect(JSON.parse(stranger.text)).toEqual({ error: { code: 'signed_out', message: 'Sign in first.' } })
  })

  it('describes what its reader may see, and nothing else', async () => {
    const looker = await platform.as('deals.looker')
    const key = await keyOf(looker)
    const [mine, theirs] = [(await ask('/$metadata', sellerKey)).text, (await ask('/$metadata', key)).text]
    expect(mine).toContain('<EntityType Name="deals_firm"><Key><PropertyRef Name="id"/></Key>')
    expect(mine).toContain('<Property Name="value_amount" Type="Edm.Decimal" Scale="variable">')
    expect(mine).toContain('<Property Name="firm_title" Type="Edm.String">')
    expect([mine.includes('"secret"'), mine.includes('"margin"')]).toEqual([false, false])
    expect([theirs.includes('deals_firm'), theirs.includes('firm_title')]).toEqual([false, false])
    const sets = (JSON.parse((await ask('', key)).text) as { value: { name: string }[] }).value.map(one => one.name)
    expect([sets.includes('deals_deal'), sets.includes('deals_firm')]).toEqual([true, false])
    expect([(await ask('/deals_firm', key)).status, (await ask('/core_session', key)).status]).toEqual([404, 404])
  })

  it('keeps every digit of an amount', async () => {
    const path = "/deals_deal?$filter=title%20eq%20'Looms'&$select=value_amount"
    expect((await ask(path, sellerKey)).text).toContain('"value_amount":90071992547409.9301}')
    expect((await ask(path, sellerKey, { Accept: 'application/json;IEEE754Compatible=true' })).text).toContain('"value_amount":"90071992547409.9301"}')
  })

  it('tells the past too, and keeps to it from page to page', async () => {
    const asOf = platform.clock.now()
    platform.clock.set(new Date(Date.parse(asOf) + 60_000).toISOString())
    const later = await platform.admin.repo(Deal).createMany([
      { title: 'Later', owner: seller.userId },
      { title: 'Last', owner: seller.userId },
    ])
    const then: string[] = []
    for (let next: string | undefined = `/deals_deal?$orderby=title&$select=title&asOf=${encodeURIComponent(asOf)}`; next; ) {
      const page = JSON.parse((await ask(next, sellerKey, { Prefer: 'odata.maxpagesize=1' })).text) as {
        value: { title: string }[]
        '@odata.nextLink'?: string
      }
      then.push(...page.value.map(one => one.title))
      next = page['@odata.nextLink']
    }
    const now = JSON.parse((await ask('/deals_deal?$orderby=title', sellerKey)).text) as { value: { title: string }[] }
    expect([then, now.value.map(one => one.title)]).toEqual([
      ['Looms', 'Yarn'],
      ['Last', 'Later', 'Looms', 'Yarn'],
    ])
    expect((await ask('/deals_deal?asOf=2030-01-01', sellerKey)).text).toContain('lies in the future.')
    for (const { id } of later) await platform.admin.repo(Deal).remove(id)
  })

  it('comes in pages that its own links lead through, and ends', async () => {
    const found: string[] = []
    let pages = 0
    for (let next: string | undefined = '/deals_deal?$orderby=title&$top=2&$count=true'; next; pages += 1) {
      const page = JSON.parse((await ask(next, sellerKey, { Prefer: 'odata.maxpagesize=1' })).text) as {
        value: { title: string }[]
        '@odata.nextLink'?: string
        '@odata.count'?: number
      }
      expect(page['@odata.count']).toBe(pages === 0 ? 2 : undefined)
      found.push(...page.value.map(one => one.title))
      next = page['@odata.nextLink']
    }
    expect([found, pages]).toEqual([['Looms', 'Yarn'], 2])
    const skipped = async (count: number) =>
      (JSON.parse((await ask(`/deals_deal?$orderby=title&$skip=${count}`, sellerKey)).text) as { value: { title: string }[] }).value.map(one => one.title)
    expect([await skipped(1), await skipped(2), await skipped(9)]).toEqual([['Yarn'], [], []])
  })

  it.each([
    ['a hidden field', '$filter=margin%20eq%209'],
    ['an unknown option', '$apply=groupby((title))'],
    ['what can’t be read', "$filter=title%20like%20'x'"],
    ['a filter that breaks off', '$filter=title%20eq'],
    ['a value of the wrong kind', "$filter=score%20eq%20'ten'"],
    ['an order by a list', '$orderby=tags'],
    ['half a number', '$top=1.5'],
  ])('refuses %s with a sentence', async (_, query) => {
    const answer = await ask(`/deals_deal?${query}`, sellerKey)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error: { code: 'bad_query', message: expect.stringMatching(/\.$/) } }])
  })
})
