import type { Rule } from '@sangam/sdk'
import { t } from '../../shell/words.ts'
import { entityOf, said } from '../model/store.ts'
import { conditionSaid, listed } from '../said.ts'

export type RuleKind = 'require' | 'lock' | 'show' | 'refuse'

export function kindOf(rule: Rule): RuleKind {
  return 'require' in rule ? 'require' : 'lock' in rule ? 'lock' : 'show' in rule ? 'show' : 'refuse'
}

/** A rule read back: "Driver must be filled where Fuel is Diesel". */
export function ruleSaid(entity: string, rule: Rule): string {
  const condition = conditionSaid(entity, rule.when)
  const fields = (names: readonly string[]): string => listed(names.map(name => fieldSaid(entity, name)))
  if ('require' in rule) return t('{fields} must be filled where {condition}', { fields: fields(rule.require), condition })
  if ('show' in rule) return t('{fields} can be seen only where {condition}', { fields: fields(rule.show), condition })
  if ('refuse' in rule) return t('Refused where {condition}', { condition })
  return rule.lock === 'all'
    ? t('Nothing can be changed where {condition}', { condition })
    : t('{fields} can’t be changed where {condition}', { fields: fields(rule.lock), condition })
}

/** What people are told by it. */
export function reasonOf(rule: Rule): string {
  return 'refuse' in rule ? rule.refuse : 'because' in rule ? (rule.because ?? '') : ''
}

export function fieldSaid(entity: string, name: string): string {
  return said(entityOf(entity)?.fields.find(field => field.name === name)?.label ?? name)
}
