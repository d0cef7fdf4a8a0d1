import { definePlugin, trial } from '@sangam/sdk'
import { paper, shown } from './documents.ts'
import { held } from './held.ts'
import {
  AdvanceUse,
  AnnualReturn,
  cancel,
  credit,
  Document,
  DocumentLine,
  Instalment,
  Policy,
  post,
  putAdvanceBack,
  refund,
  send,
  settle,
  Tax,
  TaxGroup,
  TaxRow,
  TaxShare,
  Terms,
  TermsPart,
  takeAdvance,
  WithheldAccount,
  WithheldAdvance,
  WithheldBefore,
  WithholdingRate,
  WithholdingSection,
} from './model.ts'
import { roles } from './roles.ts'
import { sample } from './sample.ts'
import { screens } from './screens.ts'
import { claimSeed, companyHooks, registeredSeed, taxSeed } from './seeds.ts'
import { handlers } from './server/actions.ts'
import { documentHooks } from './server/document-hooks.ts'
import { lineHooks } from './server/line-hooks.ts'
import { registrationHooks } from './server/registrations.ts'
import { sidesNow } from './server/sides-route.ts'
import { withheldStays, withholdings } from './server/withheld-advances.ts'
import { beforeNumbers, beforePayees, beforeSeed } from './server/withheld-before.ts'
import { withheldNow } from './server/withheld-route.ts'
import { english } from './translations/en.ts'
import { hindi } from './translations/hi.ts'
import { withholdingCompanies, withholdingSeed } from './withholding-seeds.ts'

export default definePlugin({
  id: 'invoicing',
  version: '0.1.0',
  title: 'Invoicing',
  description: 'Invoices, bills and their notes, with their taxes, numbers and due dates.',
  icon: 'note',
  needs: { parties: '^0.1.0', items: '^0.1.0' },
  engines: { sangam: '^0.1.0' },
  entities: [
    Tax,
    TaxGroup,
    TaxShare,
    Terms,
    TermsPart,
    Policy,
    AnnualReturn,
    Document,
    DocumentLine,
    TaxRow,
    Instalment,
    AdvanceUse,
    WithholdingSection,
    WithholdingRate,
    WithheldBefore,
    WithheldAdvance,
  ],
  extensions: [WithheldAccount],
  parts: [
    post,
    credit,
    cancel,
    refund,
    takeAdvance,
    putAdvanceBack,
    send,
    settle,
    ...handlers,
    held,
    trial(Document, { company: 'company' }),
    trial(AdvanceUse, { company: 'company' }),
    trial(WithheldBefore, { company: 'company' }),
    trial(WithheldAdvance, { company: 'company' }),
    lineHooks,
    documentHooks,
    companyHooks,
    withholdingCompanies,
    withheldNow,
    withholdings,
    withheldStays,
    beforePayees,
    beforeNumbers,
    sidesNow,
    registrationHooks,
    ...roles,
    ...screens,
    paper,
    shown,
    taxSeed,
    registeredSeed,
    claimSeed,
    withholdingSeed,
    beforeSeed,
    sample,
    english,
    hindi,
  ],
})
