import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditTrail } from './model/audit.ts'
import type { Periods } from './model/periods.ts'
import { Account, closeYear, Entry, FiscalYear, PeriodLock, ProfitShare, post, reopenYear, reverse } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let accountant: TestClient
let controller: TestClient
let auditor: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  const roles = ['ledger.accountant', 'ledger.controller', 'ledger.auditor']
  ;[accountant, controller, auditor] = (await Promise.all(roles.map(role => platform.as(role)))) as [TestClient, TestClient, TestClient]
})
afterAll(() => platform.stop())

/** A firm with books of its own. */
async function firm(name: string, entityType: string, more: object = {}) {
  const { id: company } = (await platform.admin.post('/api/records/core.company', {
    ...{ name, entityType, country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4, ...more },
  })) as { id: string }
  const own = { company } as never
  const accounts = async () => new Map((await accountant.repo(Account).find({ where: own, limit: 500 })).items.map(one => [one.name, one.id]))
  const known = await accounts()
  const pays = async (date: string, debit: string, credit: string, amount: string, kind = 'normal') => {
    const lines = [
      { account: known.get(debit), debit: amount },
      { account: known.get(credit), credit: amount },
    ]
    return accountant.repo(Entry).create({ narration: 'As told', date, company, kind, lines, state: 'posted' } as never)
  }
  const years = async () => (await auditor.repo(FiscalYear).find({ where: own, sort: ['from'] })).items
  const closings = async () => {
    const { items } = await auditor.repo(Entry).find({ where: { company, kind: 'closing' } as never, sort: ['number'], fields: ['id'], limit: 20 })
    const entries = await Promise.all(items.map(one => auditor.repo(Entry).get(one.id)))
    const names = new Map([...(await accounts())].map(([of, id]) => [String(id), of]))
    return entries.map(({ date, lines }) => [date, Object.fromEntries(lines.map(line => [names.get(line.account), line.base]))])
  }
  const balances = async (query = '') => {
    const { rows } = (await auditor.get(`/api/plugins/ledger/x/trial-balance?to=2027-03-31&company=${company}${query}`)) as unknown as {
      rows: { name: string; closing: string }[]
    }
    return Object.fromEntries(rows.filter(row => row.closing !== '0').map(row => [row.name, row.closing]))
  }
  return { company, known, pays, years, closings, balances }
}

describe('A fiscal year', () => {
  test('is there from a company’s first day, and those before it once something was posted for them', async () => {
    const books = await firm('Years by themselves', 'private_limited')
    const shown = async () => (await books.years()).map(({ name, from, to, state }) => [name, from, to, state])
    expect(await shown()).toEqual([['2026-27', '2026-04-01', '2027-03-31', 'open']])
    await books.pays('2025-02-10', 'Rent', 'Bank', '1')
    expect(await accountant.refused(books.pays('1926-02-10', 'Rent', 'Bank', '1'))).toMatchObject({
      errors: [{ field: 'date', message: 'The year of this date is more than 50 years from now. Correct it.' }],
    })
    // One that nobody made yet is named too.
    const early = await accountant.repo(FiscalYear).create({ company: books.company, from: '2025-04-01', to: '2026-03-31' } as never)
    expect(await controller.refused(controller.run(closeYear, early.id))).toMatchObject({
      code: 'earlier_open',
      detail: 'Years before 2025-26 are not closed. Close 2024-25 first.',
    })
    await accountant.repo(FiscalYear).remove(early.id)
    await platform.job('ledger.years')
    expect(await shown()).toEqual([
      ['2024-25', '2024-04-01', '2025-03-31', 'open'],
      ['2025-26', '2025-04-01', '2026-03-31', 'open'],
      ['2026-27', '2026-04-01', '2027-03-31', 'open'],
    ])
  })

  test('is of any length, has days of its own, and the next begins where it ends', async () => {
    const books = await firm('Fifteen months', 'private_limited', { fiscalYearStart: 1 })
    const [year] = await books.years()
    const long = await accountant.repo(FiscalYear).update(year?.id as never, { from: '2026-01-01', to: '2027-03-31', name: 'Long year' })
    expect(long).toMatchObject({ name: 'Long year', state: 'open' })
    const other = accountant.repo(FiscalYear).create({ from: '2027-03-31', to: '2028-03-30', company: books.company } as never)
    expect(await accountant.refused(other)).toMatchObject({ errors: [{ field: 'from', code: 'years_overlap' }] })
    platform.clock.set('2027-04-02T06:00:00.000Z')
    await platform.job('ledger.years')
    platform.clock.set('2027-03-31T09:30:00.000Z')
    expect((await books.years()).map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Long year', '2026-01-01', '2027-03-31'],
      ['2027', '2027-04-01', '2027-12-31'],
    ])
  })
})

