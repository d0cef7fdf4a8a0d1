import { sql } from 'drizzle-orm'
import type { Hono } from 'hono'
import { accessOfUser } from '../../access/resolve.ts'
import { accountById, beganSomewhere, findAccount, hasOwner, plainEmail, proveAddress, setPassword } from '../../auth/accounts.ts'
import { inviteAgain } from '../../auth/invitations.ts'
import { chosenLanguage } from '../../auth/language.ts'
import { writeLetter } from '../../auth/letters.ts'
import { mailLink } from '../../auth/links.ts'
import { checkPassword, hashPassword, verifyPassword } from '../../auth/passwords.ts'
import { forgive, networkOf, take } from '../../auth/rate.ts'
import { beginSession, endSession, endSessions, listSessions } from '../../auth/sessions.ts'
import { makeToken, readToken, useToken } from '../../auth/tokens.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { isId } from '../../records/find.ts'
import type { World } from '../../world.ts'
import { checkKept, giveCookie, takeCookie } from '../cookies.ts'
import { body, type Env, person, signedIn, textOf } from '../env.ts'

const wrong = (): Refused => new Refused(401, 'wrong_password', 'This e-mail address and password don’t belong together. Try again, or ask for a new password.')

/** Signing in and out, sessions, and passwords. */
export function sessionRoutes(app: Hono<Env>, world: World): void {
  const { db, clock, config } = world

  app.get('/api/session', async c =>
    c.json({ state: c.get('signedIn') ? 'signedIn' : (await hasOwner(db.app)) ? 'signedOut' : 'setup', mailsFrom: config.mail?.from ?? null }),
  )

  app.post('/api/session', async c => {
    checkKept(c, config)
    const given = await body(c)
    const email = plainEmail(given.email) ?? ''
    const password = textOf(given, 'password', 1000)
    // Who guesses from one place is stopped soon; a person signing in from another is not stopped with them.
    const from = networkOf(c.get('ip'))
    await take(db.app, `sign-in ip ${from}`, { tries: 100, seconds: 900 })
    await take(db.app, `sign-in ${email} ${from}`, { tries: 10, seconds: 900 })
    await take(db.app, `sign-in ${email}`, { tries: 300, seconds: 900 })
    const account = await findAccount(db.app, email)
    const right = await verifyPassword(password, account?.passwordHash ?? null)
    if (!account || !right || account.disabled || !(await worksSomewhere(world, account.id))) throw wrong()
    await forgive(db.app, `sign-in ${email} ${from}`)
    const browser = { userAgent: c.req.header('User-Agent') ?? null, ip: c.get('ip') }
    giveCookie(c, config, await beginSession(db.app, account.id, browser, clock.now(), account.passwordHash))
    return c.json({ state: 'signedIn' })
  })

  app.delete('/api/session', async c => {
    const who = c.get('signedIn')
    if (who?.session) await endSession(db.app, who.account.id, who.session.id, clock.now())
    takeCookie(c, config)
    return c.json({ state: 'signedOut' })
  })

  app.get('/api/sessions', async c => {
    const { account, session } = signedIn(c)
    const items = await listSessions(db.app, account.id, clock.now())
    return c.json({ items: items.map(one => ({ ...one, current: one.id === session?.id })) })
  })

  app.delete('/api/sessions/:id', async c => {
    const { account } = signedIn(c)
    const id = c.req.param('id')
    if (!isId(id) || !(await endSession(db.app, account.id, id, clock.now()))) throw new Refused(404, 'not_found', 'This session has ended already.')
    return c.json({ ended: true })
  })

  app.post('/api/password', async c => {
    const { account, session } = signedIn(c)
    const given = await body(c)
    const [current, next] = [textOf(given, 'current', 1000), textOf(given, 'next', 1000)]
    await take(db.app, `password ${account.id}`, { tries: 10, seconds: 900 })
    const stored = await accountById(db.app, account.id)
    if (!(await verifyPassword(current, stored?.passwordHash ?? null))) {
      const message = 'This is not your password now. Try again.'
      throw new Refused(422, 'invalid', message, { errors: [{ field: 'current', code: 'wrong_password', message }] })
    }
    checkPassword(next, account.email)
    if (!(await setPassword(db.app, account.id, await hashPassword(next), stored?.passwordHash ?? null)))
      throw new Refused(409, 'password_changed', 'The password was changed meanwhile, elsewhere. Sign in again.')
    await endSessions(db.app, account.id, clock.now(), session?.id ?? null)
    return c.json({ changed: true })
  })

  app.post('/api/password/forgot', async c => {
    const email = plainEmail((await body(c)).email)
    await take(db.app, `forgot ip ${networkOf(c.get('ip'))}`, { tries: 20, seconds: 3600 })
    if (email) {
      await take(db.app, `forgot ${email}`, { tries: 3, seconds: 900 })
      // The answer is the same and as swift whether there is such an account or not.
      void sendReset(world, email).catch(error => world.log.warn('A link for a new password could not be sent.', { error: String(error) }))
    }
    return c.json({ sent: true }, 202)
  })

  app.get('/api/address', async c => {
    const { account } = signedIn(c)
    const proven = (await accountById(db.app, account.id))?.proven === true
    return c.json({ email: account.email, proven, from: config.mail?.from ?? null, notices: config.mail?.notices === true })
  })

  app.post('/api/address/proof', async c => {
    const { account } = person(c)
    if (!config.mail) throw new Refused(409, 'no_mail_server', 'No mail server of the installation is set. Whoever runs the server can set one.')
    await take(db.app, `proof ${account.id}`, { tries: 5, seconds: 3600 })
    await writeLetter(world, { kind: 'proof', account: account.id })
    return c.json({ sent: true }, 202)
  })

  app.post('/api/address/prove', async c => {
    const { account } = person(c)
    const token = textOf(await body(c), 'token')
    await take(db.app, `prove ${account.id}`, { tries: 30, seconds: 900 })
    const found = await readToken(db.app, 'proof', token, clock.now())
    if (!found?.account) throw overLink()
    // Whoever has the mailbox and whoever is signed in must be one: else the mail would prove the address for somebody who sits there first.
    if (found.account !== account.id)
      throw new Refused(403, 'other_account', 'This link is for another sign-in. Sign in as whoever asked for it, or do nothing if that was not you.')
    if (!(await useToken(db.app, 'proof', token, clock.now()))) throw overLink()
    await proveAddress(db.app, account.id, clock.now())
    return c.json({ proven: true })
  })

  app.post('/api/password/reset', async c => {
    checkKept(c, config)
    const given = await body(c)
    const [token, password] = [textOf(given, 'token'), textOf(given, 'password', 1000)]
    await take(db.app, `reset ip ${networkOf(c.get('ip'))}`, { tries: 30, seconds: 900 })
    const found = await readToken(db.app, 'reset', token, clock.now())
    const account = found?.account ? await accountById(db.app, found.account) : null
    if (!account || account.disabled) throw overLink()
    checkPassword(password, account.email)
    const hash = await hashPassword(password)
    const used = await useToken(db.app, 'reset', token, clock.now())
    if (!used || !(await setPassword(db.app, account.id, hash, account.passwordHash))) throw overLink()
    if (used.mailed) await proveAddress(db.app, account.id, clock.now())
    await endSessions(db.app, account.id, clock.now())
    giveCookie(c, config, await beginSession(db.app, account.id, { userAgent: c.req.header('User-Agent') ?? null, ip: c.get('ip') }, clock.now(), hash))
    return c.json({ state: 'signedIn' })
  })
}

