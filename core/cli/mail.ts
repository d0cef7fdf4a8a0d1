import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import { stuckLetters } from '../auth/letters.ts'
import { readConfig } from '../config.ts'
import type { InstallationMail } from '../config-mail.ts'
import { Refused } from '../errors.ts'
import { installationServer, sendMail, tryServer } from '../work/mail.ts'
import type { Bare } from './connect.ts'
import { type Finding, say } from './output.ts'

/** The mail server of the installation, which the environment names. */
export function addMail(program: Command): void {
  const mail = program.command('mail').description('Tries the mail server of the installation (SANGAM_MAIL_URL).')
  mail
    .command('test <address>')
    .description('Sends a test letter to an address.')
    .action(async (address: string) => {
      const { mail: set, url } = readConfig()
      if (!set)
        throw new Refused(
          409,
          'no_mail_server',
          'No mail server of the installation is set. Set SANGAM_MAIL_URL and SANGAM_MAIL_FROM where the server is started.',
        )
      const text = `The mail server of the Sangam at ${url} works: this letter came through it.`
      await sendMail(installationServer(set), { to: address, subject: 'A test letter of Sangam', text }, `test-${randomUUID()}`).catch(error => {
        throw error instanceof Refused ? error : new Error(`${placeOf(set)} did not take it: ${error instanceof Error ? error.message : String(error)}`)
      })
      say(`${placeOf(set)} took a letter from ${set.from} to ${address}. Look whether it arrives, and not among what is unwanted.`)
    })
}

/** What the doctor says of it. Nothing is sent; only that it can be reached and lets us in is tried. */
export async function checkMail({ config: { mail: set }, db }: Pick<Bare, 'config' | 'db'>): Promise<Finding[]> {
  if (!set)
    return [
      good('No mail server of the installation is set: links for signing in go through the mail servers of workspaces, whose administrators could read them.'),
    ]
  const failure = await tryServer(installationServer(set)).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (failure !== null)
    return [bad(`The mail server of the installation, ${placeOf(set)}, does not work: ${failure}. No link for signing in is mailed meanwhile.`)]
  const works = good(`Links for signing in are mailed by ${placeOf(set)} from ${set.from}${set.tls === 'never' ? ', without TLS' : ''}.`)
  const [table] = await db.owner.run<{ there: boolean }>(sql`select to_regclass('sangam.letter') is not null as there`)
  const { count, error } = table?.there ? await stuckLetters(db.owner) : { count: 0, error: null }
  return count === 0 ? [works] : [works, bad(`Letters with links for signing in that were not taken and wait for another try: ${count}. Last error: ${error}`)]
}

const good = (text: string): Finding => ({ good: true, text })
const bad = (text: string): Finding => ({ good: false, text })

function placeOf({ host, port }: InstallationMail): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
