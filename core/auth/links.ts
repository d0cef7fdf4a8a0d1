import { Mail } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { tableName } from '../data/identifiers.ts'
import { systemContext } from '../records/context.ts'
import { mailServer } from '../work/mail.ts'
import type { World } from '../world.ts'

export interface LinkMail {
  readonly to: string
  readonly subject: string
  /** With `{link}` where it belongs. */
  readonly text: string
  readonly link: string
}

/** Mails a link through the first workspace of an account that has a mail server; false where none has, and an administrator hands the link over. */
export async function mailLink(world: World, account: string, mail: LinkMail): Promise<boolean> {
  const homes = await world.db.app.run<{ workspace: string; locale: string | null }>(
    sql`select workspace from ${tableName('sangam', 'membership')} where account = ${account}::uuid order by workspace`,
  )
  for (const { workspace } of homes) {
    const sent = await systemContext(world, workspace, 'Mails a link for signing in', 'api', async ctx => {
      if (!(await mailServer(ctx))) return false
      await ctx.use(Mail).send({ to: mail.to, subject: ctx.t(mail.subject), text: ctx.t(mail.text, { link: mail.link }) })
      return true
    })
    if (sent) return true
  }
  return false
}
