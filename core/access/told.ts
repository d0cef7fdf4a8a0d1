import type {
  BoardScreen,
  Condition,
  Dashboard,
  DashboardCard,
  DashboardMeta,
  FormScreen,
  GanttView,
  HiddenCard,
  ListScreen,
  Rule,
  TreeView,
  ViewShape,
  Waits,
} from '@sangam/sdk'
import { keptForm } from '../registry/forms.ts'
import { type Model, type ModelEntity, type ModelField, partsOf, systemFields } from '../registry/model.ts'
import { reverseStep, walkPath } from '../registry/paths.ts'
import type { Access } from './access.ts'

/** The model as one person is told of it: names of what they may not read are not among it. */
export interface Told {
  readonly model: Model
  readonly access: Access
}

/** Whether a path is there for someone, on some records at least. */
export function readable({ model, access }: Told, entity: string, path: string): boolean {
  const back = reverseStep(path)
  if (back) return access.may(back.child, 'read') && access.field(back.child, back.field, 'read') !== 'none'
  const [first = '', ...rest] = path.split('.')
  const found = model.entities.get(entity)
  const name = first === '$title' ? (found?.title ?? first) : first
  const field = found?.fields.get(name)
  const person = name.endsWith('By') && systemFields.has(name)
  if (!field) return rest.length === 0 || (person && access.may('core.user', 'read') && readable({ model, access }, 'core.user', rest.join('.')))
  if (access.field(entity, name, 'read') === 'none') return false
  return (
    rest.length === 0 ||
    partsOf(field)[0]?.part !== undefined ||
    (field.to !== null && access.may(field.to, 'read') && readable({ model, access }, field.to, rest.join('.')))
  )
}

/** Holds of no record and fails of none: what a browser can't know it leaves to the server. */
const unknown: object = { id: { eq: null } }

/** A condition as someone may know it: whatever of it names what they may not read is unknown to them. */
export function knownCondition(told: Told, entity: string, condition: object): object {
  if (told.access.system || namesOnlyReadable(told, entity, condition)) return condition
  const parts = Object.entries(condition).map(([key, match]): object => {
    if (key === 'or' || key === 'and') return { [key]: (match as object[]).map(one => knownCondition(told, entity, one)) }
    if (key === 'not') return { not: knownCondition(told, entity, match as object) }
    return namesOnlyReadable(told, entity, { [key]: match }) ? { [key]: match } : unknown
  })
  return parts.length === 1 ? (parts[0] as object) : { and: parts }
}

function namesOnlyReadable(told: Told, entity: string, condition: object): boolean {
  return Object.entries(condition).every(([key, match]) => {
    if (key === 'or' || key === 'and') return (match as object[]).every(one => namesOnlyReadable(told, entity, one))
    if (key === 'not') return namesOnlyReadable(told, entity, match as object)
    if (!readable(told, entity, key)) return false
    const { some, every, none } = (match ?? {}) as { readonly [how: string]: object | undefined }
    const inner = [some, every, none].filter(one => one !== undefined)
    if (inner.length === 0) return true
    const end = walkPath(told.model.entities, entity, key)
    return typeof end !== 'string' && inner.every(one => namesOnlyReadable(told, end.to ?? '', one))
  })
}

/** The rules of an entity for the browser of someone: what a rule says of fields that they don't see is the server's to hold. */
export function knownRules(told: Told, entity: ModelEntity): readonly Rule[] {
  if (told.access.system) return entity.rules
  const open = (names: readonly string[]): string[] => names.filter(name => readable(told, entity.name, name))
  return entity.rules.flatMap((rule): Rule[] => {
    const when = knownCondition(told, entity.name, rule.when) as Condition<never>
    if ('require' in rule) return when === unknown || open(rule.require).length === 0 ? [] : [{ ...rule, require: open(rule.require), when }]
    if ('lock' in rule) {
      const { lines: of = {}, ...rest } = rule
      const lines = open(Object.keys(of)).map(name => [name, (of[name] ?? []).filter(one => readable(told, entity.name, `${name}.${one}`))] as const)
      return [{ ...rest, lock: rule.lock === 'all' ? 'all' : open(rule.lock), when, ...(lines.length > 0 && { lines: Object.fromEntries(lines) }) }]
    }
    if ('show' in rule) return [{ ...rule, show: open(rule.show), when }]
    const { field, ...rest } = rule
    return when === unknown ? [] : [{ ...rest, ...(field && readable(told, entity.name, field) && { field }), when }]
  })
}

