import type { AddressInfo } from 'node:net'
import { text as streamText } from 'node:stream/consumers'
import {
  allow,
  choice,
  date,
  decimal,
  defineAction,
  defineEntity,
  definePlugin,
  documentTemplate,
  file,
  handle,
  job,
  lines,
  listScreen,
  Mail,
  money,
  Print,
  reference,
  richText,
  role,
  text,
  translations,
} from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagesOf, signsOf } from '../../sdk/testing/check/pdf.ts'
import { png } from './png.ts'

const Firm = defineEntity('paper.firm', { title: 'name', fields: { name: text({ required: true, max: 120 }) } })
const OrderLine = defineEntity('paper.line', {
  title: 'item',
  fields: {
    order: reference('paper.order', { required: true, onRemove: 'cascade' }),
    item: text({ required: true }),
    maker: reference(Firm),
    quantity: decimal({ required: true, digits: 3 }),
    price: money(),
  },
})
const Order = defineEntity('paper.order', {
  title: 'name',
  sort: ['name'],
  fields: {
    name: text({ required: true }),
    firm: reference(Firm),
    owner: reference('core.user', { default: '$me' }),
    stage: choice({ open: { label: 'Open' }, won: { label: 'Won' } }, { default: 'open' }),
    value: money(),
    margin: money(),
    weight: decimal({ digits: 3 }),
    due: date(),
    notes: text({ multiline: true, max: 2_000_000 }),
    terms: richText({ max: 2_000_000 }),
    paper: file(),
    lines: lines(OrderLine, 'order'),
  },
})
const issue = defineAction(Order, 'issue', { label: 'Issue' })
const mail = defineAction(Order, 'mail', { label: 'Mail', input: { document: text({ required: true }) } })
const words = { Won: 'जीता', Orders: 'ऑर्डर', Order: 'ऑर्डर', Value: 'मूल्य', Due: 'नियत दिन' }
const papers = definePlugin({
  id: 'paper',
  version: '1.0.0',
  title: 'Paper',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Firm, Order, OrderLine],
  parts: [
    issue,
    handle(issue, async (ctx, order) => {
      const paper = await ctx.use(Print).record({ entity: 'paper.order', id: order.id, name: `Order ${order.name}.pdf` })
      await ctx.repo(Order).update(order.id, { paper: paper.id })
    }),
    documentTemplate(Order, 'paper.quotation', {
      label: 'Quotation',
      title: 'Quotation {{ record.name }}',
      fileName: 'Quotation {{ record.name | upper }}',
      parts: [
        { kind: 'text', text: 'To\n{{ record.firm | default: "whom it may concern" }}', beside: '{{ today }}\nValid until {{ today | addDays: 15 }}' },
        { kind: 'text', text: '{{ today | addDays: 999999999 }}Margin {{ record.margin }}, by {{ me }}, {{ record.owner.name }}' },
        { kind: 'fields', fields: ['value', 'margin', 'value.amount', 'due', 'firm.name', 'createdAt'], across: 3 },
        { kind: 'text', text: 'Above a lakh', where: { 'value.amount': { gte: '100000' } } as never },
        { kind: 'text', text: 'Below a lakh', where: { 'value.amount': { lt: '100000' } } as never },
        { kind: 'text', text: 'A good margin', where: { 'margin.amount': { gt: '1' } } as never },
        { kind: 'lines', field: 'lines', columns: ['quantity', 'item', 'price'] },
        { kind: 'signature', text: 'For {{ me }}' },
      ],
    }),
    mail,
    handle(mail, (ctx, order, { document }) =>
      ctx.use(Mail).send({ to: 'asha@example.com', subject: order.name, text: 'Enclosed', papers: [{ entity: 'paper.order', id: order.id, document }] }),
    ),
    job('paper.mail', {
      as: 'system',
      run: (ctx, { order, language }) =>
        ctx.use(Mail).send({
          ...{ to: 'asha@example.com', subject: 'Receipt', text: 'Enclosed', language: language as 'hi' },
          papers: [{ entity: 'paper.order', id: String(order), document: 'paper.receipt' }],
        }),
    }),
    documentTemplate(Order, 'paper.receipt', {
      label: 'Receipt',
      title: 'Receipt {{ record.name }}',
      parts: [
        { kind: 'text', text: '{{ record.value | words }}' },
        { kind: 'code', text: '{{ record.notes }}', beside: 'Scan to pay {{ record.value }}' },
      ],
    }),
    documentTemplate(Order, 'paper.bill', {
      label: 'Bill',
      title: 'Bill {{ record.name }}',
      parts: [
        { kind: 'text', text: 'For\n{{ record.firm }}\nDue {{ record.due }}\n\n{{ record.terms }}', beside: 'By {{ record.owner.name }}\n{{ record.stage }}' },
        { kind: 'lines', field: 'lines', columns: ['item', 'maker', 'quantity', 'price'], total: false },
        { kind: 'fields', fields: ['margin', 'weight', 'value'], sums: true },
      ],
    }),
    listScreen(Order, { menu: 'Paper', columns: ['name', 'value'] }),
    translations('hi', words),
    role('paper.seller', {
      label: 'Seller',
      grants: [allow(Order, ['read', 'create', 'update', 'export', 'issue', 'mail'], { where: { owner: '$me' }, hide: ['margin'] }), allow(Firm, ['read'])],
    }),
    role('paper.looker', { label: 'Looker', grants: [allow(Order, ['read'])] }),
  ],
})

