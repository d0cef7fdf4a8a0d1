import { Mail, Notify } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { addMember, ensureAccount, findAccount, setPassword } from '../../core/auth/accounts.ts'
import { claimLetter, dropLetter } from '../../core/auth/letters.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import type { Post } from '../../core/auth/post.ts'
import { makeToken } from '../../core/auth/tokens.ts'
import { giveRoles } from '../../core/auth/users.ts'
import { checkMail } from '../../core/cli/mail.ts'
import { run } from '../../core/cli/program.ts'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { appRole } from '../../core/data/roles.ts'
import { createWorkspace } from '../../core/plans/workspace.ts'
import { change } from '../../core/records/change.ts'
import { systemContext } from '../../core/records/context.ts'
import { postToken } from '../../core/services.ts'
import { type Letter, type MailBox, mailServer, openMailServer } from '../engine/outside.ts'
import { type Fresh, fresh, owner } from './fresh.ts'

let box: MailBox
/** What a workspace runs itself: its administrators read all that goes through it. */
let theirs: MailBox
let place: Fresh
let cookie: string
let refuses = false
const at = '2027-03-31T09:30:00Z'
beforeAll(async () => {
  box = await openMailServer(() => {
    if (refuses) throw new Error('The disk is full')
  })
  place = await fresh('http://localhost:4000', { SANGAM_MAIL_URL: `smtp://127.0.0.1:${box.port}?tls=off`, SANGAM_MAIL_FROM: 'post@example.com' })
  cookie = await place.setUp()
  theirs = await mailServer({ put: async (path, body) => (await place.ask('PUT', path, body, { cookie })).json })
})
afterAll(() => Promise.all([place.stop(), box.stop(), theirs.stop()]))
beforeEach(() => void box.letters.splice(0))

const tail = (link: unknown): string => String(link).split('/').at(-1) ?? ''
const signIn = (email: string, password: string) => place.ask('POST', '/api/session', { email, password })
const meta = async (headers: { readonly [name: string]: string }) => (await place.ask('GET', '/api/meta', undefined, headers)).status
const accountOf = (email: string) => findAccount(place.platform.world.db.app, email)

/** The newest letter to somebody: its links, and its words. */
async function letterTo(email: string, many = 1): Promise<string> {
  const mine = () => box.letters.filter(({ to }) => to.includes(email))
  await expect.poll(() => mine().length).toBe(many)
  const raw = mine().at(-1)?.raw ?? ''
  const body = raw.slice(raw.indexOf('\r\n\r\n')).replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return /base64/i.test(raw) ? Buffer.from(body, 'base64').toString() : body
}
const linkIn = (text: string): string => /http:\S+/.exec(text)?.[0] ?? ''

/** A person of a workspace with a password that they chose, though nobody ever mailed them. */
async function works(workspace: string, email: string, roles: readonly string[]): Promise<{ readonly cookie: string; readonly id: string }> {
  const { world } = place.platform
  await createWorkspace(world, { name: workspace, title: workspace, sample: false }).catch(() => undefined)
  const account = await ensureAccount(world.db.app, email, null)
  await setPassword(world.db.app, account, await hashPassword('a password of before'))
  const id = await systemContext(world, workspace, 'Makes a person for a test', 'seed', async ctx => {
    const [made] = await change(ctx, 'core.user', [{ verb: 'create', values: { name: email, email, account } }], { server: true })
    await giveRoles(ctx, (made as { id: string }).id, roles)
    return (made as { id: string }).id
  })
  await addMember(world.db.app, account, workspace, id)
  return { cookie: (await signIn(email, 'a password of before')).cookie, id }
}
const invite = (email: string, from = { cookie }) => place.ask('POST', '/api/users/invite', { name: email, email, roles: [] }, from)
const take = (link: string, password: string, more = {}) => place.ask('POST', '/api/invitations/accept', { token: tail(link), password, ...more })

