import type { Condition, Ctx, RecordOf, Refusal } from '@sangam/sdk'
import type { Entry } from '../model.ts'
import { Registration } from './core.ts'

type EntryRecord = RecordOf<typeof Entry>
type Own = Pick<RecordOf<typeof Registration>, 'company' | 'number' | 'validFrom' | 'validTo'>

/**
 * Tax numbers that a line is told under are numbers of its company that held on the day of the entry or of its paper. What other plugins post says the number of its paper, and what takes an
 * entry back that of the entry: both as they were.
 */
export async function ownNumberProblems(ctx: Ctx, entries: readonly (EntryRecord | null)[]): Promise<Refusal[]> {
  const asked = entries.flatMap((entry, index) =>
    entry?.company && isTyped(entry) && entry.lines.some(line => line.registration !== null) ? [{ entry, index }] : [],
  )
  if (asked.length === 0) return []
  const own = await ownNumbers(
    ctx,
    asked.map(({ entry }) => String(entry.company)),
  )
  return asked.flatMap(({ entry, index }) => {
    const days = [entry.date, ...(entry.documentDate === null ? [] : [entry.documentDate])]
    const there = (own.get(String(entry.company)) ?? []).filter(one => days.some(day => (one.validFrom ?? '') <= day && day <= (one.validTo ?? '9999')))
    return entry.lines.flatMap(({ registration }, at): Refusal[] => {
      if (registration === null || there.some(one => one.number === registration)) return []
      const field = `lines.${at}.registration`
      const numbers = [...new Set(there.map(one => one.number))].slice(0, 10).join(', ')
      if (numbers === '') {
        const message = 'The company had no tax number on {day}. Enter {number} among the registrations on the page of the company, or leave it out.'
        return [{ index, field, code: 'no_own_number', message, values: { number: registration, day: entry.date } }]
      }
      const message =
        '{number} was no tax number of the company on {day}. Give one of {numbers}, or enter it among the registrations on the page of the company.'
      return [{ index, field, code: 'no_own_number', message, values: { number: registration, day: entry.date, numbers } }]
    })
  })
}

/** Written here, by hand or by what somebody wrote by hand, and no paper of another plugin. */
function isTyped({ sourceEntity, reverses }: EntryRecord): boolean {
  return reverses === null && (sourceEntity === null || sourceEntity.startsWith('ledger.'))
}

async function ownNumbers(ctx: Ctx, companies: readonly string[]): Promise<ReadonlyMap<string, readonly Own[]>> {
  const found = new Map<string, Own[]>()
  const where = { company: { in: [...new Set(companies)] } } as Condition<RecordOf<typeof Registration>>
  await ctx.asSystem('Looks which tax numbers a company has', system =>
    system.repo(Registration).each({ where, fields: ['company', 'number', 'validFrom', 'validTo'] }, async page => {
      for (const one of page) found.set(String(one.company), [...(found.get(String(one.company)) ?? []), one])
    }),
  )
  return found
}
