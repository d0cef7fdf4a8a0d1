import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import parties from '@sangam/plugin-parties'
import { Account, Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { credit, Document, Policy, post, TaxGroup } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
const groups = new Map<string, string>()
let customer = ''
let taxed: object
const [pune, bengaluru] = ['27AAACR5055K1Z7', '29AAACR5055K1Z3']

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  customer = await party('Anand Textiles')
  const policy = await platform.admin.repo(Policy).first({ company: platform.company as never })
  await platform.admin.repo(Policy).update(policy?.id as never, { tax: groups.get('GST 18 %') as never })
  taxed = { lines: [{ description: 'Design', price: '100', tax: groups.get('GST 18 %') }] }
})
afterAll(() => platform.stop())
/** Each begins with a company that is not registered. */
afterEach(async () => {
  const { items: there } = (await platform.admin.get('/api/records/core.registration?fields=company&limit=100')) as {
    readonly items: readonly { readonly id: string; readonly company: string | null }[]
  }
  for (const { id } of there.filter(one => one.company !== null)) await platform.admin.delete(`/api/records/core.registration/${id}`)
})

const party = async (name: string) => (await biller.repo(Party).create({ name, addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })).id
const register = (number: string, more: object = {}) =>
  platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number, ...more }) as Promise<{ id: string }>
const write = (more: object = {}) =>
  biller.repo(Document).create({ party: customer, date: '2027-03-05', lines: [{ description: 'Design', price: '100' }], ...more } as never)
const bill = (of: string, number: string) => ({ kind: 'bill', party: of, supplierNumber: number, supplierDate: '2027-03-01' })
const said = ({ total, ownRegistration }: Awaited<ReturnType<typeof write>>) => [total?.amount, ownRegistration]
const refusal = async (document: { readonly id: string }) => (await biller.refused(biller.run(post, document.id as never))).errors
const posted = async ({ id }: { readonly id: string }) => {
  await biller.run(post, id as never)
  return biller.repo(Document).get(id as never)
}
const paperOf = async ({ id }: { readonly id: string }) =>
  pagesOf(await biller.bytes(`/api/export/invoicing.document/${id}?document=invoicing.invoice`)).join('\n')

test('A company without a tax number begins its invoices without GST and posts none with it, until its number is entered', async () => {
  const item = await platform.admin.repo(Item).create({ name: 'Broom', taxCategory: 'standard' })
  const free = await write({
    lines: [
      { description: 'Design', price: '100' },
      { item: item.id, price: '50' },
    ],
  })
  const wrong = await write(taxed)
  const nowhere = await write({ party: (await biller.repo(Party).create({ name: 'Walk-in' })).id, ...taxed })
  const voucher = await write({ kind: 'receipt', ...taxed })
  expect([said(free), said(await posted(free)), said(nowhere), await refusal(nowhere), await refusal(wrong), await refusal(voucher)]).toMatchObject([
    ['150', null],
    ['150', null],
    ['118', null],
    [
      {
        field: 'ownRegistration',
        code: 'no_number',
        message:
          'We have no tax number that holds on that day, and so charge no GST 18 %. Add it under Company → Registrations, or take the tax out of the lines.',
      },
    ],
    [{ code: 'no_number' }],
    [{ code: 'no_number' }],
  ])
  const out = await biller.repo(Document).update(wrong.id, { lines: wrong.lines.map(({ id }) => ({ id, tax: null })) } as never)
  const told = await write({ ...taxed, ownRegistration: pune })
  await register(pune)
  // What was refused is posted once the number is there; what was begun since has it from the first.
  expect([await posted(out), await posted(told), await posted(voucher), await posted(await write())].map(said)).toEqual([
    ['100', pune],
    ['118', pune],
    ['100', pune],
    ['118', pune],
  ])
})

