import { Item } from '@sangam/plugin-items/model'
import { everyOf, hooks, type Refusal } from '@sangam/sdk'
import { discountsOf } from '../model/draft.ts'
import { DocumentLine } from '../model.ts'
import { readSetUp } from './set-up.ts'

/** A line takes words, price, unit and tax of its item unless told. */
export const lineHooks = hooks(DocumentLine, {
  async derive(ctx, changes) {
    const lacking = changes.flatMap(({ next, changed }) => (next?.item && changed.includes('item') ? [next.item] : []))
    if (lacking.length === 0) return changes.map(() => null)
    const [items, setUp] = await Promise.all([
      ctx.asSystem('Looks up what items cost', system =>
        everyOf(system.repo(Item), 'id', lacking, { fields: ['name', 'price', 'unit', 'taxCategory', 'taxCodes'] }),
      ),
      readSetUp(ctx),
    ])
    const today = ctx.today()
    const usual = setUp.policy(ctx.company ?? null, today)?.tax ?? null
    const byId = new Map(items.map(item => [item.id, item]))
    return changes.map(({ verb, next, changed, given }) => {
      const item = next?.item && changed.includes('item') ? byId.get(next.item) : undefined
      if (!next || !item || next.ofLine !== null) return null
      return {
        description: next.description ?? item.name,
        // An import tells what was agreed then: today's list price is no part of it.
        price: next.price ?? (ctx.origin === 'import' ? null : (item.price?.amount ?? null)),
        unit: next.unit ?? item.unit,
        // Who says of a new line that it has no tax is believed.
        ...(!(verb === 'create' && given.tax === null) && { tax: next.tax ?? setUp.group(item.taxCategory)?.id ?? (item.taxCategory === null ? usual : null) }),
        taxCode: item.taxCodes.find(one => (one.validFrom ?? '') <= today && today <= (one.validTo ?? '9999'))?.code ?? null,
      }
    })
  },

  check: async (_, changes) =>
    changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const off: Refusal = { index, field: 'discount', code: 'discount', message: 'Write a discount as 10, or as 10 + 5 where one follows the other.' }
      const empty: Refusal = { index, field: 'description', code: 'nothing_said', message: 'Choose an item, or say what this line is for.' }
      return [...(discountsOf(next.discount) === null ? [off] : []), ...(next.item === null && next.description === null ? [empty] : [])]
    }),
})
