import { Item } from '@sangam/plugin-items/model'
import { type Ctx, everyOf, hooks, type Money } from '@sangam/sdk'
import { Lead, LeadLine } from '../model.ts'
import { percentOf, times, total } from './exact.ts'

interface Offer {
  readonly name: string
  readonly price: Money | null
}

/** A line takes name and price of its item unless told, and its amount is their exact product. */
export const lineHooks = hooks(LeadLine, {
  async derive(ctx, changes) {
    const lacking = changes.flatMap(({ next, changed }) =>
      next?.item && changed.includes('item') && (next.price === null || next.description === null) ? [next.item] : [],
    )
    const offers = await offersOf(ctx, lacking)
    return changes.map(({ next, changed }) => {
      if (!next) return null
      const offer = next.item !== null && changed.includes('item') ? offers.get(next.item) : undefined
      // An import tells what was agreed then: today's list price is no part of it.
      const price = next.price ?? (ctx.origin === 'import' ? null : (offer?.price ?? null))
      return { description: next.description ?? offer?.name ?? null, price, amount: amountOf(next.quantity, price) }
    })
  },
})

async function offersOf(ctx: Ctx, items: readonly string[]): Promise<ReadonlyMap<string, Offer>> {
  if (items.length === 0) return new Map()
  const found = await ctx.asSystem('Looks up what items cost', system => everyOf(system.repo(Item), 'id', items, { fields: ['name', 'price'] }))
  return new Map(found.map(({ id, name, price }) => [id, { name, price }]))
}

/** Null for what is no number: the field itself is refused then. */
function amountOf(quantity: string, price: Money | null): Money | null {
  if (price === null || !isDecimal(quantity) || !isDecimal(price.amount)) return null
  return { amount: times(quantity, price.amount), currency: price.currency }
}

function isDecimal(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}

/** Lines that are all priced in one currency say what a lead is worth; otherwise it is as given. */
export const valueHooks = hooks(Lead, {
  async derive(_, changes) {
    return changes.map(({ next, changed }) => {
      if (!next || !(changed.includes('lines') || changed.includes('value'))) return null
      const value = total(next.lines.map(line => amountOf(line.quantity, line.price)))
      return value && { value }
    })
  },
})

/** What may be expected of a lead: its value by its probability, exactly. It stands last, when both are known. */
export const weightHooks = hooks(Lead, {
  async derive(_, changes) {
    return changes.map(({ next, changed }) => {
      if (!next || !(changed.includes('value') || changed.includes('probability'))) return null
      const { value, probability } = next
      return { weighted: value === null || probability === null ? null : { amount: percentOf(value.amount, probability), currency: value.currency } }
    })
  },
})
