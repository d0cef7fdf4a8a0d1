import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import commission from './commission/plugin.ts'
import loyalty from './loyalty/plugin.ts'

checkPlugin(loyalty, { needs: [parties, items, leads] })
checkPlugin(commission, { needs: [parties, items, leads, loyalty] })
