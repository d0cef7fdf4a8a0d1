import { type ChartCard, dateParts, type ListCard, type Measure, type NumberCard } from '@sangam/sdk'
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { entityMeta, meta } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { type Shape as ChartShape, shapeLabel, shapes, splits } from '../chart/figure.ts'
import { conditionOf, type Group, groupOf, nothing as noTests, partNames, pathLabel } from '../list/conditions.ts'
import '../list/filter.ts'
import { groupPaths } from '../list/paths.ts'
import { dayFields } from '../view/kinds.ts'
import { measureLabel, measuresOf } from '../view/measures.ts'
import { builtViews, savedViews, type View } from '../view/saved.ts'
import type { Card } from './boards.ts'

type Kind = 'number' | 'chart' | 'list' | 'heading'
type Option = readonly [value: string, label: string]

/** Sets up a card of a kind. Tells `done` with it, and `close`. */
class SgCardEditor extends LitElement {
  static override properties = {
    card: { attribute: false },
    kind: {},
    usual: {},
    entity: { state: true },
    values: { state: true },
    group: { state: true },
    views: { state: true },
  }
  /** The card as it is; null for a new one. */
  declare card: Card | null
  declare kind: Kind
  /** Whose records a new card is of until another is chosen. */
  declare usual: string
  declare entity: string
  declare values: { readonly [setting: string]: string | undefined }
  declare group: Group
  declare views: readonly View[]

  constructor() {
    super()
    this.card = null
    this.kind = 'number'
    this.usual = ''
    this.entity = ''
    this.values = {}
    this.group = noTests
    this.views = []
  }

