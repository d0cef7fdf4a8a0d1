import type { Measure } from '@sangam/sdk'
import { html, nothing, type TemplateResult } from 'lit'
import { download } from '../data/download.ts'
import { entityMeta } from '../data/meta.ts'
import { records } from '../data/records.ts'
import { Kept } from '../shell/kept-place.ts'
import { called, t } from '../shell/words.ts'
import type { MenuItem } from '../ui/menu.ts'
import { pathLabel } from './list/conditions.ts'
import { groupPaths } from './list/paths.ts'
import { pivotStyles } from './pivot/pivot.css.ts'
import { most, placed, type Side } from './pivot/place.ts'
import { type Head, type Pivot, readPivot, whereOf } from './pivot/read.ts'
import { isLarge, pivotTable } from './pivot/table.ts'
import { mailItems } from './reports/menu.ts'
import type { Definition } from './view/definition.ts'
import { isMeasure, measureLabel, measuresOf } from './view/measures.ts'
import { ViewScreen } from './view/screen.ts'

/** The records of an entity counted and measured by rows and columns, with totals; each figure leads to its records. */
class SgPivotScreen extends ViewScreen {
  static override styles = [ViewScreen.styles, pivotStyles]
  static override properties = { ...ViewScreen.properties, found: { state: true }, closed: { state: true }, taken: { state: true }, over: { state: true } }
  /** What was read, and for which rows, columns and measures. */
  declare found: { readonly pivot: Pivot; readonly rows: readonly string[]; readonly columns: readonly string[]; readonly measures: readonly Measure[] } | null
  declare closed: ReadonlySet<string>
  /** What is under the hand, and the side it is over. */
  declare taken: { readonly item: string; readonly from: Side } | null
  declare over: Side | null
  readonly kind = 'pivot'
  protected readonly settings = ['rows', 'columns', 'measures']
  readonly #kept = new Kept(this, () => [...this.closed])

  constructor() {
    super()
    this.found = null
    this.closed = new Set()
    this.taken = null
    this.over = null
  }

  protected usual(): Definition {
    const paths = groupPaths(this.entity).filter(path => !['createdBy', 'updatedBy'].includes(path))
    const fields = Object.entries(entityMeta(this.entity)?.fields ?? {})
    const first = fields.find(([name, field]) => paths.includes(name) && ['flow', 'choice', 'reference'].includes(field.type))?.[0] ?? paths[0] ?? ''
    return { rows: [first], columns: [], measures: ['count'] }
  }

