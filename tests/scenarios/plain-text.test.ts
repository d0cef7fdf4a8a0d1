import { execFileSync, spawnSync } from 'node:child_process'
import ledger from '@sangam/plugin-ledger'
import { Account, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { total } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'
import { verifyStays } from '../../core/invariants/verify.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  const { items } = await platform.admin.repo(Account).find({ limit: 500 })
  const id = (name: string) => items.find(account => account.name === name)?.id
  const { id: party } = await platform.admin.repo(Party).create({ name: 'Asha; Traders', kind: 'organisation' })
  const entry = (date: string, narration: string, ...lines: readonly (readonly [account: string, debit: string | null, credit: string | null])[]) => ({
    ...{ date, narration, state: 'posted' },
    lines: lines.map(([account, debit, credit]) => ({ account: id(account), debit, credit, party })),
  })
  await platform.admin.repo(Account).update(id('Travel') as never, { name: 'Travel: "hired"; (cars)  and  more' })
  await platform.admin
    .repo(Entry)
    .createMany([
      entry('2026-03-02', 'Capital', ['Bank', '800000', null], ['Capital', null, '800000']),
      entry(
        '2026-05-04',
        'Sold; for "cash" | बिक्री',
        ['Trade receivables', '11800.50', null],
        ['Sales', null, '10000.50'],
        ['Output CGST', null, '900'],
        ['Output SGST', null, '900'],
      ),
      entry('2026-05-05', 'Cars', ['Travel', '0.10', null], ['Bank', null, '0.10']),
      ...Array.from({ length: 600 }, (_, at) => entry('2026-06-01', `Rent ${at}`, ['Rent', `${at + 1}.25`, null], ['Bank', null, `${at + 1}.25`])),
    ] as never)
})
afterAll(() => platform.stop())

const exported = async (query: string) => {
  const { headers, json } = await platform.admin.ask('GET', `/api/plugins/ledger/x/plain-text?${query}`)
  return { name: headers.get('content-disposition'), text: String(json) }
}
/** What the trial balance says, by the codes of accounts. */
const books = async (to: string) => {
  const { rows } = (await platform.admin.get(`/api/plugins/ledger/x/trial-balance?to=${to}`)) as unknown as { rows: { code: string; closing: string }[] }
  return Object.fromEntries(rows.filter(row => row.closing !== '0').map(row => [row.code, row.closing]))
}
const added = (lines: readonly (readonly [code: string, base: string])[]) =>
  Object.fromEntries(
    [...new Set(lines.map(([code]) => code))]
      .map(code => [code, total(lines.filter(([of]) => of === code).map(([, base]) => base))] as const)
      .filter(([, sum]) => sum !== '0'),
  )

test.each([
  ['hledger', 'to=2027-03-31', /^ {4}\w+:(\S+) .*? {2}INR (-?[\d.]+)$/gm],
  ['hledger', 'from=2026-05-01&to=2027-03-31', /^ {4}\w+:(\S+) .*? {2}INR (-?[\d.]+)$/gm],
  ['beancount', 'from=2026-05-05&to=2027-03-31', /^ {2}\w+:A(\S+) {2}(-?[\d.]+) INR$/gm],
])('The books as a text for %s (%s) add up to the trial balance again', async (format, query, line) => {
  const { name, text } = await exported(`format=${format}&${query}`)
  expect(name).toContain(format === 'hledger' ? '2027-03-31.journal' : '2027-03-31.beancount')
  expect(added([...text.matchAll(line)].map(([, code = '', base = '']) => [code, base] as const))).toEqual(await books('2027-03-31'))
})

