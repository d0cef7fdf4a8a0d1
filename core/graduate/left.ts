import type { Json } from '@sangam/sdk'
import { systemContext } from '../records/context.ts'
import { pagesOf } from '../records/pages.ts'
import type { CustomState } from '../registry/custom/document.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import { type Chosen, namedIn } from './chosen.ts'

/** What stays in the workspace, by the names people know it by, and why. */
export interface Left {
  readonly what: string
  readonly names: readonly string[]
  readonly why: string
}

/** Records of core's that speak of kinds of records. */
const keeping = [
  {
    entity: 'core.automation',
    fields: ['name', 'entity', 'trigger', 'condition', 'steps'],
    what: 'Automations',
    why: 'They have no form in code yet. They stay in the workspace and go on working; a hook, an event or a job in its code does the like.',
  },
  {
    entity: 'core.webhook',
    fields: ['name', 'entity', 'condition'],
    what: 'Webhooks',
    why: 'Where they lead and whose secret they have is the workspace’s. They go on working.',
  },
  {
    entity: 'core.documentTemplate',
    fields: ['name', 'entity', 'definition'],
    what: 'Documents',
    why: 'They are records of the workspace and go on working. In code they are documentTemplate.',
  },
  {
    entity: 'core.dashboard',
    fields: ['name', 'definition', 'shared'],
    own: true,
    what: 'Dashboards',
    why: 'They belong to whoever saved them. In code they are dashboard.',
  },
  { entity: 'core.view', fields: ['name', 'entity', 'definition', 'shared'], own: true, what: 'Saved views', why: 'They belong to whoever saved them.' },
  { entity: 'core.scheduledReport', fields: ['name', 'entity', 'definition'], own: true, what: 'Lists by mail', why: 'They belong to whoever set them up.' },
  {
    entity: 'core.duplicateRule',
    fields: ['entity', 'fields'],
    what: 'Rules for duplicates',
    why: 'They are records of the workspace and go on working. In code they are duplicates of an entity.',
  },
] as const

/** All that speaks of what a plugin takes along and is not taken along itself. */
export async function leftBehind(
  world: World,
  workspace: string,
  { document, bin }: CustomState,
  model: Model,
  { entities, roles, left }: Chosen,
): Promise<readonly Left[]> {
  const mine = new Set([...entities, ...roles])
  const label = (name: string): string => model.entities.get(name)?.label ?? name
  const speaks = (value: unknown): boolean => namedIn(value).some(name => mine.has(name))
  const found: Left[] = await systemContext(world, workspace, 'Looks what speaks of what a plugin takes along', 'cli', async ctx => {
    const all: Left[] = []
    for (const { entity, fields, what, why, ...more } of keeping) {
      const names: string[] = []
      let own = 0
      for await (const page of pagesOf(ctx, entity, { fields: [...fields], sort: ['id'] }))
        for (const record of page)
          if (!speaks(record as Json)) continue
          else if ('own' in more && record.shared !== true) own += 1
          else names.push(typeof record.name === 'string' ? record.name : `${label(String(record.entity))}: ${String(record.fields)}`)
      // How people call what is theirs alone is nothing to write down for others.
      all.push({ what, names: own > 0 ? [...names, `+${own}`] : names, why })
    }
    return all
  })
  const fields = Object.entries(document.extensions).flatMap(([entity, { fields }]) =>
    fields.filter(field => speaks(field)).map(field => `${label(entity)} · ${String(field.options.label ?? field.name)}`),
  )
  const binned = entities.flatMap(entity => (bin.fields[entity] ?? []).map(({ field }) => `${label(entity)} · ${String(field.options.label ?? field.name)}`))
  const others = Object.keys(document.entities).filter(name => !mine.has(name) && speaks(document.entities[name]))
  return [
    ...found,
    {
      what: 'Roles',
      names: left.map(name => document.roles[name]?.label ?? name),
      why: 'They also open what stays in the workspace. They go on opening these records.',
    },
    { what: 'Fields on what other plugins have', names: fields, why: 'They stay fields of the administrators, and go on pointing here.' },
    {
      what: 'Kinds of records that point here',
      names: others.map(label),
      why: 'They were not asked for. They stay the administrators’, and go on pointing here.',
    },
    { what: 'Removed fields', names: binned, why: 'Their values are still kept, and come back if the enabling is taken back. The plugin has none of them.' },
  ].filter(({ names }) => names.length > 0)
}