test('A tax number holds from day to day: an invoice of another day has another, or none, and one that was told has to hold', async () => {
  await register(pune, { validFrom: '2027-02-01', validTo: '2027-03-31' })
  const draft = await write()
  const on = async (date: string) => said(await biller.repo(Document).update(draft.id, { date }))
  expect([said(draft), await on('2027-04-01'), await on('2027-03-31'), await on('2027-01-31'), await on('2027-02-01')]).toEqual([
    ['118', pune],
    ['100', null],
    ['118', pune],
    ['100', null],
    ['118', pune],
  ])
  const late = await write({ ...taxed, date: '2027-04-01', ownRegistration: pune })
  expect(await refusal(late)).toMatchObject([
    {
      field: 'ownRegistration',
      code: 'number_ended',
      message: `${pune} does not hold for Sharma Traders on 2027-04-01, and no other does. Leave our tax number empty, or correct its days under Company → Registrations.`,
    },
  ])
  // What was charged while it held is given back afterwards too.
  const { note } = (await biller.run(credit, (await posted(draft)).id, { reason: 'Returned', on: '2027-04-02' })) as { readonly note: string }
  expect(said(await posted({ id: note }))).toEqual(['118', pune])
})

test('A note brings no GST to an invoice of a company under the composition scheme, whether it adds to it or takes off, and does to one that was charged', async () => {
  await register(pune, { validTo: '2027-03-31' })
  await register(pune, { scheme: 'composition', validFrom: '2027-04-01' })
  const [charged, free] = [await posted(await write({ date: '2027-03-31' })), await posted(await write({ date: '2027-04-01' }))]
  const over = ({ id }: { readonly id: string }, kind: string) =>
    write({ kind, original: id, date: '2027-04-02', reason: 'Price', lines: [{ description: 'Price', price: '50', tax: groups.get('GST 18 %') }] })
  const wrong = [await refusal(await over(free, 'debitNote')), await refusal(await over(free, 'creditNote'))]
  expect(wrong).toMatchObject(wrong.map(() => [{ field: 'ownRegistration', code: 'composition' }]))
  expect([said(await posted(await over(charged, 'debitNote'))), said(await posted(await over(charged, 'creditNote')))]).toEqual([
    ['59', pune],
    ['59', pune],
  ])
})

test('A debit note adds GST to an invoice that was charged only under a number that holds on its day, and what takes that invoice back does in any case', async () => {
  const { id } = await register(pune, { validTo: '2027-03-31' })
  const invoice = await posted(await write())
  const adds = (more: object = {}) => write({ kind: 'debitNote', original: invoice.id, date: '2027-04-02', reason: 'More', ...taxed, ...more })
  const codes = async (one: { readonly id: string }) => (await refusal(one))?.map(({ field, code }) => [field, code])
  const late = await adds()
  const march = await adds({ date: '2027-03-31' })
  const ended = await codes(late)
  await platform.admin.delete(`/api/records/core.registration/${id}`)
  const gone = [await codes(late), await codes(march)]
  // A note that began as one that gives back is judged by what it does now.
  const { note } = (await biller.run(credit, invoice.id, { reason: 'More', on: '2027-03-06' })) as { readonly note: string }
  await biller.repo(Document).update(note as never, { kind: 'debitNote' })
  const without = []
  for (const id of [late.id, note]) without.push(await codes(await biller.repo(Document).update(id as never, { ownRegistration: null })))
  const none = [['ownRegistration', 'no_number']]
  expect([ended, gone, without]).toEqual([
    [['ownRegistration', 'number_ended']],
    [[['ownRegistration', 'no_own_number']], [['ownRegistration', 'no_own_number']]],
    [none, none],
  ])
  const back = await write({
    kind: 'creditNote',
    original: invoice.id,
    reason: 'Price',
    lines: [{ description: 'Price', price: '50', tax: groups.get('GST 18 %') }],
  })
  await register(bengaluru)
  const other = await biller.repo(Document).update(late.id, { ownRegistration: bengaluru })
  expect([said(await posted(back)), said(await posted(other))]).toEqual([
    ['59', pune],
    ['118', bengaluru],
  ])
})

