import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  Account,
  BankFormat,
  BankLine,
  BankRule,
  BankStatement,
  type BankSuggestion,
  clear,
  Entry,
  enter,
  Item,
  Payment,
  pay,
  post,
  postPayment,
  readFile,
  reopen,
} from './model.ts'
import ledger from './plugin.ts'
import { amountIn } from './server/bank-amount.ts'
import { dayIn, formatOf, linesIn } from './server/bank-file.ts'

/** Roles of one's own making, which name no balance that the database keeps. */
const own = definePlugin({
  ...{ id: 'own', version: '1.0.0', title: 'Own roles', description: 'People who look after the bank alone.' },
  ...{ needs: { ledger: '^0.1.0' }, engines: { sangam: '^0.1.0' }, entities: [] },
  parts: [
    role('own.reconciler', {
      ...{ label: 'Reconciler', description: 'Reads entries, and says what the lines of the bank are.' },
      grants: [allow(Account, ['read']), allow(Entry, ['read']), allow(BankLine, ['read', 'clear'])],
    }),
    role('own.lister', {
      ...{ label: 'Lister of the bank', description: 'Sees what banks say, and nothing of the books.' },
      grants: [allow(Account, ['read']), allow(BankLine, ['read'])],
    }),
  ],
})

let platform: TestPlatform
let bookkeeper: TestClient
let accounts: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, own] })
  bookkeeper = await platform.as('ledger.bookkeeper')
  const { items } = await bookkeeper.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

/** Another bank account for each test: what one clears is not the other's. */
let banks = 0
const bank = async (): Promise<string> =>
  (await platform.admin.repo(Account).create({ name: `Bank ${++banks}`, code: `1125${banks}`, type: 'asset', control: 'bank' } as never)).id
const party = async (name: string): Promise<string> => (await platform.admin.repo(Party).create({ name, kind: 'organisation' })).id
const posted = async (date: string, narration: string, lines: readonly (readonly [account: string, base: string, more?: object])[]) => {
  const sides = lines.map(([account, base, more]) => ({ account, [base.startsWith('-') ? 'credit' : 'debit']: base.replace('-', ''), ...more }))
  const draft = await bookkeeper.repo(Entry).create({ date, narration, lines: sides } as never)
  await bookkeeper.run(post, draft.id)
  return bookkeeper.repo(Entry).get(draft.id)
}
const read = async (account: string, file: string, name = 'statement.csv') => {
  const type = name.endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv'
  const { json } = await bookkeeper.ask('POST', `/api/files?name=${name}`, file, { 'Content-Type': type })
  const made = await bookkeeper.repo(BankStatement).create({ account, file: (json as { id: string }).id } as never)
  await bookkeeper.run(readFile, made.id)
  return bookkeeper.repo(BankStatement).get(made.id)
}
interface Row {
  readonly id: string
  readonly date: string
  readonly description: string
  readonly amount: string
  readonly suggestions: readonly BankSuggestion[]
}
const rows = async (account: string) => ((await bookkeeper.get(`/api/plugins/ledger/x/bank-lines?account=${account}`)) as never as { rows: Row[] }).rows
const reconciled = (account: string, on = '2027-03-31') => bookkeeper.get(`/api/plugins/ledger/x/bank-reconciliation?account=${account}&on=${on}`)

