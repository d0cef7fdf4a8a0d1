import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nextTime, type Times } from '../../core/reports/times.ts'
import { startWork } from '../../core/work/index.ts'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { deals } from './note.ts'
import { type Letter, mailServer } from './outside.ts'

let platform: TestPlatform
let admin: TestClient
let boss: TestClient
let seller: TestClient
let mail: Awaited<ReturnType<typeof mailServer>>
let take: (letter: Letter) => Promise<void> | void = () => undefined
const reports = '/api/records/core.scheduledReport'

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  admin = platform.admin
  boss = await platform.person({ name: 'Bina Boss', roles: ['deals.manager', 'core.reportSender'] })
  seller = await platform.person({ name: 'Sunil Seller', roles: ['deals.seller'] })
  mail = await mailServer(admin, letter => take(letter))
  for (const [who, title, closing] of [
    [boss, 'Pumps', '2027-04-01'],
    [seller, 'Valves', '2027-04-02'],
    [seller, 'पंखे', '2027-05-05'],
  ] as const)
    await who.post('/api/records/deals.deal', { title, closing, ...(who === boss && { margin: '7' }) })
})
afterAll(async () => {
  await mail?.stop()
  await platform?.stop()
})
beforeEach(async () => {
  take = () => undefined
  platform.clock.set('2027-03-31T09:30:00.000Z')
  // The clock of these tests goes back, and so does the job that looks each minute what is due.
  const { owner } = platform.platform.world.db
  await owner.run(sql`delete from main.core_job where name = 'core.reportsDue'`)
  await owner.run(sql`update main.core_schedule set next_at = '2027-03-31T09:31:00Z' where name = 'core.reportsDue'`)
  for (const { id } of ((await admin.get(`${reports}?limit=500`)) as { items: { id: string }[] }).items) await admin.delete(`${reports}/${id}`)
  for (const who of [boss, seller]) await who.post('/api/notifications/read')
  mail.letters.length = 0
})

const definition = { columns: ['title', 'margin', 'closing'], sort: ['title'] }
const open = { columns: ['title', 'closing'], sort: ['title'] }
async function make(who: TestClient, more: object = {}): Promise<{ readonly id: string; readonly nextAt: string; readonly zone: string }> {
  return (await who.post(reports, { name: 'Deals', entity: 'deals.deal', definition: who === seller ? open : definition, format: 'csv', ...more })) as never
}
async function shown(id: string, who: TestClient = admin): Promise<Json> {
  const fields = ['active', 'stopped', 'nextAt', 'lastAt', 'lastOutcome', 'lastSaid', 'failures']
  const record = (await who.get(`${reports}/${id}`)) as { readonly [field: string]: Json }
  return Object.fromEntries(fields.map(field => [field, record[field] ?? null]))
}
async function inbox(who: TestClient): Promise<string[]> {
  const { items } = (await who.get('/api/notifications')) as unknown as { items: { text: string; read: boolean }[] }
  return items.filter(one => !one.read).map(one => one.text)
}

interface Received {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly file: { readonly name: string; readonly bytes: Buffer } | null
}

/** A letter as its reader's mail program shows it. */
function read({ to, raw }: Letter): Received {
  const parts = raw.split(/^--[^\r\n]+\r?$/m).map(part => part.trimStart())
  const of = (type: RegExp): string => parts.find(part => type.test(part.split('\r\n\r\n')[0] ?? '')) ?? ''
  const bytesOf = (part: string): Buffer => {
    const body = part.slice(part.indexOf('\r\n\r\n') + 4)
    return /^content-transfer-encoding: base64/im.test(part)
      ? Buffer.from(body, 'base64')
      : Buffer.from(
          body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        )
  }
  const attached = of(/^content-disposition: attachment/im)
  const pieces = [...attached.matchAll(/filename\*\d+\*?=([^;\r\n]+)/g)].map(one => one[1]).join('')
  const name = /filename="?([^";\r\n]+)/.exec(attached)?.[1] ?? decodeURIComponent(pieces.replace(/^utf-8''/i, ''))
  return {
    to,
    subject: headerOf(raw, 'Subject'),
    text: bytesOf(of(/^content-type: text\/plain/im))
      .toString('utf8')
      .replaceAll('\r\n', '\n')
      .trim(),
    file: attached === '' ? null : { name, bytes: bytesOf(attached) },
  }
}

