import { definePlugin } from '@sangam/sdk'
import { Beginning, BookedDocument, BookedPayment, BookedReminder, DividedLine, PaidAdvance } from './model.ts'
import { roles } from './roles.ts'
import { screens } from './screens.ts'
import { accountSeed, companyHooks } from './server/accounts.ts'
import { advanceNow } from './server/advance-route.ts'
import { advanceTax } from './server/advance-tax.ts'
import { advanceHooks } from './server/advances.ts'
import { earlier } from './server/earlier.ts'
import { earlyNotes } from './server/early.ts'
import { voucherEyes } from './server/four-eyes.ts'
import { lateCharges } from './server/late-charges.ts'
import { postingHooks } from './server/post.ts'
import { settled } from './server/settled.ts'
import { noteLines } from './server/told.ts'
import { withheldList } from './server/withheld-list.ts'
import { hindi } from './translations/hi.ts'

export default definePlugin({
  id: 'invoicebooks',
  version: '0.1.0',
  title: 'Invoices in the books',
  description: 'Posts invoices, bills and their notes into the ledger as they are posted, and shows on them what is still open there.',
  icon: 'money',
  joins: { invoicing: '^0.1.0', ledger: '^0.1.0' },
  engines: { sangam: '^0.1.0' },
  entities: [Beginning],
  extensions: [BookedDocument, BookedReminder, BookedPayment, PaidAdvance, DividedLine],
  parts: [
    companyHooks,
    accountSeed,
    postingHooks,
    voucherEyes,
    settled,
    ...earlier,
    advanceHooks,
    advanceTax,
    advanceNow,
    ...withheldList,
    earlyNotes,
    noteLines,
    ...lateCharges,
    ...roles,
    ...screens,
    hindi,
  ],
})
