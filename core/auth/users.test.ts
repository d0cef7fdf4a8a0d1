import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorkspace } from '../plans/workspace.ts'
import { change } from '../records/change.ts'
import { systemContext } from '../records/context.ts'
import { Team } from '../system/organisation.ts'
import { accountById, addMember, ensureAccount } from './accounts.ts'
import { beginSession } from './sessions.ts'
import { giveRoles } from './users.ts'

let platform: TestPlatform
let manager: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] })
  manager = await platform.as('core.admin')
  await createWorkspace(platform.platform.world, { name: 'sample', title: 'To try things', sample: true })
})
afterAll(() => platform.stop())

const statusOf = async (client: TestClient, method: string, path: string, body?: object, headers = {}): Promise<number> =>
  (await client.ask(method, path, body, headers)).status
const emailOf = async ({ userId }: TestClient): Promise<string> =>
  String(((await platform.admin.get(`/api/records/core.user/${userId}`)) as { email: string }).email)
const accountOf = async ({ userId }: TestClient): Promise<string> =>
  String(((await platform.admin.get(`/api/records/core.user/${userId}`)) as { account: string }).account)

/** Someone of the main workspace also works in another, under these roles; gives what they send to be there. */
async function alsoIn(
  account: string,
  roles: readonly string[],
  workspace = 'sample',
): Promise<{ readonly id: string; readonly headers: { readonly [name: string]: string } }> {
  const { world } = platform.platform
  const email = (await accountById(world.db.app, account))?.email ?? ''
  const id = await systemContext(world, workspace, 'Makes a person for a test', 'seed', async ctx => {
    const [made] = await change(ctx, 'core.user', [{ verb: 'create', values: { name: email, email, account } }], { server: true })
    await giveRoles(ctx, (made as { id: string }).id, roles)
    return (made as { id: string }).id
  })
  await addMember(world.db.app, account, workspace, id)
  const token = await beginSession(world.db.app, account, { userAgent: null, ip: 'test' }, world.clock.now())
  return { id, headers: { Cookie: `sangam=${token}`, 'Sangam-Workspace': workspace } }
}

describe('a link opens an account in all its workspaces', () => {
  test('so the owner of one gives none for someone they may not manage in another', async () => {
    const boss = await alsoIn(await accountOf(platform.admin), ['core.owner'])
    const clerk = await platform.as()
    const mine = await alsoIn(await accountOf(clerk), ['core.owner'])
    const reset = (id: string, headers: object) => statusOf(platform.guest, 'POST', `/api/users/${id}/reset-link`, {}, headers)
    expect([await reset(boss.id, mine.headers), await reset(mine.id, boss.headers)]).toEqual([403, 200])
  })

  test('so nobody is let in early by an invitation from elsewhere', async () => {
    const clerk = await platform.as()
    const mine = await alsoIn(await accountOf(clerk), ['core.owner'])
    await platform.admin.post('/api/users/invite', { name: 'Second owner', email: 'second@example.com', roles: ['core.owner'] })
    const invite = { name: 'Second', email: 'second@example.com', roles: [] }
    expect(await statusOf(platform.guest, 'POST', '/api/users/invite', invite, mine.headers)).toBe(403)
    const [there] = await platform.platform.world.db.app.run<{ some: boolean }>(
      sql`select exists (select from sample.core_user where email = 'second@example.com') as some`,
    )
    expect(there).toEqual({ some: false })
  })
})

