import { randomUUID } from 'node:crypto'
import { claim } from '../../../core/work/queue.ts'
import { runWork } from '../../../core/work/run.ts'
import type { World } from '../../../core/world.ts'

/** Does what is due of some jobs as the queue does it: claimed, in its lanes, and marked as done with what it wrote. What else waits goes on waiting. */
export async function workDue(world: World, names: readonly string[]): Promise<void> {
  const node = randomUUID()
  for (;;) {
    const claimed = await claim(world.db.app, 'main', { node, now: world.clock.now(), names: [...names], lanes: 4 })
    if (claimed.length === 0) return
    const model = await world.models.current('main')
    for (const work of claimed) await runWork(world, 'main', model, work, node)
  }
}