describe('a link for a new password', () => {
  test('goes through the server of the installation and no other, and no table and no log ever holds it', async () => {
    const answers = [owner.email, 'nobody@example.com'].map(email => place.ask('POST', '/api/password/forgot', { email }))
    expect((await Promise.all(answers)).map(({ status, json }) => [status, json])).toEqual([
      [202, { sent: true }],
      [202, { sent: true }],
    ])
    const link = linkIn(await letterTo(owner.email))
    await place.platform.work.settle()
    const { world } = place.platform
    const held = await world.db.owner.run<{ text: string }>(
      sql`select x::text as text from (select to_jsonb(l) x from sangam.letter l union all select to_jsonb(t) from sangam.token t union all select to_jsonb(o) from main.core_outbox o union all select to_jsonb(j) from main.core_job j) rows`,
    )
    expect({
      link: /^http:\/\/localhost:4000\/reset\/[\w-]{43}$/.test(link),
      letters: box.letters.map(({ to }) => to),
      theirs: theirs.letters,
      held: held.filter(({ text }) => text.includes(tail(link))),
      logged: place.logged.filter(line => line.includes(tail(link))),
      proven: (await accountOf(owner.email))?.proven,
    }).toEqual({ link: true, letters: [[owner.email]], theirs: [], held: [], logged: [], proven: false })
    const uses = await Promise.all([1, 2, 3].map(() => place.ask('POST', '/api/password/reset', { token: tail(link), password: owner.password })))
    expect(uses.map(({ status }) => status).sort()).toEqual([200, 422, 422])
    expect((await accountOf(owner.email))?.proven).toBe(true)
    cookie = (await signIn(owner.email, owner.password)).cookie
  })

  test('is not handed to an administrator who asks for one: their colleague gets it', async () => {
    const clerk = await works('main', 'clerk@example.com', [])
    expect(await place.ask('POST', `/api/users/${clerk.id}/reset-link`, {}, { cookie })).toMatchObject({ status: 200, json: { link: null, mailed: true } })
    expect(linkIn(await letterTo('clerk@example.com'))).toContain('/reset/')
  })

  test('speaks the language that they chose', async () => {
    const { cookie: mine } = await works('main', 'hindi@example.com', [])
    await place.ask('PATCH', '/api/me', { locale: 'hi' }, { cookie: mine })
    await place.ask('POST', '/api/password/forgot', { email: 'hindi@example.com' })
    expect(await letterTo('hindi@example.com')).toMatch(/नया पासवर्ड/)
  })

  test('is mailed by one of the nodes, however many look for letters at the same moment', async () => {
    const { world } = place.platform
    await works('main', 'nodes@example.com', [])
    const account = (await accountOf('nodes@example.com'))?.id ?? ''
    // Due later than it is, so that they lie there until all look.
    place.clock.set('2027-03-31T12:00:00Z')
    const later = world.clock.now()
    await world.db.owner.run(sql`
      insert into sangam.letter (id, kind, account, beside, created_at, due_at) select gen_random_uuid(), 'reset', ${account}::uuid, false, ${later.toISOString()}::timestamptz, ${later.toISOString()}::timestamptz from generate_series(1, 60)`)
    const nodes = Array.from({ length: 4 }, () => openPool({ url: place.databaseUrl, size: 1, name: 'node', role: appRole }))
    const claimed = (await Promise.all(Array.from({ length: 120 }, (_, at) => claimLetter(nodes[at % 4] as Pool, later)))).flatMap(letter => letter?.id ?? [])
    for (const node of nodes) await node.close()
    expect([claimed.length, new Set(claimed).size]).toEqual([60, 60])
    for (const id of claimed) await dropLetter(world.db.app, id)
    place.clock.set(at)
  })

  test('that the server does not take is tried again, with a link of its own each time, and given up in the end; the operator is told', async () => {
    await works('main', 'late@example.com', [])
    const { world } = place.platform
    const [asked, waits, counted] = [
      () => place.ask('POST', '/api/password/forgot', { email: 'late@example.com' }),
      async () => (await checkMail(world as never)).filter(({ good }) => !good).map(({ text }) => text),
      () => world.db.owner.run<{ tries: number }>(sql`select tries from sangam.letter where error is not null`),
    ]
    const later = (hours: number) => {
      place.clock.set(new Date(Date.parse(at) + hours * 3_600_000).toISOString())
      world.services.get<Post>(postToken).wake()
    }
    refuses = true
    await asked()
    await expect.poll(waits).toEqual([expect.stringMatching(/wait for another try: 1\. Last error: .*The disk is full/)])
    refuses = false
    later(1)
    const link = linkIn(await letterTo('late@example.com'))
    await expect.poll(counted).toEqual([])
    expect(await waits()).toEqual([])
    refuses = true
    await asked()
    for (const tries of [1, 2, 3, 4, 5]) {
      await expect.poll(counted).toEqual([{ tries }])
      later(tries * 3)
    }
    await expect.poll(counted).toEqual([])
    refuses = false
    const told = place.logged.filter(line => line.includes('was not taken'))
    expect([told.length, told.filter(line => line.includes('is given up')).length, told.filter(line => line.includes(tail(link))), box.letters.length]).toEqual(
      [7, 1, [], 1],
    )
    place.clock.set(at)
  })
})

