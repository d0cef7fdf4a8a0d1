import { t } from '../../shell/words.ts'
import type { ShownEntity } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import { fieldSaid } from '../rules/rule-said.ts'
import { conditionSaid, listed } from '../said.ts'
import { approvalSaid } from './approval-said.ts'
import type { Arrow } from './states.ts'

/** What an arrow asks, and of whom; empty where it asks nothing. */
export function arrowSaid(entity: ShownEntity, { when, require, verb, approval }: Arrow): string {
  const roles = verb
    ? (studioStore.value?.model.allRoles ?? []).filter(role => role.grants.some(grant => grant.entity === entity.name && grant.verbs.includes(verb)))
    : []
  return [
    when ? t('only where {condition}', { condition: conditionSaid(entity.name, when) }) : '',
    require && require.length > 0 ? t('asks for {fields}', { fields: listed(require.map(name => fieldSaid(entity.name, name))) }) : '',
    verb
      ? roles.length > 0
        ? t('by {roles}', { roles: listed(roles.map(role => said(role.label))) })
        : t('by administrators, until a role has the right “{right}”', { right: verb })
      : '',
    approval ? approvalSaid(entity.name, approval) : '',
  ]
    .filter(Boolean)
    .join('; ')
}
