import type { FieldMeta } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { counted } from '../data/counted.ts'
import { entityMeta, meta } from '../data/meta.ts'
import type { Row } from '../data/records.ts'
import { dayIn, formatDate, today, weekStart } from '../shell/format.ts'
import { Kept } from '../shell/kept-place.ts'
import type { Shortcut } from '../shell/shortcuts.ts'
import { called, t } from '../shell/words.ts'
import type { MenuItem } from '../ui/menu.ts'
import { toastProblem } from '../ui/toast.ts'
import { type Axis, axisOf, type Scale, scaleOf, scales, stepped } from './gantt/axis.ts'
import { ganttScreenStyles } from './gantt/gantt.css.ts'
import { colourFields, colourOf, endFields, type Plan } from './gantt/plan.ts'
import type { Pulled } from './gantt/pull.ts'
import { barsQuery, countUnplaced, nearestDay, unplaced } from './gantt/read.ts'
import type { SgGanttSheet } from './gantt/sheet.ts'
import './gantt/sheet.ts'
import { type ShiftHost, Shifts } from './gantt/shifts.ts'
import { optionLabel, optionsOf } from './list/cells.ts'
import { pathLabel } from './list/conditions.ts'
import { groupPaths } from './list/paths.ts'
import { Source } from './list/source.ts'
import type { Definition } from './view/definition.ts'
import { dayFields } from './view/kinds.ts'
import { ViewScreen } from './view/screen.ts'

/** Records as bars from their start to their end, under an axis of days, weeks, months or quarters; moved and lengthened there. */
class SgGanttScreen extends ViewScreen implements ShiftHost {
  static override styles = [ViewScreen.styles, ganttScreenStyles]
  static override properties = { ...ViewScreen.properties, source: { state: true }, shape: { state: true }, unplaced: { state: true }, tick: { state: true } }
  declare source: Source | null
  /** By what the source was read. */
  declare shape: { readonly plan: Plan; readonly axis: Axis } | null
  /** How many records have no start. */
  declare unplaced: number
  declare tick: number
  readonly kind = 'gantt'
  protected readonly settings = ['start', 'end', 'group', 'colour', 'scale']
  protected override readonly places = ['day']
  readonly #shifts = new Shifts(this)
  readonly #kept = new Kept(this, () => this.source?.openGroups ?? null)

  constructor() {
    super()
    this.source = null
    this.shape = null
    this.unplaced = 0
    this.tick = 0
  }

  /** As a plugin's first view of the kind says, else the days of the entity in their order. */
  protected usual(): Definition {
    const built = meta()
      .lists.find(list => list.entity === this.entity)
      ?.views?.find(view => view.kind === 'gantt')
    if (built?.kind === 'gantt')
      return { start: built.start, end: built.end ?? '', group: built.group ?? [], colour: built.colour, scale: built.scale ?? 'week' }
    const own = Object.values(entityMeta(this.entity)?.fields ?? {})
    const days = own.filter(field => field.type === 'date' || field.type === 'datetime')
    const end = days[1] ?? own.find(field => field.type === 'duration')
    return { start: days[0]?.name, end: end?.name ?? '', group: [], scale: 'week' }
  }

