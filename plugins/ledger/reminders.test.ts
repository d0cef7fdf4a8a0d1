import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Account,
  chargeReminder,
  Entry,
  Item,
  type LateParty,
  Match,
  Payment,
  post,
  postPayment,
  Reminder,
  ReminderHold,
  ReminderLevel,
  type RemindersSent,
  sendReminder,
} from './model.ts'
import ledger from './plugin.ts'

const anything = [Entry, Account, ReminderLevel, ReminderHold, Match].map(one => allow(one as typeof Entry, ['read']))
const asia = { where: { 'party.name': 'Asia Traders' } } as never
const broken = { where: { reference: { ne: 'INV-62' } } } as never
const narrow = definePlugin({
  ...{ id: 'narrow', version: '1.0.0', title: 'Narrow', description: 'People who look after some customers alone.' },
  ...{ needs: { ledger: '^0.1.0', parties: '^0.1.0' }, engines: { sangam: '^0.1.0' }, entities: [] },
  parts: [
    role('narrow.one', {
      ...{ label: 'One customer', description: 'Reminds one customer.' },
      grants: [...anything, allow(Item, ['read'], asia), allow(Party, ['read']), allow(Reminder, ['read', 'send'])],
    }),
    role('narrow.sends', {
      ...{ label: 'Sends to one', description: 'Sees what all owe, and reminds one customer.' },
      grants: [...anything, allow(Item, ['read']), allow(Party, ['read']), allow(Reminder, ['read']), allow(Reminder, ['send'], asia)],
    }),
    role('narrow.some', {
      ...{ label: 'Some invoices', description: 'Sees some of what is owed.' },
      grants: [...anything, allow(Item, ['read'], broken), allow(Party, ['read']), allow(Reminder, ['read', 'send'])],
    }),
  ],
})

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let auditor: TestClient
let accounts: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, narrow] })
  platform.clock.set('2027-03-31T06:00:00Z')
  ;[bookkeeper, accountant, auditor] = [await platform.as('ledger.bookkeeper'), await platform.as('ledger.accountant'), await platform.as('ledger.auditor')]
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

const customer = async (name: string, more: object = {}) =>
  (
    await platform.admin
      .repo(Party)
      .create({ name, contactPoints: [{ kind: 'email', value: `${name.split(' ')[0]?.toLowerCase()}@example.com` }], ...more } as never)
  ).id
const owes = async (party: string, amount: string, due: string, reference: string): Promise<string> => {
  const lines = [
    { account: accounts['Trade receivables'], debit: amount, party, due },
    { account: accounts.Sales, credit: amount },
  ]
  const { id } = await bookkeeper.repo(Entry).create({ narration: `Invoice ${reference}`, date: '2027-01-05', reference, lines } as never)
  await bookkeeper.run(post, id)
  return (await bookkeeper.repo(Item).find({ where: { entry: id } })).items[0]?.id ?? ''
}
const late = async (party: string): Promise<LateParty | undefined> => {
  const { rows } = (await bookkeeper.get('/api/plugins/ledger/x/reminders')) as unknown as { readonly rows: readonly LateParty[] }
  return rows.find(row => row.party === party)
}
const stands = async (party: string) => {
  const found = await late(party)
  return found && [found.status, found.level?.name, found.late.map(sum => sum.amount).join()]
}
const send = async (...of: readonly string[]) =>
  ((await bookkeeper.post('/api/plugins/ledger/x/reminders/send', { parties: [...of] })) as { readonly sent: readonly string[] }).sent
const sendAs = async (who: TestClient, ...of: readonly string[]) =>
  (await who.post('/api/plugins/ledger/x/reminders/send', { parties: [...of] })) as unknown as RemindersSent
const sentTo = async (party: string) => (await bookkeeper.repo(Reminder).find({ where: { party: party as never }, sort: ['createdAt'] })).items