let platform: TestPlatform
let seller: TestClient
let looker: TestClient
let firm: string
let company: string

const inr = (amount: string) => ({ amount, currency: 'INR' })
const listOf = (fields: string, where: object = {}) => `/api/export/paper.order?format=pdf&fields=${fields}&where=${encodeURIComponent(JSON.stringify(where))}`
/** What stands on the pages, each drawn text once and in its order. */
const said = async (client: TestClient, path: string): Promise<string[]> => pagesOf(await client.bytes(path)).flatMap(page => page.split('\n'))

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [papers] })
  seller = await platform.as('paper.seller')
  looker = await platform.as('paper.looker')
  firm = (await platform.admin.repo(Firm).create({ name: 'श्री राजेंद्र प्रसाद एंड संस' })).id
  company = platform.company
  await platform.admin.repo(Order).createMany([
    { name: 'Looms', firm: firm as never, owner: seller.userId as never, margin: inr('7777'), value: inr('100000'), due: '2027-03-31', weight: '12.5' },
    { name: 'हिन्दी में ऑर्डर', firm: firm as never, owner: seller.userId as never, stage: 'won', value: inr('1250000.50') },
    { name: 'Yarn', owner: seller.userId as never, value: { amount: '90071992547409.9301', currency: 'USD' } },
    { name: 'Somebody else’s', value: inr('5') },
  ])
})
afterAll(() => platform.stop())

