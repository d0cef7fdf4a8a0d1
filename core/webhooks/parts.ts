import { job, type Part } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { callWebhook } from './call.ts'
import { type Told, writeMessages } from './messages.ts'

/** The work of webhooks, for core's own plugin. */
export const webhookParts: readonly Part[] = [
  job('core.webhook', { as: 'system', run: (ctx, input) => writeMessages(ctx as CoreCtx, input as unknown as Told) }),
  job('core.webhookCall', { as: 'system', run: (ctx, input) => callWebhook(ctx as CoreCtx, String(input.delivery)) }),
]
