import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networkOf } from '../../core/auth/rate.ts'
import { identifier, tableName } from '../../core/data/identifiers.ts'
import { company, type Fresh, fresh, owner } from './fresh.ts'

let place: Fresh
let cookie: string
beforeAll(async () => {
  place = await fresh()
})
afterAll(() => place.stop())

const signIn = async (email = owner.email, password = owner.password, headers = {}) => place.ask('POST', '/api/session', { email, password }, headers)
const tail = (link: unknown): string => String(link).split('/').at(-1) ?? ''

describe('the first run', () => {
  const input = (code: string | null) => ({ code, ...owner, company, locale: 'en', plugins: ['deals'], sample: false })

  test('is open only to who has the code, and a weak password is refused before the code is used', async () => {
    expect(await place.ask('POST', '/api/setup', input('AAAA-BBBB-CCCC-DDDD'))).toMatchObject({ status: 422, json: { errors: [{ field: 'code' }] } })
    const code = await place.platform.setupCode()
    expect(await place.ask('POST', '/api/setup', { ...input(code), password: 'password123' })).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'password', code: 'too_common' }] },
    })
  })

  test('of twenty who come at once with the code one is the owner, and then it is closed', async () => {
    const code = await place.platform.setupCode()
    const answers = await Promise.all(Array.from({ length: 20 }, () => place.ask('POST', '/api/setup', input(code))))
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
    expect(await place.ask('GET', '/api/setup')).toMatchObject({ status: 404 })
    expect(await place.ask('POST', '/api/setup', input(code))).toMatchObject({ status: 404 })
    expect(await place.platform.setupCode()).toBeNull()
    const [row] = await place.platform.world.db.app.run(sql`select count(*)::int as n from sangam.account`)
    expect(row).toEqual({ n: 1 })
  })
})

