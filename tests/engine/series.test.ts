import { allow, boolean, date, defineEntity, definePlugin, migration, numbering, reference, role, series, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const Invoice = defineEntity('books.invoice', {
  title: 'number',
  fields: { number: series('INV-{yyyy}-{0000}', { max: 16 }), party: text(), company: reference('core.company') },
})
/** Each company counts its vouchers by itself, and none stands in their numbers. */
const Voucher = defineEntity('books.voucher', {
  title: 'number',
  fields: {
    number: series('V-{0000}', { per: 'company', when: { posted: true } }),
    posted: boolean({ required: true, default: false }),
    company: reference('core.company'),
  },
})
/** Numbered by the days of its records. */
const Receipt = defineEntity('books.receipt', {
  title: 'number',
  fields: { number: series('R/{yyyy}/{0000}', { max: 16, date: 'day', per: 'company' }), day: date({ required: true }), company: reference('core.company') },
})
const books = definePlugin({
  id: 'books',
  version: '1.0.0',
  title: 'Books',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Invoice, Voucher, Receipt],
  parts: [
    role('books.clerk', {
      label: 'Clerk',
      grants: [allow(Invoice, ['read', 'create']), allow(Voucher, ['read', 'create']), allow(Receipt, ['read', 'create'])],
    }),
  ],
})
/** A plugin for a country, which numbers the invoices of the other as its law asks. */
const india = definePlugin({
  id: 'india',
  version: '1.0.0',
  title: 'India',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { books: '^1.0.0' },
  parts: [numbering(Invoice, 'number', 'INV/{fy2}/{0000}')],
})

/** The same under another name. */
const Bill = defineEntity('books.invoice', { title: 'bill', fields: { bill: Invoice.fields.number, party: text(), company: reference('core.company') } })
const renamed = migration('2.0.0', {
  steps: [{ step: 'rename', entity: 'books.invoice', field: 'number', to: 'bill' }],
  proof: [{ entity: 'books.invoice', never: { bill: { isEmpty: true } } }],
})
const books2 = definePlugin({
  ...books,
  version: '2.0.0',
  entities: [Bill, Voucher, Receipt],
  parts: [role('books.clerk', { label: 'Clerk', grants: [allow(Bill, ['read', 'create'])] }), renamed],
})
const india2 = definePlugin({ ...india, version: '2.0.0', needs: { books: '^2.0.0' }, parts: [numbering(Bill, 'bill', 'INV/{fy2}/{0000}')] })

let platform: TestPlatform
let admin: TestClient
let clerk: TestClient

interface Scope {
  readonly companies: readonly string[]
  readonly company: string | null
  readonly last: string | null
  readonly next: string
}
interface Row {
  readonly entity: string
  readonly pattern: string
  readonly built: string | null
  readonly own: boolean
  readonly scopes: readonly Scope[]
  readonly hints: readonly string[]
  readonly earlier: readonly string[]
  readonly set: readonly object[]
  readonly dates: object | null
}

const listed = async (set?: string): Promise<readonly Row[]> =>
  ((await admin.get(`/api/model/series${set ? `?set=${set}` : ''}`)) as unknown as { items: Row[] }).items
const row = async (entity = 'books.invoice', set?: string) => (await listed(set)).find(one => one.entity === entity) as Row
const nexts = async (entity?: string, set?: string) => (await row(entity, set)).scopes.map(({ last, next }) => [last, next])
const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations }) as unknown as Promise<{ set: { id: string } }>
const set = (pattern: string | null) => ({ op: 'setSeries', entity: 'books.invoice', field: 'number', pattern })
const preview = (pattern: string, entity = 'books.invoice') =>
  admin.post('/api/model/series/preview', { entity, field: 'number', pattern }) as unknown as Promise<{
    problem: string | null
    scopes: Scope[]
    hints: string[]
  }>
const goOn = (next: number, client = admin, more: object = {}) =>
  client.post('/api/model/series/next', { entity: 'books.invoice', field: 'number', next, ...more })
const bill = async (values: object = {}, entity = 'books.invoice', by = clerk) =>
  ((await by.post(`/api/records/${entity}`, values)) as { number: string }).number

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [books, india] })
  platform.clock.set('2026-11-27T06:00:00.000Z')
  admin = platform.admin
  clerk = await platform.as('books.clerk')
})
afterAll(() => platform.stop())

