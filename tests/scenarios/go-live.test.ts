import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { Document, post as postDocument, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import {
  Account,
  AccountRole,
  chargeReminder,
  closeYear,
  Entry,
  Item,
  LateCharge,
  LiveBooks,
  OpeningItem,
  Payment,
  PeriodLock,
  post,
  postPayment,
  Reminder,
  ReminderLevel,
} from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from '../../core/data/connection.ts'
import { throughDoor } from '../../core/data/door.ts'
import { verifyStays } from '../../core/invariants/verify.ts'
import { baseSteps } from '../../core/plans/base.ts'
import { inOneGo } from '../../core/plans/expand.ts'
import { holdTrial } from '../../core/trial/keep.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let controller: TestClient
let auditor: TestClient
let customer: string

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  bookkeeper = await platform.as('ledger.bookkeeper', 'invoicing.biller')
  controller = await platform.person({ name: 'Head', roles: ['ledger.controller', 'invoicing.biller'] })
  auditor = await platform.as('ledger.auditor')
  const contactPoints = [{ kind: 'email', value: 'accounts@anand.example' }]
  customer = (await platform.admin.repo(Party).create({ name: 'Anand Textiles', contactPoints, addresses: [{ kind: 'billing', stateCode: '27' }] } as never)).id
})
afterAll(() => platform.stop())

