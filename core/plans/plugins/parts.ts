import { job, type Part } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { dropLeftCopies } from '../rehearsal/copy.ts'
import { deleteKept } from '../upgrade/kept.ts'
import { finishPuttingAway } from './perform.ts'
import { deleteOld } from './purge.ts'

/** Each night: what has been put away for its time is deleted for good, and a putting away that was cut off is ended. */
const deletePutAway = job('core.deletePutAway', {
  schedule: '31 3 * * *',
  as: 'system',
  run: async plain => {
    const { world, workspace } = plain as CoreCtx
    await dropLeftCopies(world)
    await finishPuttingAway(world, workspace)
    await deleteOld(world, workspace)
    await deleteKept(world, workspace)
  },
})

export const pluginParts: readonly Part[] = [deletePutAway]