describe('the language that somebody chose goes with their sign-in', () => {
  const asPerson = async (account: string, workspace: string) => {
    const token = await beginSession(platform.platform.world.db.app, account, { userAgent: null, ip: 'test' }, new Date(platform.clock.now()))
    return { Cookie: `sangam=${token}`, 'Sangam-Workspace': workspace }
  }
  const speak = async (account: string, workspace: string, locale: string) =>
    statusOf(platform.guest, 'PATCH', '/api/me', { locale }, await asPerson(account, workspace))
  const spoken = (account: string, workspaces = ['main', 'sample']) =>
    Promise.all(
      workspaces.map(async workspace => {
        const { json } = await platform.guest.ask('GET', '/api/meta', undefined, await asPerson(account, workspace))
        return (json as { user: { locale: string } }).user.locale
      }),
    )

  const take = (invitation: unknown) =>
    platform.guest.post('/api/invitations/accept', { token: (invitation as { link: string }).link.split('/').at(-1), password: 'correct horse battery' })

  test('into their other workspaces, from whichever they choose it in, and into nobody else’s', async () => {
    const [account, other] = [await accountOf(await platform.as()), await accountOf(await platform.as())]
    for (const one of [account, other]) await alsoIn(one, [])
    const steps: [number, string[], string[]][] = []
    const step = async (...how: Parameters<typeof speak>) => steps.push([await speak(...how), await spoken(account), await spoken(other)])
    await step(account, 'main', 'hi')
    await step(account, 'main', 'xx')
    await step(account, 'sample', 'en')
    const [english, hindi] = [
      ['en', 'en'],
      ['hi', 'hi'],
    ]
    expect(steps).toEqual([
      [200, hindi, english],
      [422, hindi, english],
      [200, english, english],
    ])
  })

  test('into one that they are invited to later', async () => {
    const boss = await alsoIn(await accountOf(await platform.as()), ['core.owner'])
    const invite = { name: 'Meena', email: 'meena@example.com', roles: [] }
    await take(await platform.admin.post('/api/users/invite', invite))
    const account = await ensureAccount(platform.platform.world.db.app, invite.email, null)
    expect(await speak(account, 'main', 'hi')).toBe(200)
    const invitation = (await platform.guest.ask('POST', '/api/users/invite', invite, boss.headers)).json
    // Who invites an address learns nothing of whose it is, and has no say in it, before they take the invitation.
    const inSample = async () =>
      (await platform.platform.world.db.app.run<{ locale: string }>(sql`select locale from sample.core_user where account = ${account}`)).map(row => row.locale)
    await speak(account, 'main', 'en')
    await speak(account, 'main', 'hi')
    const before = await inSample()
    await take(invitation)
    const begun = await spoken(account)
    await speak(account, 'main', 'en')
    expect([before, begun, await inSample()]).toEqual([['en'], ['hi', 'hi'], ['en']])
  })

  test('as they chose it last, whatever others wrote of them since', async () => {
    const { world } = platform.platform
    await createWorkspace(world, { name: 'other', title: 'Elsewhere', sample: false })
    const boss = await alsoIn(await accountOf(await platform.as()), ['core.owner'], 'other')
    const invite = { name: 'Ravi', email: 'ravi@example.com', roles: [] }
    await take(await platform.admin.post('/api/users/invite', invite))
    const account = await ensureAccount(world.db.app, invite.email, null)
    await alsoIn(account, [])
    await speak(account, 'sample', 'hi')
    const { items } = (await platform.admin.post('/api/query/core.user', { where: { email: invite.email } })) as { items: { id: string }[] }
    await platform.admin.patch(`/api/records/core.user/${items[0]?.id}`, { locale: 'en' })
    await take((await platform.guest.ask('POST', '/api/users/invite', invite, boss.headers)).json)
    expect(await spoken(account, ['main', 'sample', 'other'])).toEqual(['en', 'hi', 'hi'])
  })
})

test('an invitation opens nothing before it is taken: who knows the password of an address from elsewhere is not in', async () => {
  const { world } = platform.platform
  const boss = await alsoIn(await accountOf(await platform.as()), ['core.owner'])
  const invite = { name: 'Omar', email: 'omar@example.com', roles: ['core.admin'] }
  const take = (invitation: unknown) =>
    platform.guest.ask('POST', '/api/invitations/accept', { token: (invitation as { link: string }).link.split('/').at(-1), password: 'correct horse battery' })
  await take(await platform.admin.post('/api/users/invite', invite))
  const account = await ensureAccount(world.db.app, invite.email, null)
  const token = await beginSession(world.db.app, account, { userAgent: null, ip: 'test' }, new Date(platform.clock.now()))
  const ask = async (workspace: string) => platform.guest.ask('GET', '/api/meta', undefined, { Cookie: `sangam=${token}`, 'Sangam-Workspace': workspace })
  const homes = async () => ((await ask('main')).json as { workspaces: { name: string }[] }).workspaces.map(one => one.name)
  const shown = async () => {
    const { json } = await platform.guest.ask('GET', '/api/users', undefined, boss.headers)
    return (json as { items: { email: string; state: string }[] }).items.find(one => one.email === invite.email)?.state
  }
  const { json: invitation } = await platform.guest.ask('POST', '/api/users/invite', invite, boss.headers)
  const before = [(await ask('sample')).status, await homes(), await shown()]
  expect((await take(invitation)).status).toBe(200)
  expect([before, [(await ask('sample')).status, await homes(), await shown()]]).toEqual([
    [401, ['main'], 'invited'],
    [200, ['main', 'sample'], 'active'],
  ])
})

