import parties from '@sangam/plugin-parties'
import { choices, defineAction, defineEntity, definePlugin, handle, integer, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Account, AccountRole, Entry, PeriodLock, Posting, reverse } from './model.ts'
import ledger from './plugin.ts'

/** A plugin that sells, and knows of the books only how to post. */
const Bill = defineEntity('shop.bill', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    amount: text({ required: true }),
    day: text({ required: true }),
    revision: integer({ default: 1 }),
    income: text({ default: 'sales' }),
    // What account is meant may depend on these.
    ...{ group: text(), tags: choices([], { open: true }), registration: text(), mappedOn: text() },
  },
})
const book = defineAction<'shop.bill', typeof Bill.fields, { readonly entry: string; readonly number: string }>(Bill, 'book', { label: 'Book' })
const undo = defineAction<'shop.bill', typeof Bill.fields, { readonly entry: string; readonly number: string } | null>(Bill, 'undo', { label: 'Undo' })
/** Books this bill and the others of its day, in one call. */
const bookDay = defineAction<'shop.bill', typeof Bill.fields, { readonly entry: string; readonly number: string }[]>(Bill, 'bookDay', { label: 'Book the day' })
const shop = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { ledger: '^0.1.0' },
  entities: [Bill],
  parts: [
    book,
    bookDay,
    undo,
    handle(undo, (ctx, { id }) => ctx.use(Posting).takeBack({ entity: 'shop.bill', id })),
    handle(bookDay, async (ctx, { day }) => {
      const { items } = await ctx.repo(Bill).find({ where: { day }, sort: ['name'], limit: 500 })
      const posted = await ctx.use(Posting).postMany(
        items.map(bill => ({
          ...{ company: String(ctx.company), date: day, narration: bill.name, kind: 'adjustment', reference: bill.name, documentDate: '2027-02-28' },
          source: { entity: 'shop.bill', id: bill.id, version: bill.revision },
          lines: [
            { account: { role: 'cash' }, debit: '83590', memo: 'In dollars', currency: 'USD', amount: '1000' },
            { account: { role: 'sales' }, credit: '70839', item: { name: 'Lamp', entity: 'shop.bill', id: bill.id }, quantity: '5', unit: 'NOS' },
            { account: { role: 'outputIgst' }, credit: '12751', tax: { component: 'IGST', base: '70839', rate: '18' }, registration: '27AAPFU0939F1ZV' },
          ],
        })),
      )
      return posted.map(one => ({ ...one }))
    }),
    handle(book, (ctx, bill) =>
      ctx.use(Posting).post({
        company: String(ctx.company),
        date: bill.day,
        narration: bill.name,
        source: { entity: 'shop.bill', id: bill.id, version: bill.revision },
        partyGroups: bill.tags ?? [],
        ...(bill.mappedOn !== null && { mappedOn: bill.mappedOn }),
        lines: [
          { account: { role: 'cash' }, debit: bill.amount },
          {
            ...{ account: { role: bill.income }, credit: bill.amount, item: { name: 'Sold', ...(bill.group !== null && { group: bill.group }) } },
            ...(bill.registration !== null && { registration: bill.registration }),
          },
        ],
      }),
    ),
  ],
})

let platform: TestPlatform
let admin: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, shop] })
  admin = platform.admin
})
afterAll(() => platform.stop())
const bill = (more: object = {}) => admin.repo(Bill).create({ name: 'Bill 7', amount: '11800', day: '2027-03-05', ...more } as never)
const booked = async (id: string) => (await admin.run(book, id)) as { entry: string; number: string }
const entriesOf = async (id: string) =>
  (await admin.repo(Entry).find({ where: { sourceEntity: 'shop.bill', sourceId: id }, sort: ['number'], limit: 100 })).items.map(one => [one.number, one.total])
const cash = async () => {
  const { rows } = (await admin.get('/api/plugins/ledger/x/trial-balance')) as unknown as { rows: { name: string; closing: string }[] }
  return rows.find(row => row.name === 'Cash in hand')?.closing
}