export function overLink(): Refused {
  return new Refused(422, 'link_over', 'This link was used already or is too old. Ask for a new one.')
}

async function sendReset(world: World, email: string): Promise<void> {
  const account = await findAccount(world.db.app, email)
  if (!account || account.disabled) return
  if (!(await beganSomewhere(world.db.app, account.id))) return inviteAgain(world, account.id, email)
  if (world.config.mail) return writeLetter(world, { kind: 'reset', account: account.id })
  const token = await makeToken(world.db.app, 'reset', { account: account.id }, world.clock.now())
  const locale = await chosenLanguage(world, account.id)
  await mailLink(world, account.id, {
    ...(locale && { locale }),
    to: email,
    subject: 'A new password for Sangam',
    text: 'Open this link within an hour to choose a new password: {link}\n\nIf you did not ask for it, do nothing; your password stays as it is.',
    link: `${world.config.url}/reset/${token}`,
  })
}

/** Someone whom every workspace has let go, or who took no invitation, has nowhere to sign in to. */
async function worksSomewhere(world: World, account: string): Promise<boolean> {
  const homes = await world.db.app.run<{ workspace: string; userId: string }>(
    sql`select workspace, user_id as "userId" from ${tableName('sangam', 'membership')} where account = ${account}::uuid and begun`,
  )
  for (const { workspace, userId } of homes) if (await accessOfUser(world, workspace, userId)) return true
  return false
}
