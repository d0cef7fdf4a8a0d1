import invoicing from '@sangam/plugin-invoicing'
import { Document, post, WithheldAccount, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account, BankLine, BankStatement, Entry, Payment, pay, readFile } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BookedPayment, PaidAdvance } from './model.ts'
import invoicebooks from './plugin.ts'

/** Who makes payments of lines of the bank, and reads none, or not all of them. */
const banking = definePlugin({
  ...{ id: 'banking', version: '1.0.0', title: 'Banking', description: 'For this test.', engines: { sangam: '^0.1.0' } },
  needs: { invoicebooks: '^0.1.0' },
  parts: [
    role('banking.payer', { label: 'Payer', grants: [allow(BankLine, ['read', 'pay']), allow(Party, ['read']), allow(Account, ['read'])] }),
    role('banking.looker', { label: 'Looker', grants: [allow(BookedPayment, ['read'], { hide: ['withheldBy'] })] }),
  ],
})

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let biller: TestClient
let company = ''
const accounts = new Map<string, string>()
let section = ''
let made = 0

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks, banking] })
  platform.clock.set('2027-03-05T06:00:00Z')
  ;[biller, bookkeeper, accountant] = [
    await platform.as('invoicing.manager'),
    await platform.as('ledger.bookkeeper', 'invoicebooks.payer'),
    await platform.as('ledger.accountant', 'invoicing.reader'),
  ]
  section = (await biller.repo(WithholdingSection).first({ code: '194J(b)' } as never))?.id ?? ''
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(name, id)
  company = ((await platform.admin.get('/api/records/core.company')) as unknown as { items: { id: string }[] }).items[0]?.id ?? ''
})
afterAll(() => platform.stop())

const supplier = async (pan: string) => {
  const { id } = await platform.admin.repo(Party).create({ name: `Supplier ${pan}` })
  await platform.admin.repo(WithheldAccount).create({ party: id, company, side: 'supplier', withholding: section } as never)
  await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: id, kind: 'pan', country: 'IN', number: pan })
  return id
}
/** A line of the bank by which so much was paid. */
const line = async (amount: string) => {
  made += 1
  const file = `Date,Narration,Withdrawal Amt.,Deposit Amt.\n05/03/2027,NEFT ${made},${amount},\n`
  const { json } = await bookkeeper.ask('POST', `/api/files?name=bank${made}.csv`, file, { 'Content-Type': 'text/csv' })
  const statement = await bookkeeper.repo(BankStatement).create({ account: accounts.get('Bank'), file: (json as { id: string }).id } as never)
  await bookkeeper.run(readFile, statement.id)
  return (await bookkeeper.repo(BankLine).first({ statement: statement.id } as never))?.id as never
}
const look = (of: string, party: string, more: object = {}) => bookkeeper.post('/api/plugins/ledger/x/bank-payment', { line: of, party, ...more })
const countOf = async (party: string) => [await bookkeeper.repo(Payment).count({ party } as never), await bookkeeper.repo(Entry).count({})]
const posted = async (party: string) => {
  const payment = await bookkeeper.repo(Payment).first({ party } as never)
  const names = new Map([...accounts].map(([name, id]) => [id, name]))
  const entry = await accountant.repo(Entry).get(payment?.entry as never)
  return { lines: entry.lines.map(({ account, base }) => [names.get(account), base]), withheld: payment?.withheld, leftOver: payment?.leftOver }
}

test('What is withheld of a payment that a line of the bank is, is seen before it is accepted, and nothing is posted by looking', async () => {
  const party = await supplier('AAACK1111C')
  const of = await line('54000')
  const before = await countOf(party)
  const seen = await look(of, party)
  const { errors, detail } = await bookkeeper.refused(bookkeeper.run(pay, of, { party: party as never }))
  expect([seen, await countOf(party), errors?.map(one => [one.field, one.code]), detail]).toMatchObject([
    {
      ...{ amount: '54000', withheld: '6000', leftOver: '60000' },
      payment: { withheldBy: { rule: { key: '194J(b)', rate: '10', threshold: '50000', yearToDate: { base: '0', withheldOn: '0' } }, countedOn: '60000' } },
    },
    before,
    [['withheld', 'say_withheld']],
    '54000 is paid, and tax of 6000 is withheld beside it: 60000 in all. Say so under “Tax withheld”, or 0 where nothing is withheld.',
  ])
  await bookkeeper.run(pay, of, { party: party as never, withheld: '6000' })
  expect(await posted(party)).toEqual({
    lines: [
      ['Bank', '-54000'],
      ['TDS payable', '-6000'],
      ['Trade payables', '60000'],
    ],
    ...{ withheld: '6000', leftOver: '60000' },
  })
})

