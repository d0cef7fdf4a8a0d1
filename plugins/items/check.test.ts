import { checkPlugin } from '@sangam/testing'
import items from './plugin.ts'

checkPlugin(items)