function headerOf(raw: string, name: string): string {
  const line = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'm').exec(raw)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? ''
  return line.replace(/\?= =\?/g, '?==?').replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, way: string, words: string) =>
    (way.toUpperCase() === 'B'
      ? Buffer.from(words, 'base64')
      : Buffer.from(
          words.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        )
    ).toString(),
  )
}

const received = (): Received[] => mail.letters.map(read).sort((a, b) => String(a.to).localeCompare(String(b.to)))
const lines = (one: Received | undefined): string[] => (one?.file?.bytes.toString('utf8') ?? '').replace('\ufeff', '').trim().split('\r\n')

describe('a list by mail', () => {
  test('comes at its time, to each as they may see it themselves, and once', async () => {
    const made = await make(boss, { recipients: [seller.userId], time: '09:00' })
    expect(made).toMatchObject({ zone: 'Asia/Kolkata', nextAt: '2027-04-01T03:30:00.000Z' })
    platform.clock.set('2027-04-01T03:29:59.000Z')
    expect([await platform.settle(), received()]).toEqual([[], []])
    platform.clock.set('2027-04-01T03:30:00.000Z')
    expect([await platform.settle(), await platform.settle()]).toEqual([[], []])
    const [toBoss, toSeller] = received()
    expect([lines(toBoss), lines(toSeller)]).toEqual([
      ['Title,Margin,Closing', 'Pumps,7,2027-04-01', 'Valves,,2027-04-02', 'पंखे,,2027-05-05'],
      ['Title,Closing', 'Valves,2027-04-02', 'पंखे,2027-05-05'],
    ])
    expect([toBoss?.subject, toBoss?.file?.name, toBoss?.text]).toEqual([
      'Deals, 1 April 2027',
      'Deals 2027-04-01.csv',
      `Deals: 3 records. The file is attached.\n\nhttp://localhost:4000/list/deals.deal?sort=title&columns=title%2Cmargin%2Cclosing\n\nYou set up this mail. Change or stop it under Reports by mail: http://localhost:4000/reports`,
    ])
    expect(toSeller?.text).toMatch(/^Deals: 2 records\. The file is attached\.[\s\S]*Bina Boss set up this mail for you\. It shows what you may see\./)
    expect([received().length, await shown(made.id, boss)]).toEqual([
      2,
      {
        active: true,
        stopped: null,
        nextAt: '2027-04-02T03:30:00.000Z',
        lastAt: '2027-04-01T03:30:00.000Z',
        lastOutcome: 'sent',
        lastSaid: null,
        failures: 0,
      },
    ])
  })

  test('is paused, resumed, sent now and removed; a time that passed while no server ran is made up for once', async () => {
    const { id } = await make(seller)
    await seller.patch(`${reports}/${id}`, { active: false })
    platform.clock.set('2027-04-01T04:00:00.000Z')
    await platform.settle()
    expect([received(), await shown(id)]).toMatchObject([[], { active: false, nextAt: null }])
    await seller.post(`${reports}/${id}/actions/sendNow`)
    expect(await seller.refused(seller.post(`${reports}/${id}/actions/sendNow`))).toMatchObject({ code: 'on_its_way' })
    // What an administrator gave up is on its way no more.
    await platform.platform.world.db.owner.run(sql`delete from main.core_job where done_at is null and name like 'core.reportSend#%'`)
    platform.clock.set('2027-04-01T04:00:01.000Z')
    await seller.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    expect([received().map(lines), await shown(id)]).toMatchObject([
      [['Title,Closing', 'Valves,2027-04-02', 'पंखे,2027-05-05']],
      { nextAt: null, lastOutcome: 'sent' },
    ])
    await seller.patch(`${reports}/${id}`, { active: true })
    platform.clock.set('2027-04-07T12:00:00.000Z')
    await platform.settle()
    expect([received().length, await shown(id)]).toMatchObject([2, { nextAt: '2027-04-08T03:30:00.000Z' }])
    await seller.delete(`${reports}/${id}`)
    platform.clock.set('2027-04-08T12:00:00.000Z')
    await platform.settle()
    expect(received().length).toBe(2)
  })

  test('means "today" as it is in its zone when it is sent, and says nothing of nothing where that was chosen', async () => {
    const today = { where: { closing: { within: 'today' } }, columns: ['title'] }
    const { id } = await make(admin, { definition: today, time: '01:30', zone: 'Pacific/Auckland', skipEmpty: true })
    // Half past one on Friday the second there is the first in India and in London.
    platform.clock.set('2027-04-01T12:30:00.000Z')
    await platform.settle()
    expect(received().map(lines)).toEqual([['Title', 'Valves']])
    platform.clock.set('2027-04-04T13:30:00.000Z')
    await platform.settle()
    expect([received().length, await shown(id)]).toMatchObject([1, { lastOutcome: 'empty', lastSaid: null, nextAt: '2027-04-05T13:30:00.000Z' }])
    await admin.patch(`${reports}/${id}`, { skipEmpty: false })
    await admin.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    expect(read(mail.letters[1] as Letter).text).toMatch(/^Deals: 0 records/)
  })

  test('is a paper or a workbook in the language of its reader, in groups as on the screen, with a name that mail programs can read', async () => {
    const { id } = await make(boss, { name: 'सौदे/P&L: "मार्च"\u202e', format: 'pdf', definition: { ...definition, group: ['owner'] } })
    await admin.patch(`/api/records/core.user/${boss.userId}`, { locale: 'hi' })
    await boss.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    await boss.patch(`${reports}/${id}`, { format: 'xlsx' })
    await boss.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    await admin.patch(`/api/records/core.user/${boss.userId}`, { locale: 'en' })
    const [pdf, xlsx] = mail.letters.map(read)
    expect([pdf?.subject.startsWith('सौदे/P&L: "मार्च"'), pdf?.file?.name, xlsx?.file?.name]).toEqual([
      true,
      'सौदे-P&L_ _मार्च_ 2027-03-31.pdf',
      'सौदे-P&L_ _मार्च_ 2027-03-31.xlsx',
    ])
    expect(pdf?.text).toContain('फ़ाइल संलग्न है।')
    const page = pagesOf(pdf?.file?.bytes ?? Buffer.alloc(0)).join()
    expect([page.includes('Pumps'), page.indexOf('Pumps') < page.indexOf('Valves'), xlsx?.file?.bytes.subarray(0, 2).toString()]).toEqual([true, true, 'PK'])
  })

  test('is also the figures of a pivot, counted for each of what they may see', async () => {
    const pivot = { kind: 'pivot', rows: ['owner'], columns: ['closing:month'], measures: ['count'] }
    const { id } = await make(boss, { definition: pivot, recipients: [seller.userId] })
    await boss.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    const [toBoss, toSeller] = received()
    expect([lines(toBoss), lines(toSeller)]).toEqual([
      ['Owner,Closing (month),Number of records', 'Bina Boss,2027-04-01,1', 'Sunil Seller,2027-04-01,1', 'Sunil Seller,2027-05-01,1'],
      ['Owner,Closing (month),Number of records', 'Sunil Seller,2027-04-01,1', 'Sunil Seller,2027-05-01,1'],
    ])
    expect(toBoss?.text).toContain('/pivot/deals.deal?rows=owner&columns=closing%3Amonth&measures=count')
  })

  test('leads to the list instead where the file is too large for a mail', async () => {
    await admin.put('/api/settings/core.mail', { values: { attachmentMb: 1 } })
    const body = 'x'.repeat(20_000)
    await seller.post(
      '/api/records/core.activity',
      Array.from({ length: 60 }, (_, at) => ({ kind: 'note', subject: `Long ${at}`, body })),
    )
    const { id } = await make(seller, { entity: 'core.activity', definition: { columns: ['subject', 'body'], where: { subject: { startsWith: 'Long' } } } })
    await seller.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    await admin.put('/api/settings/core.mail', { values: { attachmentMb: 10 } })
    expect(received()).toMatchObject([
      {
        file: null,
        text: expect.stringMatching(
          /^Activities: 60 records\. The file is larger than 1 MB, so it is not attached\. Open the list to see or export it:\n\nhttp:\/\/localhost:4000\/list\/core\.activity\?where=/,
        ),
      },
    ])
  })
})

