import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import { seeing } from './seeing.ts'

interface Written {
  readonly id: string
  readonly version: number
  /** Sentences for whoever wrote it: who was not told, and why. */
  readonly notes: readonly string[]
}

/** The body, the mentions and the files of a comment, as they were sent. */
export interface Words {
  readonly body?: Json
  readonly mentions?: readonly string[]
  readonly files?: Json
}

/** What a body says of a comment; what it leaves out stays as it is. */
export function wordsIn(given: { readonly [name: string]: unknown }): Words {
  const { body, mentions, files } = given
  if (mentions !== undefined && !(Array.isArray(mentions) && mentions.length <= 20 && mentions.every(isId)))
    throw new Refused(400, 'bad_body', '"mentions" is a list of at most 20 ids of people.')
  return {
    ...(body !== undefined && { body: body as Json }),
    ...(mentions !== undefined && { mentions: [...new Set((mentions as string[]).map(id => id.toLowerCase()))] }),
    ...(files !== undefined && { files: files as Json }),
  }
}

/** The version that a change of a comment is meant for; any where none is told. */
export function versionIn({ version }: { readonly [name: string]: unknown }): number | undefined {
  if (version === undefined || Number.isInteger(version)) return version as number | undefined
  throw new Refused(400, 'bad_version', '"version" is the version that was read, such as 3.')
}

/** Says something about a record. Those mentioned who don't see it are not told, and the answer says so. */
export async function say(ctx: CoreCtx, entity: string, record: string, words: Words): Promise<Written> {
  const [made] = (await change(ctx, 'core.comment', [{ verb: 'create', values: { entity, record, ...words } as { [field: string]: Json } }])) as unknown as [
    Made,
  ]
  return written(ctx, made, words)
}

/** Says it otherwise: one's own words alone. */
export async function sayAnew(ctx: CoreCtx, id: string, words: Words, version?: number): Promise<Written> {
  if (!isId(id)) throw notFound()
  const request = { verb: 'update' as const, id, patch: words as { [field: string]: Json }, ...(version !== undefined && { version }) }
  const [made] = (await change(ctx, 'core.comment', [request])) as unknown as [Made]
  return written(ctx, made, words)
}

interface Made {
  readonly id: string
  readonly version: number
  readonly mentions: readonly string[]
}

async function written(ctx: CoreCtx, made: Made, { mentions = [] }: Words): Promise<Written> {
  const unseen = mentions.filter(user => !made.mentions.includes(user))
  const people = unseen.length > 0 ? (await find(ctx, 'core.user', { where: { id: { in: unseen } }, fields: ['name'], sort: ['name'], limit: 20 })).items : []
  return {
    id: made.id,
    version: made.version,
    notes: people.map(({ name }) =>
      ctx.t('{name} can’t see this record, so they are not told. Share it with them, or ask an administrator for a role that sees it.', { name: String(name) }),
    ),
  }
}

/** People whose names begin so, and whether each of them sees the record: for whoever writes “@”. */
export async function mentionable(ctx: CoreCtx, entity: string, record: string, search: string): Promise<Json[]> {
  const there = isId(record) ? (await find(ctx, entity, { where: { id: record }, fields: ['id'], limit: 1 })).items : []
  const [found] = there
  if (!found) throw notFound()
  const about = { entity, id: found.id }
  const page = await find(ctx, 'core.user', {
    where: { active: true, id: { ne: ctx.user.id } },
    fields: ['name'],
    sort: ['name'],
    limit: 8,
    ...(search.trim() && { search: search.slice(0, 60) }),
  })
  const sees = await seeing(
    ctx,
    page.items.map(({ id }) => id),
    [about],
  )
  return page.items.map(({ id, name }) => ({ id, name: String(name), sees: sees(id, about) }))
}
