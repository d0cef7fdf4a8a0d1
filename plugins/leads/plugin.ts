import { definePlugin } from '@sangam/sdk'
import { salesDashboard } from './dashboard.ts'
import { quotation } from './documents.ts'
import { Lead, LeadLine, LeadWon, lose, makeCustomer, Pipeline, reopen, Stage, settings, win } from './model.ts'
import { roles } from './roles.ts'
import { sample } from './sample.ts'
import { screens } from './screens.ts'
import { seeds } from './seeds.ts'
import { handlers } from './server/actions.ts'
import { activityHooks } from './server/activity-hooks.ts'
import { forecast } from './server/forecast.ts'
import { pipelineHooks, stageEntityHooks } from './server/pipeline-hooks.ts'
import { remind } from './server/remind.ts'
import { stageHooks } from './server/stage-hooks.ts'
import { lineHooks, valueHooks, weightHooks } from './server/value-hooks.ts'
import { wonHooks } from './server/won-hooks.ts'
import { hindi } from './translations/hi.ts'

export default definePlugin({
  id: 'leads',
  version: '0.1.0',
  title: 'Leads',
  description: 'From the first enquiry to the deal: pipelines, a board, what to do next, and a forecast.',
  icon: 'funnel',
  needs: { parties: '^0.1.0', items: '^0.1.0' },
  engines: { sangam: '^0.1.0' },
  entities: [Pipeline, Stage, Lead, LeadLine],
  parts: [
    makeCustomer,
    win,
    lose,
    reopen,
    ...handlers,
    lineHooks,
    stageHooks,
    valueHooks,
    weightHooks,
    wonHooks,
    activityHooks,
    pipelineHooks,
    stageEntityHooks,
    LeadWon,
    remind,
    forecast,
    settings,
    ...roles,
    ...screens,
    salesDashboard,
    quotation,
    seeds,
    sample,
    hindi,
  ],
})