describe('who was invited and did not begin', () => {
  const invite = async (email: string, roles: readonly string[], headers = {}) =>
    (await platform.guest.ask('POST', '/api/users/invite', { name: email, email, roles }, headers)).json as { link: string }
  const take = async ({ link }: { readonly link: string }, password = 'correct horse battery') =>
    (await platform.guest.ask('POST', '/api/invitations/accept', { token: link.split('/').at(-1), password })).status
  const sessionIn = async (account: string, workspace: string) => {
    const { world } = platform.platform
    const token = await beginSession(world.db.app, account, { userAgent: null, ip: 'test' }, new Date(platform.clock.now()))
    return { Cookie: `sangam=${token}`, 'Sangam-Workspace': workspace }
  }
  const shown = async (email: string, headers: { readonly [name: string]: string }) =>
    (
      (await platform.guest.ask('GET', '/api/users', undefined, headers)).json as {
        items: { id: string; email: string; state: string; lastSeen: string | null }[]
      }
    ).items.find(one => one.email === email)

  test('under a wrong address is let in by no link of before once the address is corrected', async () => {
    const owner = (await alsoIn(await accountOf(await platform.as()), ['core.owner'])).headers
    const first = await invite('wrong@example.com', ['core.admin'], owner)
    const id = (await shown('wrong@example.com', owner))?.id as string
    await platform.guest.ask('PATCH', `/api/records/core.user/${id}`, { email: 'right@example.com' }, owner)
    const between = await take(first)
    const second = (await platform.guest.ask('POST', `/api/users/${id}/reset-link`, {}, owner)).json as { link: string }
    const members = platform.platform.world.db.app.run<{ email: string }>(
      sql`select a.email from sangam.membership m join sangam.account a on a.id = m.account where m.user_id = ${id}::uuid`,
    )
    expect([between, await members, await take(first), await take(second)]).toEqual([422, [{ email: 'right@example.com' }], 422, 200])
  })

  test('has no power yet: gives no link for others, is no owner who stays, and where they work elsewhere is not told of, nor ended', async () => {
    const { world } = platform.platform
    await createWorkspace(world, { name: 'third', title: 'Third', sample: false })
    const [boss, colleague] = [await accountOf(await platform.as()), await accountOf(await platform.as())]
    const mine = await alsoIn(boss, ['core.owner'], 'third')
    const host = (await alsoIn(await accountOf(await platform.as()), ['core.owner'])).headers
    const email = (await accountById(world.db.app, boss))?.email ?? ''
    const theirs = await alsoIn(colleague, ['core.admin'], 'third')
    await alsoIn(colleague, [])
    await invite(email, ['core.owner'], host)
    const link = await statusOf(platform.guest, 'POST', `/api/users/${theirs.id}/reset-link`, {}, await sessionIn(boss, 'third'))
    const seen = await shown(email, host)
    const [before, off, after] = [
      await statusOf(platform.guest, 'GET', '/api/users', undefined, mine.headers),
      await statusOf(platform.guest, 'POST', `/api/users/${seen?.id}/disable`, {}, host),
      await statusOf(platform.guest, 'GET', '/api/users', undefined, mine.headers),
    ]
    await invite('next@example.com', ['core.owner'], mine.headers)
    const step = await platform.guest.ask('PUT', `/api/users/${mine.id}/roles`, { roles: ['core.admin'] }, mine.headers)
    expect([link, seen?.state, seen?.lastSeen, [before, off, after], [step.status, (step.json as { code: string }).code]]).toEqual([
      403,
      'invited',
      null,
      [200, 200, 200],
      [409, 'last_owner'],
    ])
    expect(await statusOf(platform.guest, 'POST', `/api/users/${mine.id.toUpperCase()}/disable`, {}, mine.headers)).toBe(409)
  })
})

