import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { jobOf } from '../../work/lanes.ts'
import { setsOff } from '../change/automated.ts'
import type { Begun, Rehearsed } from './rehearsed.ts'

/** What begins only once a change holds. */
export interface Afterwards {
  readonly kind: 'automation' | 'webhook' | 'event' | 'job' | 'mail' | 'message' | 'call'
  /** Of what begins, where it has one and the caller may know it. */
  readonly name?: string
  readonly count?: number
  /** In a sentence, in the caller's language. */
  readonly text: string
}

type Reader = Pick<CoreCtx, 'tx' | 'schema' | 'model' | 'access' | 'scope' | 't'>

/** What would begin once all of it held. What administrators have set up is named to those who may look at it; others are told that there is something. */
export async function afterwardsOf(ctx: Reader, { written, jobs, events, mails }: Rehearsed): Promise<Afterwards[]> {
  const others = written.filter(({ entity, verb, next }) => entity.name === 'core.notification' && verb === 'create' && next.user !== ctx.scope.me)
  return [
    ...mailsTold(ctx.t, mails.length),
    ...messagesTold(ctx.t, new Set(others.map(({ next }) => next.user)).size),
    ...(written.length === 0 ? [] : await automationsOf(ctx, written)),
    ...(written.length + events.length === 0 ? [] : await webhooksOf(ctx, written, events)),
    ...[...new Set(events)].map(name => eventTold(ctx, name)),
    ...jobsTold(ctx, jobs),
  ]
}

export function mailsTold(t: CoreCtx['t'], count: number): Afterwards[] {
  return count === 0 ? [] : [{ kind: 'mail', count, text: t('{count, plural, one {An e-mail is sent.} other {# e-mails are sent.}}', { count }) }]
}

export function messagesTold(t: CoreCtx['t'], count: number): Afterwards[] {
  return count === 0 ? [] : [{ kind: 'message', count, text: t('{count, plural, one {A person gets a message.} other {# people get a message.}}', { count }) }]
}

interface SetUp {
  readonly name: string
  readonly conditional: boolean
}

async function automationsOf(ctx: Reader, written: Rehearsed['written']): Promise<Afterwards[]> {
  const rows = written.map(({ entity, verb, changed, next }) => ({ entity: entity.name, verb, changed, snapshot: next }))
  const found = await ctx.tx.run<SetUp>(sql`
    select a.name, a.condition is not null as conditional from ${tableName(ctx.schema, 'core_automation')} a
    where a.active and a.deleted_at is null and exists (
      select from json_to_recordset(${JSON.stringify(rows)}::json) as x(entity text, verb text, changed jsonb, snapshot jsonb) where x.entity = a.entity and ${setsOff})
    order by a.name, a.id limit 100`)
  return told(ctx, 'core.automation', found, ({ name, conditional }) => ({
    kind: 'automation',
    ...(name !== null && { name }),
    text:
      name === null
        ? ctx.t('Automations that administrators made may begin.')
        : conditional
          ? ctx.t('The automation “{name}” begins where its condition holds.', { name })
          : ctx.t('The automation “{name}” begins.', { name }),
  }))
}

async function webhooksOf(ctx: Reader, written: Rehearsed['written'], events: readonly string[]): Promise<Afterwards[]> {
  const rows = written.map(({ entity, verb }) => ({ entity: entity.name, verb }))
  const found = await ctx.tx.run<SetUp>(sql`
    select w.name, w.condition is not null as conditional from ${tableName(ctx.schema, 'core_webhook')} w
    where w.active and w.deleted_at is null and (w.event in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)) or exists (
      select from json_to_recordset(${JSON.stringify(rows)}::json) as x(entity text, verb text) where x.entity = w.entity and x.verb = any(w.verbs)))
    order by w.name, w.id limit 100`)
  return told(ctx, 'core.webhook', found, ({ name, conditional }) => ({
    kind: 'webhook',
    ...(name !== null && { name }),
    text:
      name === null
        ? ctx.t('Other systems may be told.')
        : conditional
          ? ctx.t('The webhook “{name}” tells another system where its condition holds.', { name })
          : ctx.t('The webhook “{name}” tells another system.', { name }),
  }))
}

type Said = { readonly name: string | null; readonly conditional: boolean }

/** Each by its name for whoever may look at them all, and one sentence for everyone else. */
function told({ access }: Reader, entity: string, found: readonly SetUp[], say: (one: Said) => Afterwards): Afterwards[] {
  if (found.length === 0) return []
  return access.rows(entity, 'read') === 'all' ? found.map(say) : [say({ name: null, conditional: true })]
}

function eventTold({ model, t }: Reader, name: string): Afterwards {
  const listeners = model.consumers.filter(one => one.event === name).map(one => titleOf(model, one.name))
  return {
    kind: 'event',
    name,
    text:
      listeners.length > 0
        ? t('“{name}” is told to {listeners}.', { name, listeners: [...new Set(listeners)].map(title => t(title)).join(', ') })
        : t('“{name}” is told; no plugin here listens for it.', { name }),
  }
}

/** What the platform itself puts into the queue is told by what people call it. */
const own: { readonly [job: string]: string | null } = {
  // A button's automation is told with what it would change.
  'core.automate': null,
  'core.remind': 'A reminder comes at its time.',
  'core.tellOfComments': 'Those who are mentioned, and those who follow, are told.',
}

/** Work of one name in one sentence, however much there is of it. */
function jobsTold({ model, t }: Reader, jobs: readonly Begun[]): Afterwards[] {
  const each = onceEach(jobs)
  return [...new Set(each.map(one => jobOf(one.name)))].flatMap((name): Afterwards[] => {
    const words = own[name]
    if (words !== undefined) return words === null ? [] : [{ kind: 'job', name, text: t(words) }]
    const values = { plugin: t(titleOf(model, name)), job: name }
    const all = each.filter(one => jobOf(one.name) === name)
    const [{ at }] = all as [Begun]
    if (all.length > 1)
      return [{ kind: 'job', name, count: all.length, text: t('{plugin} begins its work “{job}” {count} times.', { ...values, count: all.length }) }]
    return [
      {
        kind: 'job',
        name,
        text: at === null ? t('{plugin} begins its work “{job}”.', values) : t('{plugin} begins its work “{job}” later, at {at}.', { ...values, at }),
      },
    ]
  })
}

/** Work with a key is begun once, however often it is asked for. */
function onceEach(jobs: readonly Begun[]): Begun[] {
  return [...new Map(jobs.map((one, at) => [one.key === null ? `${at}` : `${one.name}:${one.key}`, one])).values()]
}

function titleOf(model: Reader['model'], part: string): string {
  return model.plugins.get(part.split('.', 1)[0] ?? '')?.title ?? part
}