test('Who is late is reminded at the highest level that one of their invoices has come to, and of each invoice once at each level', async () => {
  const asha = await customer('Asha Handlooms')
  const [first] = [
    await owes(asha, '11800', '2027-03-05', 'INV-1'),
    await owes(asha, '5900', '2027-03-24', 'INV-2'),
    await owes(asha, '700', '2027-04-30', 'INV-3'),
  ]
  expect(await stands(asha)).toEqual(['due', 'Second reminder', '17700'])
  expect(await send(asha)).toEqual([asha])
  const [reminder] = await sentTo(asha)
  const whole = await bookkeeper.repo(Reminder).get(reminder?.id as never)
  expect([whole.to, whole.language, whole.subject, whole.late, whole.balance, whole.on]).toEqual([
    ...['asha@example.com', 'en', 'Second reminder: ₹17,700.00 to Sharma Traders', '₹17,700.00', '₹18,400.00', '2027-03-31'],
  ])
  expect(whole.body).toContain('INV-1 · 5 Mar 2027 · ₹11,800.00\nINV-2 · 24 Mar 2027 · ₹5,900.00\n\nPlease pay ₹17,700.00')
  const levels = new Map((await bookkeeper.repo(ReminderLevel).find()).items.map(({ id, name }) => [String(id), name]))
  expect(whole.lines.map(line => [line.document, line.days, line.open?.amount, line.level && levels.get(line.level)])).toEqual([
    ['INV-1', 26, '11800', 'Second reminder'],
    ['INV-2', 7, '5900', 'Friendly reminder'],
    ['INV-3', 0, '700', null],
  ])
  const paper = await bookkeeper.bytes(`/api/export/ledger.reminder/${whole.id}?document=ledger.statementOfAccount`)
  expect(Buffer.from(paper).subarray(0, 5).toString()).toBe('%PDF-')
  // Asked twice in one moment, and again: nothing is raised twice.
  expect([(await Promise.all([send(asha), send(asha)])).flat(), await stands(asha)]).toEqual([[], ['reminded', 'Second reminder', '17700']])
  platform.clock.set('2027-04-20T06:00:00Z')
  expect(await stands(asha)).toEqual(['due', 'Last reminder', '17700'])
  expect((await late(asha))?.items.find(one => one.item === first)).toMatchObject({ days: 46, raised: 'Second reminder' })
  platform.clock.set('2027-03-31T06:00:00Z')
})

test('Two who send in one moment send one reminder, and the mail waits for a server', async () => {
  const ravi = await customer('Ravi Traders')
  await owes(ravi, '100', '2027-03-20', 'INV-10')
  expect((await Promise.all([send(ravi), send(ravi), send(ravi)])).flat()).toEqual([ravi])
  expect((await platform.settle()).join()).toContain('No mail server is set.')
  const more = await customer('Raja Traders')
  for (const party of [ravi, more]) await owes(party, '50', '2027-03-22', `INV-11${party === ravi ? 'a' : 'b'}`)
  // Each holds what the other wants, were they taken one by one.
  expect((await Promise.all([send(ravi, more), send(more, ravi)])).flat().sort()).toEqual([ravi, more].sort())
  await platform.settle()
  await bookkeeper.run(sendReminder, (await sentTo(ravi))[0]?.id as never, { to: 'accounts@ravi.example' })
  expect((await platform.settle()).length).toBe(1)
})

test('Who reads Hindi is written to in Hindi, and no name makes a second line of a subject', async () => {
  const priya = await customer('Priya\tStores', { language: 'hi', contactPoints: [{ kind: 'email', value: 'priya@example.com' }] })
  await owes(priya, '250', '2027-03-20', 'INV-20')
  const words = (await bookkeeper.get(`/api/plugins/ledger/x/reminders/preview?party=${priya}`)) as { readonly subject: string; readonly body: string }
  expect([words.subject, words.body.split('\n')[0]]).toEqual(['Sharma Traders को ₹250.00 का भुगतान', 'प्रिय Priya\tStores,'])
  await send(priya)
  expect((await sentTo(priya))[0]?.language).toBe('hi')
})

test('What is disputed or promised is held back until its day, alone or with all that the party owes', async () => {
  const [meena, other] = [await customer('Meena Textiles'), await customer('Om Stores')]
  const [broken] = [await owes(meena, '900', '2027-03-20', 'INV-30'), await owes(meena, '100', '2027-03-21', 'INV-31')]
  const hold = (values: object) => bookkeeper.repo(ReminderHold).create(values as never)
  expect(await bookkeeper.refused(hold({ party: other, item: broken, reason: 'Two pieces were broken' }))).toMatchObject({
    errors: [{ field: 'item', code: 'other_party' }],
  })
  await hold({ party: meena, item: broken, reason: 'Two pieces were broken', disputed: true })
  expect(await stands(meena)).toEqual(['due', 'Friendly reminder', '100'])
  const promised = await hold({ party: meena, reason: 'Pays on the 2nd', until: '2027-04-02' })
  expect([await stands(meena), await send(meena)]).toEqual([['held', 'Friendly reminder', '100'], []])
  await bookkeeper.repo(ReminderHold).update(promised.id, { until: '2027-03-30' })
  expect(await send(meena)).toEqual([meena])
  expect((await sentTo(meena))[0]?.body).not.toContain('INV-30')
})