test('an account stays with its user: no invitation puts another in an owner’s place', async () => {
  const owner = await platform.as('core.owner')
  const email = await emailOf(owner)
  await manager.patch(`/api/records/core.user/${owner.userId}`, { email: 'moved@example.com' })
  expect(await statusOf(manager, 'POST', '/api/users/invite', { name: 'Nobody', email, roles: [] })).toBe(409)
  expect(await statusOf(owner, 'GET', '/api/users')).toBe(200)
})

test('an invitation that is sent again, at once or later, is one person and a link that opens', async () => {
  const send = () =>
    platform.admin.ask('POST', '/api/users/invite', { name: 'Gita', email: 'gita@example.com', roles: ['core.admin'] }, { 'Idempotency-Key': 'gita' })
  const [first, twin] = await Promise.all([send(), send()])
  const second = await send()
  expect([first.status, twin.status, second.status]).toEqual([201, 201, 201])
  expect(await platform.guest.get(`/api/invitations/${(second.json as { link: string }).link.split('/').at(-1)}`)).toMatchObject({ name: 'Gita' })
  expect(second.json).toMatchObject({ link: expect.stringMatching(/\/invitation\/[\w-]{43}$/), mailed: false })
})

test('a workspace that is not there reads like one that is not ours, to strangers too', async () => {
  const ask = async (headers: object, workspace: string) => {
    const { status, json } = await platform.guest.ask('GET', '/api/meta', undefined, { ...headers, 'Sangam-Workspace': workspace })
    return [status, (json as { code: string }).code]
  }
  const token = await beginSession(platform.platform.world.db.app, await accountOf(manager), { userAgent: null, ip: 'test' }, new Date(platform.clock.now()))
  for (const headers of [{}, { Cookie: 'sangam=guessed' }, { Cookie: `sangam=${token}` }, { Authorization: 'Bearer sgm_guessed' }])
    expect(await ask(headers, 'nowhere')).toEqual(await ask(headers, 'sample'))
})

describe('handing over', () => {
  test('gives all to the other, also what does not fit into one step', async () => {
    const [leaving, staying] = [await platform.as(), await platform.as()]
    await platform.admin.repo(Team).createMany(Array.from({ length: 501 }, (_, at) => ({ name: `Team ${at}`, leader: leaving.userId })))
    expect(await manager.post(`/api/users/${leaving.userId}/hand-over`, { to: staying.userId })).toEqual({ counts: { 'core.team': 501 } })
    expect(await platform.admin.repo(Team).count({ leader: staying.userId })).toBe(501)
  })

  test('is to someone who still works here', async () => {
    const [leaving, gone] = [await platform.as(), await platform.as()]
    await manager.post(`/api/users/${gone.userId}/disable`)
    expect(await manager.refused(manager.post(`/api/users/${leaving.userId}/hand-over`, { to: gone.userId }))).toMatchObject({ status: 422 })
  })
})

test('people are shown with whether they sign in', async () => {
  const { world } = platform.platform
  await platform.admin.post('/api/users/invite', { name: 'Invited', email: 'invited@example.com', roles: [] })
  await platform.admin.post('/api/records/core.user', { name: 'Only owns records' })
  const left = await platform.as()
  await platform.admin.post(`/api/users/${left.userId}/disable`)
  const { items } = (await platform.admin.get('/api/users')) as { items: { id: string; name: string; state: string }[] }
  const stateOf = (found: (one: { id: string; name: string }) => boolean) => items.find(found)?.state
  expect([
    stateOf(one => one.id === platform.admin.userId),
    stateOf(one => one.name === 'Invited'),
    stateOf(one => one.name === 'Only owns records'),
    stateOf(one => one.id === left.userId),
  ]).toEqual(['active', 'invited', 'noSignIn', 'disabled'])
  expect(await ensureAccount(world.db.app, 'invited@example.com', null)).toMatch(/^[0-9a-f-]{36}$/)
})
