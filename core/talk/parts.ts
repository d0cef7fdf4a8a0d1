import type { Part } from '@sangam/sdk'
import { recordsProvider } from '../records/called.ts'
import { trialProvider } from '../trial/books.ts'
import { commentHooks } from './comments.ts'
import { timelineProvider } from './events.ts'
import { reminderParts } from './reminders.ts'
import { tellOfComments } from './tell-comments.ts'
import { tellFollowers } from './tell-followers.ts'

/** What this room gives to core's own plugin. */
export const talkParts: readonly Part[] = [recordsProvider, trialProvider, timelineProvider, commentHooks, tellOfComments, tellFollowers, ...reminderParts]
