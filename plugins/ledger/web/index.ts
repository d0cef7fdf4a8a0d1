// The browser half of the plugin: the shell fetches it when one of its pages is first visited.
import './audit.ts'
import './balance-sheet.ts'
import './opening.ts'
import './days-statement.ts'
import './statement.ts'
import './trial-balance.ts'
import './voucher/ledger-voucher.ts'