describe('A list on paper', () => {
  it('has the rows, columns and figures of its reader, and under them what they come to', async () => {
    const page = await said(seller, listOf('name,firm,stage,value,due'))
    expect(page.slice(page.indexOf('Orders'))).toEqual([
      'Orders',
      '3 records',
      ...['Name', 'Firm', 'Stage', 'Value', 'Due'],
      ...['Looms', 'श्री राजेंद्र प्रसाद एंड संस', 'Open', '₹1,00,000', '31 Mar 2027'],
      ...['Yarn', 'Open', '$9,00,71,99,25,47,409.9301'],
      ...['हिन्दी में ऑर्डर', 'श्री राजेंद्र प्रसाद एंड संस', 'Won', '₹12,50,000.50'],
      ...['Total', '₹13,50,000.50', '$9,00,71,99,25,47,409.9301'],
    ])
  })

  it('is in Hindi for who reads Hindi: heads, states, figures and days', async () => {
    const reader = await platform.as('paper.seller')
    await platform.admin.patch(`/api/records/core.user/${reader.userId}`, { locale: 'hi' })
    await reader.repo(Order).create({ name: 'खड्डी', stage: 'won', value: inr('100000'), due: '2027-03-31' })
    const page = await said(reader, listOf('name,stage,value,due,createdAt'))
    expect(page.slice(1)).toEqual([
      ...['पृष्ठ 1 /', '1', 'Sharma Traders', 'ऑर्डर', '1 रिकॉर्ड'],
      ...['नाम', 'चरण', 'मूल्य', 'नियत दिन', 'कब बना'],
      ...['खड्डी', 'जीता', '₹1,00,000', '31 मार्च 2027', '31 मार्च 2027, 3:00 pm'],
      ...['कुल', '₹1,00,000'],
    ])
  })

  it('puts signs together rightly whatever was printed before', async () => {
    await platform.admin.repo(Firm).createMany([{ name: 'सौर' }, { name: 'हैं' }])
    const paper = (name: string) => platform.admin.bytes(`/api/export/paper.firm?format=pdf&where=${encodeURIComponent(JSON.stringify({ name }))}`)
    // To write out the sign ौ its parts are read, ै among them; in the next paper that must not be all that is known of it.
    await paper('सौर')
    const signs = signsOf(await paper('हैं'))
    expect([signs.has('ैं'), [...signs].some(sign => sign.includes('◌'))]).toEqual([true, false])
  })

  it('says nothing of a field that is hidden from its reader, and not that it is there', async () => {
    const everything = await said(seller, '/api/export/paper.order?format=pdf')
    expect(everything.filter(one => /margin|7,777/i.test(one))).toEqual([])
    const asked = await seller.ask('GET', listOf('name,margin'))
    const unknown = await seller.ask('GET', listOf('name,nothing'))
    expect([asked.status, asked.headers.get('Content-Type')]).toEqual([400, 'application/problem+json'])
    expect((asked.json as { detail: string }).detail.replace('margin', 'nothing')).toBe((unknown.json as { detail: string }).detail)
  })

  it('begins each page with the heads again, and counts its pages', async () => {
    await platform.admin.repo(Firm).createMany(Array.from({ length: 130 }, (_, at) => ({ name: `Firm ${at}` })))
    const pages = pagesOf(await platform.admin.bytes('/api/export/paper.firm?format=pdf')).map(page => page.split('\n'))
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.map(page => [page.includes('Name'), page[page.findIndex(one => one.startsWith('Page'))], page.includes(String(pages.length))])).toEqual(
      pages.map((_, at) => [true, `Page ${at + 1} /`, true]),
    )
    expect(pages.flat().filter(one => /^Firm \d+$/.test(one)).length).toBe(130)
  })

  it('is refused to who may not export, and where nobody could leaf through it', async () => {
    expect((await looker.refused(looker.bytes(listOf('name')))).code).toBe('forbidden')
    await platform.platform.world.db.owner.run(sql`
      insert into main.paper_firm (id, version, name, created_at, updated_at) select gen_random_uuid(), 1, 'Many ' || n, now(), now() from generate_series(1, 10001) n`)
    const refusal = await platform.admin.refused(
      platform.admin.bytes(`/api/export/paper.firm?format=pdf&where=${encodeURIComponent('{"name":{"startsWith":"Many"}}')}`),
    )
    expect(refusal).toMatchObject({
      code: 'too_many_rows',
      detail: 'A PDF holds at most 10,000 records, and these are 10,001. Narrow the list, or export it as XLSX.',
    })
  })
})

