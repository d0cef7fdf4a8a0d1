import { afterAll, beforeAll, expect, test } from 'vitest'
import { ofBooks } from './in-one-set/books.ts'
import { at, type Business, begin, inOneSet, pick, singly } from './in-one-set/business.ts'
import { ofDocuments } from './in-one-set/documents.ts'
import { ofOthers } from './in-one-set/others.ts'

let businesses: readonly [Business, Business]
beforeAll(async () => {
  businesses = [await begin(), await begin()]
})
afterAll(() => Promise.all(businesses.map(({ platform }) => platform.stop())))

test.each(Object.entries({ ...ofDocuments, ...ofBooks, ...ofOthers }))(
  '%s: one set is judged as its records one after the other',
  async (_, { writes, fields, after }) => {
    const [one, other] = businesses
    const [first, second] = [await writes(one), await writes(other)]
    const [apart, together] = [await singly(one, first), await inOneSet(other, second)]
    const refused = apart.outcomes.findIndex(outcome => outcome !== 'done')
    const expected = refused === -1 ? apart.outcomes : apart.outcomes.map((outcome, row) => (row === refused ? outcome : expect.any(String)))
    expect(together.outcomes).toEqual(expected)
    // What was refused whole has done nothing: done singly it comes to the same.
    const { made } = refused === -1 ? together : await singly(other, second)
    expect(made.map(row => pick(row, fields))).toEqual(apart.made.map(row => pick(row, fields)))
    expect(await after?.(other, second, made)).toEqual(await after?.(one, first, apart.made))
  },
)

test('Two who make a year over the same days in one moment: one is done, the other is told', async () => {
  const [{ platform, owner }] = businesses
  const other = await platform.as('ledger.accountant')
  for (const year of Array.from({ length: 10 }, (_, place) => 2060 + 2 * place)) {
    const answers = await Promise.all(
      [owner, other].map(one => one.ask('POST', '/api/records/ledger.fiscalYear', { from: `${year}-04-01`, to: `${year + 1}-03-31` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  }
})

test('Of several who mark a pipeline as the usual one in one moment the last has it alone, and who makes reports at once has no more than they may', async () => {
  const [{ platform, owner }] = businesses
  const clients = [owner, await platform.as('core.owner'), await platform.as('core.owner'), await platform.as('core.owner')]
  for (const turn of [1, 2, 3]) {
    await Promise.all(clients.map((one, who) => one.post(at('leads.pipeline'), { name: `Turn ${turn} ${who}`, isDefault: true })))
    const { items } = (await owner.get(`${at('leads.pipeline')}?where=${JSON.stringify({ isDefault: true })}`)) as unknown as { items: object[] }
    expect(items).toHaveLength(1)
  }
  const reports = Array.from({ length: 52 }, (_, place) => ({
    entity: 'leads.lead',
    definition: { columns: ['title'] },
    format: 'csv',
    name: `At once ${place}`,
  }))
  const answers = await Promise.all(reports.map(report => clients[1]?.ask('POST', at('core.scheduledReport'), report)))
  expect(answers.filter(answer => answer?.status === 201)).toHaveLength(50)
})
