import { isIP } from 'node:net'
import { Mail, provide, UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { InstallationMail } from '../config-mail.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { safeName } from '../files/names.ts'
import { mailSettings } from './mail-settings.ts'
import { allowedAddress } from './outbound.ts'

export interface MailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly papers?: readonly PaperAsked[]
  /** In which language its papers are printed; that of whoever sent it unless told. */
  readonly language?: Language
}

type Language = (typeof languages)[number]
const languages = ['en', 'hi'] as const

/** A record's paper that goes with a mail: named, and printed as the mail leaves. */
export interface PaperAsked {
  readonly entity: string
  readonly id: string
  readonly document: string
}

/** A file that goes with a mail: made by the platform itself, never named by a plugin or a caller. */
export interface Attachment {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

/** Where mail is handed over: what the settings of a workspace say, or the operator of the installation. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string | null
  readonly password: string | null
  readonly from: string
  readonly local: boolean
  /** Whether TLS after the greeting must be or must not; where left out it is where the server can. */
  readonly startTls?: 'demanded' | 'never'
}

/** Puts mail into the outbox of the transaction, with the role its sender was narrowed to, by which its papers are printed; what is not plain text of the right form is refused at once. */
export const mailProvider = provide(Mail, plain => ({ send: message => sendAll(plain as CoreCtx, [message]) }))

/** The same for many mails, in one statement; `house` says that they may go through the server of the installation where the workspace has none. */
export async function sendAll(ctx: CoreCtx, messages: readonly unknown[], house = false): Promise<void> {
  const { role } = ctx.access
  const mails = messages.map(message => ({ ...checkedMail(message), ...(role !== null && { role }), ...(house && { house }) }))
  if (mails.length === 0) return
  ctx.rehearsed?.mails.push(...mails.map(({ to }) => to))
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, payload, actor, origin)
    select ${ctx.now()}::timestamptz, 'mail', m->>'to', m, ${ctx.user.id}::uuid, ${ctx.origin} from jsonb_array_elements(${JSON.stringify(mails)}::jsonb) m`)
}

/** The workspace's mail server, or null where none is set. */
export async function mailServer(ctx: Pick<CoreCtx, 'settings'>): Promise<MailServer | null> {
  const { host, port, secure, user, password, from, local } = await ctx.settings(mailSettings)
  return host && from ? { host, port, secure, user, password, from, local } : null
}

/** The server of the installation. Whoever set it runs this machine: it may be in their own network. */
export function installationServer({ host, port, tls, user, password, from }: Omit<InstallationMail, 'notices'>): MailServer {
  return { host, port, secure: tls === 'first', ...(tls !== 'first' && { startTls: tls }), user, password, from, local: true }
}

/** Whether mail can go to an address at all; one may sign in with more than that. */
export function canBeMailed(email: string): boolean {
  return email.length <= 254 && address.test(email)
}

/** Only strings, one plain address, and no line breaks where a header is made of it. */
export function checkedMail(message: unknown): MailMessage {
  const { to, subject, text, html, papers, language } = (message ?? {}) as { readonly [part: string]: unknown }
  if (typeof to !== 'string' || typeof subject !== 'string' || typeof text !== 'string' || (html !== undefined && typeof html !== 'string')) {
    throw new UserError('mail_invalid', 'A mail is made of text only: to, subject, text and html.')
  }
  if (!canBeMailed(to)) throw new UserError('mail_address_invalid', 'Give one plain e-mail address, such as name@example.com.', {}, 'to')
  if (breaks.test(subject)) throw new UserError('mail_subject_invalid', 'The subject of a mail is one line.', {}, 'subject')
  const inWords = languages.find(one => one === language)
  if (language !== undefined && !inWords) throw new UserError('mail_language_unknown', 'The papers of a mail are printed in English (en) or Hindi (hi).')
  return {
    to,
    subject,
    text,
    ...(html !== undefined && { html }),
    ...(papers !== undefined && { papers: checkedPapers(papers) }),
    ...(inWords && { language: inWords }),
  }
}

function checkedPapers(papers: unknown): readonly PaperAsked[] {
  if (!Array.isArray(papers) || papers.length > mostPapers) throw new UserError('mail_invalid', 'A mail is made of text only: to, subject, text and html.')
  return papers.map(one => {
    const { entity, id, document } = (one ?? {}) as { readonly [part: string]: unknown }
    if (typeof entity !== 'string' || typeof id !== 'string' || typeof document !== 'string')
      throw new UserError('print_invalid', 'Say which record is printed: its entity and its id.')
    return { entity, id, document }
  })
}

/**
 * Hands one mail to the server. Its message id comes from the delivery, so a mail sent twice after
 * a crash is known as one. The name of the server is resolved once and connected to by its checked
 * address; a private one only where an administrator said the server is in their own network.
 */
export async function sendMail(server: MailServer, message: MailMessage, deliveryId: string, files: readonly Attachment[] = []): Promise<void> {
  const mail = checkedMail(message)
  const transport = await reach(server)
  try {
    await transport.sendMail({
      from: { name: '', address: server.from },
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      ...(mail.html !== undefined && { html: mail.html }),
      attachments: files.map(({ name, type, bytes }) => ({ filename: safeName(name), contentType: type, content: bytes })),
      messageId: `<${deliveryId}@${server.from.split('@').at(-1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } finally {
    transport.close()
  }
}

/** Reaches a mail server and signs in there, and sends nothing; throws its own words where it can't. */
export async function tryServer(server: MailServer): Promise<void> {
  const transport = await reach(server)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

async function reach(server: MailServer) {
  const target = await allowedAddress(server.host, { local: server.local })
  const { createTransport } = await import('nodemailer')
  return createTransport({
    host: target.address,
    port: server.port,
    secure: server.secure,
    tls: isIP(server.host) ? {} : { servername: server.host },
    ...(server.startTls === 'demanded' && { requireTLS: true }),
    ...(server.startTls === 'never' && { ignoreTLS: true }),
    ...(server.user && { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

const mostPapers = 5

// Dots and letters as people have them; no quotes, comments or routes, in which a second address could hide. The host may be written in any script.
const address = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}\p{M}-]+(\.[\p{L}\p{N}\p{M}-]+)+$/u
const breaks = /[\r\n\u2028\u2029\0]/u