describe('The periods of a year', () => {
  const periodsOf = async (company: string, on: string) => {
    const { year, periods, yearEnd, ...days } = (await auditor.get(`/api/plugins/ledger/x/periods?company=${company}&on=${on}`)) as unknown as Periods
    const held = ({ lock, parts, upTo }: Periods['periods'][number]) => [lock?.reason ?? null, parts.map(one => one.kind), upTo]
    const told = periods.filter(one => one.posted + one.drafts > 0 || one.lock || one.parts.length > 0 || one.upTo)
    return {
      days,
      year: [year.name, year.closed],
      count: periods.length,
      told: told.map(one => [one.from, one.to, one.posted, one.drafts, ...held(one)]),
      yearEnd,
    }
  }

  test('say of each month what is posted, what is a draft and what holds it; a lock up to its end holds it, and the months before', async () => {
    const books = await firm('Months', 'private_limited')
    const { company } = books
    for (const [date, kind] of [['2026-04-03'], ['2026-04-30'], ['2026-06-15'], ['2027-03-31', 'adjustment']] as const)
      await books.pays(date, 'Rent', 'Bank', '10', kind)
    const lines = [
      { account: books.known.get('Rent'), debit: '9' },
      { account: books.known.get('Bank'), credit: '9' },
    ]
    await accountant.repo(Entry).create({ narration: 'Late bill', date: '2026-06-20', company, lines } as never)
    const lock = (until: string, reason: string, kind: string | null = null) => accountant.repo(PeriodLock).create({ until, reason, kind, company } as never)
    await lock('2026-06-30', 'GST of June filed', 'tax')
    await lock('2026-06-10', 'The fair is over')
    await lock('2026-04-30', 'April is done')
    const first = {
      days: { from: '2026-04-01', to: '2027-03-31' },
      ...{ year: ['2026-27', false], count: 12, yearEnd: { posted: 1, drafts: 0 } },
      told: [
        ['2026-04-01', '2026-04-30', 2, 0, 'April is done', [], null],
        ['2026-05-01', '2026-05-31', 0, 0, 'The fair is over', [], null],
        ['2026-06-01', '2026-06-30', 1, 1, null, ['tax'], '2026-06-10'],
      ],
    }
    expect(await periodsOf(company, '2026-12-24')).toEqual(first)
    await lock('2026-06-30', 'June is done')
    expect((await periodsOf(company, '2026-04-01')).told.at(-1)).toEqual(['2026-06-01', '2026-06-30', 1, 1, 'June is done', [], null])
    expect((await accountant.refused(books.pays('2026-06-30', 'Rent', 'Bank', '1'))).detail).toContain('June is done')
  })

  test('are parts of months where a year begins or ends within one', async () => {
    const { company } = await firm('Parts of months', 'private_limited')
    const [year] = (await accountant.repo(FiscalYear).find({ where: { company } as never })).items
    await accountant.repo(FiscalYear).update(year?.id as never, { from: '2026-08-15', to: '2026-10-10' } as never)
    const { periods } = (await auditor.get(`/api/plugins/ledger/x/periods?company=${company}&on=2026-09-01`)) as unknown as Periods
    expect(periods.map(({ from, to }) => [from, to])).toEqual([
      ['2026-08-15', '2026-08-31'],
      ['2026-09-01', '2026-09-30'],
      ['2026-10-01', '2026-10-10'],
    ])
  })
})

