import { Mail } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
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
  /** The workspace that invites: it writes itself or nobody does, so that no other comes to know the way in. */
  readonly from?: string
  /** The language of who reads it; that of the workspace unless told. */
  readonly locale?: string
}

/** Mails a link through the workspace it is from, else the first of an account that has a mail server; false where none has, and an administrator hands the link over. */
export async function mailLink(world: World, account: string, mail: LinkMail): Promise<boolean> {
  const homes = await world.db.app.run<{ workspace: string }>(
    sql`select workspace from ${tableName('sangam', 'membership')} where account = ${account}::uuid and (workspace = ${mail.from ?? null} or (${mail.from ?? null}::text is null and begun)) order by workspace`,
  )
  for (const { workspace } of homes) {
    const send = async (ctx: CoreCtx): Promise<boolean> => {
      if (!(await mailServer(ctx))) return false
      await ctx.use(Mail).send({ to: mail.to, subject: ctx.t(mail.subject), text: ctx.t(mail.text, { link: mail.link }) })
      return true
    }
    if (await systemContext(world, workspace, 'Mails a link for signing in', 'api', send, null, mail.locale)) return true
  }
  return false
}
