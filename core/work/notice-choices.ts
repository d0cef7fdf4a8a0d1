import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { find } from '../records/find.ts'
import { type NoticeKind, noticeKinds } from '../system/talk.ts'

interface Channels {
  readonly app: boolean
  readonly mail: boolean
}

/** Where someone who never chose is told: in the app. */
const usual: Channels = { app: true, mail: false }

/** Where each of some people wants to be told of what. */
export async function channelsOf(system: CoreCtx, users: readonly string[]): Promise<(user: string, kind: NoticeKind) => Channels> {
  const chosen = new Map<string, Channels>()
  for (let start = 0; start < users.length; start += 50) {
    const where = { user: { in: users.slice(start, start + 50) } }
    const page = await find(system, 'core.noticeChoice', { where, fields: ['user', 'about', 'app', 'mail'], sort: ['id'], limit: 500 })
    for (const { user, about, app, mail } of page.items) chosen.set(`${user} ${about}`, { app: app === true, mail: mail === true })
  }
  return (user, kind) => chosen.get(`${user} ${kind}`) ?? usual
}

export type Choice = Channels & { readonly about: NoticeKind }

/** What the caller chose, for each kind of message. */
export async function choicesOf(ctx: CoreCtx): Promise<Choice[]> {
  return ctx.asSystem('Reads one’s own choices', async system => {
    const channels = await channelsOf(system as CoreCtx, [ctx.user.id])
    return noticeKinds.map(about => ({ about, ...channels(ctx.user.id, about) }))
  })
}

/** Keeps what the caller chose; kinds that are not named stay as they are. */
export async function choose(ctx: CoreCtx, choices: unknown): Promise<Choice[]> {
  if (!Array.isArray(choices) || choices.length > noticeKinds.length || !choices.every(isChoice))
    throw new Refused(400, 'bad_body', '"items" is a list of { "about", "app", "mail" }.')
  await ctx.lock(`notice choices of ${ctx.user.id}`)
  await ctx.asSystem('Keeps one’s own choices', async plain => {
    const system = plain as CoreCtx
    const kept = await find(system, 'core.noticeChoice', { where: { user: ctx.user.id }, fields: ['about'], sort: ['id'], limit: 500 })
    const requests = [...new Map(choices.map(one => [one.about, one])).values()].map(({ about, app, mail }) => {
      const old = kept.items.find(item => item.about === about)
      return old
        ? ({ verb: 'update', id: old.id, patch: { app, mail } } as const)
        : ({ verb: 'create', values: { user: ctx.user.id, about, app, mail } } as const)
    })
    await change(system, 'core.noticeChoice', requests, { server: true })
  })
  return choicesOf(ctx)
}

function isChoice(one: unknown): one is Choice {
  const { about, app, mail } = (one ?? {}) as { readonly [part: string]: unknown }
  return (noticeKinds as readonly unknown[]).includes(about) && typeof app === 'boolean' && typeof mail === 'boolean'
}
