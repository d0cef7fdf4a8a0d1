import { sql } from 'drizzle-orm'
import { readSystemCaller } from '../access/caller.ts'
import { accessOfUser } from '../access/resolve.ts'
import type { InstallationMail } from '../config-mail.ts'
import { tableName } from '../data/identifiers.ts'
import { fill } from '../registry/words.ts'
import { serverWords } from '../system/server.hi.ts'
import { installationServer, sendMail } from '../work/mail.ts'
import type { World } from '../world.ts'
import { type Account, accountById, beganSomewhere } from './accounts.ts'
import { type ClaimedLetter, claimLetter, dropLetter, mostTries, noteFailure } from './letters.ts'
import { makeToken } from './tokens.ts'

const mails = {
  reset: {
    subject: 'A new password for Sangam',
    text: 'Open this link within an hour to choose a new password: {link}\n\nIf you did not ask for it, do nothing; your password stays as it is.',
  },
  invite: {
    subject: 'You are invited to Sangam',
    text: 'You are invited to work with us in Sangam. Open this link within a week to choose your password: {link}',
  },
  proof: {
    subject: 'Is this your address?',
    text: 'Open this link within a day, where you are signed in to Sangam, to show that this address is yours: {link}\n\nIf you did not ask for it, do nothing.',
  },
} as const

const paths = { reset: 'reset', invite: 'invitation', proof: 'proof' } as const

/**
 * Mails links for signing in through the installation's server, each as soon as it is asked for and again while that does not take it. What a letter says is core's own: no workspace, whose
 * administrators may write words anew, has a say in what stands around a link. Any node sends what any other was asked for.
 */
export class Post {
  #running: Promise<void> | null = null
  #again = false
  #stopping = false
  #timer: NodeJS.Timeout | undefined

  constructor(readonly world: World) {}

  /** Looks from now on for what waits for another try, or was left by a node that ended. */
  begin(): void {
    if (this.world.config.mail) this.#timer = setInterval(() => this.wake(), 10_000)
    this.wake()
  }

  /** Something is to be sent. */
  wake(): void {
    const { mail } = this.world.config
    if (!mail || this.#stopping) return
    this.#again = true
    this.#running ??= this.#send(mail).finally(() => {
      this.#running = null
      // Asked for while the last round came to its end.
      if (this.#again) this.wake()
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#running
  }

  async #send(mail: InstallationMail): Promise<void> {
    const { db, clock, log } = this.world
    while (this.#again && !this.#stopping) {
      this.#again = false
      try {
        for (let letter = await claimLetter(db.app, clock.now()); letter && !this.#stopping; letter = await claimLetter(db.app, clock.now()))
          await this.#one(mail, letter)
      } catch (error) {
        log.warn('Letters with links for signing in could not be looked for; it is tried again.', { error: String(error) })
      }
    }
  }

  async #one(mail: InstallationMail, letter: ClaimedLetter): Promise<void> {
    const { db, clock, config, log } = this.world
    const account = letter.tries > mostTries ? null : await accountById(db.app, letter.account)
    if (!account || !(await this.#isWanted(account, letter))) return dropLetter(db.app, letter.id)
    const { kind, workspace, userId, beside } = letter
    const token = await makeToken(db.app, kind, { account: account.id, ...(workspace && { workspace }), ...(userId && { userId }) }, clock.now(), {
      beside,
      mailed: true,
    })
    const locale = await this.#localeOf(account.id, workspace)
    const link = `${config.url}/${paths[kind]}/${token}`
    const message = { to: account.email, subject: inWords(locale, mails[kind].subject), text: inWords(locale, mails[kind].text, { link }) }
    const failure = await sendMail(installationServer(mail), message, `${letter.id}-${letter.tries}`).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (failure === null) return dropLetter(db.app, letter.id)
    const last = letter.tries >= mostTries
    log.warn(
      last ? 'A letter with a link for signing in was not taken, and is given up.' : 'A letter with a link for signing in was not taken; it is tried again.',
      {
        kind,
        attempt: letter.tries,
        error: failure.replaceAll(token, '…'),
      },
    )
    await (last ? dropLetter(db.app, letter.id) : noteFailure(db.app, letter.id, failure.replaceAll(token, '…')))
  }

  /** Things may have changed since it was asked for: they were let go, or took another link. */
  async #isWanted(account: Account, { kind, workspace, userId }: ClaimedLetter): Promise<boolean> {
    const { db } = this.world
    if (account.disabled) return false
    if (kind === 'proof') return !account.proven
    if (kind === 'reset') return beganSomewhere(db.app, account.id)
    if (!workspace || !userId) return false
    const [open] = await db.app.run<{ begun: boolean }>(
      sql`select begun from ${tableName('sangam', 'membership')} where account = ${account.id}::uuid and workspace = ${workspace} and user_id = ${userId}::uuid`,
    )
    return open?.begun === false && (await accessOfUser(this.world, workspace, userId)) !== null
  }

  /** As they chose it themselves, else as where they are invited, else as where they work. */
  async #localeOf(account: string, workspace: string | null): Promise<string> {
    const { db } = this.world
    const [chosen] = await db.app.run<{ locale: string | null; home: string | null }>(sql`
      select locale, (select min(workspace) from ${tableName('sangam', 'membership')} m where m.account = a.id and m.begun) as home from ${tableName('sangam', 'account')} a where id = ${account}::uuid`)
    if (chosen?.locale) return chosen.locale
    const home = workspace ?? chosen?.home
    return home ? (await readSystemCaller(db.app, home)).locale : 'en'
  }
}

function inWords(locale: string, text: string, values: { readonly [name: string]: string } = {}): string {
  return fill((locale.startsWith('hi') && Object.hasOwn(serverWords, text) ? serverWords[text] : undefined) ?? text, values, locale)
}
