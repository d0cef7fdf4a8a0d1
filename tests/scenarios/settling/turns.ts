import { closeYear, FiscalYear, Item, Match, match, Revaluation, reopenYear, revalue, takeBackRevaluation, unmatch } from '@sangam/plugin-ledger/model'
import { type Acting, done, refusalOf, some } from './acting.ts'
import { money } from './model.ts'
import { days, type Of, yearEnd } from './steps.ts'

/** What changes nothing of what parties owe: matches, years, and what money of others is worth. */

async function takeApart({ company, client, model }: Acting, one: Of<'unmatch'>): Promise<void> {
  const where = { company: company.id, voidedOn: { isEmpty: true } } as never
  const chosen = some((await client.repo(Match).find({ where, sort: ['id'], limit: 100 })).items, one.at)
  if (!chosen) return
  const { yes, refusal } = await done(client.run(unmatch, chosen.id, {}))
  model.answered('Taking a match apart', yes, true, refusal)
}

async function settle({ company, client, model }: Acting, one: Of<'match'>): Promise<void> {
  const where = { company: company.id, settledOn: { isEmpty: true } } as never
  const { items: open } = await client.repo(Item).find({ where, sort: ['id'], limit: 100 })
  const [a, b] = [some(open, one.at), some(open, one.with)]
  if (!a || !b || a.id === b.id) return
  // Of one party, one currency and two sides it is matched; else it is refused.
  const fit = a.party === b.party && a.currency === b.currency && a.amount.startsWith('-') !== b.amount.startsWith('-')
  const { yes, refusal } = await done(client.run(match, a.id, { with: [b.id] }))
  model.answered('A match', yes, fit, refusal)
}

async function turn({ company, client, model }: Acting, to: 'close' | 'reopen'): Promise<void> {
  const year = await client.repo(FiscalYear).first({ to: yearEnd, company: company.id } as never)
  const id = year?.id as never
  const { yes, refusal } = await done(to === 'close' ? client.run(closeYear, id) : client.run(reopenYear, id, { because: 'Something came late' }))
  model.answered(`To ${to} the year`, yes, model.closed === (to === 'reopen'), refusal)
  if (yes) model.closed = to === 'close'
}

const revaluationOn = ({ company, client }: Acting, on: string) => client.repo(Revaluation).first({ on, company: company.id } as never)

/** What it posts it takes back on the next day, so that of both nothing is left. */
async function value(acting: Acting, { day, rate }: Of<'revalue'>): Promise<void> {
  const on = days[day] as string
  const there = await revaluationOn(acting, on)
  if (there?.state === 'posted') return
  // There is one for each day: of two who begin it at once, the second is told so.
  const values = { on, rates: [{ currency: 'USD', rate: money(rate) }] }
  const { made, refusal } = there ? { made: there, refusal: '' } : await refusalOf(acting.client.repo(Revaluation).create(values as never))
  acting.model.answered('A revaluation', made !== null, true, refusal)
  if (made) await done(acting.client.run(revalue, made.id, {}))
}

async function valueBack(acting: Acting, { day }: Of<'takeBack'>): Promise<void> {
  const there = await revaluationOn(acting, days[day] as string)
  if (there?.state === 'posted') await done(acting.client.run(takeBackRevaluation, there.id, {}))
}

export const turns = {
  unmatch: takeApart,
  match: settle,
  close: (on: Acting) => turn(on, 'close'),
  reopen: (on: Acting) => turn(on, 'reopen'),
  revalue: value,
  takeBack: valueBack,
}
