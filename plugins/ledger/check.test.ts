import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import ledger from './plugin.ts'

checkPlugin(ledger, { needs: [parties], examples: { 'ledger.entry': { lines: [] }, 'ledger.account': { above: null } } })
