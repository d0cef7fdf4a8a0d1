import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cancel, credit, Document, post, TaxGroup } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let customer = ''
let tax: string | undefined
const [pune, bengaluru, chennai] = ['27AAACR5055K1Z7', '29AAACR5055K1Z3', '33AAPFU0939F1Z2']
const our = 'Sharma Traders'

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  tax = (await biller.repo(TaxGroup).first({ name: 'GST 18 %' } as never))?.id
  customer = (await biller.repo(Party).create({ name: 'Anand Textiles', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })).id
})
afterAll(() => platform.stop())
/** Each begins with a company that is not registered. */
afterEach(async () => {
  const { items: there } = (await platform.admin.get('/api/records/core.registration?fields=company&limit=100')) as {
    readonly items: readonly { readonly id: string; readonly company: string | null }[]
  }
  for (const { id } of there.filter(one => one.company !== null)) await platform.admin.delete(`/api/records/core.registration/${id}`)
})

const register = (number: string, more: object = {}) =>
  platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number, ...more }) as Promise<{ id: string }>
const write = (more: object = {}) =>
  biller.repo(Document).create({ party: customer, date: '2027-03-05', lines: [{ description: 'Design', price: '100', tax }], ...more } as never)
const posted = async ({ id }: { readonly id: string }) => {
  await biller.run(post, id as never)
  return biller.repo(Document).get(id as never)
}
const refusal = async ({ id }: { readonly id: string }) =>
  ((await biller.refused(biller.run(post, id as never))).errors ?? []).map(({ field, code, message }) => [field, code, message])
const free = { lines: [{ description: 'Design', price: '100', tax: null }] }
const bill = (supplierNumber: string) => ({ kind: 'bill', supplierNumber, supplierDate: '2027-03-01', ...free })
const refused = (code: string, message: string) => [['ownRegistration', code, message]]

test('Nothing is posted under a number that our company does not hold, with or without tax, until it is one of its registrations or another is chosen', async () => {
  const invented = await write({ ownRegistration: chennai })
  const without = await refusal(invented)
  await register(pune)
  await register(bengaluru)
  const named = refused('no_own_number', `${chennai} is no tax number of ${our}. Choose one of ${pune}, ${bengaluru}, or add it under Company → Registrations.`)
  const all = [invented, ...(await Promise.all([{ ...free }, { kind: 'receipt' }, bill('B/1')].map(more => write({ ...more, ownRegistration: chennai }))))]
  expect([invented.ownRegistration, without, ...(await Promise.all(all.map(refusal)))]).toEqual([
    chennai,
    refused(
      'no_own_number',
      `${chennai} is no tax number of ${our}, which has none on 2027-03-05. Leave our tax number empty, or add it under Company → Registrations.`,
    ),
    ...all.map(() => named),
  ])
  const chosen = await posted(await biller.repo(Document).update(invented.id, { ownRegistration: bengaluru }))
  const { id } = await register(chennai)
  const added = await posted(all[1] as never)
  // What was taken away since is not held any more, however long ago the draft was written.
  const kept = await write({ ownRegistration: chennai })
  await platform.admin.delete(`/api/records/core.registration/${id}`)
  expect([chosen, added].map(one => [one.ownRegistration, one.ownScheme, one.total?.amount])).toEqual([
    [bengaluru, null, '118'],
    [chennai, null, '100'],
  ])
  expect(await refusal(kept)).toEqual(named)
})

test('A number of ours is written as it is kept, in whatever case and with whatever spaces it is typed', async () => {
  await register(pune)
  await register('GB 123 4567 82', { kind: 'vat' })
  const typed = [' 27aaacr5055k 1z7', '27-AAACR5055K-1Z7', '27AAACR5055K1Z7\u200b', 'gb123456782']
  const made = await Promise.all(typed.map(async ownRegistration => posted(await write({ ownRegistration, placeOfSupply: '27' }))))
  expect(made.map(one => one.ownRegistration)).toEqual([pune, pune, pune, 'GB 123 4567 82'])
})

