import type { Json } from '@sangam/sdk'
import { ask } from '../../data/client.ts'
import { t } from '../../shell/words.ts'
import type { ShownEntity, ShownField } from '../model/shown.ts'
import { said, studioStore } from '../model/store.ts'
import { ruleSaid } from '../rules/rule-said.ts'
import { type State, stateSaid, statesOf } from './states.ts'

interface NamedAutomation {
  readonly name: string
  readonly entity: string | null
  readonly trigger: { readonly field?: string; readonly state?: string }
  readonly condition: object | null
  readonly steps: readonly object[]
}

/** What leans on a state and would lose it, in sentences: arrows, records that are in it, rules, roles and automations. */
export async function dependentsOf(entity: ShownEntity, field: ShownField, state: State): Promise<readonly string[]> {
  const states = statesOf(field)
  const arrows = [
    ...states.filter(one => one.to.some(arrow => arrow.state === state.state)).map(one => [one, state] as const),
    ...state.to.flatMap(arrow => states.filter(one => one.state === arrow.state).map(one => [state, one] as const)),
  ].map(([from, to]) => t('The arrow from {from} to {to} goes with it.', { from: stateSaid(from), to: stateSaid(to) }))
  const names = (within: unknown): boolean => namesState(within, field.name, state.state)
  const rules = [...entity.rules, ...entity.pluginRules]
    .filter(rule => names(rule.when))
    .map(rule => t('A rule names it: {rule}.', { rule: ruleSaid(entity.name, rule) }))
  const roles = (studioStore.value?.model.allRoles ?? [])
    .filter(role => role.grants.some(grant => grant.entity === entity.name && names(grant.where)))
    .map(role => t('The role {role} names it in what it may see.', { role: said(role.label) }))
  return [...arrows, ...(await recordsIn(entity, field, state)), ...rules, ...roles, ...(await automationsOf(entity, field, state))]
}

/** A state that is in the draft alone has no record yet. */
async function recordsIn(entity: ShownEntity, field: ShownField, { state }: State): Promise<readonly string[]> {
  if (entity.pending === 'new' || field.pending === 'new' || entity.records === 0) return []
  const body = { where: { [field.name]: { in: [state] } } as Json, fields: ['id'], limit: 1, count: 'exact' }
  const found = await ask<{ count: number }>(`/api/query/${entity.name}`, { method: 'POST', body }).catch(() => ({ count: 0 }))
  return found.count > 0
    ? [t('{count, plural, one {# record is} other {# records are}} in this state: move them on first, or the draft can’t be applied.', { count: found.count })]
    : []
}

async function automationsOf(entity: ShownEntity, field: ShownField, { state }: State): Promise<readonly string[]> {
  const { items } = await ask<{ items: readonly NamedAutomation[] }>('/api/automations')
  return items
    .filter(one => one.entity === entity.name)
    .filter(({ trigger, condition, steps }) => (trigger.field === field.name && trigger.state === state) || namesState([condition, steps], field.name, state))
    .map(({ name }) => t('The automation “{name}” names it.', { name }))
}

/** Whether a condition, or what a step fills in, speaks of a field and the state in one breath. */
function namesState(within: unknown, field: string, state: string): boolean {
  if (typeof within !== 'object' || within === null) return false
  return Object.entries(within).some(([key, value]) => (key === field && holds(value, state)) || namesState(value, field, state))
}

function holds(value: unknown, state: string): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).some(one => holds(one, state)) : value === state
}
