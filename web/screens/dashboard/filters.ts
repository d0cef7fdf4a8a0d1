import type { DashboardFilter } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { entityMeta, fieldAt } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import '../../ui/pick.ts'
import { optionLabel, optionsOf } from '../list/cells.ts'
import { pathLabel, periodLabel } from '../list/conditions.ts'
import { both } from '../list/source.ts'
import type { Card } from './boards.ts'

const kinds = ['reference', 'choice', 'flow', 'boolean', 'date', 'datetime']
const periods = [
  'this_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_fiscal_year',
  'last_fiscal_year',
  'last_30_days',
  'last_90_days',
]

/** How many a dashboard has at most. */
export const mostFilters = 10

/** How a filter is called in the address. */
export function filterName({ entity, field }: DashboardFilter): string {
  return `f.${entity}.${field}`
}

/** "Kind", or "Kind (Activities)" where others are called so too. */
export function filterLabel({ entity, field }: DashboardFilter, among: readonly DashboardFilter[]): string {
  const label = pathLabel(entity, field)
  const alike = among.some(other => other.entity !== entity && pathLabel(other.entity, other.field) === label)
  return alike ? `${label} (${called(entityMeta(entity)?.plural ?? '')})` : label
}

/** What the cards of an entity are narrowed to by what the address says of the filters. */
export function narrowedBy(card: Card, filters: readonly DashboardFilter[], query: URLSearchParams): object {
  if (!('entity' in card)) return {}
  return filters
    .filter(filter => filter.entity === card.entity)
    .reduce<object>((where, filter) => {
      const value = query.get(filterName(filter))
      const field = fieldAt(filter.entity, filter.field)
      if (!value || !field) return where
      const timely = field.type === 'date' || field.type === 'datetime'
      return both(where, { [filter.field]: timely ? { within: value } : field.type === 'boolean' ? value === 'true' : value })
    }, {})
}

/** The filters whose fields are there for who looks. */
export function openFilters(filters: readonly DashboardFilter[]): readonly DashboardFilter[] {
  return filters.filter(({ entity, field }) => entityMeta(entity) && kinds.includes(fieldAt(entity, field)?.type ?? ''))
}

/** Whatever a board with these cards could be narrowed by. */
export function possibleFilters(cards: readonly Card[]): readonly DashboardFilter[] {
  const entities = [...new Set(cards.flatMap(card => ('entity' in card && entityMeta(card.entity) ? [card.entity] : [])))]
  return entities.flatMap(entity =>
    Object.values(entityMeta(entity)?.fields ?? {})
      .filter(field => kinds.includes(field.type))
      .map(field => ({ entity, field: field.name })),
  )
}

/** One choice of what the board is narrowed by. */
export function filterChoice(filter: DashboardFilter, label: string, value: string, set: (value: string | undefined) => void): TemplateResult {
  const { entity } = filter
  const field = fieldAt(entity, filter.field)
  if (field?.type === 'reference')
    return html`<label class="filter"><span>${label}</span><sangam-pick entity=${field.to ?? ''} .value=${value} label=${label} hint=${t('All')} ?me=${field.to === 'core.user'} @pick=${(event: CustomEvent<{ id: string } | null>) => set(event.detail?.id)}></sangam-pick></label>`
  const options =
    field?.type === 'boolean'
      ? [
          ['true', t('Yes')],
          ['false', t('No')],
        ]
      : field?.type.startsWith('date')
        ? periods.map(period => [period, periodLabel(period)])
        : Object.keys(field ? optionsOf(field) : {}).map(one => [one, field ? optionLabel(field, one) : one])
  return html`<label class="filter"><span>${label}</span><select @change=${(event: Event) => set((event.target as HTMLSelectElement).value || undefined)}>
    <option value="">${t('All')}</option>${options.map(([one = '', words = '']) => html`<option value=${one} ?selected=${one === value}>${words}</option>`)}</select></label>`
}