describe('The letterhead', () => {
  it('is the company as it stands in its record: name, address, numbers that hold today, and the words at the foot', async () => {
    const logo = await send('logo.png', png(40, 20))
    await platform.admin.patch(`/api/records/core.company/${company}`, {
      legalName: 'Sharma Traders Private Limited',
      address: { lines: '12 MG Road', city: 'Pune', state: 'Maharashtra', postcode: '411001', country: 'IN' },
      phone: '+91 20 1234 5678',
      email: 'accounts@sharma.example',
      footer: 'Subject to Pune jurisdiction',
      logo,
    })
    await platform.admin.post('/api/records/core.registration', [
      { company, kind: 'gstin', number: '27AAACR5055K1Z5', validFrom: '2020-07-01' },
      { company, kind: 'pan', number: 'AAACR5055K' },
      { company, kind: 'vat', number: 'OLD-1', validTo: '2017-06-30' },
    ])
    const pdf = await seller.bytes(listOf('name'))
    expect(pagesOf(pdf)[0]?.split('\n').slice(0, 7)).toEqual([
      'Subject to Pune jurisdiction',
      'Printed on 31 Mar 2027, 3:00 pm by Person 2',
      'Page 1 /',
      '1',
      'Sharma Traders Private Limited',
      '12 MG Road, Pune, Maharashtra 411001, India',
      '+91 20 1234 5678 · accounts@sharma.example',
    ])
    expect(pagesOf(pdf)[0]).toContain('GSTIN 27AAACR5055K1Z5 · PAN AAACR5055K')
    expect(pagesOf(pdf)[0]).not.toContain('OLD-1')
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Subtype /Image')
  })

  it.each([
    ['whose points are broken', png(40, 20, { broken: true })],
    ['that unpacks to more than it says', png(40, 20, { more: 4_000_000 })],
    ['that says it is as large as a wall', png(60_000, 60_000, { short: true })],
  ])('goes without a logo %s', async (_, picture) => {
    await platform.admin.patch(`/api/records/core.company/${company}`, { logo: await send('logo.png', picture) })
    const pdf = await seller.bytes(listOf('name'))
    expect(pagesOf(pdf)[0]).toContain('Looms')
    expect(Buffer.from(pdf).toString('latin1')).not.toContain('/Subtype /Image')
  })
})

describe('A record on paper', () => {
  it('is what its reader sees of it: fields by their form, lines and what they come to', async () => {
    const [order] = await seller.repo(Order).createMany([
      {
        name: 'SO-1',
        value: inr('150000'),
        notes: 'First\nSecond',
        terms: '<h2>Terms</h2><ul><li>Thirty <strong>days</strong></li></ul>',
        lines: [
          { item: 'Loom', maker: firm as never, quantity: '2.5', price: inr('40000') },
          { item: 'धागा', quantity: '10', price: inr('5000') },
        ],
      },
    ])
    const page = await said(seller, `/api/export/paper.order/${order?.id}?format=pdf`)
    expect(page.slice(page.indexOf('Order'))).toEqual([
      ...['Order', 'SO-1'],
      ...['Owner', 'Person 2', 'Stage', 'Open'],
      ...['Value', '₹1,50,000'],
      ...['Notes', 'First', 'Second'],
      ...['Terms', 'Terms', '•', 'Thirty days'],
      'Lines',
      ...['Item', 'Maker', 'Quantity', 'Price'],
      ...['Loom', 'श्री राजेंद्र प्रसाद एंड संस', '2.5', '₹40,000'],
      ...['धागा', '10', '₹5,000'],
      ...['Total', '₹1,50,000'],
    ])
  })

  it('is there for who may only look, and not for who may not see it', async () => {
    const [foreign] = (await platform.admin.repo(Order).find({ where: { name: 'Somebody else’s' } })).items
    expect(await said(looker, `/api/export/paper.order/${foreign?.id}`)).toContain('Somebody else’s')
    expect((await seller.refused(seller.bytes(`/api/export/paper.order/${foreign?.id}`))).status).toBe(404)
    expect((await seller.refused(seller.bytes('/api/export/core.setting/x'))).status).toBe(404)
  })

  it.each([
    ['control characters', 'a\u0001b\u007fc\u0085', 'abc'],
    ['what turns text around', 'invoice\u202efdp.exe\u2066', 'invoicefdp.exe'],
    ['writing of other directions', 'שלום مرحبا', 'שלום مرحبا'],
    ['a template', '{{constructor}} #{1+1} <%= 2 %>', '{{constructor}} #{1+1} <%= 2 %>'],
    ['markup', '<script>alert(1)</script><img src="http://169.254.169.254/">', '<script>alert(1)</script><img src="http://169.254.169.254/">'],
    ['brackets of the file itself', ') Tj ET (\\', ') Tj ET (\\'],
  ])('shows %s as words, if at all', async (_, name, shown) => {
    const order = await platform.admin.repo(Order).create({ name: 'x', notes: name })
    const page = (await said(platform.admin, `/api/export/paper.order/${order.id}`)).join('')
    expect(page).toContain(shown)
  })

  it('is laid out as the page of its reader’s role, with the sections whose condition holds of it, and without what that page leaves out', async () => {
    const { admin } = platform
    const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
    const [hidden, shown] = [
      ['value', 'firm', 'owner', 'lines', 'terms', 'paper', 'margin', 'due', 'notes'],
      { label: 'Once won', when: { stage: 'won' }, fields: ['stage'] },
    ]
    const form = { sections: [{ fields: ['name'] }, shown], hidden }
    await apply({ op: 'setLayouts', entity: 'paper.order', layouts: [{ role: 'paper.looker', ...form }] })
    const order = await admin.repo(Order).create({ name: 'Bobbins', weight: '2', due: '2027-01-31' })
    const page = (who: TestClient) => said(who, `/api/export/paper.order/${order.id}`)
    const read = async () => {
      const all = await page(looker)
      return all.slice(all.indexOf('Order'))
    }
    expect(await read()).toEqual(['Order', 'Bobbins', 'More', 'Weight', '2'])
    await admin.repo(Order).update(order.id, { stage: 'won' })
    expect(await read()).toEqual(['Order', 'Bobbins', 'Once won', 'Stage', 'Won', 'More', 'Weight', '2'])
    expect(await page(admin)).toContain('31 Jan 2027')
    await apply({ op: 'setLayouts', entity: 'paper.order', layouts: [] })
  })

  it('ends, whatever was pasted into it', async () => {
    const order = await platform.admin.repo(Order).create({
      name: 'Huge',
      notes: `${'x'.repeat(500_000)} ${'शब्द '.repeat(100_000)}`,
      terms: `${'<ul><li>'.repeat(2000)}deep${'</li></ul>'.repeat(2000)}<p>${'क'.repeat(50_000)}</p>`,
    })
    const pages = pagesOf(await platform.admin.bytes(`/api/export/paper.order/${order.id}`))
    expect(pages.length).toBeGreaterThan(10)
    expect(pages.length).toBeLessThan(80)
    const list = await said(platform.admin, listOf('name,notes', { name: 'Huge' }))
    expect(list).toContain('Huge')
  })

  it('is made by a plugin’s action and kept as a file of the record', async () => {
    const [looms] = (await seller.repo(Order).find({ where: { name: 'Looms' } })).items
    await seller.run(issue, looms?.id ?? '')
    const { paper } = await seller.repo(Order).get(looms?.id as never)
    expect((await seller.get(`/api/files?ids=${paper}`)) as object).toMatchObject({ items: [{ id: paper, name: 'Order Looms.pdf', type: 'application/pdf' }] })
    expect(pagesOf(await seller.bytes(`/api/files/${paper}`)).join('\n')).toContain('₹1,00,000')
  })
})