describe('A statement of a bank', () => {
  const file = [
    'HDFC BANK Ltd.,,,,,,',
    'Account No : 50100012345,,,,,,',
    'Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance',
    '03/03/27,NEFT CR-ASHA TRADERS-INV7,N062,03/03/27,,"1,11,800.00","1,61,800.00"',
    '13/03/27,SMS CHARGES,,13/03/27,17.70,,"1,61,782.30"',
    '13/03/27,SMS CHARGES,,13/03/27,17.70,,"1,61,764.60"',
    ',Total,,,35.40,"1,11,800.00",',
  ].join('\n')

  test('is read as it comes, below what stands above its head; the same file again adds nothing, a longer one what is new', async () => {
    const account = await bank()
    expect(await read(account, file)).toMatchObject({ state: 'read', added: 3, known: 0 })
    expect((await rows(account)).map(({ date, description, amount }) => [date, description, amount])).toEqual([
      ['2027-03-03', 'NEFT CR-ASHA TRADERS-INV7', '111800'],
      ['2027-03-13', 'SMS CHARGES', '-17.7'],
      ['2027-03-13', 'SMS CHARGES', '-17.7'],
    ])
    expect(await read(account, file)).toMatchObject({ added: 0, known: 3 })
    const more = file.replace(',Total', '20/03/27,RENT,77,20/03/27,500,,"1,61,264.60"\n,Total')
    expect(await read(account, more)).toMatchObject({ added: 1, known: 3 })
    expect(await bookkeeper.repo(BankFormat).first({ account } as never)).toMatchObject({
      date: 'Date',
      order: 'dmy',
      deposit: 'Deposit Amt.',
      withdrawal: 'Withdrawal Amt.',
      balance: 'Closing Balance',
    })
  })

  test('that is an Excel workbook is read the same, by the columns that are remembered of its account', async () => {
    const account = await bank()
    await read(account, file)
    const { default: excel } = await import('exceljs')
    const book = new excel.Workbook()
    // Its columns stand elsewhere, under the same heads.
    book
      .addWorksheet('April')
      .addRows([
        ['HDFC BANK Ltd.'],
        ['Closing Balance', 'Date', 'Deposit Amt.', 'Withdrawal Amt.', 'Narration', 'Chq./Ref.No.'],
        [161264.6, new Date('2027-03-20T00:00:00Z'), null, 500, 'RENT', 77],
        [161764.6, new Date('2027-04-02T00:00:00Z'), 500, null, 'RENT BACK', null],
      ])
    const bytes = new Uint8Array(await book.xlsx.writeBuffer())
    expect(await read(account, bytes as never, 'statement.xlsx')).toMatchObject({ added: 2, known: 0 })
    expect((await rows(account)).slice(3).map(({ date, description, amount }) => [date, description, amount])).toEqual([
      ['2027-03-20', 'RENT', '-500'],
      ['2027-04-02', 'RENT BACK', '500'],
    ])
  })

  test('of a bank that nobody guesses is read by the heads that are said once', async () => {
    const account = await bank()
    const odd = 'Buchung;Text;Betrag;Saldo\n03.04.2027;Miete;-1.500;98.500,00\n'
    const refused = await bookkeeper.refused(read(account, odd))
    expect(refused).toMatchObject({
      code: 'no_columns',
      detail: 'It is not known which columns of this file hold the date and the amounts. Say their heads under Set-up, Bank formats.',
    })
    await bookkeeper.repo(BankFormat).create({ account, date: 'Buchung', description: 'Text', amount: 'Betrag', balance: 'Saldo' } as never)
    await read(account, odd)
    expect(await rows(account)).toMatchObject([{ date: '2027-04-03', description: 'Miete', amount: '-1500' }])
  })

  // In rupees unless told: what is written, what it means, how many digits the money has, and what stands before fractions elsewhere in the file.
  const amounts: [text: string, amount: string | null, digits?: number, mark?: '.' | ','][] = [
    ['1,11,800.00', '111800'],
    ['1,25,000.50', '125000.5'],
    ['(45.5)', '-45.5'],
    ['₹ 3.10 Dr', '-3.1'],
    ['250.00 (Cr)', '250'],
    ['USD 250.00', '250'],
    ['1.500,00', '1500'],
    ['1.250,50', '1250.5'],
    ['1250,5', '1250.5'],
    ['1’250.50', '1250.5'],
    ["1'250'000.50", '1250000.5'],
    ['1,500', '1500'],
    ['1.250.000', '1250000'],
    ['75.00-', '-75'],
    ['0.000', '0'],
    ['Dr. .50', '-0.5'],
    ['1180.0000000000002', '1180'],
    ['54.349999999999994', '54.35'],
    ['2.842170943040401e-14', '0'],
    ['1180.00', '1180', 0],
    ['1.500', '1500', 0],
    ['12.345', '12.345', 3],
    ['12,345', '12345', 3],
    ['12.345', '12345', 2, ','],
    ['12.340', '12.34', 2, '.'],
    ['', null],
    ['Total', null],
  ]
  test.each(amounts)('says %s and means %s', (text, amount, digits = 2, mark) => {
    expect(amountIn(text, { digits, mark: mark ?? null })).toBe(amount)
  })

  const unclear: [text: string, code: string, digits?: number, mark?: '.' | ','][] = [
    ['12.345', 'unclear_amount'],
    ['12.345', 'too_fine', 2, '.'],
    ['1180.000001', 'too_fine'],
    ['1180.5', 'too_fine', 0],
    ['1,180,00', 'unclear_amount'],
    ['1180.00 ab', 'unclear_amount'],
  ]
  test.each(unclear)('that says %s is not read (%s)', (text, code, digits = 2, mark) => {
    expect(() => amountIn(text, { digits, mark: mark ?? null })).toThrow(expect.objectContaining({ code }))
  })

  test('has what went out in its column, with a sign or a Dr as without; only the other word makes it come in', () => {
    const cells = [',500.00', ',500.00 Dr', ',-500.00', ',(500.00)', ',500.00 Cr', '500.00,0.00', '500.00 Cr,', '500.00 Dr,']
    const rows = ['Date,Deposits,Withdrawals', ...cells.map(cell => `03/04/2027,${cell}`)].map(row => row.split(','))
    const found = formatOf(rows, null)
    expect(found && linesIn(rows, found.head, found.format, 2).map(line => line.amount)).toEqual(['-500', '-500', '-500', '-500', '500', '500', '500', '-500'])
  })

  test('with an amount that could be two is refused as a whole, with the day and what it says there', async () => {
    const account = await bank()
    const refused = await bookkeeper.refused(read(account, 'Date,Description,Amount\n03/04/2027,INT,12.345\n04/04/2027,RENT,-500\n'))
    expect(refused).toMatchObject({
      code: 'unclear_amount',
      detail: 'On 2027-04-03 the file says “12.345”, which may be more than one amount, or none. Write it as 1234.50 in the file, then send that again.',
    })
    expect(await rows(account)).toEqual([])
  })

  test.each([
    ['05/04/2026', 'dmy', '2026-04-05'],
    ['05/04/2026', 'mdy', '2026-05-04'],
    ['5-Apr-26', 'dmy', '2026-04-05'],
    ['2026-04-05', 'dmy', '2026-04-05'],
    ['31/02/2026', 'dmy', null],
    ['Opening balance', 'dmy', null],
  ] as const)('is dated %s, written %s: %s', (text, order, day) => {
    expect(dayIn(text, order)).toBe(day)
  })
})

