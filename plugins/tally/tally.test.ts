import ledger from '@sangam/plugin-ledger'
import { Account, AccountRole, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bring, Move, Piece, readTally, type TallyBooks } from './model.ts'
import tally from './plugin.ts'
import { master, vouchers } from './sample.xml.ts'
import { piecesOf } from './web/files.ts'

let platform: TestPlatform
let mover: TestClient
let owner: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, tally] })
  owner = platform.admin
  mover = await platform.as('tally.mover')
})
afterAll(() => platform.stop())

/** As the page does: what was read goes in pieces, then all of it is posted. */
const brought = async (books: TallyBooks, more: object = {}) => {
  const { id } = await mover.repo(Move).create({ name: 'Master.xml, DayBook.xml', ...more } as never)
  await mover.repo(Piece).createMany(piecesOf(books).map((piece, at) => ({ move: id, at, ...piece })) as never)
  await mover.run(bring, id)
  return mover.repo(Move).get(id)
}
const trialBalance = async () => {
  const { rows } = (await owner.get('/api/plugins/ledger/x/trial-balance?to=2026-04-30')) as unknown as { rows: { name: string; closing: string }[] }
  return Object.fromEntries(rows.map(row => [row.name, row.closing]))
}

test('Books of Tally stand here with both trial balances alike: ledgers as accounts and parties, opening balances, vouchers with their signs turned round', async () => {
  const move = await brought(readTally(`${master}${vouchers}`))
  expect(move).toMatchObject({ state: 'posted', from: '2026-04-01', to: '2026-04-30', vouchers: 3, difference: '0' })
  expect(move.balances.map(({ ledger: name, theirs, ours }) => [name, theirs, ours])).toEqual([
    ['Cash', '5000', '5000'],
    ['HDFC Bank', '105000', '105000'],
    ['Asha Traders', '15400', '15400'],
    ['Bharat Steel', '-20000', '-20000'],
    ['Office rent & rates', '15000', '15000'],
    ['Sales @ 18%', '-20000', '-20000'],
    ['CGST', '-1800', '-1800'],
    ['SGST', '-1800', '-1800'],
    ['Capital', '-96800', '-96800'],
  ])
  expect(await trialBalance()).toEqual({
    ...{ 'Cash in hand': '5000', 'HDFC Bank': '105000', 'Trade receivables': '15400', 'Trade payables': '-20000' },
    ...{ 'Office rent & rates': '15000', 'Sales @ 18%': '-20000', CGST: '-1800', SGST: '-1800', Capital: '-96800' },
  })
  const { items } = await owner.repo(Account).find({ where: { name: { in: ['HDFC Bank', 'CGST', 'Office rent & rates'] } }, sort: ['name'] } as never)
  expect(items.map(({ name, code, type, control }) => [name, code, type, control])).toEqual([
    ['CGST', '21901', 'liability', 'tax'],
    ['HDFC Bank', '11901', 'asset', 'bank'],
    ['Office rent & rates', '5901', 'expense', null],
  ])
  expect(await owner.repo(Piece).count()).toBe(0)
})

test('Each bill of a party is a line with its number and the day it is due', async () => {
  const asha = (await owner.repo(Party).first({ name: 'Asha Traders' } as never))?.id
  const { items } = await owner.repo(Entry).find({ where: { sourceEntity: { in: ['tally.opening', 'tally.voucher'] } }, sort: ['date', 'number'] } as never)
  const entries = await Promise.all(items.map(({ id }) => owner.repo(Entry).get(id)))
  expect(entries.map(({ date, kind, narration, reference }) => [date, kind, narration, reference])).toEqual([
    ['2026-04-01', 'opening', 'Opening balances of Tally', null],
    ['2026-04-05', 'normal', 'GST Sales of April', '1'],
    ['2026-04-20', 'normal', 'Receipt of April', '1'],
    ['2026-04-30', 'normal', 'Payment of April', '1'],
  ])
  const lines = entries.flatMap(entry => entry.lines.filter(line => line.party === asha))
  expect(lines.map(({ debit, credit, memo, due }) => [debit, credit, memo, due])).toEqual([
    ['11800', null, 'INV-91', '2026-04-09'],
    ['23600', null, '1', '2026-05-20'],
    [null, '11800', 'INV-91', null],
    [null, '5000', '1', null],
    [null, '3200', null, null],
  ])
})

test('What comes from Tally stands under no tax number of ours, so that none has to be entered before', async () => {
  const { items } = await owner.repo(Entry).find({ where: { sourceEntity: { in: ['tally.opening', 'tally.voucher'] } } } as never)
  const entries = await Promise.all(items.map(({ id }) => owner.repo(Entry).get(id)))
  const lines = entries.flatMap(entry => entry.lines)
  expect([lines.length > 10, new Set(lines.map(line => line.registration)), await owner.get('/api/records/core.registration')]).toMatchObject([
    true,
    new Set([null]),
    { items: [] },
  ])
})

