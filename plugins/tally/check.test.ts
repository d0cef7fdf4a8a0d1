import ledger from '@sangam/plugin-ledger'
import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import tally from './plugin.ts'

/** Years have days of their own: each record that is drawn is of the next one. */
let year = 2100
const years = {
  get from() {
    year += 1
    return `${year}-04-01`
  },
  get to() {
    return `${year + 1}-03-31`
  },
}

checkPlugin(tally, {
  needs: [parties, ledger],
  examples: {
    'ledger.fiscalYear': years,
    'ledger.entry': { lines: [] },
    'ledger.payment': { allocations: [] },
    'ledger.account': { above: null },
    'ledger.openingItem': { debit: '500', credit: null, currency: null, amount: null },
  },
})