describe('Closing a year', () => {
  type Shares = readonly (readonly [account: string, ratio: string])[]
  test.each<[what: string, entityType: string, shares: Shares, carried: object]>([
    ['a company to retained earnings', 'private_limited', [], { 'Retained earnings': '-80000' }],
    ['a proprietor to their capital', 'proprietorship', [], { Capital: '-80000' }],
    [
      'partners by their ratio',
      'partnership',
      [
        ['Asha', '60'],
        ['Ravi', '40'],
      ],
      { Asha: '-48000', Ravi: '-32000' },
    ],
    [
      'partners of an LLP in three equal parts',
      'llp',
      [
        ['Asha', '1'],
        ['Ravi', '1'],
        ['Meera', '1'],
      ],
      { Asha: '-26666.67', Meera: '-26666.67', Ravi: '-26666.66' },
    ],
  ])('carries the profit of %s (R16, R85)', async (what, entityType, shares, carried) => {
    const books = await firm(`Closing ${what}`, entityType)
    await books.pays('2026-06-01', 'Bank', 'Sales', '500000')
    await books.pays('2026-09-01', 'Rent', 'Bank', '420000')
    const [year] = await books.years()
    if (shares.length > 0) {
      expect(await accountant.refused(accountant.run(closeYear, year?.id as string))).toMatchObject({ code: 'no_profit_shares' })
      const share = (account: string | undefined, ratio: string) => accountant.repo(ProfitShare).create({ account, ratio, company: books.company } as never)
      const wrong = await share(books.known.get('Bank'), '1')
      expect(await accountant.refused(accountant.run(closeYear, year?.id as string))).toMatchObject({ code: 'capital_only' })
      await accountant.repo(ProfitShare).remove(wrong.id)
      for (const [name, ratio] of shares) {
        const capital = await accountant.repo(Account).create({ name, code: `31${name}`, type: 'equity', company: books.company } as never)
        await share(capital.id, ratio)
      }
    }
    await accountant.run(closeYear, year?.id as string)
    expect(await books.closings()).toEqual([['2027-03-31', { Sales: '500000', Rent: '-420000', ...carried }]])
    expect([await books.balances(), await books.balances('&closing=false')]).toEqual([
      { Bank: '80000', ...carried },
      { Bank: '80000', Sales: '-500000', Rent: '420000' },
    ])
    expect(await books.years()).toMatchObject([{ state: 'closed', profit: '80000' }])
    expect(await accountant.refused(books.pays('2027-03-31', 'Rent', 'Bank', '1'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
  })

  test('is reopened with a reason by the head of accounts; what came late is closed beside the first closing, which stays (R16)', async () => {
    const books = await firm('Late audit', 'private_limited')
    await books.pays('2026-06-01', 'Bank', 'Sales', '500000')
    await books.pays('2026-09-01', 'Rent', 'Bank', '420000')
    const id = (await books.years())[0]?.id as string
    await accountant.run(closeYear, id)
    const [closed] = await books.years()
    expect(await accountant.refused(accountant.run(reverse, closed?.closings[0] as never))).toMatchObject({
      detail: 'JE/26-27/00003 closes 2026-27. Reopen the year, post what is right, and close it again.',
    })
    expect((await accountant.refused(accountant.repo(PeriodLock).remove(closed?.lock as never))).errors).toMatchObject([{ code: 'closed_year' }])
    expect((await accountant.refused(accountant.repo(FiscalYear).update(id as never, { to: '2027-02-28' }))).errors).toMatchObject([{ field: 'to' }])
    expect((await accountant.refused(accountant.run(reopenYear, id, { because: 'Audit' }))).status).toBe(403)
    expect((await controller.refused(controller.run(reopenYear, id))).errors).toMatchObject([{ field: 'because' }])
    await controller.run(reopenYear, id, { because: 'The auditor found travel of March' })
    expect(await books.years()).toMatchObject([{ state: 'open', lock: null, reopened: 'The auditor found travel of March' }])
    await books.pays('2027-03-31', 'Travel', 'Bank', '5000', 'adjustment')
    await accountant.run(closeYear, id)
    expect(await books.closings()).toEqual([
      ['2027-03-31', { Sales: '500000', Rent: '-420000', 'Retained earnings': '-80000' }],
      ['2027-03-31', { Travel: '-5000', 'Retained earnings': '5000' }],
    ])
    const [again] = await books.years()
    expect([again?.profit, again?.closings.length, await books.balances()]).toEqual(['75000', 2, { Bank: '75000', 'Retained earnings': '-75000' }])
  })

  test('goes from the first year to the last, not before a year is over, and an account that is not used any more is closed too', async () => {
    const books = await firm('Two years', 'private_limited')
    await books.pays('2026-03-20', 'Bank', 'Sales', '100')
    await books.pays('2026-05-20', 'Travel', 'Bank', '30')
    await accountant.repo(Account).update(books.known.get('Travel') as never, { active: false })
    await platform.job('ledger.years')
    const [first, last] = (await books.years()).map(year => year.id as string)
    expect(await accountant.refused(accountant.run(closeYear, last as string))).toMatchObject({
      detail: 'Years before 2026-27 are not closed. Close 2025-26 first.',
    })
    await accountant.run(closeYear, first as string)
    platform.clock.set('2027-03-30T09:30:00.000Z')
    expect(await accountant.refused(accountant.run(closeYear, last as string))).toMatchObject({ code: 'year_goes_on' })
    platform.clock.set('2027-03-31T09:30:00.000Z')
    await accountant.run(closeYear, last as string)
    expect(await controller.refused(controller.run(reopenYear, first as string, { because: 'Late' }))).toMatchObject({ code: 'later_closed' })
    expect((await books.years()).map(year => year.profit)).toEqual(['100', '-30'])
    expect(await books.balances()).toEqual({ Bank: '70', 'Retained earnings': '-70' })
  })

  test('is asked twice at once and done once', async () => {
    const books = await firm('Twice', 'private_limited')
    await books.pays('2026-06-01', 'Bank', 'Sales', '900')
    const id = (await books.years())[0]?.id as string
    const both = await Promise.allSettled([accountant.run(closeYear, id), controller.run(closeYear, id)])
    expect([both.filter(one => one.status === 'fulfilled').length, (await books.closings()).length]).toEqual([1, 1])
  })
})

describe('The audit trail', () => {
  const trailOf = async (company: string, days = '') => (await auditor.get(`/api/plugins/ledger/x/audit?company=${company}${days}`)) as unknown as AuditTrail
  const told = ({ deeds }: AuditTrail) => deeds.map(({ did, name, by, gone }) => [did, name, by !== '', gone]).sort()

  test('says whether each number is there, and who drafted, posted, reversed, locked, unlocked and closed what, on the days of the company', async () => {
    const books = await firm('Trail', 'private_limited')
    const draft = await accountant.repo(Entry).create({
      ...{ narration: 'Rent of May', date: '2026-05-01', company: books.company },
      lines: [
        { account: books.known.get('Rent'), debit: '9' },
        { account: books.known.get('Bank'), credit: '9' },
      ],
    } as never)
    // Half past midnight of the second of April in Kolkata, and still the first in Greenwich.
    platform.clock.set('2027-04-01T19:00:00.000Z')
    await accountant.run(post, draft.id)
    await accountant.run(reverse, draft.id, { on: '2026-05-02' })
    const lock = await accountant.repo(PeriodLock).create({ until: '2026-05-31', reason: 'GST of May filed', company: books.company } as never)
    await accountant.repo(PeriodLock).remove(lock.id)
    platform.clock.set('2027-04-03T06:00:00.000Z')
    await accountant.run(closeYear, (await books.years())[0]?.id as string)
    await accountant.repo(Entry).update(draft.id, { note: 'Seen' })
    const { years, next } = await trailOf(books.company)
    expect([years, next]).toEqual([[{ year: '2026-27', first: 'JE/26-27/00001', last: 'JE/26-27/00002', count: 2, missing: [] }], null])
    expect(told(await trailOf(books.company, '&to=2027-04-01'))).toEqual([['drafted', 'JE/26-27/00001', true, false]])
    expect(told(await trailOf(books.company, '&from=2027-04-02&to=2027-04-02'))).toEqual([
      ['locked', '2026-05-31', true, true],
      ['posted', 'JE/26-27/00001', true, false],
      ['reversed', 'JE/26-27/00002', true, false],
      ['unlocked', '2026-05-31', true, true],
    ])
    expect(told(await trailOf(books.company, '&from=2027-04-03&to=2027-04-03'))).toEqual([
      ['changed', 'JE/26-27/00001', true, false],
      ['closed', '2026-27', true, false],
      ['locked', '2027-03-31', true, false],
    ])
    const path = `/api/plugins/ledger/x/audit/sheet?company=${books.company}&from=2027-04-02&to=2027-04-03&format=csv`
    const file = String((await auditor.ask('GET', path)).json)
    expect(file.replace('\ufeff', '').trim().split('\r\n')).toEqual(
      expect.arrayContaining([
        'When,Who,Did,What,About',
        '2026-27,JE/26-27/00001 – JE/26-27/00002,2,Missing,None',
        expect.stringMatching(/^2027-04-02 00:30:00,[^,]+,posted,JE\/26-27\/00001,Rent of May$/),
        expect.stringMatching(/^2027-04-03 11:30:00,[^,]+,closed the year,2026-27,/),
      ]),
    )
    expect((await (await platform.as()).ask('GET', path)).status).toBe(403)
    platform.clock.set('2027-03-31T09:30:00.000Z')
  })

  test('names a number that is missing, which only somebody behind the program can bring about', async () => {
    const books = await firm('Gap', 'private_limited')
    const made: string[] = []
    for (const amount of ['1', '2', '3', '4']) made.push((await books.pays('2026-06-01', 'Rent', 'Bank', amount)).id)
    await platform.platform.world.db.owner.transaction(async tx => {
      const run = (text: string, ...params: string[]) => tx.run({ text, params: params as never })
      for (const able of ['disable', 'enable']) {
        for (const table of ['ledger_entry', 'ledger_line']) await run(`alter table main.${table} ${able} trigger user`)
        if (able === 'enable') continue
        await run('delete from main.ledger_line where entry = $1::uuid', String(made[2]))
        await run('delete from main.ledger_entry where id = $1::uuid', String(made[2]))
      }
    })
    const { years } = await trailOf(books.company)
    expect(years).toEqual([{ year: '2026-27', first: 'JE/26-27/00001', last: 'JE/26-27/00004', count: 3, missing: ['JE/26-27/00003'] }])
  })
})
