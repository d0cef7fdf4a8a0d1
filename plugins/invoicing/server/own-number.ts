import type { Ctx, RecordOf, Refusal } from '@sangam/sdk'
import { choicesOf, isNotOurs, notOurs } from '../model/sayings.ts'
import type { Document } from '../model.ts'
import { Company } from './core.ts'
import { isOfOriginal } from './document-numbers.ts'
import { readNumbers } from './numbers.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** It would be posted under a number that is not ours on its day, or not that of our place, as it was known when it was written. */
export function isFalselyOurs(next: DocumentRecord, original: Original | null): boolean {
  return next.state === 'posted' && next.ownRegistration !== null && isNotOurs(next.ownScheme) && !isOfOriginal(next, original)
}

/** Nobody writes under a number that their company does not hold: the refusal names those that it does, and where another is added. */
export async function ownNumberProblems(ctx: Ctx, asked: readonly { readonly next: DocumentRecord; readonly index: number }[]): Promise<Refusal[]> {
  if (asked.length === 0) return []
  return ctx.asSystem('Looks which tax numbers a company has', async system => {
    const documents = asked.map(({ next }) => next)
    const ids = [...new Set(documents.flatMap(one => one.company ?? []))]
    const [numbers, companies] = await Promise.all([
      readNumbers(system, documents),
      system.repo(Company).find({ where: { id: { in: ids.slice(0, 500) } }, fields: ['name'], limit: 500 }),
    ])
    return asked.flatMap(({ next, index }): Refusal[] => {
      const why = numbers.ownScheme(next, next.ownRegistration)
      if (!isNotOurs(why)) return []
      const there = choicesOf(numbers.owned(next))
      const company = companies.items.find(one => one.id === next.company)?.name ?? ''
      const values = { number: next.ownRegistration ?? '', company, day: next.date, numbers: there.slice(0, 10).join(', ') }
      return [{ index, field: 'ownRegistration', code: codes[why], message: notOurs[why][there.length === 0 ? 'none' : 'some'], values }]
    })
  })
}

const codes = { unknown: 'no_own_number', ended: 'number_ended', elsewhere: 'other_state' } as const
