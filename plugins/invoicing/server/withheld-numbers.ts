import { type Ctx, everyOf } from '@sangam/sdk'
import { panIn } from '../model/withholding-rule.ts'
import { Registration } from './core.ts'

/** The number that holds of a party or a company on a day: its PAN, or a GSTIN, which has it in it. A PAN is for life, so where none holds that day another tells it. */
export type Numbers = (of: string, day: string) => string | null

/** The numbers of some parties, and of companies, that have a PAN in them. */
export async function numbersOf(
  system: Ctx,
  { parties, companies }: { readonly parties: Iterable<string | null>; readonly companies: Iterable<string | null> },
): Promise<Numbers> {
  const fields = ['company', 'record', 'kind', 'number', 'validFrom', 'validTo']
  const where = { kind: { in: ['pan' as const, 'gstin' as const] } }
  const repo = system.repo(Registration)
  const [theirs, ours] = await Promise.all([
    everyOf(repo, 'record', parties, { where, fields, sort: ['-kind'] }),
    everyOf(repo, 'company', companies, { where, fields, sort: ['-kind'] }),
  ])
  const all = [...theirs, ...ours].filter(one => panIn(one.number) !== null)
  return (of, day) => {
    const mine = all.filter(one => one.record === of || (one.record === null && one.company === of))
    const holds = mine.find(one => (one.validFrom ?? '') <= day && day <= (one.validTo ?? '9999'))
    return (holds ?? mine[0])?.number ?? null
  }
}
