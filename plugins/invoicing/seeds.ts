import { type Ctx, hooks, type Id, seed } from '@sangam/sdk'
import { Policy, Tax, TaxGroup, Terms } from './model.ts'
import { Company } from './server/core.ts'

type Category = 'standard' | 'merit' | 'demerit' | 'nil'
type Group = readonly [name: string, rate: string, category: Category | null, from: string | null, to: string | null]

/** GST of India: half to the union and half to the state within one, whole between two. Rates of groups hold from day to day. */
const gst: readonly Group[] = [
  ['GST 0 %', '0', 'nil', null, null],
  ['GST 5 %', '5', 'merit', null, null],
  ['GST 12 %', '12', null, null, '2025-09-21'],
  ['GST 18 %', '18', 'standard', null, null],
  ['GST 28 %', '28', null, null, '2025-09-21'],
  ['GST 40 %', '40', 'demerit', '2025-09-22', null],
]
const gstTaxes = [
  ['CGST', 'CGST', 'outputCgst', 'inputCgst'],
  ['SGST', 'SGST', 'outputSgst', 'inputSgst'],
  ['IGST', 'IGST', 'outputIgst', 'inputIgst'],
] as const

/** Until 30 November after the fiscal year, which ends in March: CGST Act, section 16(4). */
const gstMonths = 8

/** The usual rate of a general sales tax or VAT; of a country that is not here, none. */
const vat: { readonly [country: string]: string } = {
  ...{ AE: '5', AT: '20', AU: '10', BE: '21', BH: '10', CH: '8.1', DE: '19', DK: '25', ES: '21', FI: '25.5', FR: '20', GB: '20', IE: '23', IT: '22' },
  ...{ KE: '16', NG: '7.5', NL: '21', NO: '25', NP: '13', NZ: '15', OM: '5', PL: '23', PT: '23', SA: '15', SE: '25', SG: '9', ZA: '15' },
}

const terms = [
  ['Due at once', 0, false],
  ['15 days', 15, false],
  ['30 days', 30, false],
  ['45 days', 45, false],
  ['End of month', 0, true],
] as const

/** What companies of a country invoice with: its taxes, usual terms, and how they round. */
async function begin(ctx: Ctx, companies: readonly { readonly id: Id<'core.company'>; readonly country: string }[]): Promise<void> {
  for (const country of [...new Set(companies.map(one => one.country))]) await beginTaxes(ctx, country)
  if (!(await ctx.repo(Terms).first({}))) {
    await ctx.repo(Terms).createMany(terms.map(([name, days, fromMonthEnd]) => ({ name: ctx.t(name), parts: [{ percent: '100', days, fromMonthEnd }] })))
  }
  for (const { id: company, country } of companies) {
    if (await ctx.repo(Policy).first({ company })) continue
    await ctx.repo(Policy).create({ company, rounding: 'document', toWhole: country === 'IN' ? '1' : null })
  }
}

async function beginTaxes(ctx: Ctx, country: string): Promise<void> {
  const indian = country === 'IN'
  const known = await ctx.repo(Tax).first({ code: indian ? 'CGST' : 'VAT' })
  if (known) return
  const rows = indian ? gstTaxes : ([['VAT', 'VAT', 'outputVat', 'inputVat']] as const)
  const made = await ctx.repo(Tax).createMany(
    rows.map(([code, name, outputRole, inputRole]) => ({
      code,
      name: ctx.t(name),
      outputRole,
      inputRole,
      registered: indian,
      claimMonths: indian ? gstMonths : null,
    })),
  )
  const idOf = (code: string): Id<'invoicing.tax'> => made.find(one => one.code === code)?.id as Id<'invoicing.tax'>
  if (!indian) {
    const rate = vat[country] ?? '0'
    await ctx
      .repo(TaxGroup)
      .createMany([
        { name: ctx.t('VAT {rate} %', { rate }), category: 'standard', position: 10, shares: [{ tax: idOf('VAT'), rate }] },
        ...(rate === '0'
          ? []
          : [{ name: ctx.t('VAT {rate} %', { rate: '0' }), category: 'nil' as const, position: 20, shares: [{ tax: idOf('VAT'), rate: '0' }] }]),
      ])
    return
  }
  await ctx.repo(TaxGroup).createMany(
    gst.map(([name, rate, category, validFrom, validTo], at) => {
      const half = String(Number(rate) / 2)
      const share = (code: string, of: string, supply: 'within' | 'between') => ({ tax: idOf(code), rate: of, supply, validFrom, validTo })
      const shares = rate === '0' ? [] : [share('CGST', half, 'within'), share('SGST', half, 'within'), share('IGST', rate, 'between')]
      return { name, category, position: (at + 1) * 10, active: validTo === null, shares }
    }),
  )
}

export const taxSeed = seed('invoicing.taxes', {
  async run(ctx) {
    const { items } = await ctx.repo(Company).find({ fields: ['country'], limit: 500 })
    await begin(ctx, items)
  },
})

/** Workspaces that had GST before taxes said by whom they are charged. */
export const registeredSeed = seed('invoicing.registered', {
  async run(ctx) {
    const { items } = await ctx.repo(Tax).find({ where: { code: { in: gstTaxes.map(([code]) => code) }, registered: false }, limit: 10 })
    await ctx.repo(Tax).updateMany(items.map(({ id }) => ({ id, patch: { registered: true } })))
  },
})

/** Workspaces that had GST before taxes said until when they are got back. */
export const claimSeed = seed('invoicing.claimMonths', {
  async run(ctx) {
    const { items } = await ctx.repo(Tax).find({ where: { code: { in: gstTaxes.map(([code]) => code) }, claimMonths: { isEmpty: true } }, limit: 10 })
    await ctx.repo(Tax).updateMany(items.map(({ id }) => ({ id, patch: { claimMonths: gstMonths } })))
  },
})

/** A company that comes later can invoice from its first day. */
export const companyHooks = hooks(Company, {
  async react(ctx, changes) {
    const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next ? [{ id: next.id, country: next.country }] : []))
    if (made.length > 0) await ctx.asSystem('Gives a new company its taxes and terms', system => begin(system, made))
  },
})
