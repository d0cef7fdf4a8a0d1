import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { credit, TaxGroup, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import ledger from '@sangam/plugin-ledger'
import { Account } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The same business twice: in one, work is sent record by record, in the other as one set. */
interface Business {
  readonly platform: TestPlatform
  readonly owner: TestClient
  readonly named: (name: string) => string
}
type Write = { readonly entity: string; readonly id?: string; readonly values: { readonly [field: string]: unknown } }
type Row = { readonly [field: string]: Json }

let businesses: readonly [Business, Business]
beforeAll(async () => {
  businesses = [await begin(), await begin()]
})
afterAll(() => Promise.all(businesses.map(({ platform }) => platform.stop())))

async function begin(): Promise<Business> {
  const platform = await createTestPlatform({ plugins: [parties, items, leads, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  const owner = platform.admin
  await owner.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const ids = new Map<string, string>()
  for (const { name, id } of (await owner.repo(Account).find({ fields: ['name'], limit: 500 })).items) ids.set(name, id)
  for (const { name, id } of (await owner.repo(TaxGroup).find({ limit: 50 })).items) ids.set(name, id)
  for (const { code, id } of (await owner.repo(WithholdingSection).find({ limit: 50 })).items) ids.set(code, id)
  const named = (name: string): string => ids.get(name) ?? expect.fail(`There is no ${name}.`)
  return { platform, owner, named }
}

const at = (entity: string): string => `/api/records/${entity}`
const make = async ({ owner }: Business, entity: string, values: object): Promise<string> => ((await owner.post(at(entity), values)) as { id: string }).id
const told = (status: number, json: Json): string => {
  const { errors, code } = json as { errors?: { code: string }[]; code?: string }
  return status < 300 ? 'done' : (errors?.[0]?.code ?? code ?? String(status))
}

/** Sends them one after the other; what came of each. */
async function singly({ owner }: Business, writes: readonly Write[]) {
  const outcomes: string[] = []
  const made: Row[] = []
  for (const { entity, id, values } of writes) {
    const { status, json } = await (id === undefined ? owner.ask('POST', at(entity), values) : owner.ask('PATCH', `${at(entity)}/${id}`, values))
    outcomes.push(told(status, json))
    made.push(json as Row)
  }
  return { outcomes, made }
}

/** Sends them as one set; of one that is refused, at which place and why. */
async function inOneSet({ owner }: Business, writes: readonly Write[]) {
  const { status, json } = await owner.ask(
    'POST',
    '/api/batch',
    writes.map(({ entity, id, values }) => (id === undefined ? { entity, verb: 'create', values } : { entity, verb: 'update', id, patch: values })),
  )
  if (status < 300) return { outcomes: writes.map(() => 'done'), made: json as unknown as Row[] }
  const { errors = [] } = json as unknown as { errors?: { row?: number; code: string }[] }
  return { outcomes: writes.map((_, row) => errors.find(one => one.row === row)?.code ?? 'done'), made: [] }
}

const pick = (row: Row | undefined, fields: readonly string[]): Json[] => fields.map(field => row?.[field] ?? null)
const read = async ({ owner }: Business, entity: string, ids: readonly string[], fields: readonly string[]): Promise<Json[][]> =>
  Promise.all(ids.map(async id => pick((await owner.get(`${at(entity)}/${id}`)) as Row, fields)))

interface Case {
  /** What has to be there, and what is then written. */
  readonly writes: (business: Business) => Promise<readonly Write[]>
  /** What each answer is compared by. */
  readonly fields: readonly string[]
  /** What is compared beside the answers, once all is done. */
  readonly after?: (business: Business, writes: readonly Write[], made: readonly Row[]) => Promise<Json>
}

const document = { date: '2027-03-05' }
const figures = ['number', 'state', 'total', 'open', 'paid', 'settlement', 'withheld', 'counted', 'countedOn', 'tax', 'roundOff', 'inBooks']
const line = (price: string, more: object = {}) => ({ description: 'Work', quantity: '1', price, ...more })

let parties_ = 0
const party = async (business: Business, more: object = {}): Promise<string> => {
  parties_ += 1
  return make(business, 'parties.party', { name: `Party ${parties_}`, addresses: [{ kind: 'billing', stateCode: '27' }], ...more })
}
/** An invoice that is posted, and notes over it as drafts. */
async function notesOver(business: Business, price: string, notes: readonly object[], kind: readonly [string, string] = ['invoice', 'creditNote']) {
  const whom = await party(business)
  const bill = kind[0] === 'bill' ? { supplierNumber: `N/${parties_}`, supplierDate: '2027-03-01', partyRegistration: '27AAPFU0939F1ZV' } : {}
  const tax = business.named('GST 18 %')
  const original = await make(business, 'invoicing.document', { ...document, ...bill, kind: kind[0], party: whom, lines: [line(price, { tax })] })
  await business.owner.patch(`${at('invoicing.document')}/${original}`, { state: 'posted' })
  const ids: string[] = []
  for (const one of notes) {
    if ('price' in one) {
      const lines = [line(String(one.price), { tax })]
      ids.push(await make(business, 'invoicing.document', { ...document, kind: kind[1], party: whom, original, reason: 'Less', lines }))
      continue
    }
    const { note } = (await business.owner.run(credit, original, { reason: 'Less' })) as { note: string }
    const { lines } = (await business.owner.get(`${at('invoicing.document')}/${note}`)) as unknown as { lines: { id: string }[] }
    if ('quantity' in one) await business.owner.patch(`${at('invoicing.document')}/${note}`, { lines: [{ id: lines[0]?.id, ...one }] })
    ids.push(note)
  }
  return { original, notes: ids, posting: ids.map((id): Write => ({ entity: 'invoicing.document', id, values: { state: 'posted' } })) }
}
const originalOf = async (business: Business, writes: readonly Write[]): Promise<Json> => {
  const note = (await business.owner.get(`${at('invoicing.document')}/${writes[0]?.id}`)) as Row
  return (await read(business, 'invoicing.document', [String(note.original)], figures))[0] ?? null
}

const cases: { readonly [said: string]: Case } = {
  'Credit notes over one invoice settle what the ones before left open': {
    writes: async business => (await notesOver(business, '1000', [{ price: '600' }, { price: '300' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes beyond what an invoice came to': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '600' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes that take one line back twice': {
    writes: async business => (await notesOver(business, '1000', [{}, {}])).posting,
    fields: figures,
    after: originalOf,
  },
  'Credit notes that take one line back by parts, to the last paisa': {
    writes: async business => (await notesOver(business, '100.03', [{ quantity: '0.3' }, { quantity: '0.3' }, { quantity: '0.4' }])).posting,
    fields: figures,
    after: originalOf,
  },
  'Vendor credits beyond what a bill came to': {
    writes: async business => (await notesOver(business, '1000', [{ price: '700' }, { price: '600' }], ['bill', 'vendorCredit'])).posting,
    fields: figures,
    after: originalOf,
  },
  'Counts of a cash box that are saved say what the books say': {
    writes: async business => {
      const [box, bank] = [business.named('Cash in hand'), business.named('Bank')]
      for (const [date, debit] of [
        ['2027-03-01', '400'],
        ['2027-03-03', '30'],
      ])
        await make(business, 'ledger.entry', {
          ...{ narration: 'Drawn', date, state: 'posted' },
          lines: [
            { account: box, debit },
            { account: bank, credit: debit },
          ],
        })
      return ['2027-03-04', '2027-03-01', '2027-03-02'].map(on => ({ entity: 'ledger.cashCount', values: { account: box, on, counted: '420', float: '500' } }))
    },
    fields: ['counted', 'inBooks', 'difference', 'topUp', 'on'],
  },
  'A heading that becomes none, and an account below it': {
    writes: async business => {
      const heading = await make(business, 'ledger.account', { name: 'Heads', code: '5910', type: 'expense', isGroup: true })
      const below = await make(business, 'ledger.account', { name: 'Below', code: '5911', type: 'expense' })
      return [
        { entity: 'ledger.account', id: heading, values: { isGroup: false } },
        { entity: 'ledger.account', id: below, values: { above: heading } },
      ]
    },
    fields: ['isGroup', 'type'],
  },
  'A year that ends earlier, and one that begins then': {
    writes: async business => {
      const first = await make(business, 'ledger.fiscalYear', { from: '2040-04-01', to: '2041-03-31' })
      const second = await make(business, 'ledger.fiscalYear', { from: '2041-04-01', to: '2042-03-31' })
      return [
        { entity: 'ledger.fiscalYear', id: first, values: { to: '2040-12-31' } },
        { entity: 'ledger.fiscalYear', id: second, values: { from: '2041-01-01' } },
      ]
    },
    fields: ['from', 'to'],
  },
  'Years that share days': {
    writes: async () => [
      { entity: 'ledger.fiscalYear', values: { from: '2050-04-01', to: '2051-03-31' } },
      { entity: 'ledger.fiscalYear', values: { from: '2051-03-31', to: '2052-03-30' } },
    ],
    fields: ['from', 'to', 'name'],
  },
  'Accounts that are said twice for one role': {
    writes: async ({ named }) => ['Rent', 'Bank'].map(account => ({ entity: 'ledger.accountRole', values: { role: 'special', account: named(account) } })),
    fields: ['role'],
  },
  'Bills of one supplier beyond the threshold of a year': {
    writes: async business => {
      const whom = await party(business)
      await make(business, 'parties.account', { party: whom, company: business.platform.company, side: 'supplier', withholding: business.named('194J(b)') })
      const ids: string[] = []
      for (const number of ['A', 'B', 'C'])
        ids.push(
          await make(business, 'invoicing.document', {
            ...document,
            kind: 'bill',
            party: whom,
            supplierNumber: `${number}/${parties_}`,
            supplierDate: '2027-03-01',
            lines: [line('30000')],
          }),
        )
      return ids.map(id => ({ entity: 'invoicing.document', id, values: { state: 'posted' } }))
    },
    fields: figures,
  },
  'Bills of one supplier under one number': {
    writes: async business => {
      const whom = await party(business)
      return ['S-1', 's/1'].map(supplierNumber => ({
        entity: 'invoicing.document',
        values: { ...document, kind: 'bill', party: whom, supplierNumber, supplierDate: '2027-03-01', lines: [line('30')] },
      }))
    },
    fields: ['total'],
  },
  'Entries beyond a budget that stops': {
    writes: async business => {
      const { named, owner } = business
      const year = ((await owner.get(`${at('ledger.fiscalYear')}?where=${JSON.stringify({ to: '2027-03-31' })}`)) as unknown as { items: { id: string }[] })
        .items[0]?.id
      const account = await make(business, 'ledger.account', { name: 'Training', code: '5921', type: 'expense' })
      await make(business, 'ledger.budget', { account, year, amount: '12000', over: 'stop' })
      return ['6000', '5000', '2000'].map(amount => ({
        entity: 'ledger.entry',
        values: {
          ...{ narration: 'Taught', date: '2027-03-05', state: 'posted' },
          lines: [
            { account, debit: amount },
            { account: named('Bank'), credit: amount },
          ],
        },
      }))
    },
    fields: ['number', 'state', 'total'],
  },
  'Parties that stand above one another': {
    writes: async business => {
      const [one, other] = [await party(business), await party(business)]
      return [
        { entity: 'parties.party', id: one, values: { parent: other } },
        { entity: 'parties.party', id: other, values: { parent: one } },
      ]
    },
    fields: ['version'],
  },
  'Activities on one lead': {
    writes: async business => {
      const lead = await make(business, 'leads.lead', { title: 'Panels' })
      return ['2027-03-03T10:00:00Z', '2027-03-04T10:00:00Z', '2027-03-02T10:00:00Z'].map(doneAt => ({
        entity: 'core.activity',
        values: { entity: 'leads.lead', record: lead, kind: 'call', subject: 'Called', doneAt },
      }))
    },
    fields: ['kind', 'recordTitle'],
    after: async ({ owner }, _, made) => {
      const lead = ((await owner.get(`${at('core.activity')}/${made[0]?.id}`)) as Row).record
      return pick((await owner.get(`${at('leads.lead')}/${lead}`)) as Row, ['lastActivityAt', 'firstResponseAt'])
    },
  },
  'Pipelines that are both to be the usual one': {
    writes: async () => ['North', 'South'].map(name => ({ entity: 'leads.pipeline', values: { name, isDefault: true } })),
    fields: ['name'],
    after: async ({ owner }) =>
      ((await owner.get(`${at('leads.pipeline')}?where=${JSON.stringify({ isDefault: true })}`)) as unknown as { items: { name: string }[] }).items.map(
        ({ name }) => name,
      ),
  },
  'Companies that come together': {
    writes: async () =>
      ['Mills', 'Foods'].map(name => ({ entity: 'core.company', values: { name, code: name.slice(0, 2).toUpperCase(), country: 'IN', currency: 'INR' } })),
    fields: ['name'],
    after: async ({ owner }, _, made) =>
      Promise.all(
        made.map(async ({ id }) => {
          const where = JSON.stringify({ company: id })
          const counts: number[] = []
          for (const entity of ['ledger.account', 'ledger.journal', 'ledger.accountRole', 'ledger.fiscalYear', 'ledger.reminderLevel'])
            counts.push(((await owner.get(`${at(entity)}?where=${where}&count=exact&limit=1`)) as unknown as { count: number }).count)
          return counts
        }),
      ),
  },
}

test.each(Object.entries(cases))('%s: one set is judged as its records one after the other', async (_, { writes, fields, after }) => {
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
})

test('Two who make a year over the same days in one moment: one is done, the other is told', async () => {
  const [{ platform, owner }] = businesses
  const other = await platform.as('ledger.accountant')
  for (const at of Array.from({ length: 10 }, (_, place) => 2060 + 2 * place)) {
    const answers = await Promise.all(
      [owner, other].map(one => one.ask('POST', '/api/records/ledger.fiscalYear', { from: `${at}-04-01`, to: `${at + 1}-03-31` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  }
})
