import { type Ctx, type Id, minus, round } from '@sangam/sdk'
import { Company, Currency } from './core.ts'

/** The money in which books are kept, and how many digits it has after the point. */
export interface Money {
  readonly currency: string
  readonly digits: number
}

/** In which money companies keep their books; rupees have two digits, yen none, Kuwaiti dinars three. */
export async function moneyOf(ctx: Ctx, companies: readonly Id<'core.company'>[]): Promise<ReadonlyMap<string, Money>> {
  const found = new Map<string, Money>()
  const ids = [...new Set(companies)]
  if (ids.length === 0) return found
  await ctx.asSystem('Looks in which money books are kept', async system => {
    const { items } = await system.repo(Company).find({ where: { id: { in: ids } }, fields: ['currency'], limit: 500 })
    const digits = await digitsOf(
      system,
      items.map(one => one.currency),
    )
    for (const { id, currency } of items) found.set(id, { currency, digits: digits.get(currency) ?? 2 })
  })
  return found
}

/** How many digits currencies have after the point: as the workspace lists them, and else as ISO 4217 says. */
export async function digitsOf(ctx: Ctx, currencies: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const codes = [...new Set(currencies)]
  if (codes.length === 0) return new Map()
  const { items } = await ctx.asSystem('Looks how many digits currencies have', system =>
    system.repo(Currency).find({ where: { code: { in: codes } }, fields: ['code', 'digits'], limit: 500 }),
  )
  const listed = new Map(items.map(one => [one.code, one.digits]))
  return new Map(codes.map(code => [code, listed.get(code) ?? usualDigits(code)]))
}

/** Whether an amount says more than its money can. */
export function isFiner(amount: string | null, { digits }: Money): boolean {
  return amount !== null && minus(amount, round(amount, digits)) !== '0'
}

const usual = new Map<string, number>()

/** Of a currency that the workspace does not list: ISO 4217 as the platform knows it, asked once. */
function usualDigits(currency: string): number {
  const known = usual.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  usual.set(currency, known)
  return known
}
