import { type WorkGroup, type WorkItem, type Worklist, workGroups } from '@sangam/sdk'
import { waitingFor } from '../approvals/shown.ts'
import type { CoreCtx } from '../data/context.ts'
import { proposalsFor } from '../proposals/proposals.ts'
import { find, type Item } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import { noticesOf, type Read } from './notices.ts'
import { keyOf, type Subject } from './seeing.ts'
import { snoozedBy } from './snooze.ts'

const most = 200

/** All that waits for the caller, over all plugins: their tasks, approvals, and what they were told and have not read. */
export async function worklist(ctx: CoreCtx): Promise<Worklist> {
  const [tasks, approvals, proposals, { items: notices, unread }, snoozed] = await Promise.all([
    tasksOf(ctx),
    approvalsOf(ctx),
    proposed(ctx),
    noticesOf(ctx, 'unread', most),
    snoozedBy(ctx),
  ])
  const jobs = [...tasks, ...approvals, ...proposals]
  const told = absorbed(jobs, notices)
  const all = [...told, ...(await messagesOf(ctx, notices, told))].map(item => ({ ...item, snoozedUntil: snoozed.get(item.id) ?? null }))
  const awake = all.filter(item => item.snoozedUntil === null)
  const counts = Object.fromEntries(workGroups.map(group => [group, awake.filter(item => item.group === group).length])) as { [group in WorkGroup]: number }
  return { items: all, counts: { ...counts, snoozed: all.length - awake.length }, unread }
}

const blank = { excerpt: null, due: null, notices: [], snoozedUntil: null, task: null, approval: null, proposal: null }

async function tasksOf(ctx: CoreCtx): Promise<WorkItem[]> {
  if (!ctx.access.may('core.activity', 'read')) return []
  const { items } = await find(ctx, 'core.activity', {
    where: { assignee: '$me', doneAt: { isEmpty: true }, or: [{ kind: 'task' }, { kind: { ne: 'note' }, due: { isEmpty: false } }] },
    fields: ['kind', 'subject', 'body', 'due', 'entity', 'record', 'createdAt'],
    sort: ['due', 'id'],
    limit: most,
  })
  const subjectOf = ({ entity, record }: Item): Subject | null => (entity && record ? { entity: String(entity), id: String(record) } : null)
  const titles = await titlesOf(
    ctx,
    items.flatMap(item => subjectOf(item) ?? []),
  )
  return items.map(item => ({
    ...blank,
    id: `task ${item.id}`,
    group: 'tasks',
    at: String(item.createdAt),
    text: String(item.subject ?? ''),
    excerpt: (item.body as string | null) ?? null,
    due: (item.due as string | null) ?? null,
    about: namedOf(ctx, subjectOf(item), titles),
    task: { id: item.id, version: item.version, kind: String(item.kind) },
  }))
}

async function approvalsOf(ctx: CoreCtx): Promise<WorkItem[]> {
  const waiting = (await waitingFor(ctx)) as unknown as readonly { readonly [part: string]: string }[]
  return waiting.map(
    ({ vote = '', entity = '', record = '', title = '', field = '', from = '', to = '', comment, createdAt = '', 'asker.name': asker = '' }) => ({
      ...blank,
      id: `approval ${vote}`,
      group: 'approvals',
      at: createdAt,
      text: title,
      excerpt: comment ?? null,
      about: named(ctx, { entity, id: record }, title),
      approval: { vote, field, from, to, asker },
    }),
  )
}

async function proposed(ctx: CoreCtx): Promise<WorkItem[]> {
  return (await proposalsFor(ctx)).map(({ id, program, personName, reason, count, createdAt }) => ({
    ...blank,
    id: `proposal ${id}`,
    group: 'approvals',
    at: createdAt,
    text: ctx.t('{program} proposes a change: {reason}', { program, reason }),
    about: null,
    proposal: { id, program, person: personName, count },
  }))
}

/** What a message tells of a task or approval that stands in the list belongs to that one. */
function absorbed(jobs: readonly WorkItem[], notices: readonly Read[]): WorkItem[] {
  return jobs.map(job => ({ ...job, notices: notices.filter(notice => tellsOf(notice, job)).map(({ id }) => id) }))
}

function tellsOf({ about, kind, proposal: told }: Read, { task, approval, proposal, about: subject }: WorkItem): boolean {
  if (proposal) return told === proposal.id
  if (!about) return false
  if (task) return about.entity === 'core.activity' && about.id === task.id
  return approval !== null && kind === 'approval' && about.entity === subject?.entity && about.id === subject.id
}

async function messagesOf(ctx: CoreCtx, notices: readonly Read[], jobs: readonly WorkItem[]): Promise<WorkItem[]> {
  const told = new Set(jobs.flatMap(job => job.notices))
  const left = notices.filter(({ id }) => !told.has(id))
  const [subjects, words] = [await subjectsOf(ctx, left), await wordsSaid(ctx, left)]
  return left.map(notice => ({
    ...blank,
    id: `notice ${notice.id}`,
    group: groupOf(notice),
    at: notice.at,
    text: notice.text,
    excerpt: notice.comment ? (words.get(notice.comment) ?? null) : null,
    about: subjects.get(notice.id) ?? null,
    notices: [notice.id],
  }))
}

function groupOf({ kind }: Read): WorkGroup {
  return kind === 'mention' || kind === 'comment' ? 'mentions' : kind === 'change' ? 'changes' : 'reminders'
}

/** The record each message leads to: of an activity, the one it is about. */
async function subjectsOf(ctx: CoreCtx, notices: readonly Read[]): Promise<Map<string, WorkItem['about']>> {
  const activities = notices.flatMap(({ about }) => (about?.entity === 'core.activity' ? [about.id] : []))
  const found =
    activities.length > 0 ? (await find(ctx, 'core.activity', { where: { id: { in: activities } }, fields: ['entity', 'record'], limit: most })).items : []
  const subjectOf = ({ about }: Read): Subject | null => {
    const hung = about?.entity === 'core.activity' ? found.find(({ id }) => id === about.id) : undefined
    return hung?.entity && hung.record ? { entity: String(hung.entity), id: String(hung.record) } : about
  }
  const titles = await titlesOf(
    ctx,
    notices.flatMap(notice => subjectOf(notice) ?? []),
  )
  return new Map(notices.map(notice => [notice.id, namedOf(ctx, subjectOf(notice), titles)]))
}

/** What comments say, as far as the caller reads them. */
async function wordsSaid(ctx: CoreCtx, notices: readonly Read[]): Promise<Map<string, string>> {
  const ids = notices.flatMap(({ comment }) => comment ?? [])
  if (ids.length === 0 || !ctx.access.may('core.comment', 'read')) return new Map()
  const page = await find(ctx, 'core.comment', { where: { id: { in: ids } }, fields: ['body'], sort: ['id'], limit: most })
  return new Map(page.items.map(({ id, body }) => [id, String(body ?? '')]))
}

/** A record that its reader sees, as they may call it: by its title, or by what kind of record it is. */
function namedOf(ctx: CoreCtx, subject: Subject | null, titles: ReadonlyMap<string, string>): WorkItem['about'] {
  const title = subject ? titles.get(keyOf(subject)) : undefined
  return subject && title !== undefined ? named(ctx, subject, title) : null
}

function named(ctx: CoreCtx, subject: Subject, title: string): NonNullable<WorkItem['about']> {
  const label = ctx.t(ctx.model.entities.get(subject.entity)?.label ?? 'Record')
  return { ...subject, title: title || label, label }
}
