import { randomUUID } from 'node:crypto'
import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { Document, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Runner } from '../../core/data/connection.ts'
import { statementsOf } from '../../sdk/testing/check/statements.ts'

let platform: TestPlatform
let accountant: TestClient
let ids: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  accountant = await platform.as('ledger.accountant')
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  ids = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

const entry = (amount: string) =>
  ({
    narration: 'Rent of the shop',
    date: '2027-03-05',
    state: 'posted',
    lines: [
      { account: ids.Rent, debit: amount },
      { account: ids.Bank, credit: amount },
    ],
  }) as never

test('A posted entry asks as few statements as it did', async () => {
  // By then all of the set-up is remembered.
  for (let turn = 0; turn < 5; turn += 1) await accountant.repo(Entry).create(entry('10'))
  expect((await statementsOf(platform, () => accountant.repo(Entry).create(entry('20')))).within).toBe(5)
})

test('An invoice that is made, posted and in the books takes no more statements than it took, however many lines it has', async () => {
  await using invoices = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  const { admin } = invoices
  await admin.post('/api/records/core.registration', { company: invoices.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const party = await admin.repo(Party).create({ name: 'Anand Textiles' } as never)
  const groups = await admin.repo(TaxGroup).find({ limit: 100 })
  const tax = groups.items.find(group => group.name === 'GST 18 %')?.id
  const invoice = (lines: number) => () =>
    admin.repo(Document).create({
      ...{ party: party.id, placeOfSupply: '27', date: '2027-03-05', state: 'posted' },
      lines: Array.from({ length: lines }, (_, at) => ({ description: `Design ${at}`, price: '100', tax })),
    } as never)
  for (let turn = 0; turn < 5; turn += 1) await invoice(2)()
  const asked = [(await statementsOf(invoices, invoice(2))).within, (await statementsOf(invoices, invoice(40))).within]
  expect(asked).toEqual([22, 22])
})

test('Lines are looked at with their own entry alone, however few were posted when the database planned how', async () => {
  const { id } = await accountant.repo(Entry).create(entry('10'))
  const found = await platform.platform.world.db.owner.dedicated(async one => {
    await copied(one, id, 1)
    const many = await copied(one, id, 400)
    return { many, next: await copied(one, id, 1) }
  })
  // The four hundred are looked at as they come, and not once more with the next.
  expect(found.many).toBeGreaterThan(400)
  expect(found.next).toBeLessThan(40)
})

/** Writes an entry so many times more, each as its own: in one transaction, past the pipeline; gives how many entries it read by an index. */
async function copied(one: Runner, id: string, times: number): Promise<number> {
  const made = JSON.stringify(Array.from({ length: times }, () => randomUUID()))
  await one.run(sql`begin`)
  const before = await fetched(one)
  await one.run(sql`
    insert into main.ledger_entry select p.* from jsonb_array_elements_text(${made}::jsonb) x(id) cross join main.ledger_entry e
      cross join lateral jsonb_populate_record(e, jsonb_build_object('id', x.id, 'number', x.id)) p where e.id = ${id}::uuid`)
  await one.run(sql`
    insert into main.ledger_line select p.* from jsonb_array_elements_text(${made}::jsonb) x(entry) cross join main.ledger_line l
      cross join lateral jsonb_populate_record(l, jsonb_build_object('id', md5(x.entry || l.id), 'entry', x.entry)) p where l.entry = ${id}::uuid`)
  // What looks at the end looks now, while it is counted.
  await one.run(sql`set constraints all immediate`)
  const read = (await fetched(one)) - before
  await one.run(sql`commit`)
  return read
}

/** How many rows of entries this transaction has read by an index: what others read meanwhile is not among them. */
async function fetched(one: Runner): Promise<number> {
  const [row] = await one.run<{ rows: number }>(
    sql`select coalesce(idx_tup_fetch, 0)::int as rows from pg_stat_xact_user_tables where relid = 'main.ledger_entry'::regclass`,
  )
  return row?.rows ?? 0
}
