import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { find, type Item, isId } from '../records/find.ts'
import { history } from '../records/history.ts'
import { badQuery } from '../records/query.ts'
import { followOf } from './follow.ts'

const shows = ['all', 'comments', 'changes', 'tasks', 'files'] as const
type Show = (typeof shows)[number]

export interface Entry {
  readonly kind: 'change' | 'comment' | 'activity' | 'event'
  readonly id: string
  readonly at: string
  readonly by: { readonly id: string; readonly name: string } | null
  readonly [more: string]: unknown
}

export interface Timeline {
  readonly items: readonly Entry[]
  readonly next: string | null
  /** What is planned and not done, the soonest first; with the first page. */
  readonly planned: readonly Item[]
  readonly follows: boolean
}

interface Asked {
  readonly entity: string
  readonly record: string
  /** Where the page before ended. */
  readonly before: { readonly at: string; readonly id: string } | null
}

const size = 30

/**
 * One stream of what happened around a record, newest first: its changes, what was said and done about it, and what plugins tell. Each
 * part is read as the caller may read it.
 *
 * Errors: `not_found`, `bad_query`.
 */
export async function timeline(ctx: CoreCtx, entity: string, record: string, query: { readonly show?: string; readonly before?: string }): Promise<Timeline> {
  const { show = 'all' } = query
  if (!(shows as readonly string[]).includes(show)) throw badQuery('"show" is one of all, comments, changes, tasks and files.')
  const there = isId(record) ? (await find(ctx, entity, { where: { id: record }, fields: ['id'], limit: 1 })).items : []
  if (there.length === 0) throw notFound()
  const asked: Asked = { entity, record, before: query.before === undefined ? null : cursorOf(query.before) }
  const parts = await Promise.all(sources(ctx, asked, show as Show))
  const all = parts
    .flat()
    .filter(one => !asked.before || order(one, asked.before) > 0)
    .toSorted(order)
  const items = all.slice(0, size)
  const last = all.length > size ? items.at(-1) : undefined
  const follows =
    (await ctx.asSystem('Looks whether someone follows a record', system => followOf(system as CoreCtx, ctx.user.id, { entity, id: record }))) !== null
  return { items, next: last ? `${last.at} ${last.id}` : null, planned: asked.before ? [] : await planned(ctx, asked, show as Show), follows }
}

function sources(ctx: CoreCtx, asked: Asked, show: Show): Promise<Entry[]>[] {
  const { activities } = ctx.model.entities.get(asked.entity)?.definition ?? {}
  const wants = (...those: readonly Show[]): boolean => show === 'all' || those.includes(show)
  return [
    ...(wants('changes') ? [changes(ctx, asked, show)] : []),
    ...(activities && wants('changes') ? [events(ctx, asked)] : []),
    ...(activities && wants('comments', 'files') && ctx.access.may('core.comment', 'read') ? [comments(ctx, asked, show === 'files')] : []),
    ...(activities && wants('tasks') && ctx.access.may('core.activity', 'read') ? [done(ctx, asked), written(ctx, asked)] : []),
  ]
}

