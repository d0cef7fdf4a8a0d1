import type { Plugin } from '@sangam/sdk'
import { fieldOf } from '../../registry/build.ts'
import { type CustomState, canonical } from '../../registry/custom/document.ts'
import { pluginOf } from '../../registry/custom/plugin.ts'
import type { Model } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { customState } from '../models.ts'
import { recordsIn } from './away.ts'
import type { Target } from './bridges.ts'
import type { Step } from './sentences.ts'

/** What passes from administrators to plugins and back, in sentences: `next` is their state afterwards. */
export async function handedOver(world: World, workspace: string, now: Model, next: CustomState, targets: readonly Target[]): Promise<Step[]> {
  const before = await customState(world.db.owner, workspace)
  const steps: Step[] = []
  for (const { plugin, givesBack } of targets) {
    const [had, has] = [before.adopted?.[plugin.id], next.adopted?.[plugin.id]]
    const [from, to] = givesBack ? [next, had] : [before, has]
    const entities = (to?.entities ?? []).filter(name => from.document.entities[name])
    const roles = (to?.roles ?? []).filter(name => from.document.roles[name])
    if (entities.length > 0) {
      const tables = entities.flatMap(name => now.entities.get(name) ?? []).filter(entity => !entity.linesOf)
      const values = {
        plugin: plugin.title,
        names: entities.map(name => from.document.entities[name]?.label ?? name).join(', '),
        records: await recordsIn(
          world.db.owner,
          workspace,
          tables.map(entity => entity.table),
        ),
      }
      steps.push({
        text: givesBack
          ? 'Gives back to administrators: {names}, with {records, plural, one {# record} other {# records}}. Not a row is moved.'
          : '{plugin} takes over what administrators made: {names}, with {records, plural, one {# record} other {# records}}. Not a row is moved.',
        values,
      })
    }
    if (roles.length > 0)
      steps.push({
        text: givesBack
          ? 'Gives back to administrators the roles {names}. Who has them keeps them.'
          : '{plugin} takes over the roles {names}. Who has them keeps them.',
        values: { plugin: plugin.title, names: roles.map(name => from.document.roles[name]?.label ?? name).join(', ') },
      })
  }
  return steps
}

/** Why what a plugin took over can't be given back as it was; null where it can. */
export function notGivenBack({ adopted, document }: CustomState, plugin: Plugin): Step | null {
  const has = adopted?.[plugin.id]
  if (!has) return null
  const was = pluginOf(has.was, []).entities ?? []
  for (const { name, definition } of was) {
    const values = { name: definition.label ?? name, plugin: plugin.title }
    if (document.extensions[name])
      return { text: 'Administrators added fields or rules to {name} since {plugin} took it over. Take them away first, or leave it with the plugin.', values }
    const is = plugin.entities?.find(entity => entity.name === name)?.definition
    if (canonical(storedIn(definition.fields)) !== canonical(storedIn(is?.fields ?? {})))
      return {
        text: '{name} has other fields in {plugin} by now than when it was taken over. It can’t be given back as it was; disable the plugin instead.',
        values,
      }
  }
  return null
}

/** Where the values of fields lie, and of what type they are. */
function storedIn(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields as { readonly [name: string]: { readonly type: string; readonly options: object } }).map(([name, field]) => {
      const { columns, to } = fieldOf('any', name, field)
      return [name, [field.type, to, columns.map(column => [column.name, column.type])]]
    }),
  )
}
