import { t } from '../../shell/words.ts'
import type { Operation } from '../model/shown.ts'
import { entityOf, said, studioStore } from '../model/store.ts'
import { typeLabel } from '../options/index.ts'

/** One change as a sentence. */
export function operationSaid(operation: Operation): string {
  const entity = entitySaid(String(operation.entity ?? ''), operation)
  const field = fieldSaid(operation)
  const type = typeLabel(String(operation.type ?? ''))
  switch (operation.op) {
    case 'addEntity':
      return t('Make the entity {entity}', { entity })
    case 'changeEntity':
      return t('Change what {entity} is called and how it behaves', { entity })
    case 'removeEntity':
      return t('Remove {entity}', { entity })
    case 'restoreEntity':
      return t('Restore {entity}', { entity })
    case 'addField':
      return t('Add {field} to {entity}: {type}', { field, entity, type })
    case 'changeField':
      return t('Change {field} of {entity}', { field, entity })
    case 'convertField':
      return t('Make {field} of {entity} another type: {type}', { field, entity, type })
    case 'retireField':
      return operation.retired === false ? t('Let {field} of {entity} be written again', { field, entity }) : t('Retire {field} of {entity}', { field, entity })
    case 'removeField':
      return t('Remove {field} from {entity}', { field, entity })
    case 'restoreField':
      return t('Restore {field} of {entity}', { field, entity })
    case 'setRules':
      return t('Set the rules of {entity}', { entity })
    case 'setUnique':
      return t('Set what must be unique of {entity}', { entity })
    case 'setList':
      return t('Arrange the list of {entity}', { entity })
    case 'setForm':
      return t('Arrange the form of {entity}', { entity })
    case 'setLayouts':
      return t('Arrange the pages of {entity} for roles', { entity })
    case 'setBoard':
      return operation.board === null ? t('Take away the board of {entity}', { entity }) : t('Arrange the board of {entity}', { entity })
    case 'setRole':
      return t('Set what the role {role} may do', { role: said(String(operation.label)) })
    case 'removeRole':
      return t('Remove the role {role}', { role: roleSaid(String(operation.role)) })
    case 'setSeries':
      return operation.pattern === null
        ? t('Number {field} of {entity} as the plugin says', { field, entity })
        : t('Number {field} of {entity} by {pattern}', { field, entity, pattern: String(operation.pattern) })
    case 'setWords':
      return t('Change words of a language')
    default:
      return operation.op
  }
}

function entitySaid(name: string, operation: Operation): string {
  return said(entityOf(name)?.label ?? (operation.op === 'addEntity' ? String(operation.label) : binned(name)))
}

function fieldSaid({ entity, field, options }: Operation): string {
  const given = (options as { readonly label?: string } | undefined)?.label
  const gone = studioStore.value?.model.bin.fields.find(one => one.entity === entity && one.name === field)
  return said(entityOf(String(entity))?.fields.find(one => one.name === field)?.label ?? given ?? String(gone?.options.label ?? field ?? ''))
}

function binned(name: string): string {
  return studioStore.value?.model.bin.entities.find(one => one.name === name)?.label ?? name
}

function roleSaid(name: string): string {
  return said(studioStore.value?.model.allRoles.find(role => role.name === name)?.label ?? name)
}
