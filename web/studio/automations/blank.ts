import type { FieldMeta } from '@sangam/sdk'
import { entityMeta, reversePaths } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { type Step, subjects } from './shape.ts'

/** A step as it begins. */
export function blankStep(does: string, entity: string): Step {
  const [[subject] = ['']] = subjects()
  switch (does) {
    case 'create':
      return { do: 'create', entity: subject, values: {} }
    case 'related':
      return relatedStep(upwards(entity)[0]?.name ?? reversePaths(entity)[0] ?? ':')
    case 'action':
      return { do: 'action', action: entityMeta(entity)?.actions[0]?.name ?? '' }
    case 'notify':
      return { do: 'notify', to: [{ user: '$me' }], text: '' }
    case 'mail':
      return { do: 'mail', to: [{ user: '$me' }], subject: '', text: '' }
    case 'call':
      return { do: 'call', url: '' }
    case 'branch':
      return { do: 'branch', if: {}, yes: [] }
    default:
      return entity ? { do: 'set', values: {} } : { do: 'notify', to: [{ user: '$me' }], text: '' }
  }
}

/** What a step can reach from a record: what its references point at, and what points at it. */
export function reachable(entity: string): readonly (readonly [string, string])[] {
  return [
    ...upwards(entity).map(field => [field.name, t('What {field} points at', { field: called(field.label) })] as const),
    ...reversePaths(entity).map(path => {
      const [child = '', by = ''] = path.split(':')
      const names = { entities: called(entityMeta(child)?.plural ?? child), field: called(entityMeta(child)?.fields[by]?.label ?? by) }
      return [path, t('{entities} that point here by {field}', names)] as const
    }),
  ]
}

export function relatedStep(value: string): Step {
  const [entity = '', by] = value.split(':')
  return by === undefined ? { do: 'related', field: entity, values: {} } : { do: 'related', entity, by, values: {} }
}

function upwards(entity: string): readonly FieldMeta[] {
  return Object.values(entityMeta(entity)?.fields ?? {}).filter(field => field.type === 'reference' && entityMeta(field.to ?? ''))
}
