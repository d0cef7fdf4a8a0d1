import { type Condition, type GroupRow, type RecordOf, reference, route } from '@sangam/sdk'
import { Lead, Pipeline } from '../model.ts'
import { percentOf, sum } from './exact.ts'

interface Month {
  /** Its first day; null for leads whose close nobody expects yet. */
  readonly month: string | null
  /** Null for leads without a value, which only count. */
  readonly currency: string | null
  readonly count: number
  readonly total: string
  /** What may be expected of it: each value by its probability. */
  readonly weighted: string
}

/** What the open leads that the caller may see promise, month by month, in each currency by itself. */
export const forecast = route('GET', '/forecast', {
  permission: 'leads.lead:read',
  query: { pipeline: reference(Pipeline), owner: reference('core.user') },
  async run(ctx, { query }) {
    const where: Condition<RecordOf<typeof Lead>> = {
      state: 'open',
      ...(query.pipeline && { pipeline: query.pipeline }),
      ...(query.owner && { owner: query.owner }),
    }
    const rows = await ctx
      .repo(Lead)
      .group({ where, group: ['expectedClose:month', 'probability', 'value.currency'], measures: ['count', 'sum:value.amount'], limit: 10_000 })
    return { months: monthsOf(rows).map(month => ({ ...month })) }
  },
})

export function monthsOf(rows: readonly GroupRow[]): Month[] {
  const months = new Map<string, GroupRow[]>()
  for (const row of rows) {
    const key = JSON.stringify([row['expectedClose:month'] ?? null, row['value.currency'] ?? null])
    months.set(key, [...(months.get(key) ?? []), row])
  }
  return [...months].map(([key, parts]) => monthOf(key, parts)).sort(byMonth)
}

function monthOf(key: string, parts: readonly GroupRow[]): Month {
  const [month, currency] = JSON.parse(key) as [string | null, string | null]
  const amounts = parts.map(part => String(part['sum:value.amount'] ?? '0'))
  return {
    month,
    currency,
    count: parts.reduce((total, part) => total + Number(part.count), 0),
    total: sum(amounts),
    weighted: sum(parts.map((part, at) => percentOf(amounts[at] ?? '0', Number(part.probability ?? 0)))),
  }
}

function byMonth(a: Month, b: Month): number {
  const [left, right] = [`${a.month ?? '9999'} ${a.currency ?? '~'}`, `${b.month ?? '9999'} ${b.currency ?? '~'}`]
  return left < right ? -1 : left > right ? 1 : 0
}
