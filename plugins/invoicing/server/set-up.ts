import type { Ctx, RecordOf } from '@sangam/sdk'
import { yearEndOf } from '../model/claim.ts'
import { isOfRegistered, type KnownShare, partsOn } from '../model/draft.ts'
import type { KeptPart } from '../model/taxed.ts'
import { AnnualReturn, type DuePart, Policy, Tax, TaxGroup, Terms, WithholdingSection } from '../model.ts'

/** Taxes, terms and policies of a workspace: few, and remembered from one change to the next. */
export interface SetUp {
  /** The parts of a tax group on a day, where the goods go. */
  parts(group: string | null, day: string, supply: 'within' | 'between' | null): readonly KeptPart[]
  /** The name of a group, where only who has a tax number charges taxes of it on a day; else null. */
  ofRegistered(group: string | null, day: string): string | null
  /** The group that items of a tax category are sold under. */
  group(category: string | null): RecordOf<typeof TaxGroup> | null
  terms(id: string | null): readonly DuePart[] | null
  policy(company: string | null, day: string): RecordOf<typeof Policy> | null
  /** When the annual return of the fiscal year of a day was filed under a number of ours. */
  filed(company: string | null, number: string | null, day: string, start: number): string | null
  section(id: string | null): RecordOf<typeof WithholdingSection> | null
}

export async function readSetUp(ctx: Ctx): Promise<SetUp> {
  return ctx.asSystem('Reads taxes and payment terms', async system => {
    const taxes: RecordOf<typeof Tax>[] = []
    const groups: RecordOf<typeof TaxGroup>[] = []
    const terms: RecordOf<typeof Terms>[] = []
    const policies: RecordOf<typeof Policy>[] = []
    const sections: RecordOf<typeof WithholdingSection>[] = []
    const returns: RecordOf<typeof AnnualReturn>[] = []
    await Promise.all([
      system.repo(AnnualReturn).each({ sort: ['filedOn'] }, async page => void returns.push(...page)),
      system.repo(Tax).each({ sort: ['code'] }, async page => void taxes.push(...page)),
      system.repo(TaxGroup).each({ sort: ['position', 'name'], fields: ['name', 'category', 'active', 'shares'] }, async page => void groups.push(...page)),
      system.repo(Terms).each({ sort: ['name'], fields: ['name', 'parts'] }, async page => void terms.push(...page)),
      system.repo(Policy).each({ sort: ['-from'] }, async page => void policies.push(...page)),
      system.repo(WithholdingSection).each({ sort: ['code'], fields: ['code', 'name', 'on', 'rates'] }, async page => void sections.push(...page)),
    ])
    const taxOf = new Map(taxes.map(tax => [String(tax.id), tax]))
    const groupOf = new Map(groups.map(group => [String(group.id), group]))
    const sharesOf = (group: string | null): KnownShare<KeptPart>[] =>
      (groupOf.get(String(group))?.shares ?? []).flatMap((share): KnownShare<KeptPart>[] => {
        const tax = taxOf.get(String(share.tax))
        if (!tax) return []
        const { id, code, kind, onPrevious, reverse, registered, recoverable, claimMonths, outputRole, inputRole } = tax
        const part = {
          ...{ tax: id, key: code, kind, rate: share.rate, onPrevious, reverse, recoverable, outputRole, inputRole },
          ...(registered && { registered }),
          ...(claimMonths !== null && { claimMonths }),
        }
        return [{ ...share, registered, part }]
      })
    return {
      parts: (group, day, supply) => partsOn(sharesOf(group), day, supply),
      ofRegistered: (group, day) => (isOfRegistered(sharesOf(group), day) ? (groupOf.get(String(group))?.name ?? '') : null),
      group: category => (category === null ? null : (groups.find(group => group.active && group.category === category) ?? null)),
      terms: id => {
        const found = terms.find(one => one.id === id)
        return found ? found.parts.map(part => ({ percent: part.percent, days: part.days, fromMonthEnd: part.fromMonthEnd })) : null
      },
      policy: (company, day) => policies.find(one => one.company === company && one.from <= day) ?? null,
      filed: (company, number, day, start) =>
        returns.find(one => one.company === company && one.yearEnd === yearEndOf(day, start) && (one.registration === null || one.registration === number))
          ?.filedOn ?? null,
      section: id => sections.find(one => one.id === id) ?? null,
    }
  })
}
