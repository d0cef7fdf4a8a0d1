import type { CoreCtx } from '../../data/context.ts'
import type { FileStore } from '../../files/storage.ts'
import { filesToken } from '../../services.ts'
import type { World } from '../../world.ts'
import { type Who, withContext } from '../context.ts'
import { nothingYet, type Rehearsed } from './rehearsed.ts'

class TakenBack extends Error {
  override readonly name = 'TakenBack'
}

/** Does work in a transaction of its own and takes it back, what it laid on the disk too. What the work throws is thrown. */
export async function takenBack(world: World, who: Who, work: (ctx: CoreCtx, rehearsed: Rehearsed) => Promise<unknown>): Promise<void> {
  const rehearsed = nothingYet()
  try {
    await withContext(world, { ...who, hopeful: false, rehearsal: true, rehearsed }, async ctx => {
      await work(ctx, rehearsed)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  } finally {
    const store = rehearsed.files.length > 0 ? world.services.get<FileStore>(filesToken) : null
    for (const { workspace, key } of rehearsed.files) await store?.remove(workspace, key)
  }
}