/** Newest first; of one moment, what was made last. */
function order(a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number {
  return b.at < a.at ? -1 : b.at > a.at ? 1 : b.id < a.id ? -1 : b.id > a.id ? 1 : 0
}

function cursorOf(before: string): { readonly at: string; readonly id: string } {
  const [at = '', id = ''] = before.split(' ')
  if (Number.isNaN(Date.parse(at)) || !/^[\w-]{1,60}$/.test(id)) throw badQuery('"before" is what the page before gave as "next".')
  return { at: new Date(at).toISOString(), id }
}

// Twice a page, so that what happened in the very moment a page ended is not passed over.
const taken = 2 * size + 1
const until = ({ before }: Asked, field: string): object[] => (before ? [{ [field]: { lte: before.at } }] : [])

/** What rules note on a record beside what someone did (it has a reason) is found among the changes; in the whole stream it would drown the rest. */
async function changes(ctx: CoreCtx, { entity, record }: Asked, show: Show): Promise<Entry[]> {
  const entries = await history(ctx, entity, record)
  return entries
    .filter(({ verb, changes: made, reason }) => verb !== 'update' || (Object.keys(made).length > 0 && (show === 'changes' || !reason)))
    .map(entry => ({ kind: 'change', id: `v${String(entry.version).padStart(8, '0')}`, at: entry.at, by: entry.by, change: entry }))
}

async function comments(ctx: CoreCtx, asked: Asked, withFiles: boolean): Promise<Entry[]> {
  const { items } = await find(ctx, 'core.comment', {
    where: { and: [about(asked), ...until(asked, 'createdAt'), ...(withFiles ? [{ files: { isEmpty: false } }] : [])] },
    fields: ['body', 'author', 'author.$title', 'mentions', 'mentions.$title', 'files', 'editedAt', 'createdAt'],
    sort: ['-createdAt', '-id'],
    limit: taken,
  })
  return items.map(item => ({
    kind: 'comment',
    id: item.id,
    at: String(item.createdAt),
    by: person(item, 'author'),
    version: item.version,
    body: item.body ?? '',
    mentions: (item.mentions as readonly string[]).map((id, at) => ({ id, name: (item['mentions.$title'] as readonly (string | null)[])[at] ?? '' })),
    files: item.files ?? [],
    editedAt: item.editedAt ?? null,
    mine: item.author === ctx.user.id,
  }))
}

async function events(ctx: CoreCtx, asked: Asked): Promise<Entry[]> {
  // Their record was seen by the caller above; they say no more than that it happened.
  const page = await ctx.asSystem('Reads what happened around a record', system =>
    find(system as CoreCtx, 'core.timelineEvent', {
      where: { and: [about(asked), ...until(asked, 'createdAt')] },
      fields: ['text', 'values', 'icon', 'by', 'by.name', 'createdAt'],
      sort: ['-createdAt', '-id'],
      limit: taken,
    }),
  )
  return page.items.map(item => ({
    kind: 'event',
    id: item.id,
    at: String(item.createdAt),
    by: typeof item.by === 'string' ? { id: item.by, name: String(item['by.name'] ?? '') } : null,
    text: ctx.t(String(item.text), (item.values ?? {}) as { [name: string]: string }),
    icon: item.icon ?? null,
  }))
}

const activityFields = [
  'kind',
  'subject',
  'body',
  'due',
  'doneAt',
  'outcome',
  'assignee',
  'assignee.$title',
  'createdAt',
  'createdBy',
  'createdBy.$title',
] as const

const open = { doneAt: { isEmpty: true }, or: [{ kind: 'task' }, { kind: { ne: 'note' }, due: { isEmpty: false } }] }

async function planned(ctx: CoreCtx, asked: Asked, show: Show): Promise<readonly Item[]> {
  const has = ctx.model.entities.get(asked.entity)?.definition.activities && ctx.access.may('core.activity', 'read')
  if (!has || (show !== 'all' && show !== 'tasks')) return []
  return (await find(ctx, 'core.activity', { where: { and: [about(asked), open] }, fields: activityFields, sort: ['due', 'id'], limit: 100 })).items
}

async function done(ctx: CoreCtx, asked: Asked): Promise<Entry[]> {
  const where = { and: [about(asked), { doneAt: { isEmpty: false } }, ...until(asked, 'doneAt')] }
  return activities(await find(ctx, 'core.activity', { where, fields: activityFields, sort: ['-doneAt', '-id'], limit: taken }))
}

/** Notes, and what was written down afterwards without a day. */
async function written(ctx: CoreCtx, asked: Asked): Promise<Entry[]> {
  const where = {
    and: [
      about(asked),
      { doneAt: { isEmpty: true } },
      { or: [{ kind: 'note' }, { kind: { ne: 'task' }, due: { isEmpty: true } }] },
      ...until(asked, 'createdAt'),
    ],
  }
  return activities(await find(ctx, 'core.activity', { where, fields: activityFields, sort: ['-createdAt', '-id'], limit: taken }))
}

function activities({ items }: { readonly items: readonly Item[] }): Entry[] {
  return items.map(item => ({ kind: 'activity', id: item.id, at: String(item.doneAt ?? item.createdAt), by: person(item, 'createdBy'), activity: item }))
}

const about = ({ entity, record }: Asked): object => ({ entity, record })

function person(item: { readonly [field: string]: Json }, field: string): Entry['by'] {
  const id = item[field]
  return typeof id === 'string' ? { id, name: String(item[`${field}.$title`] ?? '') } : null
}
