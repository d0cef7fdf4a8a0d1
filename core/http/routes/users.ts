import { canonicalId, type Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Context, Hono } from 'hono'
import { accountById, addMember, beginMember, ensureAccount, hasBegun, plainEmail, proveAddress, setPassword } from '../../auth/accounts.ts'
import { sendInvitation } from '../../auth/invitations.ts'
import { chosenLanguage } from '../../auth/language.ts'
import { takeLetter, writeLetter } from '../../auth/letters.ts'
import { checkPassword, hashPassword, verifyPassword } from '../../auth/passwords.ts'
import { take } from '../../auth/rate.ts'
import { beginSession, endSessions } from '../../auth/sessions.ts'
import { takeOver } from '../../auth/take-over.ts'
import { endTokens, giveBackToken, makeToken, readToken, useToken } from '../../auth/tokens.ts'
import { giveRoles, handOver, mayGiveLink, mayInvite, mayManage, setActive, shownUsers, tellBegun } from '../../auth/users.ts'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import { change } from '../../records/change.ts'
import { systemContext } from '../../records/context.ts'
import { find, get, isId } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { checkKept, giveCookie } from '../cookies.ts'
import { administrator, body, type Env, type SignedIn, textOf } from '../env.ts'
import { overLink } from './session.ts'

