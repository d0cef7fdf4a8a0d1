import type { RecordOf } from '@sangam/sdk'
import { can, company, repo, type SeriesNow, series } from '@sangam/sdk/web'
import { OwnCompany, Registration } from '../../model/organisation.ts'
import { Document, Policy, TaxGroup, Terms } from '../../model.ts'

type Group = Pick<RecordOf<typeof TaxGroup>, 'id' | 'name' | 'category'>

/** What the set-up begins with: what is known of the company, and how it invoices so far. */
export interface Begun {
  readonly company: RecordOf<typeof OwnCompany>
  /** Its GSTIN, or its VAT number. */
  readonly number: RecordOf<typeof Registration> | null
  readonly policy: RecordOf<typeof Policy>
  readonly terms: readonly Pick<RecordOf<typeof Terms>, 'id' | 'name'>[]
  readonly groups: readonly Group[]
  /** How invoices are numbered; null for who may not say it. */
  readonly numbers: SeriesNow | null
  /** Whether there are books beside the invoices. */
  readonly books: boolean
}

export async function readBegun(): Promise<Begun> {
  const id = company()?.id ?? ''
  const [own, registrations, policy, terms, groups, numbers] = await Promise.all([
    repo(OwnCompany).get(id as never),
    repo(Registration).find({ where: { company: id }, sort: ['kind'], limit: 20 }),
    repo(Policy).find({ where: { company: id as never }, sort: ['-from'], limit: 1 }),
    repo(Terms).find({ where: { active: true }, fields: ['name'], sort: ['name'], limit: 100 }),
    repo(TaxGroup).find({ where: { active: true }, fields: ['name', 'category'], sort: ['position', 'name'], limit: 100 }),
    series(Document, 'invoiceNumber').catch(() => null),
  ])
  return {
    company: own,
    numbers,
    number: registrations.items.find(({ kind }) => kind === 'gstin' || kind === 'vat') ?? null,
    policy: policy.items[0] ?? (await repo(Policy).create({ company: id as never })),
    terms: terms.items,
    // Of two groups for one kind of items the first is the one that lines take.
    groups: groups.items.filter((group, at) => group.category !== null && groups.items.findIndex(one => one.category === group.category) === at),
    books: can('ledger.account:read'),
  }
}

/** Whether it invoices by the law of India. */
export function isIndian({ company: { country } }: Begun): boolean {
  return country === 'IN'
}
