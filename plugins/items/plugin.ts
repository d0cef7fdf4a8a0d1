import { definePlugin } from '@sangam/sdk'
import { Conversion, Item, TaxCode, Unit } from './model.ts'
import { roles } from './roles.ts'
import { sample } from './sample.ts'
import { screens } from './screens.ts'
import { seeds } from './seeds.ts'
import { conversionHooks, itemHooks, taxCodeHooks } from './server/hooks.ts'
import { hindi } from './translations/hi.ts'

export default definePlugin({
  id: 'items',
  version: '0.1.0',
  title: 'Items',
  description: 'Goods and services with their units, prices and tax codes.',
  icon: 'box',
  engines: { sangam: '^0.1.0' },
  entities: [Unit, Item, Conversion, TaxCode],
  parts: [taxCodeHooks, conversionHooks, itemHooks, ...roles, ...screens, seeds, sample, hindi],
})
