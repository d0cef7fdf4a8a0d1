import { type Ctx, hooks, type NewOf, seed } from '@sangam/sdk'
import { WithholdingSection } from './model.ts'
import { Company } from './server/core.ts'

/** Rate, that of individuals, single amount, threshold, and of which time it is, from a day on. */
type Rate = readonly [from: string, rate: string, individual: string | null, single: string | null, threshold: string | null, period?: 'month']
type Section = readonly [code: string, name: string, law: string, on: 'all' | 'beyond', noNumber: string, rates: readonly Rate[]]

/**
 * Tax deducted at source in India, of payments to residents. Each says where it stands in the Income-tax Act, 1961, and since 2026-04-01 in that of 2025; what is paid without a PAN by
 * sections 206AA and 397. Rates and thresholds go back to 2023-04-01; those of 2024-10-01 and 2025-04-01 came with the Finance Acts of these years.
 */
const indian: readonly Section[] = [
  [
    '194A',
    'Interest',
    '194A; 393(1), 5(iii)',
    'all',
    '20',
    [
      ['2023-04-01', '10', null, null, '5000'],
      ['2025-04-01', '10', null, null, '10000'],
    ],
  ],
  ['194C', 'Contractors', '194C; 393(1), 6(i)', 'all', '20', [['2023-04-01', '2', '1', '30000', '100000']]],
  [
    '194H',
    'Commission and brokerage',
    '194H; 393(1), 1(ii)',
    'all',
    '20',
    [
      ['2023-04-01', '5', null, null, '15000'],
      ['2024-10-01', '2', null, null, '15000'],
      ['2025-04-01', '2', null, null, '20000'],
    ],
  ],
  [
    '194I(a)',
    'Rent of machinery',
    '194-I(a); 393(1), 2(ii)(a)',
    'all',
    '20',
    [
      ['2023-04-01', '2', null, null, '240000'],
      ['2025-04-01', '2', null, null, '50000', 'month'],
    ],
  ],
  [
    '194I(b)',
    'Rent of land, buildings, furniture',
    '194-I(b); 393(1), 2(ii)(b)',
    'all',
    '20',
    [
      ['2023-04-01', '10', null, null, '240000'],
      ['2025-04-01', '10', null, null, '50000', 'month'],
    ],
  ],
  [
    '194J(a)',
    'Technical services',
    '194J; 393(1), 6(iii)(a)',
    'all',
    '20',
    [
      ['2023-04-01', '2', null, null, '30000'],
      ['2025-04-01', '2', null, null, '50000'],
    ],
  ],
  [
    '194J(b)',
    'Professional services',
    '194J; 393(1), 6(iii)(b)',
    'all',
    '20',
    [
      ['2023-04-01', '10', null, null, '30000'],
      ['2025-04-01', '10', null, null, '50000'],
    ],
  ],
  ['194Q', 'Goods bought', '194Q; 393(1), 8(ii)', 'beyond', '5', [['2023-04-01', '0.1', null, null, '5000000']]],
]

function lawOf(law: string): { readonly old: string; readonly now: string } {
  const [old = '', now = ''] = law.split('; ')
  return { old, now }
}

function sectionsOf(ctx: Ctx): NewOf<typeof WithholdingSection>[] {
  return indian.map(([code, name, law, on, noNumberRate, rates]) => ({
    ...{
      code,
      on,
      name: `${code} ${ctx.t(name)}`,
      law: ctx.t('Income-tax Act, 1961, section {old}; since April 2026 that of 2025, section {now}', lawOf(law)),
    },
    rates: rates.map(([validFrom, rate, individualRate, single, threshold, period = 'year' as const]) => ({
      ...{ validFrom, rate, individualRate, noNumberRate, single, threshold, period },
    })),
  }))
}

/** What companies in India begin with; what is there, such as a section that was changed, stays. */
async function begin(ctx: Ctx, countries: readonly string[]): Promise<void> {
  if (!countries.includes('IN') || (await ctx.repo(WithholdingSection).first({}))) return
  await ctx.repo(WithholdingSection).createMany(sectionsOf(ctx))
}

export const withholdingSeed = seed('invoicing.withholding', {
  async run(ctx) {
    const { items } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
    await begin(
      ctx,
      items.map(one => one.country),
    )
  },
})

export const withholdingCompanies = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [next.country] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company its sections of withheld tax', system => begin(system, made))
  },
})