test('Nobody is reminded who has no address, has paid as much, or owes nothing that is late for long enough', async () => {
  const [nowhere, paid, fresh] = [await customer('Nowhere Ltd', { contactPoints: [] }), await customer('Paid Ltd'), await customer('Fresh Ltd')]
  for (const party of [nowhere, paid]) await owes(party, '500', '2027-03-10', `INV-${party.slice(-4)}`)
  await owes(fresh, '500', '2027-03-26', 'INV-41')
  const advance = await bookkeeper.repo(Payment).create({ party: paid, account: accounts.Bank, date: '2027-03-12', amount: '500', oldestFirst: false } as never)
  await bookkeeper.run(postPayment, advance.id)
  expect([await stands(nowhere), await stands(paid), await stands(fresh), await send(nowhere, paid, fresh)]).toEqual([
    ['noAddress', 'Second reminder', '500'],
    ['covered', 'Second reminder', '500'],
    ['reminded', undefined, '500'],
    [],
  ])
})

test('By itself a reminder goes only where its level says so; else who wants to know is told', async () => {
  const lata = await customer('Lata Fabrics')
  await owes(lata, '640', '2027-03-24', 'INV-50')
  const [friendly] = (await accountant.repo(ReminderLevel).find({ where: { days: 7 } })).items
  await accountant.repo(ReminderLevel).update(friendly?.id as never, { tell: accountant.userId as never })
  platform.clock.set('2027-03-31T08:30:00+05:30')
  await platform.job('ledger.remind')
  await platform.settle()
  expect([(await sentTo(lata)).length, await stands(lata)]).toEqual([0, ['due', 'Friendly reminder', '640']])
  expect(JSON.stringify(await accountant.get('/api/notifications'))).toContain('One customer has reached “Friendly reminder”.')
  await accountant.repo(ReminderLevel).update(friendly?.id as never, { byItself: true })
  await expect(platform.job('ledger.remind')).rejects.toThrow('No mail server is set.')
  await platform.job('ledger.remind')
  expect((await sentTo(lata)).length).toBe(1)
})

test('Who looks after some customers reminds those alone, and of what they see whole', async () => {
  const [own, other] = [await customer('Asia Traders'), await customer('Secret Ltd')]
  for (const party of [own, other]) await owes(party, '100', '2027-03-20', `INV-6${party === own ? '0' : '1'}`)
  const [one, sends, some] = [await platform.as('narrow.one'), await platform.as('narrow.sends'), await platform.as('narrow.some')]
  await owes(own, '30', '2027-04-20', 'INV-62')
  expect([await sendAs(one, other), await sendAs(sends, other), await sendAs(some, own)]).toEqual([
    { sent: [], left: [{ party: other, why: 'Nothing that you see of this party is late.' }] },
    { sent: [], left: [{ party: other, why: 'You may not do this: Send again. Ask an admin for the right to.' }] },
    { sent: [], left: [{ party: own, why: 'You do not see all that this party owes. Ask somebody who does to send the reminder.' }] },
  ])
  expect([await sentTo(own), await sentTo(other)]).toEqual([[], []])
  expect((await sendAs(sends, other, own)).sent).toEqual([own])
})

test('An address that no mail goes to holds up nobody else, and is listed as none', async () => {
  const good = await customer('Good Ltd')
  const bad = await customer('Bad Ltd', { contactPoints: [{ kind: 'email', value: 'a,b@example.com' }] })
  for (const party of [bad, good]) await owes(party, '100', '2027-03-20', `INV-${party.slice(-4)}`)
  expect((await stands(bad))?.[0]).toBe('noAddress')
  expect(await sendAs(bookkeeper, bad, good)).toEqual({ sent: [good], left: [{ party: bad, why: 'No e-mail address: write one on the party.' }] })
})

test('A level that is switched off reminds nobody of the same at a lower one', async () => {
  const usha = await customer('Usha Stores')
  await owes(usha, '100', '2027-03-05', 'INV-70')
  await send(usha)
  const [second] = (await accountant.repo(ReminderLevel).find({ where: { days: 21 } })).items
  await accountant.repo(ReminderLevel).update(second?.id as never, { active: false })
  expect([await stands(usha), await send(usha)]).toEqual([['reminded', 'Friendly reminder', '100'], []])
  await accountant.repo(ReminderLevel).update(second?.id as never, { active: true })
})

test('What was paid without an invoice is not asked for once more, and a long letter names forty of its documents', async () => {
  const part = await customer('Part Ltd')
  const lines = Array.from({ length: 42 }, () => ({ account: accounts['Trade receivables'], debit: '10', party: part, due: '2027-03-20' }))
  const all = [...lines, { account: accounts.Sales, credit: '420' }]
  const { id } = await bookkeeper.repo(Entry).create({ narration: 'Many', date: '2027-01-05', reference: 'INV-80', lines: all } as never)
  await bookkeeper.run(post, id)
  const ahead = await bookkeeper.repo(Payment).create({ party: part, account: accounts.Bank, date: '2027-03-12', amount: '90', oldestFirst: false } as never)
  await bookkeeper.run(postPayment, ahead.id)
  await send(part)
  const body = (await sentTo(part))[0]?.body ?? ''
  expect(body.match(/^INV-80/gm)?.length).toBe(40)
  expect(body).toContain('and 2 more, see the statement of account\nReceived, not matched with an invoice yet · -₹90.00\n\nPlease let us have ₹330.00 ')
})