describe('A document', () => {
  const written = { title: 'Letter on {{ record.name }}', parts: [{ kind: 'text', text: 'Due {{ record.due }}' }] }
  const at = '/api/records/core.documentTemplate'
  const make = async (values: object) =>
    (await platform.admin.post(at, { name: 'Letter', entity: 'paper.order', definition: written, ...values })) as { id: string }

  it('of a plugin is printed with what its reader may see, and without the parts that hang on what they may not', async () => {
    const order = await seller.repo(Order).create({
      name: 'SO-2',
      firm: firm as never,
      value: inr('150000'),
      lines: [{ item: 'Loom', quantity: '2.5', price: inr('40000') }],
    })
    await platform.admin.repo(Order).update(order.id, { margin: inr('7777') })
    const path = `/api/export/paper.order/${order.id}?document=paper.quotation`
    const page = await said(seller, path)
    const body = [
      'Quotation SO-2',
      ...['To', '31 Mar 2027', 'श्री राजेंद्र प्रसाद एंड संस', 'Valid until 15 Apr 2027'],
      'Margin , by Person 2, Person 2',
      ...['Value', '₹1,50,000.00', 'Value', '1,50,000', 'Firm: Name', 'श्री राजेंद्र प्रसाद एंड संस', 'Created on', '31 Mar 2027, 3:00 pm'],
      'Above a lakh',
      ...['Quantity', 'Item', 'Price', '2.5', 'Loom', '₹40,000.00', 'Total', '₹1,00,000.00'],
      ...['_'.repeat(36), 'For Person 2'],
    ]
    expect(page.slice(page.indexOf('Quotation SO-2'))).toEqual(body)
    const whole = await said(platform.admin, path)
    expect(whole).toEqual(expect.arrayContaining(['Margin ₹7,777.00, by Asha Owner, Person 2', 'A good margin', 'Margin', '₹7,777.00']))
    const answer = await seller.ask('GET', path)
    expect(answer.headers.get('Content-Disposition')).toContain('Quotation SO-2.pdf')
    const slashed = await seller.repo(Order).create({ name: 'SO/26-27/9' })
    const named = async (of: string) => (await seller.ask('GET', `/api/export/paper.order/${slashed.id}?document=${of}`)).headers.get('Content-Disposition')
    expect(await named('paper.quotation')).toContain('filename="Quotation SO-26-27-9.pdf"')
    const empty = await seller.repo(Order).create({ name: 'SO-3' })
    expect(await said(seller, `/api/export/paper.order/${empty.id}?document=paper.quotation`)).toContain('whom it may concern')
  })

  it('leaves out the columns in which nothing stands, and has its sums under each other, without those that come to nothing but for the last', async () => {
    const lines = [
      { item: 'Loom', quantity: '2.5', price: inr('40000') },
      { item: 'Reed', quantity: '1', price: inr('80.5') },
    ]
    const order = await platform.admin.repo(Order).create({ name: 'B-1', value: inr('100080.5'), margin: inr('7777'), weight: '0', lines })
    const bill = async () => {
      const page = await said(platform.admin, `/api/export/paper.order/${order.id}?document=paper.bill`)
      return page.slice(page.indexOf('Bill B-1') + 1)
    }
    const table = ['Item', 'Quantity', 'Price', 'Loom', '2.5', '₹40,000.00', 'Reed', '1', '₹80.50']
    // Of lines whose places are all empty nothing is left, nor of the words in them.
    expect(await bill()).toEqual(['For', 'By Asha Owner', 'Open', ...table, ...['Margin', '₹7,777.00', 'Value', '₹1,00,080.50']])
    const [first, second] = (await platform.admin.repo(Order).get(order.id)).lines
    await platform.admin
      .repo(Order)
      .update(order.id, { firm: firm as never, margin: null, value: inr('0'), lines: [{ id: first?.id, maker: firm }, { id: second?.id }] as never })
    const made = ['Item', 'Maker', 'Quantity', 'Price', 'Loom', 'श्री राजेंद्र प्रसाद एंड संस', '2.5', '₹40,000.00', 'Reed', '1', '₹80.50']
    expect(await bill()).toEqual(['For', 'By Asha Owner', 'श्री राजेंद्र प्रसाद एंड संस', 'Open', ...made, ...['Value', '₹0.00']])
  })

  it('writes amounts out, and prints what a telephone reads as a square code, or nothing where there is nothing to read', async () => {
    const paid = await seller.repo(Order).create({ name: 'R-1', value: inr('150000.50'), notes: 'upi://pay?pa=asha@bank' })
    const path = `/api/export/paper.order/${paid.id}?document=paper.receipt`
    expect((await said(seller, path)).slice(-3)).toEqual(['Receipt R-1', 'Rupees one lakh fifty thousand and fifty paise only', 'Scan to pay ₹1,50,000.50'])
    const squares = async () => (await seller.bytes(path)).length
    const drawn = await squares()
    await seller.repo(Order).update(paid.id, { notes: null })
    expect([(await said(seller, path)).at(-1), (await squares()) < drawn]).toEqual(['Rupees one lakh fifty thousand and fifty paise only', true])
  })

  it('goes with a mail as it is when the mail leaves, as its sender sees it, and keeps a mail back that can’t have it', async () => {
    const received: string[] = []
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _, done) => void streamText(stream).then(raw => done(void received.push(raw) as never)),
    })
    await new Promise<void>(ready => void smtp.listen(0, '127.0.0.1', ready))
    try {
      const { port } = smtp.server.address() as AddressInfo
      await platform.admin.put('/api/settings/core.mail', { values: { host: '127.0.0.1', port, from: 'shop@example.com', local: true } })
      const order = await seller.repo(Order).create({ name: 'M-1', value: inr('10') })
      await seller.run(mail, order.id, { document: 'paper.receipt' })
      await seller.repo(Order).update(order.id, { value: inr('20') })
      expect(await platform.settle()).toEqual([])
      const enclosed = (raw = '') => pagesOf(Buffer.from(/filename="Receipt M-1.pdf"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)?.[1] ?? '', 'base64')).join()
      expect([received.length, enclosed(received[0])]).toEqual([1, expect.stringContaining('Rupees twenty only')])
      // Of a job nobody is the sender; it names the language of who reads it.
      await platform.job('paper.mail', { order: order.id, language: 'hi' })
      expect([await platform.settle(), received.length, enclosed(received[1])]).toEqual([[], 2, expect.stringContaining('बीस')])
      await expect(platform.job('paper.mail', { order: order.id, language: 'ta' })).rejects.toThrow(
        'The papers of a mail are printed in English (en) or Hindi (hi).',
      )
      await seller.run(mail, order.id, { document: 'paper.nothing' })
      expect((await platform.settle()).join()).toContain('A paper of this mail is not there any more, or its sender may not see it.')
      expect(received.length).toBe(2)
      // What acts as one role sends what that role may see, and not what its author may.
      await platform.admin.post('/api/automations', {
        ...{ name: 'Sends it', entity: 'paper.order', runAs: 'paper.seller', trigger: { on: 'created' }, condition: { name: 'M-1 again' } },
        steps: [{ do: 'action', action: 'mail', input: { document: 'paper.quotation' } }],
      })
      await platform.admin.repo(Order).create({ name: 'M-1 again', margin: inr('7777'), value: inr('30') })
      await platform.settle()
      expect(received.length).toBe(3)
      const [pdf = ''] = /JVBERi[\s\S]*?(?=\r\n--)/.exec(received[2] ?? '') ?? []
      const sent = pagesOf(Buffer.from(pdf, 'base64')).join()
      expect([sent.includes('₹30'), /margin of|7,777/i.test(sent)]).toEqual([true, false])
    } finally {
      await new Promise<void>(done => void smtp.close(done))
      await platform.admin.put('/api/settings/core.mail', { values: { host: null } })
    }
  })

  it('of an administrator stands beside it for who may read such records, until it is switched off', async () => {
    const { id } = await make({})
    const offered = [
      { id, label: 'Letter' },
      { id: 'paper.quotation', label: 'Quotation' },
      { id: 'paper.receipt', label: 'Receipt' },
      { id: 'paper.bill', label: 'Bill' },
    ]
    expect(await looker.get('/api/documents/paper.order')).toEqual({ items: offered })
    const [looms] = (await seller.repo(Order).find({ where: { name: 'Looms' } })).items
    const path = `/api/export/paper.order/${looms?.id}?document=${id}`
    expect((await said(looker, path)).slice(-2)).toEqual(['Letter on Looms', 'Due 31 Mar 2027'])
    expect((await seller.refused(seller.get(at))).status).toBe(404)
    expect((await seller.refused(seller.post(at, { name: 'Mine', entity: 'paper.order', definition: written }))).status).toBe(404)
    expect((await platform.admin.refused(platform.admin.bytes(`/api/export/paper.firm/${firm}?document=${id}`))).status).toBe(404)
    await platform.admin.patch(`${at}/${id}`, { active: false })
    expect((await looker.refused(looker.bytes(path))).status).toBe(404)
    expect(await looker.get('/api/documents/paper.order')).toEqual({ items: offered.filter(one => one.id !== id) })
    const stranger = await platform.as()
    expect((await stranger.refused(stranger.get('/api/documents/paper.order'))).status).toBe(404)
  })

  it('is looked at before it is kept, and by those alone who may write one', async () => {
    const [looms] = (await seller.repo(Order).find({ where: { name: 'Looms' } })).items
    const preview = `/api/documents/paper.order/${looms?.id}/preview`
    const { headers } = await platform.admin.ask('POST', preview, written)
    expect([headers.get('Content-Type'), headers.get('Content-Disposition')]).toEqual(['application/pdf', expect.stringContaining('Letter on Looms.pdf')])
    expect((await seller.refused(seller.post(preview, written))).code).toBe('forbidden')
    expect((await platform.admin.refused(platform.admin.post(preview, { title: '' }))).detail).toBe(
      'A document has a title and a list of parts, each of a kind: text, fields, lines, signature, code, rule, space or page.',
    )
  })

  const text = (words: string, more: object = {}) => ({ title: 'x', parts: [{ kind: 'text', text: words, ...more }] })
  const noSlot = (slot: string) =>
    `Part 1: “${slot}” is no place for a value. Write {{ record.name }}; after a | may stand: default, upper, lower, addDays, date, short, before, words, plain.`
  it.each([
    ['no parts', { title: 'x' }, 'A document has a title and a list of parts, each of a kind: text, fields, lines, signature, code, rule, space or page.'],
    ['sixty-one parts', { title: 'x', parts: Array(61).fill({ kind: 'rule' }) }, 'A document has at most 60 parts. Put some together.'],
    ['301 slots', text('{{ today }}'.repeat(301)), 'A document has at most 300 places for values.'],
    ['a text of 5,001 letters', text('x'.repeat(5001)), 'Part 1: a text has at most 5000 letters.'],
    ['a field that is not there', text('{{ record.nothing }}'), 'Part 1: there is no “nothing” to print.'],
    ['a path through what is no reference', text('{{ record.name.length }}'), 'Part 1: there is no “name.length” to print.'],
    ['a name of JavaScript', text('{{ constructor }}'), noSlot('{{ constructor }}')],
    ['a prototype', text('{{ record.__proto__.x }}'), 'Part 1: there is no “__proto__.x” to print.'],
    ['a call', text('{{ record.name() }}'), noSlot('{{ record.name() }}')],
    ['a filter that is none', text('{{ record.name | eval }}'), noSlot('{{ record.name | eval }}')],
    ['braces that are not closed', text('{{ record.name'), noSlot('{{')],
    ['lines that are none', { title: 'x', parts: [{ kind: 'lines', field: 'name' }] }, 'Part 1: “name” holds no lines.'],
    ['a condition that can’t be asked', text('x', { where: { nothing: 1 } }), 'Part 1: its condition can’t be asked.'],
    [
      'a title whose condition can’t be asked',
      { title: 'x', titles: [{ title: 'y', where: { nothing: 1 } }], parts: [{ kind: 'rule' }] },
      'The title “y”: its condition can’t be asked.',
    ],
    ['a picture from elsewhere', { title: 'x', parts: [{ kind: 'image', url: 'http://169.254.169.254/' }] }, expect.stringContaining('each of a kind')],
  ])('with %s is refused with what is wrong', async (_, definition, sentence) => {
    const refusal = await platform.admin.refused(make({ name: 'Wrong', definition }))
    expect([refusal.status, refusal.errors?.[0]?.message]).toEqual([422, sentence])
  })

  it('says where its fields are used, and prints on without a field that went', async () => {
    const note = {
      name: 'Note',
      entity: 'paper.firm',
      definition: { title: 'Firm {{ record.name }}', parts: [{ kind: 'text', text: 'Size {{ record.x_size }}' }] },
    }
    expect((await platform.admin.refused(make(note))).status).toBe(422)
    const apply = async (operations: object[]) => platform.admin.post('/api/model/apply', { operations })
    await apply([{ op: 'addField', entity: 'paper.firm', field: 'x_size', type: 'integer' }])
    const made = await make(note)
    expect(await platform.admin.get('/api/model/usage?entity=paper.firm')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ kind: 'document', entity: 'paper.firm', name: 'Note', field: 'x_size' })]),
    })
    await apply([{ op: 'removeField', entity: 'paper.firm', field: 'x_size' }])
    expect((await said(platform.admin, `/api/export/paper.firm/${firm}?document=${made.id}`)).at(-1)).toBe('Firm श्री राजेंद्र प्रसाद एंड संस')
  })
})

async function send(name: string, bytes: Uint8Array): Promise<string> {
  const { json } = await platform.admin.ask('POST', `/api/files?name=${name}`, bytes as never, { 'Content-Type': 'image/png' })
  return (json as { id: string }).id
}
