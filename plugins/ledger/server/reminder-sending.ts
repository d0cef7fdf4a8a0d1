import { Party } from '@sangam/plugin-parties/model'
import {
  type Ctx,
  documentTemplate,
  handle,
  type Id,
  Mail,
  type RecordOf,
  reference,
  references,
  route,
  type ServerNewOf,
  Timeline,
  UserError,
} from '@sangam/sdk'
import type { LateParty, ReminderStatus, RemindersSent } from '../model/reminding.ts'
import { Reminder, ReminderLevel, sendReminder } from '../model.ts'
import { companyFor } from './books-of.ts'
import { Company } from './core.ts'
import { openOn } from './open-items.ts'
import { chargesOf, chargeWords, reminderCharging } from './reminder-charges.ts'
import { dayWords, languageOf, letterOf, moneyWords } from './reminder-words.ts'
import { lateParties } from './reminders.ts'

type CompanyId = Id<'core.company'>
type PartyId = Id<'parties.party'>

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

/**
 * Reminds parties of what is to be raised now, once: who asks at the same time waits, and finds it done. A letter says all that a party owes, so only who sees all of it sends it,
 * and only to whom their rows of `send` reach. What stands against one party holds up no other.
 */
export async function remind(ctx: Ctx, company: CompanyId, parties: readonly PartyId[]): Promise<RemindersSent> {
  const asked = [...new Set(parties)]
  await ctx.lock(asked.map(party => `ledger.reminder ${company} ${party}`))
  const one = asked.length === 1 ? (asked[0] ?? null) : null
  const seen = await lateParties(ctx, company, ctx.today(), one)
  const all = await ctx.asSystem('Looks what customers owe that are reminded', system => lateParties(system, company, ctx.today(), one))
  const sent: string[] = []
  const left: { party: string; why: string }[] = []
  for (const party of asked) {
    const [mine, found] = [seen, all].map(some => some.find(row => row.party === party))
    const why = found && mine ? (against(ctx, mine, found) ?? (await ctx.refusalOf(() => make(ctx, company, found)))?.sentence) : ctx.t(nothing)
    if (why === undefined) sent.push(party)
    else left.push({ party, why })
  }
  return { sent, left }
}

const nothing = 'Nothing that you see of this party is late.'
const reasons: { readonly [status in Exclude<ReminderStatus, 'due'>]: string } = {
  reminded: 'Nothing new since the last reminder.',
  held: 'Held back',
  covered: 'Has paid as much without an invoice: match it first.',
  noAddress: 'No e-mail address: write one on the party.',
}

function against(ctx: Ctx, mine: LateParty, found: LateParty): string | undefined {
  const said = ({ items, balance }: LateParty): string => JSON.stringify([items.map(({ item, open }) => [item, open]), balance])
  if (said(mine) !== said(found)) return ctx.t('You do not see all that this party owes. Ask somebody who does to send the reminder.')
  return found.status === 'due' ? undefined : ctx.t(reasons[found.status])
}

/** The reminder is made and sent by its own verb, with the rows that the caller has for it: who may not send it has made none. */
async function make(ctx: Ctx, company: CompanyId, found: LateParty): Promise<void> {
  const { language } = found
  const [party, on] = [found.party as PartyId, ctx.today()]
  const made = await ctx.asSystem('Notes that a customer is reminded of what is late', async system => {
    const level = await system.repo(ReminderLevel).get(found.level?.id as Id<'ledger.reminderLevel'>)
    const raised = new Map(found.items.map(item => [item.item, item.level]))
    const open = await openOn(system, { company, on, side: 'receivable', party })
    // The oldest first; a letter of more than these would not be read, and what is not on it is raised the next time.
    const charges = await chargesOf(system, company, level, { found, on })
    const money = (amount: string | undefined) => (amount === undefined || amount === '0' ? null : { amount, currency: charges.currency })
    const lines = open.slice(0, 1000).map(row => ({
      ...{ item: row.item, document: row.name.slice(0, 300), date: row.date, due: row.due, level: raised.get(row.item) ?? null },
      ...{ days: row.open.startsWith('-') ? null : Math.max(row.late, 0) },
      ...{ interest: money(charges.byItem.get(row.item)), from: charges.since.get(row.item) ?? null },
      ...{ amount: { amount: row.amount, currency: row.currency }, open: { amount: row.open, currency: row.currency } },
    }))
    const letter = await letterFor(system, { company, level, found, on })
    const sums = { late: moneyWords(found.late, language).slice(0, 200), balance: moneyWords(found.balance, language).slice(0, 200) }
    const owed = { fee: money(charges.fee), interest: money(charges.interest) }
    const values = { ...letter, ...sums, ...owed, party, level: level.id, on, to: found.to, language, company, lines, times: 0 }
    return (await system.repo(Reminder).make([values as unknown as ServerNewOf<typeof Reminder>]))[0]
  })
  if (made) await ctx.run(sendReminder, made.id, { to: null })
}