test('What goes out again leaves a trace, and pours out to no stranger', async () => {
  const [rita, uma] = [await customer('Rita Ltd'), await customer('Uma Ltd')]
  for (const party of [rita, uma]) await owes(party, '100', '2027-03-20', `INV-${party.slice(-4)}`)
  await send(rita, uma)
  const [first, other] = [(await sentTo(rita))[0]?.id, (await sentTo(uma))[0]?.id]
  const again = (id: unknown, to: string | null) => bookkeeper.run(sendReminder, id as never, { to })
  const many = bookkeeper.post('/api/records/ledger.reminder/actions/send', { ids: [String(first), String(other)], input: { to: 'x@evil.example' } })
  expect(await bookkeeper.refused(many)).toMatchObject({ code: 'one_at_a_time' })
  await again(first, 'cfo@rita.example')
  expect(await bookkeeper.refused(again(first, null))).toMatchObject({ code: 'sent_just_now' })
  expect(await bookkeeper.refused(again(other, 'cfo@rita.example'))).toMatchObject({ code: 'one_at_a_time' })
  expect(await bookkeeper.repo(Reminder).get(first as never)).toMatchObject({ times: 2, lastTo: 'cfo@rita.example' })
  expect(JSON.stringify(await bookkeeper.get(`/api/timeline/ledger.reminder/${first}`))).toContain('sent it again to')
  platform.clock.set('2027-03-31T08:00:00Z')
  await again(first, null)
  platform.clock.set('2027-03-31T06:00:00Z')
})

test('An auditor looks and sends nothing, and the words of a level name only what can be filled in', async () => {
  expect(await auditor.get('/api/plugins/ledger/x/reminders')).toMatchObject({ levels: 3 })
  expect(await auditor.refused(auditor.post('/api/plugins/ledger/x/reminders/send', { parties: [] }))).toMatchObject({ status: 403 })
  const wrong = accountant.repo(ReminderLevel).create({ name: 'Wrong', days: 90, subject: 'Pay {amout}', body: 'Please' })
  expect(await accountant.refused(wrong)).toMatchObject({ errors: [{ field: 'body', code: 'no_field' }] })
})

test('A letter says what fee and interest may be charged, and once they are, interest runs on from there', async () => {
  const meera = await customer('Meera Silks')
  const hindi = await customer('Kavita Silks', { language: 'hi' })
  for (const one of [meera, hindi]) await owes(one, '36500', '2027-03-01', `INV-F-${one.slice(-4)}`)
  for (const { id, name } of (await accountant.repo(ReminderLevel).find()).items)
    if (name !== 'Friendly reminder') await accountant.repo(ReminderLevel).update(id, { fee: '200', interest: '12' })
  platform.clock.set('2027-03-31T06:00:00Z')
  await send(meera, hindi)
  const whole = async (party: string, at: number) => bookkeeper.repo(Reminder).get((await sentTo(party))[at]?.id as never)
  const [first, inHindi] = [await whole(meera, 0), await whole(hindi, 0)]
  // 36,500 at 12 % a year for 30 days.
  expect([first.fee?.amount, first.interest?.amount, first.lines.map(line => line.interest?.amount), first.charged]).toEqual(['200', '360', ['360'], null])
  expect([first.body, inHindi.body].map(body => body.split('\n').at(-1))).toEqual([
    'For late payment we may charge a fee of ₹200.00 and ₹360.00 of interest at 12 % a year up to 31 Mar 2027.',
    'देर से भुगतान के लिए हम ₹200.00 शुल्क और 31 मार्च 2027 तक 12 % वार्षिक की दर से ₹360.00 ब्याज ले सकते हैं।',
  ])
  // Two who charge it by hand in one moment charge it once.
  const both = await Promise.allSettled(['INV-99', 'INV-98'].map(number => bookkeeper.run(chargeReminder, first.id, { number })))
  expect(both.map(one => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await bookkeeper.refused(bookkeeper.run(chargeReminder, first.id, { number: 'INV-99' }))).toMatchObject({ status: 409 })
  platform.clock.set('2027-04-20T06:00:00Z')
  await send(meera, hindi)
  expect([(await whole(meera, 1)).interest?.amount, (await whole(hindi, 1)).interest?.amount]).toEqual(['240', '600'])
  platform.clock.set('2027-03-31T06:00:00Z')
})
