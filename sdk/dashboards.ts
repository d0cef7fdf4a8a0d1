import type { Condition } from './condition.ts'
import type { Measure } from './ctx.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'
import type { dateParts } from './groups.ts'
import type { ChartView, ListView } from './views.ts'

/** How much room a card takes: so many of the twelve columns, so many rows. What its kind usually takes unless told. */
interface Placed {
  readonly width?: number
  readonly height?: number
}

/** One figure of an entity's records. With a field of days and a period it tells that period, the one before, and how it went over twelve of them. */
export interface NumberCard extends Placed {
  readonly kind: 'number'
  readonly entity: string
  readonly label: string
  readonly where?: object
  /** How many records there are, unless told. */
  readonly measure?: Measure
  /** The date or datetime field whose days tell which period a record counts in. */
  readonly by?: string
  /** The period we are in: `month`, `fiscal_year`. */
  readonly period?: (typeof dateParts)[number]
  /** Whether more is good news or bad; more is good unless told. */
  readonly better?: 'more' | 'less'
}

/** A chart, drawn small. */
export interface ChartCard extends Placed, Omit<ChartView, 'kind'> {
  readonly kind: 'chart'
  readonly entity: string
}

/** The first records of a view. */
export interface ListCard extends Placed, Pick<ListView, 'label' | 'where' | 'sort' | 'columns'> {
  readonly kind: 'list'
  readonly entity: string
  /** How many at most; 6 unless told, at most 20. */
  readonly limit?: number
}

/** What the person who looks has to do. */
export interface TasksCard extends Placed {
  readonly kind: 'tasks'
}

/** Words over the cards that follow. */
export interface HeadingCard extends Placed {
  readonly kind: 'heading'
  readonly label: string
}

/** Stands where a card is that the person who looks may not see. */
export interface HiddenCard extends Placed {
  readonly kind: 'hidden'
}

/**
 * Any card that a dashboard may have.
 *
 * @example const cards: DashboardCard[] = [numberCard(Lead, { label: 'Open', where: { state: 'open' } }), { kind: 'tasks' }, { kind: 'heading', label: 'More' }]
 */
export type DashboardCard = NumberCard | ChartCard | ListCard | TasksCard | HeadingCard

/**
 * A choice above a dashboard that all its cards of that entity follow.
 *
 * @example const filter: DashboardFilter = { entity: 'leads.lead', field: 'owner' }
 */
export interface DashboardFilter {
  readonly entity: string
  /** A choice, flow, reference or boolean field, or one of days. */
  readonly field: string
}

/** Cards in a grid of twelve columns, in their order; what a plugin brings, and what a person saves. */
export interface DashboardShape<Card = DashboardCard> {
  readonly cards: readonly Card[]
  /** What the whole board can be narrowed by: a filter holds for every card of its entity. */
  readonly filters?: readonly DashboardFilter[]
}

/** A dashboard of a plugin, made by `dashboard`. */
export interface Dashboard extends DashboardShape {
  readonly kind: 'dashboard'
  /** `plugin.noun`, such as `leads.sales`. */
  readonly name: string
  readonly label: string
  /** The roles whose home it is. */
  readonly home?: readonly string[]
}

/**
 * A dashboard that a plugin brings. Whoever sees at least one of its cards may open it; for the roles of `home` it is the first page.
 *
 * @example
 * dashboard('leads.sales', {
 *   label: 'Sales',
 *   home: ['leads.salesperson'],
 *   filters: [{ entity: 'leads.lead', field: 'owner' }],
 *   cards: [
 *     numberCard(Lead, { label: 'Won this month', where: { state: 'won' }, measure: 'sum:value.amount', by: 'actualClose', period: 'month' }),
 *     chartCard(Lead, { label: 'Stages', chart: 'funnel', group: ['stage'], where: { state: 'open' } }),
 *     { kind: 'tasks' },
 *   ],
 * })
 */
export function dashboard(name: string, definition: Omit<Dashboard, 'kind' | 'name'>): Dashboard {
  return { kind: 'dashboard', name, ...definition }
}

type CardOf<E, C> = Omit<C, 'kind' | 'entity' | 'where'> & { readonly where?: Condition<E> }

/**
 * A card with one figure, and how it went where it is of a period.
 *
 * @example numberCard(Lead, { label: 'Open value', where: { state: 'open' }, measure: 'sum:value.amount' })
 * @example numberCard(Lead, { label: 'Lost this month', where: { state: 'lost' }, by: 'actualClose', period: 'month', better: 'less' })
 */
export function numberCard<N extends string, F extends Fields>(entity: Entity<N, F>, card: CardOf<RecordOf<Entity<N, F>>, NumberCard>): NumberCard {
  return { kind: 'number', entity: entity.name, ...(card as Omit<NumberCard, 'kind' | 'entity'>) }
}

/**
 * A chart of groups of records, for the `cards` of a dashboard.
 *
 * @example chartCard(Lead, { label: 'Forecast by month', chart: 'bar', group: ['expectedClose:month'], measure: 'sum:weighted.amount', width: 8 })
 */
export function chartCard<N extends string, F extends Fields>(entity: Entity<N, F>, card: CardOf<RecordOf<Entity<N, F>>, ChartCard>): ChartCard {
  return { kind: 'chart', entity: entity.name, ...(card as Omit<ChartCard, 'kind' | 'entity'>) }
}

/**
 * The first records of a list, for the `cards` of a dashboard.
 *
 * @example listCard(Lead, { label: 'Gone quiet', where: { quietNoticeAt: { isEmpty: false } }, sort: ['lastActivityAt'], columns: ['title', 'value'] })
 */
export function listCard<N extends string, F extends Fields>(entity: Entity<N, F>, card: CardOf<RecordOf<Entity<N, F>>, ListCard>): ListCard {
  return { kind: 'list', entity: entity.name, ...(card as Omit<ListCard, 'kind' | 'entity'>) }
}
