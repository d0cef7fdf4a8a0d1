import { handle, hooks, minus, type RecordOf, type Refusal } from '@sangam/sdk'
import { lastDay, monthsBefore } from '../model/days.ts'
import { nextDue } from '../model/recurring-days.ts'
import { tellingOf } from '../model/telling.ts'
import { type Entry, makeRecurring, Recurring, RecurringLine, writeDue } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { toldTo } from './dimensions.ts'
import { accountsOf, lineProblems, oneSide } from './entry-hooks.ts'
import { sumsOf, writeTemplate } from './recurring.ts'

/** What of a template is its own words: who changes one of them answers for it. */
const written: readonly string[] = ['narration', 'journal', 'every', 'from', 'day', 'writes', 'reverses', 'lines']

/** A template is held to what its entries will be, as far as it can be told before their day. */
const templateHooks = hooks(Recurring, {
  derive: async (ctx, changes) =>
    changes.map(({ verb, next, changed }) => {
      if (!next) return null
      const isOwn = verb === 'create' || changed.some(name => written.includes(name))
      return {
        next: next.active && next.from ? nextDue(next, next.writtenTo) : null,
        total: sumsOf(next.lines).debit,
        ...(isOwn && ctx.origin !== 'job' && ctx.origin !== 'seed' && { author: ctx.user.id }),
      }
    }),

  async check(ctx, changes) {
    const live = changes.map(({ next, changed, verb }) =>
      verb === 'create' || changed.some(name => written.includes(name) || name === 'until' || name === 'active') ? next : null,
    )
    const accounts = await accountsOf(ctx, live)
    const earliest = monthsBefore(ctx.today(), 120)
    return live.flatMap((next, index): Refusal[] => {
      if (!next) return []
      if (next.until !== null && next.until < next.from)
        return [{ index, field: 'until', code: 'days_swapped', message: 'The last day comes before the first. Swap them.' }]
      if (next.from < earliest) return [{ index, field: 'from', code: 'long_ago', message: 'Choose a first day of the last ten years.' }]
      // One that is not active may be half written.
      if (!next.active) return []
      if (next.lines.length < 2) return [{ index, field: 'lines', code: 'lines_missing', message: 'Give at least two lines, debits and credits.' }]
      const { difference } = sumsOf(next.lines)
      if (difference !== '0')
        return [
          {
            index,
            field: 'lines',
            code: 'out_of_balance',
            message: 'The entry is out of balance by {difference}. Change a line or add one.',
            values: { difference: difference.replace('-', '') },
          },
        ]
      const lines = next.lines.map(line => ({ ...line, due: null, base: minus(line.debit ?? '0', line.credit ?? '0') }))
      const asEntry = { ...next, lines, kind: 'normal', state: next.writes === 'draft' ? 'draft' : 'posted', sourceEntity: null, reverses: null }
      return [
        ...lineProblems(ctx, asEntry as unknown as RecordOf<typeof Entry>, accounts, index),
        ...lines.flatMap((line, at) => oneSide(line as never, index).map(one => ({ ...one, field: `lines.${at}.${one.field ?? 'debit'}` }))),
      ]
    })
  },
})

const writeHandler = handle(writeDue, (ctx, { id }, { since }) =>
  ctx.asSystem('Writes what is due of a recurring entry', system => writeTemplate(system, id, since)),
)

const makeHandler = handle(makeRecurring, async (ctx, entry, { every, from }) => {
  // What stands on the last day of its month recurs on the last days of months.
  const day = entry.date === lastDay(entry.date) ? 31 : Number(entry.date.slice(8))
  const first = from ?? nextDue({ from: entry.date, every, day }, entry.date) ?? entry.date
  const told = await toldTo(ctx, RecurringLine.name)
  const lines = entry.lines.map(({ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate, ...line }) => ({
    ...{ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate, ...tellingOf(line), ...told(line) },
  }))
  const { narration, journal, company } = entry
  const [made] = await ctx.repo(Recurring).make([{ narration, journal, company, every, from: first, day: from === null ? day : null, lines }])
  if (!made) throw new Error('A template that was made was not given back.')
  return { recurring: made.id, next: made.next }
})

export const recurringEntities = [Recurring, RecurringLine]
export const recurringParts = [writeDue, makeRecurring, ofCompany(Recurring), templateHooks, writeHandler, makeHandler]