describe('an invitation', () => {
  test('is in the hands of whom it is for alone, and shows that the address is theirs', async () => {
    const asked = await invite('ravi@example.com')
    const link = linkIn(await letterTo('ravi@example.com'))
    expect([asked.json, (await accountOf('ravi@example.com'))?.proven]).toEqual([{ link: null, mailed: true }, false])
    expect([(await take(link, 'ravi has a password')).status, (await accountOf('ravi@example.com'))?.proven, theirs.letters]).toEqual([200, true, []])
  })

  test('fills no mailbox: the sixth to one address within an hour is refused', async () => {
    const statuses = []
    for (let at = 0; at < 6; at += 1) statuses.push((await invite('often@example.com')).status)
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429])
    await letterTo('often@example.com', 5)
  })

  test('to an address that no letter can reach is refused at once', async () => {
    expect(await invite('आशा@example.com')).toMatchObject({ status: 422, json: { errors: [{ field: 'email', code: 'mail_address_invalid' }] } })
  })

  test('reaches somebody whom another workspace invited first', async () => {
    const elsewhere = await works('elsewhere', 'host@example.com', ['core.owner'])
    await invite('asked@example.com', elsewhere)
    await letterTo('asked@example.com')
    expect((await invite('asked@example.com')).status).toBe(201)
    const link = linkIn(await letterTo('asked@example.com', 2))
    const mine = (await take(link, 'asked by two of them')).cookie
    expect([await meta({ cookie: mine, 'Sangam-Workspace': 'main' }), await meta({ cookie: mine, 'Sangam-Workspace': 'elsewhere' })]).toEqual([200, 401])
  })
})

