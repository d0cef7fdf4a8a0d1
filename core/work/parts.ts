import type { Part } from '@sangam/sdk'
import { sweepFiles } from '../files/sweep.ts'
import { sealHistory } from '../records/history/seal.ts'
import { housekeeping } from './housekeeping.ts'
import { mailProvider } from './mail.ts'
import { mailSettings } from './mail-settings.ts'
import { notifyProvider } from './notify.ts'

/** What this room gives to core's own plugin. */
export const workParts: readonly Part[] = [mailSettings, mailProvider, notifyProvider, housekeeping, sweepFiles, sealHistory]
