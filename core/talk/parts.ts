import type { Part } from '@sangam/sdk'
import { commentHooks } from './comments.ts'
import { timelineProvider } from './events.ts'
import { tellParts } from './tell.ts'

/** What this room gives to core's own plugin. */
export const talkParts: readonly Part[] = [timelineProvider, commentHooks, ...tellParts]
