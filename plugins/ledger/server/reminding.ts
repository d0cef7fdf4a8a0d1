import { Party } from '@sangam/plugin-parties/model'
import {
  addDays,
  type Ctx,
  documentTemplate,
  handle,
  hooks,
  type Id,
  job,
  Mail,
  Notify,
  type RecordOf,
  type Refusal,
  reference,
  references,
  route,
  seed,
  UserError,
} from '@sangam/sdk'
import { reminderFields } from '../model/reminder.ts'
import type { LateParty } from '../model/reminding.ts'
import { Item, paymentSettings, Reminder, ReminderHold, ReminderLevel, sendReminder } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { companyFor } from './books-of.ts'
import { Company } from './core.ts'
import { openOn } from './open-items.ts'
import { usualLevels } from './reminder-levels.ts'
import { letterOf, moneyWords, unknownFields } from './reminder-words.ts'
import { lateParties } from './reminders.ts'

type CompanyId = Id<'core.company'>

/** What goes with a reminder: all that is open of the party on that day, as it was sent. */
const statementPaper = documentTemplate(Reminder, 'ledger.statementOfAccount', {
  label: 'Statement of account',
  title: 'Statement of account',
  fileName: 'Statement of account {{ record.on }}',
  parts: [
    { kind: 'text', text: 'To\n{{ record.party }}', beside: 'As of: {{ record.on }}' },
    { kind: 'lines', field: 'lines', columns: ['document', 'date', 'due', 'days', 'amount', 'open'], total: false },
    { kind: 'text', text: 'Late: {{ record.late }}', style: 'heading' },
    { kind: 'text', text: 'Balance: {{ record.balance }}', style: 'heading' },
  ],
})

/** Reminds one party of what is to be raised now, once: who asks at the same time waits, and finds it done. Says whether anything was to be raised. */
async function remind(ctx: Ctx, company: CompanyId, party: Id<'parties.party'>): Promise<boolean> {
  await ctx.lock(`ledger.reminder ${company} ${party}`)
  const on = ctx.today()
  const made = await ctx.asSystem('Notes that a customer is reminded of what is late', async system => {
    const [found] = await lateParties(system, company, on, party)
    if (found?.status !== 'due' || found.level === null || found.to === null) return null
    const level = await system.repo(ReminderLevel).get(found.level.id as Id<'ledger.reminderLevel'>)
    const raised = new Map(found.items.map(item => [item.item, item.level]))
    const open = await openOn(system, { company, on, side: 'receivable', party })
    const lines = open.map(row => ({
      ...{ item: row.item, document: row.name.slice(0, 300), date: row.date, due: row.due, level: raised.get(row.item) ?? null },
      ...{ days: row.open.startsWith('-') ? null : Math.max(row.late, 0) },
      ...{ amount: { amount: row.amount, currency: row.currency }, open: { amount: row.open, currency: row.currency } },
    }))
    const { to, language } = found
    const letter = letterOf(level, found, { company: await nameOf(system, company), on })
    const sums = { late: moneyWords(found.late, language).slice(0, 200), balance: moneyWords(found.balance, language).slice(0, 200) }
    const [reminder] = await system.repo(Reminder).make([{ ...letter, ...sums, party, level: level.id, on, to, language, company, lines } as never])
    return reminder ?? null
  })
  if (made) await mail(ctx, made, made.to)
  return made !== null
}

function mail(ctx: Ctx, { id, subject, body, language }: RecordOf<typeof Reminder>, to: string): Promise<void> {
  const papers = [{ entity: Reminder.name, id, document: 'ledger.statementOfAccount' }]
  return ctx.use(Mail).send({ to, subject, text: body, language, papers })
}

const sendHandler = handle(sendReminder, (ctx, reminder, { to }) => mail(ctx, reminder, to ?? reminder.to))

const list = route('GET', '/reminders', {
  permission: 'ledger.reminder:read',
  query: { company: reference('core.company') },
  async run(ctx, { query }) {
    const on = ctx.today()
    const company = companyFor(ctx, query.company)
    const rows = await lateParties(ctx, company, on)
    return { on, levels: await ctx.repo(ReminderLevel).count({ company, active: true }), rows: rows.map(row => ({ ...row })) } as never
  },
})

/** What a party would get now; where it is not due, in the words of the level that it has reached. */
const preview = route('GET', '/reminders/preview', {
  permission: 'ledger.reminder:read',
  query: { party: reference(Party, { required: true }), company: reference('core.company') },
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const [found] = await lateParties(ctx, company, ctx.today(), query.party)
    if (!found?.level) throw new UserError('nothing_late', 'Nothing of this party has reached a level. Nobody is to be reminded.')
    const level = await ctx.repo(ReminderLevel).get(found.level.id as Id<'ledger.reminderLevel'>)
    return { ...letterOf(level, found, { company: await nameOf(ctx, company), on: ctx.today() }), to: found.to }
  },
})

