import ledger from '@sangam/plugin-ledger'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import tally from './plugin.ts'

checkPlugin(tally, { needs: [parties, ledger] })
