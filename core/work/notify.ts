import { type Json, Notify, provide, UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { change } from '../records/change.ts'
import { type Eyes, eyesOf } from '../records/eyes.ts'
import { find } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import type { NoticeKind } from '../system/talk.ts'
import { mailServer, sendAll } from './mail.ts'
import { mailHtml } from './mail-html.ts'
import { channelsOf } from './notice-choices.ts'

export interface Notice {
  readonly user: string
  /** What sort of message it is: people choose for each whether it comes in the app and by mail. */
  readonly kind?: NoticeKind
  readonly text: string
  readonly values?: { readonly [name: string]: string | number }
  readonly about?: { readonly entity: string; readonly id: string }
  /** Makes older unread messages to the same person with the same key read. */
  readonly key?: string
}

/** Writes a message for a person with the transaction that tells it. */
export const notifyProvider = provide(Notify, plain => ({ tell: message => tellAll(plain as CoreCtx, [message]) }))

/** The same for many people, in one set: in the app, by mail, both or neither, as each of them chose. */
export async function tellAll(ctx: CoreCtx, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  if (notices.some(({ text }) => typeof text !== 'string' || text.trim() === '')) throw new UserError('notice_empty', 'A notification needs a sentence.')
  await ctx.asSystem('Tells a person', async plain => {
    const system = plain as CoreCtx
    const channels = await channelsOf(system, [...new Set(notices.map(({ user }) => user))])
    const wants = (notice: Notice, channel: 'app' | 'mail'): boolean => channels(notice.user, notice.kind ?? 'other')[channel]
    const shown = notices.filter(notice => wants(notice, 'app'))
    await keepNewest(system, shown)
    await change(
      system,
      'core.notification',
      shown.map(({ user, kind = 'other', text, values, about, key }) => ({
        verb: 'create',
        values: { user, kind, text, values: values ?? {}, about: about ?? null, key: key ?? null },
      })),
      { server: true },
    )
    await mailAll(
      system,
      notices.filter(notice => wants(notice, 'mail')),
    )
    if (shown.length > 0) await ringAll(ctx, [...new Set(shown.map(({ user }) => user))])
  })
}

/** Tells open windows that there is something new for their person. */
export async function ringAll(ctx: CoreCtx, users: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, payload, actor, origin)
    select ${ctx.now()}::timestamptz, 'notice', 'core.notification', jsonb_build_object('user', u), ${ctx.user.id}::uuid, ${ctx.origin}
    from jsonb_array_elements_text(${JSON.stringify(users)}::jsonb) u`)
}

async function keepNewest(system: CoreCtx, notices: readonly Notice[]): Promise<void> {
  const keys = [...new Set(notices.flatMap(({ key }) => key ?? []))]
  if (keys.length === 0) return
  const where = { key: { in: keys }, user: { in: [...new Set(notices.map(({ user }) => user))] }, readAt: { isEmpty: true } }
  const old = await find(system, 'core.notification', { where, fields: ['key', 'user'], sort: ['id'], limit: 500 })
  const outdated = old.items.filter(item => notices.some(({ user, key }) => user === item.user && key === item.key))
  await change(
    system,
    'core.notification',
    outdated.map(({ id }) => ({ verb: 'update', id, patch: { readAt: system.now() } })),
    { server: true },
  )
}

/** What is only told to whoever sees its record: it is told no more to whom that one is out of sight. */
const ofRecord: ReadonlySet<NoticeKind> = new Set(['mention', 'comment', 'change', 'task', 'reminder'])

/** Whether a message is not for its reader any more, by the records they see: the same in the app and by mail. */
export function outOfSight({ kind = 'other', about }: Pick<Told, 'about'> & { readonly kind?: NoticeKind }, titles: ReadonlyMap<string, string>): boolean {
  return about != null && ofRecord.has(kind) && !titles.has(`${about.entity} ${about.id}`)
}

/** Mail says what the app would: the record is called as its reader may see it, in their language, with the way to it. */
async function mailAll(system: CoreCtx, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  const own = (await mailServer(system)) !== null
  if (!own && !system.world.config.mail?.notices) return
  // Through the server of the installation nobody is written to who has not shown that the address is theirs: what a workspace says of its users is its own word.
  const proven = own
    ? null
    : await provenHere(
        system,
        notices.map(({ user }) => user),
      )
  const mails = []
  for (const user of new Set(notices.map(notice => notice.user))) {
    const eyes = await eyesOf(system, user)
    const to = proven ? proven.get(user) : eyes?.email
    if (!eyes || !to) continue
    const theirs = notices.filter(notice => notice.user === user)
    const titles = await titlesOf(
      eyes,
      theirs.flatMap(({ about }) => about ?? []),
    )
    for (const notice of theirs) {
      if (outOfSight(notice, titles)) continue
      const sentence = wordsOf(eyes, notice, titles)
      const link = notice.about ? `${system.world.config.url}/record/${notice.about.entity}/${notice.about.id}` : `${system.world.config.url}/inbox`
      const text = `${sentence}\n\n${link}`
      mails.push({ to, subject: sentence.replaceAll(/[\r\n\u2028\u2029\0]+/g, ' ').slice(0, 250), text, html: mailHtml(text) })
    }
  }
  await sendAll(system, mails, !own)
}

/** The addresses that people of this workspace sign in with and have shown to be theirs, by user. */
async function provenHere({ tx, workspace }: CoreCtx, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.run<{ user: string; email: string }>(sql`
    select m.user_id as "user", a.email from ${tableName('sangam', 'membership')} m join ${tableName('sangam', 'account')} a on a.id = m.account
    where m.workspace = ${workspace} and m.begun and a.proven_at is not null and a.disabled_at is null and m.user_id::text in (select jsonb_array_elements_text(${JSON.stringify(users)}::jsonb))`)
  return new Map(rows.map(({ user, email }) => [user, email]))
}

type Told = { readonly text: string; readonly values?: Json | object; readonly about?: Notice['about'] | null }

/** A message in its reader's words, with the record it is about called as they may see it now. */
export function wordsOf(reader: Pick<Eyes, 'model' | 't'>, { text, values, about }: Told, titles: ReadonlyMap<string, string>): string {
  const given = (values ?? {}) as { [name: string]: string }
  if (!about || given.record === undefined) return reader.t(text, given)
  return reader.t(text, { ...given, record: titles.get(`${about.entity} ${about.id}`) || reader.t(reader.model.entities.get(about.entity)?.label ?? 'Record') })
}
