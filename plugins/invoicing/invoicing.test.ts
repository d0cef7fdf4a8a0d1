import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import type { Meta } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancel, credit, Document, Policy, post, send, settle, TaxGroup, Terms } from './model.ts'
import invoicing from './plugin.ts'

type Note = { readonly note: string }

let platform: TestPlatform
let biller: TestClient
let reader: TestClient
const groups = new Map<string, string>()
const terms = new Map<string, string>()
let customer = ''
let far = ''

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  ;[biller, reader] = [await platform.as('invoicing.biller'), await platform.as('invoicing.reader')]
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  for (const { name, id } of (await biller.repo(Terms).find({ limit: 50 })).items) terms.set(name, id)
  customer = (await partyIn('Anand Textiles', '27AAPFU0939F1ZV')).id
  far = (await partyIn('Chola Foods', '33AAPFU0939F1Z2')).id
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
})
afterAll(() => platform.stop())

async function partyIn(name: string, gstin: string) {
  const made = await biller.repo(Party).create({ name, addresses: [{ kind: 'billing', street: '4 Mill Road', city: 'Pune', postcode: '411019' }] })
  await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: made.id, kind: 'gstin', number: gstin })
  return made
}
const gst = (rate: string) => groups.get(`GST ${rate} %`) ?? null
const write = (more: object = {}) =>
  biller.repo(Document).create({
    party: customer,
    date: '2027-03-05',
    lines: [{ description: 'Design', quantity: '1', price: '10000', tax: gst('18') }],
    ...more,
  } as never)