interface Arrow {
  readonly when?: object
  readonly require?: readonly string[]
  readonly approval?: { readonly steps: readonly { readonly when?: object }[] }
}
interface States {
  readonly [state: string]: { readonly to: readonly string[] | { readonly [state: string]: Arrow } }
}

/** A flow whose arrows name only what someone may read; any other field as it is. */
export function knownFlow(told: Told, entity: ModelEntity, field: ModelField): ModelField {
  const { states } = field.options as { readonly states?: States }
  if (!states || told.access.system) return field
  const known = (when: object | undefined): object => (when ? { when: knownCondition(told, entity.name, when) } : {})
  const arrow = (one: Arrow): Arrow => ({
    ...one,
    ...known(one.when),
    ...(one.require && { require: one.require.filter(name => readable(told, entity.name, name)) }),
    ...(one.approval && { approval: { ...one.approval, steps: one.approval.steps.map(step => ({ ...step, ...known(step.when) })) } }),
  })
  const shown = Object.entries(states).map(([name, state]) => {
    const to = Array.isArray(state.to)
      ? state.to
      : Object.fromEntries(Object.entries(state.to as { readonly [to: string]: Arrow }).map(([at, one]) => [at, arrow(one)]))
    return [name, { ...state, to }] as const
  })
  return { ...field, options: { ...field.options, states: Object.fromEntries(shown) } as ModelField['options'] }
}

/**
 * The layout of a page as someone may know it: without fields, related lists and headings of what they may not read. A part whose condition asks what
 * they may not read is shown to them always: it holds nothing but what they see anyway.
 */
export function knownForm(told: Told, entity: string, form: FormScreen): FormScreen {
  const known = keptForm(form, {
    field: name => readable(told, entity, name),
    related: one =>
      told.access.may(one.entity, 'read') && readable(told, one.entity, one.by)
        ? { ...one, columns: one.columns.filter(path => readable(told, one.entity, path)) }
        : null,
    when: condition => told.access.system !== null || namesOnlyReadable(told, entity, condition),
  })
  const sections = known.sections.filter(section => section.fields.length + (section.related?.length ?? 0) > 0)
  return { ...known, sections, ...(known.tabs && { tabs: known.tabs.filter(tab => sections.some(section => section.tab === tab.name)) }) }
}

/** A list without the columns, orders and groups of what someone may not read, and without views that only show what that comes to. */
export function knownList(told: Told, list: ListScreen): ListScreen {
  const columns = list.columns.filter(path => readable(told, list.entity, bare(path)))
  return { ...list, columns, ...(list.views && { views: list.views.flatMap(view => knownView(told, list.entity, view)) }) }
}

/** A view as far as one may read what it shows; without what it asks for, or stands on, there is none. */
function knownView(told: Told, entity: string, view: ViewShape): readonly ViewShape[] {
  if (view.where && !(told.access.system || namesOnlyReadable(told, entity, view.where))) return []
  const open = (path: string): boolean => readable(told, entity, bare(path))
  if (view.kind === 'calendar') return open(view.by) ? [{ ...view, ...(view.card && { card: view.card.filter(open) }) }] : []
  if (view.kind === 'gantt') return knownGantt(view, open)
  if (view.kind === 'tree') return knownTree(told, entity, view, open)
  if (view.kind === 'chart') return view.group.every(open) && knownMeasure(told, entity, view.measure ?? 'count') ? [view] : []
  if (view.kind === 'pivot') {
    const measured = (view.measures ?? []).every(measure => knownMeasure(told, entity, measure))
    return measured && [...view.rows, ...(view.columns ?? [])].every(open) ? [view] : []
  }
  const { waits, ...shown } = view
  const { sort, columns, group, measures, colours } = shown
  return [
    {
      ...shown,
      ...(sort && { sort: sort.filter(open) }),
      ...(columns && { columns: columns.filter(open) }),
      ...(group && { group: group.filter(open) }),
      ...(measures && { measures: measures.filter(measure => knownMeasure(told, entity, measure)) }),
      ...(colours && { colours: colours.filter(rule => namesOnlyReadable(told, entity, rule.where) && (rule.column === undefined || open(rule.column))) }),
      ...(waits && knownWaits(told, entity, waits)),
    },
  ]
}