describe('What another plugin posts', () => {
  test('is posted once, however often it is asked for, also at once', async () => {
    const { id } = await bill()
    const first = await booked(id)
    expect(first.number).toMatch(/^JE\/26-27\/\d{5}$/)
    expect(await Promise.all([booked(id), booked(id), booked(id)])).toEqual([first, first, first])
    expect([await entriesOf(id), await cash()]).toEqual([[[first.number, '11800']], '11800'])
    const other = await bill({ name: 'Bill 8', amount: '200' })
    const tried = await Promise.all([booked(other.id), booked(other.id), booked(other.id)])
    expect(new Set(tried.map(one => one.entry)).size).toBe(1)
  })

  test('in a later version takes the last one back and posts the new one, and an earlier one is refused', async () => {
    const before = Number(await cash())
    const { id } = await bill({ name: 'Bill 9' })
    await booked(id)
    await admin.repo(Bill).update(id, { revision: 2, amount: '12980' })
    await booked(id)
    expect((await entriesOf(id)).map(([, total]) => total)).toEqual(['11800', '12980'])
    expect(Number(await cash()) - before).toBe(12980)
    await admin.repo(Bill).update(id, { revision: 1 })
    expect(await admin.refused(booked(id))).toMatchObject({ code: 'source_outdated' })
  })

  test('is reversed by nobody’s hand while its bill is there; taken back by its plugin, the same version posts nothing and a later one the new entry alone', async () => {
    const before = Number(await cash())
    const { id } = await bill({ name: 'Bill 12', amount: '500' })
    const first = await booked(id)
    expect(await admin.refused(admin.run(reverse, first.entry as never))).toMatchObject({
      code: 'posted_elsewhere',
      detail: `${first.number} was posted for Bill 12. Cancel, credit or correct that, and the books follow.`,
    })
    const back = (await admin.run(undo, id)) as { entry: string }
    expect([await admin.run(undo, id), await admin.refused(admin.run(reverse, back.entry as never))]).toMatchObject([null, { code: 'posted_elsewhere' }])
    expect([await booked(id), Number(await cash()) - before]).toEqual([first, 0])
    await admin.repo(Bill).update(id, { revision: 2, amount: '700' })
    await booked(id)
    expect([(await entriesOf(id)).map(([, total]) => total), Number(await cash()) - before]).toEqual([['500', '700'], 700])
  })

  test('to a role that no account has, or on a day that is locked, is refused whole, with what to do', async () => {
    const unknown = await bill({ name: 'Bill 10', income: 'tips' })
    expect(await admin.refused(booked(unknown.id))).toMatchObject({
      code: 'no_account_role',
      detail: 'The company has no account for “tips”. Say which one it is under Set-up, Account roles.',
    })
    const lock = await admin.repo(PeriodLock).create({ reason: 'Closed', until: '2027-02-28' } as never)
    const late = await bill({ name: 'Bill 11', day: '2027-02-10' })
    expect(await admin.refused(booked(late.id))).toMatchObject({ status: 422, errors: [{ code: 'locked_days' }] })
    expect([await entriesOf(unknown.id), await entriesOf(late.id)]).toEqual([[], []])
    await admin.repo(PeriodLock).remove(lock.id)
    const other = (await admin.repo(AccountRole).find({ where: { role: 'sales' }, limit: 1 })).items[0]
    await admin.repo(AccountRole).create({ role: 'tips', account: other?.account, company: other?.company } as never)
    expect((await booked(unknown.id)).number).toMatch(/^JE/)
  })
})

