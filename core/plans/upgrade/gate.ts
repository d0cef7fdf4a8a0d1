import type { Migration, Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import { compareVersions } from '../../registry/version.ts'
import type { Step } from '../plugins/sentences.ts'
import { misfits, type Shape, shapeOf } from './shape.ts'

/** Where the records of a plugin stand in a workspace, by the version they were last written under and what that version kept. */
export interface Stored {
  readonly id: string
  readonly version: string
  /** Null where a version wrote it that kept none yet. */
  readonly shape: Shape | null
}

/** Whether a plugin that is installed here can work on what is stored: as it is, after its migrations, or not at all. */
export type Gate =
  | { readonly kind: 'open' }
  /** Its records have to be brought to the version first. `asks`: an owner says when, because something goes. */
  | { readonly kind: 'waits'; readonly migrations: readonly Migration[]; readonly shape: Shape; readonly asks: boolean; readonly problem: string }
  | { readonly kind: 'shut'; readonly problem: string }

/** The migrations of a plugin behind a version, the earlier first. */
export function migrationsAfter(plugin: Plugin, version: string): readonly Migration[] {
  const all = (plugin.parts ?? []).filter(part => part.kind === 'migration')
  return all.filter(one => compareVersions(one.version, version) > 0).toSorted((a, b) => compareVersions(a.version, b.version))
}

/**
 * Where a plugin stands against what is stored. The same version is never in the way: whoever is still writing it changes what it keeps as they like.
 */
export function gateOf(plugin: Plugin, { id, version, shape }: Stored): Gate {
  const order = compareVersions(plugin.version, version)
  if (order === 0) return { kind: 'open' }
  if (order < 0) {
    const problem = `Plugin ${id} is here in version ${plugin.version}, and its records are of version ${version}. Install ${version} or a later one; there is no way back but a backup from before.`
    return { kind: 'shut', problem }
  }
  const migrations = migrationsAfter(plugin, version)
  if (migrations.length > 0) {
    if (!shape)
      return {
        kind: 'shut',
        problem: `Plugin ${id}: nothing tells what version ${version} of it kept here. Start once with that version, then install ${plugin.version}.`,
      }
    const asks = migrations.some(one => one.steps.some(step => step.step === 'drop' || (step.step === 'convert' && step.lose === true)))
    const problem = `Plugin ${id}: its records are of version ${version}. Upgrade them to ${plugin.version} on the page of plugins, or with: sangam plugin upgrade ${id}`
    return { kind: 'waits', migrations, shape, asks, problem }
  }
  const [problem] = shape ? misfits(shape, shapeOf(plugin)) : []
  return problem === undefined ? { kind: 'open' } : { kind: 'shut', problem }
}

/** Where the gate asks: said to who is none. */
export function forAnOwner({ title, version }: Plugin): Step {
  return { text: 'Something goes when {plugin} is brought to version {version}. Ask an owner to do this.', values: { plugin: title, version } }
}

/** What is stored of some plugins, in their order. Asked of whole rows, so that a workspace from before answers too. */
export async function storedOf(runner: Runner, schema: string, ids: readonly string[]): Promise<readonly Stored[]> {
  if (ids.length === 0) return []
  return runner.run<Stored>(sql`
    select p.id, p.version, pg_catalog.to_jsonb(p)->'shape' as shape from ${tableName(schema, 'core_plugin')} p
    where p.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) order by p.changed_at, p.id`)
}
