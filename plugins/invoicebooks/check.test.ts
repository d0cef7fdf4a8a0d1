import invoicing from '@sangam/plugin-invoicing'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import invoicebooks from './plugin.ts'

checkPlugin(invoicebooks, {
  needs: [parties, items, invoicing, ledger],
  examples: {
    'core.registration': { kind: 'pan' },
    'invoicing.document': { original: null, lines: [], kind: 'invoice', partyRegistration: null, ownRegistration: null },
    'ledger.entry': { lines: [] },
    'ledger.payment': { allocations: [] },
    'ledger.account': { above: null, type: 'expense' },
    'ledger.costCentre': { from: null },
    'ledger.project': { from: null },
  },
})