describe('A line of a bank', () => {
  const statement = (...lines: readonly (readonly [date: string, text: string, reference: string, amount: string])[]) =>
    ['Date,Description,Reference,Amount', ...lines.map(line => line.join(','))].join('\n')

  test('is what stands in the books: the likeliest first, with its reason; a payment is cleared on its day', async () => {
    const account = await bank()
    const asha = await party('Asha Looms')
    const cheque = await bookkeeper
      .repo(Payment)
      .create({ party: asha, account, date: '2027-03-01', amount: '900', instrument: 'cheque', instrumentNumber: '004711' } as never)
    await bookkeeper.run(postPayment, cheque.id)
    await posted('2027-03-05', 'Counter', [
      [account, '900'],
      [accounts.Sales ?? '', '-900'],
    ])
    await read(account, statement(['06/03/2027', 'CLG 004711', '', '900']))
    const [line] = await rows(account)
    expect(line?.suggestions).toMatchObject([
      { kind: 'book', detail: 'Received from Asha Looms', reason: 'Same amount, and its number stands in the text' },
      { kind: 'book', detail: 'Counter', reason: 'Same amount, 1 day apart' },
    ])
    await bookkeeper.run(clear, line?.id ?? '', { lines: [line?.suggestions[0]?.id] })
    expect([await rows(account), await bookkeeper.repo(Payment).get(cheque.id)]).toMatchObject([[], { state: 'cleared', clearedOn: '2027-03-06' }])
  })

  test('is a payment of what is open, is posted by a rule, or goes to two accounts', async () => {
    const account = await bank()
    const asha = await party('Meera Silks')
    const invoice = await posted('2027-03-01', 'Sold', [
      [accounts['Trade receivables'] ?? '', '11800', { party: asha }],
      [accounts.Sales ?? '', '-11800'],
    ])
    const rule = await bookkeeper.repo(BankRule).create({ contains: 'sms charges', way: 'out', account: accounts['Bank charges'] } as never)
    await read(
      account,
      statement(['10/03/2027', 'UPI MEERA SILKS', 'U1', '11800'], ['11/03/2027', 'SMS CHARGES MAR', 'C1', '-17.70'], ['12/03/2027', 'POS', 'P1', '-118']),
    )
    const [first, second, third] = await rows(account)
    expect([first, second, third].map(line => line?.suggestions.map(one => [one.kind, one.reason]))).toEqual([
      [['item', 'Open with this amount, and the party stands in the text']],
      [['rule', 'The rule for “sms charges”']],
      [],
    ])
    const [open] = (await bookkeeper.repo(Item).find({ where: { entry: invoice.id } })).items
    await bookkeeper.run(pay, first?.id ?? '', { party: asha, items: [open?.id] })
    await bookkeeper.run(enter, second?.id ?? '', { account: rule.account })
    await bookkeeper.run(enter, third?.id ?? '', { account: accounts['Office expenses'], amount: '100', second: accounts['Input IGST'], narration: 'Paper' })
    expect(await bookkeeper.repo(Item).get(open?.id as never)).toMatchObject({ open: '0', settledOn: '2027-03-10' })
    const last = await bookkeeper.repo(Entry).first({ sourceId: third?.id } as never)
    expect((await bookkeeper.repo(Entry).get(last?.id as never)).lines.map(line => line.base)).toEqual(['-118', '100', '18'])
    expect(await rows(account)).toEqual([])
  })

  test('goes to as many accounts as one says, which come to the line together', async () => {
    const account = await bank()
    const asha = await party('Rent of three')
    await read(account, statement(['04/03/2027', 'CARD SETTLEMENT', '', '-1000']))
    const [line] = await rows(account)
    const [rent, travel, office] = [accounts.Rent ?? '', accounts.Travel ?? '', accounts['Office expenses'] ?? '']
    const enters = (input: object) => bookkeeper.run(enter, line?.id ?? '', input as never)
    const refused = async (input: object) => (await bookkeeper.refused(enters(input))).code
    expect([
      await refused({ account: rent, amount: '400', parts: [{ account: travel, amount: '700' }] }),
      await refused({ account: rent, amount: '400', parts: [{ account: travel, amount: '500' }] }),
      await refused({ account: rent, amount: '400', parts: [{ account: travel }, { account: office }] }),
      await refused({ account: rent, amount: '400', parts: [{ account: travel, amount: 'all' }] }),
      await refused({ account: rent, amount: '400', parts: { account: travel } }),
    ]).toEqual(['above', 'second_needed', 'one_rest', 'bad_parts', 'bad_parts'])
    const parts = [{ account: travel, amount: '250.50' }, { account: office, amount: '99.50', party: asha }, { account: accounts['Bank charges'] }]
    await enters({ account: rent, amount: '400', parts })
    const entry = await bookkeeper.repo(Entry).first({ sourceEntity: 'ledger.bankLine', sourceId: line?.id } as never)
    const { lines } = await bookkeeper.repo(Entry).get(entry?.id as never)
    expect([lines.map(one => [one.account, one.base, one.party]), await rows(account)]).toEqual([
      [
        [account, '-1000', null],
        [rent, '400', null],
        [travel, '250.5', null],
        [office, '99.5', asha],
        [accounts['Bank charges'], '250', null],
      ],
      [],
    ])
  })

  test('is of as much as its lines in the books, each of which is one line of the bank, and may be something else after all', async () => {
    const account = await bank()
    const entry = await posted('2027-03-05', 'Counter', [
      [account, '900'],
      [account, '100'],
      [accounts.Sales ?? '', '-1000'],
    ])
    const [one, two] = entry.lines.map(line => line.id)
    await read(account, statement(['06/03/2027', 'CASH', 'A', '1000'], ['06/03/2027', 'CASH', 'B', '900']))
    const [whole, part] = await rows(account)
    expect(await bookkeeper.refused(bookkeeper.run(clear, whole?.id ?? '', { lines: [one] }))).toMatchObject({
      code: 'differs',
      detail: 'In the books it is 900, at the bank 1000. Choose lines that come to as much.',
    })
    await bookkeeper.run(clear, whole?.id ?? '', { lines: [one, two] })
    expect(await bookkeeper.refused(bookkeeper.run(clear, part?.id ?? '', { lines: [one] }))).toMatchObject({ code: 'not_free' })
    await bookkeeper.run(reopen, whole?.id ?? '')
    await bookkeeper.run(clear, part?.id ?? '', { lines: [one] })
    expect(await rows(account)).toMatchObject([{ id: whole?.id }])
  })
})

