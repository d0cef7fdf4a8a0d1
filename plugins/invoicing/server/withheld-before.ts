import { type Ctx, everyOf, hooks, type RecordOf, seed } from '@sangam/sdk'
import { panIn } from '../model/withholding-rule.ts'
import { WithheldBefore } from '../model.ts'
import { Registration } from './core.ts'
import { numbersOf } from './withheld-numbers.ts'

type Row = Pick<RecordOf<typeof WithheldBefore>, 'party' | 'date'>

/** Under which PAN each counts. */
async function payeesOf(ctx: Ctx, rows: readonly Row[]): Promise<(string | null)[]> {
  return ctx.asSystem('Looks under which number counts what was withheld before', async system => {
    const numbers = await numbersOf(system, { parties: rows.map(one => one.party), companies: [] })
    return rows.map(({ party, date }) => panIn(numbers(String(party), date)))
  })
}

/** What was withheld before counts under the PAN of its party, together with all others that have it. */
export const beforePayees = hooks(WithheldBefore, {
  async derive(ctx, changes) {
    const asked = changes.map(({ before, next, changed }) => (next && (before === null || changed.includes('party') || changed.includes('date')) ? next : null))
    const payees = await payeesOf(
      ctx,
      asked.flatMap(next => next ?? []),
    )
    let at = 0
    return asked.map(next => (next ? { payee: payees[at++] ?? null } : null))
  },
})

/** The PAN of a party may be entered, or corrected, after what was withheld of it before. */
export const beforeNumbers = hooks(Registration, {
  async react(ctx, changes) {
    const parties = changes.flatMap(({ before, next }) =>
      [before, next].flatMap(one => (one?.record && (one.kind === 'pan' || one.kind === 'gstin') ? [one.record] : [])),
    )
    if (parties.length > 0) await ctx.asSystem('Counts what was withheld before under the number of its party', system => follow(system, parties))
  },
})

async function follow(system: Ctx, parties: readonly string[]): Promise<void> {
  const rows = await everyOf(system.repo(WithheldBefore), 'party', parties, { fields: ['party', 'date', 'payee'] })
  const payees = await payeesOf(system, rows)
  const others = rows.flatMap(({ id, payee }, at) => (payee === payees[at] ? [] : [{ id, patch: { payee: payees[at] ?? null } }]))
  if (others.length > 0) await system.repo(WithheldBefore).set(others)
}

/** What was entered before its PAN was kept with it. */
export const beforeSeed = seed('invoicing.withheldBefore', {
  async run(ctx) {
    const parties: string[] = []
    await ctx.repo(WithheldBefore).each({ fields: ['party'] }, async page => void parties.push(...page.map(one => String(one.party))))
    await follow(ctx, parties)
  },
})
