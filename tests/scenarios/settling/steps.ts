import fc from 'fast-check'

/** What may happen to a company that sells, and on which days; which of it happens is drawn. */

/** The last of them is in a year that stays open. */
export const days = ['2027-01-15', '2027-02-15', '2027-03-15', '2027-04-10'] as const
export const yearEnd = '2027-03-31'

export type Step =
  | { readonly do: 'sell' | 'bring' | 'invoice' | 'export'; readonly party: number; readonly day: number; readonly cents: number }
  | { readonly do: 'receive'; readonly party: number; readonly day: number; readonly cents: number; readonly oldest: boolean }
  | { readonly do: 'cancel' | 'reverse' | 'credit' | 'unmatch' | 'match'; readonly at: number; readonly with: number }
  | { readonly do: 'close' | 'reopen' }
  | { readonly do: 'revalue' | 'takeBack'; readonly day: number; readonly rate: number }
export type Of<K> = Step extends infer S ? (S extends { readonly do: infer D } ? (K extends D ? S : never) : never) : never

const cents = fc.integer({ min: 1, max: 1_000_000 })
const [party, day] = [fc.nat(2), fc.nat(days.length - 1)]

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('sell' as const, 'invoice' as const, 'invoice' as const), party, day, cents }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('bring' as const, 'export' as const), party, day, cents }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('receive' as const), party, day, cents, oldest: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'reverse' as const, 'credit' as const, 'unmatch' as const, 'match' as const),
      at: fc.nat(60),
      with: fc.nat(60),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('revalue' as const, 'takeBack' as const), day, rate: fc.integer({ min: 7000, max: 9900 }) }) },
)