test('Who may not see what was withheld of payments is told the sums alone, and no field of a payment that is hidden', async () => {
  const party = await supplier('AAACK1115C')
  const of = await line('54001')
  const asked = async (...roles: string[]) => {
    const who = await platform.as(...roles)
    return who.post('/api/plugins/ledger/x/bank-payment', { line: of, party }) as Promise<unknown> as Promise<{ withheld: string; payment: object | null }>
  }
  const [none, hidden] = [await asked('banking.payer'), await asked('banking.payer', 'banking.looker')]
  expect([none.withheld, none.payment, hidden.payment && Object.keys(hidden.payment).filter(name => name === 'withheldBy' || name === 'amount')]).toEqual([
    '6000.11',
    null,
    ['amount'],
  ])
})

test('What was shown and is accepted counts to the paisa as the rule has it', async () => {
  const party = await supplier('AAACK1112C')
  const of = await line('50001')
  const { withheld } = (await look(of, party)) as unknown as { withheld: string }
  await bookkeeper.run(pay, of, { party: party as never, withheld })
  const row = await accountant.repo(PaidAdvance).first({ party } as never)
  expect([withheld, row?.countedOn, row?.withheld]).toEqual(['5555.67', '55556.67', '5555.67'])
})

test('Who says that nothing is withheld pays what the bank says, and the next bill catches up', async () => {
  const party = await supplier('AAACK1113C')
  await bookkeeper.run(pay, await line('60000'), { party: party as never, withheld: '0' })
  const paper = { kind: 'bill', party, date: '2027-03-05', supplierNumber: 'K/1', supplierDate: '2027-03-05', lines: [{ description: 'Work', price: '60000' }] }
  const { id } = await biller.repo(Document).create(paper as never)
  await biller.run(post, id)
  expect([await posted(party), (await biller.repo(Document).get(id)).withheld?.amount]).toEqual([
    {
      lines: [
        ['Bank', '-60000'],
        ['Trade payables', '60000'],
      ],
      ...{ withheld: '0', leftOver: '60000' },
    },
    '6000',
  ])
})

test('What settles a bill had its tax with it: nothing is to be said, nor of who is under no section', async () => {
  const party = await supplier('AAACK1114C')
  const paper = { kind: 'bill', party, date: '2027-03-05', supplierNumber: 'K/2', supplierDate: '2027-03-05', lines: [{ description: 'Work', price: '60000' }] }
  const { id } = await biller.repo(Document).create(paper as never)
  await biller.run(post, id)
  const [bill, other] = [await line('54000'), await line('70000')]
  const free = (await platform.admin.repo(Party).create({ name: 'No section' })).id
  expect([await look(bill, party), await look(other, free)]).toMatchObject([
    { withheld: null, leftOver: null },
    { withheld: null, leftOver: '70000' },
  ])
  await bookkeeper.run(pay, bill, { party: party as never })
  await bookkeeper.run(pay, other, { party: free as never })
  expect((await posted(party)).lines).toEqual([
    ['Bank', '-54000'],
    ['Trade payables', '54000'],
  ])
})

test('Tax that a customer kept stands beside what came in', async () => {
  const { id: party } = await platform.admin.repo(Party).create({ name: 'Customer' })
  const sold = await biller.repo(Document).create({ kind: 'invoice', party, date: '2027-03-05', lines: [{ description: 'Work', price: '10000' }] } as never)
  await biller.run(post, sold.id)
  made += 1
  const { json } = await bookkeeper.ask('POST', `/api/files?name=bank${made}.csv`, 'Date,Narration,Withdrawal Amt.,Deposit Amt.\n05/03/2027,NEFT IN,,9000\n', {
    'Content-Type': 'text/csv',
  })
  const statement = await bookkeeper.repo(BankStatement).create({ account: accounts.get('Bank'), file: (json as { id: string }).id } as never)
  await bookkeeper.run(readFile, statement.id)
  const of = (await bookkeeper.repo(BankLine).first({ statement: statement.id } as never))?.id as never
  await bookkeeper.run(pay, of, { party: party as never, withheld: '1000' })
  expect((await posted(party)).lines).toEqual([
    ['Bank', '9000'],
    ['TDS receivable', '1000'],
    ['Trade receivables', '-10000'],
  ])
})
