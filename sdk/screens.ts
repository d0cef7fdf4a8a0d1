import type { Condition } from './condition.ts'
import type { Measure } from './ctx.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'
import type { IconName } from './icons.ts'
import type { ViewShape } from './views.ts'

/** A view whose condition is of the entity's own fields. */
type ViewOf<E, V extends ViewShape = ViewShape> = V extends ViewShape ? Omit<V, 'where'> & { readonly where?: Condition<E> } : never

/** The list of an entity, made by `listScreen`. */
export interface ListScreen {
  readonly kind: 'list'
  readonly entity: string
  /** The heading in the navigation it stands under: "Sales". Without it the list is only reached from other screens. */
  readonly menu?: string
  readonly icon?: string
  /** Its order under the heading; 100 unless told. */
  readonly position?: number
  readonly columns: readonly string[]
  readonly views?: readonly ViewShape[]
}

/**
 * A list in the navigation, with the views it comes with: other lists, calendars. Columns are field names and paths (`party.$title`).
 *
 * @example listScreen(Lead, { menu: 'Sales', columns: ['title', 'stage', 'value', 'owner'], views: [{ label: 'Mine', where: { owner: '$me' } }] })
 * @example listScreen(Visit, { columns: ['purpose', 'planned'], views: [{ label: 'This week', kind: 'calendar', by: 'planned', span: 'week' }] })
 */
export function listScreen<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  options: Omit<ListScreen, 'kind' | 'entity' | 'views' | 'icon'> & {
    readonly icon?: IconName
    readonly views?: readonly ViewOf<RecordOf<Entity<N, F>>>[]
  },
): ListScreen {
  return { kind: 'list', entity: entity.name, ...(options as Omit<ListScreen, 'kind' | 'entity'>) }
}

/** The board of an entity, made by `boardScreen`. */
export interface BoardScreen {
  readonly kind: 'board'
  readonly entity: string
  /** A choice, flow or reference field: one column each. */
  readonly by: string
  /** Orders the columns of a reference by this field of its target. */
  readonly order?: string
  /** A reference field that must be chosen first because the columns belong to it: `pipeline`. `within` is the field of the column's entity that points to it. */
  readonly scope?: { readonly field: string; readonly within: string }
  readonly card: readonly string[]
  /** Shown in the head of each column beside the count. */
  readonly measures?: readonly Measure[]
}

/**
 * The records of an entity as cards in columns, which people drag from one to the next.
 *
 * @example boardScreen(Lead, { by: 'stage', order: 'position', card: ['title', 'value', 'owner.$title'], measures: ['sum:value.amount'] })
 */
export function boardScreen<N extends string, F extends Fields>(entity: Entity<N, F>, options: Omit<BoardScreen, 'kind' | 'entity'>): BoardScreen {
  return { kind: 'board', entity: entity.name, ...options }
}

/** Fields on a form of another plugin, made by `placeFields`. */
export interface PlacedFields {
  readonly kind: 'placed'
  readonly entity: string
  readonly fields: readonly string[]
  readonly where: { readonly after: string } | { readonly section: string }
}

/**
 * Puts fields, usually those of an extension, into a form that another plugin laid out: by field name, never by position.
 *
 * @example placeFields(LoyalParty, ['points'], { after: 'name' })
 */
export function placeFields<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  fields: readonly (keyof F & string)[],
  where: PlacedFields['where'],
): PlacedFields {
  return { kind: 'placed', entity: entity.name, fields, where }
}

/** A screen that a plugin draws itself, in its browser half. */
export interface PageScreen {
  readonly kind: 'page'
  /** `plugin.noun`, such as `leads.review`: its address is `/page/leads.review`. */
  readonly name: string
  readonly label: string
  /** The custom element that `web/index.ts` of the plugin defines. It begins with the plugin's id and a dash: `leads-review`. */
  readonly element: string
  /** The entity it is about: who may not read its records has no such screen. */
  readonly entity: string
  /** The verb without which nobody needs it, such as `create` of a screen that writes; `read` unless told. */
  readonly verb?: string
  /** The heading in the navigation it stands under; without it the palette leads there. */
  readonly menu?: string
  readonly icon?: IconName
  /** Its order under the heading; 100 unless told. */
  readonly position?: number
  /**
   * It leads a newcomer to the first of these records: the first run ends on it, and where there are none their list offers it. It stands in the navigation until
   * some record of `until` meets the condition, and is reached by its address ever after.
   */
  readonly setsUp?: { readonly records: string; readonly until: { readonly entity: string; readonly where: object } }
}

/** A part of a record's page that a plugin draws itself, made by `placeElement`. */
export interface PlacedElement {
  readonly kind: 'placedElement'
  readonly entity: string
  /** The custom element that `web/index.ts` of the plugin defines; it begins with the plugin's id and a dash. */
  readonly element: string
}

/**
 * Puts an element of the plugin's browser half into the form of a record, above its tabs, new ones too: what follows from what is being typed, such as the totals of an invoice. It is
 * given `values` (the record as it is typed, with `party.$title` beside references), `saved` (as it was read; null of a new one) and `fixed` (nothing can be changed),
 * and anew with each change; it saves nothing. What follows from what is typed it may write into the form by an event `change` that bubbles, with
 * `{ field, value }`: the price of an item that was chosen, and in lines also what they come to, which is shown and not sent. It stands there whoever laid the form out, for everyone who may read the entity's records.
 *
 * @param entity of the plugin itself or of one that it needs
 * @param element the name of the element, such as `invoicing-totals`
 * @example placeElement(Lead, 'leads-totals')
 */
export function placeElement<N extends string, F extends Fields>(entity: Entity<N, F>, element: string): PlacedElement {
  return { kind: 'placedElement', entity: entity.name, element }
}

/** A part of the first page that a plugin draws itself, made by `placeOnHome`. */
export interface HomeElement {
  readonly kind: 'homeElement'
  readonly entity: string
  /** The custom element that `web/index.ts` of the plugin defines; it begins with the plugin's id and a dash. */
  readonly element: string
}

/**
 * Puts an element of the plugin's browser half on the first page of everyone who may read an entity's records (*My day*, above what waits for them): what the day begins with,
 * such as how the business stands. It is told nothing, reads for itself, and draws nothing where there is nothing to say. Keep it to a few lines that lead on; the rest is a
 * page of its own (`pageScreen`).
 *
 * @param entity of the plugin itself or of one that it needs
 * @param element the name of the element, such as `ledger-day`
 * @example placeOnHome(Lead, 'leads-day')
 */
export function placeOnHome<N extends string, F extends Fields>(entity: Entity<N, F>, element: string): HomeElement {
  return { kind: 'homeElement', entity: entity.name, element }
}

/**
 * A screen for what no list, board or dashboard can show. Its element is drawn with the parts of `@sangam/sdk/web`.
 *
 * @example pageScreen('leads.review', Lead, { label: 'Monday review', element: 'leads-review', menu: 'Sales', icon: 'check', position: 15 })
 * @example pageScreen('bills.begin', Lead, { label: 'Set up bills', element: 'bills-begin', menu: 'Bills', verb: 'update', setsUp: { records: 'bills.bill', until: { entity: 'bills.policy', where: { begun: true } } } })
 */
export function pageScreen<N extends string, F extends Fields>(
  name: string,
  entity: Entity<N, F>,
  options: Omit<PageScreen, 'kind' | 'name' | 'entity'>,
): PageScreen {
  return { kind: 'page', name, entity: entity.name, ...options }
}
