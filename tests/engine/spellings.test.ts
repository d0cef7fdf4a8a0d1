import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deals, Firm } from './note.ts'

interface Row {
  readonly [field: string]: unknown
}

let platform: TestPlatform
let seller: TestClient
let firm: string
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  firm = (await platform.admin.repo(Firm).create({ name: 'Apple', kind: 'customer' })).id
})
afterAll(() => platform.stop())

describe.each<[string, (id: string) => string]>([
  ['in capitals', id => id.toUpperCase()],
  ['as a URN', id => `urn:uuid:${id}`],
])('An id that is written %s', (_, spelled) => {
  it('is the same where an administrator’s rule compares with it', async () => {
    await platform.admin.post('/api/model/apply', {
      operations: [{ op: 'setRules', entity: 'deals.deal', rules: [{ require: ['reason'], when: { firm: { in: [spelled(firm)] } }, because: 'Say why.' }] }],
    })
    const { errors } = await seller.refused(seller.post('/api/records/deals.deal', { title: 'Looms', firm }))
    expect(errors).toEqual([{ field: 'reason', code: 'required', message: 'Say why.' }])
    await platform.admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'deals.deal', rules: [] }] })
  })

  it('is kept in its one spelling, found by a list, and names its line', async () => {
    const made = (await seller.post('/api/records/deals.deal', {
      title: 'Looms',
      firm: spelled(firm),
      lines: [{ item: 'Loom', quantity: '1' }],
    })) as unknown as Row
    const [line] = made.lines as Row[]
    const again = (await seller.patch(`/api/records/deals.deal/${made.id}`, { lines: [{ id: spelled(String(line?.id)), quantity: '2' }] })) as unknown as Row
    const { items } = (await seller.post('/api/query/deals.deal', {
      where: { firm: spelled(firm), id: spelled(String(made.id)) },
      fields: ['firm'],
    })) as unknown as { items: Row[] }
    expect({ items, lines: again.lines }).toEqual({
      items: [{ id: made.id, version: 2, firm }],
      lines: [expect.objectContaining({ id: line?.id, item: 'Loom', quantity: '2' })],
    })
  })
})
