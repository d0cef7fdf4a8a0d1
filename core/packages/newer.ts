import { Refused } from '../errors.ts'
import type { World } from '../world.ts'
import { refused } from './archive.ts'
import { type Looked, lookAt } from './install.ts'
import { fetchNewer } from './registry.ts'

/**
 * Looks whether the registry that a plugin came from has a newer version of it that runs here; null where it has none. Nobody asks but by this: nothing is
 * called by itself.
 *
 * Errors: `not_found`; `no_registry` for what came out of a file, or of another registry than the server has now; those of `fetchNamed` and `lookAt`.
 */
export async function lookForNewer(world: World, id: string): Promise<Looked | null> {
  await world.packages.sync({ again: true })
  const row = world.packages.of(id)
  if (!row) throw new Refused(404, 'not_found', 'No package of this plugin is installed.')
  if (!row.origin)
    throw new Refused(409, 'no_registry', '{plugin} was installed from a file. A newer version comes as a file, or by its name, from who made it.', {
      values: { plugin: row.says.title },
    })
  const fetched = await fetchNewer(world, row.origin, row.version)
  if (!fetched) return null
  const looked = await lookAt(world, fetched.archive, fetched)
  if (looked.found.says.id !== id) throw refused('{name} is another plugin now: {id}. It is refused.', { name: row.origin.name, id: looked.found.says.id })
  return looked
}