/** Who works here: inviting, roles, and letting go. */
export function userRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/users', async c => {
    administrator(c)
    return c.json({ items: await reading(c, world, ctx => shownUsers(ctx)) })
  })

  app.post('/api/users/invite', async c => {
    const who = administrator(c)
    const given = await body(c)
    const email = plainEmail(given.email)
    if (!email)
      throw new Refused(422, 'invalid', 'Give an e-mail address such as name@example.com.', {
        errors: [{ field: 'email', code: 'email', message: 'Give an e-mail address such as name@example.com.' }],
      })
    const roles = rolesOf(given)
    mayManage(who, roles, [])
    if (world.config.mail) await takeLetter(world, who.workspace, email)
    const userId = await change1(c, world, async ctx => {
      const old = (await find(ctx, 'core.user', { where: { email }, fields: ['active'], limit: 1 })).items[0]
      mayManage(who, roles, old ? await rolesNow(ctx, old.id) : [])
      const id =
        old?.id ??
        ((await change(ctx, 'core.user', [{ verb: 'create', values: { name: textOf(given, 'name', 120), email } }], { server: true }))[0] as { id: string }).id
      await giveRoles(ctx, id, roles)
      await mayInvite(world, who, email, id)
      return id
    })
    const link = await invite(world, who, userId, email)
    return c.json(link, 201)
  })

  app.post('/api/users/:id/disable', async c =>
    act(c, world, async (ctx, who, id) => {
      if (id === who.access.caller.userId) throw new Refused(409, 'oneself', 'You can’t disable yourself. Ask another administrator.')
      await setActive(ctx, id, false)
      return { state: 'disabled' }
    }),
  )

  app.post('/api/users/:id/enable', async c =>
    act(c, world, async (ctx, _, id) => {
      await setActive(ctx, id, true)
      return { state: 'active' }
    }),
  )

  app.put('/api/users/:id/roles', async c => {
    const roles = rolesOf(await body(c))
    return act(c, world, async (ctx, who, id) => {
      mayManage(who, roles, await rolesNow(ctx, id))
      await giveRoles(ctx, id, roles)
      return { roles }
    })
  })

  app.post('/api/users/:id/hand-over', async c => {
    const to = textOf(await body(c), 'to', 36)
    return act(c, world, async (ctx, _, id) => {
      if (!isId(to) || canonicalId(to) === canonicalId(id)) throw new Refused(422, 'invalid', 'Choose another person to take the records over.')
      return { counts: await handOver(ctx, id, to) }
    })
  })

  app.post('/api/users/:id/reset-link', async c => {
    const who = administrator(c)
    const id = c.req.param('id')
    const user = await reading(c, world, ctx => get(ctx, 'core.user', id, ['email', 'account']))
    mayManage(who, [], await reading(c, world, ctx => rolesNow(ctx, id)))
    const email = plainEmail(user.email)
    if (!email) throw new Refused(409, 'no_email', 'This person has no e-mail address. Add one first.')
    if (world.config.mail) await takeLetter(world, who.workspace, email)
    const account = typeof user.account === 'string' ? await accountById(world.db.app, user.account) : null
    if (!account?.passwordHash || !(await hasBegun(world.db.app, account.id, who.workspace))) {
      await mayInvite(world, who, email, id)
      return c.json(await invite(world, who, id, email))
    }
    if (world.config.mail) {
      // To them alone: whoever asked for it learns nothing that they could not ask for on the page for signing in.
      await writeLetter(world, { kind: 'reset', account: account.id })
      return c.json({ link: null, mailed: true })
    }
    await mayGiveLink(world, who, account.id)
    const token = await makeToken(world.db.app, 'reset', { account: account.id }, world.clock.now())
    return c.json({ link: `${world.config.url}/reset/${token}`, mailed: false })
  })

  app.get('/api/invitations/:token', async c => {
    await take(world.db.app, `invitation ip ${c.get('ip')}`, { tries: 60, seconds: 900 })
    const { user, title, known, mayTakeOver } = await guest(world, c.req.param('token'))
    return c.json({ name: user.name as Json, email: user.email as Json, workspace: title, known, mayTakeOver })
  })

  app.post('/api/invitations/accept', async c => {
    checkKept(c, world.config)
    const given = await body(c)
    const [token, password] = [textOf(given, 'token'), textOf(given, 'password', 1000)]
    await take(world.db.app, `invitation ip ${c.get('ip')}`, { tries: 60, seconds: 900 })
    const { account, email, known, passwordHash, mayTakeOver } = await guest(world, token)
    const anew = given.anew === true
    if (anew && !mayTakeOver) throw overLink()
    // Someone who has a password elsewhere keeps it and shows that they know it: an invitation is no way into another's account.
    if (known && !anew && !(await verifyPassword(password, passwordHash)))
      throw new Refused(422, 'wrong_password', 'You have a password here already. Use that one.', {
        errors: [{ field: 'password', code: 'wrong_password', message: 'You have a password here already. Use that one.' }],
      })
    const keeps = known && !anew
    if (!keeps) checkPassword(password, email)
    const hash = keeps ? null : await hashPassword(password)
    const used = await useToken(world.db.app, 'invite', token, world.clock.now())
    if (!used?.workspace || !used.userId) throw overLink()
    const set =
      !hash || (anew ? await takeOver(world, { account, workspace: used.workspace, passwordHash: hash }) : await setPassword(world.db.app, account, hash, null))
    if (!set) {
      // Somebody else came first: whoever opens the link again is told how it stands now.
      await giveBackToken(world.db.app, 'invite', token)
      throw overLink()
    }
    if (used.mailed) await proveAddress(world.db.app, account, world.clock.now())
    const name = typeof given.name === 'string' && given.name.trim() !== '' ? given.name : null
    const user = used.userId
    await beginMember(world.db.app, account, used.workspace)
    await endTokens(world.db.app, 'invite', { account, workspace: used.workspace })
    const locale = await chosenLanguage(world, account)
    await systemContext(world, used.workspace, 'Accepts an invitation', 'api', async ctx => {
      const patch = { ...(name && { name }), ...(locale && { locale }) }
      if (name || locale) await change(ctx, 'core.user', [{ verb: 'update', id: user, patch }], { server: true })
      await tellBegun(ctx, user)
    })
    giveCookie(
      c,
      world.config,
      await beginSession(world.db.app, account, { userAgent: c.req.header('User-Agent') ?? null, ip: c.get('ip') }, world.clock.now(), hash ?? passwordHash),
    )
    return c.json({ state: 'signedIn' })
  })
}

