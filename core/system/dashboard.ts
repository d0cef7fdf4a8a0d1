import { isDeepStrictEqual } from 'node:util'
import { boolean, type DashboardCard, type DashboardShape, defineEntity, hooks, type Json, json, type Refusal, reference, text } from '@sangam/sdk'
import { hasEverything } from '../access/access.ts'
import { knownCard } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { cardProblems } from '../registry/check-dashboards.ts'

/** Cards that someone put together: for oneself, a team or everyone, and as the home of roles. The same may see and change them as a view. */
export const Dashboard = defineEntity('core.dashboard', {
  title: 'name',
  description: 'Figures, charts and lists side by side: one’s own, a team’s, or everyone’s.',
  sort: ['name'],
  bin: false,
  fields: {
    name: text({ required: true, max: 80 }),
    owner: reference('core.user', { default: '$me', readonly: true }),
    shared: boolean({ default: false }),
    team: reference('core.team', { onRemove: 'clear' }),
    homeOf: json({ label: 'Home of', help: 'Roles whose first page it is.' }),
    definition: json({ required: true }),
  },
})

const [mostCards, mostFilters] = [40, 10]
const kinds: readonly unknown[] = ['number', 'chart', 'list', 'tasks', 'heading']
type Said = Omit<Refusal, 'index'>

/** What a dashboard keeps can be drawn when it is written; what is removed later leaves a gap on it and breaks nothing. */
export const dashboardHooks = hooks(Dashboard, {
  async check(plain, changes) {
    const ctx = plain as CoreCtx
    const admin = ctx.access.system !== null || hasEverything(ctx.access.caller)
    return changes.flatMap(({ before, next, changed }, index) => {
      // Its owner may not take from a role its first page by removing it.
      if (!next) return before && !admin ? goneRefusals(ctx, before.homeOf).map(refusal => ({ index, ...refusal })) : []
      const defined = changed.includes('definition') ? definitionRefusals(ctx, before?.definition ?? null, next.definition) : []
      const home = changed.includes('homeOf') || changed.includes('shared') ? homeRefusals(ctx, next, changed.includes('homeOf')) : []
      return [...defined, ...home].map(refusal => ({ index, ...refusal }))
    })
  },
})

function goneRefusals({ model, t }: CoreCtx, homeOf: Json): Said[] {
  const roles = rolesOf(model, homeOf)
  return roles.length > 0 ? [stillHome(roles.map(({ label }) => t(label)).join(', '))] : []
}

function rolesOf({ roles }: CoreCtx['model'], homeOf: Json): readonly { readonly label: string }[] {
  return Array.isArray(homeOf) ? homeOf.flatMap(role => (typeof role === 'string' && roles.get(role)) || []) : []
}

function homeRefusals({ model, t }: CoreCtx, { homeOf, shared }: { readonly homeOf: Json; readonly shared: boolean }, chosen: boolean): Said[] {
  if (homeOf === null) return []
  const roles = rolesOf(model, homeOf)
  // Roles go with their plugin: who does not choose any is not asked about those that went.
  if (!chosen) return shared || roles.length === 0 ? [] : [stillHome(roles.map(({ label }) => t(label)).join(', '))]
  if (!Array.isArray(homeOf) || roles.length < homeOf.length)
    return [{ field: 'homeOf', code: 'role_unknown', message: 'Name roles that there are, such as "core.member".' }]
  if (homeOf.length === 0 || shared) return []
  return [{ field: 'shared', code: 'home_not_shared', message: 'A home is for everyone who has the role. Show it to everyone first.' }]
}

function stillHome(roles: string): Said {
  const message = 'This is the first page of {roles}. An administrator has to choose another for them first.'
  return { field: 'shared', code: 'home_not_shared', message, values: { roles } }
}

function definitionRefusals(ctx: CoreCtx, before: Json, next: Json): Said[] {
  const field = 'definition'
  if (!isDashboard(next))
    return [{ field, code: 'bad_dashboard', message: 'A dashboard is a list of cards, each of a kind: number, chart, list, tasks or heading.' }]
  if (next.cards.length > mostCards)
    return [{ field, code: 'too_many_cards', message: 'A dashboard has at most {most} cards. Make a second one.', values: { most: mostCards } }]
  if ((next.filters ?? []).length > mostFilters)
    return [{ field, code: 'too_many_filters', message: 'A dashboard has at most {most} filters. Take one out.', values: { most: mostFilters } }]
  const there = isDashboard(before) ? before.cards : []
  return next.cards
    .filter(card => !there.some(one => isDeepStrictEqual(one, card)) && !mayShow(ctx, card))
    .map(card => ({
      field,
      code: 'bad_card',
      message: 'The card “{card}” asks for what is not there, what you may not see, or what can’t be shown so. Change it, or take it out.',
      values: { card: 'label' in card ? String(card.label) : card.kind },
    }))
}

function isDashboard(value: Json): value is Json & DashboardShape {
  const { cards, filters = [] } = (typeof value === 'object' && value !== null ? value : {}) as { readonly cards?: unknown; readonly filters?: unknown }
  const filtered = Array.isArray(filters) && filters.every(one => isObject(one) && typeof one.entity === 'string' && typeof one.field === 'string')
  return filtered && Array.isArray(cards) && cards.every(card => isObject(card) && isCard(card))
}

function isCard(card: { readonly [name: string]: unknown }): boolean {
  const texts = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(one => typeof one === 'string'))
  const text = (value: unknown): boolean => value === undefined || typeof value === 'string'
  const labelled = card.kind === 'tasks' || (typeof card.label === 'string' && card.label.length <= 120)
  const placed = card.kind === 'tasks' || card.kind === 'heading' || typeof card.entity === 'string'
  return (
    kinds.includes(card.kind) &&
    labelled &&
    placed &&
    (card.where === undefined || isObject(card.where)) &&
    (card.kind !== 'chart' || Array.isArray(card.group)) &&
    [card.sort, card.columns, card.group].every(texts) &&
    [card.measure, card.by, card.period, card.chart].every(text)
  )
}

function mayShow({ model, access }: CoreCtx, card: DashboardCard): boolean {
  return cardProblems(model.entities, card).length === 0 && knownCard({ model, access }, card) !== null
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
