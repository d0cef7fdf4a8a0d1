import { describe, expect, test } from 'vitest'
import { findPlugins } from '../../core/plugins.ts'
import { buildModel } from '../../core/registry/build.ts'
import { behindNeeds } from '../../core/registry/order.ts'
import { corePlugin } from '../../core/system/plugin.ts'

const { plugins } = await findPlugins()
const own = [...plugins.values()].filter(plugin => plugin.id !== 'core')
const pairs = own.flatMap((one, at) => own.slice(at + 1).map(other => [one, other] as const))
const stands = (id: string, on: readonly { readonly id: string }[]): boolean => on.some(one => one.id === id)

describe('every two plugins that came with Sangam run with each other, without each other and not at all', () => {
  test('there are some', () => expect(pairs.length).toBeGreaterThan(2))

  test.each(pairs.map(([one, other]) => ({ one, other })))('$one.id and $other.id', ({ one, other }) => {
    const found = [[], [one], [other], [one, other]].map(on => {
      const enabled = behindNeeds([corePlugin, ...on], plugins)
      const model = buildModel(enabled)
      return { on: on.every(({ id }) => model.plugins.has(id)), strange: [...model.plugins.keys()].filter(id => !stands(id, enabled)) }
    })
    expect(found).toEqual(Array(4).fill({ on: true, strange: [] }))
  })
})