const company = async (name: string) => {
  const made = (await platform.admin.post('/api/records/core.company', {
    ...{ name, entityType: 'private_limited', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 3 },
  })) as { id: string }
  await platform.admin.post('/api/records/core.registration', { company: made.id, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const accounts = new Map(
    (await controller.repo(Account).find({ where: { company: made.id } as never, limit: 500 })).items.map(one => [one.name, String(one.id)]),
  )
  const pays = async (date = '2027-03-05') => {
    const lines = [
      { account: accounts.get('Rent'), debit: '100' },
      { account: accounts.get('Bank'), credit: '100' },
    ]
    const { id } = await controller.repo(Entry).create({ narration: 'Rent', date, company: made.id, lines } as never)
    await controller.run(post, id)
    return controller.repo(Entry).get(id)
  }
  return { id: made.id, name, accounts, pays }
}
const state = (of: { readonly id: string }, who = auditor) => who.get(`/api/plugins/ledger/x/go-live?company=${of.id}`)
const goLive = (of: { readonly id: string; readonly name: string }, who = controller, name = of.name) =>
  who.post('/api/plugins/ledger/x/go-live', { company: of.id, name })
const codeOf = (pool: Pool, statement: SQL) =>
  pool.run(throughDoor(statement)).then(
    () => 'done',
    error => error.code,
  )
const doctor = async () => {
  const { world } = platform.platform
  const found = await verifyStays(world.db.owner, 'main', await world.models.current('main'))
  return found.flatMap(({ altered, drifted }) => [...altered, ...Object.keys(drifted)])
}

test('What a company tried out is thrown away whole as it goes live, and it begins anew with what was set up; another company keeps all of its own', async () => {
  const [gupta, other] = [await company('Gupta Traders'), await company('Rao Exports')]
  const kept = await other.pays()
  const [group] = (await bookkeeper.repo(TaxGroup).find({ where: { name: 'GST 18 %' }, limit: 1 })).items
  await gupta.pays()
  await gupta.pays('2027-02-20')
  const lines = [{ description: 'Design', price: '10000', tax: group?.id }]
  const invoice = await controller.repo(Document).create({ party: customer, date: '2027-03-05', company: gupta.id, lines } as never)
  await controller.run(postDocument, invoice.id)
  const first = await controller.repo(Document).get(invoice.id)
  const payment = await controller
    .repo(Payment)
    .create({ party: customer, account: gupta.accounts.get('Bank'), date: '2027-03-06', amount: '4000', company: gupta.id } as never)
  await controller.run(postPayment, payment.id)
  for (const level of (await controller.repo(ReminderLevel).find({ where: { company: gupta.id } as never })).items)
    await controller.repo(ReminderLevel).update(level.id, { fee: '200', interest: '12' })
  await controller.post('/api/plugins/ledger/x/reminders/send', { parties: [customer], company: gupta.id })
  expect((await platform.settle()).join()).toContain('No mail server is set.')
  const [reminder] = (await controller.repo(Reminder).find({ where: { company: gupta.id } as never })).items
  await controller.run(chargeReminder, reminder?.id as never, { number: 'By hand' })
  await controller.repo(OpeningItem).create({ account: gupta.accounts.get('Bank'), date: '2026-03-01', debit: '5000', company: gupta.id } as never)
  await controller.post('/api/plugins/ledger/x/opening/post', { company: gupta.id, on: '2026-03-01' })
  const { items: years } = (await controller.post('/api/query/ledger.fiscalYear', { where: { company: gupta.id, to: '2027-02-28' } })) as unknown as {
    items: { id: string }[]
  }
  const year =
    years[0] ?? ((await platform.admin.post('/api/records/ledger.fiscalYear', { company: gupta.id, from: '2026-03-01', to: '2027-02-28' })) as { id: string })
  await controller.run(closeYear, year.id as never)
  await controller.repo(PeriodLock).create({ until: '2026-12-31', kind: 'hard', reason: 'Tried out', company: gupta.id } as never)

  const before = await state(gupta)
  expect(before).toMatchObject({ company: { name: 'Gupta Traders' }, liveSince: null, again: { opening: 1, years: 1 } })
  const counted = Object.fromEntries((before as unknown as { records: { label: string; count: number }[] }).records.map(one => [one.label, one.count]))
  expect(counted).toEqual({
    'Journal entries': 6,
    'Open items': 2,
    Matches: 1,
    Payments: 1,
    'Period locks': 2,
    'Payment reminders': 1,
    'Charges of reminders': 2,
    'Invoices and bills': 1,
  })
  expect((await bookkeeper.refused(goLive(gupta, bookkeeper))).status).toBe(403)
  expect(await controller.refused(goLive(gupta, controller, 'Gupta'))).toMatchObject({
    detail: 'Type the name of the company as it stands here: Gupta Traders.',
  })

  expect(await goLive(gupta, controller, ' gupta  traders ')).toMatchObject({
    records: expect.arrayContaining([{ entity: 'ledger.entry', label: 'Journal entries', count: 6 }]),
  })
  const own = { company: gupta.id } as never
  const left = await Promise.all([Entry, Item, Payment, PeriodLock, Document, Reminder, LateCharge].map(one => controller.repo(one as typeof Entry).count(own)))
  expect(left).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(await auditor.get(`/api/plugins/ledger/x/trial-balance?company=${gupta.id}&to=2027-03-31`)).toMatchObject({ rows: [] })
  expect(await controller.repo(OpeningItem).find({ where: own })).toMatchObject({ items: [{ state: 'draft', entry: null, debit: '5000' }] })
  expect((await controller.get(`/api/records/ledger.fiscalYear/${year.id}`)) as object).toMatchObject({ state: 'open', lock: null, closings: [], profit: null })
  expect(await platform.admin.get(`/api/records/core.company/${gupta.id}`)).toMatchObject({ stage: 'live' })
  // It is written down for good, and stands in the audit trail.
  const [written] = (await auditor.repo(LiveBooks).find({ where: own })).items
  expect(written).toMatchObject({
    name: 'Gupta Traders',
    createdBy: controller.userId,
    heads: expect.stringMatching(/ledger\.entry \["[0-9a-f-]+"\] 6:[0-9a-f]{64}$/),
  })
  expect(written?.discarded).toContain('Journal entries: 6\n')
  expect(await state(gupta)).toMatchObject({ liveSince: expect.any(String), record: { by: 'Head' } })
  const trail = (await auditor.get(`/api/plugins/ledger/x/audit?company=${gupta.id}`)) as unknown as { deeds: object[] }
  expect(trail.deeds[0]).toMatchObject({ did: 'wentLive', by: 'Head', name: 'Gupta Traders' })

  // Numbers begin at 1, on days that were locked too, and what is posted now stays.
  const real = await gupta.pays('2026-12-31')
  expect(real.number).toMatch(/00001$/)
  const anew = await controller.repo(Document).create({ party: customer, date: '2027-03-05', company: gupta.id, lines } as never)
  await controller.run(postDocument, anew.id)
  expect((await controller.repo(Document).get(anew.id)).number).toBe(first.number)
  await controller.post('/api/plugins/ledger/x/opening/post', { company: gupta.id, on: '2026-03-01' })
  expect(await platform.settle()).toEqual([])
  expect(await doctor()).toEqual([])
  expect(await controller.repo(Entry).get(kept.id)).toMatchObject({ number: kept.number, state: 'posted' })
  expect((await other.pays()).number).toMatch(/00002$/)

  const { db } = platform.platform.world
  expect(await controller.refused(goLive(gupta))).toMatchObject({ detail: 'Gupta Traders is live already: that happens once.' })
  expect(await codeOf(db.app, sql`insert into main.core_live (company) values (${gupta.id}::uuid)`)).toBe('23505')
  expect(await codeOf(db.app, sql`delete from main.core_live`)).toBe('42501')
  for (const undo of [sql`delete from main.core_live`, sql`update main.core_live set xid = pg_current_xact_id()`, sql`truncate main.core_live`])
    expect(await codeOf(db.owner, undo)).toBe('SGM04')
  expect(await codeOf(db.app, sql`delete from main.ledger_line where entry = ${real.id}::uuid`)).toBe('SGM01')
  expect(await codeOf(db.app, sql`update main.core_live set xid = null where company = ${gupta.id}::uuid`)).toBe('42501')
})

test('Two who press it at once let a company go live once, and what is cut off in the middle has thrown nothing away', async () => {
  const { db } = platform.platform.world
  const cut = await company('Cut Off Ltd')
  await cut.pays()
  const stopped = db.app.transaction(async tx => {
    await tx.run(sql`insert into main.core_live (company) values (${cut.id}::uuid)`)
    throw new Error('killed')
  })
  await expect(stopped).rejects.toThrow('killed')
  expect([await controller.repo(Entry).count({ company: cut.id } as never), await state(cut)]).toMatchObject([1, { liveSince: null }])
  // What a trial holds is held as ever: only going live lets go of it.
  expect(await codeOf(db.app, sql`delete from main.ledger_line where entry in (select id from main.ledger_entry where company = ${cut.id}::uuid)`)).toBe(
    'SGM01',
  )
  const answers = await Promise.all([1, 2].map(() => controller.ask('POST', '/api/plugins/ledger/x/go-live', { company: cut.id, name: cut.name })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  expect(await controller.repo(LiveBooks).count({ company: cut.id } as never)).toBe(1)
})

test('While others post all the time, what they post is of the trial or of the live books, and nothing is lost between', async () => {
  const busy = await company('Busy Ltd')
  let live = false
  const posting = Array.from({ length: 3 }, async () => {
    const numbers: string[] = []
    while (!live)
      numbers.push(
        await busy.pays().then(
          ({ number }) => number,
          () => '',
        ),
      )
    return numbers
  })
  await expect.poll(() => controller.repo(Entry).count({ company: busy.id } as never)).toBeGreaterThan(5)
  const answer = await goLive(busy).finally(() => {
    live = true
  })
  await Promise.all(posting)
  expect(answer).toMatchObject({ records: [{ entity: 'ledger.entry' }] })
  await busy.pays()
  const { items: after } = await controller
    .repo(Entry)
    .find({ where: { company: busy.id, state: 'posted' } as never, fields: ['number'], sort: ['number'], limit: 500 })
  expect(after.map(({ number }) => Number(number.slice(-5)))).toEqual(after.map((_, at) => at + 1))
  expect(await doctor()).toEqual([])
})

test('Companies whose books had begun before there were trial books are live', async () => {
  const [old, fresh] = [await company('Old Ltd'), await company('Fresh Ltd')]
  await old.pays()
  const { owner } = platform.platform.world.db
  await owner.run(sql`drop table main.core_live`)
  await owner.run(sql`delete from main.core_seed where name like 'base %'`)
  for (const step of await baseSteps(owner, 'main')) await inOneGo(owner, step)
  await holdTrial(owner, 'main', await platform.platform.world.models.current('main'))
  expect([await state(old), await state(fresh)]).toMatchObject([{ liveSince: expect.any(String), record: null }, { liveSince: null }])
  expect(await platform.admin.get(`/api/records/core.company/${old.id}`)).toMatchObject({ stage: 'live' })
  expect((await controller.refused(goLive(old))).status).toBe(422)
  await fresh.pays()
  await goLive(fresh)
  expect(await controller.repo(Entry).count({ company: fresh.id } as never)).toBe(0)
})

test('Books from before cash boxes were counted, and services told from goods, have accounts for them with the next start, once, beside whatever has their numbers', async () => {
  const old = await company('Counting Ltd')
  const missed = ['cashDifference', 'services']
  const where = { company: old.id, role: { in: missed } } as never
  for (const role of (await controller.repo(AccountRole).find({ where })).items) await controller.repo(AccountRole).remove(role.id)
  const { owner } = platform.platform.world.db
  await owner.run(sql`delete from main.core_seed where name in ('ledger.cashDifference', 'ledger.services')`)
  await platform.restart()
  const { items: found } = await controller.repo(AccountRole).find({ where, sort: ['role'] })
  const made = await Promise.all(found.map(({ account }) => controller.repo(Account).get(account)))
  const others = await controller.repo(AccountRole).count({ role: { in: missed }, company: { ne: old.id } } as never)
  const companies = (await platform.admin.get('/api/records/core.company?limit=100')) as { items: object[] }
  const alike = { type: 'expense', above: old.accounts.get('Expenses'), isGroup: false }
  expect([found.map(one => one.role), made, others + missed.length]).toMatchObject([
    missed,
    [
      { code: '5271', name: 'Cash short and over', ...alike },
      { code: '5246', name: 'Services and other expenses', ...alike },
    ],
    companies.items.length * missed.length,
  ])
})
