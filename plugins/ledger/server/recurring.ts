import { addDays, type Condition, type Ctx, hooks, type Id, job, minus, Notify, type RecordOf, Timeline, total, UserError } from '@sangam/sdk'
import { nextDue } from '../model/recurring-days.ts'
import { tellingOf } from '../model/telling.ts'
import { Entry, Line, paymentSettings, Recurring } from '../model.ts'
import { takeBackNextMonth } from './accruals.ts'
import { toldTo } from './dimensions.ts'
import { openDayFrom } from './reversal.ts'

type Template = RecordOf<typeof Recurring>

/**
 * Writes what is due of one template, each day once: as long as this goes on nobody else does, and what is written of a day is known by its source. A locked day is passed over, and told;
 * what can't be written otherwise holds up the days behind it, and is tried again each night.
 */
export async function writeTemplate(ctx: Ctx, id: Id<'ledger.recurring'>, since: string | null): Promise<void> {
  await ctx.lock(`ledger.recurring ${id}`)
  const template = await ctx.repo(Recurring).get(id)
  if (!template.active || template.company === null) return
  const days: string[] = []
  const begins = since === null ? template.writtenTo : addDays(since, -1)
  for (let day = nextDue(template, begins); day !== null && day <= ctx.today(); day = nextDue(template, day)) days.push(day)
  const known = await writtenOf(ctx, template, days)
  const { twoAbove } = await ctx.settings(paymentSettings)
  const asDraft = template.writes === 'draft' || (twoAbove !== null && minus(twoAbove, template.total).startsWith('-'))
  let { writtenTo } = template
  const passed: { readonly day: string; readonly why: string }[] = []
  let held: { readonly day: string; readonly why: string } | null = null
  for (const day of days) {
    const refusal = known.has(day) ? null : await ctx.refusalOf(() => writeDay(ctx, template, day, asDraft))
    if (refusal && !refusal.codes.includes('locked_days')) {
      held = { day, why: refusal.sentence }
      break
    }
    if (refusal) passed.push({ day, why: refusal.sentence })
    if (writtenTo === null || day > writtenTo) writtenTo = day
  }
  await tell(ctx, template, passed, held)
  const trouble = held ?? passed.at(-1)
  const problem = trouble ? `${trouble.day}: ${trouble.why}`.slice(0, 500) : days.length > 0 ? null : template.problem
  if (problem !== template.problem || writtenTo !== template.writtenTo) await ctx.repo(Recurring).set([{ id, patch: { writtenTo, problem } }])
}

/** The days of a template for which there is an entry, whatever became of it. */
async function writtenOf(ctx: Ctx, { id }: Template, days: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let start = 0; start < days.length; start += 500) {
    const where = { sourceEntity: Recurring.name, sourceId: { in: days.slice(start, start + 500).map(day => sourceOf(id, day)) } }
    const { items } = await ctx.repo(Entry).find({ where, fields: ['date'], limit: 500 })
    for (const { date } of items) found.add(date)
  }
  return found
}

function sourceOf(template: string, day: string): string {
  return `${template} ${day}`
}

/** The template that an entry was written by; null of all others. */
export function templateOf({ sourceEntity, sourceId }: { readonly sourceEntity: string | null; readonly sourceId: string | null }): Template['id'] | null {
  return sourceEntity === Recurring.name && sourceId !== null ? (sourceId.slice(0, sourceId.indexOf(' ')) as Template['id']) : null
}

async function writeDay(ctx: Ctx, template: Template, day: string, asDraft: boolean): Promise<void> {
  const { id, company, narration, journal } = template
  const source = { sourceEntity: Recurring.name, sourceId: sourceOf(id, day), sourceVersion: 1 }
  const told = await toldTo(ctx, Line.name)
  const lines = template.lines.map(({ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate, ...line }) => ({
    ...{ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate, ...tellingOf(line), ...told(line) },
  }))
  const [draft] = await ctx.repo(Entry).make([{ company, narration, journal, date: day, ...source, lines }])
  if (!draft) throw new Error('An entry that was made was not given back.')
  const open = await openDayFrom(ctx, draft, day)
  if (open !== day) throw new UserError('locked_days', 'The books are locked up to {until}, so nothing was written for this day.', { until: addDays(open, -1) })
  if (!asDraft) await ctx.repo(Entry).update(draft.id, { state: 'posted' })
}

/** Beside the template stands each day that was passed over; who wrote it is told once of what is new. */
async function tell(
  ctx: Ctx,
  { id, author, problem }: Template,
  passed: readonly { readonly day: string; readonly why: string }[],
  held: { readonly day: string; readonly why: string } | null,
): Promise<void> {
  const about = { entity: Recurring.name, id }
  const last = passed.at(-1)
  if (last) {
    const day = passed.length > 12 ? `${passed[0]?.day} … ${last.day}` : passed.map(one => one.day).join(', ')
    await ctx.use(Timeline).add({ about, text: 'passed over {day}: {why}', values: { day, why: last.why }, icon: 'lock' })
  }
  if (author === null || (held && problem === `${held.day}: ${held.why}`.slice(0, 500))) return
  if (held)
    await ctx
      .use(Notify)
      .tell({ user: author, kind: 'reminder', text: '{record} could not be written for {day}: {why}', values: { record: '', ...held }, about })
  else if (last)
    await ctx.use(Notify).tell({ user: author, kind: 'reminder', text: '{record} was passed over on {day}: {why}', values: { record: '', ...last }, about })
}

/** Each night every template that has something due is written, in a transaction of its own: none holds up another, or who posts meanwhile. */
const nightly = job('ledger.recurring', {
  label: 'Recurring entries that are due',
  schedule: '20 0 * * *',
  as: 'system',
  async run(ctx) {
    const where = { active: true, next: { lte: ctx.today() } } as Condition<Template>
    await ctx.repo(Recurring).each({ where, fields: ['next'] }, async page => {
      for (const { id } of page) await ctx.enqueue('ledger.writeRecurring', { id }, { key: `${id} ${ctx.now()}` })
    })
  },
})

const writeOne = job('ledger.writeRecurring', {
  label: 'Writing of a recurring entry',
  as: 'system',
  run: (ctx, { id }) => writeTemplate(ctx, id as Template['id'], null),
})

/** What is posted of a template that takes itself back is taken back behind it, also where it was a draft until then. */
const behindPosting = hooks(Entry, {
  async react(ctx, changes) {
    for (const { before, next } of changes)
      if (next?.state === 'posted' && before?.state !== 'posted' && templateOf(next) !== null)
        await ctx.enqueue('ledger.takeBackAccrual', { entry: next.id }, { key: next.id })
  },
})

const takeBack = job('ledger.takeBackAccrual', {
  label: 'Taking back of accruals',
  as: 'system',
  async run(ctx, { entry }) {
    const found = await ctx.repo(Entry).first({ id: entry as Id<'ledger.entry'> })
    const template = found && templateOf(found)
    if (!found || !template) return
    const { items } = await ctx.repo(Recurring).find({ where: { id: template, reverses: true } as Condition<Template>, fields: ['narration'], limit: 1 })
    if (items.length > 0) await takeBackNextMonth(ctx, found)
  },
})

export const recurringJobs = [nightly, writeOne, behindPosting, takeBack]

/** What the debits of a template come to, and the difference to its credits. */
export function sumsOf(lines: readonly { readonly debit: string | null; readonly credit: string | null }[]): {
  readonly debit: string
  readonly difference: string
} {
  const debit = total(lines.map(line => line.debit ?? '0'))
  return { debit, difference: minus(debit, total(lines.map(line => line.credit ?? '0'))) }
}
