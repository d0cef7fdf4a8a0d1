import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import leads from './plugin.ts'

checkPlugin(leads, { needs: [parties, items] })
