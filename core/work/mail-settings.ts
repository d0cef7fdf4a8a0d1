import { boolean, defineSettings, integer, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** The mail server of a workspace. Without a host no mail leaves, and links are shown to administrators instead. */
export const mailSettings = defineSettings('core.mail', 'Mail', {
  host: text({ label: 'Mail server', help: 'The name of your SMTP server, such as smtp.example.com. Leave it empty to send no mail.', max: 253 }),
  port: integer({ label: 'Port', default: 587, min: 1, max: 65_535 }),
  secure: boolean({
    label: 'TLS from the first byte',
    help: 'Usual on port 465. On other ports the connection is encrypted after the greeting where the server can.',
    default: false,
  }),
  user: text({ label: 'User name', max: 255 }),
  password: text({ label: 'Password', max: 1000, secret: true }),
  from: text({ label: 'Sender', help: 'The address mail comes from.', format: 'email' }),
  local: boolean({
    label: 'The mail server is in our own network',
    help: 'Lets mail go to a private address. Leave it off for a server on the internet.',
    default: false,
  }),
  attachmentMb: integer({
    label: 'Largest attachment in MB',
    help: 'What is larger stays out of the mail, which then leads to it. Most mail servers take 10 to 25 MB.',
    default: 10,
    min: 1,
    max: 50,
  }),
})

/** How many bytes a file may have that goes with a mail. */
export async function mostAttached(ctx: Pick<CoreCtx, 'settings'>): Promise<number> {
  return (await ctx.settings(mailSettings)).attachmentMb * 1_048_576
}