describe('an address that somebody else took first', () => {
  const email = 'meena@example.com'

  test('is given to whoever has its mailbox, and all that the other could come in by ends', async () => {
    const { db, clock } = place.platform.world
    const evil = await works('evil', 'boss@example.com', ['core.owner'])
    const squatter = await works('evil', email, ['core.admin'])
    const account = (await accountOf(email))?.id ?? ''
    const key = (await place.ask('POST', '/api/keys', { name: 'k', expiresAt: '2027-12-01T00:00:00Z' }, { cookie: squatter.cookie })).json.key
    const kept = await makeToken(db.app, 'reset', { account }, clock.now())
    const handed = await makeToken(db.app, 'invite', { account, workspace: 'evil', userId: squatter.id }, clock.now())
    await invite(email)
    const link = linkIn(await letterTo(email))
    expect(await place.ask('GET', `/api/invitations/${tail(link)}`)).toMatchObject({ status: 200, json: { known: true, mayTakeOver: true } })
    expect(await take(link, 'a password of my own')).toMatchObject({ status: 422, json: { code: 'wrong_password' } })
    const mine = await take(link, 'a password of my own', { anew: true })
    const inEvil = await db.owner.run<{ state: string }>(
      sql`select case when m.begun then 'in' else 'invited' end as state from sangam.membership m join evil.core_user u on u.id = m.user_id where u.email = ${email}`,
    )
    expect({
      mine: [mine.status, await meta({ cookie: mine.cookie }), await meta({ cookie: mine.cookie, 'Sangam-Workspace': 'evil' })],
      theirs: [
        await meta({ cookie: squatter.cookie, 'Sangam-Workspace': 'evil' }),
        (await signIn(email, 'a password of before')).status,
        await meta({ Authorization: `Bearer ${key}` }),
        (await place.ask('POST', '/api/password/reset', { token: kept, password: 'and taken back again' })).status,
        (await place.ask('GET', `/api/invitations/${handed}`)).status,
      ],
      inEvil,
      proven: (await accountOf(email))?.proven,
    }).toEqual({ mine: [200, 200, 401], theirs: [401, 401, 401, 422, 422], inEvil: [{ state: 'invited' }], proven: true })
    // Whoever has that workspace asks for a link, and it is in the mailbox that is not theirs.
    expect(await place.ask('POST', `/api/users/${squatter.id}/reset-link`, {}, { cookie: evil.cookie })).toMatchObject({ json: { link: null, mailed: true } })
    const back = linkIn(await letterTo(email, 2))
    expect(await place.ask('GET', `/api/invitations/${tail(back)}`)).toMatchObject({ json: { known: true, mayTakeOver: false } })
    // Taken, it opens what is theirs to open, and nothing of the other's comes to life again.
    const there = await take(back, 'a password of my own')
    const asked = [{ cookie: there.cookie }, { cookie: squatter.cookie }, { Authorization: `Bearer ${key}` }]
    expect(await Promise.all(asked.map(by => meta({ ...by, 'Sangam-Workspace': 'evil' })))).toEqual([200, 401, 401])
  })

  test('is not given away a second time: who has shown that it is theirs comes in by their password alone', async () => {
    const other = await works('another', 'other@example.com', ['core.owner'])
    await invite(email, other)
    const link = linkIn(await letterTo(email))
    const statuses = [await take(link, 'and once more anew', { anew: true }), await take(link, 'a password of my own')].map(({ status }) => status)
    expect(statuses).toEqual([422, 200])
  })

  test('is not had by a link that somebody was handed, which shows nothing', async () => {
    const { db, clock } = place.platform.world
    await works('evil', 'usha@example.com', [])
    const account = (await accountOf('usha@example.com'))?.id ?? ''
    await invite('usha@example.com')
    await letterTo('usha@example.com')
    const [row] = await db.owner.run<{ id: string }>(sql`select user_id as id from sangam.membership where account = ${account}::uuid and workspace = 'main'`)
    const handed = await makeToken(db.app, 'invite', { account, workspace: 'main', userId: row?.id ?? '' }, clock.now())
    expect(await place.ask('GET', `/api/invitations/${handed}`)).toMatchObject({ json: { known: true, mayTakeOver: false } })
    expect([(await take(handed, 'a password anew', { anew: true })).status, (await take(handed, 'a password of before')).status]).toEqual([422, 200])
    expect((await accountOf('usha@example.com'))?.proven).toBe(false)
  })
})

describe('who is signed in shows that their address is theirs', () => {
  test('by a link that opens for nobody else, once', async () => {
    const [mine, others] = [await works('main', 'zoya@example.com', []), await works('main', 'omar@example.com', [])]
    const address = async () => (await place.ask('GET', '/api/address', undefined, { cookie: mine.cookie })).json
    const before = await address()
    expect((await place.ask('POST', '/api/address/proof', {}, { cookie: mine.cookie })).status).toBe(202)
    const link = linkIn(await letterTo('zoya@example.com'))
    const prove = async (headers: { readonly [name: string]: string }) => (await place.ask('POST', '/api/address/prove', { token: tail(link) }, headers)).status
    expect([
      link.includes('/proof/'),
      await prove({}),
      await prove({ cookie: others.cookie }),
      await prove({ cookie: mine.cookie }),
      await prove({ cookie: mine.cookie }),
    ]).toEqual([true, 401, 403, 200, 422])
    expect([before, await address()]).toEqual([
      { email: 'zoya@example.com', proven: false, from: 'post@example.com', notices: false },
      { email: 'zoya@example.com', proven: true, from: 'post@example.com', notices: false },
    ])
  })
})