describe('those whom it concerns', () => {
  test('only who sets it up and administrators see it, and only who was given the right sends to others', async () => {
    const { id } = await make(seller)
    const other = await platform.as('deals.manager')
    expect([(await other.ask('GET', `${reports}/${id}`)).status, (await admin.ask('GET', `${reports}/${id}`)).status]).toEqual([404, 200])
    expect((await seller.ask('POST', reports, { name: 'X', entity: 'deals.deal', definition, recipients: [boss.userId] })).status).toBe(422)
    expect((await seller.ask('PATCH', `${reports}/${id}`, { recipients: [boss.userId] })).status).toBe(422)
    expect((await seller.ask('PATCH', `${reports}/${id}`, { owner: boss.userId })).status).toBe(422)
    expect((await boss.ask('POST', `${reports}/${id}/actions/sendNow`, {})).status).toBe(404)
  })

  test('who gets it from a colleague sees when it comes, not who else gets it, and can have it no more', async () => {
    const { id } = await make(boss, { recipients: [seller.userId, admin.userId] })
    const shownTo = (await seller.get(`${reports}/${id}`)) as { readonly [field: string]: Json }
    expect([shownTo.nextAt, shownTo.recipients, shownTo.lastSaid]).toEqual(['2027-04-01T03:30:00.000Z', null, null])
    expect(((await seller.get(`${reports}?fields=name,owner.$title`)) as { items: object[] }).items).toMatchObject([
      { name: 'Deals', 'owner.$title': 'Bina Boss' },
    ])
    expect((await seller.ask('PATCH', `${reports}/${id}`, { active: false })).status).toBe(403)
    await seller.post(`${reports}/${id}/actions/leave`)
    expect([(await seller.ask('GET', `${reports}/${id}`)).status, await inbox(boss)]).toEqual([404, ['Sunil Seller wants the report “Deals” no more.']])
    await boss.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    expect(received().map(({ to }) => to)).toEqual([['person1@example.com'], ['person2@example.com']])
  })

  test('how it went does not tell its owner whether a reader has records that the owner may not see', async () => {
    const hidden = await platform.person({ name: 'Hari Hidden', roles: ['deals.seller', 'core.reportSender'] })
    const outcomes: Json[] = []
    for (const title of ['Pumps', 'Nothing of the kind']) {
      const { id } = await make(hidden, { definition: { ...open, where: { title } }, recipients: [boss.userId], skipEmpty: true })
      await hidden.post(`${reports}/${id}/actions/sendNow`)
      await platform.settle()
      outcomes.push(await shown(id, hidden))
    }
    expect(received().map(one => [one.to, lines(one)])).toEqual([[['person2@example.com'], ['Title,Closing', 'Pumps,2027-04-01']]])
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(outcomes[0]).toMatchObject({ lastOutcome: 'empty', lastSaid: null })
  })

  test('a mail that waits for another try does not come to who was taken out meanwhile, and nobody is told of a failure', async () => {
    const { id } = await make(boss, { recipients: [seller.userId] })
    take = ({ to }) => {
      if (String(to) === 'person3@example.com') throw new Error('Mailbox busy')
    }
    await boss.post(`${reports}/${id}/actions/sendNow`)
    expect([(await platform.settle()).length, await shown(id)]).toMatchObject([1, { lastOutcome: 'retrying' }])
    take = () => undefined
    await seller.post(`${reports}/${id}/actions/leave`)
    expect([await platform.settle(), received().map(({ to }) => to), await shown(id), await inbox(boss)]).toMatchObject([
      [],
      [['person2@example.com']],
      { lastOutcome: 'sent', lastSaid: null },
      ['Sunil Seller wants the report “Deals” no more.'],
    ])
  })

  test('who may not sign in, see or export any more gets nothing, by themselves', async () => {
    const leaver = await platform.person({ name: 'Lata Leaver', roles: ['deals.manager', 'core.reportSender'] })
    const mine = await make(leaver, { recipients: [boss.userId] })
    const theirs = await make(boss, { name: 'All', recipients: [leaver.userId] })
    await admin.post(`/api/users/${leaver.userId}/disable`)
    platform.clock.set('2027-04-01T03:30:00.000Z')
    await platform.settle()
    expect([received().map(one => [one.to, one.subject]), await shown(mine.id), await shown(theirs.id)]).toMatchObject([
      [[['person2@example.com'], 'All, 1 April 2027']],
      { active: false, stopped: 'left', nextAt: null },
      { active: true, lastOutcome: 'sent' },
    ])
    await admin.post(`/api/users/${leaver.userId}/enable`)
    await leaver.patch(`${reports}/${mine.id}`, { active: true })
    await admin.put(`/api/users/${leaver.userId}/roles`, { roles: ['core.reportSender'] })
    mail.letters.length = 0
    platform.clock.set('2027-04-02T03:30:00.000Z')
    await platform.settle()
    expect([received().map(one => one.to), await shown(mine.id), await shown(theirs.id), await inbox(boss)]).toMatchObject([
      [['person2@example.com']],
      { active: false, stopped: 'forbidden' },
      {
        active: true,
        lastOutcome: 'partly',
        lastSaid: 'Lata Leaver: No role lets them see and export Deals any more. Leave them out, or ask an admin to give them such a role.',
        failures: 0,
      },
      [
        'The report “All” did not reach everyone: Lata Leaver: No role lets them see and export Deals any more. Leave them out, or ask an admin to give them such a role.',
      ],
    ])
    await admin.put(`/api/users/${leaver.userId}/roles`, { roles: ['deals.manager'] })
    await leaver.patch(`${reports}/${mine.id}`, { active: true })
    platform.clock.set('2027-04-05T03:30:00.000Z')
    await platform.settle()
    expect([await shown(mine.id), await inbox(leaver)]).toMatchObject([
      { active: false, stopped: 'others' },
      ['The report “Deals” was stopped. Under Reports by mail it says why.'],
    ])
  })

  test('a filter by what a reader may not know brings them nothing, and its owner is told; a column that went leaves a gap', async () => {
    const { id } = await make(boss, { recipients: [seller.userId], definition: { where: { margin: { gt: '5' } }, columns: ['title'] } })
    const { owner } = platform.platform.world.db
    await owner.run(
      sql`update main.core_scheduled_report set definition = definition || '{"columns":["title","gone"],"sort":["-gone"]}' where id = ${id}::uuid`,
    )
    await boss.post(`${reports}/${id}/actions/sendNow`)
    await platform.settle()
    expect([received().map(one => [one.to, lines(one)]), await shown(id)]).toMatchObject([
      [[['person2@example.com'], ['Title', 'Pumps']]],
      { lastOutcome: 'partly', lastSaid: expect.stringMatching(/^Sunil Seller: There is no field "margin"/) },
    ])
  })
})

