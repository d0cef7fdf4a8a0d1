import { seed } from '@sangam/sdk'
import { Item, Unit } from './model.ts'

type Row = readonly [code: string, name: string, kind: 'goods' | 'service', category: string, unit: string, price: string, taxCode: string]

const rows: readonly Row[] = [
  ['SOL-330', 'Solar panel 330 W', 'goods', 'Solar', 'NOS', '8450', '854143'],
  ['SOL-540', 'Solar panel 540 W', 'goods', 'Solar', 'NOS', '13200', '854143'],
  ['INV-05', 'Inverter 5 kVA', 'goods', 'Solar', 'NOS', '46500', '850440'],
  ['INV-10', 'Inverter 10 kVA', 'goods', 'Solar', 'NOS', '82900', '850440'],
  ['BAT-150', 'Tubular battery 150 Ah', 'goods', 'Solar', 'NOS', '15800', '850720'],
  ['STR-KIT', 'Mounting structure', 'goods', 'Solar', 'SET', '21500', '730890'],
  ['CBL-6', 'DC cable 6 sq mm', 'goods', 'Cables', 'MTR', '78.50', '854449'],
  ['PMP-5', 'Solar pump 5 HP', 'goods', 'Pumps', 'NOS', '198000', '841370'],
  ['SRV-DES', 'Site survey and design', 'service', 'Services', 'DAY', '12000', '998339'],
  ['SRV-INS', 'Installation', 'service', 'Services', 'HRS', '950', '995442'],
  ['SRV-AMC', 'Yearly maintenance', 'service', 'Services', 'MON', '2500', '998714'],
  ['SRV-NET', 'Net metering paperwork', 'service', 'Services', 'NOS', '7500', '998399'],
]

/** What a seller of solar plants sells. */
export const sample = seed('items.sample', {
  sample: true,
  async run(ctx) {
    const units = new Map((await ctx.repo(Unit).find({ limit: 500, count: 'none' })).items.map(unit => [unit.code, unit.id]))
    const box = units.get('BOX')
    await ctx.repo(Item).createMany(
      rows.map(([code, name, kind, category, unit, price, taxCode]) => ({
        code,
        name,
        kind,
        category,
        unit: units.get(unit) ?? null,
        price: { amount: price, currency: 'INR' },
        taxCategory: category === 'Solar' ? ('merit' as const) : ('standard' as const),
        taxCodes: [{ code: taxCode, validFrom: '2017-07-01' }],
        conversions: unit === 'MTR' && box ? [{ unit: box, numerator: 100, denominator: 1 }] : [],
      })),
    )
  },
})
