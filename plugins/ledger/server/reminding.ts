import { Party } from '@sangam/plugin-parties/model'
import { addDays, type Ctx, everyOf, hooks, type Id, job, Notify, type Refusal, reference, route, seed, UserError } from '@sangam/sdk'
import { reminderFields } from '../model/reminder.ts'
import type { LateParty } from '../model/reminding.ts'
import { Item, paymentSettings, ReminderHold, ReminderLevel } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { companyFor } from './books-of.ts'
import { Company } from './core.ts'
import { usualLevels } from './reminder-levels.ts'
import { letterFor, remind, reminderSending } from './reminder-sending.ts'
import { unknownFields } from './reminder-words.ts'
import { lateParties } from './reminders.ts'

type CompanyId = Id<'core.company'>

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
    const letter = await ctx.asSystem('Looks until when interest was charged', system => letterFor(system, { company, level, found, on: ctx.today() }))
    return { ...letter, to: found.to }
  },
})

/** Each morning: where the level says so it is sent, not before the pause since the last one is over; of the others those who want to know are told. */
const morning = job('ledger.remind', {
  label: 'Payment reminders that are due',
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
  label: 'Payment reminder to one party',
  as: 'system',
  async run(ctx, { company, party }) {
    const { left } = await remind(ctx, company as CompanyId, [party as Id<'parties.party'>])
    for (const { why } of left) ctx.log('A reminder was not sent.', { party: party ?? null, why })
  },
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
    const held = await ctx.asSystem('Looks whose items are held back', system => everyOf(system.repo(Item), 'id', ids, { fields: ['party'] }))
    const items = new Map(held.map(({ id, party }) => [id, party]))
    return changes.flatMap(({ next }, index): Refusal[] =>
      next?.item && (items.get(next.item) ?? next.party) !== next.party
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

export const reminding = [
  ...[...reminderSending, list, preview, morning, remindParty, levelHooks, holdHooks, levelSeed, companyLevels],
  ...[ofCompany(ReminderLevel), ofCompany(ReminderHold)],
]
