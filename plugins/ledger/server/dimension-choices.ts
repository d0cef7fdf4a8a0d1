import { Records, reference, route, text } from '@sangam/sdk'
import { Dimension } from '../model.ts'
import { knownDimensions, valuesOf } from './dimensions.ts'

/** The dimensions that reports are divided by, those alone of which there is a value, each with the entity of its values; and what a value is called. */
export const dimensionChoices = route('GET', '/dimensions', {
  permission: 'ledger.dimension:read',
  query: { dimension: reference(Dimension), value: text({ max: 40 }) },
  async run(ctx, { query }) {
    const dimensions: {
      readonly id: string
      readonly name: string
      readonly field: string
      readonly entity: string
      readonly requiredFor: readonly string[]
    }[] = []
    for (const { id, name, field, requiredFor } of await knownDimensions(ctx)) {
      const of = await valuesOf(ctx, field)
      const some = of && (await ctx.asSystem('Looks whether a dimension has values', system => system.repo(of.handle).find({ fields: ['id'], limit: 1 })))
      if (of && some && some.items.length > 0) dimensions.push({ id, name, field, entity: of.entity, requiredFor })
    }
    const own = dimensions.find(one => one.id === query.dimension)
    const [named = null] = own && query.value ? await ctx.use(Records).titles([{ entity: own.entity, id: query.value }]) : []
    return { dimensions, named }
  },
})