const posted = async (more: object = {}) => {
  const { id } = await write(more)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const amounts = ({ net, tax, roundOff, total }: Awaited<ReturnType<typeof write>>) => [net, tax, roundOff, total].map(one => one?.amount)

test('What waits is told to who can do something about it: drafts to who may post them, what is late to whoever reads', async () => {
  const told = async (who: TestClient) => {
    const { lists } = (await who.get('/api/meta')) as unknown as Meta
    const views = lists.find(({ entity }) => entity === Document.name)?.views ?? []
    return views.flatMap(view => ('waits' in view ? [[view.label, view.waits]] : []))
  }
  const late = [
    ['Overdue invoices', { measure: 'sum:open.amount', late: true }],
    ['Overdue bills', { measure: 'sum:open.amount', late: true }],
    ['Bills due within a week', { measure: 'sum:open.amount' }],
  ]
  expect([await told(biller), await told(reader)]).toEqual([[['Drafts', { verb: 'post' }], ...late], late])
})

describe('An invoice', () => {
  test('knows its taxes, both sides and when it is due as soon as it is written, and has no number yet', async () => {
    const draft = await write({ terms: terms.get('30 days') })
    expect(draft).toMatchObject({
      ...{ number: 'Draft: Anand Textiles', state: 'draft', supply: 'within', placeOfSupply: '27', due: '2027-04-04', currency: 'INR' },
      ...{ billTo: 'Anand Textiles\n4 Mill Road\nPune 411019', partyRegistration: '27AAPFU0939F1ZV', ownRegistration: '27AAACR5055K1Z7' },
      taxes: [
        { code: 'CGST', rate: '9', base: '10000', amount: '900' },
        { code: 'SGST', rate: '9', base: '10000', amount: '900' },
      ],
      instalments: [{ due: '2027-04-04', amount: '11800' }],
      total: { amount: '11800', currency: 'INR' },
    })
    const between = await write({ party: far, lines: [{ description: 'Pumps', quantity: '2', price: '211.03', discount: '10 + 5', tax: gst('18') }] })
    expect([between.supply, between.taxes.map(({ code, base, amount }) => [code, base, amount]), amounts(between)]).toEqual([
      'between',
      [['IGST', '360.86', '64.96']],
      ['360.86', '64.96', '0.18', '426'],
    ])
  })

  test('is taxed between states as soon as its place of supply says so, and waits where a state is not known', async () => {
    const draft = await write()
    const moved = await biller.repo(Document).update(draft.id, { placeOfSupply: '29' })
    expect([moved.supply, moved.billTo, moved.taxes.map(({ code, amount }) => [code, amount])]).toEqual(['between', draft.billTo, [['IGST', '1800']]])
    const { id: nowhere } = await biller.repo(Party).create({ name: 'Walk-in' })
    const unsure = await write({ party: nowhere, date: '2025-05-02' })
    expect(await biller.refused(biller.run(post, unsure.id))).toMatchObject({ errors: [{ field: 'placeOfSupply', code: 'no_state' }] })
    await biller.repo(Document).update(unsure.id, { placeOfSupply: '27' })
    await biller.run(post, unsure.id)
    const bought = await write({ kind: 'bill', party: nowhere, supplierNumber: 'W/1', supplierDate: '2027-03-01' })
    expect(await biller.refused(biller.run(post, bought.id))).toMatchObject({ errors: [{ field: 'partyRegistration', code: 'no_number' }] })
    expect((await biller.repo(Document).update(bought.id, { partyRegistration: '29AAPFU0939F1ZR' })).taxes.map(one => one.code)).toEqual(['IGST'])
  })

  test('takes words, price and tax of its items, and says which line is wrong', async () => {
    const item = await platform.admin.repo(Item).create({ name: 'Solar panel', price: { amount: '8450', currency: 'INR' }, taxCategory: 'merit' })
    const made = await write({ lines: [{ item: item.id, quantity: '3' }] })
    expect([made.lines[0], amounts(made)]).toMatchObject([
      { description: 'Solar panel', price: '8450', net: '25350', taxAmount: '1267.5', role: 'sales' },
      ['25350', '1267.5', '0.5', '26618'],
    ])
    const wrong = await biller.refused(
      write({
        lines: [
          { quantity: '1', price: '5' },
          { description: 'x', price: '5', discount: '110' },
        ],
      }),
    )
    expect(wrong.errors?.map(({ field, code }) => [field, code])).toEqual([
      ['lines.0.description', 'nothing_said'],
      ['lines.1.discount', 'discount'],
    ])
  })

  test('is taxed at the rate of its day', async () => {
    const [before, after] = [
      await write({ date: '2025-09-21', lines: [{ description: 'x', price: '100', tax: gst('28') }] }),
      await write({ lines: [{ description: 'x', price: '100', tax: gst('28') }] }),
    ]
    expect([amounts(before)[1], amounts(after)[1]]).toEqual(['28', '0'])
    await biller.run(post, before.id)
    const note = await write({ kind: 'creditNote', original: before.id, lines: [{ description: 'x', price: '50', tax: gst('28') }] })
    expect(amounts(note)[1]).toBe('14')
  })

  test('is numbered by its kind as it is posted, without a gap, and stays as it is', async () => {
    const [first, second, note] = [await posted(), await posted({ party: far }), await posted({ kind: 'debitNote' })]
    expect([first.number, second.number, note.number]).toEqual(['INV/26-27/0001', 'INV/26-27/0002', 'DN/26-27/0001'])
    expect(first).toMatchObject({ invoiceNumber: 'INV/26-27/0001', creditNumber: '', settlement: 'open', open: { amount: '11800' }, postingDate: '2027-03-05' })
    await biller.repo(Document).update(first.id, { note: 'Thank you' })
    expect(await biller.refused(biller.repo(Document).update(first.id, { lines: [] }))).toMatchObject({ status: 422 })
    expect(await biller.refused(biller.repo(Document).remove(first.id))).toMatchObject({ errors: [{ code: 'stays' }] })
    expect(await reader.refused(reader.run(post, (await write()).id))).toMatchObject({ status: 403 })
    expect((await reader.repo(Document).get(first.id)).note).toBe('Thank you')
  })

  test('is numbered without a gap by eight at once', async () => {
    const drafts = await Promise.all(Array.from({ length: 8 }, () => write()))
    await Promise.all(drafts.map(({ id }) => biller.run(post, id)))
    const { items: all } = await biller
      .repo(Document)
      .find({ where: { kind: 'invoice', state: 'posted', date: { gte: '2026-04-01' } }, sort: ['number'], fields: ['number'], limit: 100 })
    expect(all.map(one => one.number)).toEqual(all.map((_, at) => `INV/26-27/${String(at + 1).padStart(4, '0')}`))
  })
})

test('A GSTIN is kept in capitals, and refused where its last sign does not fit the others, whoever writes it', async () => {
  const keep = (number: string, kind = 'gstin') => platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: far, kind, number })
  const wrong = ['27AAACR5505K1Z7', '27AAACR5055K1Z', 'none'].map(async number => (await platform.admin.refused(keep(number))).errors?.[0])
  expect(await Promise.all(wrong)).toMatchObject([
    { field: 'number', code: 'gstin', message: 'One of its letters or digits is wrong: the last one does not fit the others.' },
    { field: 'number', code: 'gstin', message: 'A GSTIN has 15 letters and digits, such as 27AAACR5055K1Z7.' },
    { field: 'number', code: 'gstin' },
  ])
  const kept = (await keep('29 aagcb7383j-1z4')) as unknown as { id: string; number: string }
  expect([kept.number, await keep('AAGCB7383J', 'pan')]).toMatchObject(['29AAGCB7383J1Z4', { number: 'AAGCB7383J' }])
  await platform.admin.delete(`/api/records/core.registration/${kept.id}`)
})

