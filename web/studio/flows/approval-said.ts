import type { Approval, ApprovalStep } from '@sangam/sdk'
import { t } from '../../shell/words.ts'
import { said, studioStore } from '../model/store.ts'
import { fieldSaid } from '../rules/rule-said.ts'
import { conditionSaid } from '../said.ts'

/** An approval in words: "once Purchase lead agrees, then all of Board where Total is at least 10000". */
export function approvalSaid(entity: string, { steps }: Approval): string {
  return t('once agreed by {steps}', { steps: steps.map(step => stepSaid(entity, step)).join(t(', then ')) })
}

function stepSaid(entity: string, step: ApprovalStep): string {
  const who = whoSaid(entity, step)
  return step.when ? t('{who} (where {condition})', { who, condition: conditionSaid(entity, step.when) }) : who
}

function whoSaid(entity: string, { by, need }: ApprovalStep): string {
  if ('user' in by) return t('one person')
  if ('field' in by) return t('whom {field} names', { field: fieldSaid(entity, by.field) })
  const role = said(studioStore.value?.model.allRoles.find(one => one.name === by.role)?.label ?? by.role)
  return need === 'all' ? t('all of {role}', { role }) : role
}