  protected async read(latest: () => boolean): Promise<void> {
    const { entity } = this
    const [rows, columns, measures] = [this.#paths('rows'), this.#paths('columns'), this.#measures]
    const pivot = await readPivot({ entity, rows, columns, measures, ...this.asked })
    if (!latest()) return
    this.closed = new Set(this.#kept.take() ?? this.closed)
    this.found = { pivot, rows, columns, measures }
  }

  protected tools(): TemplateResult {
    const chosen = { rows: this.#paths('rows'), columns: this.#paths('columns') }
    const label = (paths: readonly string[]): string => paths.map(path => pathLabel(this.entity, path)).join(', ')
    return html`<sangam-menu .items=${this.#pathItems('rows')} label=${t('Rows')}><sangam-button slot="opener" icon="list" kind="quiet">${t('Rows: {fields}', { fields: label(chosen.rows) })}</sangam-button></sangam-menu>
      <sangam-menu .items=${this.#pathItems('columns')} label=${t('Columns')}><sangam-button slot="opener" icon="columns" kind="quiet">${chosen.columns.length > 0 ? t('Columns: {fields}', { fields: label(chosen.columns) }) : t('Columns')}</sangam-button></sangam-menu>
      <sangam-menu .items=${this.#measureItems()} label=${t('Figures')}><sangam-button slot="opener" icon="chart" kind="quiet">${t('Figures: {figures}', { figures: this.#measures.map(measure => measureLabel(this.entity, measure)).join(', ') })}</sangam-button></sangam-menu>
      ${chosen.columns.length > 0 ? html`<sangam-button kind="quiet" icon="sort" label=${t('Swap rows and columns')} @click=${() => this.#swap()}></sangam-button>` : nothing}`
  }

  protected override moreItems(): readonly MenuItem[] {
    if (!entityMeta(this.entity)?.verbs.includes('export')) return []
    const { entity, asOf, viewNow } = this
    const shown = { ...this.shown, rows: this.#paths('rows'), columns: this.#paths('columns'), measures: this.#measures }
    return [
      { label: t('Export as CSV'), icon: 'download', run: () => this.#download('csv') },
      { label: t('Export to Excel'), icon: 'download', run: () => this.#download('xlsx') },
      ...mailItems({ entity, asOf, viewNow, shown }, 'pivot'),
    ]
  }

  protected body(): TemplateResult {
    const { found } = this
    if (!found) return html`${this.error ? nothing : html`<div class="loading"><sangam-skeleton lines="9"></sangam-skeleton></div>`}`
    const { pivot, rows, columns, measures } = found
    if (pivot.rows.length === 0)
      return html`${this.#shelf()}<div class="empty"><sangam-empty icon="pivot" heading=${t('Nothing fits')} text=${t('No record answers to this search and filter.')}></sangam-empty></div>`
    const names = (paths: readonly string[]): string => paths.map(path => pathLabel(this.entity, path)).join(', ')
    const caption = [...measures.map(measure => measureLabel(this.entity, measure)), names(rows), names(columns)].filter(Boolean).join(', ')
    return html`${this.#shelf()}${pivot.cut || isLarge(pivot) ? html`<p class="note" role="status">${t('There are more rows or columns than are shown here. Choose coarser ones or a filter; the totals are of all that was read.')}</p>` : nothing}
      <div class="sheet" tabindex="0" role="group" aria-label=${caption}>${pivotTable({
        entity: this.entity,
        pivot,
        measures,
        caption,
        rowLabel: names(rows),
        columnLabel: names(columns),
        closed: this.closed,
        toggle: row => this.#toggle(row),
        hrefOf: heads => this.#href(heads),
      })}</div>`
  }

  get #measures(): readonly Measure[] {
    const { measures } = this.shown
    const known = Array.isArray(measures) ? measures.filter((one): one is Measure => isMeasure(this.entity, one)) : []
    return known.length > 0 ? [...new Set(known)].slice(0, most.measures) : ['count']
  }

  #paths(side: 'rows' | 'columns'): readonly string[] {
    const known = groupPaths(this.entity)
    const of = (asked: unknown): readonly string[] => (Array.isArray(asked) ? asked.filter((path): path is string => known.includes(path)) : [])
    const paths = [...new Set(of(this.shown[side]))]
    if (side === 'columns') return paths.filter(path => !this.#paths('rows').includes(path)).slice(0, most.columns)
    return (paths.length > 0 ? paths : of(this.usual().rows)).slice(0, most.rows)
  }

  /** What stands where, to be taken by the hand; the menus above do the same from the keyboard. */
  #shelf(): TemplateResult {
    const sides: readonly (readonly [Side, string, readonly (readonly [string, string])[]])[] = [
      ['rows', t('Rows'), this.#paths('rows').map(path => [path, pathLabel(this.entity, path)])],
      ['columns', t('Columns'), this.#paths('columns').map(path => [path, pathLabel(this.entity, path)])],
      ['measures', t('Figures'), this.#measures.map(measure => [measure, measureLabel(this.entity, measure)])],
    ]
    return html`<div class="shelf">${sides.map(
      ([side, label, items]) => html`<div class="side ${this.over === side ? 'over' : ''}" role="group" aria-label=${label}
          @dragover=${(event: DragEvent) => this.#dragOver(event, side)} @dragleave=${(event: DragEvent) => this.#dragLeave(event)} @drop=${(event: DragEvent) => this.#drop(event, side)}><span>${label}</span>${items.map(
            ([item, words]) =>
              html`<b draggable="true" data-item=${item} class=${this.taken?.item === item ? 'moving' : ''} @dragstart=${(event: DragEvent) => this.#dragStart(event, item, side)} @dragend=${() => this.#dragEnd()}>${words}</b>`,
          )}</div>`,
    )}</div>`
  }

  #dragStart(event: DragEvent, item: string, from: Side): void {
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer?.setData('text/plain', item)
    // The picture under the pointer is taken before it fades.
    setTimeout(() => (this.taken = { item, from }))
  }

  #dragOver(event: DragEvent, side: Side): void {
    if (!this.taken || (this.taken.from === 'measures') !== (side === 'measures')) return
    event.preventDefault()
    this.over = side
  }

  #dragLeave(event: DragEvent): void {
    const to = event.relatedTarget
    if (!(to instanceof Node) || !(event.currentTarget as HTMLElement).contains(to)) this.over = null
  }

  #drop(event: DragEvent, side: Side): void {
    event.preventDefault()
    const { taken } = this
    this.#dragEnd()
    if (!taken) return
    const before = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item ?? null
    const now = { rows: this.#paths('rows'), columns: this.#paths('columns'), measures: this.#measures }
    const made = placed(now, taken.item, taken.from, side, before)
    if (made !== now) this.change({ ...made }, { push: true })
  }

  #dragEnd(): void {
    this.taken = null
    this.over = null
  }

  #pathItems(side: 'rows' | 'columns'): readonly MenuItem[] {
    const now = this.#paths(side)
    const other = this.#paths(side === 'rows' ? 'columns' : 'rows')
    const pick = (path: string) => () => {
      const paths = now.includes(path) ? now.filter(one => one !== path) : [...now, path].slice(-most[side])
      this.change({ [side]: paths }, { push: true })
    }
    return groupPaths(this.entity).map(path => ({
      label: pathLabel(this.entity, path),
      checked: now.includes(path),
      // Rows there must be, and what stands on one side does not stand on the other.
      disabled: other.includes(path) || (side === 'rows' && now.length === 1 && now.includes(path)),
      run: pick(path),
    }))
  }

  #measureItems(): readonly MenuItem[] {
    const now = this.#measures
    const pick = (measure: Measure) => () =>
      this.change({ measures: now.includes(measure) ? now.filter(one => one !== measure) : [...now, measure].slice(-most.measures) }, { push: true })
    return measuresOf(this.entity).map(measure => ({
      label: measureLabel(this.entity, measure),
      checked: now.includes(measure),
      disabled: now.length === 1 && now.includes(measure),
      run: pick(measure),
    }))
  }

  #swap(): void {
    const [rows, columns] = [this.#paths('rows'), this.#paths('columns')]
    this.change({ rows: columns, columns: rows.slice(0, most.columns) }, { push: true })
  }

  #toggle(row: string): void {
    const closed = new Set(this.closed)
    if (!closed.delete(row)) closed.add(row)
    this.closed = closed
  }

  #href(heads: readonly Head[]): string {
    const { where, search, asOf } = this.asked
    return `/list/${this.entity}?${new URLSearchParams({ where: JSON.stringify(whereOf(where, heads)), ...(search && { search }), ...(asOf !== undefined && { asOf }) })}`
  }

  #download(format: 'csv' | 'xlsx'): Promise<void> {
    const groups = { group: [...this.#paths('rows'), ...this.#paths('columns')], measures: this.#measures }
    const asked = records.exportOfGroups(this.entity, format, { ...this.asked, ...groups })
    return download({ ...asked, name: `${called(entityMeta(this.entity)?.plural ?? this.entity)}.${format}` })
  }
}
customElements.define('sangam-pivot-screen', SgPivotScreen)
