import type { Plugin } from '@sangam/sdk'
import { Refused } from '../../errors.ts'
import { behindNeeds } from '../../registry/order.ts'
import type { World } from '../../world.ts'
import type { Step } from './sentences.ts'

/** A plugin after all it needs. Errors: `plugin_missing`. */
export function withNeeds(world: Pick<World, 'plugins'>, plugin: Plugin): Plugin[] {
  return behindNeeds([plugin], world.plugins, {
    need: (needing, id, _, needed) => {
      if (!needed)
        throw new Refused(409, 'plugin_missing', '{plugin} needs {needed}, which is not installed here. Install it first.', {
          values: { plugin: needing.title, needed: id },
        })
    },
  })
}

/** A plan that can’t be done, as a refusal. */
export function refusal({ text, values }: Step): Refused {
  return new Refused(409, 'plan_refused', text, { values })
}
