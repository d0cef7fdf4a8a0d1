import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deals } from './note.ts'

let platform: TestPlatform
let admin: TestClient
let seller: TestClient

interface Row {
  readonly text: string
  readonly places: readonly { readonly kind: string; readonly entity: string | null }[]
  readonly built: object
  readonly own: object
}

const table = async (set?: string): Promise<readonly Row[]> =>
  ((await admin.get(`/api/model/texts${set ? `?set=${set}` : ''}`)) as unknown as { items: Row[] }).items
const row = async (text: string, set?: string): Promise<Row | undefined> => (await table(set)).find(one => one.text === text)
const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
const send = (bytes: Uint8Array, name: string) =>
  admin.ask('POST', `/api/model/texts/import?name=${name}`, bytes, { 'Content-Type': name.endsWith('csv') ? 'text/csv' : 'application/octet-stream' })
const imported = async (bytes: Uint8Array, name: string): Promise<unknown> => (await send(bytes, name)).json
const called = async (client: TestClient): Promise<string | undefined> =>
  ((await client.get('/api/meta')) as { words: { [english: string]: string } }).words.Firms

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  admin = platform.admin
  seller = await platform.as('deals.seller')
  await apply({
    op: 'addEntity',
    entity: 'x.van',
    label: 'Van',
    title: 'plate',
    fields: [
      { field: 'plate', type: 'text', options: { required: true, label: 'Number plate' } },
      { field: 'fuel', type: 'choice', options: { choices: [{ value: 'petrol' }, { value: 'natural_gas' }] } },
    ],
  })
})
afterAll(() => platform.stop())

describe('The table of translations', () => {
  test('has every text of plugins and of one’s own once, with the places where it stands', async () => {
    const rows = await table()
    expect(new Set(rows.map(one => one.text)).size).toBe(rows.length)
    const found = async (text: string) => (await row(text))?.places.map(({ kind, entity }) => `${kind} ${entity}`)
    expect(await Promise.all(['Firms', 'Number plate', 'Natural gas', 'Vans'].map(found))).toEqual([
      ['entity deals.firm'],
      ['field x.van'],
      ['choice x.van'],
      ['entity x.van'],
    ])
  })

  test('says what the workspace says instead of a plugin, in a draft first, and takes it back', async () => {
    const before = await row('Firms')
    const set = (await admin.post('/api/model/sets', {
      operations: [
        { op: 'setWords', language: 'hi', words: { Firms: 'दुकानें' } },
        { op: 'setWords', language: 'en', words: { Firms: 'Shops' } },
      ],
    })) as { id: string }
    expect([await row('Firms'), (await row('Firms', set.id))?.own]).toEqual([before, { en: 'Shops', hi: 'दुकानें' }])
    expect(await called(seller)).toBeUndefined()
    await admin.post('/api/model/apply', { set: set.id })
    expect([await called(seller), await row('Firms')]).toEqual(['Shops', { ...before, own: { en: 'Shops', hi: 'दुकानें' } }])
    await admin.post(`/api/model/sets/${set.id}/undo`, {})
    expect([await called(seller), await row('Firms')]).toEqual([undefined, before])
  })

  test('refuses a word that loses what is filled in', async () => {
    const refused = await admin.refused(apply({ op: 'setWords', language: 'hi', words: { 'Hello {name}': 'नमस्ते {नाम}' } }))
    expect(refused.detail).toBe('“नमस्ते {नाम}” has to have the same places in braces as “Hello {name}”: they are filled in when it is shown.')
    const text = '{count, plural, other {#}}'
    const broken = await admin.refused(apply({ op: 'setWords', language: 'hi', words: { [text]: '{count, plural, one {#' } }))
    expect(broken.detail).toBe('“{count, plural, one {#” breaks off within its braces: close each that is opened, and say what holds for “other”.')
  })

  test('refuses other words for what Sangam itself says', async () => {
    const refused = await admin.refused(apply({ op: 'setWords', language: 'en', words: { 'Events and mail go out at once.': 'All is well.' } }))
    expect(refused.detail).toBe(
      '“Events and mail go out at once.” is a sentence of Sangam itself. Choose other words for what has a name: the table of translations has all of it.',
    )
  })

  test('goes out as a file and comes back with what was filled in, and nothing else', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const bytes = await admin.bytes(`/api/model/texts/export?format=${format}`)
      expect(await imported(bytes, `t.${format}`)).toEqual({ operations: [], changed: 0, unknown: [], unknownLines: 0 })
    }
    const csv = 'Text,Hindi,English\r\nVans,गाड़ियाँ,\r\nNumber plate,,Plate\r\nNot here,यहाँ नहीं,\r\n'
    expect(await imported(Buffer.from(csv), 't.csv')).toEqual({
      operations: [
        { op: 'setWords', language: 'hi', words: { Vans: 'गाड़ियाँ' } },
        { op: 'setWords', language: 'en', words: { 'Number plate': 'Plate' } },
      ],
      changed: 2,
      unknown: ['Not here'],
      unknownLines: 1,
    })
    await apply({ op: 'setWords', language: 'en', words: { 'Number plate': 'Plate' } })
    const back = [...Array(30)].map((_, at) => `Gone ${at},`)
    expect(await imported(Buffer.from(['Text,English', 'Number plate,Number plate', ...back].join('\r\n')), 't.csv')).toEqual({
      operations: [{ op: 'setWords', language: 'en', words: { 'Number plate': null } }],
      changed: 1,
      unknown: back.slice(0, 20).map(line => line.slice(0, -1)),
      unknownLines: 30,
    })
    const wrong = (await send(Buffer.from('a,b\r\n1,2\r\n'), 't.csv')).json as { detail: string }
    expect(wrong.detail).toBe('This file has no column called Text. Export the table, fill it in and drop it here.')
  })

  test('tells the state of a record from the state of an address, and English calls both State', async () => {
    const words = async (locale: string) => {
      await admin.patch(`/api/records/core.user/${seller.userId}`, { locale })
      const { words: said } = (await seller.get('/api/meta')) as { words: { [text: string]: string } }
      return [said.State, said['State of the address']]
    }
    expect([await words('hi'), await words('en')]).toEqual([
      ['स्थिति', 'राज्य'],
      [undefined, 'State'],
    ])
  })

  test('is for administrators alone', async () => {
    const asked = ['/api/model/texts', '/api/model/texts/export'].map(path => seller.refused(seller.get(path)))
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403])
    expect((await seller.refused(seller.post('/api/model/texts/import?name=t.csv', {}))).status).toBe(403)
  })
})