describe('who runs the installation tries its mail server', () => {
  let said = ''
  beforeEach(() => {
    said = ''
    const hear = (text: unknown): boolean => {
      said += String(text)
      return true
    }
    vi.spyOn(process.stdout, 'write').mockImplementation(hear)
    vi.spyOn(process.stderr, 'write').mockImplementation(hear)
    vi.stubEnv('SANGAM_MAIL_URL', `smtp://127.0.0.1:${box.port}?tls=off`)
    vi.stubEnv('SANGAM_MAIL_FROM', 'post@example.com')
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })

  test('with a letter, and is told who took it', async () => {
    expect([await run(['mail', 'test', 'asha@example.com']), said]).toEqual([
      0,
      `127.0.0.1:${box.port} took a letter from post@example.com to asha@example.com. Look whether it arrives, and not among what is unwanted.\n`,
    ])
    expect(box.letters.map(({ to, raw }) => [to, /^Subject: (.+)$/m.exec(raw)?.[1]])).toEqual([[['asha@example.com'], 'A test letter of Sangam']])
  })

  test.each([
    ['that demands what it has not', () => `smtp://me:hush@127.0.0.1:${box.port}`, /^127\.0\.0\.1:\d+ did not take it: /],
    ['that is not there', () => 'smtp://127.0.0.1:1?tls=off', /^127\.0\.0\.1:1 did not take it: /],
    ['that is none', () => 'me:hush@127.0.0.1', /^SANGAM_MAIL_URL is no address of a mail server\. /],
    ['that nobody set', () => '', /^SANGAM_MAIL_FROM is set and SANGAM_MAIL_URL is not\. /],
  ])('one %s is told, without its password', async (_, address, words) => {
    vi.stubEnv('SANGAM_MAIL_URL', address())
    expect(await run(['mail', 'test', 'asha@example.com'])).toBe(1)
    expect([words.test(said), said.includes('hush'), box.letters]).toEqual([true, false, []])
  })
})

describe('messages to people who sign in', () => {
  test('go through the server of the installation where the operator lets them and the workspace has none: to proven addresses, and nothing else does', async () => {
    const env = { SANGAM_MAIL_URL: `smtp://127.0.0.1:${box.port}?tls=off`, SANGAM_MAIL_FROM: 'post@example.com' }
    const told = async (notices: string, own: boolean) => {
      box.letters.splice(0)
      const here = await fresh('http://localhost:4000', { ...env, SANGAM_MAIL_NOTICES: notices })
      const { world, work } = here.platform
      const mine = { cookie: await here.setUp() }
      const people = ['proven@example.com', 'unproven@example.com']
      const users: string[] = []
      for (const email of people) {
        await here.ask('POST', '/api/users/invite', { name: email, email, roles: [] }, mine)
        const token = tail(linkIn(await letterTo(email)))
        const theirCookie = { cookie: (await here.ask('POST', '/api/invitations/accept', { token, password: 'a password to begin' })).cookie }
        await here.ask('PUT', '/api/notifications/choices', { items: [{ about: 'other', app: true, mail: true }] }, theirCookie)
        users.push(String(((await here.ask('GET', '/api/meta', undefined, theirCookie)).json.user as { id: string }).id))
      }
      await world.db.owner.run(sql`update sangam.account set proven_at = null where email = 'unproven@example.com'`)
      // What an administrator writes into a user is no address that anybody has shown to be theirs.
      await here.ask('PATCH', `/api/records/core.user/${users[0]}`, { email: 'victim@example.com' }, mine)
      if (own)
        await here.ask('PUT', '/api/settings/core.mail', { values: { host: '127.0.0.1', port: theirs.port, from: 'own@example.com', local: true } }, mine)
      box.letters.splice(0)
      theirs.letters.splice(0)
      await systemContext(world, 'main', 'Tells people something', 'api', async ctx => {
        for (const user of users) await ctx.use(Notify).tell({ user, text: 'Something happened' })
        await ctx.use(Mail).send({ to: 'customer@example.com', subject: 'An offer', text: 'Buy' })
      })
      const parked = await work.settle()
      await here.stop()
      const to = (letters: readonly Letter[]) => letters.map(one => one.to.join()).sort()
      return { house: to(box.letters), own: to(theirs.letters), failed: parked.length }
    }
    expect([await told('no', false), await told('yes', false), await told('yes', true)]).toEqual([
      { house: [], own: [], failed: 1 },
      { house: ['proven@example.com'], own: [], failed: 1 },
      { house: [], own: ['customer@example.com', 'unproven@example.com', 'victim@example.com'], failed: 0 },
    ])
  })
})