describe('signing in', () => {
  test('gives the same answer for an unknown address, a wrong password and a disabled person', async () => {
    cookie = (await signIn()).cookie
    const password = 'usha had a password'
    const { json: invited } = await place.ask('POST', '/api/users/invite', { name: 'Usha', email: 'usha@example.com', roles: [] }, { cookie })
    await place.ask('POST', '/api/invitations/accept', { token: tail(invited.link), password })
    const people = (await place.ask('GET', '/api/users', undefined, { cookie })).json.items as { id: string; email: string }[]
    await place.ask('POST', `/api/users/${people.find(one => one.email === 'usha@example.com')?.id}/disable`, {}, { cookie })
    const unknown = await signIn('nobody@example.com')
    const wrong = await signIn(owner.email, 'not the password')
    const disabled = await signIn('usha@example.com', password)
    const strip = ({ json: { requestId: _id, ...json }, status }: Awaited<ReturnType<typeof signIn>>) => ({ json, status })
    expect([strip(unknown), strip(disabled)]).toEqual([strip(wrong), strip(wrong)])
    expect(unknown.status).toBe(401)
  })

  test('costs the same work whether the address is known or not', async () => {
    // The processor's time: the clock's would tell what else this machine does meanwhile.
    const work = async (email: string): Promise<number> => {
      const spent: number[] = []
      for (let at = 0; at < 4; at += 1) {
        const before = process.cpuUsage()
        await signIn(email, 'not the password')
        const { user, system } = process.cpuUsage(before)
        spent.push(user + system)
      }
      return Math.min(...spent)
    }
    const [known, unknown] = [await work(owner.email), await work('someone@example.com')]
    expect(unknown / known).toBeGreaterThan(0.4)
  })

  test('sets a cookie that scripts can’t read and other sites can’t send, held to the host over HTTPS', async () => {
    const plain = (await signIn()).headers.get('set-cookie')
    expect(plain).toMatch(/^sangam=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    const secure = await fresh('https://sangam.example.com')
    await secure.setUp()
    const set = (await secure.ask('POST', '/api/session', { email: owner.email, password: owner.password })).headers
    expect(set.get('set-cookie')).toMatch(/^__Host-sangam=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(set.get('strict-transport-security')).toBe('max-age=31536000')
    // Elsewhere than on this machine a browser would throw it away, and ask for the password again without a word.
    const from = async (Origin: string) =>
      secure.ask('POST', '/api/session', { email: owner.email, password: owner.password }, { Origin, Host: new URL(Origin).host })
    expect((await Promise.all(['https://sangam.example.com', 'http://localhost:4000'].map(from))).map(({ status }) => status)).toEqual([200, 200])
    expect(await from('http://192.168.1.7:4000')).toMatchObject({
      status: 400,
      cookie: '',
      json: {
        code: 'page_without_https',
        detail: 'This page is open without HTTPS, where nobody can stay signed in. Open Sangam at https://sangam.example.com.',
      },
    })
    await secure.stop()
  })

  test('keeps no secret: neither a session’s, a key’s, a link’s nor a password stands in any table', async () => {
    const { cookie: mine } = await signIn()
    const { json } = await place.ask('POST', '/api/keys', { name: 'k', expiresAt: '2027-12-01T00:00:00Z' }, { cookie: mine })
    const tables = await place.platform.world.db.owner.run<{ text: string }>(
      sql`select string_agg(x::text, '') as text from (select to_jsonb(s) x from sangam.session s union all select to_jsonb(k) from sangam.api_key k union all select to_jsonb(t) from sangam.token t union all select to_jsonb(a) from sangam.account a) all_rows`,
    )
    const text = tables[0]?.text ?? ''
    expect([text.includes(mine.split('=')[1] ?? '?'), text.includes(String(json.key)), text.includes(owner.password), text.includes('$argon2id$')]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('writes no secret to the log either, whatever fails', async () => {
    const { cookie: mine } = await signIn()
    const { json } = await place.ask('POST', '/api/keys', { name: 'l', expiresAt: '2027-12-01T00:00:00Z' }, { cookie: mine })
    const guest = await place.ask('POST', '/api/users/invite', { name: 'Leela', email: 'leela@example.com', roles: [] }, { cookie: mine })
    const [session, key, token, hook] = [mine.split('=')[1] ?? '?', String(json.key), tail(guest.json.link), `main.${'s3cret-'.repeat(6)}`]
    const { owner: database } = place.platform.world.db
    for (const table of ['account', 'token', 'session', 'api_key', 'rate']) {
      await database.run(sql`alter table ${tableName('sangam', table)} rename to ${identifier(`${table}_away`)}`)
      const failed = [
        await signIn(owner.email, owner.password, { 'X-Forwarded-For': '203.0.113.99' }),
        await place.ask('GET', `/api/invitations/${token}`),
        await place.ask('POST', '/api/invitations/accept', { token, password: owner.password }),
        await place.ask('POST', '/api/password/reset', { token, password: owner.password }),
        await place.ask('POST', '/api/password', { current: owner.password, next: owner.password }, { cookie: mine }),
        await place.ask('POST', `/api/hooks/${hook}`, {}),
        await place.ask('GET', '/api/meta', undefined, { Authorization: `Bearer ${key}` }),
      ]
      await database.run(sql`alter table ${tableName('sangam', `${table}_away`)} rename to ${identifier(table)}`)
      expect(failed.filter(answer => answer.status === 500).length).toBeGreaterThan(0)
    }
    const log = place.logged.join('\n')
    expect(log).toContain('/api/invitations/…')
    expect([owner.password, session, key, token, hook].filter(secret => log.includes(secret))).toEqual([])
  })

  test('one who guesses is stopped, and someone else who signs in from elsewhere is not', async () => {
    const guess = () => signIn('guessed@example.com', 'x', { 'X-Forwarded-For': '203.0.113.7' })
    const answers = []
    for (let at = 0; at < 12; at += 1) answers.push(await guess())
    expect(answers.map(answer => answer.status).slice(-2)).toEqual([429, 429])
    expect(answers.at(-1)?.headers.get('Retry-After')).toMatch(/^\d+$/)
    expect((await signIn()).status).toBe(200)
    const [row] = await place.platform.world.db.app.run(sql`select hits from sangam.rate where bucket like 'sign-in guessed@example.com %'`)
    expect(row).toEqual({ hits: 12 })
  })

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['fe80::1', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ])('%s is counted as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})

describe('sessions', () => {
  test('are listed and ended one by one, and one that ended opens nothing', async () => {
    const [here, there] = [(await signIn()).cookie, (await signIn()).cookie]
    const { json } = await place.ask('GET', '/api/sessions', undefined, { cookie: here })
    const others = (json.items as { id: string; current: boolean }[]).filter(session => !session.current)
    for (const { id } of others) await place.ask('DELETE', `/api/sessions/${id}`, undefined, { cookie: here })
    expect((await place.ask('GET', '/api/meta', undefined, { cookie: there })).status).toBe(401)
    expect((await place.ask('GET', '/api/meta', undefined, { cookie: here })).status).toBe(200)
    await place.ask('DELETE', '/api/session', undefined, { cookie: here })
    expect((await place.ask('GET', '/api/meta', undefined, { cookie: here })).status).toBe(401)
  })

  test('end by themselves: fourteen days unused, ninety days at the latest', async () => {
    const { cookie: mine } = await signIn()
    const open = async () => (await place.ask('GET', '/api/meta', undefined, { cookie: mine })).status
    place.clock.set('2027-04-13T09:00:00Z')
    expect(await open()).toBe(200)
    const again = (await signIn()).cookie
    place.clock.set('2027-04-27T09:31:00Z')
    expect((await place.ask('GET', '/api/meta', undefined, { cookie: again })).status).toBe(401)
    place.clock.set('2027-07-01T09:30:00Z')
    expect(await open()).toBe(401)
    place.clock.set('2027-03-31T09:30:00Z')
  })
})

describe('passwords', () => {
  test('a changed password ends all other sessions', async () => {
    const [here, there] = [(await signIn()).cookie, (await signIn()).cookie]
    expect(await place.ask('POST', '/api/password', { current: 'wrong', next: 'a new long password' }, { cookie: here })).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'current' }] },
    })
    expect((await place.ask('POST', '/api/password', { current: owner.password, next: 'a new long password' }, { cookie: here })).status).toBe(200)
    expect((await place.ask('GET', '/api/meta', undefined, { cookie: there })).status).toBe(401)
    expect((await place.ask('POST', '/api/password', { current: 'a new long password', next: owner.password }, { cookie: here })).status).toBe(200)
  })

  test('a forgotten one is answered alike for everyone, and the link works once, for an hour, whatever host was named', async () => {
    expect(
      [
        await place.ask('POST', '/api/password/forgot', { email: owner.email }),
        await place.ask('POST', '/api/password/forgot', { email: 'nobody@example.com' }),
      ].map(answer => [answer.status, answer.json]),
    ).toEqual([
      [202, { sent: true }],
      [202, { sent: true }],
    ])
    cookie = (await signIn()).cookie
    const me = (await place.ask('GET', '/api/users', undefined, { cookie })).json.items as { id: string; email: string }[]
    const make = async () =>
      (await place.ask('POST', `/api/users/${me[0]?.id}/reset-link`, {}, { cookie, Host: 'evil.example.com', 'X-Forwarded-Host': 'evil.example.com' })).json
        .link
    const first = await make()
    expect(String(first)).toMatch(/^http:\/\/localhost:4000\/reset\/[\w-]{43}$/)
    const uses = await Promise.all(Array.from({ length: 10 }, () => place.ask('POST', '/api/password/reset', { token: tail(first), password: owner.password })))
    expect(uses.filter(use => use.status === 200)).toHaveLength(1)
    cookie = (await signIn()).cookie
    const late = await make()
    place.clock.set('2027-03-31T10:31:00Z')
    expect(await place.ask('POST', '/api/password/reset', { token: tail(late), password: owner.password })).toMatchObject({
      status: 422,
      json: { code: 'link_over' },
    })
    place.clock.set('2027-03-31T09:30:00Z')
  })

  test('a forgotten password is mailed to whose it is, with a link to our own address and none that a caller named', async () => {
    cookie = (await signIn()).cookie
    const server = { host: 'mail.example.com', from: 'sangam@example.com' }
    await place.ask('PUT', '/api/settings/core.mail', { values: server }, { cookie })
    const forged = { Host: 'evil.example.com', 'X-Forwarded-Host': 'evil.example.com', Origin: 'http://localhost:4000', 'X-Forwarded-For': '203.0.113.8' }
    for (const email of ['nobody@example.com', owner.email.toUpperCase()])
      expect((await place.ask('POST', '/api/password/forgot', { email }, forged)).status).toBe(202)
    const mails = () =>
      place.platform.world.db.owner.run<{ to: string; text: string }>(
        sql`select payload->>'to' as to, payload->>'text' as text from main.core_outbox where kind = 'mail' order by id`,
      )
    await expect.poll(mails).toEqual([{ to: owner.email, text: expect.stringMatching(/ http:\/\/localhost:4000\/reset\/[\w-]{43}\s/) }])
    const link = /http:\S+/.exec((await mails())[0]?.text ?? '')?.[0]
    expect((await place.ask('POST', '/api/password/reset', { token: tail(link), password: owner.password })).status).toBe(200)
    cookie = (await signIn()).cookie
    // A password alone would lead nowhere who took no invitation yet: they get that again. Anybody may ask for it, so that the one they have stays good until they take one.
    const { json } = await place.ask('POST', '/api/users/invite', { name: 'Zoya', email: 'zoya@example.com', roles: [] }, { cookie })
    await place.ask('POST', '/api/password/forgot', { email: 'zoya@example.com' })
    const hers = async () => (await mails()).filter(one => one.to === 'zoya@example.com').map(one => /http:\S+/.exec(one.text)?.[0] ?? '')
    await expect.poll(async () => (await hers()).length).toBe(2)
    const take = (one: string | undefined) => place.ask('POST', '/api/invitations/accept', { token: tail(one), password: 'zoya has a password' })
    const [first, second] = await hers()
    expect([first === json.link, (await take(first)).status, (await take(second)).status]).toEqual([true, 200, 422])
    await place.ask('PUT', '/api/settings/core.mail', { values: { host: null } }, { cookie })
  })
})

describe('invitations and people who leave', () => {
  test('an invitation opens one account once; someone who has a password shows that they know it', async () => {
    cookie = (await signIn()).cookie
    const { json } = await place.ask('POST', '/api/users/invite', { name: 'Ravi', email: 'ravi@example.com', roles: ['core.admin'] }, { cookie })
    expect(await place.ask('GET', `/api/invitations/${tail(json.link)}`)).toMatchObject({
      status: 200,
      json: { name: 'Ravi', email: 'ravi@example.com', known: false },
    })
    expect((await place.ask('POST', '/api/invitations/accept', { token: tail(json.link), password: 'short' })).status).toBe(422)
    const accepted = await place.ask('POST', '/api/invitations/accept', { token: tail(json.link), password: 'ravi has a password' })
    expect(accepted.status).toBe(200)
    expect(await place.ask('POST', '/api/invitations/accept', { token: tail(json.link), password: 'ravi has a password' })).toMatchObject({ status: 422 })
    const again = await place.ask('POST', '/api/users/invite', { name: 'Ravi', email: 'ravi@example.com', roles: [] }, { cookie })
    expect(await place.ask('POST', '/api/invitations/accept', { token: tail(again.json.link), password: 'another password of mine' })).toMatchObject({
      status: 422,
      json: { code: 'wrong_password' },
    })
  })

  test('who is disabled is out with the next request, sessions and keys, and what was theirs is handed over', async () => {
    cookie = (await signIn()).cookie
    const { json } = await place.ask('POST', '/api/users/invite', { name: 'Meera', email: 'meera@example.com', roles: ['core.admin'] }, { cookie })
    const hers = (await place.ask('POST', '/api/invitations/accept', { token: tail(json.link), password: 'meera has a password' })).cookie
    const key = (await place.ask('POST', '/api/keys', { name: 'k', expiresAt: '2027-12-01T00:00:00Z' }, { cookie: hers })).json.key
    const byKey = () => place.ask('GET', '/api/records/core.user', undefined, { Authorization: `Bearer ${key}` })
    expect((await byKey()).status).toBe(200)
    const people = (await place.ask('GET', '/api/users', undefined, { cookie })).json.items as { id: string; email: string }[]
    const id = (email: string) => people.find(one => one.email === email)?.id
    await place.ask('POST', '/api/records/core.team', { name: 'South', leader: id('meera@example.com') ?? null }, { cookie })
    expect(await place.ask('POST', `/api/users/${id('meera@example.com')}/hand-over`, { to: id(owner.email) }, { cookie })).toMatchObject({
      status: 200,
      json: { counts: { 'core.team': 1 } },
    })
    expect((await place.ask('POST', `/api/users/${id('meera@example.com')}/disable`, {}, { cookie })).status).toBe(200)
    expect([(await place.ask('GET', '/api/meta', undefined, { cookie: hers })).status, (await byKey()).status]).toEqual([401, 401])
    expect(await signIn('meera@example.com', 'meera has a password')).toMatchObject({ status: 401, json: { code: 'wrong_password' } })
  })

  test('the last owner stays, and nobody disables themselves', async () => {
    cookie = (await signIn()).cookie
    const people = (await place.ask('GET', '/api/users', undefined, { cookie })).json.items as { id: string; email: string }[]
    const me = people.find(one => one.email === owner.email)?.id
    expect(await place.ask('POST', `/api/users/${me}/disable`, {}, { cookie })).toMatchObject({ status: 409, json: { code: 'oneself' } })
    expect(await place.ask('PUT', `/api/users/${me}/roles`, { roles: ['core.admin'] }, { cookie })).toMatchObject({ status: 409, json: { code: 'last_owner' } })
  })
})

describe('keys for programs', () => {
  test('carry at most the rights of who made them, narrowed to a role, end, and make no keys themselves', async () => {
    cookie = (await signIn()).cookie
    const make = (body: object) => place.ask('POST', '/api/keys', body, { cookie })
    const narrow = await make({ name: 'n', role: 'deals.looker', expiresAt: '2027-04-30T00:00:00Z' })
    const auth = { Authorization: `Bearer ${narrow.json.key}` }
    expect((await place.ask('GET', '/api/records/deals.deal', undefined, auth)).status).toBe(200)
    expect((await place.ask('POST', '/api/records/deals.deal', { title: 'x' }, auth)).status).toBe(403)
    expect((await place.ask('GET', '/api/users', undefined, auth)).status).toBe(403)
    expect((await place.ask('POST', '/api/keys', { name: 'more', expiresAt: '2027-04-30T00:00:00Z' }, auth)).status).toBe(403)
    expect((await make({ name: 'long', expiresAt: '2029-01-01T00:00:00Z' })).status).toBe(422)
    place.clock.set('2027-05-01T00:00:00Z')
    expect((await place.ask('GET', '/api/records/deals.deal', undefined, auth)).status).toBe(401)
    place.clock.set('2027-03-31T09:30:00Z')
    expect((await place.ask('DELETE', `/api/keys/${narrow.json.id}`, undefined, { cookie })).status).toBe(200)
    expect((await place.ask('GET', '/api/records/deals.deal', undefined, auth)).status).toBe(401)
  })
  test('that are narrowed are not given what was answered to a wider one', async () => {
    cookie = (await signIn()).cookie
    const make = async (role?: string) =>
      String((await place.ask('POST', '/api/keys', { name: 'n', expiresAt: '2027-04-30T00:00:00Z', ...(role && { role }) }, { cookie })).json.key)
    const write = async (key: string) =>
      (await place.ask('POST', '/api/records/deals.deal', { title: 'Once' }, { Authorization: `Bearer ${key}`, 'Idempotency-Key': 'same-for-both' })).status
    const [wide, narrow] = [await make(), await make('deals.looker')]
    expect([await write(wide), await write(narrow), await write(wide)]).toEqual([201, 422, 201])
  })
  test('are seen by administrators with whose they are and whether they open anything, and taken away at once', async () => {
    cookie = (await signIn()).cookie
    const invited = await place.ask(
      'POST',
      '/api/users/invite',
      { name: 'Devika Rao', email: 'devika@example.com', roles: ['deals.looker', 'deals.seller'] },
      { cookie },
    )
    const his = (await place.ask('POST', '/api/invitations/accept', { token: tail(invited.json.link), password: 'devika has a password' })).cookie
    const make = async (name: string, more: object = {}, by = his) =>
      (await place.ask('POST', '/api/keys', { name, expiresAt: '2027-06-30T00:00:00Z', ...more }, { cookie: by })).json as { id: string; key: string }
    const opens = async ({ key }: { key: string }) => (await place.ask('GET', '/api/records/deals.deal', undefined, { Authorization: `Bearer ${key}` })).status
    const plans = await make('Claude', { may: 'plan', role: 'deals.seller', limits: { writesPerHour: 5 } })
    const short = await make('Short', { expiresAt: '2027-04-01T00:00:00Z' })
    const wide = await make('Wide')
    const owners = await make('Of the owner', {}, cookie)
    expect(await opens(wide)).toBe(200)
    interface Shown {
      readonly id: string
      readonly name: string
      readonly user: { readonly id: string; readonly name: string }
      readonly state: string
      readonly usedAt: string | null
    }
    const all = async (by = cookie) => (await place.ask('GET', '/api/keys/all', undefined, { cookie: by })).json as unknown as { items: Shown[] }
    const states = async () => Object.fromEntries((await all()).items.filter(one => one.user.name === 'Devika Rao').map(one => [one.name, one.state]))
    const shown = (await all()).items.find(one => one.id === plans.id)
    const hisId = shown?.user.id ?? ''
    expect(shown).toEqual({
      id: plans.id,
      name: 'Claude',
      user: { id: hisId, name: 'Devika Rao', owner: false },
      role: { name: 'deals.seller', label: 'Seller' },
      may: 'plan',
      limits: { requestsPerMinute: null, writesPerHour: 5, rowsPerAnswer: null },
      state: 'inForce',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      usedAt: null,
    })
    const told = JSON.stringify(await all())
    expect([plans, short, wide, owners].filter(({ key }) => told.includes(key.slice(4, 9)))).toEqual([])
    expect((await all()).items.find(one => one.id === wide.id)?.usedAt).not.toBeNull()

    place.clock.set('2027-05-01T00:00:00Z')
    await place.ask('PUT', `/api/users/${hisId}/roles`, { roles: ['deals.looker'] }, { cookie: (await signIn()).cookie })
    cookie = (await signIn()).cookie
    expect([await states(), await opens(short)]).toEqual([{ Claude: 'roleLost', Short: 'ended', Wide: 'inForce' }, 401])
    place.clock.set('2027-03-31T09:30:00Z')
    cookie = (await signIn()).cookie

    const revoke = (id: string, headers: { readonly [name: string]: string }) => place.ask('DELETE', `/api/keys/all/${id}`, undefined, headers)
    const his2 = (await signIn('devika@example.com', 'devika has a password')).cookie
    const refused = [
      await place.ask('GET', '/api/keys/all', undefined, { cookie: his2 }),
      await revoke(owners.id, { cookie: his2 }),
      await place.ask('GET', '/api/keys/all', undefined, { Authorization: `Bearer ${owners.key}` }),
      await revoke(wide.id, { Authorization: `Bearer ${owners.key}` }),
      await revoke(hisId, { cookie }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 404])
    expect([(await revoke(wide.id, { cookie })).status, await opens(wide), (await revoke(wide.id, { cookie })).status]).toEqual([200, 401, 404])
    const inbox = await place.ask('GET', '/api/notifications', undefined, { cookie: his2 })
    expect(JSON.stringify(inbox.json)).toMatch(/ revoked your key “Wide”\./)

    await place.ask('PUT', `/api/users/${hisId}/roles`, { roles: ['core.admin'] }, { cookie })
    const asAdmin = (await signIn('devika@example.com', 'devika has a password')).cookie
    expect([(await revoke(owners.id, { cookie: asAdmin })).status, await opens(owners)]).toEqual([403, 200])
    await place.ask('POST', `/api/users/${hisId}/disable`, {}, { cookie })
    expect([await states(), await opens(plans)]).toEqual([{ Claude: 'disabled', Short: 'disabled' }, 401])
    expect((await place.ask('DELETE', `/api/keys/${owners.id}`, undefined, { cookie })).status).toBe(200)
  })
})
