import parties from '@sangam/plugin-parties'
import { checkPlugin } from '@sangam/testing'
import ledger from './plugin.ts'

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

/** What recurs begins within the last ten years and before it ends; while it is not active it may be half written. */
const recurs = { from: '2027-01-31', until: null, active: false, lines: [] }

checkPlugin(ledger, {
  needs: [parties],
  examples: {
    'ledger.fiscalYear': years,
    'ledger.lock': { kind: 'tax' },
    'ledger.lockException': { until: '2027-04-20T10:00:00.000Z', ended: null },
    'ledger.entry': { lines: [] },
    'ledger.recurring': recurs,
    // While it is off there need be no field of its name.
    'ledger.dimension': { active: false },
    'ledger.costCentre': { from: null },
    'ledger.project': { from: null },
    'ledger.budget': { spread: 'evenly', over: 'show', months: [], amount: '1200', costCentre: null, project: null },
    'ledger.payment': { allocations: [] },
    // Of accounts that earn or spend, as a budget asks.
    'ledger.account': { above: null, type: 'expense' },
    'ledger.openingItem': { debit: '500', credit: null, currency: null, amount: null },
  },
})