test('Many are posted in one call, all of what they say with them, and as often as it is asked they are posted once', async () => {
  const day = '2027-03-20'
  const bills = await admin.repo(Bill).createMany(['A', 'B', 'C'].map(name => ({ name: `Order ${name}`, amount: '1', day })) as never)
  await admin.repo(Bill).update(bills[1]?.id as never, { day: '2027-03-21' })
  const first = await admin.run(bookDay, bills[0]?.id ?? '')
  await admin.repo(Bill).updateMany([
    { id: bills[1]?.id as never, patch: { day } },
    { id: bills[2]?.id as never, patch: { revision: 2 } },
  ])
  const [a, b, c] = (await admin.run(bookDay, bills[0]?.id ?? '')) as { entry: string; number: string }[]
  expect(first).toMatchObject([a, { number: expect.any(String) }])
  const entry = await admin.repo(Entry).get(c?.entry as never)
  expect(entry).toMatchObject({
    ...{ number: c?.number, state: 'posted', date: day, kind: 'adjustment', reference: 'Order C', documentDate: '2027-02-28', sourceVersion: 2 },
    lines: [
      { debit: '83590', base: '83590', currency: 'USD', amount: '1000', memo: 'In dollars', taxBase: null },
      { credit: '70839', base: '-70839', currency: null, amount: null, item: 'Lamp', itemId: bills[2]?.id, quantity: '-5', unit: 'NOS', registration: null },
      { credit: '12751', taxComponent: 'IGST', taxBase: '-70839', taxRate: '18', item: null, quantity: null, registration: '27AAPFU0939F1ZV' },
    ],
  })
  expect(await Promise.all(bills.map(async ({ id }) => (await entriesOf(id)).length))).toEqual([1, 1, 2])
  expect(new Set([a, b, c].map(one => one?.number)).size).toBe(3)
  await admin.repo(Bill).remove(bills[2]?.id as never)
  const { entry: back } = (await admin.run(reverse, c?.entry ?? '')) as { entry: string }
  const [dollars, lamps, tax] = (await admin.repo(Entry).get(back as never)).lines
  expect([dollars, lamps, tax]).toMatchObject([
    { credit: '83590', amount: '-1000' },
    { item: 'Lamp', itemEntity: 'shop.bill', itemId: bills[2]?.id, quantity: '5', unit: 'NOS' },
    { debit: '12751', taxBase: '70839', taxRate: '18', registration: '27AAPFU0939F1ZV' },
  ])
})

