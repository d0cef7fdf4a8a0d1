import { job, type Part } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { callFor } from './call.ts'
import { runRuns } from './run.ts'
import { type Start, startRuns } from './start.ts'
import { tick } from './times.ts'

/** The work of automations, for core's own plugin. */
export const automationParts: readonly Part[] = [
  job('core.automate', { as: 'system', run: (ctx, input) => startRuns(ctx as CoreCtx, input as unknown as Start) }),
  job('core.automationRun', { as: 'system', run: (ctx, input) => runRuns(ctx as CoreCtx, input.runs as readonly string[]) }),
  job('core.automationCall', { as: 'system', run: (ctx, input) => callFor(ctx as CoreCtx, String(input.run), String(input.at)) }),
  job('core.automationTick', { as: 'system', run: (ctx, input) => tick(ctx as CoreCtx, String(input.lane)) }),
]