test('From the balance of the books to that of the bank: what the bank has not seen, and what the books have not', async () => {
  const account = await bank()
  const sales = accounts.Sales ?? ''
  await posted('2027-03-01', 'Seen by both', [
    [account, '50000'],
    [sales, '-50000'],
  ])
  await posted('2027-03-30', 'Cheque not presented', [
    [accounts.Rent ?? '', '8000'],
    [account, '-8000'],
  ])
  await posted('2027-04-02', 'Later', [
    [account, '1'],
    [sales, '-1'],
  ])
  await read(account, 'Date,Description,Debit,Credit,Balance\n01/03/2027,DEP,,50000,50000\n31/03/2027,INT,,250,50250\n')
  const [seen] = await rows(account)
  await bookkeeper.run(clear, seen?.id ?? '', { lines: [seen?.suggestions[0]?.id] })
  expect(await reconciled(account)).toMatchObject({
    ...{ books: '42000', expected: '50250', bank: '50250', bankOn: '2027-03-31', difference: '0' },
    uncleared: [{ narration: 'Cheque not presented', amount: '-8000' }],
    missing: [{ description: 'INT', amount: '250' }],
  })
  const file = String((await bookkeeper.ask('GET', `/api/plugins/ledger/x/bank-reconciliation/sheet?account=${account}&on=2027-03-31&format=csv`)).json)
  expect(
    file
      .replace('\ufeff', '')
      .replaceAll(/JE\/26-27\/\d+/g, 'JE')
      .trim()
      .split('\r\n'),
  ).toEqual([
    'Date,Number,What,Party,Amount',
    '2027-03-31,,Balance in the books,,42000',
    ',,In the books and not at the bank yet,,',
    '2027-03-30,JE,Cheque not presented,,8000',
    ',,At the bank and not in the books yet,,',
    '2027-03-31,,INT,,250',
    '2027-03-31,,What the bank should say,,50250',
    '2027-03-31,,What the bank says,,50250',
    '2027-03-31,,Difference,,0',
  ])
  const auditor = await platform.as('ledger.auditor')
  expect((await auditor.ask('GET', `/api/plugins/ledger/x/bank-reconciliation?account=${account}`)).status).toBe(200)
  const [interest] = await rows(account)
  // The bank pays the cheque in April, and its interest of March is entered in April: the end of March stays what it was.
  await read(account, 'Date,Description,Debit,Credit,Balance\n05/04/2027,CHQ,8000,,42250\n')
  const [, cheque] = await rows(account)
  await bookkeeper.run(clear, cheque?.id ?? '', { lines: [cheque?.suggestions[0]?.id] })
  const late = await posted('2027-04-06', 'Interest of March', [
    [account, '250'],
    [sales, '-250'],
  ])
  await bookkeeper.run(clear, interest?.id ?? '', { lines: [late.lines[0]?.id] })
  expect([await reconciled(account), await reconciled(account, '2027-04-06')]).toMatchObject([
    {
      ...{ books: '42000', expected: '50250', bank: '50250', bankOn: '2027-03-31', difference: '0', missing: [] },
      uncleared: [{ narration: 'Cheque not presented', amount: '-8000' }],
      entered: [{ narration: 'Interest of March', date: '2027-04-06', amount: '250' }],
    },
    { books: '42251', expected: '42250', bank: '42250', difference: '0', uncleared: [{ narration: 'Later', amount: '1' }], entered: [], missing: [] },
  ])
  await bookkeeper.run(reopen, interest?.id ?? '', {})
  expect((await auditor.refused(auditor.run(enter, interest?.id ?? '', { account: sales }))).status).toBe(403)
  expect(await bookkeeper.repo(BankLine).count({ account, state: 'open' } as never)).toBe(1)
})