/** Reminds those that are chosen and due; the others are given back with what stands against it. Asked again it sends nothing. */
const sendAll = route('POST', '/reminders/send', {
  permission: 'ledger.reminder:send',
  body: { parties: references(Party, { required: true }), company: reference('core.company') },
  async run(ctx, { body }) {
    const company = companyFor(ctx, body.company)
    const sent: string[] = []
    for (const party of [...new Set(body.parties)]) if (await remind(ctx, company, party)) sent.push(party)
    return { sent, left: body.parties.filter(party => !sent.includes(party)) }
  },
})

/** Each morning: where the level says so it is sent, not before the pause since the last one is over; of the others those who want to know are told. */
const morning = job('ledger.remind', {
  schedule: '0 8 * * *',
  as: 'system',
  async run(ctx) {
    const { reminderPause } = await ctx.settings(paymentSettings)
    const { items: companies } = await ctx.repo(Company).find({ fields: ['name'], limit: 500 })
    for (const { id: company } of companies) {
      const due = (await lateParties(ctx, company, ctx.today())).filter(one => one.status === 'due' || one.status === 'noAddress')
      for (const { party, last, level, status } of due)
        if (status === 'due' && level?.byItself && (last === null || addDays(last, reminderPause ?? 0) <= ctx.today()))
          await ctx.enqueue('ledger.remindParty', { company, party }, { key: `${company} ${party} ${ctx.today()}` })
      await tell(ctx, company, due)
    }
  },
})

const remindParty = job('ledger.remindParty', {
  as: 'system',
  run: async (ctx, { company, party }) => void (await remind(ctx, company as CompanyId, party as Id<'parties.party'>)),
})

/** Who is named at a level hears of what reaches it on this day and is not sent by itself. */
async function tell(ctx: Ctx, company: CompanyId, due: readonly LateParty[]): Promise<void> {
  const { items: levels } = await ctx.repo(ReminderLevel).find({ where: { company, active: true, byItself: false, tell: { isEmpty: false } }, limit: 100 })
  for (const level of levels) {
    const count = due.filter(one => one.level?.id === level.id && one.items.some(item => item.level === level.id && item.days === level.days)).length
    if (level.tell === null || count === 0) continue
    const about = { entity: ReminderLevel.name, id: level.id }
    const text = '{count, plural, one {One customer has} other {# customers have}} reached “{record}”. Look at Books, Reminders.'
    await ctx.use(Notify).tell({ user: level.tell, kind: 'reminder', text, values: { record: '', count }, about })
  }
}

const levelHooks = hooks(ReminderLevel, {
  check: async (_, changes) =>
    changes.flatMap(({ next }, index): Refusal[] => {
      const [unknown] = next ? unknownFields(next.subject, next.body, next.subjectHindi, next.bodyHindi) : []
      if (unknown === undefined) return []
      const values = { field: unknown, fields: reminderFields.map(name => `{${name}}`).join(', ') }
      return [{ index, field: 'body', code: 'no_field', message: '“{field}” in braces is nothing that can be filled in. There are: {fields}.', values }]
    }),
})

const holdHooks = hooks(ReminderHold, {
  async check(ctx, changes) {
    const ids = changes.flatMap(({ next }) => next?.item ?? [])
    if (ids.length === 0) return []
    const { items } = await ctx.repo(Item).find({ where: { id: { in: [...new Set(ids)].slice(0, 500) } }, fields: ['party'], limit: 500 })
    return changes.flatMap(({ next }, index): Refusal[] =>
      next?.item && items.some(item => item.id === next.item && item.party !== next.party)
        ? [{ index, field: 'item', code: 'other_party', message: 'This item is of another party. Choose one of its own.' }]
        : [],
    )
  },
})

/** What companies begin with: three letters, none of which is sent by itself. */
async function begin(ctx: Ctx, companies: readonly CompanyId[]): Promise<void> {
  for (const company of companies)
    if (!(await ctx.repo(ReminderLevel).first({ company })))
      await ctx.repo(ReminderLevel).createMany(usualLevels.map(level => ({ ...level, name: ctx.t(level.name), company })))
}

const levelSeed = seed('ledger.reminderLevels', {
  run: async ctx =>
    begin(
      ctx,
      (await ctx.repo(Company).find({ fields: ['name'], limit: 500 })).items.map(one => one.id),
    ),
})

const companyLevels = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [next.id] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company its reminders', system => begin(system, made))
  },
})

async function nameOf(ctx: Ctx, company: CompanyId): Promise<string> {
  return ctx.asSystem('Looks what a company is called', async system => (await system.repo(Company).get(company, { fields: ['name'] })).name)
}

export const reminding = [
  ...[sendReminder, sendHandler, statementPaper, list, preview, sendAll, morning, remindParty, levelHooks, holdHooks, levelSeed, companyLevels],
  ...[ofCompany(ReminderLevel), ofCompany(ReminderHold)],
]