test('A number of ours is written under in its days alone, and in its state where our place is named', async () => {
  await register(pune)
  await register(bengaluru, { validTo: '2027-02-28' })
  const { id: place } = (await platform.admin.post('/api/records/core.place', { company: platform.company, name: 'Bengaluru', stateCode: '29' })) as {
    readonly id: string
  }
  const under = async (ownRegistration: string, more: object = {}) => write({ ...free, ownRegistration, ...more })
  const ended = refused(
    'number_ended',
    `${bengaluru} does not hold for ${our} on 2027-03-05. Choose one of ${pune}, or correct its days under Company → Registrations.`,
  )
  expect([
    await refusal(await under(bengaluru)),
    await refusal(await under(bengaluru, bill('B/2'))),
    await refusal(await under(pune, { place })),
    await refusal(await under(pune, { place, date: '2027-02-28' })),
    (await posted(await under(bengaluru, { place, date: '2027-02-28' }))).ownRegistration,
  ]).toEqual([
    ended,
    ended,
    refused(
      'other_state',
      `${pune} is of another state than our place, and ${our} has none there. Leave our tax number empty, choose another place, or add one under Company → Registrations.`,
    ),
    refused('other_state', `${pune} is of another state than our place. Choose one of ${bengaluru}, or another place.`),
    bengaluru,
  ])
})

test('What takes a document back is under its number, whatever became of that since, and under no other that is not ours', async () => {
  const { id } = await register(pune)
  const [first, second] = [await posted(await write()), await posted(await write())]
  await platform.admin.delete(`/api/records/core.registration/${id}`)
  await biller.run(cancel, first.id, { reason: 'Broken', on: '2027-03-06' })
  const { note } = (await biller.run(credit, second.id, { reason: 'Returned', on: '2027-03-06' })) as { readonly note: string }
  const other = await biller.repo(Document).update(note as never, { ownRegistration: chennai })
  const wrong = await refusal(other)
  const right = await posted(await biller.repo(Document).update(other.id, { ownRegistration: pune }))
  expect([wrong.map(([, code]) => code), right.ownRegistration, right.total?.amount]).toEqual([['no_own_number'], pune, '118'])
})

test('A note that is written by hand begins under the number of its document, also where our company has several', async () => {
  await register(pune)
  await register(bengaluru)
  const invoice = await posted(await write({ ownRegistration: bengaluru }))
  const note = await posted(await write({ kind: 'creditNote', original: invoice.id, reason: 'Price', lines: [{ description: 'Price', price: '10', tax }] }))
  expect([note.ownRegistration, note.taxes.map(({ code }) => code), (await write({ kind: 'creditNote' })).ownRegistration]).toEqual([
    bengaluru,
    invoice.taxes.map(({ code }) => code),
    pune,
  ])
})