  static override styles = [
    base,
    inputs,
    css`form { display: grid; gap: 14px; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; } fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 6px; min-inline-size: 0; } legend { padding: 0; font-size: var(--sg-text-sm); font-weight: 500; color: var(--sg-text-2); } .end { display: flex; justify-content: flex-end; } @container (max-width: 420px) { .two { grid-template-columns: 1fr; } }`,
  ]

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('card') && !changed.has('kind')) return
    const { card } = this
    const first = this.usual || (entities()[0]?.[0] ?? '')
    if (card && 'entity' in card) {
      const { kind: _kind, where = {}, entity, ...rest } = card
      this.entity = entity
      this.group = groupOf(where)
      this.values = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]))
    } else {
      this.entity = this.kind === 'heading' ? '' : first
      this.values = { label: card && 'label' in card ? card.label : '' }
    }
    void this.#loadViews()
  }

  protected override render(): unknown {
    const { kind } = this
    const heading = { number: t('Figure'), chart: t('Chart'), list: t('List'), heading: t('Heading') }[kind]
    return html`<sangam-dialog open ?wide=${kind !== 'heading'} heading=${heading} @close=${() => this.dispatchEvent(new Event('close'))}><form @submit=${(event: Event) => this.#done(event)}>
      ${kind === 'heading' ? nothing : html`<div class="two">${this.#select(t('Records'), 'entity', this.entity, entities(), value => this.#entity(value))}${this.#select(t('As in the view'), 'view', '', [['', t('Choose a view…')], ...this.views.map((view): Option => [view.id, view.label])], id => this.#view(id))}</div>`}
      ${kind === 'number' ? this.#number() : kind === 'chart' ? this.#chart() : kind === 'list' ? this.#list() : nothing}
      ${kind === 'heading' ? nothing : html`<fieldset><legend>${t('Only records that match')}</legend><sangam-filter entity=${this.entity} .group=${this.group} @change=${(event: CustomEvent<Group>) => (this.group = event.detail)}></sangam-filter></fieldset>`}
      <label class="field">${t('Name')}<input name="label" maxlength="120" ?required=${kind === 'heading'} ?autofocus=${kind === 'heading'} autocomplete="off" placeholder=${kind === 'heading' ? '' : this.#usualLabel()} .value=${this.values.label ?? ''} @input=${(event: Event) => this.#set({ label: (event.target as HTMLInputElement).value })} /></label>
      <div class="end"><sangam-button kind="primary" type="submit">${this.card ? t('Use it') : t('Add')}</sangam-button></div></form></sangam-dialog>`
  }

  #number(): TemplateResult {
    const { by = '', period = 'month', better = 'more' } = this.values
    const days: Option[] = [
      ['', t('All of them, at any time')],
      ...dayFields(this.entity).map((field): Option => [field.name, pathLabel(this.entity, field.name)]),
    ]
    const parts = Object.entries(partNames()).filter(([part]) => (dateParts as readonly string[]).includes(part))
    return html`<div class="two">${this.#select(t('What is measured'), 'measure', this.#measure, this.#measures)}${this.#select(t('Counted by the day of'), 'by', by, days)}</div>
      ${
        by
          ? html`<div class="two">${this.#select(t('Period'), 'period', period, parts)}${this.#select(t('Good news is'), 'better', better, [
              ['more', t('More of it')],
              ['less', t('Less')],
            ])}</div>`
          : nothing
      }`
  }

  #chart(): TemplateResult {
    const paths = groupPaths(this.entity).map((path): Option => [path, pathLabel(this.entity, path)])
    const [first = '', second = ''] = this.#groups
    return html`<div class="two">${this.#select(
      t('Kind of chart'),
      'chart',
      this.#shape,
      shapes.map((one): Option => [one, shapeLabel(one)]),
    )}${this.#select(t('What is measured'), 'measure', this.#measure, this.#measures)}</div>
      <div class="two">${this.#select(t('Group by'), 'group', first, paths, value => this.#set({ group: [value, ...(second && second !== value ? [second] : [])].join(',') }))}${splits(this.#shape) ? this.#select(t('Then by'), 'then', second, [['', t('Not split')], ...paths.filter(([path]) => path !== first)], value => this.#set({ group: [first, ...(value ? [value] : [])].join(',') })) : nothing}</div>`
  }

  #list(): TemplateResult {
    return this.#select(
      t('How many at most'),
      'limit',
      this.values.limit ?? '6',
      ['3', '5', '6', '8', '10', '15', '20'].map((one): Option => [one, one]),
    )
  }

  #select(label: string, name: string, now: string, options: readonly Option[], set = (value: string): void => this.#set({ [name]: value })): TemplateResult {
    return html`<label class="field">${label}<select name=${name} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>${options.map(([value, words]) => html`<option value=${value} ?selected=${value === now}>${words}</option>`)}</select></label>`
  }

  get #measure(): Measure {
    return measuresOf(this.entity).find(one => one === this.values.measure) ?? 'count'
  }

  get #measures(): readonly Option[] {
    return measuresOf(this.entity).map((one): Option => [one, measureLabel(this.entity, one)])
  }

  get #shape(): ChartShape {
    return shapes.find(one => one === this.values.chart) ?? 'bar'
  }

  get #groups(): readonly string[] {
    const known = (this.values.group ?? '').split(',').filter(path => groupPaths(this.entity).includes(path))
    return known.length > 0 ? known : groupPaths(this.entity).slice(0, 1)
  }

  #usualLabel(): string {
    const plural = called(entityMeta(this.entity)?.plural ?? '')
    const measured = `${plural}: ${measureLabel(this.entity, this.#measure)}`
    if (this.kind === 'chart') return `${measured}, ${pathLabel(this.entity, this.#groups[0] ?? '')}`
    return this.kind === 'number' ? measured : plural
  }

  #set(values: { readonly [setting: string]: string }): void {
    this.values = { ...this.values, ...values }
  }

  #entity(entity: string): void {
    this.entity = entity
    this.group = noTests
    this.values = { label: this.values.label ?? '' }
    void this.#loadViews()
  }

  async #loadViews(): Promise<void> {
    const { entity } = this
    if (!entity) return
    const views = [...builtViews(entity), ...(await savedViews(entity).catch(() => []))]
    if (entity === this.entity) this.views = views
  }

  /** Everything of a view that this kind of card shows too. */
  #view(id: string): void {
    const view = this.views.find(one => one.id === id)
    if (!view) return
    const { where = {}, ...settings } = view.definition
    this.group = groupOf(where)
    const texts = Object.entries(settings).flatMap(([name, value]) =>
      value === undefined || (typeof value === 'object' && !Array.isArray(value))
        ? []
        : [[name, Array.isArray(value) ? value.join(',') : String(value)] as const],
    )
    this.values = { ...this.values, ...Object.fromEntries(texts), label: id === 'all' ? '' : view.label }
  }

  #done(event: Event): void {
    event.preventDefault()
    this.dispatchEvent(new CustomEvent<Card>('done', { detail: this.#made() }))
  }

  #made(): Card {
    const { kind, entity, values, card } = this
    const label = (values.label ?? '').trim() || this.#usualLabel()
    const size = { ...(card?.width !== undefined && { width: card.width }), ...(card?.height !== undefined && { height: card.height }) }
    if (kind === 'heading') return { kind, label, ...size }
    const where = conditionOf(this.group)
    const common = { entity, label, ...(Object.keys(where).length > 0 && { where }), ...size }
    if (kind === 'number') {
      const { by, period = 'month', better } = values
      const timed = by ? { by, period: period as NonNullable<NumberCard['period']>, ...(better === 'less' && { better }) } : {}
      return { kind, ...common, measure: this.#measure, ...timed }
    }
    if (kind === 'chart') {
      const group = this.#groups.slice(0, splits(this.#shape) ? 2 : 1) as unknown as ChartCard['group']
      return { kind, ...common, chart: this.#shape, group, measure: this.#measure }
    }
    const list = (text: string | undefined): readonly string[] | undefined => text?.split(',').filter(Boolean)
    const [columns, sort] = [list(values.columns), list(values.sort)]
    return { kind, ...common, ...(columns && { columns }), ...(sort && { sort }), limit: Number(values.limit ?? 6) } satisfies ListCard
  }
}
customElements.define('sangam-card-editor', SgCardEditor)

/** Whatever has a list in the navigation, and the others behind it. */
function entities(): readonly Option[] {
  const { lists, entities: all } = meta()
  const names = [
    ...new Set([
      ...lists.filter(list => list.menu).map(list => list.entity),
      ...Object.keys(all).filter(name => !all[name]?.linesOf && !name.startsWith('core.')),
    ]),
  ]
  const known = names.flatMap((name): Option[] => (all[name] ? [[name, called(all[name].plural)]] : []))
  return known.sort(([a], [b]) => Number(a.startsWith('core.')) - Number(b.startsWith('core.')))
}