test('A debit note begins under the number that holds on its day in the state of its invoice, and where none does it is said at once what to do', async () => {
  await register(pune, { validTo: '2027-03-31' })
  const invoice = await posted(await write())
  const adds = (date: string) => write({ kind: 'debitNote', original: invoice.id, date, reason: 'More', ...taxed })
  const sides = (day: string) =>
    biller.get(`/api/plugins/invoicing/x/sides?kind=debitNote&day=${day}&company=${platform.company}&party=${customer}&original=${invoice.id}`)
  await register(bengaluru)
  const without = await adds('2027-04-01')
  const lacking = await sides('2027-04-01')
  const again = '27AAACR5055K2Z6'
  await register(again, { validFrom: '2027-04-01' })
  const late = await adds('2027-04-01')
  const on = async (date: string) => said(await biller.repo(Document).update(late.id, { date }))
  const other = await biller.repo(Document).update(without.id, { ownRegistration: bengaluru })
  expect([
    [said(without), without.ownScheme, lacking],
    [said(late), late.ownScheme, await sides('2027-04-01'), await on('2027-03-31'), await on('2027-04-02')],
    said(await adds('2027-03-31')),
    said(await posted(late)),
    // What is charged under the number of another state is supplied from there.
    [said(await posted(other)), other.taxes.map(({ code, amount }) => [code, amount])],
  ]).toMatchObject([
    [
      ['118', pune],
      'ended',
      {
        ours: {
          number: pune,
          lacks: 'ended',
          numbers: [
            { number: pune, lacks: 'ended' },
            { number: bengaluru, lacks: null },
          ],
        },
      },
    ],
    [['118', again], null, { ours: { number: again, lacks: null } }, ['118', pune], ['118', again]],
    ['118', pune],
    ['118', again],
    [['118', bengaluru], [['IGST', '18']]],
  ])
})

test('A place charges GST under the number of its state, and none where the company has none there', async () => {
  await register(pune)
  const place = async (name: string, stateCode: string) =>
    ((await platform.admin.post('/api/records/core.place', { company: platform.company, name, stateCode })) as { readonly id: string }).id
  const [here, there] = [await place('Pune', '27'), await place('Bengaluru', '29')]
  const before = await write({ place: there })
  const wrong = await write({ place: there, ...taxed })
  expect([said(await write({ place: here })), said(before), (await refusal(wrong))?.map(({ code }) => code)]).toEqual([
    ['118', pune],
    ['100', null],
    ['no_number'],
  ])
  await register(bengaluru)
  const sold = await posted(await write({ place: there }))
  expect([said(sold), sold.taxes.map(({ code, amount }) => [code, amount]), said(await write({ place: here }))]).toEqual([
    ['118', bengaluru],
    [['IGST', '18']],
    ['118', pune],
  ])
})

test('A company under the composition scheme charges no GST from its first day there, and its bills of supply say why', async () => {
  await register(pune, { validTo: '2027-03-31' })
  await register(pune, { scheme: 'composition', validFrom: '2027-04-01' })
  const [regular, free] = [await posted(await write({ date: '2027-03-31' })), await posted(await write({ date: '2027-04-01' }))]
  const wrong = await write({ date: '2027-04-01', ...taxed })
  const sentence = 'Composition taxable person, not eligible to collect tax on supplies'
  const heads = await Promise.all(
    [regular, free].map(async one => {
      const paper = await paperOf(one)
      return [paper.includes(`Tax invoice ${one.number}`), paper.includes(`Bill of supply ${one.number}`), paper.includes(sentence)]
    }),
  )
  expect([said(regular), said(free), heads, await refusal(wrong)]).toMatchObject([
    ['118', pune],
    ['100', pune],
    [
      [true, false, false],
      [false, true, true],
    ],
    [
      {
        field: 'ownRegistration',
        code: 'composition',
        message: `We are under the composition scheme, and so charge no GST 18 %. Take the tax out of the lines; if it is wrong, correct the scheme of ${pune} with the registrations of the company.`,
      },
    ],
  ])
  await biller.repo(Document).update(free.id, { language: 'hi' })
  expect(await paperOf(free)).toContain('कंपोज़िशन')
})

test('Who charges no GST gets none of their bills back: it is part of what was bought', async () => {
  const supplier = await party('Deccan Mills')
  await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: supplier, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  await register(pune, { validTo: '2027-03-31' })
  await register(pune, { scheme: 'composition', validFrom: '2027-04-01' })
  const bought = async (number: string, date: string) => {
    const { total, taxes } = await posted(await write({ ...bill(supplier, number), date }))
    return [total?.amount, taxes.map(({ code, amount, recoverable }) => [code, amount, recoverable])]
  }
  const taxes = (back: boolean) => ['CGST', 'SGST'].map(code => [code, '9', back])
  expect([await bought('D/1', '2027-03-31'), await bought('D/2', '2027-04-01')]).toEqual([
    ['118', taxes(true)],
    ['118', taxes(false)],
  ])
})

