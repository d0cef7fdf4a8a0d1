import { dayIn } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { nameOfFile, safeName } from '../files/names.ts'
import type { Attachment, MailMessage } from '../work/mail.ts'
import { mailHtml } from '../work/mail-html.ts'
import type { Made } from './make.ts'
import type { StoredReport } from './report.ts'

const types: { readonly [format: string]: string } = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** Longer addresses are cut by mail programs; the whole list is asked for then. */
const longestLink = 1800

/** The mail that brings a list, in its reader's language: how much it is, the file or why there is none, and where it comes from. */
export function letterOf(
  ctx: CoreCtx,
  report: StoredReport,
  made: Made,
  reader: { readonly email: string; readonly author: string },
): { mail: MailMessage; files: Attachment[] } {
  const { config } = ctx.world
  const day = new Intl.DateTimeFormat(`${ctx.locale}-IN`, { dateStyle: 'long', timeZone: report.zone }).format(new Date(ctx.now()))
  const list = ctx.t(ctx.model.entities.get(report.entity)?.plural ?? report.entity)
  const name = report.name.replaceAll(/\s+/g, ' ').trim()
  const file = made.bytes ? ctx.t('The file is attached.') : `${made.instead ?? ''} ${ctx.t('Open the list to see or export it:')}`.trim()
  const own = reader.author === ''
  const link = `${config.url}/reports`
  const text = [
    `${list}: ${ctx.t('{count, plural, one {# record} other {# records}}', { count: made.count })}. ${file}`,
    listLink(config.url, report),
    own
      ? ctx.t('You set up this mail. Change or stop it under Reports by mail: {link}', { link })
      : ctx.t('{who} set up this mail for you. It shows what you may see. To have it no more, open Reports by mail: {link}', { who: reader.author, link }),
  ].join('\n\n')
  const subject = `${name}, ${day}`.replaceAll(/[\r\n\u2028\u2029\0]+/g, ' ')
  const files = made.bytes
    ? [{ name: safeName(`${nameOfFile(name)} ${dayIn(ctx.now(), report.zone)}.${report.format}`), type: types[report.format] ?? '', bytes: made.bytes }]
    : []
  return { mail: { to: reader.email, subject, text, html: mailHtml(text) }, files }
}

/** The same list in the app, where each sees what they may see. */
function listLink(url: string, { entity, definition }: StoredReport): string {
  const { kind = 'list', where, ...rest } = definition
  const said = Object.entries({ ...(where && { where: JSON.stringify(where) }), ...rest }).map(([name, value]) => [name, String(value)])
  const query = new URLSearchParams(said.filter(([, text]) => text !== '' && text !== '{}'))
  const link = `${url}/${kind}/${entity}${query.size > 0 ? `?${query}` : ''}`
  return link.length > longestLink ? `${url}/${kind}/${entity}` : link
}