describe('Which account a role means', () => {
  const ids = new Map<string, string>()
  /** The account of what was sold, by its name. */
  const sold = async (day: string, more: object) => {
    const { entry } = await booked((await bill({ day, income: 'income', ...more })).id)
    const [, line] = (await admin.repo(Entry).get(entry as never)).lines
    return [...ids].find(([, id]) => id === line?.account)?.[0]
  }
  const said = (account: string, more: object = {}) => admin.repo(AccountRole).create({ role: 'income', account: ids.get(account), ...more } as never)
  const [pune, bengaluru] = ['27AAPFU0939F1ZV', '29AAPFU0939F1ZR']

  beforeAll(async () => {
    for (const [at, name] of [
      'Goods',
      'Goods from October',
      'Festival',
      'Services',
      'Exports',
      'Dealers',
      'Exported services',
      'Bengaluru',
      'Services Bengaluru',
    ].entries())
      ids.set(name, (await admin.repo(Account).create({ name, code: `49${at}0`, type: 'income' } as never)).id)
    await said('Goods', { until: '2027-12-31' })
    await said('Goods from October', { from: '2026-10-01', until: '2027-12-31' })
    await said('Festival', { from: '2026-11-05', until: '2026-11-09' })
    await said('Services', { itemGroup: 'Services' })
    await said('Exports', { partyGroup: 'export' })
    await said('Dealers', { partyGroup: 'dealer' })
    await said('Exported services', { itemGroup: 'Services', partyGroup: 'export', from: '2026-07-01' })
    await said('Bengaluru', { registration: bengaluru })
    await said('Services Bengaluru', { itemGroup: 'Services', registration: bengaluru, until: '2026-12-31' })
  })

  test.each<[string, string, object, string]>([
    ['that of all, up to the day before another takes over', '2026-09-30', {}, 'Goods'],
    ['and the other from its day on', '2026-10-01', {}, 'Goods from October'],
    ['that of some days, in them', '2026-11-05', {}, 'Festival'],
    ['and on the last of them', '2026-11-09', {}, 'Festival'],
    ['and the one before it again behind them', '2026-11-10', {}, 'Goods from October'],
    ['that of the item', '2026-11-05', { group: 'Services' }, 'Services'],
    ['however it is written', '2026-11-05', { group: ' services' }, 'Services'],
    ['that of all, of an item nobody says anything of', '2026-09-30', { group: 'Lamps' }, 'Goods'],
    ['that of the party', '2026-09-30', { tags: ['vip', 'Export'] }, 'Exports'],
    ['of a party of two tags the first by the alphabet', '2026-09-30', { tags: ['export', 'dealer'] }, 'Dealers'],
    ['that of the tax number', '2026-09-30', { registration: bengaluru }, 'Bengaluru'],
    ['that of all, of another number', '2026-09-30', { registration: pune }, 'Goods'],
    ['that of two things before that of one', '2026-09-30', { group: 'Services', tags: ['export'] }, 'Exported services'],
    ['and that of one before the day on which that of two begins', '2026-06-30', { group: 'Services', tags: ['export'] }, 'Services'],
    ['an item before a party', '2026-06-30', { group: 'Services', tags: ['dealer'] }, 'Services'],
    ['a party before a number', '2026-09-30', { tags: ['dealer'], registration: bengaluru }, 'Dealers'],
    [
      'of two that name two things, the party before the number',
      '2026-09-30',
      { group: 'Services', tags: ['export'], registration: bengaluru },
      'Exported services',
    ],
    ['an item and a number', '2026-09-30', { group: 'Services', registration: bengaluru }, 'Services Bengaluru'],
    ['until that ends', '2027-01-01', { group: 'Services', registration: bengaluru }, 'Services'],
    ['that of the day on which its document stood', '2026-10-20', { mappedOn: '2026-09-20' }, 'Goods'],
  ])('is %s (%s)', async (_, day, more, account) => {
    expect(await sold(day, more)).toBe(account)
  })

  test('goes by the day of the entry and not by that of the posting; what is taken back stands where it stood', async () => {
    platform.clock.set('2026-12-15T06:00:00Z')
    expect([await sold('2026-09-15', {}), await sold('2026-12-15', {})]).toEqual(['Goods', 'Goods from October'])
    const late = await bill({ day: '2026-09-16', income: 'income' })
    await booked(late.id)
    const { entry } = (await admin.run(undo, late.id)) as { entry: string }
    const [, line] = (await admin.repo(Entry).get(entry as never)).lines
    expect(line).toMatchObject({ account: ids.get('Goods'), debit: '11800' })
  })

  test('is refused with what to do where none applies; nobody says the same twice, or until a day before it begins', async () => {
    expect(await admin.refused(booked((await bill({ day: '2028-01-01', income: 'income' })).id))).toMatchObject({
      code: 'no_account_role',
      detail: 'Of the accounts for “income” none applies on 2028-01-01. Add one for all items and parties under Set-up, Account roles.',
    })
    expect(await admin.refused(said('Dealers', { itemGroup: 'services ' }))).toMatchObject({ errors: [{ field: 'from', code: 'said_already' }] })
    expect(await admin.refused(said('Dealers', { from: '2027-02-01', until: '2027-01-31' }))).toMatchObject({
      errors: [{ field: 'until', code: 'days_swapped' }],
    })
    const again = await Promise.all(
      ['Goods', 'Services'].map(name =>
        said(name, { from: '2027-06-01' }).then(
          () => 'said',
          error => error.problem.errors[0].code,
        ),
      ),
    )
    expect(again.sort()).toEqual(['said', 'said_already'])
  })

  test('is said in a list of what applies today, and goes to a file and comes from one', async () => {
    const asked = `/api/export/ledger.accountRole?format=csv&where=${encodeURIComponent('{"role":"income","itemGroup":"Services"}')}&fields=role,account,itemGroup,partyGroup,registration,from,until`
    const file = new TextDecoder().decode(await admin.bytes(asked))
    expect(file).toContain('Exported services')
    const { json } = await admin.ask(
      'POST',
      '/api/imports/ledger.accountRole?name=roles.csv',
      'Role,Account,For items of the category,Applies from\nincome,Festival,Lamps,2026-04-01',
      {
        'Content-Type': 'text/csv',
      },
    )
    const { id, suggestion } = json as unknown as { id: string; suggestion: object }
    await admin.post(`/api/imports/ledger.accountRole/${id}/plan`, suggestion as never)
    expect(await admin.post(`/api/imports/ledger.accountRole/${id}/commit`)).toMatchObject({ counts: { create: 1, refuse: 0 } })
    expect(await sold('2026-09-30', { group: 'Lamps' })).toBe('Festival')
  })
})