test('A bank in dollars is cleared and reconciled in dollars: what was paid at 83 is found, what it charges is entered with its worth', async () => {
  const values = { name: 'Dollar bank', code: '1128', type: 'asset', control: 'bank', currency: 'USD' }
  const account = (await platform.admin.repo(Account).create(values as never)).id
  const asha = await party('Acme Exports')
  const made = (more: object) => bookkeeper.repo(Payment).create({ party: asha, account, date: '2027-03-02', amount: '1000', ...more } as never)
  const rupees = await made({})
  expect(await bookkeeper.refused(bookkeeper.run(postPayment, rupees.id))).toMatchObject({
    code: 'other_money',
    detail: 'Dollar bank is kept in USD, and this payment is in INR. Choose another account, or enter the payment in USD.',
  })
  expect(await bookkeeper.refused(bookkeeper.run(postPayment, (await made({ currency: 'EUR', rate: '90' })).id))).toMatchObject({ code: 'other_money' })
  await bookkeeper.run(postPayment, (await made({ currency: 'USD', rate: '83' })).id)
  const valued = [
    { account, debit: '2000', currency: 'USD', amount: '0' },
    { account: accounts['Exchange gain'], credit: '2000' },
  ]
  const accountant = await platform.as('ledger.accountant')
  const draft = await accountant.repo(Entry).create({ date: '2027-03-05', narration: 'Valued', kind: 'revaluation', lines: valued } as never)
  await accountant.run(post, draft.id)
  const unsaid = await posted('2027-03-05', 'Without dollars', [
    [account, '25'],
    [accounts.Sales ?? '', '-25'],
  ])
  await read(account, 'Date,Description,Amount,Balance\n03/03/2027,WIRE ACME,1000,1000\n04/03/2027,CHARGES,-25,975\n05/03/2027,IN,25,1000\n')
  const [wire, charge, back] = await rows(account)
  expect([wire, charge, back].map(line => line?.suggestions.map(one => [one.kind, one.reason]))).toEqual([[['book', 'Same amount, 1 day apart']], [], []])
  const without = await bookkeeper.refused(bookkeeper.run(clear, back?.id ?? '', { lines: [unsaid.lines[0]?.id] }))
  const entered = await bookkeeper.refused(bookkeeper.run(enter, charge?.id ?? '', { account: accounts['Bank charges'] }))
  expect([without, entered]).toMatchObject([
    { code: 'no_amount', detail: 'One of these lines does not say how much it is in USD. Reverse its entry, and post it with that.' },
    {
      code: 'foreign_bank',
      detail: 'This account is kept in USD. Post a journal entry with that currency and what it is worth, then say which line of the books it is.',
    },
  ])
  await bookkeeper.run(clear, wire?.id ?? '', { lines: [wire?.suggestions[0]?.id] })
  expect(await reconciled(account)).toMatchObject({
    ...{ books: '1000', expected: '1000', bank: '1000', difference: '0' },
    ...{ uncleared: [], missing: [{ amount: '-25' }, { amount: '25' }] },
  })
  const [reconciler, lister] = [await platform.as('own.reconciler'), await platform.as('own.lister')]
  for (const one of [account, await bank()]) {
    const path = `/api/plugins/ledger/x/bank-reconciliation?account=${one}&on=2027-03-31`
    expect([await reconciler.get(path), (await lister.ask('GET', path)).status]).toEqual([await bookkeeper.get(path), 404])
  }
  expect(await Promise.all(['currencyBalance', 'balance'].map(async name => (await reconciler.ask('GET', `/api/records/ledger.${name}`)).status))).toEqual([
    404, 404,
  ])
})

test('However much the bank has not seen yet, it is summed as a whole and listed by pages', async () => {
  const account = await bank()
  const many = Array.from({ length: 230 }, (): [string, string] => [account, '2'])
  await posted('2027-03-01', 'Counter', [...many, [accounts.Sales ?? '', '-460']])
  await read(account, 'Date,Description,Amount,Balance\n02/03/2027,INT,7,7\n')
  interface Page {
    readonly uncleared: readonly object[]
    readonly next: { readonly uncleared: string | null; readonly missing: string | null }
  }
  const first = (await reconciled(account)) as never as Page
  expect(first).toMatchObject({ books: '460', expected: '7', bank: '7', difference: '0', missing: [{ amount: '7' }], next: { missing: null } })
  const second = (await reconciled(account, `2027-03-31&afterUncleared=${encodeURIComponent(first.next.uncleared ?? '')}`)) as never as Page
  expect([first.uncleared.length, second.uncleared.length, second.next.uncleared]).toEqual([200, 30, null])
})