describe('To its customer', () => {
  test('an invoice goes by mail as a PDF, to the address of the party unless told', async () => {
    const invoice = await posted()
    expect(await biller.refused(biller.run(send, invoice.id, {}))).toMatchObject({ code: 'no_address' })
    await biller.repo(Party).update(customer as never, { contactPoints: [{ kind: 'email', value: 'accounts@anand.example' }] })
    await biller.run(send, invoice.id, {})
    expect((await biller.repo(Document).get(invoice.id)).sentAt).not.toBeNull()
    expect((await platform.settle()).join()).toContain('No mail server is set.')
    const paper = await biller.bytes(`/api/export/invoicing.document/${invoice.id}?document=invoicing.invoice`)
    expect(Buffer.from(paper).subarray(0, 5).toString()).toBe('%PDF-')
    await biller.repo(Document).update(invoice.id, { language: 'hi' })
    const hindi = await biller.bytes(`/api/export/invoicing.document/${invoice.id}?document=invoicing.invoice`)
    expect([paper, hindi].map(one => /Lang \((\w+)/.exec(Buffer.from(one).toString('latin1'))?.[1])).toEqual(['en', 'hi'])
  })

  test('an invoice names the state it goes to, the code of each item, and has the usual tax where an item says none', async () => {
    const policy = await platform.admin.repo(Policy).first({ company: platform.company as never })
    await platform.admin.repo(Policy).update(policy?.id as never, { tax: gst('5') as never, language: 'hi' })
    const item = await platform.admin.repo(Item).create({ name: 'Cotton yarn', price: { amount: '100', currency: 'INR' }, taxCodes: [{ code: '5205' }] })
    const made = await write({ lines: [{ item: item.id, quantity: '1' }] })
    expect(made).toMatchObject({ placeName: '27 Maharashtra', language: 'hi', lines: [{ taxCode: '5205', tax: gst('5') }], tax: { amount: '5' } })
    await platform.admin.repo(Policy).update(policy?.id as never, { tax: null, language: null })
  })
})

describe('What was paid', () => {
  test('of an invoice is noted on it, in parts, and never more than is open', async () => {
    const { id } = await posted()
    const stands = async () => {
      const { open, paid, settlement } = await biller.repo(Document).get(id)
      return [open?.amount, paid?.amount, settlement]
    }
    await biller.run(settle, id, { amount: '5000' })
    expect(await stands()).toEqual(['6800', '5000', 'part'])
    expect(await biller.refused(biller.run(settle, id, { amount: '6800.01' }))).toMatchObject({ code: 'more_than_open' })
    await biller.run(settle, id, {})
    expect(await stands()).toEqual(['0', '11800', 'paid'])
  })
})

describe('What was posted wrongly', () => {
  test('is credited in parts that come to the whole, at the rate it was posted at', async () => {
    const invoice = await posted({
      inclusive: true,
      lines: [
        { description: 'Lamps', quantity: '3', price: '33.35', tax: gst('18') },
        { description: 'Cable', quantity: '1', price: '999', tax: gst('18') },
      ],
    })
    const { note } = (await biller.run(credit, invoice.id, { reason: 'One lamp is broken' })) as Note
    const draft = await biller.repo(Document).get(note as never)
    expect([draft.kind, draft.lines.map(line => line.quantity), amounts(draft)]).toEqual(['creditNote', ['3', '1'], amounts(invoice)])
    await biller.repo(Document).update(draft.id, { lines: [{ id: draft.lines[0]?.id, quantity: '1' }] } as never)
    await biller.run(post, draft.id)
    const first = await biller.repo(Document).get(draft.id)
    const rest = (await biller.run(cancel, invoice.id, { reason: 'The order was taken back' })) as Note
    const second = await biller.repo(Document).get(rest.note as never)
    const sum = (of: 'net' | 'tax' | 'roundOff' | 'total') => Number(first[of]?.amount) + Number(second[of]?.amount)
    expect([sum('net'), sum('tax'), sum('total')].map(one => Math.round(one * 100) / 100)).toEqual(
      [invoice.net, invoice.tax, invoice.total].map(one => Number(one?.amount)),
    )
    expect([first, second].map(note => [note.open?.amount, note.settlement])).toEqual([
      ['0', 'paid'],
      ['0', 'paid'],
    ])
    expect(await biller.repo(Document).get(invoice.id)).toMatchObject({
      settlement: 'cancelled',
      open: { amount: '0' },
      cancelReason: 'The order was taken back',
      number: invoice.number,
    })
    expect(await biller.refused(biller.run(credit, invoice.id, { reason: 'Again' }))).toMatchObject({ code: 'nothing_left' })
  })

  test('is given back to its own party, and no more than there is', async () => {
    const invoice = await posted()
    const line = invoice.lines[0]
    const { note } = (await biller.run(credit, invoice.id, { reason: 'Too much' })) as Note
    const made = await biller.repo(Document).get(note as never)
    const wrong = await biller.refused(biller.repo(Document).update(made.id, { party: far, lines: [{ id: made.lines[0]?.id, quantity: '2' }] } as never))
    expect(wrong.errors?.map(({ field, code }) => [field, code])).toEqual([
      ['party', 'other_party'],
      ['lines.0.quantity', 'more_than_left'],
    ])
    const free = { kind: 'creditNote', original: invoice.id, reason: 'A lower price', date: '2027-03-06' }
    const over = await write({ ...free, lines: [{ description: 'Less', price: '10001', tax: gst('18') }] })
    expect(await biller.refused(biller.run(post, over.id))).toMatchObject({ errors: [{ field: 'lines', code: 'more_than_left' }] })
    expect(made.lines[0]).toMatchObject({ ofLine: line?.id, net: '10000', taxAmount: '1800' })
  })

  test('takes back what a note gave in words alone too, to the paisa, and then nothing is left', async () => {
    const lines = ['333.33', '9666.67'].map(price => ({ description: 'Design', price, tax: gst('18') }))
    const invoice = await posted({ lines })
    const free = { kind: 'creditNote', original: invoice.id, reason: 'A lower price' }
    const less = await posted({ ...free, lines: [{ description: 'Less', price: '100.55', tax: gst('18') }] })
    expect(less.total?.amount).toBe('119')
    const { note } = (await biller.run(cancel, invoice.id, { reason: 'Not wanted' })) as Note
    const rest = await biller.repo(Document).get(note as never)
    expect([rest.lines.map(line => [line.description, line.quantity]), amounts(rest)]).toEqual([
      [
        ['Design', '1'],
        ['Design', '1'],
        ['Less', '-1'],
      ],
      ['9899.45', '1781.9', '-0.35', '11681'],
    ])
    expect(await biller.refused(biller.run(cancel, invoice.id, { reason: 'Again' }))).toMatchObject({ code: 'nothing_left' })
  })

  test('and what is paid in the same moment are both settled', async () => {
    const invoices = [await posted(), await posted(), await posted(), await posted()]
    const notes: Awaited<ReturnType<typeof write>>[] = []
    for (const { id: original } of invoices)
      notes.push(await write({ kind: 'creditNote', original, reason: 'Less', lines: [{ description: 'Less', price: '1000', tax: gst('18') }] }))
    await Promise.all(invoices.flatMap(({ id }, at) => [biller.run(post, notes[at]?.id as never), biller.run(settle, id, { amount: '5000' })]))
    const stand = await Promise.all(invoices.map(async ({ id }) => (await biller.repo(Document).get(id)).open?.amount))
    expect(stand).toEqual(['5620', '5620', '5620', '5620'])
  })
})

describe('A bill', () => {
  const bill = (more: object = {}) => ({ kind: 'bill', supplierNumber: 'A-0/17', supplierDate: '2027-03-01', ...more })

  test('keeps the supplier’s number beside ours, and is refused a second time', async () => {
    const made = await posted(bill({ withhold: '10' }))
    expect(made).toMatchObject({
      number: 'BILL/26-27/0001',
      supplierKey: 'A017',
      total: { amount: '11800' },
      withheld: { amount: '1000' },
      open: { amount: '10800' },
      lines: [{ role: 'services' }],
    })
    expect(await biller.refused(write(bill({ supplierNumber: 'a017' })))).toMatchObject({
      code: 'not_unique',
      detail:
        'Another Invoice or bill has this already (Kind, Party, Supplier’s number without signs, Year of that number). Use that one, or give another value.',
    })
    expect(await write(bill({ supplierNumber: 'a017', supplierDate: '2026-03-01' }))).toMatchObject({ supplierYear: '2025-26' })
    const early = await write(bill({ supplierNumber: 'E/1', date: '2027-02-28' }))
    expect(await biller.refused(biller.run(post, early.id))).toMatchObject({
      errors: [{ field: 'supplierDate', message: 'The supplier’s date comes after that of the bill. One of the two is wrong: correct it.' }],
    })
    const { id } = await write({ kind: 'bill' })
    expect(await biller.refused(biller.run(post, id))).toMatchObject({ errors: [{ field: 'supplierNumber' }, { field: 'supplierDate' }] })
  })

  test('that was wrong is cancelled with what was withheld of it, and entered again under its number', async () => {
    const made = await posted(bill({ supplierNumber: 'R/1', withhold: '10', lines: [{ description: 'Pumps', quantity: '3', price: '33.35' }] }))
    const begun = (await biller.run(credit, made.id, { reason: 'One is broken' })) as Note
    const [line] = (await biller.repo(Document).get(begun.note as never)).lines
    await biller
      .repo(Document)
      .update(begun.note as never, { supplierNumber: 'R/1', supplierDate: '2027-03-01', lines: [{ id: line?.id, quantity: '1' }] } as never)
    await biller.run(post, begun.note as never)
    expect(await biller.refused(write(bill({ supplierNumber: 'R/1' })))).toMatchObject({ code: 'not_unique' })
    const { note } = (await biller.run(cancel, made.id, { reason: 'Wrong price' })) as Note
    const notes = await Promise.all([begun.note, note].map(id => biller.repo(Document).get(id as never)))
    const stood = await biller.repo(Document).get(made.id)
    expect([stood.withheld?.amount, stood.open?.amount, stood.supplierNumber, notes.map(one => [one.withheld?.amount, one.open?.amount])]).toEqual([
      ...['10.01', '0', 'R/1'],
      [
        ['3.34', '0'],
        ['6.67', '0'],
      ],
    ])
    expect(await posted(bill({ supplierNumber: 'R/1' }))).toMatchObject({ supplierKey: 'R1', state: 'posted' })
  })
})

describe('By a link', () => {
  interface Link {
    readonly id: string
    readonly state: string
    readonly until: string
    readonly address: string
    readonly openedAt: string | null
    readonly seenAt: string | null
  }
  const at = (id: string) => `/api/records/invoicing.document/${id}/links`
  const share = async (id: string, who = biller) => (await who.post(at(id))) as unknown as Link
  const links = async (id: string) => ((await biller.get(at(id))) as unknown as { items: Link[] }).items
  const look = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await platform.guest.ask('GET', address.replace('http://localhost:4000', ''), undefined, {
      'User-Agent': 'Mozilla/5.0 (Android 15)',
      ...headers,
    })
    return { ...answer, text: String(answer.json) }
  }
  const told = async (id: string) =>
    ((await biller.get(`/api/timeline/invoicing.document/${id}`)) as unknown as { items: { text?: string }[] }).items.flatMap(one => one.text ?? [])

  test('a customer sees the paper, what is paid and how to pay the rest, in their language, and its seller sees that they did', async () => {
    const [policy] = (await platform.admin.repo(Policy).find({ limit: 1 })).items
    await platform.admin.repo(Policy).update(policy?.id as never, { upi: 'asha@okbank', bank: 'Bank of Pune 1234' })
    const invoice = await posted({ terms: terms.get('30 days'), note: 'Thank you <b>very</b> much' })
    const { address, until } = await share(invoice.id)
    expect([until, /^http:\/\/localhost:4000\/s\/main\.[\w-]{43}$/.test(address)]).toEqual(['2027-07-03', true])
    await biller.run(settle, invoice.id, { amount: '1800' })

    const seen = await look(address)
    expect([seen.status, ...['cache-control', 'referrer-policy', 'x-robots-tag', 'set-cookie'].map(name => seen.headers.get(name))]).toEqual([
      ...[200, 'private, no-store', 'no-referrer', 'noindex, nofollow'],
      null,
    ])
    expect(seen.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    const words = seen.text
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<[^>]+>/g, '|')
      .replace(/\|[\s|]*/g, '|')
    for (const part of [
      `Tax invoice ${invoice.number}`,
      ...['27AAACR5055K1Z7', 'Anand Textiles', '27AAPFU0939F1ZV', 'Design', 'CGST', '₹11,800', 'Scan to pay ₹10,000.00 by UPI', 'Bank of Pune 1234'],
      ...['|Still to be paid|₹10,000.00|', '|Paid|₹1,800.00|', '|Due on|4 Apr 2027|', 'Thank you &lt;b&gt;very&lt;/b&gt; much'],
    ])
      expect(words).toContain(part)
    expect(seen.text).toContain(`href="upi://pay?pa=asha%40okbank&amp;cu=INR&amp;am=10000&amp;tn=${invoice.number}"`)
    expect(seen.text).not.toMatch(/<script|https?:\/\/|sales|Anand Textiles<\/title>/)

    const hindi = await look(address, { 'Accept-Language': 'mr, hi-IN;q=0.9, en;q=0.8' })
    expect([
      hindi.text.includes('<html lang="hi">'),
      hindi.text.includes('चुकाना बाकी'),
      (await look(`${address}?lang=en`, { 'Accept-Language': 'hi' })).text,
    ]).toEqual([...[true, true], expect.stringContaining('Still to be paid')])
    const paper = await platform.guest.ask('GET', `${new URL(address).pathname}/paper.pdf?lang=hi`)
    expect([paper.status, paper.headers.get('content-type'), paper.headers.get('cache-control'), String(paper.json).slice(0, 5)]).toEqual([
      ...[200, 'application/pdf', 'private, no-store', '%PDF-'],
    ])

    expect((await told(invoice.id)).filter(text => text.includes('link'))).toEqual([
      'saw that somebody opened the address of a public link for the first time',
      'made a public link that lasts until 2027-07-03',
    ])
    const opened = async () => (await links(invoice.id)).map(({ state, openedAt, seenAt }) => [state, openedAt, seenAt])
    for (const [now, seenAt] of [
      ['2027-03-06T05:59:00Z', '2027-03-05T06:00:00.000Z'],
      ['2027-03-06T06:01:00Z', '2027-03-06T06:01:00.000Z'],
    ] as const) {
      platform.clock.set(now)
      await look(address)
      expect(await opened()).toEqual([['live', '2027-03-05T06:00:00.000Z', seenAt]])
    }
    expect((await told(invoice.id)).filter(text => text.includes('opened'))).toHaveLength(1)
    platform.clock.set('2027-03-05T06:00:00Z')
  })

  test('an invoice of a registered business is called as its tax law calls it, in both languages', async () => {
    const untaxed = [{ description: 'Books', quantity: '1', price: '100' }]
    const headed = async (more: object, language = 'en') => {
      const { id, number } = await posted(more)
      const { text } = await look(`${(await share(id)).address}?lang=${language}`)
      return /<h1>(.*?)<\/h1>/.exec(text)?.[1]?.replace(` ${number}`, '')
    }
    expect([
      ...[await headed({}), await headed({}, 'hi'), await headed({ lines: untaxed }), await headed({ lines: untaxed }, 'hi')],
      ...[await headed({ lines: untaxed, placeOfSupply: '96' }), await headed({ kind: 'debitNote' })],
    ]).toEqual(['Tax invoice', 'कर चालान', 'Bill of supply', 'आपूर्ति बिल', 'Tax invoice', 'Debit note'])
  })

  test('goes with the mail, each with its own, and a telephone that draws a preview has not opened it', async () => {
    const invoice = await posted()
    await biller.run(send, invoice.id, { to: 'accounts@anand.example' })
    await biller.run(send, invoice.id, { to: 'owner@anand.example', link: false })
    expect(await links(invoice.id)).toMatchObject([{ state: 'live', openedAt: null }])
    const { address } = await share(invoice.id)
    await look(address, { 'User-Agent': 'WhatsApp/2.23' })
    await platform.guest.ask('HEAD', new URL(address).pathname, undefined, { 'User-Agent': 'Mozilla/5.0' })
    expect((await links(invoice.id)).map(link => [link.openedAt, 'address' in link])).toEqual([
      [null, false],
      [null, false],
    ])
  })

  test('shows what the role may see that shared it, also where an automation sent it as that role, and the paper goes without one where there may be none', async () => {
    const received: string[] = []
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _, done) => {
        const parts: Buffer[] = []
        stream
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', () => {
            const mail = Buffer.concat(parts).toString()
            // What other tests sent leaves by the first server there is.
            if (mail.includes('roles@anand.example')) received.push(mail)
            done()
          })
      },
    })
    await new Promise<void>(ready => void smtp.listen(0, '127.0.0.1', ready))
    try {
      const { port } = smtp.server.address() as { port: number }
      await platform.admin.put('/api/settings/core.mail', { values: { host: '127.0.0.1', port, from: 'shop@example.com', local: true } })
      const grants = [
        { entity: 'invoicing.document', verbs: ['read', 'update', 'post', 'send', 'cancel'], hide: ['note', 'settlement'] },
        { entity: 'invoicing.document', verbs: ['shareLink'], where: { 'total.amount': { gt: '1000' } } },
        { entity: 'parties.party', verbs: ['read'] },
      ]
      await platform.admin.post('/api/model/apply', { operations: [{ op: 'setRole', role: 'x.sender', label: 'Sender', grants }] })
      const { id: automation } = (await platform.admin.post('/api/automations', {
        ...{ name: 'Sends it', entity: 'invoicing.document', runAs: 'x.sender', trigger: { on: 'state', field: 'state', state: 'posted' } },
        steps: [{ do: 'action', action: 'send', input: { to: 'roles@anand.example' } }],
      })) as unknown as { id: string }
      const sent = await posted({ note: 'Only for us' })
      expect([await platform.settle(), received.length]).toEqual([[], 1])
      await platform.admin.delete(`/api/automations/${automation}`)
      const address = /http:\/\/localhost:4000\/s\/main\.[\w-]{43}/.exec((received[0] ?? '').replace(/=\r\n/g, ''))?.[0] ?? ''
      const seen = async () => {
        const { status, text } = await look(address)
        return [status, text.includes('Only for us'), /<p class="notice">(.*?)<\/p>/.exec(text)?.[1]]
      }
      expect(await seen()).toEqual([200, false, undefined])
      const [link] = await links(sent.id)
      await biller.patch(`${at(sent.id)}/${link?.id}`, { until: '2027-03-31' })
      expect([await seen(), (await links(sent.id))[0]?.until]).toEqual([[200, false, undefined], '2027-03-31'])
      // Whoever takes over what was shared shows no more by it, and what was cancelled says so, whatever of it may be seen.
      const heir = await platform.as('core.admin')
      await platform.admin.post(`/api/users/${platform.admin.userId}/hand-over`, { to: heir.userId })
      await biller.run(cancel, sent.id, { reason: 'Wrong customer' })
      expect(await seen()).toEqual([200, false, 'This document was cancelled. Nothing is to be paid for it.'])

      const sender = await platform.as('x.sender')
      const small = await posted({ lines: [{ description: 'Paper', quantity: '1', price: '5', tax: gst('18') }] })
      await sender.run(send, small.id, { to: 'roles@anand.example' })
      expect([await platform.settle(), received.length, received[1]?.includes('/s/main.'), await links(small.id)]).toEqual([[], 2, false, []])
      expect((await told(small.id))[0]).toBe(
        'sent it to roles@anand.example without a link: You may not share this Invoice or bill. Ask an admin for the right to.',
      )
    } finally {
      await new Promise<void>(done => void smtp.close(done))
      await platform.admin.put('/api/settings/core.mail', { values: { host: null } })
    }
  })

  test('asks for what is open alone, also of an invoice that was posted with all of it in its code', async () => {
    const { id, number } = await posted()
    await platform.platform.world.db.owner.transaction(async tx => {
      for (const text of [
        'alter table main.invoicing_document disable trigger user',
        `update main.invoicing_document set pay_upi = 'upi://pay?pa=asha%40okbank&am=11800&cu=INR' where id = '${id}'`,
        'alter table main.invoicing_document enable trigger user',
      ])
        await tx.run({ text, params: [] })
    })
    await biller.run(settle, id, { amount: '1800' })
    expect(/href="(upi:.*?)"/.exec((await look((await share(id)).address)).text)?.[1]).toBe(
      `upi://pay?pa=asha%40okbank&amp;cu=INR&amp;am=10000&amp;tn=${number}`,
    )
  })

  test('what was cancelled says so, and what was credited says that too', async () => {
    const [whole, part] = [await posted(), await posted()]
    await biller.run(cancel, whole.id, { reason: 'Wrong customer' })
    const { note } = (await biller.run(credit, part.id, { reason: 'Half came back' })) as unknown as Note
    await biller.repo(Document).update(note as never, { lines: [{ description: 'Design', quantity: '1', price: '100', tax: gst('18') }] } as never)
    await biller.run(post, note)
    const said = async (id: string) => /<p class="notice">(.*?)<\/p>/.exec((await look((await share(id)).address)).text)?.[1]
    expect([await said(whole.id), await said(part.id)]).toEqual([
      'This document was cancelled. Nothing is to be paid for it.',
      'A note was given on it since. What it says of amounts is changed by that note.',
    ])
  })

  test('leads nowhere once it was stopped, is over, or whoever shared it may not any more, and can be renewed until it was stopped', async () => {
    const { id } = await posted()
    const clerk = await platform.as('invoicing.biller')
    const [first, second, third] = [await share(id), await share(id), await share(id, clerk)]
    const states = async () => Promise.all([first, second, third].map(async ({ address }) => (await look(address)).status))
    expect(await states()).toEqual([200, 200, 200])
    await biller.delete(`${at(id)}/${first.id}`)
    await platform.admin.put(`/api/users/${clerk.userId}/roles`, { roles: ['invoicing.reader'] })
    expect(await states()).toEqual([410, 200, 410])
    expect((await look(first.address)).text).toContain('This link leads nowhere any more. Ask whoever sent it to you for a new one.')
    platform.clock.set('2027-06-10T06:00:00Z')
    expect(await states()).toEqual([410, 410, 410])
    expect((await links(id)).map(one => one.state)).toEqual(['over', 'over', 'stopped'])
    // Who knows the address of one whose sharer may not any more is shown nothing else by it: another one takes its place.
    const other = (await biller.patch(`${at(id)}/${third.id}`, { until: '2027-06-11' })) as unknown as Link
    await biller.patch(`${at(id)}/${second.id}`, { until: '2027-06-11' })
    expect([await biller.refused(biller.patch(`${at(id)}/${first.id}`, {})), await states(), (await look(other.address)).status]).toMatchObject([
      { code: 'link_stopped' },
      [410, 200, 410],
      200,
    ])
    platform.clock.set('2027-03-05T06:00:00Z')
  })

  test('offered for a document of a far day it lasts as long as one may choose, and not longer', async () => {
    const { id } = await posted({ date: '2036-11-27' })
    const { until } = (await biller.get(at(id))) as unknown as { until: string }
    expect([until, ((await biller.post(at(id), { until })) as unknown as Link).until]).toEqual(['2030-03-09', '2030-03-09'])
    expect(await biller.refused(biller.post(at(id), { until: '2030-03-10' }))).toMatchObject({ errors: [{ field: 'until', code: 'day' }] })
  })

  test('is made by who may share that document alone, and is told to nobody again', async () => {
    const { id } = await posted()
    const draft = await write()
    const bill = await write({ kind: 'bill', supplierNumber: 'A/77', supplierDate: '2027-03-01' })
    await biller.run(post, bill.id)
    const refusals = [
      await reader.ask('POST', at(id), {}),
      await reader.ask('GET', at(id)),
      await platform.guest.ask('POST', at(id), {}),
      await (await platform.as()).ask('POST', at(id), {}),
      await biller.ask('POST', at(draft.id), {}),
      await biller.ask('POST', at(bill.id), {}),
      await biller.ask('POST', at(id), { until: '2027-03-04' }),
      await biller.ask('POST', `/api/records/parties.party/${customer}/links`, {}),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 401, 404, 422, 422, 422, 404])
    const once = { 'Idempotency-Key': 'share-it-once' }
    const [made, again] = [await biller.ask('POST', at(id), {}, once), await biller.ask('POST', at(id), {}, once)]
    expect([made.json, JSON.stringify(again.json).includes('/s/'), (await links(id)).length]).toMatchObject([
      { address: expect.stringContaining('/s/main.') },
      false,
      1,
    ])
  })

  test('who does not know one learns nothing, whatever they try, and is soon asked to wait', async () => {
    const { address } = await share((await posted()).id)
    const [path, secret] = [new URL(address).pathname, address.split('.').at(-1) ?? '']
    const nothing = (await look(`/s/main.${'A'.repeat(43)}`)).text
    for (const wrong of [
      ...[`${path}x`, path.slice(0, -1), `/s/sangam.${secret}`, `/s/public.${secret}`, `/s/other.${secret}`, `/s/${secret}`, `/s/main.${secret.toLowerCase()}`],
      ...[`/s/main.%00${secret}`, `/s/..%2fmain.${secret}`, `${path}/paper.csv`, '/s/'],
    ])
      expect([wrong, await look(wrong)]).toMatchObject([wrong, { status: 404, text: nothing }])
    for (const route of ['/api/records/invoicing.document', '/api/meta', '/api/files/1'])
      expect((await platform.guest.ask('GET', route, undefined, { Authorization: `Bearer ${secret}` })).status).toBe(401)
    await platform.admin.post('/api/plugins/invoicing/apply', { to: 'disabled' })
    expect(await look(address)).toMatchObject({ status: 404, text: nothing })
    expect(JSON.stringify(await platform.admin.post('/api/plugins/invoicing/plan', { to: 'enabled' }))).toContain(
      'Shows to whoever has a link, without signing in: Invoices and bills.',
    )
    await platform.admin.post('/api/plugins/invoicing/apply', { to: 'enabled' })
    for (let tries = 0; tries < 24; tries += 1) await look(`/s/main.${String(tries).padStart(43, 'b')}`)
    expect([(await look(`/s/main.${'c'.repeat(43)}`)).status, (await look(address)).status]).toEqual([429, 200])
    // What could be no address counts for nobody.
    const limit = 120
    const malformed = await Promise.all(Array.from({ length: limit }, (_, at) => look(`/s/main.${at}`)))
    expect([new Set(malformed.map(({ status }) => status)), (await look(address)).status]).toEqual([new Set([404]), 200])

    // What breaks is written down without the address, in whatever letters it was asked for.
    const { db, log } = platform.platform.world
    const [lines, { error }] = [[] as string[], log]
    const rename = (from: string, to: string) => db.owner.run({ text: `alter table main.${from} rename to ${to}`, params: [] })
    await rename('invoicing_document', 'invoicing_away')
    Object.assign(log, { error: (message: string, values?: object) => void lines.push(`${message} ${JSON.stringify(values)}`) })
    try {
      const coded = [...secret].map(letter => `%${letter.charCodeAt(0).toString(16)}`).join('')
      const broken = [await look(path), await look(`/s/main.${coded}`)].map(({ status }) => status)
      expect([broken, lines.length, lines.filter(line => line.includes(secret) || line.includes(coded))]).toEqual([[500, 500], 2, []])
      expect(lines.every(line => line.includes('"path":"/s/…"'))).toBe(true)
    } finally {
      Object.assign(log, { error })
      await rename('invoicing_away', 'invoicing_document')
    }
  })
})