test('What was paid against a bill settles it, and the rest stays open with its day', async () => {
  const open = async (on: string) => {
    const { rows } = (await owner.get(`/api/plugins/ledger/x/open-items?side=receivable&on=${on}`)) as unknown as {
      rows: { partyName: string; open: string; due: string }[]
    }
    return rows.map(row => [row.partyName, row.open, row.due])
  }
  expect(await open('2026-04-10')).toEqual([
    ['Asha Traders', '11800', '2026-04-09'],
    ['Asha Traders', '23600', '2026-05-20'],
  ])
  expect(await open('2026-04-30')).toEqual([
    ['Asha Traders', '-3200', '2026-04-20'],
    ['Asha Traders', '18600', '2026-05-20'],
  ])
})

test('The same files again post nothing twice, and later ones only what is new', async () => {
  const before = await owner.repo(Entry).count()
  const later = vouchers.replace('</REQUESTDATA>', '')
  const more = `${later}${vouchers.replaceAll('guid-3', 'guid-7').replace(/<VOUCHER REMOTEID="guid-[12456]"[\s\S]*?<\/VOUCHER>/g, '')}`
  expect((await brought(readTally(`${master}${vouchers}`))).difference).toBe('0')
  expect(await owner.repo(Entry).count()).toBe(before)
  const balanced = master.replace('<CLOSINGBALANCE>-105000.00</CLOSINGBALANCE>', '')
  expect(await brought(readTally(`${balanced}${more}`))).toMatchObject({ difference: '0', vouchers: 4 })
  expect(await owner.repo(Entry).count()).toBe(before + 1)
})

test('The same files in another company are its own books, and those of the first stay as they are', async () => {
  const { id: company } = (await owner.post('/api/records/core.company', {
    ...{ name: 'Zari Works', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  const before = await trialBalance()
  // What is owed stands elsewhere from the 10th on, and on yet another account by now.
  const kept = async (name: string, code: string, from: string) => {
    const account = await owner.repo(Account).create({ name, code, type: 'asset', control: 'receivable', company } as never)
    await owner.repo(AccountRole).create({ role: 'receivable', account: account.id, from, company } as never)
  }
  await kept('Debtors from the 10th', '11901', '2026-04-10')
  await kept('Debtors by now', '11902', '2026-05-10')
  const move = await brought(readTally(`${master}${vouchers}`), { company })
  expect(move).toMatchObject({ state: 'posted', difference: '0', company })
  const { rows } = (await owner.get(`/api/plugins/ledger/x/trial-balance?to=2026-04-30&company=${company}`)) as unknown as {
    rows: { name: string; closing: string }[]
  }
  // By the day of each voucher; what settles a bill stands where the bill does.
  expect(rows.filter(row => /HDFC|ebtors|receivables/.test(row.name)).map(row => [row.name, row.closing])).toEqual([
    ['Trade receivables', '18600'],
    ['Debtors from the 10th', '-3200'],
    ['HDFC Bank', '105000'],
  ])
  expect(await trialBalance()).toEqual(before)
})

test('A voucher that was changed in Tally since it was brought is told, and nothing is posted', async () => {
  const before = await owner.repo(Entry).count()
  const changed = vouchers.replace('<AMOUNT>-15000.00</AMOUNT>', '<AMOUNT>-15500.00</AMOUNT>').replace('<AMOUNT>15000.00</AMOUNT>', '<AMOUNT>15500.00</AMOUNT>')
  expect(await mover.refused(brought(readTally(`${master}${changed}`)))).toMatchObject({
    code: 'tally_differs',
    detail: expect.stringContaining('HDFC Bank comes to 104500 in Tally and to 105000 here'),
  })
  expect(await owner.repo(Entry).count()).toBe(before)
})

test('What can’t be brought whole is not brought at all, with the reason', async () => {
  const before = [await owner.repo(Entry).count(), await owner.repo(Account).count(), await owner.repo(Party).count()]
  const unknown = `${master.replaceAll('Asha Traders', 'Gita Mills')}${vouchers}`
  expect(await mover.refused(brought(readTally(unknown)))).toMatchObject({
    code: 'tally_lacks',
    detail: 'The ledger “Asha Traders” of GST Sales 1 of 2026-04-05 is not in the file. Export all masters from Tally. (1 more.)',
  })
  await owner.post('/api/records/ledger.lock', { until: '2026-05-31', reason: 'Closed' })
  const locked = `${master.replaceAll('Asha Traders', 'Gita Mills')}${vouchers.replaceAll('Asha Traders', 'Gita Mills').replaceAll('guid-', 'new-')}`
  expect((await mover.refused(brought(readTally(locked)))).errors?.map(issue => issue.code)).toEqual(Array(3).fill('locked_days'))
  const { id } = await mover.repo(Move).create({ name: 'By hand' } as never)
  await mover.repo(Piece).create({ move: id, at: 0, kind: 'vouchers', content: [{ id: 'x', lines: 'none' }] } as never)
  expect(await mover.refused(mover.run(bring, id))).toMatchObject({ code: 'tally_unreadable' })
  expect([await owner.repo(Entry).count(), await owner.repo(Account).count(), await owner.repo(Party).count()]).toEqual(before)
})

test('Who may not bring books may not: neither an accountant nor an auditor', async () => {
  for (const role of ['ledger.accountant', 'ledger.auditor']) {
    const person = await platform.as(role)
    expect((await person.refused(person.repo(Move).create({ name: 'Mine' } as never))).status).toBe(404)
  }
})
