import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancel, Document, post, TaxGroup } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let near = ''
let tax: string | undefined
const [pune, bengaluru] = ['27AAPFU0939F1ZV', '29AAPFU0939F1ZR']

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  tax = (await biller.repo(TaxGroup).first({ name: 'GST 18 %' } as never))?.id
  near = await party('Anand Textiles', { stateCode: '27', country: 'India' })
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
})
afterAll(() => platform.stop())

const party = async (name: string, address: object) => (await biller.repo(Party).create({ name, addresses: [{ kind: 'billing', ...address }] } as never)).id
const values = (more: object) => ({ party: near, date: '2027-03-05', lines: [{ description: 'Design', price: '100', tax }], ...more }) as never
const write = (more: object = {}) => biller.repo(Document).create(values(more))
const posted = async ({ id }: { readonly id: string }) => {
  await biller.run(post, id as never)
  return biller.repo(Document).get(id as never)
}
const said = async (asked: Promise<unknown>) =>
  ((await biller.refused(asked)).errors ?? []).map(({ field, code, message }) => (field === 'partyRegistration' && code === 'tax_number' ? message : code))
const sign = 'One of its letters or digits is wrong: the last one does not fit the others.'
const length = 'A GSTIN has 15 letters and digits, such as 27AAACR5055K1Z7.'

test('A number of theirs that was copied wrong is refused as it is written, and says what is wrong with it', async () => {
  const draft = await write()
  const change = (partyRegistration: string) => biller.repo(Document).update(draft.id, { partyRegistration })
  expect([
    await said(write({ partyRegistration: '27AAPFU0993F1ZV' })),
    await said(change('27AAPFU0993F1ZV')),
    await said(change('27AAPFU0939F1Z')),
    await said(change('25AAPFU0939F1ZV')),
    await said(write({ kind: 'bill', partyRegistration: 'unregistered' })),
  ]).toEqual([[sign], [sign], [length], ['No state has the code of its first two digits. Look at the certificate again.'], [length]])
  // An embassy has a number of another form.
  const typed = [' 27aapfu0939f 1zv', '27-AAPFU0939F-1ZV', '0717uno00154unu']
  const kept = await Promise.all(typed.map(async number => (await write({ partyRegistration: number })).partyRegistration))
  expect(kept).toEqual([pune, pune, '0717UNO00154UNU'])
})

test('It is judged by the country of their address; of somebody abroad it has letters and digits, and of whom nothing is known the refusal says so', async () => {
  const [berlin, nowhere] = [await party('Spree GmbH', { city: 'Berlin', country: 'DE' }), await party('Unknown & Co.', { city: 'Springfield' })]
  const of = (party: string, partyRegistration: string, more: object = {}) => write({ party, partyRegistration, ...more })
  expect([
    (await of(berlin, 'de 123 456 789')).partyRegistration,
    (await of(berlin, bengaluru)).partyRegistration,
    await said(of(berlin, 'none')),
    await said(of(near, 'DE123456789')),
    await said(of(nowhere, 'DE123456789')),
    (await of(nowhere, 'DE123456789', { placeOfSupply: '96' })).partyRegistration,
  ]).toEqual([
    'DE123456789',
    bengaluru,
    ['A tax number has 4 to 24 letters and digits. Look at their paper again.'],
    [length],
    [`${length} If they are in another country, say so in their address.`],
    'DE123456789',
  ])
})

test('A draft whose number is wrong by now, as where its place of supply is another, is not posted, and says of which number it speaks', async () => {
  const nowhere = await party('Far Away', { city: 'Springfield' })
  const draft = await write({ party: nowhere, partyRegistration: 'DE123456789', placeOfSupply: '96' })
  const home = await biller.repo(Document).update(draft.id, { placeOfSupply: '27' })
  const wrong = await said(biller.run(post, draft.id as never))
  await biller.repo(Document).update(draft.id, { placeOfSupply: '96' })
  expect([home.placeOfSupply, wrong, (await posted(draft)).partyRegistration]).toEqual([
    '27',
    [`DE123456789: ${length} If they are in another country, say so in their address.`],
    'DE123456789',
  ])
})

test('A number that is kept with their registrations is filled in as it is there, and posted', async () => {
  const old = await party('Old Mills', { stateCode: '27' })
  await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: old, kind: 'vat', number: 'MH/27-old' })
  const typed = await write({ party: old, partyRegistration: 'mh27old' })
  expect([typed.partyRegistration, (await posted(await write({ party: old }))).partyRegistration]).toEqual(['MH/27-old', 'MH/27-old'])
})

test('A place of supply that was filled in follows the state of a number that is typed later, and one that was told stays, and decides', async () => {
  const taxes = ({ placeOfSupply, supply, taxes }: Awaited<ReturnType<typeof write>>) => [placeOfSupply, supply, taxes.map(({ code }) => code)]
  const draft = await write()
  const to = (more: object) => biller.repo(Document).update(draft.id, more as never)
  const [within, between] = [
    ['27', 'within', ['CGST', 'SGST']],
    ['29', 'between', ['IGST']],
  ]
  expect([
    taxes(draft),
    taxes(await to({ partyRegistration: bengaluru })),
    taxes(await to({ partyRegistration: null })),
    taxes(await to({ partyRegistration: bengaluru, placeOfSupply: '27' })),
    taxes(await to({ note: 'A room in Pune' })),
    taxes(await to({ partyRegistration: pune })),
    taxes(await to({ partyRegistration: bengaluru, placeOfSupply: '27' })),
    taxes(await posted(draft)),
  ]).toEqual([within, between, within, within, within, within, within, within])
})

test('A wrong number on a posted paper of before comes from a file as it stood and is taken back so, and in a draft it is refused', async () => {
  const manager = await platform.as('invoicing.manager')
  const wrong = '27AAPFU0993F1ZV'
  const row = (state: string, words: string) => `Anand Textiles,2027-03-05,${state},${wrong},${words},100,GST 18 %`
  const file = `Party,Date,State,Their tax number,Description,Price,Tax\n${row('posted', 'Of the old books')}\n${row('draft', 'Not posted there')}\n`
  const { json } = await manager.ask('POST', '/api/imports/invoicing.document?name=old.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { readonly id: string; readonly suggestion: { readonly fields: object } }
  const fields = { ...suggestion.fields, 'lines.description': { columns: [4] }, 'lines.price': { columns: [5] }, 'lines.tax': { columns: [6] } }
  await manager.post(`/api/imports/invoicing.document/${id}/plan`, { key: null, fields })
  const { counts } = (await manager.post(`/api/imports/invoicing.document/${id}/commit`)) as { readonly counts: object }
  const [old, draft] = await Promise.all(
    ['Of the old books', 'Not posted there'].map(description => biller.repo(Document).first({ lines: { some: { description } } } as never)),
  )
  await biller.run(cancel, old?.id as never, { reason: 'Never delivered' })
  const note = await biller.repo(Document).first({ original: old?.id } as never)
  expect([counts, old?.partyRegistration, draft, note?.state, note?.partyRegistration]).toEqual([
    { create: 1, update: 0, same: 0, refuse: 1 },
    wrong,
    null,
    'posted',
    wrong,
  ])
})