  protected override keys(): readonly Shortcut[] {
    const group = t('Gantt')
    return [
      ...super.keys(),
      { keys: 't', label: t('Today'), group, run: () => this.#to(today()) },
      { keys: 'j', label: t('Later'), group, run: () => this.#step(1) },
      { keys: 'k', label: t('Earlier'), group, run: () => this.#step(-1) },
    ]
  }

  protected async read(latest: () => boolean): Promise<void> {
    // What is under a hand, or on its way, stays where it is.
    if (this.#shifts.working || this.#sheet()?.pulling) return this.soon()
    const { plan, axis, asked, asOf } = this
    const [query, missing] = await Promise.all([barsQuery(plan, axis, this.#group, asked), countUnplaced(plan, asked)])
    const same = this.source !== null && JSON.stringify(this.source.query) === JSON.stringify(query)
    const source = same && this.source ? this.source : new Source(query, () => this.tick++)
    const [from, to] = this.#sheet()?.window ?? [0, 40]
    await (same ? source.refresh(from, to) : source.load().then(() => source.need(0, 40)))
    const open = this.#kept.take()
    if (open) await source.openAgain(open)
    // What was written since has no place in the past.
    if (asOf === null) this.#shifts.mend(source, [from, to])
    if (!latest()) return
    if (source.error) throw source.error
    this.source = source
    this.shape = { plan, axis }
    this.unplaced = missing
  }

  protected tools(): TemplateResult {
    const { plan } = this
    const [group] = this.#group
    const label = (field: FieldMeta): string => pathLabel(this.entity, field.name)
    return html`<div class="steps"><sangam-button kind="quiet" icon="left" label=${t('Earlier')} @click=${() => this.#step(-1)}></sangam-button><sangam-button kind="quiet" @click=${() => this.#to(today())}>${t('Today')}</sangam-button><sangam-button kind="quiet" icon="right" label=${t('Later')} @click=${() => this.#step(1)}></sangam-button></div>
      <sangam-menu .items=${this.#dayItems()} label=${t('Bars')}>${this.#opener('gantt', [plan.start, ...(plan.end ? [plan.end] : [])].map(label).join(' – '))}</sangam-menu>
      <sangam-menu .items=${this.#groupItems()} label=${t('Rows')}>${this.#opener('group', group ? t('Rows: {fields}', { fields: pathLabel(this.entity, group) }) : t('Rows'))}</sangam-menu>
      <div class="look" role="group" aria-label=${t('Show at once')}>${scales.map(scale => html`<button type="button" aria-pressed=${String(scale === this.axis.scale)} @click=${() => this.change({ scale }, { push: true })}>${scaleLabel(scale)}</button>`)}</div>`
  }

  protected body(): TemplateResult {
    const { source, shape } = this
    if (!source || !shape) return html`${this.error ? nothing : html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`}`
    return html`${this.unplaced > 0 ? html`<p class="note" role="status">${t('Without “{field}”, and so not drawn: {what}.', { what: counted(this.entity, this.unplaced), field: pathLabel(this.entity, shape.plan.start.name) })} <a href=${this.#unplacedHref(shape.plan)}>${t('Show them in the list')}</a></p>` : nothing}
      ${
        source.length === 0
          ? html`<div class="empty"><sangam-empty icon="gantt" heading=${t('Nothing at this time')} text=${t('No record of this search and filter falls between {from} and {to}.', { from: formatDate(shape.axis.first), to: formatDate(shape.axis.last) })}><sangam-button @click=${() => this.#nearest()}>${t('Go to the nearest')}</sangam-button></sangam-empty></div>`
          : html`<sangam-gantt-sheet .source=${source} .plan=${shape.plan} .axis=${shape.axis} .asOf=${this.asOf} .busy=${(id: string) => this.#shifts.isBusy(id)} ?narrow=${this.narrow} tick=${this.tick} label=${called(entityMeta(this.entity)?.plural ?? '')}
              @shift=${({ detail }: CustomEvent<Pulled>) => this.#shifts.shift(detail.row, detail.part, detail.days)} @ask=${({ detail }: CustomEvent<Row>) => this.#shifts.ask(detail)} @go=${({ detail }: CustomEvent<Row>) => this.#to(dayIn(String(detail[shape.plan.start.name])))}></sangam-gantt-sheet>${this.#legend(shape.plan)}`
      }`
  }

  /** On a phone a picture alone opens a menu. */
  #opener(icon: string, words: string): TemplateResult {
    if (this.narrow) return html`<sangam-button slot="opener" icon=${icon} kind="quiet" label=${words}></sangam-button>`
    return html`<sangam-button slot="opener" icon=${icon} kind="quiet">${words}</sangam-button>`
  }

  get plan(): Plan {
    const usual = this.usual()
    const field = (setting: string, fields: readonly FieldMeta[]): FieldMeta | undefined =>
      fields.find(one => one.name === this.shown[setting]) ?? fields.find(one => one.name === usual[setting])
    const colours = colourFields(this.entity)
    const start = field('start', dayFields(this.entity)) as FieldMeta
    const end = this.shown.end === '' ? null : (field('end', endFields(this.entity)) ?? null)
    const coloured = colours.find(one => one.type === 'flow') ?? colours.find(one => Object.values(optionsOf(one)).some(option => option.colour))
    return { entity: this.entity, start, end: end === start ? null : end, colour: field('colour', colours) ?? coloured ?? null }
  }

  get axis(): Axis {
    return axisOf(scaleOf(this.shown.scale), this.#day, weekStart(), this.narrow)
  }

  again(): Promise<void> {
    return this.refresh()
  }

  focusBar(id: string): void {
    void this.updateComplete.then(() => this.#sheet()?.focusBar(id))
  }

  get #group(): readonly string[] {
    const { group } = this.shown
    return Array.isArray(group) ? group.filter(path => groupPaths(this.entity).includes(path)).slice(0, 1) : []
  }

  /** The day one is at: as the address says, else today. */
  get #day(): string {
    const day = this.query('day') ?? ''
    return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : today()
  }

  /** What the colours stand for. */
  #legend({ colour }: Plan): TemplateResult | typeof nothing {
    if (!colour) return nothing
    const options = Object.entries(optionsOf(colour)).filter(([, option]) => !option.retired)
    return html`<ul class="legend" aria-label=${t('Colour: {field}', { field: pathLabel(this.entity, colour.name) })}>${options.map(([value]) => {
      const tone = colourOf(colour, value)
      return html`<li><i style="--tone:var(--sg-${tone});--ground:var(--sg-${tone}-soft)"></i>${optionLabel(colour, value)}</li>`
    })}</ul>`
  }

  #dayItems(): readonly MenuItem[] {
    const { start, end } = this.plan
    const item = (setting: 'start' | 'end', field: FieldMeta, now: FieldMeta | null): MenuItem => ({
      label: pathLabel(this.entity, field.name),
      checked: field === now,
      run: () => this.change({ [setting]: field.name }, { push: true }),
    })
    return [
      { heading: t('They start') },
      ...dayFields(this.entity).map(field => item('start', field, start)),
      'line',
      { heading: t('They end') },
      { label: t('On the day they start'), checked: end === null, run: () => this.change({ end: '' }, { push: true }) },
      ...endFields(this.entity)
        .filter(field => field !== start)
        .map(field => item('end', field, end)),
      ...this.#colourItems(),
    ]
  }

  #groupItems(): readonly MenuItem[] {
    const [now] = this.#group
    return [
      { label: t('No groups'), checked: now === undefined, run: () => this.change({ group: [] }, { push: true }) },
      'line',
      ...groupPaths(this.entity)
        .filter(path => !path.includes(':'))
        .map(path => ({ label: pathLabel(this.entity, path), checked: path === now, run: () => this.change({ group: [path] }, { push: true }) })),
    ]
  }

  #colourItems(): readonly MenuItem[] {
    const fields = colourFields(this.entity)
    const item = (field: FieldMeta): MenuItem => ({
      label: pathLabel(this.entity, field.name),
      checked: field === this.plan.colour,
      run: () => this.change({ colour: field.name }, { push: true }),
    })
    return fields.length > 0 ? ['line', { heading: t('Colour') }, ...fields.map(item)] : []
  }

  #unplacedHref(plan: Plan): string {
    const { where, search, asOf } = { asOf: undefined, ...this.asked }
    return `/list/${this.entity}?${new URLSearchParams({ where: JSON.stringify(unplaced(plan, { where, search })), ...(search && { search }), ...(asOf !== undefined && { asOf }) })}`
  }

  #to(day: string): void {
    this.change({}, { push: true, places: { day: day === today() ? undefined : day } })
  }

  #step(step: number): void {
    this.#to(stepped(this.axis.scale, this.#day, step))
  }

  async #nearest(): Promise<void> {
    try {
      const day = await nearestDay(this.plan, this.axis, this.asked)
      if (day !== null) this.#to(dayIn(day))
    } catch (error) {
      toastProblem(error)
    }
  }

  #sheet(): SgGanttSheet | null {
    return this.renderRoot?.querySelector<SgGanttSheet>('sangam-gantt-sheet') ?? null
  }
}
customElements.define('sangam-gantt-screen', SgGanttScreen)

function scaleLabel(scale: Scale): string {
  const words: { readonly [S in Scale]: string } = { day: t('Days'), week: t('Weeks'), month: t('Months'), quarter: t('Quarters') }
  return words[scale]
}