describe('Number series', () => {
  test('are listed with what they count, how far they are and by whose pattern', async () => {
    expect([await bill(), await bill()]).toEqual(['INV/26-27/0001', 'INV/26-27/0002'])
    expect(await row()).toMatchObject({
      pattern: 'INV/{fy2}/{0000}',
      built: null,
      own: false,
      scopes: [{ companies: [], last: 'INV/26-27/0002', next: 'INV/26-27/0003' }],
      hints: [],
      earlier: [],
      set: [],
    })
  })

  test('go on at a later number that an administrator sets, and never at one that was given', async () => {
    await goOn(412)
    expect(await bill()).toBe('INV/26-27/0412')
    const refused = await admin.refused(goOn(3))
    expect(refused).toMatchObject({
      status: 409,
      code: 'number_given',
      detail: 'INV/26-27/0003 was given already, and no number is given twice. The series can go on at INV/26-27/0413, or later.',
    })
    expect(await nexts()).toEqual([['INV/26-27/0412', 'INV/26-27/0413']])
  })

  test('are set back from a slip of the hand as long as nothing was numbered since, and it is written down', async () => {
    await goOn(99_999)
    await goOn(500)
    await admin.refused(goOn(412))
    expect(await bill()).toBe('INV/26-27/0500')
    await admin.refused(goOn(500))
    expect((await row()).set.map(one => (one as { number: string }).number)).toEqual(['INV/26-27/0500', 'INV/26-27/99999', 'INV/26-27/0412'])
    const [last] = ((await admin.get('/api/records/core.nextNumber?sort=-createdAt&limit=1')) as unknown as { items: object[] }).items
    expect(last).toMatchObject({ series: 'books.invoice.number', scope: '"INV/26-27/"', given: 412, next: 500 })
    const { id } = last as { id: string }
    expect([(await admin.refused(admin.patch(`/api/records/core.nextNumber/${id}`, { next: 1 }))).status, (await admin.refused(goOn(1.5))).status]).toEqual([
      422, 422,
    ])
  })

  test('give no number twice while others are numbered and the next one is set', async () => {
    const made = await Promise.all([...Array(10)].flatMap((_, at) => [bill(), ...(at === 5 ? [goOn(800).then(() => 'set')] : [])]))
    const numbers = made.filter(one => one !== 'set')
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(Number((await bill()).slice(-4))).toBeGreaterThanOrEqual(800)
  })

  test('are numbered by another pattern of the workspace: planned, shown in a draft, applied and taken back', async () => {
    const before = await nexts()
    const draft = (await admin.post('/api/model/sets', { operations: [set('T{yy}-{000}')] })) as { id: string }
    expect([await nexts(), await nexts('books.invoice', draft.id)]).toEqual([before, [[null, 'T26-001']]])
    const plan = (await admin.post('/api/model/plan', { set: draft.id })) as { steps: string[]; warnings: string[] }
    expect(plan).toMatchObject({
      steps: ['Numbers Number of Invoice from now on by the pattern T{yy}-{000}. Numbers that were given stay.'],
      warnings: ['The count begins anew in January, and the fiscal year of Sharma Traders does not. With {fy2} it goes by the fiscal year.'],
    })
    await admin.post('/api/model/apply', { set: draft.id })
    expect([await bill(), (await row()).built]).toEqual(['T26-001', 'INV/{fy2}/{0000}'])
    await admin.post(`/api/model/sets/${draft.id}/undo`, {})
    expect([await nexts(), (await row()).built]).toEqual([before, null])
  })

  test('go on behind numbers that a pattern would repeat', async () => {
    const [[last = ''] = []] = (await nexts()) as string[][]
    expect((await preview('INV/26-27/0{0}')).hints).toContain('Numbers of this form are given already: it goes on behind them.')
    await apply(set('INV/26-27/0{0}'))
    const after = `INV/26-27/0${Number(last.slice(-4)) + 1}`
    expect([(await nexts())[0], await bill()]).toEqual([[last, after], after])
    await apply(set(null))
    expect([(await row()).scopes[0]?.last, Number((await bill()).slice(-4))]).toEqual([after, Number(last.slice(-4)) + 2])
  })

  test.each([
    ['{fy2}-{0000}x{year}', '{year} means nothing in a pattern. Use {yyyy}, {yy}, {mm}, {fy}, {fy2} or {company}, and zeros such as {0000} for the counter.'],
    ['INV-{fy2}', 'The pattern “INV-{fy2}” needs one counter of one to ten zeros, such as {0000}: without it, all numbers would be the same.'],
    ['INV-{fy2-{0000}', 'In the pattern “INV-{fy2-{0000}” a brace stands alone. Write each part in a pair of them, as in {yyyy}.'],
    ['INVOICE/{fy}/{0000}', 'Numbers such as INVOICE/2026-27/0001 have 20 characters, and at most 16 may stand here. Shorten the pattern.'],
  ])('refuse the pattern %s with a sentence', async (pattern, sentence) => {
    expect((await preview(pattern)).problem).toBe(sentence)
    expect(await admin.refused(apply(set(pattern)))).toMatchObject({ code: 'bad_pattern', detail: sentence })
  })

  test.each([
    ['{mm}-{0000}', 'The month comes back every year, and its count goes on where it was a year before. Put {yyyy}, {yy} or {fy2} beside it.'],
    ['INV{0000}', 'Without a year the count never begins anew.'],
    [
      'INV_{fy2}_{0000}',
      'INV_26-27_0001 can’t be the number of a GST invoice: that has at most 16 letters, digits, - and /, and begins with none of 0, - and /.',
    ],
    ['{company}/{fy2}/{0000}', 'Sharma Traders has no short code: nothing can be numbered for it before it has one. Give it one under Companies.'],
  ])('say of the pattern %s what may not have been meant', async (pattern, hint) => {
    expect((await preview(pattern)).hints).toEqual([hint])
  })

  test('count apart for each company and fiscal year where the pattern says so', async () => {
    const [{ id }] = ((await admin.get('/api/records/core.company')) as unknown as { items: [{ id: string }] }).items
    await admin.patch(`/api/records/core.company/${id}`, { code: 'TC' })
    const other = { name: 'Zari Works', code: 'ZW', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 1 }
    const zari = (await admin.post('/api/records/core.company', other)) as { id: string }
    await apply(set('{company}/{fy2}/{000}'))
    await goOn(7, admin, { company: zari.id })
    expect((await admin.refused(goOn(7))).code).toBe('company_needed')
    expect([await bill({ company: zari.id }), await bill({ company: id })]).toEqual(['ZW/26/007', 'TC/26-27/001'])
    platform.clock.set('2027-04-02T06:00:00.000Z')
    const { scopes, earlier } = await row()
    expect(scopes).toMatchObject([
      { companies: ['Sharma Traders'], last: null, next: 'TC/27-28/001' },
      { companies: ['Zari Works'], last: null, next: 'ZW/27/001' },
    ])
    expect(earlier).toEqual(['ZW/26/007', 'TC/26-27/001'])
    await apply(set(null))
  })

  test('count apart for each company where the series says so, though no company stands in the numbers', async () => {
    const { items } = (await admin.get('/api/records/core.company?fields=name&sort=name&limit=2')) as unknown as { items: { id: string; name: string }[] }
    const [first, second] = items as [{ id: string; name: string }, { id: string; name: string }]
    const voucher = (company: string | null) => bill({ company, posted: true }, 'books.voucher')
    expect([await voucher(first.id), await voucher(second.id), await voucher(first.id), await voucher(null)]).toEqual(['V-0001', 'V-0001', 'V-0002', 'V-0001'])
    const shown = await row('books.voucher')
    expect(shown.hints).toEqual(['Without a year the count never begins anew.'])
    expect(shown.scopes.filter(one => one.company === first.id || one.company === second.id)).toMatchObject([
      { companies: [first.name], last: 'V-0002', next: 'V-0003' },
      { companies: [second.name], last: 'V-0001', next: 'V-0002' },
    ])
    expect((await admin.refused(goOn(9, admin, { entity: 'books.voucher' }))).code).toBe('company_needed')
    await goOn(9, admin, { entity: 'books.voucher', company: second.id })
    expect([await voucher(second.id), await voucher(first.id)]).toEqual(['V-0009', 'V-0003'])
    await apply({ op: 'setSeries', entity: 'books.voucher', field: 'number', pattern: 'W-{0000}' })
    await apply({ op: 'setSeries', entity: 'books.voucher', field: 'number', pattern: 'V-{0000}' })
    expect([await voucher(first.id), await voucher(second.id), await voucher(null)]).toEqual(['V-0004', 'V-0010', 'V-0002'])
    // Those of no company are nobody's count of today.
    expect((await row('books.voucher')).earlier).toEqual(['V-0002'])
  })

  test('of one’s own are changed like every option of a field, and by the same word', async () => {
    const field = { field: 'x_token', type: 'series', options: { pattern: 'A{000}', label: 'Token' } }
    await apply({ op: 'addField', entity: 'books.invoice', ...field })
    const own = async () => (await listed()).find(one => (one as unknown as { field: string }).field === 'x_token')
    expect(await own()).toMatchObject({ own: true, built: null, pattern: 'A{000}' })
    await apply({ op: 'setSeries', entity: 'books.invoice', field: 'x_token', pattern: 'B{000}' })
    expect(await own()).toMatchObject({ pattern: 'B{000}', scopes: [{ next: 'B001' }] })
    expect((await admin.refused(apply({ op: 'setSeries', entity: 'books.invoice', field: 'party', pattern: 'B{0}' }))).code).toBe('no_series')
  })

  describe('by the days of their records', () => {
    const order = (dates: string, more: object = {}, client = admin) =>
      client.post('/api/model/series/dates', { entity: 'books.receipt', field: 'number', dates, ...more })
    const receipt = (day: string, by = clerk) => bill({ day: `2027-04-${day}` }, 'books.receipt', by)
    const given = async () =>
      ((await admin.get('/api/records/books.receipt?limit=100&sort=number&fields=number,day')) as unknown as { items: { number: string; day: string }[] }).items

    test('take an earlier date as they come, refuse it, or number it in a series of its own (R5)', async () => {
      for (const day of ['01', '03', '02', '04', '05', '06', '10']) await receipt(day)
      expect((await row('books.receipt')).dates).toBeNull()
      // As of a count that is older than the days beside counts: what its records say holds from the first moment.
      await platform.platform.world.db.owner.run(sql`update main.core_counter set day = null where series = 'books.receipt.number'`)
      await order('refuse')
      expect(await clerk.refused(receipt('08'))).toMatchObject({
        ...{ status: 422, code: 'date_behind' },
        detail:
          'The last number of this series, R/2027/0007, is dated 2027-04-10, and 2027-04-08 comes before it. Choose 2027-04-10 or a later date. Administrators can let earlier dates have a series of their own, under Number series.',
      })
      expect([await receipt('10'), (await row('books.receipt')).dates]).toEqual(['R/2027/0008', { dates: 'refuse' }])
      await order('apart', { pattern: 'R/{yyyy}/L{0000}' })
      expect([await receipt('08'), await receipt('11'), await receipt('09'), await receipt('12')]).toEqual([
        'R/2027/L0001',
        'R/2027/0009',
        'R/2027/L0002',
        'R/2027/0010',
      ])
      const several = (await clerk.post('/api/records/books.receipt', ['14', '07', '13'].map(day => ({ day: `2027-04-${day}` })) as never)) as unknown as {
        number: string
      }[]
      expect(several.map(one => one.number)).toEqual(['R/2027/0012', 'R/2027/L0003', 'R/2027/0011'])
      await order('free')
      expect([await receipt('01'), (await row('books.receipt')).dates]).toEqual(['R/2027/0013', null])
    })

    test('keep their order whoever is numbered at once, without a gap', async () => {
      await order('refuse')
      const days = Array.from({ length: 14 }, (_, at) => String(15 + ((at * 5) % 14)))
      const clerks = [clerk, await platform.as('books.clerk'), await platform.as('books.clerk')]
      const tried = await Promise.all(days.map((day, at) => receipt(day, clerks[at % 3]).catch(error => error.problem.code as string)))
      const numbered = (await given()).filter(({ day }) => day >= '2027-04-15')
      expect(new Set(tried.filter(one => !one.startsWith('R/')))).toEqual(new Set(tried.every(one => one.startsWith('R/')) ? [] : ['date_behind']))
      expect(numbered.map(one => one.day)).toEqual(numbered.map(one => one.day).sort())
      expect(numbered.map(one => one.number)).toEqual(numbered.map((_, at) => `R/2027/${String(14 + at).padStart(4, '0')}`))
    })

    test('are set by administrators alone, with a pattern that makes other numbers, and of no series without a date', async () => {
      const refused = async (work: Promise<unknown>) => (await admin.refused(work)).code
      expect([
        await refused(order('apart', { pattern: 'R/{yyyy}/{0000}' })),
        await refused(order('apart', { pattern: 'R/{yyyy}/1{000}' })),
        await refused(order('apart', { pattern: 'R/{yyyy}/Late-{00000}' })),
        await refused(order('apart', { pattern: 'R/{yyyy}/L' })),
        await refused(order('some')),
        await refused(order('refuse', { entity: 'books.invoice' })),
        await refused(order('refuse', { field: 'day' })),
        (await clerk.refused(order('free', {}, clerk))).status,
        (await admin.refused(admin.post('/api/records/core.seriesOrder', { series: 'books.receipt.number', dates: 'refuse' }))).status,
      ]).toEqual(['same_numbers', 'same_numbers', 'bad_pattern', 'bad_pattern', 'bad_body', 'no_date', 'not_found', 403, 422])
    })
  })

  test('are for administrators alone', async () => {
    const asked = [
      clerk.get('/api/model/series'),
      clerk.post('/api/model/series/preview', { entity: 'books.invoice', field: 'number', pattern: '{0}' }),
      goOn(5000, clerk),
    ]
    expect((await Promise.all(asked.map(one => clerk.refused(one)))).map(({ status }) => status)).toEqual([403, 403, 403])
  })

  test('count on under another name that a newer version of the plugin gives them, by the pattern of the workspace', async () => {
    await apply(set('W{00}'))
    expect(await bill()).toBe('W01')
    await platform.restart(books2, india2)
    expect(await row()).toMatchObject({ field: 'bill', pattern: 'W{00}', built: 'INV/{fy2}/{0000}', scopes: [{ last: 'W01', next: 'W02' }] })
    expect(await clerk.post('/api/records/books.invoice', {})).toMatchObject({ bill: 'W02' })
  })
})
