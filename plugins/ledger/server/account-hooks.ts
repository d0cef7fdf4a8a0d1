import { type AnyEntity, hooks, type Refusal } from '@sangam/sdk'
import { linesOf, statementLines } from '../model/placing.ts'
import { Account, AccountRole, Balance, Entry, Journal, PeriodLock } from '../model.ts'

const noCompany = { field: 'company', code: 'no_company', message: 'Choose the company you work for first: its books are meant.' } as const

/** What belongs to a company belongs to the one that its writer works for, unless they say another. */
export function ofCompany(entity: AnyEntity) {
  return hooks(entity as typeof Journal, {
    derive: async (ctx, changes) => changes.map(({ next }) => (next && !next.company && ctx.company ? { company: ctx.company } : null)),
    check: async (_, changes) => changes.flatMap(({ next }, index) => (next && !next.company ? [{ index, ...noCompany }] : [])),
  })
}

export const companyOf = [ofCompany(Account), ofCompany(Journal), ofCompany(PeriodLock), ofCompany(AccountRole), ofCompany(Entry)]

/** A heading is of its accounts' type and company, and no account that was posted to becomes one, changes its type, or goes: its balances would go from the reports. */
export const accountHooks = hooks(Account, {
  async check(ctx, changes) {
    const parents = [...new Set(changes.flatMap(({ next }) => (next?.above ? [next.above] : [])))]
    const fixed = changes.flatMap(({ verb, before, changed }) =>
      before && (verb === 'remove' || changed.some(name => ['type', 'isGroup', 'company'].includes(name))) ? [before.id] : [],
    )
    return ctx.asSystem('Looks what stands above an account, and whether it was posted to', async system => {
      const found =
        parents.length === 0
          ? []
          : (await system.repo(Account).find({ where: { id: { in: parents } }, fields: ['type', 'isGroup', 'company', 'name'], limit: 500 })).items
      const posted =
        fixed.length === 0
          ? []
          : await system.repo(Balance).group({ where: { account: { in: fixed } }, group: ['account'], measures: ['count'], limit: 10_000 })
      const above = new Map(found.map(one => [String(one.id), one]))
      return changes.flatMap(({ verb, before, next }, index): Refusal[] => {
        if (before && verb === 'remove') {
          const message = 'Something was posted to {name}. Make it inactive instead.'
          return posted.some(one => one.account === before.id) ? [{ index, code: 'posted_to', message, values: { name: before.name } }] : []
        }
        if (!next) return []
        // Whoever comes behind it in the set stands below what it is now.
        above.set(next.id, next)
        if (next.statement && !linesOf[next.type].includes(next.statement))
          return [
            {
              ...{
                index,
                field: 'statement',
                code: 'other_statement',
                message: '“{line}” is no line for an account of this type. Choose another, or leave it empty.',
              },
              values: { line: ctx.t(statementLines[next.statement].label) },
            },
          ]
        const heading = next.above ? above.get(next.above) : undefined
        if (posted.some(one => one.account === next.id) && fixed.includes(next.id))
          return [
            { index, code: 'posted_to', message: 'Something was posted to {name}, so it stays what it is. Make another account.', values: { name: next.name } },
          ]
        if (heading && !heading.isGroup)
          return [
            {
              index,
              field: 'above',
              code: 'no_heading',
              message: '{name} is no heading. Choose one, or make it a heading first.',
              values: { name: heading.name },
            },
          ]
        if (heading && (heading.type !== next.type || heading.company !== next.company))
          return [{ index, field: 'above', code: 'other_type', message: '{name} is of another type, or of another company.', values: { name: heading.name } }]
        return []
      })
    })
  },
})

/** A journal in which entries were posted stays: they name it for good. */
export const journalHooks = hooks(Journal, {
  async check(ctx, changes) {
    const going = changes.flatMap(({ verb, before }) => (verb === 'remove' && before ? [before.id] : []))
    if (going.length === 0) return []
    const used = await ctx.asSystem('Looks whether entries were posted in a journal', system =>
      system.repo(Entry).group({ where: { journal: { in: going }, state: 'posted' }, group: ['journal'], measures: ['count'], limit: 10_000 }),
    )
    return changes.flatMap(({ before }, index): Refusal[] => {
      if (!before || !going.includes(before.id) || !used.some(one => one.journal === before.id)) return []
      return [{ index, code: 'posted_in', message: 'Entries were posted in {name}, so it stays. Give it another name instead.', values: { name: before.name } }]
    })
  },
})