test('A bill that comes late is judged by the day for tax, on which the number of its supplier held, and an invoice of ours by its own day', async () => {
  const supplier = await party('Konkan Mills')
  await platform.admin.post('/api/records/core.registration', {
    ...{ entity: 'parties.party', record: supplier, kind: 'gstin', number: '27AAPFU0939F1ZV', validTo: '2027-03-31' },
  })
  const { id: own } = await register(pune)
  const late = { ...bill(supplier, 'K/1'), date: '2027-04-05' }
  const draft = await write(late)
  const on = async (taxDate: string | null) => {
    const { total, partyRegistration } = await biller.repo(Document).update(draft.id, { taxDate })
    return [total?.amount, partyRegistration]
  }
  const number = '27AAPFU0939F1ZV'
  const asked = `/api/plugins/invoicing/x/sides?kind=bill&party=${supplier}&company=${platform.company}&day=2027-04-05`
  const lacks = async (more: string) => ((await biller.get(`${asked}${more}`)) as { readonly theirs: { readonly lacks: unknown } }).theirs.lacks
  const again = await posted(await write({ ...late, supplierNumber: 'K/2', taxDate: '2027-03-20', ...taxed }))
  await platform.admin.patch(`/api/records/core.registration/${own}`, { validTo: '2027-03-31' })
  const wrong = await write({ date: '2027-04-05', taxDate: '2027-03-20', ...taxed })
  expect([
    [draft.total?.amount, draft.partyRegistration],
    await on('2027-03-20'),
    await on(null),
    await on('2027-03-31'),
    [await lacks(''), await lacks('&taxDay=2027-03-20')],
    [again.total?.amount, again.partyRegistration],
    (await refusal(wrong))?.map(({ code }) => code),
  ]).toEqual([['100', null], ['118', number], ['100', null], ['118', number], ['none', null], ['118', number], ['no_number']])
})

test('A supplier under the composition scheme charges no GST, whether their number says so or what was agreed with them', async () => {
  await register(pune)
  const number = '27AAPFU0939F1ZV'
  const supplier = async (name: string, scheme: string | null) => {
    const id = await party(name)
    await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: id, kind: 'gstin', number, scheme })
    return id
  }
  const [byNumber, byAccount, regular] = [await supplier('Small Works', 'composition'), await supplier('Tiny Works', null), await supplier('Big Works', null)]
  const { id: account } = await platform.admin
    .repo(Account)
    .create({ party: byAccount as never, company: platform.company as never, side: 'supplier', taxTreatment: 'composition' })
  const draft = await write(bill(regular, 'B/1'))
  const to = async (of: string) => (await biller.repo(Document).update(draft.id, { party: of as never })).total?.amount
  expect([draft.total?.amount, await to(byNumber), await to(regular), await to(byAccount)]).toEqual(['118', '100', '118', '100'])
  const free = await posted(await write(bill(byNumber, 'S/1')))
  const wrong = await write({ ...bill(byAccount, 'T/1'), ...taxed })
  expect([free.total?.amount, free.partyRegistration, await refusal(wrong)]).toMatchObject([
    '100',
    number,
    [
      {
        field: 'partyRegistration',
        code: 'composition',
        message:
          'This supplier is under the composition scheme, and so charges no GST 18 %. Take the tax out of the lines; if it is wrong, correct the scheme of their number or the tax treatment of their account.',
      },
    ],
  ])
  await platform.admin.repo(Account).update(account, { taxTreatment: 'registered' })
  expect((await posted(wrong)).total?.amount).toBe('118')
})

test('Old papers come from a file as they were charged, also of a company that has no tax number any more', async () => {
  const manager = await platform.as('invoicing.manager')
  await biller.repo(Party).create({ name: 'Old Customer' })
  const file = `Party,Date,State,Description,Price,Tax\nOld Customer,2027-03-05,posted,From the old books,100,GST 18 %\n`
  const { json } = await manager.ask('POST', '/api/imports/invoicing.document?name=old.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { readonly id: string; readonly suggestion: { readonly fields: object } }
  const fields = { ...suggestion.fields, 'lines.description': { columns: [3] }, 'lines.price': { columns: [4] }, 'lines.tax': { columns: [5] } }
  await manager.post(`/api/imports/invoicing.document/${id}/plan`, { key: null, fields })
  await manager.post(`/api/imports/invoicing.document/${id}/commit`)
  const brought = await biller.repo(Document).first({ lines: { some: { description: 'From the old books' } } } as never)
  expect(brought && (await biller.repo(Document).get(brought.id))).toMatchObject({ state: 'posted', total: { amount: '118' } })
})