test('What was posted goes out as a journal, and comes in again into the empty books of another company with the same trial balance', async () => {
  const { admin } = platform
  const { items } = await admin.repo(Account).find({ where: { name: { in: ['Cash in hand', 'Output IGST', 'Sales'] } }, sort: ['name'], limit: 5 })
  const [cash, tax, sales] = items.map(one => one.id)
  const registration = '27AAPFU0939F1ZV'
  await admin.repo(Entry).create({
    ...{ date: '2027-03-02', narration: 'Lamps; "two"', state: 'posted', kind: 'adjustment' },
    lines: [
      { account: cash, debit: '590', memo: 'By hand' },
      { account: sales, credit: '500', item: 'Lamp', quantity: '2', unit: 'NOS', registration },
      { account: tax, credit: '90', taxComponent: 'IGST', taxBase: '-500', taxRate: '18', registration },
    ],
  } as never)
  const file = String((await admin.ask('GET', '/api/plugins/ledger/x/journal/sheet?to=2027-03-31&format=csv')).json)
  const { id: company } = (await admin.post('/api/records/core.company', {
    ...{ name: 'Second books', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  await admin.post('/api/records/core.registration', { company, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  const mine = (await admin.get(`/api/records/core.user/${admin.userId}`)) as { company: string | null }
  await admin.patch(`/api/records/core.user/${admin.userId}`, { company })
  const { json } = await admin.ask('POST', '/api/imports/ledger.entry?name=journal.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
  const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
  const plan = (await admin.post(`/api/imports/ledger.entry/${id}/plan`, mapping as never)) as unknown as { problems: object[] }
  const { counts } = (await admin.post(`/api/imports/ledger.entry/${id}/commit`)) as unknown as { counts: { refuse: number } }
  const balances = async (of: string) => {
    const { rows } = (await admin.get(`/api/plugins/ledger/x/trial-balance?to=2027-03-31&company=${of}`)) as unknown as {
      rows: { code: string; closing: string }[]
    }
    return rows.filter(row => row.closing !== '0').map(row => [row.code, row.closing])
  }
  const lamps = async (of: string) => {
    const found = await admin.repo(Entry).first({ narration: 'Lamps; "two"', company: of } as never)
    const { kind, date, lines } = await admin.repo(Entry).get(found?.id as never)
    return [
      kind,
      date,
      lines.map(({ base, memo, item, quantity, unit, taxComponent, taxBase, taxRate, registration: own }) => [
        base,
        memo,
        item,
        quantity,
        unit,
        taxComponent,
        taxBase,
        taxRate,
        own,
      ]),
    ]
  }
  expect(await lamps(company)).toEqual(await lamps(platform.company))
  expect([plan.problems, counts.refuse, await balances(company)]).toEqual([[], 0, await balances(platform.company)])
  await admin.patch(`/api/records/core.user/${admin.userId}`, { company: mine.company })
})

test('What a line tells of its item and its tax number is in both texts, is changed by no statement of the server, and is found where somebody else changed it', async () => {
  const { items } = await platform.admin
    .repo(Account)
    .find({ where: { company: platform.company as never, name: { in: ['Cash in hand', 'Sales'] } }, sort: ['name'], limit: 5 })
  const { id } = await platform.admin.repo(Entry).create({
    ...{ date: '2027-02-01', narration: 'Lamps', state: 'posted' },
    lines: [
      { account: items[0]?.id, debit: '500' },
      { account: items[1]?.id, credit: '500', item: 'Lamp, "red"; big', quantity: '2.5', unit: 'NOS', registration: '27AAPFU0939F1ZV' },
    ],
  } as never)
  const text = async (format: string) => (await exported(`format=${format}&from=2027-02-01&to=2027-02-01`)).text
  expect(await text('hledger')).toContain('  INR -500  ; item:Lamp "red" big, quantity:-2.5, unit:NOS, registration:27AAPFU0939F1ZV\n')
  expect(await text('beancount')).toContain(
    '  -500 INR\n    item: "Lamp, \'red\'; big"\n    quantity: "-2.5"\n    unit: "NOS"\n    registration: "27AAPFU0939F1ZV"\n',
  )
  const { db, models } = platform.platform.world
  for (const column of ['item', 'item_entity', 'item_id', 'quantity', 'unit', 'registration'])
    expect([
      column,
      await db.app.run(throughDoor(sql`update main.ledger_line set ${sql.identifier(column)} = '7' where entry = ${id}::uuid`)).catch(error => error.code),
    ]).toEqual([column, 'SGM01'])
  await db.owner.transaction(async tx => {
    await tx.run(sql`alter table main.ledger_line disable trigger user`)
    await tx.run(sql`update main.ledger_line set registration = '29AAPFU0939F1ZR' where entry = ${id}::uuid and registration is not null`)
    await tx.run(sql`alter table main.ledger_line enable trigger user`)
  })
  const found = (await verifyStays(db.owner, 'main', await models.current('main'))).flatMap(one => one.altered)
  expect(found).toMatchObject([{ entity: 'ledger.entry', record: id, what: 'altered' }])
})

const installed = spawnSync('hledger', ['--version']).status === 0
test.skipIf(!installed).each(['to=2027-03-31', 'from=2026-05-01&to=2027-03-31'])(
  'hledger reads them (%s) without a complaint, strictly, and comes to the same',
  async query => {
    const { text } = await exported(`format=hledger&${query}`)
    const csv = execFileSync('hledger', ['-f', '-', 'balance', '--strict', '--flat', '-N', '-O', 'csv', '-E', 'not:equity:conversion'], {
      input: text,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    const rows = [...csv.matchAll(/^"\w+:(\S+) [^"]*","(?:INR )?(-?[\d.]+)"$/gm)].map(([, code = '', base = '']) => [code, base] as const)
    expect(added(rows)).toEqual(await books('2027-03-31'))
  },
)