/** That records wait, for who may do something about it; without a sum or a page that is not theirs. */
function knownWaits(told: Told, entity: string, { verb, measure, page, ...waits }: Waits): { readonly waits?: Waits } {
  const { access, model } = told
  if (verb !== undefined && !access.may(entity, verb)) return {}
  const opened = model.pages.find(one => one.name === page)
  const mayOpen = opened !== undefined && access.may(opened.entity, 'read') && access.may(opened.entity, opened.verb ?? 'read')
  const measured = measure !== undefined && knownMeasure(told, entity, measure)
  return { waits: { ...waits, ...(verb !== undefined && { verb }), ...(measured && { measure }), ...(mayOpen && { page: opened.name }) } }
}

/** Bars without rows and colours that one may not see; none without what they start and end at. */
function knownGantt({ group, colour, ...view }: GanttView, open: (path: string) => boolean): readonly ViewShape[] {
  if (!open(view.start) || (view.end !== undefined && !open(view.end))) return []
  return [{ ...view, ...(group?.every(open) && { group }), ...(colour !== undefined && open(colour) && { colour }) }]
}

/** A tree whose field one may read. */
function knownTree({ model }: Told, entity: string, view: TreeView, open: (path: string) => boolean): readonly ViewShape[] {
  const trees = [...(model.entities.get(entity)?.fields.values() ?? [])].filter(field => field.options.tree === true && open(field.name))
  if (!(view.by === undefined ? trees.length > 0 : open(view.by))) return []
  const { columns, sort } = view
  return [{ ...view, ...(columns && { columns: columns.filter(open) }), ...(sort && { sort: sort.filter(open) }) }]
}

/** A dashboard with the cards someone may see, and the places of the others; none where there is nothing of it to see. */
export function knownDashboard(told: Told, { name, label, home = [], filters = [], cards }: Dashboard): readonly DashboardMeta[] {
  const known = cards.map((card): DashboardCard | HiddenCard => knownCard(told, card) ?? { kind: 'hidden', ...sizeOf(card) })
  if (!known.some(card => card.kind !== 'hidden' && card.kind !== 'heading' && card.kind !== 'tasks')) return []
  return [
    {
      name,
      label,
      home: home.some(role => told.access.caller.roles.includes(role)),
      filters: filters.filter(({ entity, field }) => told.access.may(entity, 'read') && readable(told, entity, field)),
      cards: known,
    },
  ]
}

/** A card as far as someone may read what it shows; null where that is nothing. A list loses columns, whatever else stands on all it names. */
export function knownCard(told: Told, card: DashboardCard): DashboardCard | null {
  if (card.kind === 'tasks' || card.kind === 'heading') return card
  if (!told.access.may(card.entity, 'read')) return null
  if (card.kind === 'number') {
    if (card.where && !(told.access.system || namesOnlyReadable(told, card.entity, card.where))) return null
    const fine = knownMeasure(told, card.entity, card.measure ?? 'count') && (card.by === undefined || readable(told, card.entity, card.by))
    return fine ? card : null
  }
  const [view] = knownView(told, card.entity, card.kind === 'chart' ? card : { ...card, kind: 'list' })
  return view ? ({ ...card, ...view } as DashboardCard) : null
}

function sizeOf({ width, height }: DashboardCard): { readonly width?: number; readonly height?: number } {
  return { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }
}

/** A board whose cards, columns and sums name only what someone may read. */
export function knownBoard(told: Told, { order, scope, ...board }: BoardScreen): BoardScreen {
  const { entity, by } = board
  const to = told.model.entities.get(entity)?.fields.get(by)?.to
  const ordered = order !== undefined && (!to || readable(told, to, order))
  return {
    ...board,
    ...(ordered && { order }),
    ...(scope && readable(told, entity, scope.field) && { scope }),
    card: board.card.filter(path => readable(told, entity, path)),
    ...(board.measures && { measures: board.measures.filter(measure => knownMeasure(told, entity, measure)) }),
  }
}

/** The path of `-closing`, `closing:month`. */
const bare = (key: string): string => key.replace(/^-/, '').replace(/:[a-z_]+$/, '')

function knownMeasure(told: Told, entity: string, measure: string): boolean {
  return measure === 'count' || readable(told, entity, measure.replace(/^\w+:/, ''))
}
