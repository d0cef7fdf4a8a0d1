import type { Json, Operator } from '@sangam/sdk'
import { entityMeta, fieldAt } from '../data/meta.ts'
import { optionOf } from '../fields/options.ts'
import { operatorLabel, pathLabel, periodLabel } from '../screens/list/conditions.ts'
import { called, t } from '../shell/words.ts'

export interface Grant {
  readonly entity: string
  readonly verbs: readonly string[]
  readonly where: object | null
  readonly hide: readonly string[]
  readonly freeze: readonly string[]
}

/** A verb in words: "see", or the name of an action. */
export function verbSaid(entity: string, verb: string): string {
  const words: { readonly [verb: string]: string } = {
    read: t('see'),
    create: t('create'),
    update: t('change'),
    remove: t('remove'),
    export: t('export'),
    import: t('import'),
    share: t('share'),
    shareLink: t('share a link'),
    startElsewhere: t('begin in any state'),
  }
  const action = entityMeta(entity)?.actions.find(one => one.name === verb)
  return words[verb] ?? `“${action ? called(action.label) : verb}”`
}

/** Of which records: "only where Owner is the person themself". Empty for all. */
export function whereSaid(grant: Grant): string {
  return grant.where === null || Object.keys(grant.where).length === 0
    ? ''
    : t('only where {condition}', { condition: conditionSaid(grant.entity, grant.where) })
}

/** Fields it hides or keeps from being changed. */
export function fieldsSaid(grant: Grant): string {
  const names = (fields: readonly string[]): string => listed(fields.map(name => called(entityMeta(grant.entity)?.fields[name]?.label ?? name)))
  return [
    grant.hide.length > 0 ? t('without seeing {fields}', { fields: names(grant.hide) }) : '',
    grant.freeze.length > 0 ? t('without changing {fields}', { fields: names(grant.freeze) }) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** A condition in words: "Owner is the person themself". */
export function conditionSaid(entity: string, condition: object): string {
  return Object.entries(condition)
    .map(([key, value]) => termSaid(entity, key, value as Json))
    .join(` ${t('and')} `)
}

function termSaid(entity: string, key: string, value: Json): string {
  if (key === 'and' || key === 'or')
    return (value as unknown as readonly object[]).map(part => conditionSaid(entity, part)).join(` ${key === 'and' ? t('and') : t('or')} `)
  if (key === 'not') return t('not ({condition})', { condition: conditionSaid(entity, value as object) })
  const label = pathLabel(entity, key) || key
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return `${label} ${t('is')} ${valueSaid(entity, key, value)}`
  return Object.entries(value)
    .map(([operator, operand]) => `${label} ${operatorSaid(entity, key, operator as Operator, operand as Json)}`)
    .join(` ${t('and')} `)
}

function operatorSaid(entity: string, path: string, operator: Operator, operand: Json): string {
  if (operator === 'isEmpty') return operand === false ? t('is not empty') : t('is empty')
  if (operator === 'some' || operator === 'every' || operator === 'none') {
    const of = path.includes(':') ? (path.split(':')[0] ?? '') : (fieldAt(entity, path)?.to ?? '')
    return `${operatorLabel(operator, fieldAt(entity, path))} (${conditionSaid(of, operand as unknown as object)})`
  }
  if (operator === 'in' && typeof operand === 'string') return `${t('is one of')} ${valueSaid(entity, path, operand)}`
  return `${operatorLabel(operator, fieldAt(entity, path))} ${operator === 'within' && typeof operand === 'string' ? periodLabel(operand) : valueSaid(entity, path, operand)}`
}

function valueSaid(entity: string, path: string, value: Json): string {
  const names: { readonly [name: string]: string } = {
    $me: t('the person themself'),
    $myTeams: t('the person’s teams'),
    $teamsILead: t('the teams the person leads'),
    $company: t('the person’s company'),
    $today: t('today'),
    $now: t('now'),
  }
  if (Array.isArray(value)) return listed(value.map(one => valueSaid(entity, path, one)))
  if (typeof value === 'string' && names[value]) return names[value]
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  const field = fieldAt(entity, path)
  return field && (field.choices ?? field.states) ? optionOf(field, String(value)).label : String(value ?? t('empty'))
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length > 1 ? t('{some} and {last}', { some: words.slice(0, -1).join(', '), last: words.at(-1) ?? '' }) : (words[0] ?? '')
}
