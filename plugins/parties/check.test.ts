import { checkPlugin } from '@sangam/testing'
import parties from './plugin.ts'

checkPlugin(parties)