test('Papers of before come from a file under the number they had, and are taken back under it; a draft of a file is judged as it is posted', async () => {
  await register(pune)
  const manager = await platform.as('invoicing.manager')
  const rows = [
    `Anand Textiles,2027-03-05,posted,${chennai},Of the old books,100,GST 18 %`,
    `Anand Textiles,2027-03-05,draft,${chennai},Not posted there,100,GST 18 %`,
  ]
  const file = `Party,Date,State,Our tax number,Description,Price,Tax\n${rows.join('\n')}\n`
  const { json } = await manager.ask('POST', '/api/imports/invoicing.document?name=old.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { readonly id: string; readonly suggestion: { readonly fields: object } }
  const fields = { ...suggestion.fields, 'lines.description': { columns: [4] }, 'lines.price': { columns: [5] }, 'lines.tax': { columns: [6] } }
  await manager.post(`/api/imports/invoicing.document/${id}/plan`, { key: null, fields })
  await manager.post(`/api/imports/invoicing.document/${id}/commit`)
  const brought = async (description: string) => {
    const found = await biller.repo(Document).first({ lines: { some: { description } } } as never)
    return biller.repo(Document).get(found?.id as never)
  }
  const [old, draft] = [await brought('Of the old books'), await brought('Not posted there')]
  expect([old.state, old.ownRegistration, old.total?.amount, (await refusal(draft)).map(([, code]) => code)]).toEqual([
    'posted',
    chennai,
    '118',
    ['no_own_number'],
  ])
  await biller.run(cancel, old.id, { reason: 'Never delivered' })
  expect((await biller.repo(Document).first({ original: old.id } as never))?.ownRegistration).toBe(chennai)
})

test('A draft that a file posts is posted now, and judged as any other', async () => {
  await register(pune)
  const manager = await platform.as('invoicing.manager')
  const { id: party } = await biller.repo(Party).create({ name: 'Rao Stores', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  const [wrong, right] = [await write({ party, ownRegistration: chennai, note: 'Wrong' }), await write({ party, note: 'Right' })]
  const { json } = await manager.ask('POST', '/api/imports/invoicing.document?name=post.csv', 'Note,State\nWrong,posted\nRight,posted\n', {
    'Content-Type': 'text/csv',
  })
  const { id } = json as { readonly id: string }
  await manager.post(`/api/imports/invoicing.document/${id}/plan`, { key: 'note', fields: { note: { columns: [0] }, state: { columns: [1] } } })
  await manager.post(`/api/imports/invoicing.document/${id}/commit`)
  expect(await Promise.all([wrong, right].map(async one => (await biller.repo(Document).get(one.id)).state))).toEqual(['draft', 'posted'])
})

test('A dash in the place of a tax number is none, of both sides: under it nobody charges tax, nor by a note about a document without tax', async () => {
  const { id: place } = (await platform.admin.post('/api/records/core.place', { company: platform.company, name: 'Pune', stateCode: '27' })) as {
    readonly id: string
  }
  const more = [{ description: 'More', price: '100', tax }]
  const [invoice, bought] = [await posted(await write({ ...free, place })), await posted(await write({ ...bill('B/3'), place }))]
  const notes = await Promise.all(
    ['-', ' – ', './.'].map(ownRegistration => write({ kind: 'debitNote', original: invoice.id, reason: 'More', place, ownRegistration, lines: more })),
  )
  const theirs = await write({ kind: 'vendorCredit', original: bought.id, reason: 'Less', place, partyRegistration: '-', lines: more })
  expect([...notes, theirs].map(one => [one.ownRegistration, one.partyRegistration])).toEqual([...notes, theirs].map(() => [null, null]))
  expect((await Promise.all([...notes, theirs].map(refusal))).map(all => all.map(([field, code]) => [field, code]))).toEqual([
    ...notes.map(() => [['ownRegistration', 'no_number']]),
    [
      ['lines', 'more_than_left'],
      ['partyRegistration', 'no_number'],
    ],
  ])
})

test('A number of another company of ours is none of this one', async () => {
  const { id: other } = (await platform.admin.post('/api/records/core.company', {
    ...{ name: 'Sharma Exports', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata' },
  })) as { readonly id: string }
  await register(pune)
  await register(bengaluru, { company: other })
  const write = (more: object) =>
    platform.admin.repo(Document).create({ party: customer, date: '2027-03-05', ...free, ownRegistration: bengaluru, ...more } as never)
  const [here, there] = [await write({ company: platform.company }), await write({ company: other })]
  expect(await refusal(here)).toEqual(
    refused('no_own_number', `${bengaluru} is no tax number of ${our}. Choose one of ${pune}, or add it under Company → Registrations.`),
  )
  await platform.admin.run(post, there.id)
  expect((await platform.admin.repo(Document).get(there.id)).state).toBe('posted')
})