type Work = (ctx: CoreCtx, who: SignedIn, id: string) => Promise<Json>

/** As an administrator, on one user who is there. */
function act(c: Context<Env>, world: World, work: Work): Promise<Response> {
  const who = administrator(c)
  const id = canonicalId(c.req.param('id') ?? '')
  if (!isId(id)) throw notFound()
  return writing(c, world, null, async ctx => {
    mayManage(who, [], await rolesNow(ctx, id))
    const json = await work(ctx, who, id)
    const user = await get(ctx, 'core.user', id, ['account', 'active'])
    if (user.active === false && typeof user.account === 'string' && (await hasBegun(world.db.app, user.account, who.workspace)))
      await endSessions(world.db.app, user.account, world.clock.now())
    return { json }
  })
}

/** What the work gave, or what it gave when the same request came before: its own would have been taken back. */
async function change1<T extends Json>(c: Context<Env>, world: World, work: (ctx: CoreCtx) => Promise<T>): Promise<T> {
  const answer = await writing(c, world, null, async ctx => ({ json: await work(ctx) }))
  return (await answer.json()) as T
}

function rolesOf(given: { readonly [name: string]: unknown }): string[] {
  const { roles } = given
  if (!Array.isArray(roles) || roles.length > 50 || !roles.every(role => typeof role === 'string'))
    throw new Refused(400, 'bad_body', '"roles" is a list of role names.')
  return [...new Set(roles as string[])]
}

async function rolesNow(ctx: CoreCtx, user: string): Promise<string[]> {
  const found = await get(ctx, 'core.user', user, ['roles'])
  const ids = ((found.roles ?? []) as unknown as { role: string }[]).map(line => line.role)
  const page = await find(ctx, 'core.role', { where: { id: { in: ids } }, fields: ['name'], limit: 500 })
  return page.items.map(item => String(item.name))
}

/** An account for the address, and a membership that begins with a link. */
async function invite(world: World, who: SignedIn, userId: string, email: string): Promise<{ link: string | null; mailed: boolean }> {
  const { app } = world.db
  const account = await ensureAccount(app, email, null)
  await addMember(app, account, who.workspace, userId, false)
  await systemContext(world, who.workspace, 'Invites a person', 'api', ctx =>
    change(ctx, 'core.user', [{ verb: 'update', id: userId, patch: { account } }], { server: true }),
  )
  return sendInvitation(world, { account, email, workspace: who.workspace, userId })
}

interface Guest {
  readonly account: string
  readonly email: string
  readonly user: { readonly [field: string]: Json }
  readonly title: string
  readonly known: boolean
  /** Nobody had shown that the address is theirs, and whoever has this link reads its mailbox: they may choose a password anew. */
  readonly mayTakeOver: boolean
  readonly passwordHash: string | null
}

async function guest(world: World, token: string): Promise<Guest> {
  const found = await readToken(world.db.app, 'invite', token, world.clock.now())
  const account = found?.account ? await accountById(world.db.app, found.account) : null
  if (!found?.workspace || !found.userId || !account || account.disabled) throw overLink()
  const { workspace, userId } = found
  const user = await systemContext(world, workspace, 'Reads an invitation', 'api', ctx => get(ctx, 'core.user', userId, ['name', 'email', 'active', 'account']))
  // Whoever is invited under another address by now is not whom this link was for.
  if (user.active === false || user.account !== account.id || plainEmail(user.email) !== account.email) throw overLink()
  const [home] = await world.db.app.run<{ title: string }>(sql`select title from ${tableName('sangam', 'workspace')} where name = ${workspace}`)
  return {
    account: account.id,
    email: account.email,
    user,
    title: home?.title ?? workspace,
    known: account.passwordHash !== null,
    mayTakeOver: account.passwordHash !== null && found.mailed && !account.proven,
    passwordHash: account.passwordHash,
  }
}