const sendHandler = handle(sendReminder, async (ctx, { id }, { to }) => {
  const reminder = await ctx.asSystem('Looks how often a reminder went out', system => system.repo(Reminder).get(id))
  const { subject, body, language, times } = reminder
  const address = to ?? reminder.to
  if (times > 0) await refuseOften(ctx, reminder, address)
  const papers = [{ entity: Reminder.name, id, document: 'ledger.statementOfAccount' }]
  await ctx.use(Mail).send({ to: address, subject, text: body, language, papers })
  if (times > 0) await ctx.use(Timeline).add({ about: { entity: Reminder.name, id }, text: 'sent it again to {address}', values: { address }, icon: 'send' })
  const patch = { times: times + 1, lastAt: ctx.now(), lastTo: address }
  await ctx.asSystem('Notes when a reminder went out', system => system.repo(Reminder).set([{ id, patch }]))
})

/** What customers owe is not poured out: one reminder goes again once an hour, and to an address that is not its own one reminder in that time. */
async function refuseOften(ctx: Ctx, { id, to, times, lastAt, lastTo }: RecordOf<typeof Reminder>, address: string): Promise<void> {
  const since = new Date(Date.parse(ctx.now()) - 3_600_000).toISOString()
  if (times > 1 && lastAt !== null && lastAt > since)
    throw new UserError('sent_just_now', 'It was sent again to {address} less than an hour ago. Send it once more later.', { address: lastTo ?? to })
  if (address === to) return
  await ctx.lock(`ledger.reminderTo ${address}`)
  const where = { lastTo: address, lastAt: { gt: since }, id: { ne: id } } as const
  if ((await ctx.asSystem('Looks what else went to an address', system => system.repo(Reminder).count(where))) > 0)
    throw new UserError(
      'one_at_a_time',
      'Another reminder went to {address} less than an hour ago. To an address that is not the party’s own they go one at a time: send this one later.',
      { address },
      'to',
    )
}

/** Reminds those that are chosen and due; the others are given back with what stands against it. Asked again it sends nothing. */
const sendAll = route('POST', '/reminders/send', {
  permission: 'ledger.reminder:send',
  body: { parties: references(Party, { required: true }), company: reference('core.company') },
  async run(ctx, { body }) {
    const { sent, left } = await remind(ctx, companyFor(ctx, body.company), body.parties)
    return { sent: [...sent], left: left.map(one => ({ ...one })) }
  },
})

/** The letter with what may be charged in it. */
export async function letterFor(
  system: Ctx,
  {
    company,
    level,
    found,
    on,
  }: { readonly company: CompanyId; readonly level: RecordOf<typeof ReminderLevel>; readonly found: LateParty; readonly on: string },
) {
  const language = languageOf(level, found)
  const charges = chargeWords(await chargesOf(system, company, level, { found, on }), { language, day: dayWords(on, language) })
  return letterOf(level, found, { company: await nameOf(system, company), on, charges })
}

async function nameOf(ctx: Ctx, company: CompanyId): Promise<string> {
  return ctx.asSystem('Looks what a company is called', async system => (await system.repo(Company).get(company, { fields: ['name'] })).name)
}

export const reminderSending = [sendReminder, sendHandler, statementPaper, sendAll, ...reminderCharging]
