import { importWords } from '../screens/import/words.hi.ts'
import { accessWords } from './hindi/access.ts'
import { accountWords } from './hindi/account.ts'
import { approvalWords } from './hindi/approvals.ts'
import { automationWords } from './hindi/automations.ts'
import { backWords } from './hindi/back.ts'
import { changeWords } from './hindi/changes.ts'
import { dashboardWords } from './hindi/dashboards.ts'
import { documentWords } from './hindi/documents.ts'
import { entityWords } from './hindi/entities.ts'
import { fieldTypeWords } from './hindi/field-types.ts'
import { flowWords } from './hindi/flows.ts'
import { frameWords } from './hindi/frame.ts'
import { homeWords } from './hindi/home.ts'
import { layoutWords } from './hindi/layouts.ts'
import { linkWords } from './hindi/links.ts'
import { listWords } from './hindi/lists.ts'
import { recordWords } from './hindi/records.ts'
import { reportWords } from './hindi/reports.ts'
import { ruleWords } from './hindi/rules.ts'
import { seriesWords } from './hindi/series.ts'
import { studioWords } from './hindi/studio.ts'
import { talkWords } from './hindi/talk.ts'
import { textWords } from './hindi/texts.ts'
import { viewWords } from './hindi/views.ts'
import { webhookWords } from './hindi/webhooks.ts'

/** The shell's own sentences in Hindi; labels of records come with the model. */
export const words: { readonly [english: string]: string } = {
  ...importWords,
  ...seriesWords,
  ...textWords,
  ...frameWords,
  ...dashboardWords,
  ...homeWords,
  ...accountWords,
  ...approvalWords,
  ...automationWords,
  ...accessWords,
  ...linkWords,
  ...listWords,
  ...recordWords,
  ...layoutWords,
  ...reportWords,
  ...backWords,
  ...studioWords,
  ...talkWords,
  ...viewWords,
  ...webhookWords,
  ...documentWords,
  ...ruleWords,
  ...flowWords,
  ...changeWords,
  ...entityWords,
  ...fieldTypeWords,
}