describe('How a company rounds', () => {
  test('is said once, from a day on', async () => {
    await platform.admin.repo(Policy).create({ company: platform.company, from: '2027-03-20', rounding: 'line', toWhole: null } as never)
    const five = { lines: Array.from({ length: 5 }, () => ({ description: 'Screw', price: '0.33', tax: gst('5') })) }
    expect([amounts(await write({ ...five, party: far })), amounts(await write({ ...five, party: far, date: '2027-03-21' }))]).toEqual([
      ['1.65', '0.08', '0.27', '2'],
      ['1.65', '0.1', '0', '1.75'],
    ])
  })
})

describe('A note', () => {
  test('is taken back in its own company, currency and sign, and at its own rate', async () => {
    const usd = { currency: 'USD', placeOfSupply: '96' }
    const lines = [
      { description: 'Lamp', quantity: '1', price: '100' },
      { description: 'Returned', quantity: '-5', price: '10' },
    ]
    const invoice = await posted({ ...usd, exchangeRate: '83.5', lines })
    const free = { kind: 'creditNote', original: invoice.id, reason: 'Broken', lines: [{ description: 'Lamp', price: '10' }] }
    expect(await write(free)).toMatchObject({ currency: 'USD', exchangeRate: '83.5', company: invoice.company })
    const other = (await platform.admin.post('/api/records/core.company', {
      ...{ name: 'Anand GmbH', code: 'AG', country: 'DE', currency: 'EUR', zone: 'Europe/Berlin', fiscalYearStart: 1 },
    })) as { readonly id: string }
    const wrong = await platform.admin.refused(
      platform.admin.repo(Document).create({ ...free, party: customer, company: other.id, currency: 'INR', exchangeRate: '90' } as never),
    )
    expect(wrong.errors?.map(({ code }) => code)).toEqual(['other_company', 'other_currency', 'other_rate'])
    const { note } = (await biller.run(credit, invoice.id, { reason: 'Broken' })) as Note
    const [first, second] = (await biller.repo(Document).get(note as never)).lines
    const turned = [
      { id: first?.id, quantity: '1' },
      { id: second?.id, quantity: '5' },
    ]
    expect(await biller.refused(biller.repo(Document).update(note as never, { lines: turned } as never))).toMatchObject({
      errors: [{ field: 'lines.1.quantity', code: 'other_sign' }],
    })
    const cheaper = [
      { id: first?.id, price: '60', discount: '5' },
      { id: second?.id, tax: gst('18') },
    ]
    const refused = await biller.refused(biller.repo(Document).update(note as never, { lines: cheaper } as never))
    expect(refused.errors?.map(({ field, code }) => [field, code])).toEqual([
      ['lines.0.price', 'as_posted'],
      ['lines.0.discount', 'as_posted'],
      ['lines.1.tax', 'as_posted'],
    ])
  })
})
