import type { Plugin } from '@sangam/sdk'
import { findPlugins } from '../../../core/plugins.ts'
import { behindNeeds, standsOn } from '../../../core/registry/order.ts'
import { type Examples, Maker } from '../../../sdk/testing/check/records.ts'
import { stillToMake } from '../../../sdk/testing/check/schema.ts'
import { createTestPlatform } from '../../../sdk/testing/platform.ts'

const { plugins } = await findPlugins()
const own = behindNeeds([...plugins.values()], plugins).filter(({ id }) => id !== 'core')

/** Every set of plugins that came with Sangam which can be enabled: with all they need; bridges come by themselves. */
export function combinations(): string[][] {
  const chosen = own.filter(plugin => !plugin.joins)
  const sets = Array.from({ length: 2 ** chosen.length }, (_, bits) => chosen.filter((_, at) => (bits >> at) & 1).map(({ id }) => id))
  return sets.filter(on => on.every(id => Object.keys(plugins.get(id)?.needs ?? {}).every(need => on.includes(need))))
}

/** The bridges that come by themselves where these are enabled. */
export function bridgesOf(on: readonly string[]): string[] {
  return own.filter(({ joins }) => joins && Object.keys(joins).every(id => on.includes(id))).map(({ id }) => id)
}

export interface Combination {
  /** Entities whose lists were read and of which a record was made. */
  readonly walks: number
  readonly wrong: string[]
}

/** Of each plugin what one begins with, and what of it is not left to chance. */
export const firsts: Examples = {
  'parties.party': {},
  'items.item': {},
  'leads.lead': {},
  'ledger.costCentre': { from: null },
  'invoicing.tax': {},
}

/** Starts the platform with some plugins enabled and the others there, and does a small walk of each: its lists, and a first record of its own. */
export async function combination(on: readonly string[]): Promise<Combination> {
  const enabled = own.filter(({ id }) => on.includes(id))
  const bridges = own.filter(({ id }) => bridgesOf(on).includes(id))
  const platform = await createTestPlatform({ plugins: enabled, installed: own.filter(plugin => !enabled.includes(plugin)) })
  const wrong: string[] = []
  let walks = 0
  const say = (text: string): void => void wrong.push(`with ${on.join(', ') || 'none'}: ${text}`)
  try {
    const model = await platform.platform.world.models.current('main')
    const running = own.filter(({ id }) => model.plugins.has(id))
    const expected: readonly Plugin[] = [...enabled, ...bridges]
    if (running.length !== expected.length || expected.some(one => !running.includes(one))) say(`there run ${running.map(({ id }) => id).join(', ')}`)
    if (model.setAside.length > 0) say(`set aside: ${model.setAside.join(' ')}`)
    const status = async (path: string): Promise<number> => (await platform.admin.ask('GET', path)).status
    for (const { id, entities = [] } of own)
      for (const { name } of entities) {
        const entity = model.entities.get(name)
        const shown = await status(`/api/records/${name}?limit=1`)
        if (running.some(one => one.id === id) ? !entity?.internal && !entity?.linesOf && shown !== 200 : shown !== 404)
          say(`the list of ${name} answers ${shown}`)
        if (shown === 200) walks += 1
      }
    const maker = new Maker(platform, model, firsts)
    for (const name of Object.keys(firsts)) {
      if (!model.entities.has(name)) continue
      const { id } = await maker.make(name)
      if ((await status(`/api/records/${name}/${id}`)) !== 200) say(`what was made of ${name} is not there`)
    }
    for (const path of ['/api/meta', '/api/openapi.json', '/api/plugins', '/api/search?q=a']) if ((await status(path)) !== 200) say(`${path} does not answer`)
    const failures = await platform.settle()
    if (failures.length > 0) say(failures.join(' '))
    if ((await stillToMake(platform.platform)).length > 0) say('something is left to make')
    for (const plugin of enabled.filter(one => !expected.some(other => Object.hasOwn(standsOn(other), one.id) && !other.joins)).slice(0, 1)) {
      await platform.admin.post(`/api/plugins/${plugin.id}/apply`, { to: 'disabled' })
      await platform.admin.post(`/api/plugins/${plugin.id}/apply`, { to: 'enabled' })
    }
    await platform.restart()
    if ((await platform.platform.world.models.current('main')).plugins.size !== model.plugins.size) say('another start runs others')
  } catch (error) {
    say(String(error))
  } finally {
    await platform.stop()
  }
  return { walks, wrong }
}