describe('what goes wrong', () => {
  test('is tried again, told when it is given up, and ends the report after the fifth time', async () => {
    const { db } = platform.platform.world
    const { id } = await make(boss)
    take = () => {
      throw new Error('Mailbox busy')
    }
    for (let day = 1; day <= 5; day += 1) {
      await boss.post(`${reports}/${id}/actions/sendNow`)
      expect(await platform.settle()).toEqual([expect.stringMatching(/^core\.reportSend#.*Mailbox busy/)])
      if (day === 1)
        expect(await shown(id)).toMatchObject({
          lastOutcome: 'retrying',
          lastSaid: expect.stringMatching(/^The mail server did not take it: .*Mailbox busy/),
          failures: 0,
        })
      // Four attempts more, of which the last day alone is waited for.
      if (day < 5) await db.owner.run(sql`update main.core_report_delivery set attempts = 5 where state = 'waiting'`)
      else for (let attempt = 2; attempt < 6; attempt += 1) expect((await platform.settle()).length).toBe(1)
      expect(await platform.settle()).toEqual([])
      if (day < 5)
        expect(await inbox(boss)).toEqual([expect.stringMatching(/^The report “Deals” was not sent: The mail server did not take it: .*Mailbox busy/)])
    }
    expect([await shown(id), await inbox(boss)]).toMatchObject([
      { active: false, stopped: 'failed', nextAt: null, lastOutcome: 'failed', failures: 5 },
      ['The report “Deals” was stopped. Under Reports by mail it says why.'],
    ])
    take = () => undefined
    await boss.patch(`${reports}/${id}`, { active: true })
    expect(await shown(id)).toMatchObject({ active: true, stopped: null, failures: 0, nextAt: '2027-04-01T03:30:00.000Z' })
  })

  test('a node that is killed while it sends leaves it to another: nothing is lost, and what may come twice bears one message id', async () => {
    const { world } = platform.platform
    const two = await startWork(world, { background: false })
    const { id } = await make(boss)
    await boss.post(`${reports}/${id}/actions/sendNow`)
    const arrived: Letter[] = []
    let arrive = (): void => undefined
    const there = new Promise<void>(done => (arrive = done))
    let fail = (_: Error): void => undefined
    take = letter => {
      arrived.push(letter)
      if (arrived.length > 1) return
      arrive()
      return new Promise((_, refuse) => (fail = refuse))
    }
    const first = platform.settle()
    await there
    await world.db.owner.run(sql`update main.core_job set lease_until = now() - interval '1 second' where done_at is null and name like 'core.reportSend#%'`)
    expect(await two.settle()).toEqual([])
    expect([received().length, await shown(id)]).toMatchObject([1, { lastOutcome: 'sent', lastSaid: null }])
    fail(new Error('Its node is gone'))
    await first
    expect([new Set(arrived.map(({ raw }) => headerOf(raw, 'Message-ID'))).size, received().length, await shown(id)]).toMatchObject([
      1,
      1,
      { lastOutcome: 'sent', lastSaid: null, failures: 0 },
    ])
    await two.stop()
  })

  test('what has to wait for a slow mail server leaves room for all else', async () => {
    for (let at = 0; at < 5; at += 1) await boss.post(`${reports}/${(await make(boss, { name: `Slow ${at}` })).id}/actions/sendNow`)
    let answer = (): void => undefined
    const answered = new Promise<void>(done => (answer = done))
    let arrive = (): void => undefined
    const arrived = new Promise<void>(done => (arrive = done))
    take = ({ to, raw }) => (headerOf(raw, 'Subject').startsWith('Slow') ? answered : void (String(to) === 'nita@example.com' && arrive()))
    platform.clock.set('2027-03-31T09:30:01.000Z')
    await admin.post('/api/users/invite', { name: 'Nita New', email: 'nita@example.com', roles: ['deals.seller'] })
    const settled = platform.settle()
    await arrived
    answer()
    expect([await settled, received().length]).toEqual([[], 6])
  })

  test('two nodes that see a time come make one mail of it', async () => {
    const two = await startWork(platform.platform.world, { background: false })
    await make(boss)
    platform.clock.set('2027-04-01T03:30:00.000Z')
    await Promise.all([platform.settle(), two.settle(), platform.settle(), two.settle()])
    expect(received().length).toBe(1)
    await two.stop()
  })

  test.each<[string, object, string]>([
    ['an unknown list', { entity: 'deals.secret' }, 'There is no such record, or you may not see it.'],
    ['a list one may not export', { entity: 'deals.firm', definition: {} }, 'You may not export here. Ask an admin for the right to.'],
    ['a column that is not there', { definition: { columns: ['title', 'colour'] } }, 'There is no field "colour" here.'],
    ['a column one may not see', { definition: { columns: ['margin'] } }, 'There is no field "margin" here.'],
    ['a condition that is none', { definition: { where: { title: { near: 'x' } } } }, '"title" has no operator "near".'],
    [
      'something that is no list',
      { definition: ['title'] },
      'What is sent is a list or a pivot, in the words of a view: "where", "search", "columns" and the like.',
    ],
    ['groups that there are not', { definition: { group: ['lines'] } }, 'This list can’t be grouped by "lines". Choose another field.'],
    [
      'figures on paper',
      { definition: { kind: 'pivot', rows: ['state'] }, format: 'pdf' },
      'Figures by rows and columns come as XLSX or CSV. Choose one of them.',
    ],
    [
      'figures of what is no number',
      { definition: { kind: 'pivot', rows: ['state'], measures: ['sum:title'] } },
      '"sum:title" can’t be measured. Use count, or sum, avg, min, max of a number: sum:value.amount.',
    ],
    ['no day of the week', { every: 'week' }, 'Choose the days of the week on which it comes.'],
    ['no day of the month', { every: 'month' }, 'Say on which day of the month it comes, from 1 to 31.'],
    ['the thirty-second', { every: 'month', monthDay: 32 }, 'at most 31'],
    ['a time that is none', { time: '25:00' }, 'Time must be a time of the day, such as 09:30.'],
    ['a zone that is none', { zone: 'Asia/Atlantis' }, 'There is no such time zone. Choose one such as Asia/Kolkata.'],
    ['another format', { format: 'docx' }, 'Format must be one of: pdf, xlsx, csv.'],
  ])('%s is refused with a sentence', async (_, wrong, sentence) => {
    const problem = await seller.refused(make(seller, { definition: { columns: ['title'] }, ...wrong }))
    expect(JSON.stringify([problem.detail, problem.errors?.map(({ message }) => message)])).toContain(JSON.stringify(sentence).slice(1, -1))
  })

  test('colleagues whom nothing would reach are refused by name', async () => {
    const stranger = (await admin.post('/api/records/core.user', { name: 'Omar Outside', email: 'omar@elsewhere.example' })) as { id: string }
    const looker = await platform.person({ name: 'Leo Looker', roles: ['deals.looker'] })
    const problem = await boss.refused(make(boss, { recipients: [stranger.id, looker.userId] }))
    expect(problem.errors?.map(({ field, message }) => [field, message])).toEqual([
      ['recipients', 'Omar Outside does not sign in here. Reports go to colleagues who do.'],
      ['recipients', 'No role lets Leo Looker see and export Deals, so nothing would reach them. Leave them out, or ask an admin to give them such a role.'],
    ])
  })
})

test.each<[string, Partial<Times>, string, readonly string[]]>([
  [
    'each working day leaves out Saturday and Sunday',
    { every: 'workday' },
    '2027-04-01T04:00:00Z',
    ['2027-04-02T03:30', '2027-04-05T03:30', '2027-04-06T03:30'],
  ],
  ['days of the week', { every: 'week', weekdays: ['sat', 'tue'] }, '2027-04-01T04:00:00Z', ['2027-04-03T03:30', '2027-04-06T03:30', '2027-04-10T03:30']],
  ['a day of the month', { every: 'month', monthDay: 15 }, '2027-01-20T04:00:00Z', ['2027-02-15T03:30', '2027-03-15T03:30', '2027-04-15T03:30']],
  ['the 29th, in February too', { every: 'month', monthDay: 29 }, '2027-01-29T04:00:00Z', ['2027-02-28T03:30', '2027-03-29T03:30', '2027-04-29T03:30']],
  ['the 29th in a leap year', { every: 'month', monthDay: 29 }, '2028-01-29T04:00:00Z', ['2028-02-29T03:30', '2028-03-29T03:30', '2028-04-29T03:30']],
  [
    'the 30th, in February its last day',
    { every: 'month', monthDay: 30 },
    '2027-01-30T04:00:00Z',
    ['2027-02-28T03:30', '2027-03-30T03:30', '2027-04-30T03:30'],
  ],
  ['the 31st, or the last day', { every: 'month', monthDay: 31 }, '2027-01-31T04:00:00Z', ['2027-02-28T03:30', '2027-03-31T03:30', '2027-04-30T03:30']],
  ['the last day of each month', { every: 'monthEnd' }, '2028-01-31T04:00:00Z', ['2028-02-29T03:30', '2028-03-31T03:30', '2028-04-30T03:30']],
  ['the clock of Berlin over its spring', { zone: 'Europe/Berlin' }, '2027-03-25T12:00:00Z', ['2027-03-26T08:00', '2027-03-29T07:00', '2027-03-30T07:00']],
  [
    'an hour that Berlin leaves out is the moment after it',
    { zone: 'Europe/Berlin', time: '02:30', every: 'week', weekdays: ['sat', 'sun', 'mon'] },
    '2027-03-26T12:00:00Z',
    ['2027-03-27T01:30', '2027-03-28T01:00', '2027-03-29T00:30'],
  ],
  [
    'an hour that Berlin has twice comes once',
    { zone: 'Europe/Berlin', time: '02:30', every: 'week', weekdays: ['sat', 'sun', 'mon'] },
    '2027-10-29T12:00:00Z',
    ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30'],
  ],
  [
    'an hour that New York has twice comes once',
    { zone: 'America/New_York', time: '01:30', every: 'monthEnd' },
    '2027-10-30T12:00:00Z',
    ['2027-10-31T05:30', '2027-11-30T06:30', '2027-12-31T06:30'],
  ],
  [
    'the last day there, which is the first one here',
    { zone: 'Pacific/Auckland', time: '23:00', every: 'monthEnd' },
    '2027-04-10T12:00:00Z',
    ['2027-04-30T11:00', '2027-05-31T11:00', '2027-06-30T11:00'],
  ],
])('%s', (_, times, from, expected) => {
  const whole: Times = { every: 'workday', weekdays: null, monthDay: null, time: '09:00', zone: 'Asia/Kolkata', ...times }
  const found: string[] = []
  for (let now = new Date(from); found.length < expected.length; ) {
    now = nextTime(whole, now) ?? new Date(Number.NaN)
    found.push(now.toISOString().slice(0, 16))
  }
  expect(found).toEqual(expected)
})
