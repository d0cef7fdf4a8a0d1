import { everyOf, hooks, provide, type Refusal } from '@sangam/sdk'
import { type AdvanceAsked, WithheldAdvance, Withholdings } from '../model.ts'
import { Company } from './core.ts'
import { readSetUp } from './set-up.ts'
import { type Placed, readWithheld } from './withholding.ts'

export const withholdings = provide(Withholdings, ctx => ({
  ofAdvances: asked =>
    ctx.asSystem('Looks by what rule tax is withheld of an advance', async system => {
      const companies = await everyOf(
        system.repo(Company),
        'id',
        asked.map(one => one.company),
        { fields: ['fiscalYearStart'] },
      )
      const starts = new Map(companies.map(one => [String(one.id), one.fiscalYearStart]))
      const placed = asked.map(one => asPlaced(one, starts.get(one.company) ?? 4))
      const { placings } = await readWithheld(system, placed, await readSetUp(system))
      return asked.map(({ withhold }, at) => {
        const { payee = null, countsIn = null, rule, before } = placings[at] ?? {}
        const { carried = '0', rows = [] } = before?.() ?? {}
        return { rule: rule?.(withhold) ?? null, payee, countsIn, carried, rows }
      })
    }),
}))

/** What was withheld was paid to the state: without its record the bill would be taxed once more. It goes with the trial of its company alone, as its payment does. */
export const withheldStays = hooks(WithheldAdvance, {
  check: async (_, changes) =>
    changes.flatMap(({ verb }, index): Refusal[] =>
      verb === 'remove'
        ? [
            {
              index,
              code: 'stays',
              message: 'What was withheld of an advance stays, or its bill would be taxed again. Cancel its payment, and it counts no more.',
            },
          ]
        : [],
    ),
})

/** An advance counts as a bill does, on the day it is paid. */
function asPlaced({ company, party, section, day, posting }: AdvanceAsked, start: number): Placed {
  return {
    ...{ kind: 'bill', date: day, postingDate: null, partyRegistration: null, ownRegistration: null, start, posting },
    company: company as Placed['company'],
    party: party as Placed['party'],
    withholding: section as Placed['withholding'],
  }
}
