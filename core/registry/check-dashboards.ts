import { type DashboardCard, dateParts, type NumberCard } from '@sangam/sdk'
import { viewProblems } from './check-views.ts'
import type { Model } from './model.ts'
import { type Entities, walkPath } from './paths.ts'

/** What must hold of the dashboards that plugins bring. */
export function checkDashboards(model: Model, problems: string[]): void {
  for (const { name, plugin, home = [], filters = [], cards } of model.dashboards) {
    const own = `The dashboard ${name}`
    if (!name.startsWith(`${plugin}.`)) problems.push(`Plugin ${plugin}: the dashboard ${name} must begin with "${plugin}.".`)
    for (const role of home) if (!model.roles.has(role)) problems.push(`${own} is the home of the role ${role}, which does not exist.`)
    for (const { entity, field } of filters) {
      const end = model.entities.has(entity) ? walkPath(model.entities, entity, field) : `there is no entity ${entity}`
      if (typeof end === 'string') problems.push(`${own}, filter "${field}": ${end}.`)
    }
    for (const card of cards)
      for (const problem of cardProblems(model.entities, card)) problems.push(`${own}, card "${'label' in card ? card.label : card.kind}": ${problem}.`)
  }
}

/** What is wrong with a card: the entity it is of, its condition, the paths it names, its size. */
export function cardProblems(entities: Entities, card: DashboardCard): string[] {
  const { width, height } = card
  return [
    ...(within(width, 2, 12) ? [] : [`it is 2 to 12 columns wide, not ${width}`]),
    ...(within(height, 1, 8) ? [] : [`it is 1 to 8 rows high, not ${height}`]),
    ...('entity' in card && !entities.has(card.entity) ? [`it is of ${card.entity}, which no enabled plugin defines`] : shownProblems(entities, card)),
  ]
}

function shownProblems(entities: Entities, card: DashboardCard): string[] {
  switch (card.kind) {
    case 'number':
      return numberProblems(entities, card)
    case 'chart':
      return viewProblems(entities, card.entity, card)
    case 'list':
      return [...viewProblems(entities, card.entity, { ...card, kind: 'list' }), ...(within(card.limit, 1, 20) ? [] : ['it shows 1 to 20 records'])]
    case 'tasks':
    case 'heading':
      return []
    default:
      return [`there is no card of the kind "${(card as { kind: string }).kind}". Use number, chart, list, tasks or heading`]
  }
}

function numberProblems(entities: Entities, { entity, label, where, measure = 'count', by, period }: NumberCard): string[] {
  // A figure is a pivot of one cell.
  const found = viewProblems(entities, entity, { label, kind: 'pivot', rows: ['id'], measures: [measure], ...(where && { where }) })
  if (by === undefined && period === undefined) return found
  if (by === undefined || period === undefined) return [...found, 'a period goes with the field of its days: say both "by" and "period"']
  const end = walkPath(entities, entity, by)
  if (typeof end === 'string') return [...found, end]
  return [
    ...found,
    ...(!by.includes('.') && (end.compare === 'date' || end.compare === 'instant')
      ? []
      : [`a period is told by a date or datetime field of its own, and "${by}" is none`]),
    ...((dateParts as readonly string[]).includes(period) ? [] : [`"${period}" is no period. Use one of ${dateParts.join(', ')}`]),
  ]
}

function within(size: number | undefined, least: number, most: number): boolean {
  return size === undefined || (Number.isInteger(size) && size >= least && size <= most)
}
